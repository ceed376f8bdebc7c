"""Template helpers of the pages that ask: records of a kind, short names without a link."""

from __future__ import annotations

from typing import Any

from django import template

from filao.core.register import Claim, Record
from filao.web.shown import Shown

register = template.Library()


@register.filter
def record_of(shown: Shown, kind: str) -> dict[str, Record]:
    """Records of a kind by id."""
    return dict(shown.register.records.get(kind, {}))


@register.filter
def by_record(said: list[Claim]) -> list[tuple[str, str, list[Claim]]]:
    """Statements of one record and one state together; of a tie only what its title does not say."""
    groups: dict[tuple[str, str, str], list[Claim]] = {}
    for claim in said:
        if claim.kind != "relation" or claim.field in ("state", "year", "formality"):
            groups.setdefault((claim.kind, claim.record, claim.status), []).append(claim)
    return [(kind, record, claims) for (kind, record, _status), claims in groups.items()]


@register.simple_tag(takes_context=True)
def body_short(context: dict[str, Any], id: str) -> str:
    """The short name of a body, without a link."""
    return str(context["shown"].short(id))
