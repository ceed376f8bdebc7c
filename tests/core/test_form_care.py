"""A form says itself where it asks for consent, what it tells who declines, and whom to turn to."""

from __future__ import annotations

from tests.every_question import every_question
from tests.published import form_of, option, row

from filao.core.forms import care
from filao.exchange import xform

YES_NO = [option("yes_no", "no"), option("yes_no", "yes")]


def test_consent_is_found_with_what_agrees_what_refuses_and_the_notes_before_it() -> None:
    found = care.consent(xform.read(every_question(), "form"))

    assert found is not None
    assert (found.question.name, found.value, found.refusal) == ("consent", "yes", "no")
    assert [note.name for note in found.notes] == ["consent_note_1"]


def test_a_box_to_tick_agrees_and_cannot_refuse() -> None:
    found = care.consent(form_of([row("note", "told"), row("acknowledge", "consent")]))

    assert found is not None
    assert (found.value, found.refusal, len(found.notes)) == ("OK", "", 1)


def test_the_first_option_agrees_where_none_says_yes() -> None:
    form = form_of([row("select_one answer", "consent")], [option("answer", "take_part"), option("answer", "leave")])

    found = care.consent(form)

    assert found is not None
    assert (found.value, found.refusal) == ("take_part", "")


def test_a_form_without_the_question_and_one_that_asks_it_again_and_again_have_no_consent() -> None:
    repeated = [row("begin_repeat", "person"), row("select_one yes_no", "consent"), row("end_repeat")]

    assert care.consent(form_of([row("text", "consent_by")])) is None
    assert care.consent(form_of(repeated, YES_NO)) is None


def test_the_card_of_whom_to_turn_to_and_the_phase_of_a_test_go_by_name() -> None:
    form = form_of([
        row("note", "stop_script_1"), row("note", "stop_script_2"), row("note", "disclosure_card_1"),
        row("note", "contacts"), row("text", "contacts_of_body"), row("hidden", "phase"),
    ])  # fmt: skip
    phase = care.phase(form)

    assert [note.name for note in care.stop_script(form)] == ["stop_script_1", "stop_script_2"]
    assert [note.name for note in care.help_card(form)] == ["disclosure_card_1", "contacts"]
    assert phase is not None
    assert phase.name == "phase"
