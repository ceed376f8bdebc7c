"""Hostile and broken files: each is refused by name, or read cleanly, within 10 seconds and 512 MB."""

from __future__ import annotations

import io
import itertools
import random
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.exchange.files import MAIN, PARTS, SHEET, csv_file, inline, measured, package, workbook, worksheet

from filao.core.problems import Problem
from filao.documents.words import problems
from filao.exchange import csvs, sheets, workbooks

LETTERS = [chr(number) for number in range(65, 91)]
COLUMNS = [*LETTERS, *(one + other for one in LETTERS[:8] for other in LETTERS)][:200]
SECONDS, MEGABYTES = 10, 512
ONE_ROW = worksheet(f'<row r="1">{inline("A1", "id")}{inline("B1", "name")}</row>')


def rows_of(count: int, columns: int = 2) -> str:
    names = [chr(65 + place) for place in range(columns)]
    cells = ["".join(f'<c r="{name}{row}"><v>{row}{name}</v></c>' for name in names) for row in range(1, count + 1)]
    return "".join(f'<row r="{row}">{line}</row>' for row, line in enumerate(cells, start=1))


def amplified() -> bytes:
    """A text of 32,000 characters that 60,000 cells name: 2 GB once every cell holds its own copy."""
    cells = "".join(f'<row r="{row}"><c r="A{row}" t="s"><v>0</v></c></row>' for row in range(1, 60_001))
    strings = f'<?xml version="1.0"?><sst {MAIN}><si><t>{"x" * 32_000}</t></si></sst>'
    return package({**PARTS, "xl/worksheets/sheet1.xml": worksheet(cells), "xl/sharedStrings.xml": strings})


def many_sheets() -> bytes:
    """Twelve sheets of 200 columns with one cell in each row: 36 million places in all."""
    names = ("organisations", "actions", "relations", "sources", "groups", "seats", "roles", "claims")
    pages = "".join(f'<sheet name="{name}" sheetId="{n}" r:id="rId{n}"/>' for n, name in enumerate(names, 1))
    ties = "".join(f'<Relationship Id="rId{n}" Type="{SHEET}" Target="worksheets/sheet{n}.xml"/>' for n in range(1, 9))
    head = "".join(inline(f"{column}1", column) for column in COLUMNS)
    rows = "".join(f'<row r="{n}">{inline(f"GR{n}", "x")}</row>' for n in range(2, 14_000))
    book = PARTS["xl/workbook.xml"].split("<sheets>")[0] + f"<sheets>{pages}</sheets></workbook>"
    rels = PARTS["xl/_rels/workbook.xml.rels"].split("<Relationship ")[0] + ties + "</Relationships>"
    sheets = {f"xl/worksheets/sheet{n}.xml": worksheet(f'<row r="1">{head}</row>{rows}') for n in range(1, 9)}
    return package({**PARTS, "xl/workbook.xml": book, "xl/_rels/workbook.xml.rels": rels, **sheets})


def lying_size() -> bytes:
    """A part that says it unpacks to 1,000 bytes and unpacks to 60 MB."""
    data = bytearray(workbook(worksheet(" " * 60_000_000)))
    with zipfile.ZipFile(io.BytesIO(bytes(data))) as made:
        part = made.getinfo("xl/worksheets/sheet1.xml")
    true = part.file_size.to_bytes(4, "little")
    while (place := data.find(true)) >= 0:
        data[place : place + 4] = (1000).to_bytes(4, "little")
    return bytes(data)


