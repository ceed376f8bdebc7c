"""Any bytes, cells and objects: the readers of answers read or refuse by name, and no row is lost on the way."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from tests.exchange.fuzzed_answers import READERS, sound
from tests.exchange.other_tools import EN, IDS, Kobo, central_zip, csv_bytes, kobo_json, xlsx, zipped
from tests.fuzzing import fuzz

from filao.core.problems import Problem
from filao.documents.words import problems

FAST = settings(deadline=None, max_examples=120, suppress_health_check=[HealthCheck.too_slow])
FUZZ_SECONDS = 15
HEADS = [
    "age", "person/age", "How old are you?", "sex", "Sex", "ways", "ways/phone", "Ways of contact/By phone", "ways_other",
    "spot", "_spot_latitude", "spot-Longitude", "met", "cost", "kind", "remark", "times", "_uuid", "uuid", "KEY",
    "PARENT_KEY", "_index", "_parent_index", "_submission__uuid", "__version__", "FormVersion", "Status", "thanks", "", "x",
]  # fmt: skip
CELLS = [
    "", "1", "0", "f", "Woman", "phone mail", "By phone Other", "-20 57", "95 300", "2026-02-30", "2026-02-28", "1e400",
    "not decrypted", "v1", *IDS, f"uuid:{IDS[0]}", f"uuid:{IDS[0]}/tie[1]", "=1", "\x00", "é\n", "12,5",
]  # fmt: skip
CELL = st.sampled_from(CELLS) | st.text(max_size=6) | st.integers(-5, 60_000) | st.floats() | st.booleans()
NAMES = ["Interview", "tie", "act", "tried-tie", "survey", "cleaning_log", "tie~2"]


def reads_or_refuses(name: str, data: bytes) -> None:
    try:
        reading = sound(name, data)
    except Problem as problem:
        said = problems.sentence(problem.fault) + problems.mend(problem.fault)
        assert "…" not in said.replace(", …", "")
        return
    for one in reading.rejections:
        assert problems.sentence(one.told)


@st.composite
def table(draw: st.DrawFn) -> list[list[Any]]:
    head = draw(st.lists(st.sampled_from(HEADS), min_size=1, max_size=8))
    rows = draw(st.lists(st.lists(CELL, min_size=len(head), max_size=len(head)), max_size=5))
    return [head, *([str(cell) if isinstance(cell, float) else cell for cell in row] for row in rows)]


@FAST
@given(st.binary(max_size=300), st.sampled_from(["k.csv", "k.xlsx", "k.json", "c.zip"]))
@example(b"PK\x05\x06" + bytes(18), "c.zip")
@example(b"{}", "k.json")
@example(b'[[], 1, {"tie": [[]]}]', "k.json")
@example(b"\xff\xfea\x00", "k.csv")
def test_no_bytes_make_a_reader_fall_over(data: bytes, name: str) -> None:
    reads_or_refuses(name, data)
    reads_or_refuses(name, b"PK\x03\x04" + data)
    reads_or_refuses(name, b"age;_uuid\n" + data)
    reads_or_refuses(name, b'{"results": [' + data)


@FAST
@given(table(), st.sampled_from([",", ";", "\t"]))
def test_any_table_is_read_or_refused(rows: list[list[Any]], delimiter: str) -> None:
    reads_or_refuses("k.csv", csv_bytes(rows, delimiter, "utf-8"))


@settings(FAST, max_examples=60)
@given(st.dictionaries(st.sampled_from(NAMES), table(), min_size=1, max_size=4))
@example({"Interview": [["kind", "PARENT_KEY"]], "tie": [["age"], ["1"]]})
def test_any_workbook_and_any_zip_of_tables_is_read_or_refused(tables: dict[str, list[list[Any]]]) -> None:
    reads_or_refuses("c.zip", zipped({f"{name}.csv": csv_bytes(rows) for name, rows in tables.items()}))
    texts = {name: [[str(c).replace("\x00", "") for c in row] for row in rows] for name, rows in tables.items()}
    reads_or_refuses("k.xlsx", xlsx(texts))


KEYS = [
    "person/age", "age", "person", "sex", "ways", "tie", "tie/kind", "kind", "tie/act", "act", "times", "spot", "met", "_uuid",
    "meta", "instanceID", "__id", "__system", "status", "tie@odata.navigationLink", "_attachments", "", "x", "__Submissions-id",
]  # fmt: skip
TREES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.sampled_from(CELLS) | st.text(max_size=4),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(KEYS), inner, max_size=5),
    max_leaves=25,
)


@FAST
@given(
    st.lists(TREES, max_size=4),
    st.sampled_from(["results", "value"]),
    st.sampled_from(["", "Submissions", "Submissions.tie", "Submissions.x"]),
)
def test_any_objects_are_read_or_refused(rows: list[Any], key: str, context: str) -> None:
    said = {key: rows, "@odata.context": f"https://central.example/$metadata#{context}"} if context else rows

    reads_or_refuses("k.json", json.dumps(said).encode())


@FAST
@given(st.integers(0, 10**9), st.integers(0, 255))
def test_no_damage_to_an_export_makes_a_reader_fall_over(place: int, value: int) -> None:
    for name, good in (("k.xlsx", GOOD_XLSX), ("c.zip", GOOD_ZIP), ("k.json", GOOD_JSON)):
        data = bytearray(good)
        data[place % len(data)] = value
        reads_or_refuses(name, bytes(data))
        reads_or_refuses(name, good[: place % len(good)])


GOOD_XLSX, GOOD_ZIP, GOOD_JSON = Kobo(language=EN).xlsx(), central_zip(), kobo_json()


@pytest.mark.parametrize("name", READERS)
def test_damaged_exports_are_read_or_refused_for_as_long_as_one_tries(name: str) -> None:
    seen = fuzz(name, *READERS[name](), FUZZ_SECONDS)

    assert seen.crashes == []
    assert seen.cases > 50
    assert seen.slowest < 10
