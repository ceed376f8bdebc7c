"""A form to be read by people: side by side in its languages, and on paper."""

from __future__ import annotations

from dataclasses import replace

from django.utils import timezone

from filao.core.forms.questionnaire import Choice, Questionnaire
from filao.core.instruments import Draft, Version
from filao.core.problems import Problem
from filao.documents import paper_form, pdf, side_by_side
from filao.documents.paper_form import Paper
from filao.documents.side_by_side import Row
from filao.documents.words import instruments as catalogue
from filao.store.people import Workspace
from filao.work import access, worker
from filao.work.access import Actor
from filao.work.collection import instruments, published

DRAFT = "draft"
"""In place of a version: the draft."""
Lists = dict[str, tuple[Choice, ...]]


def form(actor: Actor, workspace: Workspace, code: str, version: str = "") -> tuple[Questionnaire, Lists]:
    """A version of a form with its lists; "" for the newest published, else the draft.

    Raises Problem no_such_instrument, nothing_staged, no_such_file.
    """
    access.require(actor, "instruments.read", workspace)
    chosen = _chosen(actor, workspace, code, version)
    read = published.questionnaire(chosen.digest)
    return read, published.lists_of(read, chosen.media)


def rows(actor: Actor, workspace: Workspace, code: str, version: str = "", language: str = "en") -> tuple[Row, ...]:
    """The questions side by side in their languages, with the logic in sentences. Raises Problem as `form`."""
    access.require(actor, "instruments.read", workspace)
    read, lists = form(actor, workspace, code, version)
    return side_by_side.rows(read, language, lists)


def paper(actor: Actor, workspace: Workspace, code: str, language: str = "en", version: str = "") -> tuple[str, bytes]:
    """The form to print: file name and PDF. Raises Problem as `form`, not_in_language."""
    access.require(actor, "instruments.read", workspace)
    if language not in paper_form.LANGUAGES:
        raise Problem("not_in_language", kind=code, language=language, codes=paper_form.LANGUAGES)
    read, lists = form(actor, workspace, code, version)
    own = catalogue.CATALOGUE.get(code)
    given = Paper(read, language, timezone.localdate(), workspace.name, workspace.notice_in(language), lists)
    if own is not None:
        given = replace(given, title=own.titles[("en", "fr", "mfe").index(language)])
    built = worker.run(pdf.build, paper_form.compose(given))
    return f"{code}-{read.version}-{language}.pdf", built.data


def _chosen(actor: Actor, workspace: Workspace, code: str, version: str) -> Version | Draft:
    instrument = instruments.find(actor, workspace, code)
    if version == DRAFT and instrument.draft:
        return instrument.draft
    if version:
        known = {one.version: one for one in instrument.versions}
        if version not in known:
            raise Problem("no_such_file", path=version)
        return known[version]
    chosen = instrument.newest or instrument.draft
    if chosen is None:
        raise Problem("nothing_staged", title=instrument.title)
    return chosen
