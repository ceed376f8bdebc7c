"""Paper answers keyed in: one page for one sheet, its gaps told apart from mistakes, and a second entry against the first.

The number on a sheet makes its id, so that a sheet is taken once whoever keys it in.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.utils import timezone

from filao.core.forms.closed import bare
from filao.core.forms.filling import AnswerFault, Filling
from filao.core.forms.keying import keyed
from filao.core.forms.places import Place
from filao.core.forms.questionnaire import UNSEEN_TYPES, Choice, Question, Section
from filao.core.forms.variables import options_of
from filao.core.problems import Problem
from filao.exchange import xform
from filao.store.collection import InstrumentRow, ResponseRow, RoundRow, VersionRow
from filao.store.people import Workspace
from filao.work import access
from filao.work.access import Actor
from filao.work.collection import doors, ingest
from filao.work.collection.ingest import Receipt
from filao.work.collection.published import Published, of_row

_SHEETS = uuid.UUID("5f1c1a52-6f0e-5d7c-9a53-6d0c4e1f2b88")
"""Namespace of the ids that numbers of sheets make (RFC 9562, version 5)."""


@dataclass(frozen=True, slots=True)
class Spot:
    """A place of a sheet in the order of the form: a question, a group, or one time of a repeat; `last` says that the
    repeat may be given one more time after it."""

    path: str
    node: Question | Section
    relevant: bool
    last: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet as it is keyed in so far: `page` as it is shown, `filling` without the empty times of repeats at its end.
    `faults` keep it from being taken; `gaps` are needed answers that the paper leaves
    open; `left_out` are answers to questions that by the form's logic were not asked."""

    form: Published
    page: Filling
    filling: Filling
    repeats: Mapping[str, int]
    spots: tuple[Spot, ...]
    faults: tuple[AnswerFault, ...]
    gaps: tuple[str, ...]
    left_out: tuple[str, ...]


def open_sheet(
    actor: Actor, workspace: Workspace, code: str, typed: Mapping[str, str] | None = None,
    repeats: Mapping[str, int] | None = None,
) -> Sheet:  # fmt: skip
    """A sheet of a form with what was typed for each question, by concrete path, and how often each repeat stands: once,
    where nobody says.

    Raises Problem no_such_instrument, instrument_not_published.
    """
    access.require(actor, "answers.enter", workspace)
    row = _version(workspace, code)
    form, typed = of_row(row), typed or {}
    values, wrong = _read(form, typed)
    if repeats is None:
        repeats = {
            n.path: 1 for n in form.questionnaire.children if isinstance(n, Section) and n.repeats and not n.count
        }
    shown = _filling(form, values, repeats)
    spots = tuple(_spots(shown, shown.root, form.questionnaire.children))
    filling = _filling(form, values, _used(values, repeats))
    known = {fault.path for fault in wrong}
    found = [fault for fault in filling.faults() if fault.path not in known]
    asked = {spot.path for spot in spots if spot.relevant}
    return Sheet(
        form, shown, filling, repeats, spots, (*wrong, *(fault for fault in found if fault.code != "answer_required")),
        tuple(fault.path for fault in found if fault.code == "answer_required"),
        tuple(path for path, text in values.items() if text and path not in asked),
    )  # fmt: skip


def _read(form: Published, typed: Mapping[str, str]) -> tuple[dict[str, str], list[AnswerFault]]:
    """What was typed as answers, and what of it cannot be read."""
    by_path = {question.path: question for question in form.questionnaire.questions()}
    values, wrong = {}, []
    for path, text in typed.items():
        question = by_path.get(bare(path))
        if question is not None:
            read = keyed(question, text, options(form, question))
            values[path] = read.text
            if read.fault:
                wrong.append(AnswerFault(path, read.fault.code, read.fault.facts))
    return values, wrong


def _filling(form: Published, values: Mapping[str, str], repeats: Mapping[str, int] | None) -> Filling:
    return Filling(
        form.questionnaire, form.lists, now=timezone.localtime(), values=values, repeats=repeats, metadata=False,
        logic=form.logic,
    )  # fmt: skip


def _used(values: Mapping[str, str], repeats: Mapping[str, int]) -> dict[str, int]:
    """How often each repeat stands without the empty times at its end."""
    used = dict.fromkeys(repeats, 0)
    for path, text in values.items():
        for place in repeats:
            if text and path.startswith(f"{place}["):
                used[place] = max(used[place], int(path[len(place) + 1 :].partition("]")[0]))
    return used


def options(form: Published, question: Question) -> Sequence[Choice]:
    """Every option of a question as paper numbers them."""
    if question.choices is None:
        return ()
    return options_of(question, form.questionnaire) or tuple(form.lists.get(question.choices.instance, ()))