def scattered(form: str, count: int = 4_000_000) -> str:
    """Elements of few names in no order, which a packer cannot make as small as a bomb."""
    picked = random.Random(1)
    some = "".join(form.format(f"a{picked.randrange(900)}") for _ in range(20_000))
    return some * (count // 20_000)


def one_tag(name: str) -> str:
    attributes = " ".join(f"a{n}='>'" for n in range(2_000_000))
    return f"<{name} {attributes}/>"


def other_alphabet(count: int) -> str:
    signs = [chr(number) for number in range(0x4E00, 0x4E00 + 400)]
    pairs = itertools.islice(itertools.product(signs, repeat=2), count)
    return "".join(f'<node id="{one}{other}"/>' for one, other in pairs)


def many_defaults() -> bytes:
    keys = "".join(f'<key id="k{n}" for="node" attr.name="n{n}"><default>x</default></key>' for n in range(5000))
    nodes = '<node id="a"/>' * 100_000
    return f"<graphml>{keys}<graph>{nodes}</graph></graphml>".encode()


def in_pieces() -> bytes:
    data = "<data key='k'>" + "a<b/>" * 32_000 + "</data>"
    return f"<graphml><graph><node id='a'>{data * 30}</node></graph></graphml>".encode()


def parallel(count: int) -> bytes:
    edges = "".join(f'<edge source="a" target="b"><data key="year">{n}</data></edge>' for n in range(count))
    return f'<graphml><graph><node id="a"/><node id="b"/>{edges}</graph></graphml>'.encode()


LARGE: dict[str, tuple[str, Callable[[], bytes], str]] = {
    "a million rows of CSV": (
        "organisations.csv", lambda: csv_file("id,name", (f"X{n},Body {n}" for n in range(1_000_000))), "too_many_rows",
    ),
    "a million rows of XLSX": ("a.xlsx", lambda: workbook(worksheet(rows_of(1_000_000))), "too_many_rows"),
    "one line of 30 MB": ("organisations.csv", lambda: b"id,name\n" + b"x" * 30_000_000, "cell_too_long"),
    "a head of 30 million commas": ("organisations.csv", lambda: b"," * 30_000_000, "rows 0"),
    "a head of three million names": (
        "organisations.csv", lambda: ",".join(f"c{n}" for n in range(3_000_000)).encode(), "too_many_columns",
    ),
    "an open quotation mark": ("organisations.csv", lambda: b'id,name\n"' + b"a,b\n" * 7_000_000, "cell_too_long"),
    "30 million empty lines": ("organisations.csv", lambda: b"id\n" + b"\n" * 30_000_000, "too_many_rows"),
    "as many wide rows as fit": (
        "organisations.csv",
        lambda: csv_file(",".join(f"c{n}" for n in range(200)), ["a," * 199 + "b"] * 80_000),
        "too_many_cells",
    ),
    "the largest sheet that is read": (
        "organisations.csv",
        lambda: csv_file(",".join(f"c{n}" for n in range(15)), ["abcdefgh," * 14 + "b"] * 99_999),
        "rows 99999",
    ),
    "signs of four bytes": ("organisations.csv", lambda: csv_file("id,name", ["x," + "😀" * 30_000] * 250), "rows 250"),
    "a cell in the last corner": (
        "a.xlsx",
        lambda: workbook(worksheet(f'<row r="1">{inline("A1", "id")}</row><row r="1048576">{inline("XFD1048576", "x")}</row>')),
        "too_many_rows",
    ),
    "a row number that no counter holds": (
        "a.xlsx",
        lambda: workbook(worksheet(f'<row r="1">{inline("A1", "id")}{inline("B2999999999999999999999999999999", "x")}</row>')),
        "not_a_sheet",
    ),
    "a place in small letters": (
        "a.xlsx", lambda: workbook(worksheet(f'<row r="1">{inline("A1", "id")}{inline("b999999999", "x")}</row>')), "not_a_sheet",
    ),
    "a row of its own number": (
        "a.xlsx",
        lambda: workbook(worksheet(f'<row r="1">{inline("A1", "id")}</row><row r="4294967295"><c><v>1</v></c></row>')),
        "not_a_sheet",
    ),
    "a cell far to the right": (
        "a.xlsx",
        lambda: workbook(worksheet("".join(f'<row r="{n}">{inline(f"XFD{n}", "x")}</row>' for n in range(1, 900)))),
        "too_many_cells",
    ),
    "the largest workbook that is read": ("a.xlsx", lambda: workbook(worksheet(rows_of(100_000, 15))), "rows 99999"),
    "many wide sheets": ("a.xlsx", many_sheets, "too_many_cells"),
    "one text in every cell": ("a.xlsx", amplified, "too_many_cells"),
    "a size that lies": ("a.xlsx", lying_size, "not_a_sheet"),
    "a depth without end": ("a.xlsx", lambda: workbook("<worksheet>" + scattered("<{}>")), "not_a_sheet"),
    "elements without end": (
        "a.xlsx", lambda: workbook(f"<worksheet>{scattered('<{}/>', 9_000_000)}</worksheet>"), "too_many_cells",
    ),
    "names without end": (
        "a.xlsx", lambda: workbook(f"<worksheet>{''.join(f'<a{n}/>' for n in range(5_000_000))}</worksheet>"),
        "not_a_sheet",
    ),
    "one tag of 30 MB": (
        "a.xlsx", lambda: workbook(one_tag("worksheet")), "not_a_sheet",
    ),
    "a bomb of zeros": ("a.xlsx", lambda: workbook(ONE_ROW, xl__media__image_xml=b"0" * 120_000_000), "zip_bomb"),
    "a graph of no known alphabet": (
        "a.graphml", lambda: f"<graphml><graph>{other_alphabet(100_000)}</graph></graphml>".encode(), "rows 100000",
    ),
    "a graph of depth": ("a.graphml", lambda: b"<graphml>" + b"<a>" * 8_000_000, "not_graphml"),
    "a graph of defaults": ("a.graphml", many_defaults, "rows 100000"),
    "a graph of one tag": (
        "a.graphml", lambda: one_tag("graphml").encode(), "not_graphml",
    ),
    "a graph of names": (
        "a.graphml", lambda: f"<graphml>{''.join(f'<a{n}/>' for n in range(3_000_000))}</graphml>".encode(),
        "not_graphml",
    ),
    "a text in a million pieces": ("a.graphml", in_pieces, "rows 1"),
    "a hundred thousand parallel ties": ("a.graphml", lambda: parallel(100_000), "rows 100002"),
    "a million ties": (
        "ties.csv", lambda: csv_file("source,target", (f"a{n},b{n}" for n in range(1_000_000))), "too_many_rows",
    ),
    "brackets without end": ("a.json", lambda: b"[" * 2_000_000, "not_json"),
}  # fmt: skip


@pytest.mark.parametrize("case", LARGE)
def test_a_large_file_costs_less_than_ten_seconds_and_half_a_gigabyte(case: str, tmp_path: Path) -> None:
    name, make, outcome = LARGE[case]
    path = tmp_path / name
    path.write_bytes(make())
    kind = {".graphml": "graphml", ".json": "terms"}.get(path.suffix, "ties" if name == "ties.csv" else "sheets")

    found = measured(path, kind)
    print(f"{case}: {found.outcome}, {found.seconds:.2f} s, {found.megabytes:.0f} MB")
    assert found.outcome == outcome
    assert found.seconds < SECONDS
    assert found.megabytes < MEGABYTES


# --- small ones, within this process ---------------------------------------------------------------------------------

DOCTYPE = '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
GOOD = worksheet(f'<row r="1">{inline("A1", "id")}</row><row r="2">{inline("A2", "X1")}</row>')
FORMULA = worksheet('<row r="1"><c r="A1"><f>HYPERLINK("http://example.org")</f><v>1</v></c></row>')
_ROW = "<x:sheetData><x:row><x:c><x:f>1</x:f></x:c></x:row></x:sheetData>"
PREFIXED = f'<x:worksheet xmlns:x="{MAIN[7:-1]}">{_ROW}</x:worksheet>'
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)

