"""Where a remark belongs: by bookmark, by original text, by a text nearly the same, else in the tray."""

from __future__ import annotations

from filao.core.returns import UNPLACED, Change, Original, Placed, Remark, Returned, Seen, lines, place

TEXTS = (
    "Referral between the police and the shelters is agreed in writing.",
    "No agreement is documented for children.",
    "Nine bodies take part in the working group.",
    "No agreement is documented for children.",
    "The plan of action ends in 2026.",
)
DRAFT = tuple(Original(f"_fl_b{n}", text) for n, text in enumerate(TEXTS))


def back(*seen: Seen, on: int | None = None, quote: str = "") -> Returned:
    """A file that came back, with a remark on one of its paragraphs (the last)."""
    return Returned(seen, (Remark("1", "Why?", len(seen) - 1 if on is None else on, quote),))


def same(text: str, anchor: str = "") -> Seen:
    return Seen(anchor, text, text)


def test_a_bookmark_tells_the_block_whatever_became_of_its_text() -> None:
    assert place(DRAFT, back(same("All new words here", "_fl_b2"))) == (Placed(2, "bookmark"),)


def test_a_bookmark_that_stands_twice_counts_where_it_stands_first() -> None:
    found = place(DRAFT, back(same(TEXTS[2], "_fl_b2"), same(TEXTS[4], "_fl_b2")))

    assert found == (Placed(2, "bookmark"), Placed(4, "text"))


def test_without_bookmarks_the_original_text_tells_it_with_all_changes_undone() -> None:
    assert place(DRAFT, back(Seen("", TEXTS[4], "The plan ended."))) == (Placed(4, "text"),)


def test_quotes_and_spaces_that_a_program_changes_do_not_matter() -> None:
    draft = (Original("", "The “plan” of  action’s end"),)

    assert place(draft, back(same('The "plan" of action\'s end'))) == (Placed(0, "text"),)


def test_two_blocks_with_the_same_words_are_told_apart_by_their_neighbours() -> None:
    found = place(DRAFT, back(*(same(text) for text in TEXTS)))

    assert [x.original for x in found] == [0, 1, 2, 3, 4]


def test_a_text_changed_without_tracking_is_found_by_likeness() -> None:
    found = place(DRAFT, back(same(TEXTS[0]), same("Nine public bodies take part in the working group.")))

    assert found[1] == Placed(2, "similar")


def test_likeness_under_85_percent_is_not_enough() -> None:
    assert place(DRAFT, back(same("Bodies of the working group are many, and few meet."))) == (UNPLACED,)


def test_the_words_a_remark_marks_tell_a_block_that_alone_has_them() -> None:
    found = place(
        DRAFT, back(same("x. The plan of action ends in 2026. And far more words came."), quote="plan of action ends")
    )

    assert found == (Placed(4, "quote"),)


def test_a_new_paragraph_speaks_of_the_one_it_follows() -> None:
    returned = Returned(
        (same(TEXTS[0], "_fl_b0"), Seen("", "", "A new thought.")), (), (Change("inserted", 1, "", "A new thought."),)
    )

    assert place(DRAFT, returned)[1] == Placed(0, "bookmark")


def test_a_footnote_belongs_to_the_paragraph_it_hangs_on() -> None:
    note = Seen("", "A note nobody knows", "A note nobody knows", "footnote", 0)

    assert place(DRAFT, back(same(TEXTS[0], "_fl_b0"), note))[1] == Placed(0, "bookmark")


def test_what_hangs_nowhere_stays_unplaced() -> None:
    returned = Returned((same("Words of another paper entirely."),), (Remark("1", "On the whole."),))

    assert place(DRAFT, returned) == (UNPLACED,)


def test_45_of_45_nearly_identical_paragraphs_are_told_apart_by_their_text() -> None:
    texts = [f"District {n} has {n} shelters for women and {45 - n} for men." for n in range(45)]
    draft = tuple(Original("", text) for text in texts)
    returned = Returned(
        tuple(Seen("", text, text + " Added.") for text in texts), tuple(Remark(str(n), "?", n) for n in range(45))
    )

    assert [x.original for x in place(draft, returned)] == list(range(45))


def test_a_text_put_in_anew_elsewhere_speaks_of_the_paragraph_it_follows_and_not_of_where_it_was() -> None:
    seen = (same(TEXTS[0], "_fl_b0"), Seen("_fl_b2", TEXTS[2], ""), same(TEXTS[4], "_fl_b4"), Seen("", "", TEXTS[2]))
    changes = Change("deleted", 1, TEXTS[2], ""), Change("inserted", 3, "", TEXTS[2])

    assert [x.original for x in place(DRAFT, Returned(seen, changes=changes))] == [0, 2, 4, 4]


def test_a_new_footnote_speaks_of_the_paragraph_it_hangs_on() -> None:
    seen = (same(TEXTS[0], "_fl_b0"), same(TEXTS[4], "_fl_b4"), Seen("", "", "A new note.", "footnote", 0))

    assert place(DRAFT, Returned(seen, changes=(Change("inserted", 2, "", "A new note."),)))[2].original == 0


def test_a_text_that_moved_went_behind_the_paragraph_before_it_and_not_to_where_its_bookmark_was() -> None:
    seen = (Seen("", TEXTS[2], ""), same(TEXTS[0], "_fl_b0"), same(TEXTS[4], "_fl_b4"), Seen("_fl_b2", "", TEXTS[2]))

    (line,) = lines(DRAFT, Returned(seen, changes=(Change("moved", 0, TEXTS[2], TEXTS[2], to=3),)))

    assert (line.placed.original, line.to.original) == (2, 4)


def test_words_put_into_a_running_line_speak_of_no_paragraph() -> None:
    seen = (same(TEXTS[0], "_fl_b0"), Seen("", "", "Not for quotation", "margin"))

    assert place(DRAFT, Returned(seen, changes=(Change("inserted", 1, "", "Not for quotation"),)))[1] == UNPLACED
