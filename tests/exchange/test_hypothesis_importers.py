"""Any bytes and any rows: a reader gives a clean reading or a named Problem, and no row is lost on the way to the plan."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from tests.exchange.bodies import small
from tests.exchange.files import MAIN, PARTS, inline, package, workbook, worksheet

from filao.core.problems import Problem
from filao.core.register import KINDS, Register
from filao.core.register.fields import CLAIMS_COLUMNS, CLAIMS_SHEET, columns
from filao.core.register.imports import Row, Table, plan_import
from filao.documents.words import problems
from filao.exchange import graphml, sheets, ties

SMALL = small()
FAST = settings(deadline=None, max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
HEADS = {**{kind.sheet: tuple(columns(kind)) for kind in KINDS.values()}, CLAIMS_SHEET: CLAIMS_COLUMNS}
WORDS = [
    "",
    "A",
    "MIN",
    "NGO",
    "S1",
    "ngo",
    "current",
    "=1",
    "'=1",
    "2020",
    "yes",
    "a;b",
    "funds",
    "é\n",
    "\x00",
    "district",
]
CELL = st.sampled_from(WORDS) | st.text(max_size=8)
GOOD = workbook(worksheet(f'<row r="1">{inline("A1", "id")}</row><row r="2">{inline("A2", "X1")}</row>'))


def reads_or_refuses(read: Callable[[], list[Table]]) -> None:
    """Whatever is read goes through the dry run, where each row is kept, merged or rejected."""
    try:
        tables = read()
    except Problem as problem:
        said = problems.sentence(problem.fault) + problems.mend(problem.fault)
        assert "…" not in said.replace(", …", "")
        return
    for current in (Register({}, "2025-11-30"), SMALL):
        plan = plan_import(tables, current)
        for account in plan.accounts:
            assert account.rows == account.kept + account.merged + account.rejected
        read_rows = sum(len(table.rows) for table in tables if table.sheet in HEADS)
        assert plan.rows == read_rows == plan.kept + plan.merged + plan.rejected
        for rejection in plan.rejections:
            assert rejection.fault.code in problems.CATALOGUE
            assert rejection.sheet in HEADS


@FAST
@given(st.binary(max_size=400), st.sampled_from(sorted(HEADS)))
@example(b"\xef\xbb\xbf", "organisations")
@example(b"\xff\xfei\x00d\x00", "organisations")
@example(b'id\n"', "sources")
@example(b"PK\x05\x06" + bytes(18), "sources")
def test_no_bytes_make_the_sheet_reader_fall_over(data: bytes, sheet: str) -> None:
    reads_or_refuses(lambda: sheets.read_bytes(data, f"{sheet}.csv"))
    reads_or_refuses(lambda: sheets.read_bytes(b"PK\x03\x04" + data, "a.xlsx"))
    head = ",".join(HEADS[sheet]).encode()
    reads_or_refuses(lambda: sheets.read_bytes(head + b"\n" + data, f"{sheet}.csv"))


@FAST
@given(st.sampled_from(sorted(HEADS)), st.data())
def test_every_row_of_any_sheet_is_kept_merged_or_rejected(sheet: str, data: st.DataObject) -> None:
    heads = data.draw(st.lists(st.sampled_from([*HEADS[sheet], "other"]), min_size=1, unique=True))
    rows = data.draw(st.lists(st.lists(CELL, min_size=len(heads), max_size=len(heads)), max_size=6))
    table = Table(
        sheet, tuple(heads), [Row(n, dict(zip(heads, row, strict=True))) for n, row in enumerate(rows, start=2)]
    )

    reads_or_refuses(lambda: [table])


@FAST
@given(st.lists(st.lists(CELL, min_size=1, max_size=6), max_size=6), st.sampled_from([",", ";", "\t"]))
def test_any_rows_of_csv_are_read_or_refused(rows: list[list[str]], delimiter: str) -> None:
    lines = [delimiter.join('"' + cell.replace('"', '""') + '"' for cell in row) for row in rows]
    text = "\n".join((delimiter.join(HEADS["organisations"][:6]), *lines))

    for encoding in ("utf-8", "utf-8-sig", "utf-16"):
        reads_or_refuses(
            lambda encoding=encoding: sheets.read_bytes(text.encode(encoding, "replace"), "organisations.csv")
        )


@FAST
@given(st.integers(0, len(GOOD) - 1), st.integers(0, 255), st.integers(0, len(GOOD)))
def test_no_damage_to_a_workbook_makes_the_reader_fall_over(place: int, value: int, end: int) -> None:
    damaged = bytearray(GOOD)
    damaged[place] = value

    reads_or_refuses(lambda: sheets.read_bytes(bytes(damaged), "a.xlsx"))
    reads_or_refuses(lambda: sheets.read_bytes(GOOD[:end], "a.xlsx"))


TAGS = st.sampled_from(["row", "c", "v", "is", "t", "f", "si", "sst", "sheetData", "mergeCell", "dimension", "x:c"])
PLACES = ['r="A1"', 'r="XFD1048576"', 'r="A0"', 'r="99999999999"', 'r=""', 'ref="A1:B"', ""]
ATTRIBUTES = st.sampled_from([*PLACES, 't="s"', 't="b"', 't="d"', 't="e"', 's="99999"'])
TEXTS = st.sampled_from(["", "0", "-1", "1e400", "9" * 30, "x", "2024-13-45", "&amp;", "&#0;", "<![CDATA[x]]>", "id"])


@st.composite
def elements(draw: st.DrawFn, depth: int = 3) -> str:
    tag, attribute = draw(TAGS), draw(ATTRIBUTES)
    inner = draw(TEXTS) if depth == 0 else "".join(draw(st.lists(elements(depth - 1), max_size=3)))  # type: ignore[arg-type]
    return f"<{tag} {attribute}>{inner or draw(TEXTS)}</{tag}>"


@FAST
@given(st.lists(elements(), max_size=4), st.lists(elements(1), max_size=3))
@example(['<row r="1"><c r="A1" t="s"><v>7</v></c></row>'], [])
@example(['<row r="1"><c r="A1" t="d"><v>99999999-01-01</v></c></row>'], [])
def test_no_xml_within_a_workbook_makes_the_reader_fall_over(cells: list[str], strings: list[str]) -> None:
    page = f'<worksheet {MAIN} xmlns:x="{MAIN[7:-1]}"><sheetData>{"".join(cells)}</sheetData></worksheet>'
    shared = f'<sst {MAIN} xmlns:x="{MAIN[7:-1]}">{"".join(strings)}</sst>'

    data = package({**PARTS, "xl/worksheets/sheet1.xml": page, "xl/sharedStrings.xml": shared})
    reads_or_refuses(lambda: sheets.read_bytes(data, "a.xlsx"))


@FAST
@given(
    st.sampled_from([*PARTS, "xl/worksheets/sheet1.xml", "xl/styles.xml", "xl/sharedStrings.xml"]),
    st.binary(max_size=80),
)
def test_no_part_of_a_workbook_makes_the_reader_fall_over(part: str, data: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(GOOD)) as sound:
        parts = {name: sound.read(name) for name in sound.namelist()}
    for content in (data, parts.get(part, b"<styleSheet>")[:-1] + data):
        made = package({**parts, part: content})
        reads_or_refuses(lambda made=made: sheets.read_bytes(made, "a.xlsx"))


@FAST
@given(
    st.lists(st.sampled_from(["node", "edge", "data", "key", "graph", "hyperedge", "default"]), max_size=8), st.data()
)
def test_no_graph_makes_the_reader_fall_over(tags: list[str], data: st.DataObject) -> None:
    ids = st.sampled_from(["", "A", "B", "é", "a b", "A"])
    inner = "".join(
        f'<{tag} id="{data.draw(ids)}" source="{data.draw(ids)}" target="{data.draw(ids)}" key="k" for="node" '
        f'attr.name="kind">{data.draw(TEXTS)}</{tag}>'
        for tag in tags
    )

    reads_or_refuses(
        lambda: list(graphml.read(f"<graphml><graph>{inner}</graph></graphml>".encode(), "a.graphml").tables)
    )


@FAST
@given(st.binary(max_size=200), st.sampled_from([b"", b"source,target\n", b"id,kind,source,target,weight\n"]))
def test_no_bytes_make_the_readers_of_ties_fall_over(tmp_path: Path, data: bytes, head: bytes) -> None:
    path = tmp_path / "ties.csv"
    path.write_bytes(head + data)

    for read in (ties.read_ties, ties.read_nodes, lambda path: ties.read_ties(path, weight="weight")):
        try:
            account = read(path).account
        except Problem as problem:
            assert problems.sentence(problem.fault)
        else:
            assert account.rows == account.kept + account.merged + account.rejected


def test_a_panic_below_python_is_a_named_problem(monkeypatch: pytest.MonkeyPatch) -> None:
    panic = type("PanicException", (BaseException,), {"__module__": "pyo3_runtime"})

    def fall(_: object) -> None:
        raise panic

    monkeypatch.setattr("python_calamine.CalamineWorkbook.from_filelike", fall, raising=False)
    with pytest.raises(Problem) as caught:
        sheets.read_bytes(GOOD, "a.xlsx")
    assert caught.value.code == "not_a_sheet"
