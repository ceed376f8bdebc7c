"""What a body is told when it is asked for its reply: the finding's sentence as it will be printed, and what the register
holds of that body alone."""

from __future__ import annotations

from typing import Any

from filao.core.evidence import Finding
from filao.documents import model as m
from filao.documents.composing import Material
from filao.documents.words.en import evidence as named
from filao.documents.words.en import mapping_report as report


def shown(c: Material, finding: Finding, body: str) -> dict[str, Any]:
    """{text, figures: {code: number}, records, data_to}: plain values, to be kept with the request."""
    r = c.register
    ties = [tie for tie in r.ties.values() if body in tie.ends and not tie.restricted]
    own = {tie.id for tie in ties} | {a.id for a in r.actions.values() if a.organisation_id == body}
    records = [
        name
        for item in (*finding.evidence, *finding.counter)
        if item.kind == "record" and item.id in own and (name := named.record(c, item.record_kind, item.id))
    ]
    return {
        "text": sentence(c, finding),
        "figures": {
            "ties": len(ties),
            "referrals": sum(tie.kind == "refers_to" for tie in ties),
            "actions": sum(a.organisation_id == body for a in r.actions.values()),
            "sources": len(r.sources_of.get(body, ())),
        },
        "records": list(dict.fromkeys(records)),
        "data_to": r.reference_date,
    }


def sentence(c: Material, finding: Finding) -> str:
    """The words of a finding as the report prints them, as plain text."""
    return m.plain(c.inline(report.finding_text(c, finding)))
