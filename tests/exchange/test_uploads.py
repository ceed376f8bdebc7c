"""What devices send is read or refused by name: names, parts, limits, and any bytes at all."""

from __future__ import annotations

import io
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.collect import multipart
from tests.collecting import answer
from tests.exchange.files import measured
from tests.exchange.fuzzed_uploads import READERS
from tests.fuzzing import fuzz

from filao.core.problems import Problem
from filao.exchange import openrosa
from filao.exchange.openrosa import parts

FUZZ_SECONDS = 15


def sending(
    body: bytes, length: int | None = None, kind: str = "multipart/form-data; boundary=e5a1-0b2c"
) -> openrosa.Sending:
    return openrosa.read_sending(io.BytesIO(body).read, kind, length)


def test_parts_are_read_as_they_were_sent() -> None:
    files = {"a.jpg": bytes(range(256)) * 300, "empty.txt": b"", "\u00e9 \u00e0.m4a": b"\r\n--e5a1-0b2\r\n--"}

    found = sending(multipart(answer().xml, files, incomplete=True)[1])

    assert found.xml == answer().xml
    assert {name: bytes(content) for name, content in found.files.items()} == files
    assert found.incomplete


@pytest.mark.parametrize("size", [1, 7, 4096, 65536])
def test_a_body_may_come_in_pieces_of_any_size(size: int) -> None:
    body = io.BytesIO(multipart(answer().xml, {"a.jpg": b"x" * 200_000})[1])

    found = openrosa.read_sending(lambda _wanted: body.read(size), "multipart/form-data; boundary=e5a1-0b2c")

    assert len(found.files["a.jpg"]) == 200_000


def test_a_body_beyond_the_limit_is_not_read_to_its_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parts, "BODY_LIMIT", 1_000_000)
    asked = 0

    def endless(wanted: int) -> bytes:
        nonlocal asked
        asked += wanted
        return b"x" * wanted

    with pytest.raises(Problem, match="upload_too_large"):
        openrosa.read_sending(endless, "multipart/form-data; boundary=x")
    assert asked < 1_200_000
    with pytest.raises(Problem, match="upload_too_large"):
        openrosa.read_sending(endless, "multipart/form-data; boundary=x", 2_000_000)


def test_a_body_shorter_than_said_is_refused() -> None:
    body = multipart(answer().xml, {})[1]

    with pytest.raises(Problem, match="cut short"):
        sending(body, len(body) + 1)


def many_nodes() -> bytes:
    return b"<data id='visit'>" + b"<tie><with>x</with></tie>" * 150_000 + b"</data>"


def one_tag() -> bytes:
    return b"<data id='visit' " + b" ".join(b"a%d='x'" % n for n in range(300_000)) + b"/>"


LARGE: dict[str, tuple[Callable[[], bytes], str]] = {
    "sixty megabytes of one file": (lambda: multipart(answer().xml, {"a.mp4": b"\x00" * 60_000_000})[1], "rows 1"),
    "a body beyond the limit": (
        lambda: multipart(answer().xml, {"a.mp4": b"\x00" * 70_000_000})[1],
        "upload_too_large",
    ),
    "sixty megabytes of line ends": (lambda: multipart(answer().xml, {"a": b"\r\n--" * 15_000_000})[1], "rows 1"),
    "sixty megabytes without a boundary": (lambda: b"x" * 60_000_000, "upload_broken"),
    "boundaries without end": (lambda: b"--e5a1-0b2c\r\n\r\n\r\n" * 3_000_000, "upload_broken"),
    "a head without end": (lambda: b"--e5a1-0b2c\r\nX: " + b"y" * 60_000_000, "upload_broken"),
    "a hundred and fifty thousand ties": (lambda: multipart(many_nodes(), {})[1], "rows 150000"),
    "depth": (lambda: multipart(b"<data id='visit'>" + b"<a>" * 1_000_000, {})[1], "xml_broken"),
    "one tag": (lambda: multipart(one_tag(), {})[1], "xml_broken"),
    "names": (
        lambda: multipart(b"<data id='v'>" + b"".join(b"<n%d/>" % n for n in range(400_000)), {})[1],
        "xml_broken",
    ),
    "a remark of four megabytes": (lambda: multipart(b"<data id='v'><!--" + b"x" * 4_000_000, {})[1], "xml_broken"),
}


@pytest.mark.parametrize("case", LARGE)
def test_a_large_upload_costs_less_than_ten_seconds_and_half_a_gigabyte(case: str, tmp_path: Path) -> None:
    make, outcome = LARGE[case]
    path = tmp_path / "body"
    path.write_bytes(make())

    found = measured(path, "upload")

    print(f"{case}: {found.outcome}, {found.seconds:.2f} s, {found.megabytes:.0f} MB")
    assert found.outcome == outcome
    assert found.seconds < 10
    assert found.megabytes < 512


@pytest.mark.parametrize("name", READERS)
def test_no_damage_makes_a_reader_fall_over(name: str) -> None:
    reader, seeds = READERS[name]()

    seen = fuzz(name, reader, seeds, FUZZ_SECONDS)

    assert seen.crashes == []
    assert seen.cases > 500
    assert seen.slowest < 5


def test_settings_of_a_device_are_packed_as_collect_unpacks_them() -> None:
    import base64
    import json

    code = openrosa.settings_code(
        "https://x/one/key/t", "\u00cele", color="#0b3c5d", icon="F", general={"autosend": "off"}
    )

    told = json.loads(zlib.decompress(base64.b64decode(code)))
    assert told["general"]["server_url"] == "https://x/one/key/t"
    assert (told["general"]["autosend"], told["admin"], told["project"]["name"]) == ("off", {}, "\u00cele")
    assert len(code) < 700, "a code that a cheap phone still scans"


@pytest.mark.parametrize("data", [b"", b"x", b"event,node\n", b"\xff\xfe", b'event,node,start,end\n"' + b"x" * 40_000])
def test_what_is_no_audit_log_is_refused_by_name(data: bytes) -> None:
    with pytest.raises(Problem, match="not_an_audit"):
        openrosa.read_audit(data)


def test_an_audit_log_with_gaps_is_read_as_far_as_it_goes() -> None:
    (visit,) = openrosa.read_audit(b"event,node,start,end\nquestion,/data/a,soon\n")

    assert (visit.path, visit.start, visit.milliseconds) == ("/data/a", 0, 0)
