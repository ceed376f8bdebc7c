"""Kinds of personal data, their rules and the clock of a breach, as pages tell them."""

from __future__ import annotations

from datetime import datetime

from django import template
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from filao.core.protection import Breach, Holding, Law, PersonalData, breach_state, hours_left
from filao.documents.language import say
from filao.documents.words import protection as words

register = template.Library()


def _language() -> str:
    return get_language() or "en"


@register.simple_tag
def kind_name(code: str) -> str:
    return words.kind(code, _language())


@register.simple_tag
def kind_holds(code: str) -> str:
    return say(_language(), words.KINDS[code].holds)


@register.simple_tag
def kind_purpose(code: str) -> str:
    return say(_language(), words.KINDS[code].purpose)


@register.simple_tag
def kind_subjects(kind: PersonalData) -> str:
    return words.subjects(kind, _language())


@register.simple_tag
def kind_basis(kind: PersonalData) -> str:
    return say(_language(), words.BASIS[kind.basis])


@register.simple_tag
def kind_form(kind: PersonalData) -> str:
    """In what form a kind is kept."""
    return words.kept_as(kind, _language())


@register.simple_tag
def kind_rule(kind: PersonalData) -> str:
    return words.rule(kind.rule, _language())


@register.simple_tag
def kept_until(holding: Holding) -> str:
    return words.until(holding, _language())


@register.simple_tag
def law_section(law: Law, duty: str) -> str:
    return words.section(law, duty, _language())


@register.simple_tag
def moment(at: datetime) -> str:
    """A moment as day and time, on the workspace's clock."""
    return words.moment(timezone.localtime(at), _language())


@register.simple_tag
def hours(state: str, left: int) -> str:
    """What the clock of a breach says."""
    if state == "running":
        return ngettext("%(n)s hour left", "%(n)s hours left", left) % {"n": left}
    if state == "overdue":
        return ngettext("%(n)s hour late", "%(n)s hours late", -left) % {"n": -left}
    return ""


@register.simple_tag
def clock(breach: Breach, law: Law, now: datetime) -> str:
    """The state of a breach in one line."""
    state = breach_state(breach, law, now)
    told = hours(state, hours_left(breach, law, now))
    return told or (_("notice given") if state == "notified" else _("closed"))
