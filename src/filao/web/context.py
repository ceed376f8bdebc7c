"""What every page's frame needs: the workspace, the eight words and their pages, and the reader's view of codes."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from filao.web.shown import Shown

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
        ),
    ),
    ("group", _("Group"), (("group", _("Seats")), ("group-analyst", _("Analyst’s view")))),
    ("documents", _("Documents"), (("documents", _("Deliverables")), ("findings", _("Findings")))),
    ("work", _("Work"), (("work", _("Engagements")), ("journal", _("Journal")))),
)  # fmt: skip
"""The eight words, each with its pages (name of the address, words of the tab)."""

_PLACE = {page: key for key, _label, pages in NAVIGATION for page, _words in pages}
_UNDER = {
    "organisation": "organisations", "record": "organisations", "edit": "organisations", "merge": "organisations",
    "import-review": "import", "question": "questions", "interview": "desk", "interview-new": "desk",
    "interview-edit": "desk",
    "sheet-return": "sheets", "document": "documents", "section": "documents", "comments": "documents",
    "finding": "findings", "engagement": "work", "deliverable": "work",
    "comment": "documents", "build": "documents", "instalment": "work", "then-and-now": "work",
}  # fmt: skip
"""Pages below a tab -> the tab."""

_OF_KIND = {
    "action": "actions", "relation": "ties", "provision": "laws", "training": "trainings", "source": "sources",
    "group": "group", "seat": "group", "expected_link": "expected-links", "role": "expected-links",
}  # fmt: skip
"""Kind of record -> the tab of its page."""


def frame(request: HttpRequest) -> dict[str, Any]:
    """The frame's context; `here` is the tab, `place` the word among the eight."""
    workspace = getattr(request, "workspace", None)
    actor = getattr(request, "actor", None)
    name = request.resolver_match.url_name if request.resolver_match else ""
    here = _UNDER.get(name or "", name or "")
    if request.resolver_match and name in ("record", "edit"):
        here = _OF_KIND.get(str(request.resolver_match.kwargs.get("kind")), here)
    place = _PLACE.get(here, "")
    tabs = next((pages for key, _label, pages in NAVIGATION if key == place), ())
    return {
        "actor": actor,
        "workspace": workspace,
        "navigation": [(key, words, pages[0][0]) for key, words, pages in NAVIGATION],
        "place": place,
        "here": here,
        "tabs": tabs,
        "shown": Shown(actor, workspace) if workspace and actor else None,
    }
