"""Bringing sheets in and taking the register out: upload, dry run, decision; exports; the register at other dates."""

from __future__ import annotations

from datetime import date, timedelta

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from filao.core.problems import Problem
from filao.web.shown import Shown
from filao.web.views.base import form_only, in_workspace, paged
from filao.work import exports
from filao.work import register as acts
from filao.work.register import staging


@in_workspace("register.import", "register.import")
def upload(request: HttpRequest, shown: Shown) -> HttpResponse:
    error = None
    if request.method == "POST":
        files = [(file.name or "", file.read()) for file in request.FILES.getlist("files")]
        try:
            id = staging.stage(shown.actor, shown.workspace, files, request.POST.get("source", ""))
            return redirect("import-review", shown.workspace.slug, id)
        except Problem as problem:
            error = problem.fault
    context = {
        "error": error,
        "waiting": staging.waiting(shown.actor, shown.workspace),
        "formats": list(exports.FORMATS),
    }
    return render(request, "register/import.html", context, status=422 if error else 200)


@in_workspace("register.import", "register.import")
def review(request: HttpRequest, shown: Shown, id: str) -> HttpResponse:
    if request.method == "POST":
        decision = request.POST.get("decision")
        if decision == "discard":
            staging.discard(shown.actor, shown.workspace, id)
            return redirect("import", shown.workspace.slug)
        if decision == "release":
            rows = [(sheet, code) for sheet, _sign, code in (r.partition("\x1f") for r in request.POST.getlist("row"))]
            staging.release(shown.actor, shown.workspace, id, rows)
            return redirect("import-review", shown.workspace.slug, id)
        plan = staging.accept(shown.actor, shown.workspace, id, request.POST.get("reason", ""))
        told = _("Rows: %(kept)s kept, %(merged)s merged, %(rejected)s left out.")
        messages.success(request, told % {"kept": plan.kept, "merged": plan.merged, "rejected": plan.rejected})
        return redirect("organisations", shown.workspace.slug)
    if id not in {waiting for waiting, _names, _at in staging.waiting(shown.actor, shown.workspace)}:
        messages.info(request, _("This upload was decided on; nothing of it waits."))
        return redirect("import", shown.workspace.slug)
    found = staging.staged(shown.actor, shown.workspace, id)
    held = {(r.sheet, r.record): r for r in reversed(found.plan.rejections) if r.fault.code == "held"}
    context = {
        "staged": found, "plan": found.plan, "page": paged(request, found.plan.rejections), "held": list(held.values()),
        "released": found.released,
    }  # fmt: skip
    return render(request, "register/review.html", context)


@in_workspace("", "register.export")
@form_only
def download(request: HttpRequest, shown: Shown, format: str) -> HttpResponse:
    name, data = exports.template() if format == "template" else exports.export(shown.actor, shown.workspace, format)
    return attachment(name, data)


def attachment(name: str, data: bytes, kind: str = "application/octet-stream", *, inline: bool = False) -> HttpResponse:
    """A file as an answer."""
    place = content_disposition_header(not inline, name)
    return HttpResponse(data, content_type=kind, headers={"Content-Disposition": place or "inline"})


@in_workspace("register.read")
def history(request: HttpRequest, shown: Shown) -> HttpResponse:
    """What changed between two dates: unless asked otherwise, what was entered since the end of yesterday."""
    today = timezone.localdate()
    clock = "evidence" if request.GET.get("clock") == "evidence" else "recorded"
    start = date(today.year - 1, 12, 31) if clock == "evidence" else today - timedelta(days=1)
    before, after = request.GET.get("before") or start.isoformat(), request.GET.get("after") or today.isoformat()
    try:
        found = acts.changes_between(
            shown.actor,
            shown.workspace,
            date.fromisoformat(before).isoformat(),
            date.fromisoformat(after).isoformat(),
            clock,
        )
    except ValueError as error:
        raise Problem("not_a_date", value=f"{before}, {after}") from error
    found = [change for change in found if change.kind != "term"]
    added = sum(change.what == "added" for change in found)
    context = {
        "page": paged(request, found), "before": before, "after": after, "clock": clock, "added": added,
        "changed": len({(c.kind, c.id) for c in found if c.what == "changed"}),
        "removed": sum(change.what == "removed" for change in found),
    }  # fmt: skip
    return render(request, "register/history.html", context)
