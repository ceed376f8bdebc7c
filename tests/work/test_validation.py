"""Meetings that validate: items go out as a form, come back as a count, and leave as a record."""

from __future__ import annotations

from datetime import date

import pytest
from django.utils import timezone
from tests.collecting import answer

from filao.core.problems import Problem
from filao.documents.words.instruments.validation import Asked
from filao.store.collection import InstrumentRow, ResponseRow, RoundRow
from filao.store.journal import JournalLine
from filao.store.narrative import FindingState
from filao.store.people import Membership, User, Workspace
from filao.work import documents, engagements, narrative, validation, vault
from filao.work.access import Actor
from filao.work.collection import ingest, paper, rounds
from filao.work.validation import Decision

pytestmark = pytest.mark.database

PROTOCOL = Asked("own:1", "Write a protocol.", "Écrire un protocole.")
WHY = "The police have a standing order since May."


@pytest.fixture
def engagement(actor: Actor, workspace: Workspace) -> str:
    return engagements.find(actor, workspace).id


def finding(actor: Actor, workspace: Workspace, engagement: str, id: str = "referrals") -> Asked:
    """A finding as the report words it now."""
    c = documents.material(actor, workspace, engagement)
    return Asked(f"finding:{id}", validation.offered(actor, workspace, c)[f"finding:{id}"])


def prepared(actor: Actor, workspace: Workspace, engagement: str, way: str = "validation", **more: object) -> str:
    items = (finding(actor, workspace, engagement), PROTOCOL)
    given = {"title": "Validation workshop", "items": items, "held_on": timezone.localdate(), **more}
    return validation.prepare(actor, workspace, engagement, way=way, **given)  # type: ignore[arg-type]


def say(workspace: Workspace, meeting: str, number: int, **said: str) -> None:
    """One participant answers on a phone: item_1="agree"."""
    round = RoundRow.objects.get(id=validation.ValidationRow.objects.get(id=meeting).round_id)
    paths = {"consent": "block_consent/consent", "sector": "block_you/sector"}
    values = {"consent": "yes", "sector": "state", **said}
    leaves = {
        paths.get(name, f"block_{name.rpartition('_')[2]}/{name}").replace("/", "__"): v for name, v in values.items()
    }
    form = answer(number, form_id=InstrumentRow.objects.get(id=round.instrument_id).form_id, **leaves)
    taken = ingest.take(workspace, form.xml, {}, channel="page", round=round)
    assert taken.status == "created", taken


def five(workspace: Workspace, meeting: str, after: int = 0) -> None:
    """Two take the first item as it is, two with a change, one objects; all take the second as it is."""
    for number in range(1, 5):
        say(workspace, meeting, after + number, item_1="agree" if number > 2 else "change", item_2="agree")
    say(workspace, meeting, after + 5, sector="ngo", item_1="disagree", why_1=WHY, item_2="agree")


def test_items_become_a_published_form_with_a_link_to_answer_by(
    actor: Actor, workspace: Workspace, engagement: str
) -> None:
    id = prepared(actor, workspace, engagement)

    found = validation.find(actor, workspace, id)
    assert found.link
    assert (found.asking, found.answers, found.told, found.closed) == (True, 0, False, False)
    assert InstrumentRow.objects.get(code=found.code).state == "open"
    assert [one.id for one in found.items] == ["finding:referrals", "own:1"]
    assert [one.id for one in validation.listing(actor, workspace, engagement)] == [id]


def test_nothing_is_told_while_answers_come_in_nor_of_fewer_than_five(
    actor: Actor, workspace: Workspace, engagement: str
) -> None:
    many, few = prepared(actor, workspace, engagement), prepared(actor, workspace, engagement, title="Few")
    five(workspace, many)
    say(workspace, few, 6, item_1="agree")

    before = validation.find(actor, workspace, many)
    for id in (many, few):
        validation.count(actor, workspace, id)

    assert (before.answers, before.outcomes) == (5, ())
    assert validation.find(actor, workspace, many).outcomes != ()
    late = validation.find(actor, workspace, few)
    assert (late.told, late.outcomes, late.link) == (False, (), "")