def _spots(filling: Filling, above: Place, nodes: Sequence[Question | Section]) -> Iterator[Spot]:
    for node in nodes:
        kids = above.kids.get(node.name, [])
        if isinstance(node, Question):
            if node.type not in UNSEEN_TYPES and node.type != "note":
                yield from (Spot(kid.path, node, kid.relevant) for kid in kids)
            continue
        free = node.repeats and not node.count and not node.fixed
        if free and not kids:
            yield Spot(f"{above.path}/{node.name}", node, above.relevant, last=True)
        for number, kid in enumerate(kids, 1):
            inner = list(_spots(filling, kid, node.children))
            if inner:
                yield Spot(kid.path, node, kid.relevant)
                yield from inner
            if free and number == len(kids):
                yield Spot(f"{above.path}/{node.name}", node, kid.relevant, last=True)


# --- taking


def enter(
    actor: Actor, workspace: Workspace, code: str, sheet: Sheet, *, number: str = "", round: str = "",
    gaps_agreed: bool = False, replaces: bool = False,
) -> Receipt:  # fmt: skip
    """Take a sheet in. `gaps_agreed` says that the paper leaves needed answers open; `replaces` that this second entry
    stands in place of the first.

    Raises Problem answers_unsound, paper_gaps, paper_number_taken, no_such_round, results_told (answering has ended), and
    those of `ingest.take`.
    """
    access.require(actor, "answers.enter", workspace)
    if sheet.faults:
        raise Problem("answers_unsound")
    if sheet.gaps and not gaps_agreed:
        raise Problem("paper_gaps", count=len(sheet.gaps))
    row = _round(workspace, code, round)
    if row is not None and row.told_at_end and doors.state_of(row, timezone.localdate()) == "over":
        raise Problem("results_told")
    id, before = _ids(workspace, code, round, number)
    if before is not None and not replaces:
        raise Problem("paper_number_taken", number=number, field="number")
    new = f"uuid:{uuid.uuid4()}" if before is not None or not id else id
    return ingest.take(
        workspace, xform.write_instance(sheet.filling, new, deprecated_id=before.instance_id if before else ""), {},
        channel="paper", actor=actor, round=row, simulated=workspace.simulated or bool(row and row.simulated),
    )  # fmt: skip


def differences(
    actor: Actor, workspace: Workspace, code: str, sheet: Sheet, *, number: str, round: str = ""
) -> list[str]:
    """Questions that a second entry of a sheet answers otherwise than the first; words, which lie closed, are not compared.

    Raises Problem paper_number_unknown.
    """
    access.require(actor, "answers.enter", workspace)
    _id, before = _ids(workspace, code, round, number)
    if before is None:
        raise Problem("paper_number_unknown", number=number, field="number")
    again = sheet.filling.answers()
    asked = [
        spot for spot in sheet.spots if isinstance(spot.node, Question) and spot.node.type not in ("text", "barcode")
    ]
    return [spot.path for spot in asked if before.closed.get(spot.path, "") != again.get(spot.path, "")]


def first_entry(actor: Actor, workspace: Workspace, code: str, *, number: str, round: str = "") -> dict[str, str]:
    """What the first entry of a sheet says, of answers that are no words; empty where it was not keyed in."""
    access.require(actor, "answers.enter", workspace)
    _id, before = _ids(workspace, code, round, number)
    return dict(before.closed) if before else {}


def _ids(workspace: Workspace, code: str, round: str, number: str) -> tuple[str, ResponseRow | None]:
    """The id that the number of a sheet makes, and the answer that stands for the sheet now."""
    if not number.strip():
        return "", None
    id = f"uuid:{uuid.uuid5(_SHEETS, f'{workspace.id} {code} {round} {number.strip().casefold()}')}"
    of = {"workspace_id": workspace.id}
    found = ResponseRow.objects.filter(**of, instance_id=id).exclude(state="withdrawn").first()
    while found is not None and not found.current:
        found = ResponseRow.objects.filter(**of, replaces=found).first()
    return id, found


def _round(workspace: Workspace, code: str, round: str) -> RoundRow | None:
    if not round:
        return None
    row = RoundRow.objects.filter(workspace_id=workspace.id, id=round, instrument__code=code).first()
    if row is None:
        raise Problem("no_such_round")
    return row


def _version(workspace: Workspace, code: str) -> VersionRow:
    row = InstrumentRow.objects.filter(workspace_id=workspace.id, code=code).first()
    if row is None:
        raise Problem("no_such_instrument", code=code)
    found = doors.newest(workspace, row)
    if found is None or row.state not in ("open", "closing"):
        raise Problem("instrument_not_published", title=row.title)
    return found
