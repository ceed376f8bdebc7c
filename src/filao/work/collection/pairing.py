"""Pairing answers before and after by a code that only the person holds: from a badge, or made from light questions.

Codes are words: they are opened for the pairing, noted in the journal, and leave nowhere. What leaves is a number for each
pair, drawn by lot.
"""

from __future__ import annotations

import secrets
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from filao.core import pairing as core
from filao.core.forms import Form
from filao.core.forms.care import PHASE
from filao.core.pairing import Pairing
from filao.core.problems import Problem
from filao.documents import fieldwork as papers
from filao.documents.fieldwork import Place
from filao.documents.words import asking
from filao.exchange import sheets, xlsform
from filao.store import journal
from filao.store.collection import ResponseRow, RoundRow
from filao.store.people import Workspace
from filao.work import access, vault
from filao.work.access import Actor
from filao.work.collection import responses, rounds

BADGES_AT_MOST = 300
_STANDING = ("complete", "incomplete")


@dataclass(frozen=True, slots=True)
class Report:
    """Who was found again: numbers alone. `same` and `near` are pairs by equal codes and by codes one error apart;
    `before_left` and `after_left` count those not paired by their reason."""

    before: str
    after: str
    answers: tuple[int, int]
    same: int
    near: int
    share: float | None
    before_left: Mapping[str, int]
    after_left: Mapping[str, int]
    simulated: bool


def badges(actor: Actor, workspace: Workspace, title: str, count: int, language: str, link: str = "") -> bytes:
    """Badges to cut, as PDF; their codes are kept nowhere. Raises Problem too_few_codes."""
    access.require(actor, "fieldwork.edit", workspace)
    if not 1 <= count <= BADGES_AT_MOST:
        raise Problem("too_few_codes", limit=BADGES_AT_MOST, field="count")
    codes = core.printed_codes(count, secrets.randbelow)
    place = Place(workspace.name, language, timezone.localdate(), workspace.notice_in(language))
    return papers.written(papers.badges(place, title, codes, link), "pdf")


def questions(actor: Actor, workspace: Workspace) -> bytes:
    """The questions of the code as an XLSForm, to be copied into a form of one's own."""
    access.require(actor, "fieldwork.read", workspace)
    titles = {"en": "Code to pair answers", "fr": "Code pour apparier les réponses", "mfe": "Kod pou met repons ansam"}
    form = Form("pairing", titles, "1", (asking.pairing(),), {}, purpose="test")
    data: bytes = xlsform.write(form)
    return data


def report(actor: Actor, workspace: Workspace, before: str, after: str) -> Report:
    """Who of a round before was found again in one after; with the same round twice, by its question of the phase.

    Opens the codes, which the journal notes. Raises Problem no_such_round, no_pairing_question, words_locked.
    """
    access.require(actor, "fieldwork.read", workspace)
    one, other, found, sides = _paired(actor, workspace, before, after)
    ways = Counter(pair.how for pair in found.pairs)
    return Report(
        one.title, other.title, (len(sides[0]), len(sides[1])), ways["same"], ways["one_error"], found.share,
        dict(Counter(found.before.values())), dict(Counter(found.after.values())), one.simulated or other.simulated,
    )  # fmt: skip


def table(actor: Actor, workspace: Workspace, before: str, after: str) -> bytes:
    """Closed answers of both sides as CSV, a row a pair; those not paired follow, with their reason. No code leaves."""
    access.require(actor, "responses.export", workspace)
    one, other, found, sides = _paired(actor, workspace, before, after)
    cells = [{row.id: _closed(row) for row in side} for side in sides]
    names = sorted({name for side in cells for values in side.values() for name in values})
    head = ("pair", "how", *(f"{name}_{when}" for name in names for when in ("before", "after")), "simulated")
    lines: list[tuple[str, str, str]] = [(pair.before, pair.after, pair.how) for pair in found.pairs]
    secrets.SystemRandom().shuffle(lines)
    lines += sorted([(id, "", why) for id, why in found.before.items()], key=lambda line: line[2:] + line[:1])
    lines += sorted([("", id, why) for id, why in found.after.items()], key=lambda line: line[2:] + line[1:2])
    simulated = "yes" if one.simulated or other.simulated else ""
    rows = []
    for number, (first, second, how) in enumerate(lines, start=1):
        row = {"pair": str(number) if first and second else "", "how": how, "simulated": simulated}
        for when, values in (("before", cells[0].get(first, {})), ("after", cells[1].get(second, {}))):
            row |= {f"{name}_{when}": text for name, text in values.items()}
        rows.append(row)
    with transaction.atomic():
        journal.write(
            workspace, at=timezone.now(), actor=actor.name, act="pairs.export", subject=f"{one.title}, {other.title}",
            facts={"pairs": len(found.pairs)},
        )  # fmt: skip
    return sheets.csv_bytes(head, rows)


def _paired(
    actor: Actor, workspace: Workspace, before: str, after: str
) -> tuple[RoundRow, RoundRow, Pairing, tuple[list[ResponseRow], list[ResponseRow]]]:
    one, other = rounds.row_of(workspace, before), rounds.row_of(workspace, after)
    rounds.settle(workspace, one)
    rounds.settle(workspace, other)
    sides = (_answers(workspace, one), _answers(workspace, other))
    if one.id == other.id:
        sides = (_of_phase(sides[0], "before"), _of_phase(sides[1], "after"))
    reading = vault.reading(actor, workspace, "pairing", f"{one.title}, {other.title}")
    codes = []
    for side in sides:
        found = {}
        for row in side:
            values = {path.rpartition("/")[2]: text for path, text in responses.values_of(row, reading).items()}
            found[row.id] = _code(values)
        codes.append(found)
    for asked in (one, other):
        names = {variable.name for variable in responses.layout(asked.instrument).variables}
        if not names & {asking.BADGE, *asking.OWN}:
            raise Problem("no_pairing_question", title=asked.title)
    return one, other, core.pair(*codes), sides


def _code(values: Mapping[str, str]) -> str:
    """The badge's code where it can have been printed, else the one made from the person's own answers."""
    printed = core.tidy(values.get(asking.BADGE, ""))
    if printed:
        return printed
    return core.own_code([values.get(name, "") for name in asking.OWN])


def _answers(workspace: Workspace, row: RoundRow) -> list[ResponseRow]:
    found = ResponseRow.objects.filter(workspace_id=workspace.id, round=row, current=True, state__in=_STANDING)
    return list(found.select_related("version", "round").order_by("id"))


def _of_phase(rows: list[ResponseRow], phase: str) -> list[ResponseRow]:
    return [row for row in rows if _closed(row).get(PHASE) == phase]


def _closed(row: ResponseRow) -> dict[str, str]:
    return {path.rpartition("/")[2]: text for path, text in row.closed.items() if "[" not in path}
