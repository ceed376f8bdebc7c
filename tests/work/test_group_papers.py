"""Papers of a group: a new version supersedes and keeps the old one; what is validated, used, and seen."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from filao.core.problems import Problem
from filao.store import blobs
from filao.store.people import Membership, User
from filao.work import files, group, links, members
from filao.work.access import Actor
from filao.work.group import Handed, Named
from filao.work.workspaces import Workspace

from .test_group import PLANNED, a_paper

pytestmark = pytest.mark.database

NAMED = Named("TWG", "Standard procedure", "protocol")
FIRST, SECOND = Handed(b"%PDF-1.7 one", "a.pdf"), Handed(b"%PDF-1.7 two", "Ann Aubert final.pdf")


@pytest.fixture
def paper(actor: Actor, workspace: Workspace) -> str:
    return group.add_paper(actor, workspace, NAMED, FIRST)


def test_a_new_version_supersedes_and_the_old_one_stays(actor: Actor, workspace: Workspace, paper: str) -> None:
    group.set_status(actor, workspace, paper, "validated")
    group.add_version(actor, workspace, paper, SECOND)
    found = group.group_paper(actor, workspace, paper)

    assert [v.number for v in found.versions] == [2, 1]
    assert (found.current.name, found.status) == ("standard-procedure-v2.pdf", "draft")
    assert group.paper_file(actor, workspace, paper, 1) == ("standard-procedure-v1.pdf", FIRST.data)
    with pytest.raises(Problem, match="same_paper"):
        group.add_version(actor, workspace, paper, FIRST)


def test_a_built_file_becomes_a_paper_and_a_restricted_one_does_not(actor: Actor, workspace: Workspace) -> None:
    built = a_paper(workspace)
    made = group.add_paper(actor, workspace, NAMED, Handed(built=built))

    assert group.group_paper(actor, workspace, made).current.digest == built
    with pytest.raises(Problem, match="file_lost"):
        group.add_paper(actor, workspace, NAMED, Handed(built=a_paper(workspace, "restricted", b"%PDF-1.7 closed")))


@pytest.mark.parametrize(
    ("named", "handed", "problem"),
    [
        (Named("NONE", "A", "note"), FIRST, "no_such_record"),
        (Named("TWG", "A", "song"), FIRST, "no_such_state"),
        (Named("TWG", "Call her on 5789 1234", "note"), FIRST, "held"),
        (NAMED, Handed(), "paper_missing"),
        (NAMED, Handed(b"<html>", "a.pdf"), "not_a_paper"),
        (NAMED, Handed(b" ", "a.pdf"), "file_empty"),
    ],
)
def test_what_cannot_be_kept_is_named(
    actor: Actor, workspace: Workspace, named: Named, handed: Handed, problem: str
) -> None:
    with pytest.raises(Problem, match=problem):
        group.add_paper(actor, workspace, named, handed)
    assert group.group_papers(actor, workspace) == []


def test_only_who_adopts_minutes_validates_a_paper(actor: Actor, workspace: Workspace, paper: str) -> None:
    user = User.objects.create_user("c@example.org", name="Consultant")
    Membership.objects.create(workspace=workspace, user=user, role="consultant")
    consultant = Actor(user.id, user.name, strong=True)

    group.set_status(consultant, workspace, paper, "comments")
    with pytest.raises(Problem, match="not_allowed"):
        group.set_status(consultant, workspace, paper, "validated")
    with pytest.raises(Problem, match="no_such_state"):
        group.set_status(actor, workspace, paper, "lost")


def test_a_paper_says_where_it_lies_on_the_table(actor: Actor, workspace: Workspace, paper: str) -> None:
    code, digest = group.plan(actor, workspace, PLANNED), group.group_paper(actor, workspace, paper).current.digest
    group.change_item(actor, workspace, code, group.Item("The procedure", "PMO", [digest]))
    until = timezone.localdate() + timedelta(7)
    asked = group.decide(actor, workspace, code, group.Decided("Agreed.", "no_objection", until=until, paper=digest))
    uses = group.uses(actor, workspace, [group.group_paper(actor, workspace, paper)])[paper]

    assert uses.items == ((code, 1, "The procedure"),)
    assert uses.decisions == (asked,)
    assert group.papers(actor, workspace)[digest] == "Standard procedure · v1"


def test_a_body_has_seen_a_paper_once_it_fetched_it_by_its_link(actor: Actor, workspace: Workspace, paper: str) -> None:
    token = links.make(actor, workspace, "paper", group.subject_of(paper, "MPF"))
    browser, found = links.confirm("mauritius", token), group.group_paper(actor, workspace, paper)
    group.opened_paper(workspace, token, browser)
    before = group.seen(actor, workspace, found)
    for _turn in range(2):
        group.kept_paper(workspace, token, browser, found.current.digest)

    (seen,) = group.seen(actor, workspace, found)
    assert before == []
    assert (seen.number, seen.organisation_id, seen.on) == (1, "MPF", timezone.localdate())


def test_a_body_has_seen_a_paper_once_somebody_who_sits_for_it_opened_it(
    actor: Actor, workspace: Workspace, paper: str
) -> None:
    user = User.objects.create_user("bea@filao.example", "five words make a password", name="Bea")
    Membership.objects.create(workspace=workspace, user=user, role="member")
    one = group.group_paper(actor, workspace, paper)
    bea = Actor(user.id, user.name)
    group.paper_file(bea, workspace, paper, 1)
    before = group.seen(actor, workspace, one)
    members.sits_for(actor, workspace, user.id, "CDU")
    for _time in range(2):
        group.paper_file(bea, workspace, paper, 1)

    assert before == []
    assert [(s.organisation_id, s.number) for s in group.seen(actor, workspace, one)] == [("CDU", 1)]


def test_files_of_papers_are_no_leftovers(actor: Actor, workspace: Workspace, paper: str) -> None:
    digest = group.group_paper(actor, workspace, paper).current.digest

    assert digest in files.spoken_of()
    assert blobs.exists(digest)


def test_a_sub_group_has_papers_of_its_own(actor: Actor, workspace: Workspace, paper: str) -> None:
    other = next(g.id for g in group.groups(actor, workspace) if g.id != "TWG")
    made = group.add_paper(actor, workspace, Named(other, "Own paper", "note"), SECOND)

    assert [p.id for p in group.group_papers(actor, workspace, other)] == [made]
    assert {p.id for p in group.group_papers(actor, workspace)} == {made, paper}
