"""The addresses of the app, and what its tests read from the answers."""

from __future__ import annotations

import re
from html import unescape

from django.http import HttpResponse

PAGES = {
    "workspaces": "/?all",
    "home": "/mauritius/",
    "search": "/mauritius/search?q=police",
    "organisations": "/mauritius/organisations",
    "organisation": "/mauritius/organisations/MPF",
    "actions": "/mauritius/actions",
    "ties": "/mauritius/ties",
    "laws": "/mauritius/laws",
    "trainings": "/mauritius/trainings",
    "sources": "/mauritius/sources",
    "record": "/mauritius/records/relation/R001",
    "edit": "/mauritius/records/organisation/MPF/edit/nrm_stages",
    "proposals": "/mauritius/to-decide",
    "duplicates": "/mauritius/alike",
    "import": "/mauritius/import",
    "history": "/mauritius/history",
    "network": "/mauritius/network",
    "network-drawing": "/mauritius/network/drawing",
    "network-analyst": "/mauritius/network/analyst",
    "pathways": "/mauritius/pathways",
    "expected-links": "/mauritius/pathways/expected",
    "coverage": "/mauritius/coverage",
    "group": "/mauritius/group",
    "group-meetings": "/mauritius/group/meetings",
    "group-decisions": "/mauritius/group/decisions",
    "group-actions": "/mauritius/group/actions",
    "group-monitoring": "/mauritius/group/monitoring",
    "group-members": "/mauritius/group/members",
    "group-members-print": "/mauritius/group/members/print",
    "group-seat": "/mauritius/group/seats/TWG-PMO",
    "group-papers": "/mauritius/group/papers",
    "group-digests": "/mauritius/group/digests",
    "group-analyst": "/mauritius/group/analyst",
    "questions": "/mauritius/questions",
    "desk": "/mauritius/meetings",
    "interview-new": "/mauritius/meetings/new",
    "guides": "/mauritius/meetings/guides",
    "schedule": "/mauritius/meetings/schedule",
    "contacts": "/mauritius/contacts",
    "sheets": "/mauritius/sheets",
    "sheet-return": "/mauritius/sheets/MPF/return",
    "forms": "/mauritius/forms",
    "form-new": "/mauritius/forms/new",
    "rounds": "/mauritius/fieldwork",
    "pairs": "/mauritius/fieldwork/pairs",
    "round-new": "/mauritius/fieldwork/new",
    "documents": "/mauritius/documents",
    "document": "/mauritius/documents/mapping-report",
    "section": "/mauritius/documents/mapping-report/sections/summary",
    "comments": "/mauritius/documents/mapping-report/comments",
    "reviews": "/mauritius/documents/mapping-report/reviews",
    "findings": "/mauritius/findings",
    "replies": "/mauritius/replies",
    "validations": "/mauritius/validation",
    "validation-new": "/mauritius/validation/new",
    "work": "/mauritius/engagements",
    "engagement": "/mauritius/engagements/mapping-update",
    "then-and-now": "/mauritius/engagements/mapping-update/then-and-now",
    "deliverable": "/mauritius/engagements/mapping-update/deliverables/mapping-report",
    "working-days": "/mauritius/working-days",
    "versions": "/mauritius/documents/mapping-report/versions",
    "people": "/mauritius/people",
    "journal": "/mauritius/journal",
    "data-date": "/mauritius/data-date",
    "vault": "/mauritius/words",
    "collectors": "/mauritius/fieldwork/devices",
    "aside": "/mauritius/fieldwork/aside",
    "protection": "/mauritius/protection",
    "protection-kind": "/mauritius/protection/kinds/contacts",
    "protection-engagement": "/mauritius/protection/engagements/mapping-update",
    "requests": "/mauritius/protection/requests",
    "breaches": "/mauritius/protection/breaches",
}
"""Name of the address -> a page of the example."""

FIRST_MADE = {
    "import-review", "question", "interview", "interview-edit", "guide-words",
    "finding", "reply-request", "validation", "comment", "instalment", "round", "round-file", "wall",
    "round-invitations", "round-messages",
    "form", "form-draft", "keying",
    "respond", "respond-draft", "respond-stopped", "respond-withdraw", "offline", "answers", "answers-import", "answers-review",
    "breach", "review", "review-return", "review-letters",
    "group-meeting", "group-meeting-edit", "group-item", "group-decide", "group-assign", "group-decision", "group-action",
    "group-links", "group-attendance", "group-mails", "group-paper",
}  # fmt: skip
"""Pages that need an act first, or an id of the day: the stories walk through them."""

NO_PAGES = {
    "device-forms", "device-form", "device-manifest", "device-media", "device-submission",
    "language", "withdraw", "export", "build", "file", "page-picture", "calendar", "schedule-file", "packets",
    "group-calendar", "group-paper-file", "link-paper", "group-letters", "group-print", "group-monitoring-file",
    "group-decisions-file", "review-sheet",
    "body-sheet", "sheets-file", "letters",
    "drawing", "erase", "respond-picture", "answers-export", "breach-notice", "certificate", "paper", "round-paper", "pairs-file",
    "validation-record", "form-discard", "form-paper", "form-file",
    "offline-worker", "offline-form", "offline-file", "offline-submission",
}  # fmt: skip
"""Addresses that answer with a file or only take a form."""


def text_of(answer: HttpResponse) -> str:
    """The words of a page."""
    return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode())))
