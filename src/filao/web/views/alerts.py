"""Alerts of an engagement as a page shows them: the date, the sentence, what to do, and where."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from filao.core.alerts import Alert
from filao.core.engagement import Engagement
from filao.documents.words import alerts as words
from filao.web.shown import Shown
from filao.work import alerts


@dataclass(frozen=True, slots=True)
class Row:
    """One alert; `url` leads to the page on which it is answered, "" where the reader may not open it."""

    text: str
    mend: str
    url: str
    on: date | None
    note: bool


def rows(shown: Shown, engagement: Engagement) -> list[Row]:
    """The alerts of an engagement, those that ask for an act first."""
    found = alerts.read(shown.actor, shown.workspace, engagement, language=shown.language)
    return [
        Row(
            words.told(one, shown.language), words.mend(one, shown.language), _address(shown, engagement.id, one), one.on,
            one.note,
        )
        for one in found
    ]  # fmt: skip


def _address(shown: Shown, engagement: str, alert: Alert) -> str:
    slug = shown.workspace.slug
    if alert.what == "deliverable":
        return reverse("deliverable", args=[slug, engagement, alert.id])
    if alert.what == "instalment":
        return reverse("instalment", args=[slug, engagement, alert.id])
    if alert.what == "document":
        page = "comments" if alert.code == "comments_late" else "document"
        return f"{reverse(page, args=[slug, alert.id])}?engagement={engagement}"
    pages = {"meeting": "group-meeting", "validation": "validation", "round": "review"}
    if alert.what == "validation" and not shown.may("findings.read"):
        return ""
    if alert.what in pages:
        return reverse(pages[alert.what], args=[slug, alert.id])
    return reverse("working-days", args=[slug])
