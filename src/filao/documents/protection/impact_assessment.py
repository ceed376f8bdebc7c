"""Draft of a data protection impact assessment: what Filao knows is written, what people must judge is left open."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from filao.core import protection as core
from filao.documents import model as m
from filao.documents.composing import Material, finish
from filao.documents.protection import pieces
from filao.documents.protection.processing_record import measures
from filao.documents.words.en import impact_assessment as words

KIND = "impact-assessment"
LANGUAGES = ("en",)
SECTIONS = tuple(words.TITLES)


def compose(c: Material) -> m.Document:
    title, subtitle = words.title(c)
    offered: dict[str, Mapping[str, Sequence[m.Block]]] = {
        "about": {"controller": [pieces.controller(c)]},
        "description": {"kinds": [pieces.kinds(c)], "readers": [pieces.readers(c)]},
        "necessity": {"retention": [pieces.retention(c)]},
        "risks": {"risks": [_risks()]},
        "measures": {"measures": [m.Bullets(id="measures-list", items=tuple(m.span(text) for text in measures(c)))]},
        "decision": {"signatures": _signatures(c)},
        "act": {"act": [_act(c)]},
        "principles": {"principles": [_principles()]},
    }
    document = m.Document(
        meta=pieces.meta(c, KIND, title, subtitle, "DPIA", edition="Draft, to be completed and signed by people"),
        sections=tuple(
            c.section(KIND, id, words.TITLES[id], words.DRAFTS[id](c), offered.get(id)) for id in words.TITLES
        ),
        style="paper",
        contents=False,
        references=None,
        on_register=False,
    )
    return finish(c, document)


def _risks() -> m.Table:
    return pieces.table(
        "risks",
        "",
        (("What could happen", 1.9), ("What it could do", 1.5), ("Likely", 0.6), ("Severe", 0.6), ("What Filao does", 2.1), ("What remains for people", 1.9)),
        [((m.Span(risk.event, bold=True),), risk.harm, "[ ]", "[ ]", risk.does, risk.remains) for risk in words.RISKS],
    )  # fmt: skip


def _act(c: Material) -> m.Table:
    sections = pieces.law(c).sections
    return _checklist("act", "Section", [(sections.get(duty, "[ ]"), words.ACT[duty]) for duty in core.DUTIES])


def _principles() -> m.Table:
    return _checklist(
        "principles",
        "No.",
        [(str(place), words.PRINCIPLES[code]) for place, code in enumerate(core.PRINCIPLES, start=1)],
    )


def _checklist(id: str, head: str, rows: Sequence[tuple[str, words.Duty]]) -> m.Table:
    return pieces.table(
        id,
        "",
        ((head, 0.7), ("What is asked", 2.2), ("What Filao does", 2.6), ("What remains for people", 2.4)),
        [(number, (m.Span(duty.asked, bold=True),), duty.does, duty.remains) for number, duty in rows],
    )


def _signatures(c: Material) -> list[m.Block]:
    labels = ("For the controller: name, function, date", "Data protection officer: name, date")
    return pieces.signatures(c, "signed", labels)
