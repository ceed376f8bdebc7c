"""The one-page status: deliverables, instalments, alerts and dates, and never a second page."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from filao.core.alerts import Alert, Awaited, Validated
from filao.core.desk import Interview
from filao.core.engagement import Deliverable, Engagement, Instalment, Milestone
from filao.documents import model as m
from filao.documents import pdf, status_page
from filao.documents.composing import Material
from filao.documents.status_page import Counts

TODAY = date(2026, 11, 22)


def busy(c: Material, deliverables: int) -> tuple[Material, Counts]:
    """An engagement with everything at once."""
    items = tuple(
        Deliverable(
            f"d{n}", f"Report number {n} on the needs of services", "document", TODAY + timedelta(n), "submitted", TODAY
        )
        for n in range(deliverables)
    )
    engagement = Engagement(
        "e", "Training needs assessment and national capacity development programme", "IOM", "", TODAY, TODAY, "en",
        deliverables=items, instalments=tuple(Instalment(n, "", ("d0", "d1")) for n in range(1, 4)),
        milestones=tuple(Milestone(f"m{n}", f"Milestone {n}", TODAY + timedelta(n)) for n in range(9)),
    )  # fmt: skip
    facts = {"event": "Municipal elections", "start": TODAY, "until": TODAY + timedelta(9)}
    found = tuple(
        Alert("in_election", "milestone", f"m{n}", "Interviews with partners in the districts", TODAY, facts)
        for n in range(30)
    )
    return replace(c, engagement=engagement), Counts(
        5, 2, 3, 21.0, found, (Awaited("r", "Mapping report, draft 1", TODAY, 2, 3),),
        (Validated("v", "Workshop", TODAY, ()),),
    )  # fmt: skip


def words(document: m.Document) -> str:
    found = []
    for block in document.blocks():
        if isinstance(block, m.Table):
            found += [m.plain(cell) for row in block.rows for cell in row]
        elif isinstance(block, m.Bullets):
            found += [m.plain(item) for item in block.items]
    return "\n".join(found)


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("deliverables", [2, 7])
def test_the_status_is_one_page_however_much_there_is_to_say(
    mauritian: Material, language: str, deliverables: int
) -> None:
    c, counts = busy(replace(mauritian, language=language), deliverables)

    built = pdf.build(status_page.compose(c, counts))

    assert built.layout.pages == 1


def test_what_does_not_fit_is_counted(mauritian: Material) -> None:
    c, counts = busy(mauritian, 2)

    text = words(status_page.compose(c, counts))

    shown = text.count("in the time of an election")
    assert f"{len(counts.alerts) - shown} more, in Filao." in text


def test_an_alert_is_told_with_its_date_and_what_to_do(mauritian: Material) -> None:
    alert = Alert("not_claimed", "instalment", "1", "1", TODAY, {"n": 1})

    text = words(status_page.compose(mauritian, Counts(alerts=(alert,))))

    assert "22 November 2026\nInstalment 1 may be claimed and has not been.\nSend the claim, and mark it here." in text


def test_a_meeting_that_has_ended_does_not_come_next(mauritian: Material) -> None:
    ahead = Validated("a", "Workshop", TODAY, ("mapping-report",))
    ended = replace(ahead, title="Last month’s workshop", ended_at=datetime(2026, 10, 2, 16, tzinfo=UTC))

    text = words(status_page.compose(mauritian, Counts(validations=(ended, ahead))))

    assert "meeting that validates: Workshop" in text
    assert "Last month’s workshop" not in text


def test_an_instalment_says_what_it_waits_for(mauritian: Material) -> None:
    report = Deliverable(
        "mapping-report", "Mapping report", "document", status="accepted", documents=("mapping-report",)
    )
    letter = Deliverable("letter", "Letter", "document", status="accepted")
    guide = Deliverable("guide", "Guide", "document")

    def told(*items: Deliverable) -> str:
        one = Instalment(1, "", tuple(d.id for d in items))
        engagement = replace(mauritian.engagement, deliverables=items, instalments=(one,))
        return next(
            line for line in words(status_page.compose(replace(mauritian, engagement=engagement))).splitlines()
            if line.startswith("Instalment 1")
        )  # fmt: skip

    assert told(report) == "Instalment 1: may be claimed"
    assert told(report, guide) == "Instalment 1: waits for Guide"
    assert told(replace(report, comments_open=2)).endswith("waits for decisions on comments on Mapping report")
    assert "not tied to a document" in told(letter)


def test_of_the_core_each_body_that_was_met_counts_once_and_no_other_body_does(mauritian: Material) -> None:
    tiers = {
        tier: [p.organisation_id for p in mauritian.analysis.partners if p.tier == tier]
        for tier in ("core", "snowball")
    }
    met = (tiers["core"][0], tiers["core"][0], tiers["core"][1], tiers["snowball"][0])
    interviews = tuple(Interview(str(n), f"I-{n}", body, status="held") for n, body in enumerate(met))

    status = status_page.compose(replace(mauritian, interviews=interviews))

    (figures,) = [block for block in status.blocks() if isinstance(block, m.KeyFigures)]
    assert m.plain((figures.items[0][0],)) == f"2 / {len(tiers['core'])}"


def test_where_no_date_is_agreed_the_page_does_not_say_that_all_is_accepted(mauritian: Material) -> None:
    engagement = replace(mauritian.engagement, deliverables=(Deliverable("guide", "Guide", "document"),))

    lead = status_page.compose(replace(mauritian, engagement=engagement)).sections[0].blocks[0]

    assert isinstance(lead, m.Paragraph)
    assert m.plain(lead.inline) == "No date is agreed for what is still to be delivered."
