"""Exports of KoboToolbox, ODK Central and REACH in their heads, choices, cells, ids and repeats: read as the same answers or
told in words. Each case names the behaviour or complaint that it copies."""

from __future__ import annotations

import json
from datetime import date, datetime
from typing import Any

import pytest
from tests.core.questionnaires import ask, group
from tests.core.questionnaires import form as by_hand
from tests.exchange.other_tools import (
    IDS,
    Kobo,
    central_tables,
    csv_bytes,
    expected,
    form,
    kobo_json,
    xlsx,
    zipped,
)
from tests.exchange.reading_answers import changed, codes, given, read, with_column, with_value

from filao.exchange.answers import Reading

# --- heads ---------------------------------------------------------------------------------------------------------

TWINS = form(
    [
        {"type": "begin_group", "name": "mother", "label": "Mother"},
        {"type": "integer", "name": "age", "label": "Age"},
        {"type": "end_group"},
        {"type": "begin_group", "name": "father", "label": "Father"},
        {"type": "integer", "name": "age", "label": "Age"},
        {"type": "end_group"},
    ],
    [{"list_name": "x", "name": "x", "label": "X"}],
)


def test_labels_that_stand_twice_are_read_in_the_order_of_the_form() -> None:
    reading = read([("k.xlsx", xlsx({"Interview": [["Age", "Age", "_uuid"], ["61", "63", IDS[0]]]}))], TWINS)

    assert given(reading) == [{"father/age": "63", "mother/age": "61"}]
    assert {one.by for one in reading.headings} == {"order"}


def test_a_label_of_two_questions_that_stands_once_is_told_and_not_guessed() -> None:
    file = [("k.xlsx", xlsx({"Interview": [["Age", "_uuid", "father/age"], ["61", IDS[0], "63"]]}))]

    reading = read(file, TWINS)

    assert given(reading) == [{"father/age": "63"}]
    (told,) = reading.rejections
    assert (told.fault.code, told.row) == ("answer_column_ambiguous", 0)
    assert told.fault.facts["questions"] == ("mother/age", "father/age")
    assert given(read(file, TWINS, mapping={"Age": "mother/age"})) == [{"father/age": "63", "mother/age": "61"}]


def test_a_column_for_one_question_that_stands_twice_is_told() -> None:
    sheet = {"Interview": [["role", "role", "_uuid"], ["a", "b", IDS[0]]]}

    reading = read([("k.xlsx", xlsx(sheet))])

    assert given(reading) == [{"person/role": "a"}]
    assert codes(reading) == ["answer_column_twice"]


def test_a_column_that_fits_no_question_is_told_and_can_be_left_out() -> None:
    file = [("k.xlsx", xlsx(with_column("Enumerator remarks", "x")))]

    assert [(r.column, r.row) for r in read(file).rejections] == [("Enumerator remarks", 0)]
    assert codes(read(file, mapping={"Enumerator remarks": ""})) == []


# --- choices -------------------------------------------------------------------------------------------------------

MUDDLE = form(
    [
        {"type": "select_multiple l", "name": "many", "label": "Many"},
        {"type": "select_one l", "name": "one", "label": "One"},
    ],
    [
        {"list_name": "l", "name": "1", "label": "2"},
        {"list_name": "l", "name": "2", "label": "1"},
        {"list_name": "l", "name": "a", "label": "Yes"},
        {"list_name": "l", "name": "b", "label": "Yes no"},
        {"list_name": "l", "name": "c", "label": "no"},
        {"list_name": "l", "name": "d", "label": "Same"},
        {"list_name": "l", "name": "e", "label": "Same"},
    ],
)


def muddle(**cells: str) -> Reading:
    return read([("k.xlsx", xlsx({"Interview": [["_uuid", *cells], [IDS[0], *cells.values()]]}))], MUDDLE)


def test_labels_that_run_together_in_two_ways_are_told() -> None:
    assert codes(muddle(many="Yes no")) == ["answer_label_ambiguous"]
    assert given(muddle(many="no Yes")) == [{"many": "c a"}]


def test_a_label_that_two_options_share_is_told() -> None:
    assert codes(muddle(one="Same")) == ["answer_label_ambiguous"]


def test_a_text_that_is_one_options_value_and_anothers_label_is_read_as_the_heading_says() -> None:
    assert given(muddle(one="1")) == [{"one": "1"}]
    assert given(muddle(One="1")) == [{"one": "2"}]


