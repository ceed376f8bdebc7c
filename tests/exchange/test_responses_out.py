"""Answers out: what goes out comes back the same, no cell is a formula, no words leave unasked, and length costs no memory."""

from __future__ import annotations

import csv
import io
import json
import sys
import tracemalloc
import zipfile
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.core.questionnaires import ask, group
from tests.core.questionnaires import form as by_hand
from tests.exchange.other_tools import ANSWERS, FR, IDS, expected, form

from filao.core.forms.questionnaire import Questionnaire
from filao.core.problems import Problem
from filao.core.responses import Layout, Response
from filao.exchange import answers
from filao.exchange.answers import Wishes
from filao.exchange.responses import Export, write_csv, write_json, write_sav, write_stata, write_workbook

FORM = form()
WRITERS: dict[str, Callable[[Export], Iterable[bytes]]] = {
    "answers.xlsx": write_workbook,
    "answers.zip": write_csv,
    "answers.json": write_json,
}


def responses(*, closed: bool = False) -> list[Response]:
    """The answers that other tools export, as they lie here; without their words where they were not opened."""
    made = []
    for id, answer in zip(IDS, expected(), strict=True):
        texts = {f"/data/{path}": text for path, text in answer.items() if not closed or not worded(path)}
        made.append(Response(f"uuid:{id}", "v1", texts, date(2026, 3, 2), "kobo", opened=not closed))
    return made


def worded(path: str) -> bool:
    return path.rpartition("/")[2] in ("start", "role", "ways_other", "remark", "spot", "photo")


def export(*made: Response, words: bool = True, versions: tuple[Questionnaire, ...] = (FORM,), **how: Any) -> Export:
    given_ = made or tuple(responses(closed=not words))
    return Export(Layout(versions), lambda: given_, words=words, **how)


def whole(pieces: Iterable[bytes]) -> bytes:
    return b"".join(pieces)


def read_again(name: str, data: bytes, *versions: Questionnaire) -> list[dict[str, str]]:
    reading, _ = answers.read([(name, data)], versions or (FORM,), Wishes(unlisted=True))
    assert reading.rejections == ()
    assert all(account.rejected == 0 for account in reading.accounts)
    return [{path: text for path, text in one.values.items() if text} for one in reading.answers]


def sheets(data: bytes) -> dict[str, list[list[Any]]]:
    book = openpyxl.load_workbook(io.BytesIO(data))
    return {sheet.title: [[cell.value for cell in row] for row in sheet.iter_rows()] for sheet in book}


def tables(data: bytes) -> dict[str, list[list[str]]]:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        assert package.testzip() is None
        return {name: list(csv.reader(io.StringIO(package.read(name).decode()))) for name in package.namelist()}


# --- the round trip ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", WRITERS)
def test_what_goes_out_comes_back_the_same(name: str) -> None:
    data = whole(WRITERS[name](export()))
    reading, _ = answers.read([(name, data)], [FORM])

    wanted = expected()
    if name == "answers.xlsx":
        wanted[0]["cost"] = "12.5"
    assert read_again(name, data) == wanted
    assert [one.instance_id for one in reading.answers] == [f"uuid:{id}" for id in IDS]
    assert {one.version for one in reading.answers} == {"v1"}


@pytest.mark.parametrize("name", WRITERS)
def test_answers_of_two_versions_come_back_each_in_its_own(name: str) -> None:
    old = by_hand(ask("age", "integer"), ask("often", "text"), ask("way", "select_one", "", "fax"), version="v0")
    new = by_hand(
        group("person", ask("person/age", "integer")),
        ask("often", "integer"),
        ask("way", "select_one", "", "mail"),
        version="v1",
    )
    made = (
        Response(f"uuid:{IDS[0]}", "v0", {"/data/age": "4", "/data/often": "seldom", "/data/way": "fax"}, opened=True),
        Response(
            f"uuid:{IDS[1]}", "v1", {"/data/person/age": "5", "/data/often": "2", "/data/way": "mail"}, opened=True
        ),
    )

    data = whole(WRITERS[name](export(*made, versions=(old, new))))

    assert read_again(name, data, old, new) == [
        {"age": "4", "often": "seldom", "way": "fax"},
        {"often": "2", "person/age": "5", "way": "mail"},
    ]


