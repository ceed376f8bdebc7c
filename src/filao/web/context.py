"""What every page's frame needs: the workspace, the eight words and their pages, and the reader's view of codes."""

from __future__ import annotations

from functools import cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import resolve, reverse
from django.utils.translation import gettext_lazy as _

from filao.web.shown import Shown
from filao.work import access, accounts, mail
from filao.work.access import Actor
from filao.work.workspaces import Workspace

Page = tuple[str, Any]

NAVIGATION: tuple[tuple[str, Any, tuple[Page, ...]], ...] = (
    ("home", _("Home"), (("home", _("At a glance")), ("search", _("Search")))),
    (
        "register",
        _("Register"),
        (
            ("organisations", _("Organisations")), ("actions", _("Actions")), ("ties", _("Ties")), ("laws", _("Laws")),
            ("trainings", _("Training given")), ("sources", _("Sources")), ("proposals", _("To decide")),
            ("duplicates", _("Alike")), ("import", _("Import and export")), ("history", _("History")),
        ),
    ),
    (
        "network",
        _("Network"),
        (
            ("network", _("Who connects whom")), ("network-drawing", _("Drawing")),
            ("network-analyst", _("Analyst’s view")),
        ),
    ),
    (
        "pathways",
        _("Pathways"),
        (("pathways", _("Find a way")), ("expected-links", _("Expected links")), ("coverage", _("Coverage"))),
    ),
    (
        "ask",
        _("Ask"),
        (
            ("questions", _("Questions")), ("desk", _("Meetings")), ("sheets", _("Sheets")), ("contacts", _("Contacts")),
            ("forms", _("Forms")), ("rounds", _("Fieldwork")),
            ("collectors", _("Devices")),
        ),
    ),
    (
        "group",
        _("Group"),
        (
            ("group", _("Seats")), ("group-members", _("Members")), ("group-meetings", _("Group meetings")),
            ("group-papers", _("Papers")), ("group-decisions", _("Decisions")), ("group-actions", _("Actions")),
            ("group-monitoring", _("Joint monitoring")), ("group-analyst", _("Analyst’s view")),
        ),
    ),
    (
        "documents",
        _("Documents"),
        (("documents", _("Deliverables")), ("findings", _("Findings")), ("validations", _("Validation"))),
    ),
    (
        "work",
        _("Work"),
        (
            ("work", _("Engagements")), ("people", _("People")), ("journal", _("Journal")), ("vault", _("Words of people")),
            ("protection", _("Protection")),
        ),
    ),
)  # fmt: skip
"""The eight words, each with its pages (name of the address, words of the tab)."""

_PLACE = {page: key for key, _label, pages in NAVIGATION for page, _words in pages}
_UNDER = {
    "organisation": "organisations", "record": "organisations", "edit": "organisations", "merge": "organisations",
    "import-review": "import", "question": "questions", "interview": "desk", "interview-new": "desk",
    "interview-edit": "desk", "guides": "desk", "guide-words": "desk", "schedule": "desk",
    "form": "forms", "form-new": "forms", "form-draft": "forms", "keying": "forms", "answers": "forms",
    "answers-import": "forms", "answers-review": "forms", "round": "rounds", "round-new": "rounds",
    "round-invitations": "rounds", "round-messages": "rounds", "pairs": "rounds",
    "sheet-return": "sheets", "sheet-links": "sheets", "document": "documents", "section": "documents", "comments": "documents",
    "finding": "findings", "validation": "validations", "validation-new": "validations",
    "engagement": "work", "deliverable": "work",
    "comment": "documents", "build": "documents", "instalment": "work", "then-and-now": "work",
    "group-meeting": "group-meetings", "group-meeting-edit": "group-meetings", "group-item": "group-meetings",
    "group-decide": "group-meetings", "group-assign": "group-meetings", "group-digests": "group-meetings",
    "group-links": "group-meetings", "group-attendance": "group-meetings",
    "group-mails": "group-meetings", "group-seat": "group-members",
    "group-members-print": "group-members", "group-paper": "group-papers",
    "group-decision": "group-decisions", "group-action": "group-actions",
    "data-date": "work", "aside": "collectors",
    "protection-kind": "protection", "protection-engagement": "protection", "requests": "protection",
    "breaches": "protection", "breach": "protection",
}  # fmt: skip
"""Pages below a tab -> the tab."""

_OF_KIND = {
    "action": "actions", "relation": "ties", "provision": "laws", "training": "trainings", "source": "sources",
    "group": "group", "seat": "group", "expected_link": "expected-links", "role": "expected-links",
}  # fmt: skip
"""Kind of record -> the tab of its page."""


@cache
def _right_of(page: str) -> str:
    """The right that a page of the frame asks for."""
    return str(getattr(resolve(reverse(page, args=["w"])).func, "reads", ""))


def open_pages(actor: Actor, workspace: Workspace) -> list[tuple[str, Any, tuple[Page, ...]]]:
    """The words of the frame and their pages, as far as they are open to the actor."""
    found = []
    for key, words, pages in NAVIGATION:
        mine = tuple(page for page in pages if access.may_one(actor, _right_of(page[0]), workspace))
        if mine:
            found.append((key, words, mine))
    return found


class May:
    """What the reader may do, for templates: `may.register.edit` is the right "register.edit"."""

    def __init__(self, shown: Shown, area: str = "") -> None:
        self._shown, self._area = shown, area

    def __getitem__(self, name: str) -> May | bool:
        return self._shown.may(f"{self._area}.{name}") if self._area else May(self._shown, name)


def frame(request: HttpRequest) -> dict[str, Any]:
    """The frame's context; `here` is the tab, `place` the word among the eight, `may` what the reader may do."""
    workspace = getattr(request, "workspace", None)
    actor = getattr(request, "actor", None)
    name = request.resolver_match.url_name if request.resolver_match else ""
    here = _UNDER.get(name or "", name or "")
    if request.resolver_match and name in ("record", "edit"):
        here = _OF_KIND.get(str(request.resolver_match.kwargs.get("kind")), here)
    place = _PLACE.get(here, "")
    shown = Shown(actor, workspace) if workspace and actor else None
    pages = open_pages(shown.actor, shown.workspace) if shown else []
    signed_in = actor if actor and actor.id and not actor.local else None
    staff = bool(signed_in) and accounts.is_staff(request.user)  # type: ignore[arg-type]
    return {
        "actor": actor,
        "lock": settings.IDLE_LOCK if staff else 0,
        "needs_factor": staff and not (signed_in and signed_in.strong),
        "mail": mail.configured(),
        "workspace": workspace,
        "navigation": [(key, words, mine[0][0]) for key, words, mine in pages],
        "place": place,
        "here": here,
        "tabs": next((mine for key, _words, mine in pages if key == place), ()),
        "shown": shown,
        "may": May(shown) if shown else {},
    }