SMALL: dict[str, tuple[str, bytes, str]] = {
    "nothing": ("organisations.csv", b"", "file_empty"),
    "white space": ("organisations.csv", b" \n\r\n\t", "file_empty"),
    "a mark of encoding alone": ("organisations.csv", b"\xef\xbb\xbf", "file_empty"),
    "a PDF called CSV": ("organisations.csv", b"%PDF-1.7\n", "not_a_sheet"),
    "a picture called CSV": ("organisations.csv", b"\x89PNG\r\n\x1a\n", "not_a_sheet"),
    "a program called XLSX": ("a.xlsx", b"MZ\x90\x00", "not_a_sheet"),
    "an old or locked workbook": ("a.xlsx", OLE, "not_a_sheet"),
    "noise as CSV": ("organisations.csv", bytes(range(256)) * 8, "not_a_sheet"),
    "a late nought": ("organisations.csv", b"id,name\n" + b"x" * 9000 + b"\x00", "not_a_sheet"),
    "broken UTF-16": ("organisations.csv", b"\xff\xfe" + b"i\x00d\x00\n", "not_a_sheet"),
    "a formula in CSV": ("organisations.csv", b"id,name\nX1,=1+1\n", "formulas"),
    "a formula behind a blank": ("organisations.csv", b"id,name\nX1, =1+1\n", "formulas"),
    "a formula outside the columns": ("organisations.csv", b"id\nX1,,=cmd|' /C calc'!A0\n", "formulas"),
    "a column twice": ("organisations.csv", b"id,Name,name \n", "column_twice"),
    "a text too long": ("organisations.csv", b"id,name\nX1," + b"x" * 40_000 + b"\n", "cell_too_long"),
    "a truncated zip": ("a.xlsx", workbook(GOOD)[:-60], "not_a_sheet"),
    "a zip cut in the middle": ("a.xlsx", workbook(GOOD)[:300], "not_a_sheet"),
    "a zip of something else": ("a.xlsx", package({"a.txt": "x"}), "not_a_sheet"),
    "a document called XLSX": ("a.xlsx", package({"word/document.xml": "<x/>"}), "not_a_sheet"),
    "a formula": ("a.xlsx", workbook(FORMULA), "formulas"),
    "a formula under another prefix": (
        "a.xlsx",
        workbook(PREFIXED),
        "formulas",
    ),
    "a formula in UTF-16": ("a.xlsx", workbook(FORMULA.replace('"1.0"', '"1.0" encoding="UTF-16"').encode("utf-16")), "formulas"),
    "entities in a sheet": ("a.xlsx", workbook(GOOD.replace("<worksheet", DOCTYPE + "<worksheet")), "xml_entities"),
    "entities behind a long remark": (
        "a.xlsx", workbook(GOOD.replace("<worksheet", f"<!--{'-'.join('x' * 5000)}-->{DOCTYPE}<worksheet")), "xml_entities",
    ),
    "entities in UTF-16": (
        "a.xlsx", workbook(f'<?xml version="1.0" encoding="UTF-16"?>{DOCTYPE}<worksheet/>'.encode("utf-16")), "xml_entities",
    ),
    "entities in the strings": ("a.xlsx", workbook(GOOD, xl__sharedStrings_xml=DOCTYPE + "<sst/>"), "xml_entities"),
    "entities in the styles": ("a.xlsx", workbook(GOOD, xl__styles_xml=DOCTYPE + "<styleSheet/>"), "xml_entities"),
    "entities in the relations": (
        "a.xlsx", package({**PARTS, "_rels/.rels": DOCTYPE + "<r/>", "xl/worksheets/sheet1.xml": GOOD}), "xml_entities",
    ),
    "a sheet that is no XML": ("a.xlsx", workbook("id,name"), "not_a_sheet"),
    "a sheet cut short": ("a.xlsx", workbook(GOOD[:-30]), "not_a_sheet"),
    "no sheet that is known": (
        "a.xlsx",
        workbook(GOOD, xl__workbook_xml=PARTS["xl/workbook.xml"].replace("organisations", "Sheet1")),
        "no_known_sheet",
    ),
    "a sheet that is named but lacking": ("a.xlsx", package(PARTS), "not_a_sheet"),
}  # fmt: skip


