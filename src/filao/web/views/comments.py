"""Comments on the drafts of a deliverable: the matrix, one more line, a matrix from outside, and decisions."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from filao.core.comments import DECISIONS, SEVERITIES, Comment
from filao.core.problems import Problem
from filao.documents import catalogue
from filao.documents.language import say
from filao.web.shown import Shown
from filao.web.views.base import attempt, in_workspace, paged, released
from filao.web.views.documents import Chosen, choose, material
from filao.web.views.reviews import pieces
from filao.work import documents, narrative, returns, reviews


class CommentForm(forms.Form):
    """One comment as it came in."""

    institution = forms.CharField(
        label=gettext_lazy("Institution"), max_length=160, help_text=gettext_lazy("Not a person’s name.")
    )
    place = forms.ChoiceField(label=gettext_lazy("Section"), required=False)
    text = forms.CharField(label=gettext_lazy("Comment"), max_length=4000, widget=forms.Textarea(attrs={"rows": 4}))
    severity = forms.ChoiceField(label=gettext_lazy("Kind"))
    read_by_person = released()

    def __init__(self, shown: Shown, places: list[tuple[str, str]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": "new-%s", **kwargs})
        self.fields["place"].choices = [("", _("the whole document")), *places]  # type: ignore[attr-defined]
        self.fields["severity"].choices = [(code, shown.label("severity", code)) for code in SEVERITIES]  # type: ignore[attr-defined]


class MatrixForm(forms.Form):
    """A comment matrix as a file."""

    file = forms.FileField(
        label=gettext_lazy("Workbook (XLSX)"), widget=forms.FileInput(attrs={"accept": ".xlsx"}),
        help_text=gettext_lazy("The matrix as Filao exports it, filled in: the sheet “comments” with its row of column names."),
    )  # fmt: skip
    read_by_person = released()


class DecisionForm(forms.Form):
    """What was decided on a comment."""

    decision = forms.ChoiceField(label=gettext_lazy("Decision"))
    response = forms.CharField(
        label=gettext_lazy("Answer"), required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("Needed where the comment is declined or accepted in part."),
    )  # fmt: skip
    changed = forms.CharField(label=gettext_lazy("Paragraph changed"), required=False, max_length=300)
    read_by_person = released()

    def __init__(self, shown: Shown, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["decision"].choices = [(code, shown.label("decision", code)) for code in DECISIONS]  # type: ignore[attr-defined]


def _places(shown: Shown, chosen: Chosen, kind: str) -> list[tuple[str, str]]:
    """Sections that a comment may speak of."""
    entry = catalogue.entry(kind)
    if not entry.sections:
        return []
    outline = documents.outline(shown.actor, shown.workspace, material(shown, chosen, entry.languages), kind)
    return [(part.id, part.title) for part in outline.parts]


@in_workspace("documents.read", "comments.edit")
def matrix(request: HttpRequest, shown: Shown, kind: str) -> HttpResponse:
    chosen, act = choose(request, shown), request.POST.get("act")
    places = _places(shown, chosen, kind)
    new = CommentForm(shown, places, request.POST if act == "add" else None)
    sent = act == "import"
    upload = MatrixForm(request.POST if sent else None, request.FILES if sent else None, auto_id="file-%s")
    refused: list[Any] = []
    if act == "add" and new.is_valid() and attempt(new, lambda: _add(shown, chosen, kind, new.cleaned_data)):
        messages.success(request, _("The comment is in the matrix."))
        return redirect(request.get_full_path())
    if act == "import" and upload.is_valid():
        refused = attempt(upload, lambda: _take(request, shown, chosen, kind, upload)) or []
        if not refused and not upload.errors:
            return redirect(request.get_full_path())
    context = _matrix(request, shown, chosen, kind, dict(places))
    context |= {"new": new, "upload": upload, "refused": refused, "opened": act}
    wrong = refused or new.errors or upload.errors
    return render(request, "documents/comments.html", context, status=422 if wrong else 200)


def _version(shown: Shown, chosen: Chosen) -> str:
    return f"draft {documents.next_number(shown.workspace, chosen.engagement.id)}"


def _add(shown: Shown, chosen: Chosen, kind: str, given: dict[str, Any]) -> bool:
    comment = Comment(
        "", 0, kind, _version(shown, chosen), given["institution"], given["place"], given["text"], given["severity"]
    )
    narrative.add_comments(
        shown.actor, shown.workspace, chosen.engagement.id, kind, [comment], read_by_person=given["read_by_person"]
    )
    return True


def _take(request: HttpRequest, shown: Shown, chosen: Chosen, kind: str, form: forms.Form) -> list[Any]:
    """Take a matrix in, all of it or nothing: the lines refused come back."""
    file, read = form.cleaned_data["file"], form.cleaned_data["read_by_person"]
    found = narrative.read_matrix(
        shown.actor, shown.workspace, kind, _version(shown, chosen), file.read(), file.name, read_by_person=read)  # fmt: skip
    if any(line.fault.code == "held" for line in found.refused):
        form.fields["read_by_person"].widget = forms.CheckboxInput()
    if found.refused:
        return list(found.refused)
    added, renewed = narrative.add_comments(
        shown.actor, shown.workspace, chosen.engagement.id, kind, found.comments, read_by_person=True)  # fmt: skip
    told = _("%(lines)s lines read: %(added)s comments added, %(renewed)s decisions renewed.")
    messages.success(request, told % {"lines": len(found.comments), "added": added, "renewed": renewed})
    return []


def _matrix(request: HttpRequest, shown: Shown, chosen: Chosen, kind: str, places: dict[str, str]) -> dict[str, Any]:
    """The lines that fit the filters."""
    every = narrative.comments(shown.actor, shown.workspace, chosen.engagement.id, kind)
    asked = {name: request.GET.get(name, "") for name in ("decision", "severity")}
    words = request.GET.get("words", "").casefold()
    found = [
        c for c in every
        if all(not code or getattr(c, name) == code for name, code in asked.items())
        and (not words or words in f"{c.institution} {c.text} {c.response} {c.place}".casefold())
    ]  # fmt: skip
    entry = catalogue.entry(kind)
    choices = [
        (name, shown.label("column", name), asked[name], [(code, shown.label(name, code)) for code in codes])
        for name, codes in (("decision", DECISIONS), ("severity", SEVERITIES))
    ]
    return {
        "entry": entry, "title": say(shown.language, entry.title), "chosen": chosen, "page": paged(request, found),
        "all": len(every), "open": sum(c.decision == "open" for c in every), "choices": choices, "places": places,
        "words": request.GET.get("words", ""), "formats": catalogue.entry("comment-matrix").formats,
    }  # fmt: skip


@in_workspace("documents.read", "comments.edit")
def comment(request: HttpRequest, shown: Shown, kind: str, number: int) -> HttpResponse:
    chosen = choose(request, shown)
    every = narrative.comments(shown.actor, shown.workspace, chosen.engagement.id, kind)
    found = next((c for c in every if c.number == number), None)
    if found is None:
        raise Problem("no_such_comment", number=number)
    start = {"decision": found.decision, "response": found.response, "changed": found.changed}
    form = DecisionForm(shown, request.POST or None, initial=start)
    back = reverse("comments", args=[shown.workspace.slug, kind]) + chosen.of
    of = (shown.actor, shown.workspace, chosen.engagement.id, kind, number)
    if request.POST.get("act") == "apply":
        returns.apply(*of)
        messages.success(request, _("The proposal is in the text; comment %(n)s is accepted.") % {"n": number})
        return redirect(back)
    if (
        request.method == "POST"
        and form.is_valid()
        and attempt(form, lambda: _decide(shown, chosen, kind, number, form))
    ):
        messages.success(request, _("The decision on comment %(n)s is kept.") % {"n": number})
        return redirect(back)
    places = dict(_places(shown, chosen, kind))
    context = {
        "comment": found, "form": form, "back": back, "place": found.where or places.get(found.place, found.place),
        "pieces": pieces(found), "can_apply": bool(found.change) and returns.can_apply(*of),
        "linked": [c for c in every if found.number in _other_ends(c) or c.number in _other_ends(found)],
        "section": reviews.section_of(shown.actor, shown.workspace, found) if found.change else "",
        "entry": catalogue.entry(kind), "chosen": chosen, "title": say(shown.language, catalogue.entry(kind).title),
    }  # fmt: skip
    return render(request, "documents/comment.html", context, status=422 if form.errors else 200)


def _other_ends(comment: Comment) -> tuple[int, int]:
    """Numbers of the comments that this one repeats or answers."""
    return comment.duplicate_of, comment.answers


def _decide(shown: Shown, chosen: Chosen, kind: str, number: int, form: forms.Form) -> bool:
    narrative.decide_comment(
        shown.actor, shown.workspace, chosen.engagement.id, kind, number, **form.cleaned_data)  # fmt: skip
    return True
