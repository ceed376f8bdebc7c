"""Words and numbers of the board of responses."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from filao.core.invitations import DIMENSIONS, SEVERAL
from filao.documents.language import numbers

register = template.Library()


@register.simple_tag(takes_context=True)
def dimension_words(context: dict[str, Any], name: str) -> str:
    """What answers are told apart by: a dimension of ours, or a question of the form by its name."""
    return str(context["shown"].label("dimension", name)) if name in DIMENSIONS else name


_SCHEMES = {"sector": "org_kind", "territory": "district", "sex": "sex"}


@register.simple_tag(takes_context=True)
def value_words(context: dict[str, Any], name: str, value: str) -> str:
    if not value:
        return _("not known")
    if value == "not_said":
        return _("not said")
    if name == "territory" and value == SEVERAL:
        return _("several places")
    shown, scheme = context["shown"], _SCHEMES.get(name, "")
    known = scheme in shown.vocabulary.schemes and value in shown.vocabulary.codes(scheme)
    return str(shown.label(scheme, value)) if known else value


@register.simple_tag(takes_context=True)
def agreed_words(context: dict[str, Any], name: str, value: str) -> str:
    """A value of what was agreed: yes or no, or how a person may be quoted."""
    shown = context["shown"]
    scheme = {"attribution": "attribution"}.get(name, "yes_no")
    known = scheme in shown.vocabulary.schemes and value in shown.vocabulary.codes(scheme)
    return str(shown.label(scheme, value)) if known else value


@register.simple_tag
def share(value: float | None) -> str:
    return "–" if value is None else numbers.percent(value, get_language() or "en")


@register.simple_tag
def whole(value: float | None) -> str:
    return "–" if value is None else str(int(value))


@register.simple_tag
def told(value: int | None, below: int = 0) -> str:
    """A number, or the least it may be told as where it is too small."""
    if value is not None:
        return str(value)
    return _("under %(n)s or held back") % {"n": below} if below else "–"