@pytest.mark.parametrize("case", SMALL)
def test_a_small_hostile_file_is_refused_by_name_and_with_its_mend(case: str) -> None:
    name, data, code = SMALL[case]

    with pytest.raises(Problem) as caught:
        sheets.read_bytes(data, name)
    assert caught.value.code == code
    said = problems.sentence(caught.value.fault) + problems.mend(caught.value.fault)
    assert "…" not in said.replace(", …", "")


@pytest.mark.parametrize(
    ("encoding", "mark"), [("utf-8", b""), ("utf-8", b"\xef\xbb\xbf"), ("cp1252", b""), ("utf-16", b"")]
)
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_encodings_and_delimiters_of_usual_programs_are_read(encoding: str, mark: bytes, delimiter: str) -> None:
    text = f"id{delimiter}name\r\nX1{delimiter}Écoute à Maurice\r\n"

    (table,) = sheets.read_bytes(mark + text.encode(encoding), "organisations.csv")
    assert [dict(row.cells) for row in table.rows] == [{"id": "X1", "name": "Écoute à Maurice"}]


def test_a_workbook_is_known_by_its_content_and_not_by_its_name() -> None:
    (table,) = sheets.read_bytes(workbook(GOOD), "organisations.csv")

    assert [dict(row.cells) for row in table.rows] == [{"id": "X1"}]


