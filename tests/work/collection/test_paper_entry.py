"""Paper is keyed in once by the number of its sheet; gaps are told apart from mistakes, and a second entry checks the first."""

from __future__ import annotations

import pytest
from tests.collecting import publish
from tests.every_question import every_question
from tests.respondents import FORM

from filao.core.problems import Problem
from filao.exchange import parcels
from filao.store.collection import ResponseRow
from filao.work import vault
from filao.work.access import Actor
from filao.work.collection import paper, rounds
from filao.work.workspaces import Workspace

pytestmark = pytest.mark.database

SHEET = {
    "/data/block_consent/consent": "1", "/data/about/island": "2", "/data/about/district": "3", "/data/about/years": "12",
    "/data/about/speaks": "1 3", "/data/sure/first": "3 1 2", "/data/tie[1]/partner": "4", "/data/tie[1]/often": "2",
    "/data/more/since": "14/3/2024", "/data/more/words": "They call us first.",
}  # fmt: skip
ONCE = {"/data/tie": 1}


@pytest.fixture(autouse=True)
def published(workspace: Workspace) -> None:
    publish(workspace, every_question(), form_id=FORM, title="Services")


def sheet(actor: Actor, workspace: Workspace, repeats: dict[str, int] | None = None, **changes: str) -> paper.Sheet:
    typed = SHEET | {f"/data/{name.replace('__', '/')}": text for name, text in changes.items()}
    return paper.open_sheet(actor, workspace, FORM, typed, ONCE if repeats is None else repeats)


def test_a_sheet_keyed_in_by_numbers_is_an_answer_like_any_other(actor: Actor, workspace: Workspace) -> None:
    from filao.store import blobs

    round = rounds.create(actor, workspace, FORM, rounds.Plan("March", "open"))

    receipt = paper.enter(actor, workspace, FORM, sheet(actor, workspace), number="17", round=round)

    row = ResponseRow.objects.get(workspace=workspace)
    assert (receipt.status, row.channel, row.round_id) == ("created", "paper", round)
    assert row.closed["/data/about/island"] == "rodrigues"
    assert row.closed["/data/about/speaks"] == "en mfe"
    assert row.closed["/data/sure/first"] == "rules shelter time"
    assert row.closed["/data/tie[1]/partner"] == "b03"
    assert row.closed["/data/more/since"] == "2024-03-14"
    whole = vault.open_(actor, workspace, blobs.get(row.raw), parcels.ANSWER, "test").decode()
    assert "They call us first." in whole


def test_a_sheet_is_taken_once_by_its_number(actor: Actor, workspace: Workspace) -> None:
    paper.enter(actor, workspace, FORM, sheet(actor, workspace), number="17")

    with pytest.raises(Problem, match="paper_number_taken"):
        paper.enter(actor, workspace, FORM, sheet(actor, workspace, about__years="13"), number=" 17 ")
    paper.enter(actor, workspace, FORM, sheet(actor, workspace), number="18")
    paper.enter(actor, workspace, FORM, sheet(actor, workspace))
    paper.enter(actor, workspace, FORM, sheet(actor, workspace))

    assert ResponseRow.objects.filter(workspace=workspace).count() == 4


def test_what_cannot_be_read_keeps_a_sheet_out(actor: Actor, workspace: Workspace) -> None:
    wrong = sheet(actor, workspace, about__island="7", about__years="200", more__since="yesterday")

    assert [(fault.path.rpartition("/")[2], fault.code) for fault in wrong.faults] == [
        ("island", "keyed_no_option"), ("years", "answer_constraint"), ("since", "answer_not_date"),
    ]  # fmt: skip
    with pytest.raises(Problem, match="answers_unsound"):
        paper.enter(actor, workspace, FORM, wrong)


def test_needed_answers_that_the_paper_leaves_open_are_agreed_to(actor: Actor, workspace: Workspace) -> None:
    open_one = sheet(actor, workspace, about__island="", about__district="")

    assert (open_one.faults, open_one.gaps) == ((), ("/data/about/island",))
    with pytest.raises(Problem, match="paper_gaps"):
        paper.enter(actor, workspace, FORM, open_one)
    assert paper.enter(actor, workspace, FORM, open_one, gaps_agreed=True).status == "created"


def test_an_answer_to_a_question_that_was_not_to_be_asked_is_left_out_and_said(
    actor: Actor, workspace: Workspace
) -> None:
    told = sheet(actor, workspace, about__years_why="Habit")

    paper.enter(actor, workspace, FORM, told)

    assert told.left_out == ("/data/about/years_why",)
    assert "/data/about/years_why" not in ResponseRow.objects.get(workspace=workspace).closed


def test_every_question_stands_on_the_page_also_those_that_may_not_be_asked(actor: Actor, workspace: Workspace) -> None:
    blank = paper.open_sheet(actor, workspace, FORM)

    asked = [spot.path for spot in blank.spots]

    assert "/data/about/years_why" in asked
    assert "/data/tie[1]/partner" in asked
    assert "/data/more/bodies_named" not in asked


def test_empty_times_of_a_repeat_at_the_end_do_not_count(actor: Actor, workspace: Workspace) -> None:
    three = sheet(actor, workspace, {"/data/tie": 3}, **{"tie[2]__partner": "1"})

    paper.enter(actor, workspace, FORM, three)

    row = ResponseRow.objects.get(workspace=workspace)
    assert three.gaps == ()
    assert row.closed["/data/tie[2]/partner"] == "b00"
    assert not [path for path in row.closed if "tie[3]" in path]


def test_a_second_entry_names_what_differs_and_may_take_the_firsts_place(actor: Actor, workspace: Workspace) -> None:
    paper.enter(actor, workspace, FORM, sheet(actor, workspace), number="17")
    again = sheet(actor, workspace, about__years="21", more__words="Other words")

    same = paper.differences(actor, workspace, FORM, sheet(actor, workspace), number="17")
    differing = paper.differences(actor, workspace, FORM, again, number="17")
    receipt = paper.enter(actor, workspace, FORM, again, number="17", replaces=True)

    assert same == []
    assert differing == ["/data/about/years"]
    assert receipt.status == "created"
    current = ResponseRow.objects.get(workspace=workspace, current=True)
    assert (current.closed["/data/about/years"], ResponseRow.objects.filter(workspace=workspace).count()) == ("21", 2)
    assert paper.first_entry(actor, workspace, FORM, number="17")["/data/about/years"] == "21"


def test_there_is_no_second_entry_without_a_first(actor: Actor, workspace: Workspace) -> None:
    with pytest.raises(Problem, match="paper_number_unknown"):
        paper.differences(actor, workspace, FORM, sheet(actor, workspace), number="17")


def test_who_declined_on_paper_is_counted_and_nothing_kept(actor: Actor, workspace: Workspace) -> None:
    paper.enter(actor, workspace, FORM, sheet(actor, workspace, block_consent__consent="2"), gaps_agreed=True)

    row = ResponseRow.objects.get(workspace=workspace)
    assert (row.state, row.closed, row.raw) == ("refused", {}, "")


def test_paper_of_a_closed_form_is_not_keyed_in(actor: Actor, workspace: Workspace) -> None:
    publish(workspace, every_question("shut"), form_id="shut", state="closed")

    with pytest.raises(Problem, match="instrument_not_published"):
        paper.open_sheet(actor, workspace, "shut")
    with pytest.raises(Problem, match="no_such_instrument"):
        paper.open_sheet(actor, workspace, "nothing")
