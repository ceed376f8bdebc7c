"""Pairing: a misread badge never becomes another person's, doubt pairs nobody, and order never matters."""

from __future__ import annotations

import random
from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from filao.core.pairing import (
    ALPHABET,
    LENGTH,
    Pair,
    Pairing,
    check_sign,
    is_printed,
    one_error_apart,
    own_code,
    pair,
    printed_codes,
    tidy,
)

SIGNS = len(ALPHABET)


def pairs(found: Pairing) -> set[tuple[str, str, str]]:
    return {(one.before, one.after, one.how) for one in found.pairs}


def turned(found: Pairing) -> Pairing:
    swapped = tuple(sorted((Pair(p.after, p.before, p.how) for p in found.pairs), key=lambda p: (p.before, p.after)))
    return Pairing(swapped, found.after, found.before)


# --- the printed code ----------------------------------------------------------------------------------------------


def every_code() -> np.ndarray:
    """All printed codes as rows of sign values; their check is worked out by `check_sign` for a sample below."""
    first = np.array(list(product(range(SIGNS), repeat=LENGTH - 1)), dtype=np.int16)
    weights = np.arange(1, LENGTH)
    inverse = pow(LENGTH, -1, SIGNS)
    last = (-(first @ weights) * inverse) % SIGNS
    return np.column_stack([first, last])


def sound(codes: np.ndarray) -> np.ndarray:
    return (codes @ np.arange(1, LENGTH + 1)) % SIGNS == 0


def test_the_alphabet_has_a_prime_number_of_signs_and_no_vowels() -> None:
    assert SIGNS == 23 == len(set(ALPHABET))
    assert not set(ALPHABET) & set("AEIOU015SZ8QV")


def test_any_one_sign_misread_is_noticed_in_every_code_there_is() -> None:
    codes = every_code()

    assert len(codes) == 279_841
    assert sound(codes).all()
    for place in range(LENGTH):
        for shift in range(1, SIGNS):
            wrong = codes.copy()
            wrong[:, place] = (wrong[:, place] + shift) % SIGNS
            assert not sound(wrong).any()


def test_any_two_neighbours_swapped_are_noticed_in_every_code_there_is() -> None:
    codes = every_code()

    for place in range(LENGTH - 1):
        swapped = codes.copy()
        swapped[:, [place, place + 1]] = swapped[:, [place + 1, place]]
        changed = codes[:, place] != codes[:, place + 1]
        assert not sound(swapped)[changed].any()


def test_the_code_that_is_printed_is_the_one_that_was_proved() -> None:
    codes = every_code()

    for row in codes[:: len(codes) // 2000]:
        text = "".join(ALPHABET[value] for value in row)
        assert check_sign(text[:-1]) == text[-1]
        assert is_printed(text)


def test_codes_that_are_no_codes_are_told() -> None:
    good = printed_codes(1, lambda n: 7)[0]

    assert not is_printed(good[:-1])
    assert not is_printed("A" + good[1:])
    assert not is_printed("")


def test_no_badge_is_printed_twice() -> None:
    draw = random.Random(3)

    first = printed_codes(500, draw.randrange)
    second = printed_codes(500, random.Random(3).randrange, taken=first)

    assert len({*first, *second}) == 1000
    with pytest.raises(ValueError, match="at most"):
        printed_codes(SIGNS**4 + 1, draw.randrange)


def test_a_code_is_read_as_people_write_it() -> None:
    assert tidy(" k7-f8 i") == "K7FBL"
    assert tidy("z2bl") == "22BL"


# --- the code people make ------------------------------------------------------------------------------------------


def test_accents_capitals_and_spaces_do_not_make_another_person() -> None:
    assert own_code(["Éloïse", "Port-Louis", "3"]) == own_code(["eloise ", "PORT LOUIS", " 3"]) == "eloise-portlouis-3"


def test_an_answer_left_empty_keeps_its_place() -> None:
    assert own_code(["an", "", "3", "mo"]) == "an--3-mo"
    assert own_code(["an", "3", "", "mo"]) != own_code(["an", "", "3", "mo"])


def test_a_code_of_fewer_than_three_answers_is_none() -> None:
    assert own_code(["an", "", "3", ""]) == ""
    assert own_code([]) == ""


# --- one error -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("one", "other", "near"),
    [
        ("abcd", "abxd", True),
        ("abcd", "acbd", True),
        ("abcd", "abd", True),
        ("abcd", "abcde", True),
        ("abcd", "xabcd", True),
        ("abcd", "abcd", False),
        ("abcd", "badc", False),
        ("abcd", "abxy", False),
        ("abcd", "dbca", False),
        ("", "a", True),
        ("", "ab", False),
    ],
)
def test_one_error_is_one_sign_wrong_missing_or_too_many_or_two_neighbours_swapped(
    one: str, other: str, near: bool
) -> None:
    assert one_error_apart(one, other) is near
    assert one_error_apart(other, one) is near


