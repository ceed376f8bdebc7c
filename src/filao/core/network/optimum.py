"""The best possible partition into communities, with a proof, for small networks.

Modularity is maximised as a clique partitioning problem: one variable per pair of bodies (in one community or not),
triangle and 2-partition inequalities added where they are violated (Grötschel and Wakabayashi 1989, 1990), branch and
bound on what stays fractional. igraph's own exact method (GLPK, all triangles at once) does not end within a minute on
40 nodes without clear communities and cannot be stopped. The effort is counted in steps and not in seconds, so that
the same network gives the same answer on any machine.
"""

from __future__ import annotations

import heapq
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Matrix = NDArray[np.float64]

EFFORT = 20_000
"""Simplex steps after which the proof is given up."""

_WHOLE = 1e-5
_CUTS = 600


@dataclass(frozen=True, slots=True)
class Optimum:
    """Labels of the best partition found, an upper bound of any partition's worth, and whether the two meet."""

    labels: tuple[int, ...]
    bound: float
    proved: bool


def best_partition(gain: Matrix, start: Sequence[int], step: float, effort: int = EFFORT) -> Optimum:
    """The partition of n things with the largest sum of `gain` over pairs kept together.

    `gain` is n x n and symmetric (its diagonal is not read); `start` labels a good partition; a partition better than
    the best known by less than `step` is not looked for.
    """
    return _Search(gain, start, step).run(effort)


class _Search:
    def __init__(self, gain: Matrix, start: Sequence[int], step: float) -> None:
        import highspy

        self.infeasible = highspy.HighsModelStatus.kInfeasible
        self.n = len(gain)
        self.pairs = np.triu_indices(self.n, 1)
        self.count = len(self.pairs[0])
        self.column = np.zeros((self.n, self.n), dtype=np.int32)
        self.column[self.pairs] = np.arange(self.count)
        self.column += self.column.T
        self.gain = gain
        self.best = np.asarray(start)
        self.worth = _worth(gain, self.best)
        self.step = step
        self.steps = 0
        make: Any = highspy.Highs
        self.solver = make()
        for option, value in (
            ("output_flag", False), ("threads", 1), ("random_seed", 1), ("presolve", "off"), ("solver", "simplex"),
        ):  # fmt: skip
            self.solver.setOptionValue(option, value)
        self.solver.addVars(self.count, np.zeros(self.count), np.ones(self.count))
        self.solver.changeColsCost(self.count, np.arange(self.count, dtype=np.int32), -gain[self.pairs])

    def run(self, effort: int) -> Optimum:
        """Branch and bound, the most promising branch first."""
        branches: list[tuple[float, int, tuple[tuple[int, float], ...]]] = [(-np.inf, 0, ())]
        born = 1
        open_bound = -np.inf
        while branches:
            bound, _, fixed = heapq.heappop(branches)
            if -bound <= self.worth + self.step:
                break
            if self.steps > effort:
                open_bound = -bound
                break
            for column, value in fixed:
                self.solver.changeColBounds(column, value, value)
            value, share = self.relax(effort)
            for column, _value in fixed:
                self.solver.changeColBounds(column, 0.0, 1.0)
            if share is None or value <= self.worth + self.step:
                continue
            doubt = np.minimum(share, 1 - share)
            column = int(np.argmax(doubt))
            if doubt[column] < _WHOLE:
                self.take(share)
                continue
            for choice in (1.0, 0.0):
                heapq.heappush(branches, (-value, born, (*fixed, (column, choice))))
                born += 1
        best = max(self.worth, open_bound)
        return Optimum(tuple(int(label) for label in self.best), best, open_bound == -np.inf)

    def relax(self, effort: int) -> tuple[float, Matrix | None]:
        """Value and pair shares of the relaxed problem once no violated inequality is found; None where infeasible."""
        last, slow = np.inf, 0
        while True:
            self.solver.run()
            if self.solver.getModelStatus() == self.infeasible:
                return -np.inf, None
            info = self.solver.getInfo()
            self.steps += max(1, info.simplex_iteration_count)
            share = np.array(self.solver.getSolution().col_value)
            value = -float(info.objective_function_value)
            if value <= self.worth + self.step or self.steps > effort:
                return value, share
            square = np.eye(self.n)
            square[self.pairs] = share
            square = np.maximum(square, square.T)
            if self.add_triangles(square):
                continue
            slow = slow + 1 if last - value < 1e-5 * abs(last) else 0
            last = value
            if slow > 3 or not self.add_stars(square):
                return value, share

    def add_triangles(self, square: Matrix) -> bool:
        """Add the most violated of: if j is with i and with k, then i is with k."""
        excess = square[:, :, None] + square[None, :, :] - square[:, None, :] - 1
        i, j, k = np.where(excess > 1e-4)
        apart = (i < k) & (i != j) & (j != k)
        i, j, k = i[apart], j[apart], k[apart]
        most = np.argsort(-excess[i, j, k], kind="stable")[:_CUTS]
        i, j, k = i[most], j[most], k[most]
        for a, b, c in zip(self.column[i, j], self.column[j, k], self.column[i, k], strict=True):
            self.add([a, b, c], [1.0, 1.0, -1.0])
        return len(i) > 0

    def add_stars(self, square: Matrix) -> bool:
        """Add the most violated 2-partition inequalities: of several bodies apart, only one is with i."""
        found: dict[tuple[int, tuple[int, ...]], float] = {}
        for i in range(self.n):
            row = square[i]
            doubtful = np.where((row > 1e-4) & (row < 1 - 1e-4))[0]
            if len(doubtful) < 3:
                continue
            doubtful = doubtful[np.argsort(-row[doubtful], kind="stable")]
            for first in doubtful:
                chosen, left = [int(first)], row[doubtful] - square[first, doubtful]
                total = float(row[first])
                for place, k in enumerate(doubtful):
                    if k != first and left[place] > 1e-6:
                        chosen.append(int(k))
                        total += float(left[place])
                        left -= square[k, doubtful]
                if total > 1 + 1e-3 and len(chosen) > 2:
                    found[i, tuple(sorted(chosen))] = total
        for (i, apart), _ in sorted(found.items(), key=lambda item: (-item[1], item[0]))[:_CUTS]:
            inner = [self.column[a, b] for place, a in enumerate(apart) for b in apart[:place]]
            self.add([*(self.column[i, k] for k in apart), *inner], [1.0] * len(apart) + [-1.0] * len(inner))
        return bool(found)

    def add(self, columns: Sequence[int], factors: Sequence[float]) -> None:
        self.solver.addRow(-np.inf, 1.0, len(columns), np.array(columns, dtype=np.int32), np.array(factors))

    def take(self, share: Matrix) -> None:
        """Make a partition found whole the best known, if it is better."""
        labels = np.arange(self.n)
        for i, j, together in zip(*self.pairs, share, strict=True):
            if together > 0.5:
                labels[j] = min(labels[j], labels[i])
        worth = _worth(self.gain, labels)
        if worth > self.worth:
            self.best, self.worth = labels, worth


def _worth(gain: Matrix, labels: NDArray[np.int64]) -> float:
    together = np.triu(labels[:, None] == labels[None, :], 1)
    return float(gain[together].sum())