TEXT = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]) | st.sampled_from("=+-@'\n\t,;\" "), max_size=12
)


@settings(deadline=None, max_examples=60)
@given(st.lists(TEXT, min_size=1, max_size=3), st.sampled_from(sorted(WRITERS)))
def test_any_words_come_back_as_they_were(words: list[str], name: str) -> None:
    made = tuple(
        Response(f"uuid:{IDS[n]}", "v1", {"/data/person/role": text}, opened=True) for n, text in enumerate(words)
    )

    found = read_again(name, whole(WRITERS[name](export(*made))))

    assert [one.get("person/role", "") for one in found] == words


def test_json_tells_what_was_asked_and_left_empty() -> None:
    made = Response(f"uuid:{IDS[0]}", "v1", {"/data/person/age": "", "/data/tie[1]/kind": ""})

    (row,) = json.loads(whole(write_json(export(made, words=False))))["results"]

    assert row["person/age"] == ""
    assert row["tie"] == [{"tie/kind": ""}]
    assert "person/sex" not in row


# --- what leaves ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", WRITERS)
def test_no_words_leave_unless_they_are_asked_for(name: str) -> None:
    planted = [
        Response(
            "uuid:a", "v1", {f"/data/{p}": "Jane Doe" for p in ("person/role", "photo", "ways_other")}, opened=True
        )
    ]

    data = whole(WRITERS[name](export(*planted, words=False)))

    texts = [data] if name.endswith("json") else unpacked(data)
    assert not any(b"Jane" in text for text in texts)
    assert not any(head in text for text in texts[:1] for head in (b"person/role", b"photo"))


