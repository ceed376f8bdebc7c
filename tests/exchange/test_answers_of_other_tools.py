"""Exports of KoboToolbox, ODK Central and REACH: each way in which they are known to differ, fail or lose data is read as
the same answers or told in words. Each case names the behaviour or complaint that it copies."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from tests.core.questionnaires import ask, group
from tests.core.questionnaires import form as by_hand
from tests.exchange import test_cells_of_other_tools as cells
from tests.exchange.other_tools import (
    CHOICES,
    EN,
    FR,
    IDS,
    SURVEY,
    Kobo,
    central_tables,
    central_zip,
    csv_bytes,
    expected,
    form,
    kobo_json,
    odata,
    reach,
    words,
    xlsx,
    zipped,
)
from tests.exchange.reading_answers import FORM, Files, changed, codes, given, read, with_column, with_value, without

from filao.core.problems import Problem
from filao.documents.words import problems
from filao.exchange import answers

# --- the same answers, whatever was ticked -------------------------------------------------------------------------

SAME: dict[str, Callable[[], Files]] = {
    "kobo xlsx: XML values and headers, both ways of select_multiple": lambda: [("k.xlsx", Kobo().xlsx())],
    "kobo xlsx: group separator dot": lambda: [("k.xlsx", Kobo(separator=".", whole=True).xlsx())],
    "kobo xlsx: group separator underscore": lambda: [("k.xlsx", Kobo(separator="_", whole=True).xlsx())],
    "kobo xlsx: group separator dash": lambda: [("k.xlsx", Kobo(separator="-", whole=True).xlsx())],
    "kobo xlsx: group separator of two signs": lambda: [("k.xlsx", Kobo(separator="::", whole=True).xlsx())],
    "kobo xlsx: group separator that nobody expects": lambda: [("k.xlsx", Kobo(separator=" ~~ ", whole=True).xlsx())],
    "kobo xlsx: English labels": lambda: [("k.xlsx", Kobo(language=EN).xlsx())],
    "kobo xlsx: French labels": lambda: [("k.xlsx", Kobo(language=FR).xlsx())],
    "kobo xlsx: labels with their groups (kpi #1016)": lambda: [("k.xlsx", Kobo(language=FR, whole=True).xlsx())],
    "kobo xlsx: labels with their groups, arrow": lambda: [("k.xlsx", Kobo(language=EN, whole=True, separator=" > ").xlsx())],
    "kobo xlsx: select_multiple in one column": lambda: [("k.xlsx", Kobo(multiple="summary").xlsx())],
    "kobo xlsx: select_multiple in columns of 1 and 0 (kpi #3080)": lambda: [("k.xlsx", Kobo(multiple="details").xlsx())],
    "kobo xlsx: labels of select_multiple run together": lambda: [("k.xlsx", Kobo(language=EN, multiple="summary").xlsx())],
    "kobo xlsx: labels of select_multiple as columns": lambda: [("k.xlsx", Kobo(language=EN, multiple="details").xlsx())],
    "kobo xlsx: numbers as numbers": lambda: [("k.xlsx", Kobo(typed=True).xlsx())],
    "kobo xlsx: addresses of media beside their names": lambda: [("k.xlsx", Kobo(urls=True).xlsx())],
    "kobo xlsx: several columns of the version (kpi #1465)": lambda: [
        ("k.xlsx", Kobo(versions=("__version__", "_version_", "_version__001")).xlsx())
    ],
    "kobo xlsx: a row of HXL tags under the heads": lambda: [("k.xlsx", xlsx(with_tags()))],
    "kobo xlsx: sheets in another order": lambda: [("k.xlsx", xlsx(dict(reversed(Kobo().tables().items()))))],
    "kobo xlsx: main sheet sorted by hand": lambda: [("k.xlsx", xlsx(sorted_main()))],
    "kobo xlsx: notes have columns too": lambda: [("k.xlsx", xlsx(with_column("thanks", "")))],
    "kobo json: API v2": lambda: [("k.json", kobo_json())],
    "kobo json: a bare list": lambda: [("k.json", json.dumps(json.loads(kobo_json())["results"]).encode())],
    "kobo json: with a byte order mark": lambda: [("k.json", b"\xef\xbb\xbf" + kobo_json())],
    "kobo json: select_multiple as a list": lambda: [("k.json", kobo_json(results=as_lists()))],
    "central zip": lambda: [("c.zip", central_zip())],
    "central zip: select multiples split": lambda: [("c.zip", central_zip(split=True))],
    "central zip: group names left out": lambda: [("c.zip", central_zip(groups=False))],
    "central: the files of the zip, unpacked": lambda: [
        (f"{name}.csv", csv_bytes(table)) for name, table in central_tables().items()
    ],
    "central zip: made on a Mac, with its hidden files": lambda: [("c.zip", mac_zip())],
    "central odata: expanded": lambda: list(odata().items())[:1],
    "central odata: a document for each repeat": lambda: list(odata(expand=False).items()),
    "reach: dots as R writes them": lambda: [("r.xlsx", reach())],
    "reach: slashes": lambda: [("r.xlsx", reach(separator="/"))],
}  # fmt: skip


def with_tags() -> dict[str, list[list[Any]]]:
    tables = Kobo().tables()
    head, *rows = tables["Interview"]
    return tables | {"Interview": [head, ["#affected +f" if n == 1 else "" for n in range(len(head))], *rows]}


def sorted_main() -> dict[str, list[list[Any]]]:
    tables = Kobo().tables()
    head, *rows = tables["Interview"]
    rows.insert(0, rows.pop())
    return tables | {"Interview": [head, *rows]}


def as_lists() -> list[Any]:
    results = json.loads(kobo_json())["results"]
    return [one | ({"ways": one["ways"].split()} if "ways" in one else {}) for one in results]


def mac_zip() -> bytes:
    files = {f"export/{name}.csv": csv_bytes(table) for name, table in central_tables().items()}
    return zipped(files | {"__MACOSX/export/._tried.csv": b"\x00\x05", "export/.DS_Store": b"\x00"})


@pytest.mark.parametrize("case", SAME)
def test_the_same_answers_come_out_whatever_was_ticked(case: str) -> None:
    reading = read(SAME[case]())

    found = {one.instance_id: {p: number(p, t) for p, t in one.values.items() if t} for one in reading.answers}
    wanted = {f"uuid:{id}": {p: number(p, t) for p, t in one.items()} for id, one in zip(IDS, expected(), strict=True)}
    assert found == wanted
    assert codes(reading) == []
    assert {one.version for one in reading.answers} == {"v1"}


def number(path: str, text: str) -> object:
    """Numbers that went through a spreadsheet or JSON keep their value, not their zeros."""
    return tuple(float(part) for part in text.split()) if path in ("cost", "spot") else text


@pytest.mark.parametrize(
    ("delimiter", "encoding"), [(";", "utf-8-sig"), (",", "utf-8"), ("\t", "utf-16"), (";", "cp1252")]
)
def test_a_csv_of_kobo_is_read_in_any_spelling_and_what_it_cannot_carry_is_told(delimiter: str, encoding: str) -> None:
    reading = read([("k.csv", Kobo(language=EN).csv(delimiter=delimiter, encoding=encoding))])

    assert given(reading) == without(expected(), "tie")
    assert codes(reading) == ["answer_repeat_missing"]
    assert {one.column for one in reading.rejections} == {"tie", "tie/act"}


def test_the_columns_that_were_understood_can_be_looked_at_and_given_back() -> None:
    file = [("k.xlsx", Kobo(language=EN).xlsx())]

    headings = read(file).headings
    again = read(file, mapping=answers.mapping_of(headings))

    by = {one.column: (one.path, one.option, one.by) for one in headings}
    assert by["How old are you?"] == ("person/age", "", "label")
    assert by["Ways of contact/By phone"] == ("ways", "phone", "label")
    assert by["start"] == ("start", "", "path")
    assert {one.by for one in again.headings} == {"mapping"}
    assert given(again) == expected()


def test_attachments_beside_the_answers_are_handed_over_with_them() -> None:
    _, files = answers.read([("c.zip", central_zip(media={"p1.jpg": b"picture"}))], [FORM])

    assert files == {"p1.jpg": b"picture"}


# --- versions ------------------------------------------------------------------------------------------------------

OLDER = form(
    [line for line in SURVEY if line.get("name") != "cost"]
    + [{"type": "text", "name": "shoe", **words("Shoe", "Chaussure")}],
    [*CHOICES, {"list_name": "ways", "name": "fax", **words("By fax", "Par fax")}],
    version="v0",
)


def test_an_option_that_the_newest_version_removed_is_read_with_the_version_that_had_it() -> None:
    """kobotoolbox/kpi #2089: removing an option deletes data and shifts columns."""
    file = [("k.json", kobo_json([{"ways": "fax phone"}]))]

    assert given(read(file, OLDER, FORM)) == [{"ways": "fax phone"}]
    assert codes(read(file)) == ["answer_not_listed"]


