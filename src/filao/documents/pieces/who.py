"""Who is who: bodies by sector, the register as a table, acronyms."""

from __future__ import annotations

from filao.core.register import Organisation
from filao.documents import model as m
from filao.documents.composing import Material
from filao.documents.language import N_, say, say_n

_GROUPS = (
    ("state", ("government",)),
    ("justice", ("law_enforcement", "judiciary", "independent_institution")),
    ("society", ("ngo", "union", "academia", "media", "private_sector")),
    ("partners", ("international",)),
)


def listed(c: Material) -> list[Organisation]:
    """Bodies that may be printed in this edition; stand-ins for unnamed bodies are none."""
    return [b for b in c.register.bodies.values() if not b.restricted or c.audience == "restricted"]


def places(c: Material, body: Organisation) -> str:
    """Where a body works, as printed: a statement or islands and districts; never the place of a shelter."""
    return ", ".join(c.label("district", code) for code in body.districts)


def register_tables(c: Material) -> dict[str, m.Table]:
    """One compact table for each group of sectors: body, what it does, stages, whom it serves."""
    lang = c.language
    captions = {
        "state": N_("Government: {n} bodies"),
        "justice": N_("Police, justice and independent institutions: {n} bodies"),
        "society": N_("Civil society, unions, employers and academia: {n} bodies"),
        "partners": N_("International partners: {n} bodies"),
    }
    tables = {}
    for group, kinds in _GROUPS:
        rows: list[tuple[m.Inline, ...]] = []
        heads: set[int] = set()
        bodies = [b for b in listed(c) if b.kind in kinds]
        for kind in kinds:
            members = sorted((b for b in bodies if b.kind == kind), key=lambda b: b.short_name.casefold())
            if not members:
                continue
            if len(kinds) > 1:
                heads.add(len(rows))
                rows.append((m.span(c.label("org_kind", kind)), (), ()))
            for body in members:
                record = c.register.records["organisation"][body.id]
                rows.append(
                    (
                        (m.Span(body.short_name, bold=True),),
                        (m.Span(_brief(body) + " ", cite=record.sources[:1]),),
                        m.span(stages(c, body)),
                    )
                )
        tables[group] = m.Table(
            id=f"who-{group}",
            caption=say(lang, captions[group], n=len(bodies)),
            columns=(
                m.Column(say(lang, N_("Body")), 1.35),
                m.Column(say(lang, N_("What it does, by the source named")), 4.6),
                m.Column(say(lang, N_("Stages of referral")), 2.3),
            ),
            rows=tuple(rows),
            group_rows=frozenset(heads),
            compact=True,
            evidence=c.evidence(say_n(lang, "{n} body", "{n} bodies", len(bodies))),
        )
    return tables


def _brief(body: Organisation, limit: int = 118) -> str:
    """The mandate in about a line and a half: cut at the end of a sentence or clause, else whole."""
    text = body.mandate or body.name
    if len(text) <= limit:
        return text
    ends = [text.rfind(sign, limit // 3, limit) for sign in ("; ", ". ")]
    return text[: max(ends)] if max(ends) > 0 else text


def stages(c: Material, body: Organisation) -> str:
    """Stages without the word "cross-cutting" in brackets."""
    return ", ".join(c.running("nrm_stage", s) for s in body.stages)


def full_register(c: Material, *, id: str = "register") -> m.Table:
    """Every body with its full name, kind, territory and sources: the annex behind the short names."""
    lang = c.language
    rows = []
    for body in sorted(listed(c), key=lambda b: b.short_name.casefold()):
        record = c.register.records["organisation"][body.id]
        fact = record.facts.get("name")
        rows.append(
            (
                (m.Span(body.short_name, bold=True),),
                m.span(body.name_in(lang) + (f" ({c.short(body.parent_id)})" if body.parent_id else "")),
                m.span(c.label("org_kind", body.kind)),
                m.span(places(c, body)),
                (m.Span("", cite=record.sources[:2]),),
                m.span(fact.confidence if fact else ""),
            )
        )
    return m.Table(
        id=id,
        caption=say(lang, N_("Bodies on record, with their full names")),
        columns=(
            m.Column(say(lang, N_("Short name")), 1.3),
            m.Column(say(lang, N_("Full name (part of)")), 2.9),
            m.Column(say(lang, N_("Sector")), 2.0),
            m.Column(say(lang, N_("Where")), 1.2),
            m.Column(say(lang, N_("Source")), 1.7),
            m.Column(say(lang, N_("Conf.")), 0.5, "center"),
        ),
        rows=tuple(rows),
        compact=True,
        evidence=c.evidence(
            say_n(lang, "{n} body", "{n} bodies", len(rows)),
            note=say(
                lang,
                N_(
                    "Confidence: A two independent sources or both parties, B one official source, C press or one party, D inferred."
                ),
            ),
        ),
    )