def test_what_too_few_take_as_it_is_goes_to_the_plenary_with_its_objections(
    actor: Actor, workspace: Workspace, engagement: str
) -> None:
    id = prepared(actor, workspace, engagement)
    five(workspace, id)
    validation.count(actor, workspace, id)

    found = validation.find(actor, workspace, id)
    assert found.to_plenary == ("finding:referrals",)
    assert found.outcomes[0].counts == {"agree": 2, "change": 2, "disagree": 1, "not_mine": 0}
    assert found.outcomes[1].share == 1
    assert validation.objections(actor, workspace, id) == {"finding:referrals": [WHY]}
    assert JournalLine.objects.filter(workspace=workspace, act="words.read", reason="validation").exists()


def test_a_meeting_closes_once_the_plenary_has_spoken_and_moves_findings_to_validated(
    actor: Actor, workspace: Workspace, engagement: str
) -> None:
    id = prepared(actor, workspace, engagement)
    five(workspace, id)
    with pytest.raises(Problem, match="still_answering"):
        validation.close(actor, workspace, id)
    validation.count(actor, workspace, id)
    with pytest.raises(Problem, match="plenary_open"):
        validation.close(actor, workspace, id)
    with pytest.raises(Problem, match="new_words_missing"):
        validation.decide(actor, workspace, id, "finding:referrals", Decision("changed"))
    validation.decide(
        actor, workspace, id, "finding:referrals", Decision("changed", "Two referrals rest on a text.", "Police")
    )

    validation.close(actor, workspace, id)

    state = FindingState.objects.get(workspace=workspace, finding="referrals")
    assert (state.status, state.text) == ("validated", "Two referrals rest on a text.")
    with pytest.raises(Problem, match="validation_closed"):
        validation.decide(actor, workspace, id, "own:1", Decision("stands"))


def all_agree(workspace: Workspace, meeting: str, after: int = 0) -> None:
    for number in range(1, 6):
        say(workspace, meeting, after + number, item_1="agree", item_2="agree")


def counted_and_closed(actor: Actor, workspace: Workspace, meeting: str) -> str:
    """The status of the finding after the meeting."""
    validation.count(actor, workspace, meeting)
    validation.close(actor, workspace, meeting)
    return str(FindingState.objects.get(workspace=workspace, finding="referrals").status)


def test_a_finding_reworded_after_it_went_out_is_not_validated(
    actor: Actor, workspace: Workspace, engagement: str
) -> None:
    id = prepared(actor, workspace, engagement)
    all_agree(workspace, id)
    other = "Nearly all referrals rest on a text."
    narrative.decide_finding(actor, workspace, engagement, "referrals", status="accepted", text=other)

    assert counted_and_closed(actor, workspace, id) == "accepted"
    left = JournalLine.objects.get(workspace=workspace, act="validation.left")
    assert left.facts["findings"] == ["referrals"]


def test_a_finding_dropped_after_it_went_out_stays_dropped(actor: Actor, workspace: Workspace, engagement: str) -> None:
    id = prepared(actor, workspace, engagement)
    all_agree(workspace, id)
    narrative.decide_finding(actor, workspace, engagement, "referrals", status="dropped", reason="Not ours to say.")

    assert counted_and_closed(actor, workspace, id) == "dropped"


def test_a_validated_finding_that_the_plenary_refuses_is_a_draft_again(
    actor: Actor, workspace: Workspace, engagement: str
) -> None:
    narrative.decide_finding(actor, workspace, engagement, "referrals", status="validated")
    id = prepared(actor, workspace, engagement)
    all_agree(workspace, id)
    validation.count(actor, workspace, id)
    validation.decide(actor, workspace, id, "finding:referrals", Decision("not_validated"))
    validation.close(actor, workspace, id)

    assert FindingState.objects.get(workspace=workspace, finding="referrals").status == "draft"


