"""Hostile files sent as answers: each is refused by name, or read, within 10 seconds and 512 MB."""

from __future__ import annotations

import io
import random
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.exchange.files import MAIN, PARTS, csv_file, measured, package, workbook, worksheet
from tests.exchange.other_tools import IDS, csv_bytes, xlsx, zipped

SECONDS, MEGABYTES = 10, 512


def amplified() -> bytes:
    """A text of 32,000 characters that 60,000 cells name."""
    cells = "".join(f'<row r="{row}"><c r="A{row}" t="s"><v>0</v></c></row>' for row in range(1, 60_001))
    strings = f'<?xml version="1.0"?><sst {MAIN}><si><t>{"x" * 32_000}</t></si></sst>'
    return package({**PARTS, "xl/worksheets/sheet1.xml": worksheet(cells), "xl/sharedStrings.xml": strings})


def lying_zip() -> bytes:
    """A table that says it unpacks to 1,000 bytes and unpacks to 60 MB."""
    data = bytearray(zipped({"tried.csv": b"age\n" + b"1\n" * 30_000_000}))
    with zipfile.ZipFile(io.BytesIO(bytes(data))) as made:
        true = made.getinfo("tried.csv").file_size.to_bytes(4, "little")
    while (place := data.find(true)) >= 0:
        data[place : place + 4] = (1000).to_bytes(4, "little")
    return bytes(data)


def labels_without_end() -> bytes:
    """Cells that can be cut into labels in a great many ways."""
    rows = [["Ways of contact", "_uuid"], *([" ".join(["By phone By mail Other"] * 1000), IDS[0]] for _ in range(300))]
    return csv_bytes(rows)


def many_heads(count: int) -> bytes:
    return csv_bytes([[f"nobody asked {n}" for n in range(count)], ["x"] * count])


def odd_separators() -> bytes:
    """Headings that almost fit many questions in many ways."""
    draw = random.Random(3)
    heads = [f"person{draw.choice('~^°§')}{n}{draw.choice('~^°§')}age" for n in range(4000)]
    return csv_bytes([[*heads, "age", "_uuid"], ["1"] * 4002])


def orphans() -> bytes:
    tables = {
        "Interview": [["age", "_uuid", "_index"], *([n, "", n] for n in range(1, 2000))],
        "tie": [["kind", "_index", "_parent_index"], *(["refers", n, n + 10_000] for n in range(1, 60_000))],
    }
    return xlsx(tables)


def json_of(text: str) -> bytes:
    return text.encode()


FILES: dict[str, tuple[str, Callable[[], bytes], str]] = {
    "a million rows": ("k.csv", lambda: csv_file("age,_uuid", (f"{n}," for n in range(1_000_000))), "too_many_rows"),
    "one line of 30 MB": ("k.csv", lambda: b"age;role\n1;" + b"x" * 30_000_000, "cell_too_long"),
    "three million heads": ("k.csv", lambda: ",".join(f"c{n}" for n in range(3_000_000)).encode(), "too_many_columns"),
    "as many heads as are read": ("k.csv", lambda: many_heads(5000), "no_answers"),
    "headings that almost fit": ("k.csv", odd_separators, "rows 1"),
    "labels that run together without end": ("k.csv", labels_without_end, "rows 300"),
    "a text that 60,000 cells share": ("k.xlsx", amplified, "too_many_cells"),
    "a sheet of nothing that unpacks a thousandfold": ("k.xlsx", lambda: workbook(worksheet(" " * 60_000_000)), "zip_bomb"),
    "rows of a repeat without an answer": ("k.xlsx", orphans, "rows 61998"),
    "a zip that grows a thousandfold": ("c.zip", lambda: zipped({"tried.csv": b"age\n" + b" " * 90_000_000}), "zip_bomb"),
    "a zip that lies about its size": ("c.zip", lying_zip, "zip_bomb not_a_sheet"),
    "ten thousand tables": ("c.zip", lambda: zipped({f"t{n}.csv": b"age\n1\n" for n in range(10_000)}), "zip_bomb"),
    "a zip within a zip": ("c.zip", lambda: zipped({"a.zip": zipped({"b.zip": b"x"})}), "no_answers"),
    "names that climb out": ("c.zip", lambda: zipped({"../../tried.csv": b"age,KEY\n1,uuid:a\n", "/etc/passwd": b"x"}), "rows 1"),
    "JSON of ten million lists": ("k.json", lambda: b"[" + b"[]," * 10_000_000 + b"[]]", "too_many_cells"),
    "JSON of endless depth": ("k.json", lambda: b'{"results":[' + b'{"tie":[' * 500_000, "not_json too_many_cells"),
    "JSON with a number of a million digits": ("k.json", lambda: b'[{"age": ' + b"9" * 1_000_000 + b"}]", "rows 1"),
    "JSON of objects within objects": (
        "k.json", lambda: json_of("[" + '{"person":' * 900 + "1" + "}" * 900 + "]"), "rows 1",
    ),
    "the same key a million times": ("k.json", lambda: b'[{"age":1' + b',"age":1' * 1_000_000 + b"}]", "not_json"),
    "entities in a workbook": (
        "k.xlsx", lambda: workbook('<!DOCTYPE x [<!ENTITY a "b">]>' + worksheet("")), "xml_entities",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", FILES)
def test_a_hostile_file_of_answers_costs_little_and_is_refused_by_name(name: str, tmp_path: Path) -> None:
    file, make, outcome = FILES[name]
    path = tmp_path / file
    path.write_bytes(make())

    seen = measured(path, "answers")

    assert seen.outcome == outcome or seen.outcome in outcome.split()
    assert seen.seconds < SECONDS
    assert seen.megabytes < MEGABYTES
