"""Answers to a form: counted by question without their words, brought in from other tools, taken out in many formats."""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from filao.core.forms.variables import plain
from filao.core.problems import Problem
from filao.core.responses import Tally
from filao.exchange.answers import Wishes
from filao.web.shown import Shown
from filao.web.views.base import form_only, in_workspace, paged
from filao.work import access
from filao.work.collection import exports, imports, responses


@dataclass(frozen=True, slots=True)
class Bar:
    """One option of a question: its words, how many chose it (None: not told), and that as a share of those who answered."""

    words: str
    number: int | None
    share: int


@dataclass(frozen=True, slots=True)
class Counted:
    """A question with its bars."""

    tally: Tally
    words: str
    bars: tuple[Bar, ...]


@in_workspace("responses.read")
def listing(request: HttpRequest, shown: Shown, code: str) -> HttpResponse:
    found = responses.tallied(shown.actor, shown.workspace, code)
    page = paged(request, [_counted(tally, shown.language) for tally in found.tallies])
    may_import, may_export = (
        access.may(shown.actor, right, shown.workspace) for right in ("responses.import", "responses.export")
    )
    context = {
        "found": found, "page": page, "may_import": may_import, "may_export": may_export,
        "formats": list(exports.FORMATS), "beside": exports.BESIDE,
        "may_read": access.may(shown.actor, "words.read", shown.workspace),
    }  # fmt: skip
    return render(request, "collect/answers.html", context)


def _counted(tally: Tally, language: str) -> Counted:
    variable, most = tally.variable, max(tally.answered or 0, *(count.number or 0 for count in tally.counts), 1)
    bars = []
    for count in tally.counts:
        option = variable.option(count.value)
        words = (plain(option.labels, language) if option else "") or count.value
        bars.append(Bar(words, count.number, round(100 * (count.number or 0) / most)))
    return Counted(tally, variable.label(language), tuple(bars))


@in_workspace("", "responses.export")
@form_only
def download(request: HttpRequest, shown: Shown, code: str, format: str) -> HttpResponse:
    name, data = exports.export(
        shown.actor, shown.workspace, code, format, language=request.POST.get("language", ""),
        words=request.POST.get("words") == "yes", why=request.POST.get("why", ""),
    )  # fmt: skip
    place = content_disposition_header(True, name)
    headers = {"Content-Disposition": place or "attachment"}
    made = StreamingHttpResponse(data, content_type="application/octet-stream", headers=headers)
    return cast("HttpResponse", made)


@in_workspace("responses.import", "responses.import")
def upload(request: HttpRequest, shown: Shown, code: str) -> HttpResponse:
    error = None
    if request.method == "POST":
        files = [(file.name or "", file.read()) for file in request.FILES.getlist("files")]
        try:
            simulated = request.POST.get("simulated") == "yes"
            id = imports.stage(shown.actor, shown.workspace, code, files, simulated=simulated)
            return redirect("answers-review", shown.workspace.slug, id)
        except Problem as problem:
            error = problem.fault
    found = responses.tallied(shown.actor, shown.workspace, code)
    context = {"error": error, "found": found, "uploads": imports.uploads(shown.actor, shown.workspace, code)}
    return render(request, "collect/answers_import.html", context, status=422 if error else 200)


@in_workspace("responses.import", "responses.import")
def review(request: HttpRequest, shown: Shown, id: str) -> HttpResponse:
    if request.method == "POST":
        return _decided(request, shown, id)
    found = imports.staged(shown.actor, shown.workspace, id)
    open_columns = {r.column for r in found.reading.rejections if r.fault.code in _OPEN} | set(found.wishes.mapping)
    context = {
        "staged": found, "reading": found.reading, "page": paged(request, found.reading.rejections),
        "columns": [(column, found.wishes.mapping.get(column)) for column in sorted(open_columns)],
        "counts": {
            name: sum(getattr(account, name) for account in found.reading.accounts)
            for name in ("rows", "kept", "merged", "rejected")
        },
    }  # fmt: skip
    return render(request, "collect/answers_review.html", context)


_OPEN = ("answer_column_unknown", "answer_column_ambiguous")
"""Reasons for which a person says which question a column is."""


def _decided(request: HttpRequest, shown: Shown, id: str) -> HttpResponse:
    said = request.POST
    staged = imports.staged(shown.actor, shown.workspace, id)
    if said.get("decision") == "discard":
        imports.discard(shown.actor, shown.workspace, id)
        return redirect("answers-import", shown.workspace.slug, staged.code)
    if said.get("decision") == "read":
        pairs = zip(said.getlist("column"), said.getlist("question"), strict=False)
        mapping = {column: "" if path == "-" else path for column, path in pairs if path}
        imports.read_as(shown.actor, shown.workspace, id, Wishes(mapping, said.get("unlisted") == "yes"))
        return redirect("answers-review", shown.workspace.slug, id)
    taken = imports.accept(shown.actor, shown.workspace, id, said.get("reason", ""))
    told = _("%(n)s answers were taken in.")
    messages.success(request, told % {"n": len(taken.answers)})
    return redirect("answers", shown.workspace.slug, staged.code)