def test_after_answering_has_ended_no_answer_is_taken_on_paper_or_anew(
    actor: Actor, workspace: Workspace, engagement: str
) -> None:
    id = prepared(actor, workspace, engagement)
    five(workspace, id)
    validation.count(actor, workspace, id)
    asked = validation.find(actor, workspace, id)
    sheet = paper.open_sheet(actor, workspace, asked.code, {})

    with pytest.raises(Problem, match="results_told"):
        paper.enter(actor, workspace, asked.code, sheet, round=asked.round, gaps_agreed=True)
    with pytest.raises(Problem, match="results_told"):
        rounds.resume(actor, workspace, asked.round)


def test_who_answered_no_item_does_not_count_among_the_five(
    actor: Actor, workspace: Workspace, engagement: str
) -> None:
    id = prepared(actor, workspace, engagement)
    for number in range(1, 6):
        say(workspace, id, number, **({"item_1": "disagree"} if number == 1 else {}))
    validation.count(actor, workspace, id)

    found = validation.find(actor, workspace, id)
    assert (found.answers, found.told, found.outcomes) == (1, False, ())


def test_nothing_is_decided_while_answers_come_in(actor: Actor, workspace: Workspace, engagement: str) -> None:
    id = prepared(actor, workspace, engagement)

    with pytest.raises(Problem, match="still_answering"):
        validation.decide(actor, workspace, id, "own:1", Decision("stands"))


def test_words_that_a_person_has_read_go_before_the_meeting(
    actor: Actor, workspace: Workspace, engagement: str
) -> None:
    items = (Asked("own:1", "Call 5712 3456 to report."),)
    with pytest.raises(Problem, match="held"):
        prepared(actor, workspace, engagement, items=items)

    id = prepared(actor, workspace, engagement, items=items, read_by_person=True)

    assert [one.text for one in validation.find(actor, workspace, id).items] == ["Call 5712 3456 to report."]


def test_a_rehearsal_with_simulated_answers_validates_no_finding(
    actor: Actor, workspace: Workspace, engagement: str
) -> None:
    id = prepared(actor, workspace, engagement, simulated=True)
    five(workspace, id)
    validation.count(actor, workspace, id)
    validation.decide(actor, workspace, id, "finding:referrals", Decision("stands"))

    validation.close(actor, workspace, id)

    assert not FindingState.objects.filter(workspace=workspace, finding="referrals").exists()


def test_where_too_few_answered_only_what_the_plenary_decided_is_validated(
    actor: Actor, workspace: Workspace, engagement: str
) -> None:
    words = (actor, workspace, engagement)
    items = (finding(*words), PROTOCOL, finding(*words, "pathways"))
    id = prepared(actor, workspace, engagement, items=items)
    say(workspace, id, 1, item_1="agree", item_3="agree")
    validation.count(actor, workspace, id)
    validation.decide(actor, workspace, id, "finding:referrals", Decision("stands"))

    validation.close(actor, workspace, id)

    moved = FindingState.objects.filter(workspace=workspace).values_list("finding", "status")
    assert list(moved) == [("referrals", "validated")]


def test_a_closed_record_does_not_change_when_an_answer_is_taken_back(
    actor: Actor, workspace: Workspace, engagement: str
) -> None:
    id = prepared(actor, workspace, engagement, items=(PROTOCOL,))
    for number in range(1, 6):
        say(workspace, id, number, item_1="agree")
    validation.count(actor, workspace, id)
    validation.close(actor, workspace, id)
    before = validation.find(actor, workspace, id)

    ResponseRow.objects.all().delete()
    RoundRow.objects.all().delete()

    after = validation.find(actor, workspace, id)
    assert (after.outcomes, after.answers) == (before.outcomes, 5)


def test_a_report_carries_closed_meetings_and_no_rehearsal(actor: Actor, workspace: Workspace, engagement: str) -> None:
    held = prepared(actor, workspace, engagement)
    all_agree(workspace, held)
    rehearsed = prepared(actor, workspace, engagement, title="Rehearsal", simulated=True)
    all_agree(workspace, rehearsed, after=10)
    before = documents.material(actor, workspace, engagement).validations
    for id in (held, rehearsed):
        validation.count(actor, workspace, id)
        validation.close(actor, workspace, id)

    found = documents.material(actor, workspace, engagement, language="fr").validations

    assert before == ()
    assert [(one.title, one.answers) for one in found] == [("Validation workshop", 5)]
    assert [item.text for item in found[0].items][1] == "Écrire un protocole."


