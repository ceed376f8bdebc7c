"""The work in the app: what is due, what a file accepted means for an instalment, then and now, and the journal."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from filao.core.engagement import upcoming
from filao.documents.language import numbers
from filao.work import desk, documents, engagements, workspaces
from filao.work import register as acts
from filao.work.access import Actor
from filao.work.workspaces import Workspace

from .pages import text_of

pytestmark = pytest.mark.database

WORK = "/mauritius/engagements"
TRAINING = f"{WORK}/training-2026"
REPORT = f"{TRAINING}/deliverables/tna-report"
FIRST = f"{TRAINING}/instalments/1"


def test_an_engagement_shows_what_is_due_what_blocks_it_and_its_tasks(person: Client) -> None:
    page = text_of(person.get(f"{WORK}/mapping-update"))

    assert "No interview has been logged" in page
    assert "literature review and critical analysis" in page
    assert "at most 20 counted pages" in page


def test_a_date_that_has_passed_comes_first(person: Client, actor: Actor, workspace: Workspace) -> None:
    address = f"{WORK}/mapping-update/deliverables"
    ahead = timezone.localdate() + timedelta(days=700)
    person.post(f"{address}/inception-report", {"act": "due", "due": ahead.isoformat()})
    person.post(f"{address}/mapping-report", {"act": "due", "due": "2020-01-31"})
    page = text_of(person.get(f"{WORK}/mapping-update"))

    found = upcoming(engagements.find(actor, workspace, "mapping-update"), timezone.localdate())
    late = sum(one.days < 0 for one in found)
    assert (f"{late} dates have passed" if late > 1 else "1 date has passed") in page
    assert page.index("31 January 2020") < page.index(numbers.day(ahead.isoformat(), "en"))


def test_an_instalment_is_claimable_only_when_its_deliverables_are_accepted(
    person: Client, actor: Actor, workspace: Workspace
) -> None:
    person.post(FIRST, {"conditions": ["tna-report"]})
    too_early = person.post(FIRST, {"mark": "claimed", "conditions": ["tna-report"]})
    assert too_early.status_code == 422

    person.post(REPORT, {"act": "move", "status": "submitted", "on": "2026-05-02"})
    person.post(REPORT, {"act": "move", "status": "accepted", "on": "2026-05-04", "reason": "Letter of 4 May"})
    assert "may be claimed" in text_of(person.get(FIRST))
    person.post(FIRST, {"mark": "claimed", "conditions": ["tna-report"]})

    instalment = engagements.find(actor, workspace, "training-2026").instalments[0]
    assert (instalment.conditions, instalment.settled) == (("tna-report",), "claimed")


def test_an_acceptance_names_a_built_file_or_says_what_it_rests_on(
    person: Client, actor: Actor, workspace: Workspace
) -> None:
    empty = {"act": "move", "status": "accepted", "on": "2026-12-02", "evidence": "", "reason": ""}
    address = f"{WORK}/mapping-update/deliverables/inception-report"
    person.post(address, {**empty, "status": "submitted"})
    assert person.post(address, empty).status_code == 422

    person.post(
        "/mauritius/documents/inception-report/build",
        {"format": "pdf", "language": "en", "audience": "working_group", "variant": ""},
    )
    digest = re.search(r'<option value="([0-9a-f]{64})"', person.get(address).content.decode())
    assert digest
    person.post(address, {**empty, "evidence": digest.group(1)})

    item = engagements.find(actor, workspace, "mapping-update").deliverable("inception-report")
    assert item is not None
    assert (item.status, item.evidence) == ("accepted", digest.group(1))


def test_what_was_not_submitted_is_not_accepted(person: Client, actor: Actor, workspace: Workspace) -> None:
    move = {"act": "move", "on": "2026-12-02", "reason": "Letter"}

    refused = person.post(f"{WORK}/mapping-update/deliverables/inception-report", {**move, "status": "accepted"})

    assert refused.status_code == 422
    assert "cannot be accepted before it was submitted" in text_of(refused)


def test_a_file_submitted_ends_its_draft(person: Client, actor: Actor, workspace: Workspace) -> None:
    first = documents.material(actor, workspace)
    made = documents.build(actor, workspace, "status-page", "pdf", first)

    engagements.move_deliverable(
        actor, workspace, "mapping-update", "inception-report", "submitted", on=date(2026, 12, 2), evidence=made.digest
    )

    assert (first.version, documents.material(actor, workspace).version) == ("draft 1", "draft 2")


def test_the_calendar_holds_the_due_dates(person: Client) -> None:
    answer = person.get(f"{WORK}/mapping-update.ics")

    assert answer.headers["Content-Type"].startswith("text/calendar")
    assert b"SUMMARY:Inception report" in answer.content


def test_the_mapping_of_the_baseline_stands_beside_the_one_of_today(person: Client) -> None:
    page = text_of(person.get(f"{WORK}/mapping-update/then-and-now"))

    assert "on record on 31 December 2020, and now" in page
    assert re.search(r"Organisations 34 90 \+56", page)


def test_the_journal_tells_every_act_and_its_chain_is_whole(person: Client) -> None:
    person.post("/mauritius/documents/mapping-report/sections/summary", {"act": "accept", "text": "Short."})
    page = text_of(person.get("/mauritius/journal"))

    assert re.search(r"The chain of \d+ lines is whole", page)
    assert "Section accepted" in page
    assert "Rows imported" not in text_of(person.get("/mauritius/journal?act=section.accepted")).split("Filter")[1]


def test_the_date_of_the_data_is_moved_with_a_reason_and_moved_back(
    person: Client, actor: Actor, workspace: Workspace
) -> None:
    address = "/mauritius/data-date"
    material = documents.material(actor, workspace)
    built = documents.build(actor, workspace, "status-page", "pdf", material)

    assert person.post(address, {"day": "2026-01-31", "reason": " "}).status_code == 422
    assert person.post(address, {"day": "2099-01-01", "reason": "Typing"}).status_code == 422
    assert "30 November 2025" in text_of(person.get(address))
    person.post(address, {"day": "2026-01-31", "reason": "Gazettes read"})

    page = text_of(person.get(address))
    assert "The evidence reaches to 31 January 2026" in page
    assert "From 30 November 2025 to 31 January 2026 : Gazettes read" in page.replace("2026:", "2026 :")
    assert documents.changed_since(actor, workspace, documents.material(actor, workspace), built) == ("register",)

    back = person.get(f"{address}?day=2025-11-30").content.decode()
    assert 'value="2025-11-30"' in back
    person.post(address, {"day": "2025-11-30", "reason": "Read only in part"})
    person.post(address, {"day": "2025-11-30", "reason": "Sent twice"})
    assert workspaces.data_to(actor, workspace) == "2025-11-30"
    assert [(m.before, m.after, m.reason) for m in workspaces.moves(actor, workspace)] == [
        ("2026-01-31", "2025-11-30", "Read only in part"), ("2025-11-30", "2026-01-31", "Gazettes read"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "page",
    ["/?all", "/mauritius/", "/mauritius/journal", "/mauritius/questions", f"{WORK}/mapping-update/then-and-now"],
)
def test_pages_tell_the_date_to_which_bodies_were_heard(
    person: Client, actor: Actor, workspace: Workspace, page: str
) -> None:
    meeting = desk.Meeting("MPF", status="held", consent=True, held_on=date(2026, 11, 18))
    source = desk.log(actor, workspace, meeting).source_id
    acts.set_fact(actor, workspace, "organisation", "MPF", "opening", "24/7", source=source, reason="told")

    words = text_of(person.get(page))

    assert "18 November 2026" in words
    assert "30 November 2025" not in words
