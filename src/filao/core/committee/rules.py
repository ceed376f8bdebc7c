"""Rules of inclusion as a table: what each asks for, on what data, and whom to ask where the data is missing.

A rule says what a fair working group looks like; which seats meet it is for `checks`, what it means for the solver for
`linear`. The table is data: a workspace may give its own.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from filao.core.vocabulary import Vocabulary

Test = Literal[
    "share", "sexes", "territory", "chain", "sector", "cap", "voice", "conflict", "mandates", "chair", "size"
]


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule of inclusion.

    `test` names how it is checked. `percent` and `least` are its thresholds (percent of the voting seats, number of
    seats). `kinds` are the sectors it counts, `territory` the island, `populations` and `stages` the chain of referral,
    `voice` the field of a seat that holds the answer. `ask` tells who can answer where data is missing: the bodies of
    the seats concerned ("seats"), non-state members ("non_state"), non-state members that receive victims ("assisting")
    or the body that leads ("lead").
    """

    code: str
    test: Test
    percent: int = 0
    least: int = 1
    kinds: tuple[str, ...] = ()
    territory: str = ""
    populations: tuple[str, ...] = ()
    stages: tuple[str, ...] = ()
    voice: Literal["", "survivor_informed", "disability_voice"] = ""
    ask: Literal["lead", "seats", "non_state", "assisting"] = "lead"


NON_STATE = ("ngo", "union", "private_sector", "academia", "media")
"""Sectors outside the state. Independent institutions are set up and paid by the state and do not count here."""

SECTORS = (
    "government",
    "law_enforcement",
    "judiciary",
    "independent_institution",
    "ngo",
    "union",
    "private_sector",
    "academia",
)
"""Sectors of which at least one seat is expected, unless a workspace names others."""

REFERRAL_STAGES = (
    "identification",
    "referral",
    "protection",
    "case_management",
    "investigation",
    "prosecution",
    "reintegration",
)
"""Stages at which a body deals with persons; prevention and the cross-cutting stages are no link of a chain."""

ASSISTING_STAGES = ("protection", "case_management", "reintegration")

_TABLE = (
    Rule("non_state_share", "share", percent=30, kinds=NON_STATE),
    Rule("both_sexes", "sexes", percent=40, ask="seats"),
    Rule("chain:adult", "chain", populations=("women", "men"), stages=REFERRAL_STAGES),
    Rule("chain:labour", "chain", populations=("migrant_workers", "seafarers"), stages=REFERRAL_STAGES),
    Rule("chain:child", "chain", populations=("children", "girls"), stages=REFERRAL_STAGES),
    Rule("survivor_voice", "voice", voice="survivor_informed", ask="assisting"),
    Rule("disability_voice", "voice", voice="disability_voice", ask="non_state"),
    Rule("conflict_of_interest", "conflict", percent=50, ask="seats"),
    Rule("one_seat_per_mandate", "mandates"),
    Rule("chair", "chair"),
    Rule("size", "size"),
)


def standard_rules(
    vocabulary: Vocabulary, *, sectors: Sequence[str] = SECTORS, cap_percent: int = 35, cap_least: int = 3
) -> tuple[Rule, ...]:
    """The rules of inclusion for a country.

    To the fixed table come: each island of the vocabulary represented, at least one seat for each of `sectors`, and for
    every sector that may vote a cap of `cap_percent` of the seats, or `cap_least` seats where that is more.

    Basis: the terms of reference of the working group and house practice (shares); OSCE/ODIHR, National Referral
    Mechanisms, second edition (2022), for survivors, child and adult branches.
    """
    islands = [Rule(f"territory:{t.code}", "territory", territory=t.code) for t in vocabulary.territories("island")]
    voting = [kind for kind in vocabulary.codes("org_kind") if kind != "international"]
    present = [Rule(f"sector:{kind}", "sector", kinds=(kind,)) for kind in sectors]
    caps = [Rule(f"sector_cap:{kind}", "cap", percent=cap_percent, least=cap_least, kinds=(kind,)) for kind in voting]
    head, tail = _TABLE[:2], _TABLE[2:]
    return (*head, *islands, *tail[:-1], *present, *caps, tail[-1])
