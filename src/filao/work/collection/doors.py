"""What a link to a form opens, for whoever holds it: a round that anybody may answer, an invitation to one, or a trial.

Nothing here asks for a right: the link is the right. What is not open says why, and nothing of what others answered.
"""

from __future__ import annotations

import hmac
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Literal

from django.db.models import QuerySet
from django.utils import timezone

from filao.core.fieldwork import Quota, closed_to, quota_states
from filao.core.problems import Problem
from filao.documents.words import instruments as catalogue
from filao.store.collection import InstrumentRow, InvitationRow, RoundRow, VersionRow
from filao.store.engagement import EngagementRow
from filao.store.people import Workspace
from filao.work.collection import blind, tokens

State = Literal["open", "early", "over", "answered"]
_TRIAL = "try-"
_TAKING = ("open", "closing")
"""States of an instrument in which answers are taken."""


@dataclass(frozen=True, slots=True)
class Door:
    """A link and what it opens.

    `mode` is that of the round, "trial" where answers only try a form out; `offline` says whether answers may be given
    without a network. `version` is the id of the version that new answers are given to; `asks` who asks: the engagement's
    client and the workspace.
    """

    workspace: Workspace
    token: str
    instrument: str
    title: str
    anonymous: bool
    version: str
    mode: str
    state: State
    round: str = ""
    invitation: str = ""
    opens_on: date | None = None
    closes_on: date | None = None
    simulated: bool = False
    asks: tuple[str, ...] = ()
    offline: bool = False
    titles: Mapping[str, str] = field(default_factory=dict)

    def said_in(self, language: str) -> Door:
        """The door with its title in a language, where one of our own forms has it."""
        return replace(self, title=self.titles.get(language, self.title))


def find(slug: str, token: str) -> Door:
    """Public: what a link opens. Raises Problem link_unknown."""
    workspace = workspace_of(slug)
    if token.startswith(_TRIAL):
        return _trial(workspace, token)
    invitation = None
    round = _rounds(workspace).filter(link=tokens.hashed(token)).first()
    if round is None:
        invitation = InvitationRow.objects.filter(workspace_id=workspace.id, token=tokens.hashed(token)).first()
        round = _rounds(workspace).filter(id=invitation.round_id).first() if invitation else None
    if round is None:
        raise Problem("link_unknown")
    return _to_round(workspace, token, round, invitation)


def workspace_of(slug: str) -> Workspace:
    """Public: the workspace that an address names, for who holds a token in it. Raises Problem link_unknown."""
    workspace = Workspace.objects.filter(slug=slug).first()
    if workspace is None:
        raise Problem("link_unknown")
    return workspace


def _rounds(workspace: Workspace) -> QuerySet[RoundRow]:
    return RoundRow.objects.filter(workspace_id=workspace.id).select_related("instrument__engagement")


def _to_round(workspace: Workspace, token: str, round: RoundRow, invitation: InvitationRow | None) -> Door:
    version = newest(workspace, round.instrument)
    if version is None:
        raise Problem("link_unknown")
    answered = invitation is not None and (
        invitation.answered or invitation.refused or bool(blind.used(workspace, round.id, [invitation.id]))
    )
    state = state_of(round, timezone.localdate())
    if invitation and state == "open" and _closed_to(workspace, round, invitation):
        state = "over"
    return Door(
        workspace, token, round.instrument_id, round.instrument.title, round.instrument.anonymous, version.id, round.mode,
        "answered" if answered else state, round.id, invitation.id if invitation else "",
        round.opens_on, round.closes_on, round.simulated or workspace.simulated, _asks(workspace, round.instrument.engagement),
        round.offline,
        _titles(round.instrument),
    )  # fmt: skip


def _closed_to(workspace: Workspace, round: RoundRow, invitation: InvitationRow) -> bool:
    """Whether a quota that closes is full for the segment of the invitation."""
    quotas = [Quota(one["segment"], one["most"], one["closes"]) for one in round.quotas]
    if not quotas:
        return False
    rows = InvitationRow.objects.filter(workspace_id=workspace.id, round=round, answered=True)
    return closed_to(invitation.segment, quota_states(quotas, list(rows.values_list("segment", flat=True)))) is not None


def _trial(workspace: Workspace, token: str) -> Door:
    id = token.removeprefix(_TRIAL).partition("-")[0]
    row = VersionRow.objects.filter(workspace_id=workspace.id, id=id).select_related("instrument__engagement").first()
    if row is None or not hmac.compare_digest(token.encode(), trial(row.id).encode()):
        raise Problem("link_unknown")
    return Door(
        workspace, token, row.instrument_id, row.instrument.title, row.instrument.anonymous, row.id, "trial",
        "open" if row.instrument.state in _TAKING else "over", simulated=True,
        asks=_asks(workspace, row.instrument.engagement), offline=True, titles=_titles(row.instrument),
    )  # fmt: skip


def trial(version: str) -> str:
    """The token under which a version is tried out; what comes in by it is marked as simulated."""
    return f"{_TRIAL}{version}-{tokens.derived(f'trial of {version}')}"


def newest(workspace: Workspace, instrument: InstrumentRow) -> VersionRow | None:
    """The version published last."""
    rows = VersionRow.objects.filter(workspace_id=workspace.id, instrument=instrument)
    return rows.order_by("-published_at", "-id").first()


def state_of(round: RoundRow, today: date) -> Literal["open", "early", "over"]:
    """Whether a round takes answers on a day."""
    if round.stopped_on or round.instrument.state not in _TAKING or (round.closes_on and round.closes_on < today):
        return "over"
    return "early" if round.opens_on and round.opens_on > today else "open"


def _titles(instrument: InstrumentRow) -> dict[str, str]:
    own = catalogue.CATALOGUE.get(instrument.code)
    if own is None or own.titles[0] != instrument.title:
        return {}
    return dict(zip(("en", "fr", "mfe"), own.titles, strict=True))


def _asks(workspace: Workspace, engagement: EngagementRow | None) -> tuple[str, ...]:
    client = str(engagement.terms.get("client", "")) if engagement else ""
    return tuple(dict.fromkeys(name for name in (client, workspace.name) if name))