def unpacked(data: bytes) -> list[bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return [package.read(name) for name in package.namelist() if "codebook" not in name and "sheet4" not in name]


def test_words_that_look_like_a_formula_are_no_formula() -> None:
    made = Response(
        "uuid:a", "v1", {"/data/person/role": '=HYPERLINK("http://x")', "/data/ways_other": "@SUM(1)"}, opened=True
    )

    rows = tables(whole(write_csv(export(made))))["tried.csv"]
    cells = openpyxl.load_workbook(io.BytesIO(whole(write_workbook(export(made)))))["tried"]

    assert "'=HYPERLINK" in rows[1][rows[0].index("person/role")]
    assert rows[1][rows[0].index("ways_other")] == "'@SUM(1)"
    assert all(cell.data_type in ("s", "inlineStr", "n") for row in cells.iter_rows() for cell in row)


def test_each_answer_says_whether_it_is_simulated() -> None:
    made = Response("uuid:a", "v1", {}, simulated=True)

    rows = tables(whole(write_csv(export(made))))["tried.csv"]

    assert dict(zip(rows[0], rows[1], strict=True))["FilaoSimulated"] == "yes"
    assert json.loads(whole(write_json(export(made))))["results"][0]["_filao_simulated"] is True


def test_equal_answers_give_equal_bytes() -> None:
    for name, write in WRITERS.items():
        assert whole(write(export())) == whole(write(export())), name


# --- tables --------------------------------------------------------------------------------------------------------


def test_the_zip_has_a_table_for_each_repeat_linked_as_central_links_them() -> None:
    found = tables(whole(write_csv(export())))

    assert list(found) == ["tried.csv", "tried-tie.csv", "tried-act.csv", "tried-codebook.csv"]
    head, *rows = found["tried-act.csv"]
    assert head == ["PARENT_KEY", "KEY", "tie/act/times"]
    assert rows[1] == [f"uuid:{IDS[0]}/tie[1]", f"uuid:{IDS[0]}/tie[1]/act[2]", "5"]


def test_a_workbook_opens_with_numbers_and_days_as_such() -> None:
    found = sheets(whole(write_workbook(export())))

    row = dict(zip(*found["tried"][:2], strict=True))
    assert list(found) == ["tried", "tried-tie", "tried-act", "codebook"]
    assert (row["person/age"], row["cost"], row["met"].date()) == (41, 12.5, date(2026, 2, 27))
    assert (row["ways"], row["ways/phone"], row["ways/mail"]) == ("phone other", 1, 0)
    assert found["tried"][3][found["tried"][0].index("ways/phone")] is None


def test_columns_of_single_options_can_be_left_out() -> None:
    head = tables(whole(write_csv(export(split=False))))["tried.csv"][0]

    assert not any(name.startswith("ways/") for name in head)


def test_the_codebook_says_what_each_column_and_value_means() -> None:
    rows = tables(whole(write_csv(export(), "fr")))["tried-codebook.csv"]

    assert rows[0][0] == "FilaoCodebook"
    assert ["ways", "", "ways", "select_multiple", "Moyens de contact", "", "", "v1", "no"] in rows
    assert ["ways", "", "ways", "", "", "phone", "Par téléphone", "v1", ""] in rows
    assert FR
    assert next(row for row in rows if row[0] == "role")[-1] == "yes"


def test_a_text_longer_than_a_cell_is_cut_in_the_workbook_and_whole_elsewhere() -> None:
    long = "x" * 40_000
    made = Response("uuid:a", "v1", {"/data/person/role": long}, opened=True)

    head, row = sheets(whole(write_workbook(export(made))))["tried"]

    cell = row[head.index("person/role")]
    assert (len(cell), cell[-4:]) == (32_767, " […]")
    assert json.loads(whole(write_json(export(made))))["results"][0]["person/role"] == long


def test_repeats_of_one_name_have_tables_of_their_own() -> None:
    schema = by_hand(*(group(p, group(f"{p}/row", ask(f"{p}/row/n", "integer"), repeats=True)) for p in ("a", "b")))
    made = Response("uuid:a", "1", {"/data/a/row[1]/n": "1", "/data/b/row[1]/n": "2"})

    data = whole(write_csv(export(made, versions=(schema,), words=False)))

    assert list(tables(data))[:3] == ["survey.csv", "survey-row~1.csv", "survey-row~2.csv"]
    assert read_again("a.zip", data, schema) == [{"a/row[1]/n": "1", "b/row[1]/n": "2"}]


# --- SPSS and Stata ------------------------------------------------------------------------------------------------

STATISTICS = by_hand(
    ask("age", "integer"),
    ask("sex", "select_one", "", "f", "m", "refused"),
    ask("mark", "select_one", "", "1", "2", "5"),
    ask("ways", "select_multiple", "", "phone", "mail"),
    ask("met", "date"),
    ask("pregnant", "select_one", "", "yes", "no", relevant="/data/sex = 'f'"),
    ask("if", "integer"),
    ask("order", "rank", "", "a", "b"),
    ask("ok", "acknowledge"),
    ask("a_very_long_name_that_no_program_takes", "integer"),
    ask("who"),
)


def spread() -> tuple[Response, ...]:
    first = {
        "age": "41", "sex": "f", "mark": "5", "ways": "mail", "met": "2026-02-27", "pregnant": "no", "if": "1",
        "order": "b a", "ok": "OK", "who": "Jane Doe",
    }  # fmt: skip
    second = {"age": "", "sex": "refused", "mark": "1", "ways": "", "if": "x"}
    return tuple(
        Response(f"uuid:{n}", "1", {f"/data/{name}": text for name, text in one.items()}, opened=True)
        for n, one in enumerate((first, second))
    )


def stored(tmp_path: Path, ending: str, data: bytes) -> Any:
    import pyreadstat

    path = tmp_path / f"file{ending}"
    path.write_bytes(data)
    return (pyreadstat.read_sav if ending == ".sav" else pyreadstat.read_dta)(path, user_missing=True)


def test_spss_reads_values_labels_and_why_something_is_missing(tmp_path: Path) -> None:
    data = write_sav(export(*spread(), versions=(STATISTICS,), words=True), "en")
    frame, meta = stored(tmp_path, ".sav", data)

    assert "who" not in frame.columns
    assert b"Jane" not in data
    assert frame["age"].tolist() == [41.0, -97.0]
    assert frame["sex"].tolist() == [1.0, -98.0]
    assert frame["pregnant"].tolist() == [2.0, -96.0]
    assert frame["mark"].tolist() == [5.0, 1.0]
    assert frame["if_"].tolist() == [1.0, -99.0]
    assert (frame["order_a"][0], frame["order_b"][0]) == (2.0, 1.0)
    assert frame["met"][0] == date(2026, 2, 27)
    assert meta.column_names_to_labels["ways_phone"] == "Ways: Phone"
    assert meta.variable_value_labels["sex"] == {1.0: "F", 2.0: "M", 3.0: "Refused", -98.0: "Refused"}
    assert meta.missing_ranges["age"] == [{"lo": -99.0, "hi": -95.0}]
    assert max(map(len, frame.columns)) <= 32


def test_stata_reads_values_labels_and_why_something_is_missing(tmp_path: Path) -> None:
    frame, meta = stored(tmp_path, ".dta", write_stata(export(*spread(), versions=(STATISTICS,), words=True), "en"))

    assert frame["age"].tolist() == [41, "c"]
    assert frame["sex"].tolist() == [1, "d"]
    assert frame["pregnant"].tolist() == [2, "b"]
    assert meta.variable_value_labels["mark"] == {1: "1", 2: "2", 5: "5"}
    assert meta.column_names_to_labels["ways_mail"] == "Ways: Mail"


def test_numbers_that_are_codes_of_missing_ones_stay_numbers(tmp_path: Path) -> None:
    made = tuple(Response(f"uuid:{n}", "1", {"/data/age": text}) for n, text in enumerate(("-97", "", "3")))

    frame, _ = stored(tmp_path, ".sav", write_sav(export(*made, versions=(STATISTICS,), words=False)))

    assert [None if one != one else one for one in frame["age"]] == [-97.0, None, 3.0]


def test_a_form_with_repeats_gives_a_file_for_each_table(tmp_path: Path) -> None:
    with zipfile.ZipFile(io.BytesIO(write_sav(export()))) as package:
        assert package.namelist() == ["tried.sav", "tried-tie.sav", "tried-act.sav"]
        frame, _ = stored(tmp_path, ".sav", package.read("tried-act.sav"))

    assert frame["times"].tolist() == [3.0, 5.0, 7.0]


def test_without_answers_a_file_is_still_made(tmp_path: Path) -> None:
    none = Export(Layout((STATISTICS,)), lambda: ())

    for ending, write in ((".sav", write_sav), (".dta", write_stata)):
        frame, _ = stored(tmp_path, ending, write(none))
        assert len(frame) == 0
    assert read_again("a.json", whole(write_json(none)), STATISTICS) == []


def test_without_the_extra_the_problem_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyreadstat", None)

    with pytest.raises(Problem) as refused:
        write_sav(export())

    assert refused.value.code == "statistics_missing"


# --- length --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", WRITERS)
def test_ten_times_as_many_answers_take_no_more_memory(name: str) -> None:
    def peak(count: int) -> tuple[int, int]:
        def many() -> Iterator[Response]:
            for n in range(count):
                texts = {
                    "/data/person/age": str(n % 90),
                    "/data/person/role": f"role {n}",
                    "/data/tie[1]/kind": "funds",
                }
                yield Response(f"uuid:{n}", "v1", texts, opened=True)

        made = Export(Layout((FORM,)), many, words=True)
        assert made.tables
        tracemalloc.start()
        size = sum(len(piece) for piece in WRITERS[name](made))
        _, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        return most, size

    few, many_ = peak(300), peak(3000)

    assert many_[1] > 2 * few[1]
    assert many_[0] < few[0] + 1_500_000


def test_the_answers_are_those_of_the_other_tools() -> None:
    assert len(ANSWERS) == len(responses())
