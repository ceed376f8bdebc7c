"""Who does what where (3W) as CSV with a row of HXL hashtags under the heads. Writing only.

Hashtags and attributes are those of the HXL 1.1 dictionary; `#x_coverage` is an extension for coverage statements such
as "whole republic", which are no place. One row for each doing and territory; where none is documented the place is empty.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from filao.core.register import Register
from filao.core.vocabulary import Term
from filao.exchange.doings import Doing, Leaving
from filao.exchange.sheets import csv_bytes

COLUMNS: dict[str, str] = {
    "Organisation": "#org+name",
    "Acronym": "#org+acronym",
    "Type of organisation": "#org+type",
    "Organisation code": "#org+code",
    "Partners": "#org+partner+name+list",
    "Funders": "#org+funder+name+list",
    "4P": "#sector+list",
    "Stages of referral": "#subsector+list",
    "Activity": "#activity+name",
    "Activity code": "#activity+code",
    "Kind": "#activity+type",
    "Scope": "#activity+scope",
    "For whom": "#beneficiary+type+list",
    "Place": "#adm1+name",
    "Place code (ISO 3166-2)": "#adm1+code",
    "Coverage statement": "#x_coverage",
    "Where the organisation works": "#x_coverage+org+list",
    "Start": "#date+start",
    "End": "#date+end",
    "Status": "#status",
    "Source": "#meta+source",
    "Source codes": "#meta+source+code+list",
    "Newest evidence": "#date+reported",
    "Confidence": "#meta+confidence",
}
"""Heads and their hashtags, in the order of the columns."""


def write(register: Register, *, restricted: bool = False) -> bytes:
    """Actions and standing services as one CSV file: heads, hashtags, then one row for each doing and territory.

    Cells are formula-safe; several values in a cell are joined by ";". Restricted bodies are left out unless
    `restricted`, and so is what `exchange.doings` holds back.
    """
    out = Leaving(register, restricted)
    rows = (row for doing in out.doings for row in _rows(out, doing))
    return csv_bytes(tuple(COLUMNS), (COLUMNS, *rows))


def _rows(out: Leaving, doing: Doing) -> Iterator[dict[str, str]]:
    register = out.register
    label = register.vocabulary.label

    def labels(scheme: str, codes: Iterable[str]) -> str:
        return ";".join(label(scheme, code) for code in codes)

    kind, record_id, field = (
        ("action", doing.id, "status") if doing.kind == "action" else ("organisation", doing.body.id, "services")
    )
    record = register.records[kind][record_id]
    fact = record.facts.get(field)
    sources = record.sources if doing.kind == "action" else (fact.sources if fact else ())
    common = {
        "Organisation": doing.body.name,
        "Acronym": doing.body.short_name,
        "Type of organisation": label("org_kind", doing.body.kind) if doing.body.kind else "",
        "Organisation code": doing.body.id,
        "Partners": ";".join(body.name for body in doing.partners),
        "Funders": ";".join(body.name for body in doing.funders),
        "4P": labels("four_p", doing.four_p),
        "Stages of referral": labels("nrm_stage", doing.stages),
        "Activity": doing.title,
        "Activity code": doing.id,
        "Kind": doing.kind,
        "Scope": label("scope", doing.scope) if doing.scope else "",
        "For whom": labels("population", doing.populations),
        "Where the organisation works": ";".join(
            t.label("en") for t in out.territories(doing.body, doing.body.districts)
        ),
        "Start": str(doing.start or ""),
        "End": str(doing.end or ""),
        "Status": label("action_status", doing.status) if doing.status else "",
        "Source": out.cited(sources),
        "Source codes": ";".join(sources),
        "Newest evidence": record.newest,
        "Confidence": fact.confidence if fact else "",
    }
    for territory in doing.territories or (None,):
        yield {name: " ".join(text.split()) for name, text in (common | _place(territory)).items()}


def _place(territory: Term | None) -> dict[str, str]:
    if territory is None:
        return {}
    if territory.iso:
        return {"Place": territory.label("en"), "Place code (ISO 3166-2)": territory.iso}
    if territory.kind == "district":
        return {"Place": territory.label("en")}
    return {"Coverage statement": territory.label("en")}
