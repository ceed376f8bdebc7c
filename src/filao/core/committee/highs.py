"""Mixed 0-1 programs by HiGHS: the only file that knows the solver.

One thread, fixed seed and rows in a fixed order, so that the same program gives the same answer. All objectives are
whole numbers; an answer counts as proved when the bound leaves no room for one more.
HiGHS: Huangfu and Hall, Mathematical Programming Computation 10 (2018) 119-142.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import floor, isfinite
from typing import Any, Literal


@dataclass(frozen=True, slots=True)
class Row:
    """`lower` <= sum of coefficient x column <= `upper`; None leaves a side open."""

    terms: Mapping[int, float]
    lower: float | None
    upper: float | None


@dataclass(frozen=True, slots=True)
class Answer:
    """What the solver found: the 0-1 columns set to one, the best bound (whole), the seconds it took."""

    status: Literal["optimal", "feasible", "infeasible", "unknown"]
    chosen: frozenset[int] = frozenset()
    bound: int | None = None
    seconds: float = 0.0

    @property
    def found(self) -> bool:
        return self.status in ("optimal", "feasible")


class Program:
    """Columns 0..`whole`-1 are 0 or 1, the others up to `columns` lie between 0 and 1."""

    def __init__(self, whole: int, columns: int, rows: Sequence[Row]) -> None:
        import highspy
        import numpy as np

        self._void = not columns
        self._refuted = any((row.lower or 0) > 0 or (row.upper or 0) < 0 for row in rows if not row.terms)
        api: Any = highspy
        self._api, self._np = api, np
        self.whole = whole
        lp = api.HighsLp()
        lp.num_col_, lp.num_row_ = columns, len(rows)
        lp.col_cost_ = np.zeros(columns)
        lp.col_lower_, lp.col_upper_ = np.zeros(columns), np.ones(columns)
        lp.row_lower_ = np.array([-np.inf if row.lower is None else row.lower for row in rows], dtype=float)
        lp.row_upper_ = np.array([np.inf if row.upper is None else row.upper for row in rows], dtype=float)
        matrix = lp.a_matrix_
        matrix.format_ = api.MatrixFormat.kRowwise
        matrix.start_ = np.cumsum([0, *(len(row.terms) for row in rows)]).astype(np.int32)
        matrix.index_ = np.array([place for row in rows for place in row.terms], dtype=np.int32)
        matrix.value_ = np.array([value for row in rows for value in row.terms.values()], dtype=float)
        kinds = api.HighsVarType
        lp.integrality_ = [kinds.kInteger] * whole + [kinds.kContinuous] * (columns - whole)
        lp.sense_ = api.ObjSense.kMaximize
        self._solver: Any = api.Highs()
        options = {"output_flag": False, "threads": 1, "random_seed": 0, "mip_rel_gap": 0.0, "mip_abs_gap": 0.5}
        for name, value in options.items():
            self._solver.setOptionValue(name, value)
        self._solver.passModel(lp)
        self._cost: set[int] = set()

    def maximise(self, goal: Mapping[int, float], time_limit: float, start: frozenset[int] | None = None) -> Answer:
        """The best answer for this goal. `start` is a choice of 0-1 columns to begin from, where one is known."""
        if time_limit <= 0:
            return Answer("unknown")
        if self._refuted:
            return Answer("infeasible")
        if self._void:
            return Answer("optimal", bound=0)
        solver, np = self._solver, self._np
        touched = sorted(self._cost | set(goal))
        if touched:
            costs = np.array([goal.get(place, 0.0) for place in touched])
            solver.changeColsCost(len(touched), np.array(touched, dtype=np.int32), costs)
        self._cost = set(goal)
        if start is not None:
            values = np.array([1.0 if place in start else 0.0 for place in range(self.whole)])
            solver.setSolution(self.whole, np.arange(self.whole, dtype=np.int32), values)
        solver.setOptionValue("time_limit", float(time_limit))
        before = solver.getRunTime()
        solver.run()
        seconds = solver.getRunTime() - before
        return self._answer(goal, seconds)

    def _answer(self, goal: Mapping[int, float], seconds: float) -> Answer:
        state, kinds = self._solver.getModelStatus(), self._api.HighsModelStatus
        if state in (kinds.kInfeasible, kinds.kUnboundedOrInfeasible):
            return Answer("infeasible", seconds=seconds)
        info = self._solver.getInfo()
        bound = floor(info.mip_dual_bound + 1e-6) if goal and isfinite(info.mip_dual_bound) else None
        proved = state == kinds.kOptimal
        if not proved and info.primal_solution_status != self._api.SolutionStatus.kSolutionStatusFeasible:
            return Answer("unknown", bound=bound, seconds=seconds)
        values = self._solver.getSolution().col_value
        chosen = frozenset(place for place in range(self.whole) if values[place] > 0.5)
        return Answer("optimal" if proved else "feasible", chosen, bound, seconds)

    def at_least(self, terms: Mapping[int, float], value: float) -> None:
        """Add the row: sum of `terms` >= `value`."""
        np = self._np
        places, values = np.array([*terms], dtype=np.int32), np.array([*terms.values()], dtype=float)
        self._solver.addRow(float(value), np.inf, len(places), places, values)

    def fix(self, place: int, one: bool) -> None:
        """Set a 0-1 column for good."""
        self._solver.changeColBounds(place, float(one), float(one))
