"""Deliverables: the list, the document builder, the editor of a section, builds and their files."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from filao.core.engagement import Engagement
from filao.core.evidence import Finding
from filao.core.problems import Fault, Problem
from filao.documents import catalogue, markup
from filao.documents.builder import Outline
from filao.documents.catalogue import Entry
from filao.documents.composing import Material
from filao.documents.language import say
from filao.documents.model import AUDIENCES, Audience, plain
from filao.documents.words.en import findings
from filao.web.shown import Shown
from filao.web.views.base import attempt, in_workspace, released
from filao.web.views.importing import attachment
from filao.work import documents, engagements, narrative
from filao.work.documents import Build

TYPES = {
    "pdf": "application/pdf", "print": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Chosen:
    """What a page of documents speaks of: the engagement and the date of its address, kept from page to page by `of`."""

    engagement: Engagement
    all: list[Engagement]
    as_of: str = ""

    @property
    def of(self) -> str:
        """The query that keeps the choice: "" for the first engagement as it stands now."""
        query = QueryDict(mutable=True)
        if self.engagement.id != self.all[0].id:
            query["engagement"] = self.engagement.id
        if self.as_of:
            query["as_of"] = self.as_of
        return f"?{query.urlencode()}" if query else ""

    @property
    def and_of(self) -> str:
        """The same, to stand behind another part of a query."""
        return f"&{self.of[1:]}" if self.of else ""


def choose(request: HttpRequest, shown: Shown) -> Chosen:
    """The engagement and the date that the address names. Raises Problem no_such_engagement, not_a_date."""
    as_of = request.GET.get("as_of", "")
    try:
        as_of = date.fromisoformat(as_of).isoformat() if as_of else ""
    except ValueError as error:
        raise Problem("not_a_date", value=as_of) from error
    engagement = engagements.find(shown.actor, shown.workspace, request.GET.get("engagement", ""))
    return Chosen(engagement, engagements.listing(shown.actor, shown.workspace), as_of)


def material(shown: Shown, chosen: Chosen, languages: Sequence[str] = ("en",), **given: Any) -> Material:
    """What a document is composed from, in the reader's language where the document has it."""
    language = shown.language if shown.language in languages else languages[0]
    given = {"language": language, "as_of": chosen.as_of, **given}
    return documents.material(shown.actor, shown.workspace, chosen.engagement.id, **given)