def test_an_option_that_no_version_lists_passes_only_where_a_person_wants_it() -> None:
    file = [("k.xlsx", xlsx(with_value("sex", 1, "x")))]

    held, passed = read(file), read(file, unlisted=True)

    assert [(r.sheet, r.row, r.column, r.value) for r in held.rejections if r.fault.code == "answer_not_listed"] == [
        ("Interview", 2, "sex", "x")
    ]
    assert len(held.answers) == 2
    assert passed.answers[0].values["person/sex"] == "x"


def test_columns_of_older_versions_are_read_with_them() -> None:
    """formpack #99, kobocat #251: columns of old versions are missing from exports."""
    rows = json.loads(kobo_json([{"shoe": "42"}]))["results"]
    file = [("k.json", json.dumps([rows[0] | {"__version__": "v0"}]).encode())]

    assert given(read(file, OLDER, FORM)) == [{"shoe": "42"}]
    assert read(file, OLDER, FORM).answers[0].version == "v0"
    assert [(r.column, r.fault.code) for r in read(file).rejections] == [("shoe", "answer_column_unknown")]


def test_an_answer_whose_version_nobody_knows_is_held_against_the_one_that_has_its_questions() -> None:
    """KoboToolbox names versions by codes of its own."""
    rows = json.loads(kobo_json([{"shoe": "42"}, {"cost": "3"}]))["results"]
    file = [("k.json", json.dumps([one | {"__version__": "vN7ab"} for one in rows]).encode())]

    assert [one.version for one in read(file, OLDER, FORM).answers] == ["v0", "v1"]
    wished = read(file, OLDER, FORM, version="v0")
    assert [one.version for one in wished.answers] == ["v0"]
    assert [(r.column, r.fault.code) for r in wished.rejections] == [("cost", "answer_not_in_version")]