# --- pairs ---------------------------------------------------------------------------------------------------------


def test_the_same_code_on_both_sides_is_the_same_person() -> None:
    found = pair({"b1": "an-3-mo", "b2": "li-1-pe"}, {"a1": "li-1-pe", "a2": "zo-4-ka"})

    assert pairs(found) == {("b2", "a1", "same")}
    assert found.before == {"b1": "none_near"}
    assert found.after == {"a2": "none_near"}
    assert found.share == 0.5


def test_one_slip_of_the_pen_is_forgiven_where_only_one_person_can_be_meant() -> None:
    found = pair({"b1": "an-3-mo", "b2": "li-1-pe"}, {"a1": "an-3-no", "a2": "li-1-pe"})

    assert pairs(found) == {("b1", "a1", "one_error"), ("b2", "a2", "same")}


def test_two_people_it_could_be_is_nobody() -> None:
    found = pair({"b1": "an-3-mo", "b2": "an-3-no"}, {"a1": "an-3-ko"})

    assert found.pairs == ()
    assert found.before == {"b1": "several_near", "b2": "several_near"}
    assert found.after == {"a1": "several_near"}


def test_a_code_that_stands_twice_pairs_with_nobody_not_even_by_a_slip() -> None:
    found = pair({"b1": "an-3-mo", "b2": "an-3-mo", "b3": "li-1-pe"}, {"a1": "an-3-mo", "a2": "an-3-mu"})

    assert found.pairs == ()
    assert found.before == {"b1": "twice", "b2": "twice", "b3": "none_near"}
    assert found.after == {"a1": "twice", "a2": "several_near"}


def test_answers_without_a_code_are_counted_among_those_not_found_again() -> None:
    found = pair({"b1": "", "b2": "x"}, {"a1": ""})

    assert found.before == {"b1": "no_code", "b2": "none_near"}
    assert found.after == {"a1": "no_code"}
    assert found.share == 0
    assert pair({}, {"a": "x"}).share is None


def test_without_tolerance_only_the_same_code_pairs() -> None:
    assert pair({"b": "abcd"}, {"a": "abce"}, tolerant=False).pairs == ()


@given(st.data())
def test_two_badges_that_were_printed_are_never_taken_for_one_another(data: st.DataObject) -> None:
    draw = random.Random(data.draw(st.integers(0, 10**6)))
    one, other = printed_codes(2, draw.randrange)

    assert not one_error_apart(one, other)
    assert pair({"b": one}, {"a": other}).pairs == ()


@given(st.integers(0, 10**6), st.integers(0, LENGTH - 1), st.integers(1, SIGNS - 1))
def test_a_badge_misread_by_one_sign_is_still_found_in_a_room(seed: int, place: int, shift: int) -> None:
    room = printed_codes(40, random.Random(seed).randrange)
    mine = room[0]
    wrong = mine[:place] + ALPHABET[(ALPHABET.index(mine[place]) + shift) % SIGNS] + mine[place + 1 :]

    found = pair({f"b{n}": code for n, code in enumerate(room)}, {"a": wrong})

    assert not is_printed(wrong)
    assert pairs(found) in ({("b0", "a", "one_error")}, set())


CODES = st.dictionaries(st.sampled_from([f"id{n}" for n in range(8)]), st.text("ab", max_size=4), max_size=8)


@given(CODES, CODES, st.randoms(use_true_random=False))
def test_pairs_depend_neither_on_order_nor_on_the_side(
    before: dict[str, str], after: dict[str, str], draw: random.Random
) -> None:
    found = pair(before, after)
    mixed = [list(before.items()), list(after.items())]
    for items in mixed:
        draw.shuffle(items)

    assert pair(dict(mixed[0]), dict(mixed[1])) == found
    assert pair(after, before) == turned(found)


@given(CODES, CODES)
def test_everybody_is_paired_once_or_named_among_those_who_were_not(
    before: dict[str, str], after: dict[str, str]
) -> None:
    found = pair(before, after)

    assert sorted([p.before for p in found.pairs] + list(found.before)) == sorted(before)
    assert sorted([p.after for p in found.pairs] + list(found.after)) == sorted(after)
    for one in found.pairs:
        near = one_error_apart(before[one.before], after[one.after])
        assert (before[one.before] == after[one.after]) is (one.how == "same")
        assert near is (one.how == "one_error")