def test_the_rest_of_a_column_tells_whether_it_holds_values_or_labels() -> None:
    sheet = {"Interview": [["_uuid", "one"], [IDS[0], "1"], [IDS[1], "Yes"]]}

    assert given(read([("k.xlsx", xlsx(sheet))], MUDDLE)) == [{"one": "2"}, {"one": "a"}]


def test_nothing_chosen_is_not_the_same_as_not_asked() -> None:
    sheet = {
        "Interview": [["_uuid", "ways/phone", "ways/mail"], [IDS[0], "0", "0"], [IDS[1], "", ""], [IDS[2], "1", ""]]
    }

    assert [one.values for one in read([("k.xlsx", xlsx(sheet))]).answers] == [{"ways": ""}, {}, {"ways": "phone"}]


def test_columns_of_one_question_that_contradict_each_other_are_told() -> None:
    assert codes(read([("k.xlsx", xlsx(with_value("ways/mail", 1, "1")))])) == [
        "answer_columns_differ",
        "answer_rejected",
    ]
    assert codes(read([("k.xlsx", xlsx(with_value("ways/mail", 1, "maybe")))])) == [
        "answer_not_one_or_zero",
        "answer_rejected",
    ]


# --- cells ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("head", "value", "code"),
    [
        ("age", "forty", "not_a_number"),
        ("age", 40.5, "not_a_number"),
        ("age", True, "not_a_number"),
        ("cost", "12,50", "answer_not_number"),
        ("cost", "1e999", "answer_not_number"),
        ("met", "27/02/2026", "cell_not_date"),
        ("met", "2026-02-30", "cell_not_date"),
        ("met", 46_080, "cell_not_date"),
        ("spot", "57.5", "cell_not_place"),
        ("spot", "120 57.5", "cell_not_place"),
        ("role", "x" * 32_768, "too_long"),
        ("_uuid", "not an id", "answer_id_unfit"),
    ],
)
def test_what_is_not_the_kind_of_value_asked_for_is_told_with_its_cell(head: str, value: Any, code: str) -> None:
    tables = with_value(head, 1, value)
    file = ("k.csv", csv_bytes(tables["Interview"])) if code == "too_long" else ("k.xlsx", xlsx(tables))

    reading = read([file])

    told = next(one for one in reading.rejections if one.fault.code == code)
    assert (told.row, told.column if head != "_uuid" else head) == (2, head)
    assert len(reading.answers) == 2


def test_dates_that_a_spreadsheet_program_made_of_them_are_read() -> None:
    tables = with_value("met", 1, date(2026, 2, 27)) | {}

    assert read([("k.xlsx", xlsx(tables))]).answers[0].values["met"] == "2026-02-27"
    assert codes(read([("k.xlsx", xlsx(with_value("met", 1, datetime(2026, 2, 27, 10, 30))))])) == [
        "answer_rejected",
        "cell_not_date",
    ]


def test_a_place_is_put_together_from_its_columns() -> None:
    sheet = {
        "Interview": [
            ["_uuid", "_spot_latitude", "_spot_longitude", "_spot_precision"],
            [IDS[0], -20.16, 57.5, 4.5],
            [IDS[1], "", "", ""],
        ]
    }

    assert given(read([("k.xlsx", xlsx(sheet))])) == [{"spot": "-20.16 57.5 0 4.5"}, {}]


def test_words_that_look_like_a_formula_stay_words() -> None:
    reading = read([("k.csv", Kobo().csv())])

    assert reading.answers[0].values["ways_other"] == "=1+1 at the door"


# --- ids and repeats -----------------------------------------------------------------------------------------------


def test_an_answer_that_stands_twice_is_one_and_one_that_differs_is_told() -> None:
    head, *rows = Kobo().tables()["Interview"]
    other = changed([head, rows[2]], "age", 1, "30")[1]

    reading = read([("k.csv", csv_bytes([head, *rows, rows[2], other]))])

    (account,) = reading.accounts
    assert (account.rows, account.kept, account.merged, account.rejected) == (5, 3, 1, 1)
    told = next(one for one in reading.rejections if one.fault.code == "answer_id_twice")
    assert (told.row, told.fault.facts["first_row"]) == (6, 4)


def test_answers_without_an_id_get_the_same_one_each_time_and_equal_ones_stay_two() -> None:
    file = [("a.csv", csv_bytes([["age", "role"], ["4", "x"], ["4", "x"], ["5", ""]]))]

    first, again = ([one.instance_id for one in read(file).answers] for _ in range(2))

    assert first == again
    assert len(set(first)) == 3