def test_macros_pictures_and_second_parts_of_one_name_never_reach_the_reader() -> None:
    hidden = io.BytesIO(workbook(GOOD, xl__vbaProject_bin=b"macro", xl__media__a_png=b"\x89PNG"))
    with zipfile.ZipFile(hidden, "a") as made, pytest.warns(UserWarning, match="Duplicate"):
        made.writestr("xl/worksheets/sheet1.xml", GOOD)

    with zipfile.ZipFile(io.BytesIO(workbooks.sound(hidden.getvalue(), "a.xlsx"))) as kept:
        assert sorted(kept.namelist()) == sorted({*PARTS, "xl/worksheets/sheet1.xml"})


def test_a_folder_is_held_to_the_limit_of_one_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("organisations", "sources"):
        (tmp_path / f"{name}.csv").write_bytes(b"id,name\nA,1\nB,2\n")
    assert len(sheets.read_path(tmp_path)) == 2

    monkeypatch.setattr(sheets, "AREA_LIMIT", 7)
    with pytest.raises(Problem) as caught:
        sheets.read_path(tmp_path)
    assert caught.value.code == "too_many_cells"


def test_a_file_beyond_the_limit_is_not_even_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (sheets, csvs):
        monkeypatch.setattr(module, "FILE_LIMIT", 10)
    (tmp_path / "organisations.csv").write_bytes(b"id,name\nA,1\n")

    for attempt in (lambda: sheets.read_path(tmp_path), lambda: sheets.read_bytes(b"x" * 11, "x.csv")):
        with pytest.raises(Problem) as caught:
            attempt()
        assert caught.value.code == "file_too_large"


def test_places_that_are_no_file_or_hold_no_sheet_are_named(tmp_path: Path) -> None:
    for path, code in ((tmp_path / "none.csv", "no_such_file"), (tmp_path, "empty_folder")):
        with pytest.raises(Problem) as caught:
            sheets.read_path(path)
        assert caught.value.code == code


def test_every_code_a_reader_raises_has_its_sentence() -> None:
    folder = Path(sheets.__file__).parent
    raised = {
        code
        for file in (*folder.glob("*.py"), *(folder / "answers").glob("*.py"))
        for code in re.findall(r'(?:Problem|Fault)\(\s*"(\w+)"', file.read_text("utf-8"))
    }

    assert raised > {"zip_bomb", "too_many_cells"}
    assert raised <= set(problems.CATALOGUE)
