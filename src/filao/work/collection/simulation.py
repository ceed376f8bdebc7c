"""Answers made up by chance, for demonstrations and load: taken in as all answers are, and marked as simulated for ever."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from random import Random
from uuid import UUID

from django.utils import timezone

from filao.core.forms import synthetic
from filao.core.forms.filling import Filling
from filao.core.problems import Problem
from filao.exchange import xform
from filao.store.people import Workspace
from filao.work import access
from filao.work.access import Actor
from filao.work.collection import doors, ingest, instruments, published, rounds

LIMIT = 2_000
SURVEY = "officer-survey"
SHOWN = ("interview-government", "focus-group", "training-inventory", SURVEY)
"""Instruments that a demonstration publishes, and the one that made-up people answer."""
TITLE = "Simulated answers: survey of officers"


def show(actor: Actor, workspace: Workspace, count: int = 60) -> str:
    """Publish Filao's instruments and let made-up officers answer one; done again it adds nothing. Returns the round's id."""
    known = {one.code for one in instruments.listing(actor, workspace)}
    for code in SHOWN:
        if code not in known:
            instruments.make(actor, workspace, code)
            instruments.publish(actor, workspace, code, reason="demonstration")
    shown = next((one.id for one in rounds.listing(actor, workspace) if one.plan.title == TITLE), "")
    if not shown:
        plan = rounds.Plan(TITLE, "open", targets=(rounds.Target(count + 20),), simulated=True)
        shown = rounds.create(actor, workspace, SURVEY, plan)
    if rounds.find(actor, workspace, shown).answers == 0:
        fill(actor, workspace, shown, count)
    return shown


def fill(
    actor: Actor, workspace: Workspace, round: str, count: int, *, seed: int = 1, refusals: float = 0.05,
    likely: Mapping[str, float] | None = None,
) -> int:  # fmt: skip
    """Let made-up people answer a simulated round until it has `count` answers and refusals. Returns how many came.
    `likely` as in `core.forms.synthetic`.

    The same seed gives the same answers, so that doing it again adds nothing. Raises Problem no_such_round, not_simulated
    (people are asked in this round), simulated_too_many.
    """
    access.require(actor, "fieldwork.edit", workspace)
    row = rounds.row_of(workspace, round)
    if not row.simulated:
        raise Problem("not_simulated", title=row.title)
    if not 0 <= count <= LIMIT:
        raise Problem("simulated_too_many", limit=LIMIT)
    version = doors.newest(workspace, row.instrument)
    if version is None:
        raise Problem("instrument_not_published", title=row.instrument.title)
    form = published.of_row(version)
    now = timezone.localtime()
    came = 0
    for number in range(count):
        chance = Random(f"{row.id} {seed} {number}")  # noqa: S311  nothing secret hangs on it
        one = Filling(
            form.questionnaire, form.lists, now=now - timedelta(minutes=chance.randint(12, 40)), logic=form.logic,
            language=chance.choice(form.questionnaire.languages or ("",)), metadata=not row.instrument.anonymous,
        )  # fmt: skip
        synthetic.answer(one, chance, refusals=refusals, likely=likely)
        one.finish(now)
        instance = f"uuid:{UUID(int=chance.getrandbits(128), version=4)}"
        receipt = ingest.take(
            workspace, xform.write_instance(one, instance), {}, channel="simulated", actor=actor, round=row,
            simulated=True, language=one.language,
        )  # fmt: skip
        came += receipt.status == "created"
    return came