def test_a_question_that_moved_to_another_group_is_read_where_its_version_has_it() -> None:
    before = by_hand(ask("age", "integer"), group("tie", ask("tie/kind"), repeats=True), version="v0")
    after = by_hand(
        group("person", ask("person/age", "integer")),
        group("tie", group("tie/about", ask("tie/about/kind")), repeats=True),
        version="v1",
    )
    row = {
        "_uuid": IDS[0],
        "__version__": "v0",
        "person/age": "4",
        "tie": [{"tie/about/kind": "x"}, {"tie/about/kind": "y"}],
    }

    reading = read([("k.json", json.dumps([row]).encode())], before, after)

    assert given(reading) == [{"age": "4", "tie[1]/kind": "x", "tie[2]/kind": "y"}]


def test_a_question_whose_kind_changed_is_read_as_the_kind_it_now_has_or_told() -> None:
    """formpack #151: a question changes its type under the same name."""
    newer = form([*SURVEY, {"type": "integer", "name": "shoe", **words("Shoe", "Chaussure")}], version="v2")
    rows = json.loads(kobo_json([{"shoe": "forty"}, {"shoe": "42"}]))["results"]
    file = [("k.json", json.dumps([one | {"__version__": "v0"} for one in rows]).encode())]

    assert given(read(file, OLDER, newer)) == [{"shoe": "forty"}, {"shoe": "42"}]


def test_or_other_of_kobo_keeps_both_the_choice_and_its_words() -> None:
    survey = [{"type": "select_multiple ways or_other", "name": "how", "label": "How"}]
    how = form(survey, [{"list_name": "ways", "name": "phone", "label": "Phone"}])
    sheet = {"Interview": [["how", "how_other", "_uuid"], ["phone other", "by boat", IDS[0]]]}

    assert given(read([("k.xlsx", xlsx(sheet))], how)) == [{"how": "phone other", "how_other": "by boat"}]


# --- ODK Central ---------------------------------------------------------------------------------------------------


def test_an_answer_that_central_could_not_open_is_told() -> None:
    tables = central_tables()
    tables["tried"] = changed(tables["tried"], "Status", 3, "not decrypted")

    reading = read([("c.zip", zipped({f"{name}.csv": csv_bytes(table) for name, table in tables.items()}))])

    assert codes(reading) == ["answer_encrypted"]
    assert given(reading) == expected()[:2]


def test_repeats_that_odata_only_links_are_told() -> None:
    reading = read([("s.json", odata(expand=False)["Submissions.json"])])

    assert codes(reading) == ["answer_repeat_missing"]
    assert len(reading.answers) == 3


def test_one_page_of_several_is_told() -> None:
    """KoboToolbox gives at most so many answers a page."""
    assert codes(read([("k.json", kobo_json(next="https://kobo.example/?start=1000"))])) == ["answer_more_pages"]


def test_keys_that_are_no_questions_are_told_once() -> None:
    rows = [one | {"old_group/age": "4"} for one in json.loads(kobo_json())["results"]]
    file = [("k.json", json.dumps(rows).encode())]

    reading = read(file)
    mapped = read(file, mapping={"old_group/age": "person/age"})

    assert [(r.column, r.row) for r in reading.rejections] == [("old_group/age", 0)]
    assert mapped.answers[1].values["person/age"] == "4"


