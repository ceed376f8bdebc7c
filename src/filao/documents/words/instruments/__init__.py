"""The instruments that Filao makes: one for each sector's interviews, and those for groups, trainings and officers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from filao.core.forms.authored import Form, Purpose
from filao.core.register import Register
from filao.documents.words import guide
from filao.documents.words.asking import Text
from filao.documents.words.instruments import focus_group, officers, training_inventory


@dataclass(frozen=True, slots=True)
class Instrument:
    """One that can be made: its titles, what it is for, whether it is anonymous, and its maker."""

    code: str
    titles: Text
    purpose: Purpose
    anonymous: bool
    make: Callable[[Register, str], Form]


def _guide(profile: str) -> Callable[[Register, str], Form]:
    return lambda register, version: guide.form(profile, register, version)


CATALOGUE: Mapping[str, Instrument] = {
    **{
        f"interview-{profile.replace('_', '-')}": Instrument(
            f"interview-{profile.replace('_', '-')}",
            (f"Interview guide: {name[0]}", f"Guide d’entretien : {name[1]}", f"Gid lantretien: {name[2]}"),
            "interview",
            False,
            _guide(profile),
        )
        for profile, (_, name) in guide.PROFILES.items()
    },
    "focus-group": Instrument("focus-group", focus_group.TITLES, "group", False, focus_group.form),
    "training-inventory": Instrument(
        "training-inventory", training_inventory.TITLES, "inventory", False, training_inventory.form
    ),
    "officer-survey": Instrument("officer-survey", officers.TITLES, "survey", True, officers.form),
}
"""Code -> instrument, in the order in which they are used."""
