"""Who sits in a working group: mandate seats, rules of inclusion, suggested seats with reasons.

People fix the mandate seats; rules are checked (holds, broken, unknown); the solver then suggests the rest by weighted
coverage of stage x population cells and says why, what else would do, and what nobody covers. It decides nothing.
"""

from filao.core.committee.cells import Requirement, Unfilled, cells_of, requirements, unfilled
from filao.core.committee.checks import Check, OpenPoint, Table, check
from filao.core.committee.clashes import Clash, clash
from filao.core.committee.heuristics import Greedy, greedy
from filao.core.committee.model import Constraint, Instance
from filao.core.committee.reasons import (
    Alternatives,
    Barring,
    Point,
    Price,
    Standing,
    barred,
    curve,
    interchangeable,
    knee,
    prices,
    representation,
    smallest_size,
    unique,
)
from filao.core.committee.rules import NON_STATE, SECTORS, Rule, standard_rules
from filao.core.committee.seating import DEFAULT_SEATS, Seating, choose_group, seating_of
from filao.core.committee.sitting import Eligibility, Sitting, eligibility
from filao.core.committee.solver import LEVELS, TIME_LIMIT, Level, Solution, feasible, solve
from filao.core.committee.suggestion import (
    Explanation,
    Member,
    Observer,
    Suggestion,
    default_sizes,
    explain,
    steps,
    suggest,
)

__all__ = [
    "DEFAULT_SEATS",
    "LEVELS",
    "NON_STATE",
    "SECTORS",
    "TIME_LIMIT",
    "Alternatives",
    "Barring",
    "Check",
    "Clash",
    "Constraint",
    "Eligibility",
    "Explanation",
    "Greedy",
    "Instance",
    "Level",
    "Member",
    "Observer",
    "OpenPoint",
    "Point",
    "Price",
    "Requirement",
    "Rule",
    "Seating",
    "Sitting",
    "Solution",
    "Standing",
    "Suggestion",
    "Table",
    "Unfilled",
    "barred",
    "cells_of",
    "check",
    "choose_group",
    "clash",
    "curve",
    "default_sizes",
    "eligibility",
    "explain",
    "feasible",
    "greedy",
    "interchangeable",
    "knee",
    "prices",
    "representation",
    "requirements",
    "seating_of",
    "smallest_size",
    "solve",
    "standard_rules",
    "steps",
    "suggest",
    "unfilled",
    "unique",
]
