"""Template helpers that every page has: labels, dates, source chips, facts, links to bodies."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import template
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from filao.core.register import KINDS, Claim
from filao.documents.language import labels as labels_of
from filao.documents.language import numbers
from filao.work.workspaces import Workspace

register = template.Library()

_TONES = {
    "good": {
        "accepted", "validated", "confirmed", "existing", "held", "documented", "current", "passed", "claimable", "paid",
        "final", "adopted", "carried", "done",
    },
    "warn": {
        "draft", "proposed", "planned", "unknown", "not_documented", "open", "submitted", "comments", "scheduled",
        "invited", "under_way", "unconfirmed", "one_off", "conditions_open", "held_back",
    },
    "bad": {
        "disputed", "absent", "confirmed_absent", "failed", "late", "declined", "no_body", "broken", "withdrawn", "revoked",
        "expired", "rejected", "objected", "overdue",
    },
}  # fmt: skip


@register.simple_tag(takes_context=True)
def label(context: dict[str, Any], scheme: str, code: str) -> str:
    """The label of a code."""
    return str(context["shown"].label(scheme, code))


@register.simple_tag(takes_context=True)
def labels(context: dict[str, Any], scheme: str, codes: tuple[str, ...]) -> str:
    return str(context["shown"].labels(scheme, codes))


@register.filter
def day(value: object) -> str:
    """A date in words; of a moment the day on the reader's clock."""
    if isinstance(value, datetime):
        value = timezone.localdate(value)
    return numbers.day(str(value)[:10], get_language() or "en") if value else ""


@register.filter
def version(name: str) -> str:
    """A version of a deliverable in the reader's language."""
    return labels_of.version(name, get_language() or "en")


@register.filter
def notice(workspace: object) -> str:
    """What a workspace prints on all its pages, in the reader's language; nothing where there is no workspace."""
    return workspace.notice_in(get_language() or "en") if isinstance(workspace, Workspace) else ""


@register.simple_tag
def colon() -> str:
    """A colon as the language sets it."""
    return numbers.colon(get_language() or "en")


@register.filter
def web_address(value: str) -> str:
    """A website as it can be followed; many are written without their scheme."""
    return value if value.startswith(("http://", "https://")) else f"https://{value}"


@register.filter
def place(path: str) -> str:
    """A path of a form as part of an id."""
    return path.replace("/", "-")


@register.filter
def time_of(path: str) -> str:
    """The number of the time of a repeat that a path ends in."""
    return path.rpartition("[")[2].rstrip("]")


@register.filter
def late(days: int) -> int:
    """Days past a date, from days left."""
    return -days


@register.filter
def number(value: float, digits: int = 1) -> str:
    """A number as documents print it, with at most `digits` decimals."""
    return numbers.number(value, get_language() or "en", digits)


@register.filter
def measure(value: float | None) -> str:
    """A measure with three digits that count; undefined ones say so."""
    return _("undefined") if value is None else numbers.number(float(f"{value:.3g}"), get_language() or "en", digits=3)


@register.filter
def change(loss: int) -> str:
    """What is lost, as a change with its sign."""
    return "0" if not loss else f"{'−' if loss > 0 else '+'}{abs(loss)}"


@register.filter
def nth(items: Any, place: int) -> Any:
    """The item at a place, or nothing."""
    return items[place] if place < len(items) else None


@register.simple_tag
def pill(code: str, words: str) -> SafeString:
    """A status: a word in a pill, with a tone that only repeats it."""
    tone = next((name for name, codes in _TONES.items() if code in codes), "")
    return format_html('<span class="pill {}">{}</span>', tone, words)


@register.simple_tag(takes_context=True)
def body(context: dict[str, Any], id: str, full: bool = False) -> SafeString | str:
    """A link to an organisation, by its short or full name."""
    shown = context["shown"]
    if not id:
        return ""
    words = shown.name(id) if full else shown.short(id)
    if shown.register.organisations.get(shown.register.merged.get(id, id)) is None:
        return str(words)
    return format_html('<a href="{}">{}</a>', reverse("organisation", args=[context["workspace"].slug, id]), words)


@register.simple_tag(takes_context=True)
def bodies(context: dict[str, Any], ids: tuple[str, ...], most: int = 12) -> SafeString:
    """Links to several organisations; the rest is counted."""
    links = [str(body(context, id)) for id in ids[:most]]
    if len(ids) > most:
        links.append(_("and %(n)s more") % {"n": len(ids) - most})
    return mark_safe(", ".join(links))  # noqa: S308  each link was escaped above


@register.simple_tag(takes_context=True)
def chip(context: dict[str, Any], claim: Claim) -> SafeString | str:
    """The source chip of a fact: short source, year, confidence."""
    shown = context["shown"]
    if not claim.source:
        return ""
    parts = [shown.source(claim.source)]
    if claim.dated and claim.dated[:4] not in parts[0]:
        parts.append(claim.dated[:4])
    if claim.confidence:
        parts.append(claim.confidence)
    address = reverse("record", args=[context["workspace"].slug, "source", claim.source])
    title = _("Source, year of the evidence, confidence from A (best) to D")
    return format_html('<a class="chip" href="{}" title="{}">{}</a>', address, title, " · ".join(parts))


