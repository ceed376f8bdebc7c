"""Words of an interview guide are opened by a person, with a line in the journal, and carried one by one to where that
person wants them."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from tests.collecting import a_round, answer

from filao.core.problems import Problem
from filao.store import journal
from filao.store.collection import InstrumentRow, ResponseRow, VersionRow
from filao.store.desk import AnswerRow
from filao.store.people import Membership, User, Workspace
from filao.work import analysis, desk
from filao.work.access import Actor
from filao.work.collection import ingest, instruments
from filao.work.collection.rebuild import rebuild
from filao.work.desk import Choice
from filao.work.workspaces import local_actor

pytestmark = pytest.mark.database

GUIDE = "interview-government"
MANDATE = "Refers children to places of safety."
FAILS = "Files wait for a signature at weekends."
SAID = {
    "block_consent__consent": "yes", "block_consent__attribution": "institution", "block_consent__function": "Head of unit",
    "block_profile__body": "CDU", "block_profile__mandate": MANDATE,
    "block_referral__receives_from": "MPF", "block_referral__referral_fails": FAILS,
    "block_coverage__languages": "en fr",
}  # fmt: skip
AT = "/data/block_profile/mandate"
FAILS_AT = "/data/block_referral/referral_fails"


def guide_answer(workspace: Workspace, number: int = 1, **more: str) -> str:
    """An answer to the real guide for ministries, as a client sends it. Returns its id."""
    who = local_actor()
    if all(one.code != GUIDE for one in instruments.listing(who, workspace)):
        instruments.make(who, workspace, GUIDE)
        instruments.publish(who, workspace, GUIDE, reason="test")
    version = VersionRow.objects.select_related("instrument").get(workspace=workspace, instrument__code=GUIDE)
    sent = answer(number, form_id=version.instrument.form_id, version=version.version, **(SAID | more))
    assert ingest.take(workspace, sent.xml, {}, channel="collect").status == "created"
    return ResponseRow.objects.get(workspace=workspace, instance_id=sent.id).id


@pytest.fixture
def met(actor: Actor, workspace: Workspace) -> str:
    """The code of a meeting that was made of an answer."""
    return desk.take_guide(actor, workspace, guide_answer(workspace))[0].code


def readings(workspace: Workspace) -> int:
    return len(journal.lines(workspace, act="words.read", limit=None))


def test_words_are_read_only_when_a_person_opens_them_and_the_journal_says_who(
    actor: Actor, workspace: Workspace, met: str
) -> None:
    before = readings(workspace)

    assert desk.of_guide(actor, workspace, met)
    assert desk.answers(actor, workspace, met) == {}
    assert readings(workspace) == before

    said = {one.path: one for one in desk.guide_words(actor, workspace, met)}

    assert (said[AT].text, said[AT].block) == (MANDATE, 1)
    assert said[FAILS_AT].label.startswith("Where does it fail")
    assert not any(one.path.endswith(("/body", "/consent", "/start")) for one in said.values()), "choices are no words"
    (line,) = journal.lines(workspace, act="words.read", limit=readings(workspace) - before)
    assert (line.actor, line.subject, line.reason) == (actor.name, met, "guide")


def test_the_questions_of_the_guide_are_told_in_the_language_of_the_reader(
    actor: Actor, workspace: Workspace, met: str
) -> None:
    said = {one.path: one.label for one in desk.guide_words(actor, workspace, met, "fr")}

    assert said[FAILS_AT].startswith("Où cela échoue")


def test_words_go_where_a_person_wants_them_and_the_rest_stays_closed(
    actor: Actor, workspace: Workspace, met: str
) -> None:
    q = next(q for q in analysis.read(actor, workspace).questions if q.organisation_id == "CDU" and q.block == 3)

    n = desk.carry(actor, workspace, met, [Choice(FAILS_AT, q.id, FAILS), Choice(AT, "", MANDATE)])

    kept = desk.answers(actor, workspace, met)
    assert n == 1
    assert {id: a.words for id, a in kept.items()} == {q.id: FAILS}
    assert kept[q.id].outcome == "", "what it amounts to is entered by a person"
    assert desk.standings(actor, workspace).get(q.id) is None


@pytest.mark.parametrize("target", [desk.AS_MANDATE, desk.AS_NOTE])
def test_nothing_is_carried_out_of_a_meeting_that_is_no_longer_said_to_have_been_held(
    actor: Actor, workspace: Workspace, met: str, target: str
) -> None:
    desk.log(actor, workspace, desk.Meeting("CDU", status="declined", consent=False), met)

    with pytest.raises(Problem, match="not_held"):
        desk.carry(actor, workspace, met, [Choice(AT, target, MANDATE)])

    assert not [c for c in desk.proposals(actor, workspace) if (c.source, c.field) == (met, "mandate")]


def test_words_carried_to_a_question_stand_beside_those_that_were_there(
    actor: Actor, workspace: Workspace, met: str
) -> None:
    q = next(q for q in analysis.read(actor, workspace).questions if q.organisation_id == "CDU" and q.block == 3)
    desk.answer(actor, workspace, met, q.id, desk.Given("other", "It depends."))

    for _ in range(2):
        desk.carry(actor, workspace, met, [Choice(FAILS_AT, q.id, FAILS)])

    kept = desk.answers(actor, workspace, met)[q.id]
    assert (kept.outcome, kept.words) == ("other", f"It depends.\n{FAILS}")


def test_a_note_is_kept_closed_under_the_question_of_the_guide(actor: Actor, workspace: Workspace, met: str) -> None:
    desk.carry(actor, workspace, met, [Choice(FAILS_AT, desk.AS_NOTE, FAILS)])

    (row,) = AnswerRow.objects.filter(workspace=workspace)
    assert row.question == f"{desk.GUIDE}{FAILS_AT}"
    assert FAILS.encode() not in bytes(row.sealed)
    assert desk.asked(actor, workspace, code=met) == {}, "a note answers no question of the register"
    (label,) = desk.note_labels(actor, workspace, met, [row.question]).values()
    assert label.startswith("Where does it fail")


def test_a_mandate_becomes_a_statement_that_waits_and_a_function_the_post_met(
    actor: Actor, workspace: Workspace, met: str
) -> None:
    desk.carry(actor, workspace, met, [
        Choice(AT, desk.AS_MANDATE, MANDATE), Choice("/data/block_consent/function", desk.AS_FUNCTION, "Head of unit"),
    ])  # fmt: skip

    assert [(c.record, c.value) for c in desk.proposals(actor, workspace) if c.field == "mandate"] == [("CDU", MANDATE)]
    assert desk.find(actor, workspace, met).function == "Head of unit"


def test_words_that_may_identify_a_person_are_held_until_read(actor: Actor, workspace: Workspace, met: str) -> None:
    named = [Choice(FAILS_AT, desk.AS_NOTE, "Ask Mrs Lafleur of the unit.")]

    with pytest.raises(Problem, match="held"):
        desk.carry(actor, workspace, met, named)
    assert not AnswerRow.objects.filter(workspace=workspace).exists()

    assert desk.carry(actor, workspace, met, named, read_by_person=True) == 1


@pytest.mark.parametrize("role", ["owner", "trainer", "member", "collector"])
def test_whoever_is_not_of_the_team_opens_and_carries_nothing(workspace: Workspace, met: str, role: str) -> None:
    user = User.objects.create_user(f"{role}@example.org", name=role)
    Membership.objects.create(workspace=workspace, user_id=user.id, role=role)
    other = Actor(user.id, user.name, strong=True)

    for act in (
        lambda: desk.guide_words(other, workspace, met),
        lambda: desk.carry(other, workspace, met, [Choice(AT, desk.AS_NOTE, MANDATE)]),
    ):
        with pytest.raises(Problem, match="not_allowed"):
            act()


def test_a_meeting_that_came_otherwise_holds_no_words_of_a_guide(actor: Actor, workspace: Workspace) -> None:
    meeting = desk.log(actor, workspace, desk.Meeting("MPF", status="invited"))

    assert not desk.of_guide(actor, workspace, meeting.code)
    with pytest.raises(Problem, match="no_such_record"):
        desk.guide_words(actor, workspace, meeting.code)


def test_an_answer_is_taken_over_into_the_meeting_that_was_planned(actor: Actor, workspace: Workspace) -> None:
    today = timezone.localdate()
    far = desk.log(actor, workspace, desk.Meeting("CDU", status="scheduled", planned_on=today + timedelta(days=20)))
    near = desk.log(
        actor,
        workspace,
        desk.Meeting("CDU", status="scheduled", planned_on=today, place="Port Louis", goes=("Consultant",)),
    )

    taken, _ = desk.take_guide(actor, workspace, guide_answer(workspace))

    assert (taken.code, taken.status, taken.place, taken.goes) == (near.code, "held", "Port Louis", ("Consultant",))
    assert desk.find(actor, workspace, far.code).status == "scheduled"


def test_words_that_are_part_of_other_words_are_carried_too_and_only_those_kept_are_counted(
    actor: Actor, workspace: Workspace, met: str
) -> None:
    q = next(q for q in analysis.read(actor, workspace).questions if q.organisation_id == "CDU" and q.block == 3)
    texts = ("No referral form exists.", "No", "form", "No", "Two lines,\r\nno form", "no form", "Two lines,\nno form")

    n = desk.carry(actor, workspace, met, [Choice(FAILS_AT, q.id, text) for text in texts])

    words = desk.answers(actor, workspace, met)[q.id].words
    assert words.splitlines() == ["No referral form exists.", "No", "form", "Two lines,", "no form"]
    (line,) = journal.lines(workspace, act="desk.carry", limit=None)
    assert (n, line.facts["words"]) == (4, 4)


def test_the_day_of_a_meeting_is_the_one_that_the_device_wrote_into_the_answer(
    actor: Actor, workspace: Workspace
) -> None:
    id = guide_answer(workspace, today="2026-10-05", start="2026-10-05T09:00:00.000+04:00")

    meeting, _ = desk.take_guide(actor, workspace, id)

    kept = {path: text for path, text in ResponseRow.objects.get(id=id).closed.items() if "block" not in path}
    assert kept == {"/data/today": "2026-10-05", "/data/start": "2026-10-05"}, "the day, never the moment"
    assert meeting.held_on == "2026-10-05"
    assert rebuild(actor, workspace).mended == 0, "its bytes say the same"
    dated = {claim.dated for claim in desk.proposals(actor, workspace) if claim.source == meeting.source_id}
    assert dated == {"2026-10-05"}


@pytest.mark.parametrize(("purpose", "anonymous", "mode"), [
    ("survey", False, "named"), ("interview", True, "open"), ("interview", False, "blind"),
])  # fmt: skip
def test_the_day_of_a_device_stays_closed_in_surveys_and_where_nobody_may_be_told(
    actor: Actor, workspace: Workspace, purpose: str, anonymous: bool, mode: str
) -> None:
    guide_answer(workspace)
    version = VersionRow.objects.get(workspace=workspace, instrument__code=GUIDE)
    InstrumentRow.objects.filter(id=version.instrument_id).update(purpose=purpose, anonymous=anonymous)
    version.refresh_from_db()
    of = a_round(workspace, version, mode)
    for number in range(2, 7):
        said = answer(
            number, form_id=version.instrument.form_id, version=version.version, today="2026-10-05",
            start="2026-10-05T09:00:00.000+04:00", **SAID,
        )  # fmt: skip
        ingest.take(workspace, said.xml, {}, channel="web", round=of)

    rows = ResponseRow.objects.filter(workspace=workspace, round=of)
    assert [row.state for row in rows] == ["complete"] * 5
    assert all("/data/block_profile/body" in row.closed and "2026-10-05" not in str(row.closed) for row in rows)


def test_answers_of_a_meeting_stand_in_the_order_in_which_they_were_entered(
    actor: Actor, workspace: Workspace, met: str
) -> None:
    function = "/data/block_consent/function"
    for days, at in ((0, FAILS_AT), (2, AT), (1, function)):
        desk.carry(actor, workspace, met, [Choice(at, desk.AS_NOTE, "Words.")])
        rows = AnswerRow.objects.filter(workspace=workspace, question=f"{desk.GUIDE}{at}")
        rows.update(updated_at=timezone.now() - timedelta(days=days))

    assert list(desk.answers(actor, workspace, met)) == [f"{desk.GUIDE}{at}" for at in (AT, function, FAILS_AT)]
