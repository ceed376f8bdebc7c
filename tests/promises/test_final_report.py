"""Promise: a report is final only when nothing stands in its way. Shown on a small fictitious country, marked as simulated."""

from __future__ import annotations

import subprocess
from dataclasses import replace
from datetime import date
from pathlib import Path

import pypdfium2
import pytest

from filao.core.comments import Comment
from filao.core.problems import Problem
from filao.documents import gate
from filao.documents.composing import Material
from filao.work import desk, documents, engagements, folders, narrative, replies, worker
from filao.work.access import Actor
from filao.work.workspaces import Workspace

pytestmark = pytest.mark.database
FOLDER = Path(__file__).parent / "islands"
KIND = "mapping-report"
TODAY = date(2026, 11, 22)


@pytest.fixture
def islands(actor: Actor) -> Workspace:
    return folders.open_folder(actor, FOLDER, today=TODAY).workspace


def material(actor: Actor, workspace: Workspace, *, final: bool = True) -> Material:
    return documents.material(actor, workspace, final=final, today=TODAY)


def codes(actor: Actor, workspace: Workspace) -> set[str]:
    return {fault.code for fault in documents.outline(actor, workspace, material(actor, workspace), KIND).faults}


def accept_sections(actor: Actor, workspace: Workspace) -> None:
    outline = documents.outline(actor, workspace, material(actor, workspace), KIND)
    for part in outline.parts:
        narrative.save_section(
            actor, workspace, "mapping", KIND, part.id, "en", part.draft, status="accepted", read_by_person=True
        )


def hold_meeting(actor: Actor, workspace: Workspace) -> None:
    meeting = desk.Meeting("POL", "Head of desk", "in_person", "held", True, "institution", held_on=date(2026, 11, 2))
    desk.log(actor, workspace, meeting)


def ask_everybody_concerned(actor: Actor, workspace: Workspace) -> None:
    c = material(actor, workspace)
    pairs = [(finding.id, body) for finding in c.findings if finding.negative for body in finding.bodies]
    replies.ask(actor, workspace, c, pairs, on=date(2026, 11, 3), due=date(2026, 11, 10))


def made_ready(actor: Actor, workspace: Workspace) -> None:
    hold_meeting(actor, workspace)
    ask_everybody_concerned(actor, workspace)
    accept_sections(actor, workspace)


def test_a_first_draft_is_refused_with_everything_that_stands_in_the_way(actor: Actor, islands: Workspace) -> None:
    with pytest.raises(Problem) as stopped:
        documents.build(actor, islands, KIND, "pdf", material(actor, islands))

    assert stopped.value.code == "not_final"
    faults = stopped.value.facts["faults"]
    assert isinstance(faults, tuple)
    assert {"no_interview", "section_is_draft"} <= {fault.code for fault in faults}
    assert documents.builds(actor, islands, "mapping") == []


def test_an_open_comment_stands_in_the_way_until_it_is_decided(actor: Actor, islands: Workspace) -> None:
    made_ready(actor, islands)
    before = codes(actor, islands)
    comment = Comment("", 0, KIND, "draft 1", "Ministry of Tests", "Summary", "Name the Act.", "substance")
    narrative.add_comments(actor, islands, "mapping", KIND, [comment])

    during = codes(actor, islands)
    narrative.decide_comment(
        actor, islands, "mapping", KIND, 1, decision="accepted", response="Named.", changed="summary"
    )

    assert "comment_open" in during - before
    assert codes(actor, islands) == before


def test_a_body_in_a_negative_finding_is_asked_before_the_report_is_final(actor: Actor, islands: Workspace) -> None:
    hold_meeting(actor, islands)
    accept_sections(actor, islands)
    named = [f for f in material(actor, islands).findings if f.negative and f.bodies]

    before = codes(actor, islands)
    ask_everybody_concerned(actor, islands)

    assert named, "the fictitious register has no negative finding that names a body"
    assert "no_right_of_reply" in before
    assert "no_right_of_reply" not in codes(actor, islands)


def test_with_nothing_in_the_way_the_report_is_final_and_says_that_it_is_simulated(
    actor: Actor, islands: Workspace
) -> None:
    made_ready(actor, islands)
    assert codes(actor, islands) == set()

    made = documents.build(actor, islands, KIND, "pdf", material(actor, islands))
    pages = pypdfium2.PdfDocument(documents.file(actor, islands, made.id)[1])
    texts = [page.get_textpage().get_text_bounded() for page in pages]

    assert (made.status, made.version) == ("final", "final")
    assert all("Simulated: a fictitious country for tests" in " ".join(text.split()) for text in texts)
    assert not any(
        "Draft text" in text or "Desk-review edition" in text or "Draft for comments" in text for text in texts
    )
    assert made.facts["counted_pages"] <= 20


def test_more_than_twenty_counted_pages_are_refused(actor: Actor, islands: Workspace) -> None:
    made_ready(actor, islands)
    long = "\n\n".join(f"Paragraph {n} of a text that goes on for too long. " * 12 for n in range(150))
    narrative.save_section(
        actor, islands, "mapping", KIND, "method", "en", long, status="accepted", read_by_person=True
    )

    with pytest.raises(Problem) as stopped:
        documents.build(actor, islands, KIND, "pdf", material(actor, islands))

    faults = stopped.value.facts["faults"]
    assert isinstance(faults, tuple)
    assert "too_many_pages" in {fault.code for fault in faults}


def test_a_finding_without_evidence_is_refused(actor: Actor, islands: Workspace) -> None:
    c = material(actor, islands)
    bare = replace(c.findings[0], evidence=())

    faults = gate.faults(documents.catalogue.composed(KIND, replace(c, findings=(bare,))), replace(c, findings=(bare,)))

    assert "finding_without_evidence" in {fault.code for fault in faults}


def test_the_demonstration_says_on_every_page_what_it_is(actor: Actor, workspace: Workspace) -> None:
    made = documents.build(actor, workspace, "status-page", "pdf", documents.material(actor, workspace))
    data = documents.file(actor, workspace, made.id)[1]

    for page in pypdfium2.PdfDocument(data):
        text = " ".join(page.get_textpage().get_text_bounded().split())
        assert "Demonstration, not commissioned or reviewed by IOM or the Government" in text


def test_the_fictitious_country_stands_in_no_package_that_is_released() -> None:
    listed = subprocess.run(
        ["git", "ls-files", "src", "examples"], capture_output=True, text=True, cwd=FOLDER.parents[2], check=True
    )

    assert "islands" not in listed.stdout


@pytest.fixture(autouse=True, scope="module")
def workers_end_with_the_tests() -> object:
    yield None
    worker.stop()


def test_engagement_of_the_fictitious_country_pays_only_after_acceptance(actor: Actor, islands: Workspace) -> None:
    with pytest.raises(Problem, match="not_claimable"):
        engagements.settle(actor, islands, "mapping", 1, "claimed")

    made_ready(actor, islands)
    made = documents.build(actor, islands, KIND, "pdf", material(actor, islands))
    for state in ("submitted", "accepted"):
        engagements.move_deliverable(actor, islands, "mapping", KIND, state, on=TODAY, evidence=made.digest)
    engagements.settle(actor, islands, "mapping", 1, "claimed")

    assert engagements.find(actor, islands, "mapping").instalments[0].settled == "claimed"
