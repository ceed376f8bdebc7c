"""What views share: the workspace of an address, pages of long lists, and acts whose problems become errors of a form."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import wraps
from typing import Any, TypeVar

from django import forms
from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.translation import get_language

from filao.core.problems import Problem
from filao.documents.composing import Material
from filao.documents.words import problems
from filao.web.shown import Shown
from filao.work import access, documents, workspaces
from filao.work.access import Actor
from filao.work.workspaces import Workspace

T = TypeVar("T")
PAGE_LENGTH = 50


class Asked(HttpRequest):
    """A request inside a workspace."""

    actor: Actor
    workspace: Workspace


View = Callable[..., HttpResponse]


def anyone(view: View) -> View:
    """A page for whoever has its address, signed in or not. What is not marked so asks for a person first."""
    view.open_to = "anyone"  # type: ignore[attr-defined]
    return view


def people(view: View) -> View:
    """A page of no workspace, for people who are signed in."""
    view.open_to = "people"  # type: ignore[attr-defined]
    return view


def in_workspace(reads: str, acts: str = "") -> Callable[[View], View]:
    """A page of the workspace of the address, its Shown passed as `shown`; the right is asked before anything is read.

    `reads` is the right to open it ("" for whoever holds a role), `acts` the right to send its form; rights parted by "|"
    do each alone. Without `acts` the page takes no form. Raises Problem no_such_workspace, not_allowed, no_form_here.
    """

    def guarded(view: View) -> View:
        @wraps(view)
        def found(request: Asked, slug: str, **rest: Any) -> HttpResponse:
            request.workspace = workspaces.find(request.actor, slug)
            reading = request.method in ("GET", "HEAD")
            if not reading and not acts:
                raise Problem("no_form_here")
            wanted = reads if reading else acts
            if not access.may_one(request.actor, wanted, request.workspace):
                raise Problem("not_allowed", right=wanted)
            return view(request, Shown(request.actor, request.workspace), **rest)

        found.open_to, found.reads, found.acts = "roles", reads, acts  # type: ignore[attr-defined]
        return found

    return guarded


def form_only(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """For an address that acts when a form is sent to it, and has no page to be read."""

    @wraps(view)
    def sent(request: HttpRequest, *args: Any, **rest: Any) -> HttpResponse:
        if request.method != "POST":
            raise Problem("no_such_page")
        return view(request, *args, **rest)

    return sent


def paged(request: HttpRequest, items: Sequence[T]) -> Page[T]:
    """The page of a long list that the address asks for."""
    return Paginator(items, PAGE_LENGTH).get_page(request.GET.get("page"))


def attempt(form: forms.Form, act: Callable[[], T]) -> T | None:
    """Run an act on a sound form; a named problem becomes the form's error, and what was typed is kept.

    Returns what the act returns (True where it returns nothing), or None when it did not happen.
    """
    try:
        made = act()
    except Problem as problem:
        language = get_language() or "en"
        fault = problem.fault
        named = str(fault.facts.get("field", ""))
        form.add_error(
            named if named in form.fields else None,
            f"{problems.sentence(fault, language)} {problems.mend(fault, language)}",
        )
        if fault.code == "held" and "read_by_person" in form.fields:
            form.fields["read_by_person"].widget = forms.CheckboxInput()
        return None
    return True if made is None else made  # type: ignore[return-value]


_UNNAMED = re.compile(r'<a href="#source-INTERVIEW-[^"]*">(.*?)</a>')
"""Citations of the source that unnamed interviews share, which has no page."""


def pieces(shown: Shown, material: Material, *names: str) -> dict[str, Any]:
    """Blocks of the deliverables for a page, by name: "-" becomes "_", what follows ":" is left out.

    Citations lead to the page of their source.
    """
    made = documents.pieces(shown.actor, shown.workspace, material, names)
    sources = reverse("record", args=[shown.workspace.slug, "source", "_"])[:-1]
    return {
        name.partition(":")[0].replace("-", "_"): mark_safe(  # noqa: S308  written by documents.page
            _UNNAMED.sub(r"\1", html).replace('href="#source-', f'href="{sources}')
        )
        for name, html in made.items()
    }


def day_field(label: Any, **more: Any) -> forms.DateField:
    """A day, written as date boxes of browsers need it in every language."""
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, widget=widget, input_formats=["%Y-%m-%d"], **more)


def time_field(label: Any, **more: Any) -> forms.TimeField:
    """A time of day, written as time boxes of browsers need it in every language."""
    widget = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    return forms.TimeField(label=label, widget=widget, input_formats=["%H:%M", "%H:%M:%S"], **more)


def released() -> forms.BooleanField:
    """The box that lets a held text pass; hidden until a text was held."""
    from django.utils.translation import gettext_lazy as _

    return forms.BooleanField(
        label=_("I have read the text: it identifies no person and no protected place"),
        required=False,
        widget=forms.HiddenInput(),
    )