def test_a_second_delphi_round_tells_how_the_middle_moved(actor: Actor, workspace: Workspace, engagement: str) -> None:
    ids = [prepared(actor, workspace, engagement, "delphi", title="One")]
    ids.append(prepared(actor, workspace, engagement, "delphi", title="Two", before=ids[0]))
    for id, first in ((ids[0], (1, 3, 5, 7, 9)), (ids[1], (6, 6, 7, 7, 7))):
        for number, rating in enumerate(first):
            say(workspace, id, number + 10 * ids.index(id), item_1=str(rating), item_2="5")
        validation.count(actor, workspace, id)

    found = validation.find(actor, workspace, ids[1])
    assert [(one.median, one.shift, one.narrowing) for one in found.spreads] == [(7, 2, 3.0), (5, 0, 0.0)]
    assert found.concordance is not None
    assert found.concordance.judges == 5


def test_an_item_of_a_second_round_is_compared_with_the_one_of_the_same_words(
    actor: Actor, workspace: Workspace, engagement: str
) -> None:
    shelter = "Fund a shelter."
    first = prepared(actor, workspace, engagement, "delphi", items=(PROTOCOL, Asked("own:2", shelter)))
    for number in range(1, 6):
        say(workspace, first, number, item_1="2", item_2="9")
    validation.count(actor, workspace, first)
    again = (Asked("own:1", shelter),)
    second = prepared(actor, workspace, engagement, "delphi", title="Second", before=first, items=again)
    for number in range(11, 16):
        say(workspace, second, number, item_1="9")
    validation.count(actor, workspace, second)

    assert validation.find(actor, workspace, second).spreads[0].shift == 0
    with pytest.raises(Problem, match="no_such_validation"):
        prepared(actor, workspace, engagement, "priority", title="Third", before=first)


def test_points_rank_items(actor: Actor, workspace: Workspace, engagement: str) -> None:
    id = prepared(actor, workspace, engagement, "priority")
    for number in range(1, 6):
        say(workspace, id, number, item_1="20", item_2=str(70 + number))
    validation.count(actor, workspace, id)

    assert [one.mean for one in validation.find(actor, workspace, id).spreads] == [20, 73]


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"title": " "}, "title_missing"), ({"items": ()}, "no_items"), ({"items": (PROTOCOL,) * 41}, "too_many_items"),
        ({"way": "shouting"}, "no_such_state"), ({"before": "none"}, "no_such_validation"),
        ({"items": (Asked("own:1", "Mr Jean Ramgoolam, tel 5712 3456, must go."),)}, "held"),
    ],
)  # fmt: skip
def test_what_cannot_be_put_before_a_meeting_is_named(
    actor: Actor, workspace: Workspace, engagement: str, given: dict[str, object], code: str
) -> None:
    with pytest.raises(Problem, match=code):
        prepared(actor, workspace, engagement, **{"way": "validation", **given})  # type: ignore[arg-type]

    assert not validation.ValidationRow.objects.exists()


def test_only_who_may_read_words_reads_the_objections(actor: Actor, workspace: Workspace, engagement: str) -> None:
    id = prepared(actor, workspace, engagement, held_on=date.max)
    for number in range(1, 6):
        say(workspace, id, number, item_1="disagree", why_1=WHY)
    validation.count(actor, workspace, id)
    user = User.objects.create(email="observer@filao.example", name="Observer")
    Membership.objects.create(workspace=workspace, user=user, role="observer")
    observer = Actor(user.id, user.name, strong=True)

    with pytest.raises(Problem, match="not_allowed"):
        validation.objections(observer, workspace, id)
    assert not vault.may_read(observer, workspace)