# --- REACH ---------------------------------------------------------------------------------------------------------


def test_a_cleaning_log_is_read_as_a_trail_of_what_was_changed() -> None:
    log = [
        [IDS[0], "age", "typed twice", "4141", "41", "yes"],
        [IDS[1], "sex", "checked by phone", "m", "m", "no"],
        ["no-such-uuid", "age", "", "1", "2", "yes"],
        [IDS[0], "height", "", "1", "2", "yes"],
        [IDS[2], "age", "unlikely", "29", "19", "yes"],
    ]

    reading = read([("r.xlsx", reach(log=log))])

    (change,) = reading.changes
    assert (change.answer, change.question, change.old, change.new, change.reason) == (
        f"uuid:{IDS[0]}", "person/age", "4141", "41", "typed twice",
    )  # fmt: skip
    account = next(one for one in reading.accounts if one.sheet == "cleaning_log")
    assert (account.rows, account.kept, account.merged, account.rejected) == (5, 1, 1, 3)
    assert codes(reading) == ["log_answer_unknown", "log_not_done", "log_question_unknown"]
    assert given(reading)[2]["person/age"] == "29"


def test_raw_and_clean_data_in_one_workbook_are_not_read_into_one_another() -> None:
    tables = Kobo().tables()
    both = {"clean_data": tables["Interview"], "raw_data": changed(tables["Interview"], "age", 1, "4141")}

    reading = read([("r.xlsx", xlsx(both))])

    assert reading.answers[0].values["person/age"] == "41"
    assert codes(reading) == ["answer_second_table"]
    assert reading.ignored == ("raw_data",)


# --- what is no export of this form --------------------------------------------------------------------------------


def deep() -> bytes:
    return b'[{"a":' + b"[" * 100_000 + b"]" * 100_000 + b"}]"


REFUSED: dict[str, tuple[Callable[[], Files], str]] = {
    "an export of another form": (lambda: [("k.csv", csv_bytes([["colour", "_uuid"], ["red", IDS[0]]]))], "no_answers"),
    "the XLSForm itself (kpi #4939)": (
        lambda: [("form.xlsx", xlsx({"survey": [["type", "name"], ["integer", "age"]], "choices": [["list_name", "name"]]}))],
        "no_answers",
    ),
    "a legacy workbook under a new name": (lambda: [("k.xlsx", b"\xd0\xcf\x11\xe0" + bytes(600))], "not_a_sheet"),
    "a PDF": (lambda: [("k.xlsx", b"%PDF-1.7 " + bytes(99))], "not_a_sheet"),
    "an empty file": (lambda: [("k.csv", b" \n")], "file_empty"),
    "no file": (list, "no_file_chosen"),
    "JSON of something else": (lambda: [("k.json", b'{"type": "FeatureCollection", "features": []}')], "no_answers"),
    "JSON that ends in the middle": (lambda: [("k.json", kobo_json()[:-40])], "not_json"),
    "JSON without end of depth": (lambda: [("k.json", deep())], "not_json"),
    "JSON with a key twice": (lambda: [("k.json", b'[{"age": "1", "age": "2"}]')], "not_json"),
    "JSON in no encoding": (lambda: [("k.json", b'[{"age": "\xff\xfe\xff"}]')], "not_json"),
    "a zip without tables": (lambda: [("c.zip", zipped({"a.txt": b"x"}))], "no_answers"),
    "a repeat alone": (lambda: [("tried-tie.csv", csv_bytes(central_tables()["tried-tie"]))], "no_answers"),
    "a workbook with a formula": (lambda: [("k.xlsx", formula())], "formulas"),
}  # fmt: skip


def formula() -> bytes:
    import io

    import xlsxwriter

    out = io.BytesIO()
    book = xlsxwriter.Workbook(out)
    sheet = book.add_worksheet("Interview")
    sheet.write_row(0, 0, ["age"])
    sheet.write_formula(1, 0, "=1+1")
    book.close()
    return out.getvalue()


@pytest.mark.parametrize("case", REFUSED)
def test_what_is_no_export_of_this_form_is_refused_by_name(case: str) -> None:
    files, code = REFUSED[case]

    with pytest.raises(Problem) as refused:
        read(files())

    assert refused.value.code == code
    assert problems.sentence(refused.value.fault)


def test_the_cases_are_as_many_as_were_promised() -> None:
    own = [name for module in (globals(), vars(cells)) for name in module if name.startswith("test_")]

    assert len(SAME) + len(REFUSED) + len(own) - 3 >= 40
