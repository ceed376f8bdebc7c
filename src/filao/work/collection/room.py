"""What a training room sees on its wall: the link to answer by, how many have, and what closed questions come to.

Whoever is in the room may see it: it is asked for by the id of the round, which nobody guesses. Results are those that
`core.privacy` lets a working group be told, and move on by five answers at a time: who watches the wall while somebody
sends must not see which answer came.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from filao.core.forms.care import CONSENT, PHASE, phase
from filao.core.forms.questionnaire import Questionnaire
from filao.core.forms.variables import options_of
from filao.core.privacy import WORKING_GROUP_MINIMUM
from filao.core.responses import Layout, Response, Responses, Tally
from filao.store.collection import ResponseRow, RoundRow, VersionRow
from filao.store.people import Workspace
from filao.work.collection import doors, rounds
from filao.work.collection.published import of_row

TOGETHER = WORKING_GROUP_MINIMUM
"""Answers by which results move on."""
_UNTOLD = (CONSENT, PHASE, "recording_agreed", "attribution")
_KEPT = 50


@dataclass(frozen=True, slots=True)
class Wall:
    """A round as a room sees it. `results` are of `told` answers of `answers`, and `held_back` until the round has ended
    where it is told at its end; `token` is that of the open link, "" where there is none."""

    title: str
    token: str
    state: doors.State
    answers: int
    wanted: int | None
    form: Questionnaire
    phases: tuple[str, ...]
    told: int = 0
    results: tuple[Tally, ...] = field(default=())
    simulated: bool = False
    held_back: bool = False


_shown: dict[tuple[str, str], tuple[int, tuple[Tally, ...]]] = {}
"""Results as they were shown last, by round and phase, with the number of answers they are of."""


def wall(workspace: Workspace, id: str, given_phase: str = "") -> Wall:
    """Public: whoever knows the id of a round, as all in its room do. Raises Problem no_such_round."""
    row = rounds.row_of(workspace, id)
    newest = doors.newest(workspace, row.instrument)
    form = of_row(newest).questionnaire if newest else Questionnaire("", "", row.title, "/data", (), "", ())
    question = phase(form)
    phases = tuple(option.value for option in options_of(question, form)) if question else ()
    came = _came(workspace, row)
    if question and given_phase in phases:
        came = [one for one in came if _phase_of(one.answers) == given_phase]
    found = rounds.round_of(row)
    held_back = found.plan.told_at_end and found.state != "over"
    told, results = (0, ()) if held_back else _results(workspace, row, came, given_phase)
    return Wall(
        row.title, rounds.link_of(row), found.state, len(came), found.wanted, form, phases, told, results, found.plan.simulated,
        held_back,
    )  # fmt: skip


def _came(workspace: Workspace, row: RoundRow) -> list[Response]:
    rows = ResponseRow.objects.filter(workspace_id=workspace.id, round=row, current=True)
    rows = rows.exclude(state__in=("refused", "withdrawn", "waiting")).select_related("version").order_by("id")
    return [Response(one.id, one.version.version, one.closed) for one in rows]


def _phase_of(answers: Mapping[str, str]) -> str:
    return next((text for path, text in answers.items() if path.rpartition("/")[2] == PHASE), "")


def _results(
    workspace: Workspace, row: RoundRow, came: list[Response], given_phase: str
) -> tuple[int, tuple[Tally, ...]]:
    key = (row.id, given_phase)
    told, results = _shown.get(key, (0, ()))
    if told <= len(came) < told + TOGETHER and (told or len(came) < TOGETHER):
        return told, results
    versions = VersionRow.objects.filter(workspace_id=workspace.id, instrument=row.instrument).order_by("published_at")
    layout = Layout(tuple(of_row(version).questionnaire for version in versions))
    tallies = Responses(layout, tuple(came)).tallies("working_group") if len(came) >= TOGETHER else ()
    asked = tuple(one for one in tallies if one.variable.name not in _UNTOLD and one.counts)
    while len(_shown) >= _KEPT:
        del _shown[next(iter(_shown))]
    _shown[key] = (len(came) if asked else 0, asked)
    return _shown[key]
