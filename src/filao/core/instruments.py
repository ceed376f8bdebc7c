"""Instruments: questionnaires through their versions, from the first draft to the last answer."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import get_args

from filao.core.forms.authored import Purpose

PURPOSES: tuple[Purpose, ...] = get_args(Purpose)
STATES = ("draft", "open", "closing", "closed")
"""draft: nothing published; open: offered and taken; closing: no longer offered, what is under way is still taken; closed:
nothing is taken."""

MOVES: Mapping[str, tuple[str, ...]] = {
    "draft": (),
    "open": ("closing", "closed"),
    "closing": ("open", "closed"),
    "closed": ("open",),
}
"""State -> states it may be moved to by hand; the first publication opens a draft."""


@dataclass(frozen=True, slots=True)
class Version:
    """A published version. `md5` is of the XForm as it is served, `digest` the SHA-256 under which it is kept."""

    id: str
    version: str
    digest: str
    md5: str
    workbook: str
    media: Mapping[str, str]
    published_at: datetime
    published_by: str


@dataclass(frozen=True, slots=True)
class Draft:
    """What was uploaded or made last and is not published yet: the compiled form and the files beside it, by digest."""

    name: str
    form_id: str
    version: str
    digest: str
    workbook: str
    media: Mapping[str, str]
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Instrument:
    """A questionnaire: its address here (`code`), its name on the wire (`form_id`), and its versions, the newest first."""

    code: str
    form_id: str
    title: str
    purpose: Purpose
    anonymous: bool
    state: str
    engagement: str
    versions: tuple[Version, ...] = ()
    draft: Draft | None = None

    @property
    def newest(self) -> Version | None:
        return self.versions[0] if self.versions else None


def next_version(day: date, taken: Collection[str]) -> str:
    """The version of a day as ODK writes it, yyyymmddnn, with the next number that is free."""
    numbered = (f"{day:%Y%m%d}{number:02d}" for number in range(1, 10_000))
    return next(version for version in numbered if version not in taken)