def test_rows_of_a_repeat_whose_answer_was_filtered_away_are_told() -> None:
    """kobotoolbox/kpi PR 3325, formpack #53: repeats are wrong in filtered exports."""
    tables = Kobo().tables()
    reading = read([("k.xlsx", xlsx(tables | {"Interview": [*tables["Interview"][:1], *tables["Interview"][2:]]}))])

    assert given(reading) == expected()[1:]
    accounts = {a.sheet: (a.kept, a.rejected) for a in reading.accounts}
    assert accounts == {"Interview": (2, 0), "tie": (1, 2), "act": (0, 3)}
    assert codes(reading) == ["answer_row_alone"]


def test_exports_pasted_below_each_other_do_not_mix_their_repeats() -> None:
    """Numbers of rows begin at 1 in each export."""
    tables = Kobo().tables()
    pasted = {name: [*table, *table[1:]] for name, table in tables.items()}

    reading = read([("k.xlsx", xlsx(pasted))])

    assert set(codes(reading)) <= {"answer_parent_twice", "answer_row_alone", "answer_rejected", "answer_id_twice"}
    assert all(not one.values.get("tie[3]/kind") for one in reading.answers)


def test_a_row_of_a_repeat_that_names_two_answers_is_told() -> None:
    tables = Kobo().tables()
    crossed = changed(tables["tie"], "_submission__uuid", 1, IDS[2])

    reading = read([("k.xlsx", xlsx(tables | {"tie": crossed}))])

    assert "answer_parents_differ" in codes(reading)


def test_a_repeat_with_a_long_name_is_found_under_its_cut_sheet_name() -> None:
    """Names of sheets hold 31 characters."""
    long = "organisations_that_refer_people_to_us"
    survey = [
        {"type": "integer", "name": "age", "label": "Age"},
        {"type": "begin_repeat", "name": long, "label": "Bodies"},
        {"type": "text", "name": "who", "label": "Who"},
        {"type": "end_repeat"},
        {"type": "begin_repeat", "name": "other", "label": "Others"},
        {"type": "text", "name": "who", "label": "Who"},
        {"type": "end_repeat"},
    ]
    schema = form(survey, [{"list_name": "x", "name": "x", "label": "X"}])
    main = [["age", "_uuid", "_index"], ["4", IDS[0], 1]]
    repeat = [["who", "_index", "_parent_table_name", "_parent_index"], ["police", 1, "Interview", 1]]

    for name in (long[:28] + "...", long[:31]):
        reading = read([("k.xlsx", xlsx({"Interview": main, name: repeat}))], schema)
        assert given(reading) == [{"age": "4", f"{long}[1]/who": "police"}]


def test_repeats_of_one_name_are_told_apart_by_the_number_that_central_gives_them() -> None:
    """getodk/central-backend #145."""
    rows = (group(place, group(f"{place}/row", ask(f"{place}/row/who"), repeats=True)) for place in ("a", "b"))
    schema = by_hand(ask("age", "integer"), *rows)
    files = {
        "tried.csv": csv_bytes([["age", "KEY"], ["4", f"uuid:{IDS[0]}"]]),
        "tried-row~1.csv": csv_bytes(
            [["who", "PARENT_KEY", "KEY"], ["in a", f"uuid:{IDS[0]}", f"uuid:{IDS[0]}/a/row[1]"]]
        ),
        "tried-row~2.csv": csv_bytes(
            [["who", "PARENT_KEY", "KEY"], ["in b", f"uuid:{IDS[0]}", f"uuid:{IDS[0]}/b/row[1]"]]
        ),
    }

    assert given(read([("c.zip", zipped(files))], schema)) == [
        {"a/row[1]/who": "in a", "age": "4", "b/row[1]/who": "in b"}
    ]


def test_rows_sorted_by_hand_keep_the_position_that_their_key_states() -> None:
    tables = central_tables()
    tables["tried-tie"] = [tables["tried-tie"][0], *reversed(tables["tried-tie"][1:])]

    reading = read([("c.zip", zipped({f"{name}.csv": csv_bytes(table) for name, table in tables.items()}))])

    assert given(reading) == expected()


def test_a_row_of_a_repeat_that_lies_in_the_wrong_one_is_told() -> None:
    """Found by the fuzzer: a repeat without the one above it, and itself inside itself."""
    row = json.loads(kobo_json())["results"][0]
    row["tie/act"] = [{"tie/act": [{"tie/act/times": "7"}]}]

    reading = read([("k.json", json.dumps([row]).encode())])

    assert "answer_misplaced" in codes(reading)
    assert reading.answers == ()
