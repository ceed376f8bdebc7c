"""Reading answers: as tables without their words, or with the words opened for a reason; counted for an audience.

An answer of an anonymous instrument or a blind round is read without the id its client gave it and without its day, so that
nothing that leaves here leads back to a sending.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial

from django.db.models import QuerySet

from filao.core.forms.questionnaire import Questionnaire
from filao.core.privacy import told_below
from filao.core.problems import Problem
from filao.core.responses import Layout, Response, Responses, Tally
from filao.exchange import parcels, xform
from filao.store import blobs
from filao.store.collection import InstrumentRow, ResponseRow, VersionRow
from filao.store.people import Workspace
from filao.work import access, analysis, vault
from filao.work.access import Actor
from filao.work.collection.published import of_row
from filao.work.vault import Reading

OF_BODIES = frozenset({"interview", "inventory"})
"""Purposes of instruments that public bodies answer: their counts are a finding, never hidden."""

NAMELESS = "anonymous:"
"""What ids of answers begin with that are told apart only within one reading."""

_STANDING = ("complete", "incomplete")
_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Answered:
    """What an instrument's answers come to: counts of each question without words, as the reader may be told them.

    `total` is None where it is too small to be told; `below` is then the least number that may be.
    """

    code: str
    title: str
    form_id: str
    total: int | None
    simulated: int
    tallies: tuple[Tally, ...]
    anonymous: bool = False
    below: int = 0


def tallied(actor: Actor, workspace: Workspace, code: str) -> Answered:
    """Counts of each closed question. Raises Problem no_such_instrument."""
    access.require(actor, "responses.read", workspace)
    row = instrument_row(workspace, code)
    audience = "" if row.purpose in OF_BODIES else told_to(actor, workspace)
    found = Responses(layout(row), tuple(closed(workspace, row)))
    total, simulated = len(found.responses), sum(response.simulated for response in found.responses)
    below = told_below(total, audience)
    return Answered(
        row.code,
        row.title,
        row.form_id,
        None if below else total,
        simulated,
        found.tallies(audience),
        row.anonymous,
        below,
    )


def told_to(actor: Actor, workspace: Workspace) -> str:
    """The audience whose least numbers hold for this reader: none for those who may read the words themselves."""
    access.require(actor, "responses.read", workspace)
    if access.may(actor, "words.read", workspace):
        return ""
    audience = analysis.audience(actor, workspace)
    return "working_group" if audience == "restricted" else audience


def instrument_row(workspace: Workspace, code: str) -> InstrumentRow:
    """Raises Problem no_such_instrument."""
    row = InstrumentRow.objects.filter(workspace_id=workspace.id, code=code).select_related("engagement").first()
    if row is None:
        raise Problem("no_such_instrument", code=code)
    return row


def versions(row: InstrumentRow) -> list[VersionRow]:
    """Published versions, the oldest first. Raises Problem not_published."""
    found = list(
        VersionRow.objects.filter(workspace_id=row.workspace_id, instrument_id=row.id).order_by(
            "published_at", "version"
        )
    )
    if not found:
        raise Problem("not_published", title=row.title)
    return found


def layout(row: InstrumentRow) -> Layout:
    """The tables that an instrument's answers amount to."""
    return Layout(tuple(questionnaire(version) for version in versions(row)))


def questionnaire(version: VersionRow) -> Questionnaire:
    """A version with the options of the lists that stand in its files."""
    return of_row(version).whole


def closed(workspace: Workspace, row: InstrumentRow) -> Iterator[Response]:
    """Answers without their words, in no order that tells when they came."""
    for number, found in enumerate(_rows(workspace, row).iterator(chunk_size=_AT_ONCE), start=1):
        yield _response(found, row, found.closed, number, opened=False)


def opened(workspace: Workspace, row: InstrumentRow, reading: Reading) -> Iterator[Response]:
    """Answers with their words, each opened when it is its turn. Encrypted ones stay without."""
    for number, found in enumerate(_rows(workspace, row).iterator(chunk_size=_AT_ONCE), start=1):
        yield _response(found, row, values_of(found, reading), number, opened=True)


def values_of(row: ResponseRow, reading: Reading) -> Mapping[str, str]:
    """All that an answer says, by concrete path."""
    parcel = parcels.unpack(reading.open(blobs.get(row.raw), parcels.ANSWER))
    instance = xform.read_instance(parcel.content)
    return xform.placed(instance.values, of_row(row.version).questionnaire)


def _rows(workspace: Workspace, row: InstrumentRow) -> QuerySet[ResponseRow]:
    """Answers that stand; by their random ids, since nothing else may tell their order."""
    return (
        ResponseRow.objects.filter(
            workspace_id=workspace.id, version__instrument_id=row.id, current=True, state__in=_STANDING
        )
        .select_related("version", "round")
        .order_by("id")
    )


def _response(
    found: ResponseRow, row: InstrumentRow, values: Mapping[str, str], number: int, *, opened: bool
) -> Response:
    blind = found.round is not None and found.round.mode == "blind"
    quiet = row.anonymous or blind
    return Response(
        f"{NAMELESS}{number}" if quiet else found.instance_id, found.version.version, values,
        None if quiet else found.received_on, found.channel, found.simulated, opened,
    )  # fmt: skip


def readings(
    actor: Actor, workspace: Workspace, row: InstrumentRow, why: str, *, words: bool
) -> partial[Iterator[Response]]:
    """Gives the answers anew each time it is called, with their words where they are asked for and may be opened.

    Raises Problem not_allowed, words_locked, words_key_lost.
    """
    access.require(actor, "responses.read", workspace)
    if words:
        return partial(opened, workspace, row, vault.reading(actor, workspace, why, row.code))
    return partial(closed, workspace, row)
