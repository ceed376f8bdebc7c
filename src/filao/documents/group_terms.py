"""Terms of reference of the technical working group, with who is responsible for what."""

from __future__ import annotations

from filao.core.register import Organisation
from filao.documents import model as m
from filao.documents.composing import Material, finish
from filao.documents.language import N_, say
from filao.documents.pieces import frame, group
from filao.documents.words.en import group_terms as words

KIND = "group-terms"
LANGUAGES = ("en",)
SECTIONS = tuple(words.TITLES)


def compose(c: Material) -> m.Document:
    title, subtitle = words.title(c)
    offered = {"groups": [frame.groups(c)], "seats": [group.seats(c)], "rules": [group.rules(c)], "raci": [raci(c)]}
    document = m.Document(
        meta=c.meta(KIND, title, subtitle, code=f"FILAO-{c.country}-TWG", cover=False),
        sections=tuple(c.section(KIND, id, words.TITLES[id], words.DRAFTS[id](c), offered) for id in words.TITLES),
        style="paper",
        contents=False,
    )
    return finish(c, document)


def raci(c: Material) -> m.Table:
    """Tasks by member: who does, answers, is asked, is told."""
    lang = c.language
    suggestion = c.analysis.committee
    members = [body for x in (suggestion.members if suggestion else ()) if (body := c.body(x.organisation_id))]
    chair = next((x.organisation_id for x in (suggestion.members if suggestion else ()) if x.chair), "")
    rows = []
    open_ = say(lang, N_("to be decided by the group"))
    for text, code in words.RACI_TASKS:
        letters = {body.id: letter(c, body, code) for body in members}
        does = ", ".join(c.short(id) for id, mark in letters.items() if mark == "R")
        asked = ", ".join(c.short(id) for id, mark in letters.items() if mark == "C")
        answers = c.short(chair) if chair and code == "coordination" else open_
        rows.append(
            tuple(
                m.span(cell)
                for cell in (text, does or say(lang, N_("to be named by the group")), answers, asked or "–")
            )
        )
    return m.Table(
        id="raci",
        caption=say(lang, N_("Responsibilities by task; all other members are informed")),
        columns=(
            m.Column(say(lang, N_("Task")), 2.6),
            m.Column(say(lang, N_("R: does")), 2.6),
            m.Column(say(lang, N_("A: answers for it")), 1.2),
            m.Column(say(lang, N_("C: is asked")), 2.4),
        ),
        rows=tuple(rows),
        compact=True,
        evidence=c.evidence(
            say(lang, N_("{n} tasks, {k} members"), n=len(rows), k=len(members)),
            note=say(lang, N_("R: a public body that holds the stage in the register. A: the chair for the group's own work; no text on record gives the other tasks to one body. C: a body outside the State at the stage.")),
        ),
    )  # fmt: skip


_NEAR = {
    "coordination": ("coordination",),
    "referral": ("identification", "referral"),
    "case_management": ("case_management", "protection"),
    "prosecution": ("investigation", "prosecution"),
    "reintegration": ("reintegration",),
    "data": ("data",),
    "capacity": ("capacity",),
    "monitoring": ("monitoring",),
}
_STATE = ("government", "law_enforcement", "judiciary", "independent_institution")


def letter(c: Material, body: Organisation, code: str) -> str:
    """R, C or I of a member for a task, from what the register says of it."""
    if code == "labour":
        near = bool({"migrant_workers", "seafarers"} & set(body.populations)) and "identification" in body.stages
    elif code == "territory":
        near = any(t.code in body.districts for t in c.register.vocabulary.territories("island"))
    else:
        near = bool(set(_NEAR[code]) & set(body.stages))
    if not near:
        return "I"
    if body.kind not in _STATE:
        return "C"
    return "R"
