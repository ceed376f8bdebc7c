"""What must not be written or printed: words that identify, and small cells in tables that count people."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from filao.core.privacy import (
    PUBLISHED_MINIMUM,
    QUOTE_MINIMUM,
    WORKING_GROUP_MINIMUM,
    Screen,
    identifying,
    suppress_small,
)
from filao.core.register import KINDS, Claim, Register

COUNTRY = Screen(frozenset({"Mauritius", "Maurice", "Rodrigues", "Île Maurice"}), frozenset({"Rose Hill", "Curepipe"}))


def codes(text: str) -> list[str]:
    return [hit.code for hit in COUNTRY(text)]


# --- words ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Contact Mrs Jane Doe at the desk", "person_name"),
        ("signé par M. Dupont", "person_name"),
        ("Misie Baptiste inn vini", "person_name"),
        ("Mme Hélène d’Arc a répondu", "person_name"),
        ("write to jane.doe@example.org", "email_of_person"),
        ("her card A0101901234567 was kept", "national_id"),
        ("passport no. AB1234567 was taken", "passport"),
        ("passeport numéro 12345678", "passport"),
        ("call +230 5 712 34 56", "phone"),
        ("call 5712-3456", "phone"),
        ("call 203 1234", "phone"),
        ("call 52512345", "phone"),
        ("Peter Smith 52512345 says no", "phone"),
        ("call 5 251 2345", "phone"),
        ("call 2031234", "phone"),
        ("The victim Marie Dupont was heard", "person_name"),
        ("la victime Marie Dupont a été entendue", "person_name"),
        ("a girl named Marie came", "person_name"),
        ("the survivor, Anita Ramgoolam-Sen, spoke", "person_name"),
        ("lives in Flacq and is 14 years old", "age_and_place"),
        ("une fille âgée de 14 ans, à Flacq", "age_and_place"),
        ("enn zanfan 14 an dan Curepipe", "age_and_place"),
        ("A 16-year-old from Madagascar, a Malagasy girl, was found", "age_and_origin"),
        ("une Malgache de 24 ans", "age_and_origin"),
        ("enn Bengali 30 an", "age_and_origin"),
        ("aged 19, an Indian worker", "age_and_origin"),
        ("The shelter is located in Beau Bassin", "shelter_place"),
        ("le foyer situé à Quatre Bornes reçoit", "shelter_place"),
        ("enn lakaz refiz dan Mahebourg", "shelter_place"),
        ("Shelter, Rose Hill", "shelter_place"),
        ("The shelter in Mauritius, at Beau Bassin", "shelter_place"),
        ("A shelter for women who come from abroad and stay for some weeks, and a refuge at Moka", "shelter_place"),
        ("a refuge in Mauritius, near the market of Curepipe", "shelter_place"),
    ],
)
def test_words_that_identify_a_person_or_a_protected_place_are_flagged(text: str, code: str) -> None:
    assert codes(text) == [code]


@pytest.mark.parametrize(
    "text",
    [
        "The shelter in Mauritius takes adults",
        "A shelter opened in March 2020",
        "Un foyer à Maurice",
        "The unit works in Rose Hill",
        "write to desk@example.org",
        "The plan runs for 5 years",
        "Malagasy workers are reached",
        "Section 4 of Act 2 of 2009",
        "30 officers trained in 2019-2020",
        "Hotline 113 and 148",
        "The Child Development Unit works with the Victim Support Unit",
        "a victim Human Rights Watch met",
        "children aged 12 to 17 in Flacq",
        "young people under 18 years old in Flacq",
        "girls of 14 to 17 years old in Curepipe",
        "a budget of 2500000 rupees, then Rs 50 000 000 and 4500000",
        "The programme runs for women in Flacq for 5 years",
        "30 officers were trained in Port Louis",
        "the girl child in Mauritius",
        "a child Malagasy Embassy staff met",
        "",
    ],
)
def test_words_about_institutions_pass(text: str) -> None:
    assert codes(text) == []


@pytest.mark.parametrize("number", ["52512345", "5251 2345", "5 251 2345", "525-12345", "203 1234", "+230 52512345"])
def test_a_number_is_quoted_whole(number: str) -> None:
    (hit,) = identifying(f"call {number} today")

    assert hit.excerpt == number


def test_a_plain_case_is_flagged_by_name_and_by_age_with_place() -> None:
    assert codes("The victim Marie Dupont lives in Flacq and is 14 years old") == ["person_name", "age_and_place"]


def test_names_of_bodies_pass(mauritius: Register) -> None:
    names = {name for body in mauritius.organisations.values() for name in body.all_names}

    found = {name: codes(f"The victim met {name}. {name} met victims of trafficking") for name in names}
    assert [name for name, hits in sorted(found.items()) if set(hits) - {"shelter_place"}] == []


def test_a_hit_says_where_it_stands() -> None:
    text = "First sentence. Ask Dr Smith Jones. Last."

    (hit,) = identifying(text)

    assert text[hit.start : hit.end] == hit.excerpt == "Dr Smith Jones"


def test_hits_come_in_the_order_of_the_text() -> None:
    hits = identifying("A shelter in Moka. Ask Mrs Doe, jane.doe@example.org.")

    assert [hit.code for hit in hits] == ["shelter_place", "person_name", "email_of_person"]


def test_age_and_origin_must_stand_in_one_sentence() -> None:
    assert identifying("She was 16 years old. Malagasy nationals come to work.") == ()


@given(st.text(max_size=200))
def test_the_detector_reads_any_text_and_points_inside_it(text: str) -> None:
    for hit in COUNTRY(text):
        assert 0 <= hit.start < hit.end <= len(text)
        assert hit.excerpt.strip() in text


def test_nothing_in_the_public_record_of_mauritius_is_flagged(
    mauritius: Register, mauritius_claims: list[Claim]
) -> None:
    words = mauritius.vocabulary
    wide = {t.label(lang) for t in words.territories() if t.kind != "district" for lang in ("en", "fr")}
    screen = Screen(frozenset(wide), frozenset(t.label("en") for t in words.scheme("locality").terms.values()))
    free = {(kind.name, spec.name) for kind in KINDS.values() for spec in kind.fields if spec.type in ("note", "email")}
    texts = {str(c.value) for c in mauritius_claims if (c.kind, c.field) in free} | {c.note for c in mauritius_claims}

    assert screen.localities and len(texts) > 300
    assert [text for text in sorted(texts) if screen(text)] == []


# --- small cells ---------------------------------------------------------------------------------------------------

Grid = list[list[int]]


def published(grid: Grid, minimum: int = 3) -> list[list[int | None]]:
    counts = {(f"r{i}", f"c{j}"): n for i, row in enumerate(grid) for j, n in enumerate(row)}
    shown = suppress_small(counts, minimum)
    assert list(shown) == list(counts)
    return [[shown[f"r{i}", f"c{j}"] for j in range(len(row))] for i, row in enumerate(grid)]


def test_the_thresholds_are_three_for_a_quote_five_in_the_group_eleven_in_print() -> None:
    assert (QUOTE_MINIMUM, WORKING_GROUP_MINIMUM, PUBLISHED_MINIMUM) == (3, 5, 11)


def test_a_table_without_small_cells_is_printed_whole() -> None:
    assert published([[0, 3], [7, 12]]) == [[0, 3], [7, 12]]
    assert suppress_small({}, 3) == {}


def test_a_small_cell_is_hidden_with_the_smallest_others_of_its_row_and_column() -> None:
    assert published([[1, 9, 8], [7, 9, 9], [9, 9, 9]]) == [[None, 9, None], [None, 9, None], [9, 9, 9]]


def test_two_small_cells_whose_sum_is_small_hide_a_third() -> None:
    """1 and 1 under a total of 9 with a 7 beside them: 9 - 7 = 2 over two cells that are not zero."""
    assert published([[1, 1, 7]]) == [[None, None, None]]


def test_where_only_zeros_are_left_a_zero_is_hidden() -> None:
    assert published([[2, 0], [0, 5]]) == [[None, None], [None, None]]


def test_a_small_cell_that_crosswise_sums_would_give_away_is_covered() -> None:
    """Rows 1-2 less columns 1-2 would leave the cell in the middle: two blocks of hidden cells joined by it alone."""
    grid = [[1, 2, 9, 9], [2, 1, 1, 9], [9, 9, 1, 2], [9, 9, 2, 1]]

    assert None in (published(grid)[0][2], published(grid)[0][3], published(grid)[1][3], published(grid)[2][0])
    assert not given_away(grid)


def equations(grid: Grid, hidden: list[tuple[int, int]]) -> np.ndarray:
    """Totals of rows and columns of more than one cell, over the hidden cells."""
    rows, columns = range(len(grid)), range(len(grid[0]))
    lines = [[i == row for i, _ in hidden] for row in rows if len(columns) > 1]
    lines += [[j == column for _, j in hidden] for column in columns if len(rows) > 1]
    return np.array(lines, float).reshape(len(lines), len(hidden))


def given_away(grid: Grid, minimum: int = 3) -> list[tuple[int, int]]:
    """Hidden cells that sums and differences of the totals determine: those in the row space of the equations."""
    shown = published(grid, minimum)
    hidden = [(i, j) for i, row in enumerate(shown) for j, value in enumerate(row) if value is None]
    matrix = equations(grid, hidden)
    rank = np.linalg.matrix_rank(matrix) if matrix.size else 0
    found = []
    for place, cell in enumerate(hidden):
        unit = np.zeros((1, len(hidden)))
        unit[0, place] = 1
        if matrix.size and np.linalg.matrix_rank(np.vstack([matrix, unit])) == rank:
            found.append(cell)
    return found


def grids(highest: int, size: int) -> st.SearchStrategy[Grid]:
    numbers = st.integers(0, highest) | st.sampled_from([0, 1, 2])
    return st.integers(1, size).flatmap(
        lambda width: st.lists(st.lists(numbers, min_size=width, max_size=width), min_size=1, max_size=size)
    )


@settings(max_examples=150, deadline=None)
@given(grids(20, 5), st.sampled_from([3, 5, 11]))
def test_no_small_cell_is_printed_and_no_other_number_is_changed(grid: Grid, minimum: int) -> None:
    for row, shown in zip(grid, published(grid, minimum), strict=True):
        for number, value in zip(row, shown, strict=True):
            assert value is None or value == number
            assert not (0 < number < minimum and value is not None)


@settings(max_examples=200, deadline=None)
@given(grids(20, 5))
def test_no_hidden_cell_can_be_worked_out_by_subtraction(grid: Grid) -> None:
    assert given_away(grid) == []


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(st.integers(0, 4), min_size=3, max_size=3), min_size=2, max_size=2))
def test_a_reader_who_tries_every_table_finds_several_for_each_small_cell(grid: Grid) -> None:
    """Brute force over all tables of whole numbers with the printed totals and cells; totals are fit for printing."""
    totals = [sum(row) for row in grid] + [sum(column) for column in zip(*grid, strict=True)]
    assume(all(total == 0 or total >= 3 for total in totals))
    shown = published(grid)
    choices = [range(totals[i] + 1) if v is None else [v] for i, row in enumerate(shown) for v in row[:2]]
    seen: dict[tuple[int, int], set[int]] = {}

    for a, b, c, d in product(*choices):
        table = [[a, b, totals[0] - a - b], [c, d, totals[1] - c - d]]
        printed = all(
            v is None or v == n for row, line in zip(shown, table, strict=True) for v, n in zip(row, line, strict=True)
        )
        if printed and min(map(min, table)) >= 0 and [sum(x) for x in zip(*table, strict=True)] == totals[2:]:
            for i, j in product(range(2), range(3)):
                seen.setdefault((i, j), set()).add(table[i][j])

    for i, j in product(range(2), range(3)):
        if 0 < grid[i][j] < 3:
            assert len(seen[i, j]) > 1


def test_a_small_number_of_people_is_told_only_as_being_below_the_least() -> None:
    from filao.core.privacy import told_below

    assert [told_below(n, "public") for n in (0, 1, 10, 11)] == [0, 11, 11, 0]
    assert [told_below(n, "working_group") for n in (4, 5)] == [5, 0]
    assert told_below(1, "restricted") == 0