class BuildForm(forms.Form):
    """Which file of a deliverable to build."""

    def __init__(self, shown: Shown, entry: Entry, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": "build-%s", **kwargs})
        open_to = AUDIENCES[: AUDIENCES.index(shown.audience) + 1]
        variants = entry.variants
        if entry.kind == "comment-matrix":
            variants = ("", *(kind for kind, other in catalogue.CATALOGUE.items() if other.sections))
        choices: dict[str, tuple[Any, Sequence[str]]] = {
            "variant": (gettext_lazy("Part"), variants),
            "format": (gettext_lazy("Format"), entry.formats),
            "language": (gettext_lazy("Language"), entry.languages),
            "audience": (gettext_lazy("Edition"), open_to),
        }
        for name, (words, codes) in choices.items():
            terms = [(code, shown.label(name, code) if code else _("All")) for code in codes]
            widget = forms.Select if len(codes) > 1 else forms.HiddenInput
            self.fields[name] = forms.ChoiceField(label=words, choices=terms, widget=widget, required="" not in codes)
        start = {"audience": "working_group", "format": entry.formats[0], "variant": variants[0]}
        start["language"] = shown.language if shown.language in entry.languages else entry.languages[0]
        self.initial = {**start, **self.initial}


@in_workspace("documents.read")
def listing(request: HttpRequest, shown: Shown) -> HttpResponse:
    if not engagements.listing(shown.actor, shown.workspace):
        return render(request, "documents/listing.html", {"entries": []})
    chosen = choose(request, shown)
    files = documents.newest(shown.actor, shown.workspace, chosen.engagement.id)
    entries = [
        {
            "entry": entry, "title": say(shown.language, entry.title), "about": say(shown.language, entry.about),
            "files": files.get(entry.kind, ())[:3], "more": len(files.get(entry.kind, ())[3:]),
            "form": BuildForm(shown, entry, auto_id=f"{entry.kind}-%s"),
        }
        for entry in catalogue.CATALOGUE.values() if not entry.apart
    ]  # fmt: skip
    built = sum(len(found) for kind, found in files.items() if not catalogue.entry(kind).apart)
    return render(request, "documents/listing.html", {"entries": entries, "chosen": chosen, "built": built})


@in_workspace("documents.read")
def document(request: HttpRequest, shown: Shown, kind: str) -> HttpResponse:
    entry = catalogue.entry(kind)
    return _document(request, shown, choose(request, shown), entry, BuildForm(shown, entry))


def _document(request: HttpRequest, shown: Shown, chosen: Chosen, entry: Entry, form: forms.Form) -> HttpResponse:
    """The page of a deliverable: with its builder where it has sections."""
    builds = documents.builds(shown.actor, shown.workspace, chosen.engagement.id, entry.kind, limit=12)
    context: dict[str, Any] = {
        "entry": entry, "title": say(shown.language, entry.title), "about": say(shown.language, entry.about),
        "chosen": chosen, "builds": builds, "form": form,
        "comments": narrative.comments(shown.actor, shown.workspace, chosen.engagement.id, entry.kind),
    }  # fmt: skip
    if entry.sections:
        context |= _builder(shown, chosen, entry, request.GET.get("section", entry.sections[0]))
    template = "documents/builder.html" if entry.sections else "documents/document.html"
    return render(request, template, context, status=422 if form.errors else 200)


def _builder(shown: Shown, chosen: Chosen, entry: Entry, section: str) -> dict[str, Any]:
    """What the builder shows: sections, meter, one section as it would be printed, its page, and the faults."""
    c = material(shown, chosen, entry.languages)
    outline = documents.outline(shown.actor, shown.workspace, c, entry.kind)
    pdf = documents.newest_pdf(shown.actor, shown.workspace, c, entry.kind)
    pages = pdf.facts.get("sections", {}) if pdf else {}
    preview = documents.preview(shown.actor, shown.workspace, c, entry.kind, outline.part(section).id)
    return {
        "outline": outline,
        "lang": c.language,
        "part": outline.part(section),
        "parts": [(part, pages.get(part.id)) for part in outline.parts],
        "preview": linked(shown, chosen, entry.kind, c, preview.html),
        "pdf": pdf,
        "page": int(pdf.facts.get("starts", {}).get(section, 1)) if pdf else 1,
        "changed": documents.changed_since(shown.actor, shown.workspace, c, pdf) if pdf else (),
        "faults": [
            (_in_words(c, fault), *mending(shown, entry.kind, chosen, fault))
            for fault in (*outline.faults, *_pages_fault(outline, pdf))
        ],
    }


def _in_words(c: Material, fault: Fault) -> Fault:
    """A fault that names a finding by its headline, for people."""
    id = str(fault.facts.get("block", "")).removeprefix("finding-")
    found = next((f for f in c.findings if f.id == id), None) if fault.code in _OF_FINDINGS else None
    return Fault(fault.code, {**fault.facts, "block": headline(c, found)}) if found else fault


_OF_FINDINGS = ("no_right_of_reply", "reply_awaited")
"""Faults that name a finding."""


def headline(c: Material, finding: Finding) -> str:
    """A finding in one short line of plain text; English, as in the report."""
    return plain(c.inline(findings.headline(c, finding)))


def _pages_fault(outline: Outline, pdf: Build | None) -> tuple[Fault, ...]:
    """The pages of the newest PDF against the limit."""
    pages = pdf.facts.get("counted_pages", 0) if pdf else 0
    if not pdf or outline.max_pages is None or pages <= outline.max_pages:
        return ()
    longest = max(outline.parts, key=lambda part: float(pdf.facts["sections"].get(part.id, 0)))
    facts = {"pages": pages, "limit": outline.max_pages, "longest": longest.title, "block": longest.id}
    return (Fault("too_many_pages", facts),)


def linked(shown: Shown, chosen: Chosen, kind: str, c: Material, html: str) -> SafeString:
    """A section's HTML with its references as pills, its sources leading to their pages and its drawings as pictures."""
    slug = shown.workspace.slug
    html = html.replace('href="#source-', f'href="{reverse("record", args=[slug, "source", "_"])[:-1]}')
    html = html.replace('class="doc-cite"', 'class="doc-cite ref"')
    html = re.sub(
        r'<data class="doc-figure" value="([^"]*)">', r'<data class="doc-figure ref" value="\1" title="\1">', html
    )
    drawings = reverse("drawing", args=[slug, kind, "_"]).removesuffix("_.png")
    html = re.sub(r'src="#drawing-([^"]*)"', rf'src="{drawings}\1.png?r={c.revision}{chosen.and_of}"', html)
    return mark_safe(html)  # noqa: S308  written and escaped by documents.page


def mending(shown: Shown, kind: str, chosen: Chosen, fault: Fault) -> tuple[str, str]:
    """Where a fault is mended: the address and the words of its link."""
    slug, block = shown.workspace.slug, str(fault.facts.get("block", ""))
    places: dict[str, tuple[str, list[Any], str]] = {
        "no_interview": ("interview-new", [slug], _("Log a meeting")),
        "comment_open": ("comments", [slug, kind], _("Open the comments")),
        "no_right_of_reply": ("replies", [slug], _("Ask the bodies")),
        "reply_awaited": ("replies", [slug], _("Open the replies")),
        "finding_without_evidence": ("finding", [slug, block.removeprefix("finding-")], _("Open the finding")),
    }
    if fault.code in places:
        name, args, words = places[fault.code]
        return reverse(name, args=args) + chosen.of, words
    if block in catalogue.entry(kind).sections:
        return reverse("section", args=[slug, kind, block]) + chosen.of, _("Open the section")
    return reverse("document", args=[slug, kind]) + chosen.of, _("Open the document")


@in_workspace("documents.read", "documents.build")
def build(request: HttpRequest, shown: Shown, kind: str) -> HttpResponse:
    chosen, entry = choose(request, shown), catalogue.entry(kind)
    back = reverse("document", args=[shown.workspace.slug, kind]) + chosen.of
    if request.method != "POST":
        return redirect(back)
    form = BuildForm(shown, entry, request.POST)
    made = (
        attempt(form, lambda: _built(shown, chosen, entry, form, bool(request.POST.get("final"))))
        if form.is_valid()
        else None
    )
    if made is None:
        return _document(request, shown, chosen, entry, form)
    if request.POST.get("then") == "file":
        return redirect("file", shown.workspace.slug, made.id)
    messages.success(request, _told(made))
    return redirect(back)


def _built(shown: Shown, chosen: Chosen, entry: Entry, form: forms.Form, final: bool) -> Build:
    asked = form.cleaned_data
    audience: Audience = asked["audience"]
    c = material(shown, chosen, entry.languages, language=asked["language"], audience=audience, final=final)
    return documents.build(shown.actor, shown.workspace, entry.kind, asked["format"], c, asked["variant"])


def _told(made: Build) -> str:
    pages, counted = made.facts.get("pages"), made.facts.get("counted_pages")
    if pages and counted and counted != pages:
        return _("%(name)s is built: %(pages)s pages, %(counted)s of them counted.") % {
            "name": made.name, "pages": pages, "counted": counted}  # fmt: skip
    return _("%(name)s is built.") % {"name": made.name}


@in_workspace("documents.read")
def file(request: HttpRequest, shown: Shown, id: str) -> HttpResponse:
    made, data = documents.file(shown.actor, shown.workspace, id)
    kind = TYPES.get(made.format, "application/octet-stream")
    return attachment(made.name, data, kind, inline=made.format == "pdf")


@in_workspace("documents.read")
def picture(request: HttpRequest, shown: Shown, id: str, number: int) -> HttpResponse:
    return _png(documents.page_picture(shown.actor, shown.workspace, id, number), "immutable, max-age=31536000")


@in_workspace("documents.read")
def drawing(request: HttpRequest, shown: Shown, kind: str, block: str) -> HttpResponse:
    c = material(shown, choose(request, shown), catalogue.entry(kind).languages)
    return _png(documents.drawing(shown.actor, shown.workspace, c, kind, block), "max-age=3600")


def _png(data: bytes, keep: str) -> HttpResponse:
    return HttpResponse(data, content_type="image/png", headers={"Cache-Control": f"private, {keep}"})


class SectionForm(forms.Form):
    """The text of a section, and the words to look for among the values."""

    text = forms.CharField(
        label=gettext_lazy("Text"), max_length=60_000, strip=False,
        widget=forms.Textarea(attrs={"rows": 24, "spellcheck": "true"}),
        help_text=gettext_lazy(
            "Headings with ##, lists with -, boxes with >. {id} shows a value, [@ID] cites a source, [[name]] places a table "
            "or picture, ^[…] is a footnote."
        ),
    )  # fmt: skip
    find = forms.CharField(label=gettext_lazy("Words in values and sources"), max_length=60, required=False)
    seen = forms.IntegerField(widget=forms.HiddenInput(), required=False)
    read_by_person = released()


@in_workspace("documents.edit", "documents.edit")
def section(request: HttpRequest, shown: Shown, kind: str, section: str) -> HttpResponse:
    chosen, entry = choose(request, shown), catalogue.entry(kind)
    c = material(shown, chosen, entry.languages)
    outline = documents.outline(shown.actor, shown.workspace, c, kind)
    part = outline.part(section)
    versions = narrative.versions(shown.actor, shown.workspace, chosen.engagement.id, kind, section, c.language)
    old = next((v for v in versions if str(v.version) == request.GET.get("version")), None)
    newest = versions[0].version if versions else 0
    form = SectionForm(request.POST or None, initial={"text": old.text if old else part.text, "seen": newest})
    act = request.POST.get("act", "")
    if act == "draft" or (act in _SAVING and form.is_valid()):
        save = _saving(shown, chosen, c, kind, section, act, form)
        if attempt(form, save) is not None:
            messages.success(request, _SAVING[act])
            return redirect(reverse("section", args=[shown.workspace.slug, kind, section]) + chosen.of)
        form.data = {**request.POST.dict(), "seen": newest}
    text = form["text"].value() or ""
    shown_now = documents.preview(
        shown.actor, shown.workspace, documents.with_text(c, kind, section, text), kind, section)  # fmt: skip
    context = {
        "entry": entry, "title": say(shown.language, entry.title), "chosen": chosen, "part": part,
        "lang": c.language, "form": form, "versions": versions, "old": old, "act": act,
        "preview": linked(shown, chosen, kind, c, shown_now.html),
        "faults": shown_now.faults, **_references(shown, c, part.id, kind, form["find"].value() or ""),
    }  # fmt: skip
    return render(request, "documents/section.html", context, status=422 if form.errors else 200)


_SAVING = {
    "save": gettext_lazy("The text is saved; earlier versions are kept."),
    "accept": gettext_lazy("The section is accepted as it stands."),
    "draft": gettext_lazy("The first draft stands again; your text is among the earlier versions."),
}


def _saving(
    shown: Shown, chosen: Chosen, c: Material, kind: str, section: str, act: str, form: forms.Form
) -> Callable[[], Any]:
    """The act behind a button of the editor."""
    status = {"save": "edited", "accept": "accepted", "draft": "draft"}[act]
    text = form.cleaned_data["text"].replace("\r\n", "\n") if act != "draft" else ""
    read = act != "draft" and form.cleaned_data["read_by_person"]
    seen = form.cleaned_data["seen"] if act != "draft" else None
    return lambda: narrative.save_section(
        shown.actor, shown.workspace, chosen.engagement.id, kind, section, c.language, text,
        status=status, seen=seen, baseline=chosen.engagement.baseline, read_by_person=read,
    )  # fmt: skip


_NAMED = (
    "relation_kind", "org_kind", "population", "nrm_stage", "four_p", "action_status", "scope", "source_kind", "district",
)  # fmt: skip


def _words_of(shown: Shown, ids: Iterable[str]) -> dict[str, str]:
    """What the parts of each value's name stand for, where a vocabulary knows them."""
    vocabulary = shown.register.vocabulary
    known = {code: shown.label(scheme, code) for scheme in reversed(_NAMED) for code in vocabulary.codes(scheme)}
    return {id: ", ".join(known[part] for part in id.split(".")[1:] if part in known) for id in ids}


def _references(shown: Shown, c: Material, section: str, kind: str, find: str) -> dict[str, Any]:
    """Values and sources a text may refer to, those with the words looked for (whatever their endings); values that
    moved."""
    stems = [word[:5] for word in find.casefold().split()]

    def fits(*texts: str) -> bool:
        return all(any(stem in text.casefold() for text in texts) for stem in stems)

    written = c.texts.get((kind, section))
    moved = narrative.figures_moved(shown.actor, shown.workspace, written, c.engagement.baseline) if written else {}
    named = _words_of(shown, c.analysis.figures)
    values = [(f.id, markup.shown(f, c.language), f.n, named[f.id]) for f in c.analysis.figures.all()]
    sources = sorted(c.citations.items(), key=lambda pair: pair[1].casefold())
    return {
        "values": [value for value in values if fits(value[0], value[1], value[3])],
        "cited": [(id, text) for id, text in sources if fits(id, text, c.register.sources[id].title)],
        "moved": [(id, then, now) for id, (then, now) in moved.items()],
        "all_values": len(values),
    }