@register.simple_tag(takes_context=True)
def source_words(context: dict[str, Any], claim: Claim) -> str:
    """The source of a fact and its year, for a page from which no record opens."""
    name = context["shown"].source(claim.source)
    return f"{name} · {claim.dated[:4]}" if claim.dated and claim.dated[:4] not in name else str(name)


@register.simple_tag
def member_role(code: str) -> str:
    """The name of a role of people, for pages outside a workspace."""
    return labels_of.label("member_role", code, get_language() or "en")


@register.simple_tag(takes_context=True)
def source(context: dict[str, Any], id: str) -> SafeString:
    """A source chip without a claim."""
    address = reverse("record", args=[context["workspace"].slug, "source", id])
    return format_html('<a class="chip" href="{}">{}</a>', address, context["shown"].source(id))


@register.inclusion_tag("parts/fact.html", takes_context=True)
def fact(context: dict[str, Any], kind: str, id: str, field: str, words: str = "") -> dict[str, Any]:
    """A fact line: label, value and source chip; statements that differ stand one under the other."""
    shown = context["shown"]
    found = shown.register.fact(kind, id, field)
    return {
        "workspace": context["workspace"], "shown": shown, "kind": kind, "id": id, "field": field,
        "words": words or field_label(kind, field), "fact": found, "may_edit": shown.may("register.edit"),
        "value": shown.claim(found.shown) if found else "",
        "others": [(claim, shown.claim(claim)) for claim in found.differing] if found else [],
        "waiting": [(claim, shown.claim(claim)) for claim in found.proposed] if found else [],
    }  # fmt: skip


def field_label(kind: str, field: str) -> str:
    """The short name of a field in the reader's language."""
    from filao.documents.language import say

    spec = KINDS[kind].field(field)
    return say(get_language() or "en", spec.label) if spec else field


@register.simple_tag(name="field_label")
def field_label_tag(kind: str, field: str) -> str:
    return field_label(kind, field)


@register.simple_tag(takes_context=True)
def record_title(context: dict[str, Any], kind: str, id: str) -> SafeString:
    """A link to a record by what it is known by."""
    slug = context["workspace"].slug
    name = ("organisation", [slug, id]) if kind == "organisation" else ("record", [slug, kind, id])
    return format_html('<a href="{}">{}</a>', reverse(name[0], args=name[1]), context["shown"].title(kind, id))


@register.simple_tag(takes_context=True)
def record_words(context: dict[str, Any], kind: str, id: str) -> str:
    """What a record is known by, without a link."""
    return str(context["shown"].title(kind, id))


@register.simple_tag
def body_name(body: Any) -> str:
    """The full name of an organisation in the reader's language."""
    return str(body.name_in(get_language() or "en"))


@register.simple_tag
def years(start: int | None, end: int | None) -> str:
    return numbers.years(start, end)


@register.simple_tag(takes_context=True)
def role(context: dict[str, Any], id: str) -> str:
    """The name of a role in the referral mechanism."""
    held = context["shown"].register.roles.get(id)
    return str(held.label(context["shown"].language)) if held else id


@register.simple_tag(takes_context=True)
def tie_basis(context: dict[str, Any], id: str) -> SafeString | str:
    """What a tie rests on: formality, year and its sources."""
    shown = context["shown"]
    tie, record = shown.register.relations[id], shown.register.records["relation"][id]
    parts = [shown.label("formality", tie.formality), str(tie.year or "")]
    chips = "".join(f" {source(context, key)}" for key in record.sources)
    return format_html(", {}{}", ", ".join(part for part in parts if part), mark_safe(chips))  # noqa: S308


@register.simple_tag(takes_context=True)
def question_text(context: dict[str, Any], question: Any) -> str:
    return str(context["shown"].question(question))


@register.simple_tag(takes_context=True)
def shown_value(context: dict[str, Any], kind: str, field: str, value: Any) -> str:
    return str(context["shown"].value(kind, field, value))


@register.simple_tag(takes_context=True)
def shown_claim(context: dict[str, Any], claim: Claim) -> str:
    return str(context["shown"].claim(claim))


@register.inclusion_tag("parts/fault.html", takes_context=True)
def fault(context: dict[str, Any], found: Any) -> dict[str, Any]:
    sentence, mend = context["shown"].fault(found)
    return {"sentence": sentence, "mend": mend}


@register.simple_tag(takes_context=True)
def address(context: dict[str, Any], **changes: Any) -> str:
    """The page's address with some of its filters changed."""
    query = context["request"].GET.copy()
    for key, value in changes.items():
        query[key] = value
    return f"?{query.urlencode()}"


@register.filter
def get(mapping: Any, key: Any) -> Any:
    """An entry of a mapping, or nothing."""
    return mapping.get(key) if mapping else None
