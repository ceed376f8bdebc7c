"""How long the best committee takes beside the greedy one, and what it gains: seeded instances, ratios of one run.

Instances after section 5.1 of the network note: 422 cells of function x stage x population x district with weights,
sectors with a seat each and a cap, both sexes at least 40 %, a few mandate seats, ties. No real data.
"""

from __future__ import annotations

import json
import random
import sys
import time
from typing import Any

from filao.core.committee import LEVELS, SECTORS, Constraint, Instance, greedy, solve

CELLS = 422

CASES: tuple[tuple[str, int, int, tuple[str, ...], float], ...] = (
    ("60 organisations, 15 seats, whole order", 60, 15, LEVELS, 60),
    ("5,000 organisations, 25 seats, coverage", 5000, 25, ("coverage",), 60),
    ("5,000 organisations, 25 seats, whole order", 5000, 25, LEVELS, 20),
    ("5,000 organisations, 10 seats (hard), coverage", 5000, 10, ("coverage",), 20),
)
"""Name, organisations, seats, levels solved, time limit in seconds."""


def instance(organisations: int, seats: int, seed: int = 1) -> Instance:
    """A seeded instance of the size asked for."""
    rng = random.Random(seed)  # noqa: S311  seeded data, no secret
    every = [(f, s, p, d) for f in range(5) for s in range(7) for p in range(8) for d in range(10)]
    cells = sorted(rng.sample(every, CELLS))
    bodies = [f"B{n:05d}" for n in range(organisations)]
    sector = {body: rng.choice(SECTORS) for body in bodies}
    women = frozenset(body for body in bodies if rng.random() < 0.5)
    covers = {}
    for body in bodies:
        functions = rng.sample(range(5), rng.choice((1, 2, 2, 3)))
        stages, populations = rng.sample(range(7), rng.randint(1, 4)), rng.sample(range(8), rng.randint(1, 4))
        districts = range(10) if rng.random() < 0.3 else rng.sample(range(10), rng.randint(1, 4))
        covers[body] = frozenset(
            n
            for n, (f, s, p, d) in enumerate(cells)
            if f in functions and s in stages and p in populations and d in districts
        )
    near = {body: {n} for n, body in enumerate(bodies)}
    for _ in range(5 * organisations // 2):
        hub = min(int(rng.paretovariate(1.2) * 3) - 3, organisations - 1)
        one, other = hub if rng.random() < 0.4 else rng.randrange(organisations), rng.randrange(organisations)
        near[bodies[one]].add(other)
        near[bodies[other]].add(one)
    rules = [
        Constraint("both_sexes", {body: 60 if (body in women) == sex else -40 for body in bodies}, lower=0)
        for sex in (True, False)
    ]
    for kind in SECTORS:
        members = {body: 1 for body in bodies if sector[body] == kind}
        rules.append(Constraint(f"sector:{kind}", members, lower=1))
        rules.append(Constraint(f"sector_cap:{kind}", members, upper=3, percent=35))
    return Instance(
        bodies=tuple(bodies),
        weights=tuple(rng.choice((1, 2, 3, 3, 3, 4, 5)) for _ in cells),
        covers=covers,
        seats=seats,
        reaches={body: frozenset(found) for body, found in near.items()},
        fixed=frozenset(rng.sample(bodies, 2)),
        constraints=tuple(rules),
        women=women,
    )


def run() -> dict[str, Any]:
    """One run of every case.

    `slower_than_greedy` is a ratio of times; `coverage_to_greedy` of weights (greedy keeps no rule, so it may lie
    below 1, and `greedy_breaks` names what greedy broke); `gaps` are per level, None where no bound was looked for.
    """
    results = {}
    for name, organisations, seats, levels, limit in CASES:
        case = instance(organisations, seats)
        start = time.perf_counter()
        quick = greedy(case)
        middle = time.perf_counter()
        best = solve(case, levels, time_limit=limit)
        end = time.perf_counter()
        results[name] = {
            "status": best.status,
            "seconds": round(end - middle, 3),
            "greedy_seconds": round(middle - start, 4),
            "slower_than_greedy": round((end - middle) / (middle - start), 1),
            "coverage": best.level("coverage").value if best.found else None,
            "coverage_to_greedy": round(best.level("coverage").value / quick.coverage[-1], 4) if best.found else None,
            "greedy_breaks": list(quick.broken),
            "gaps": {level.code: level.gap for level in best.levels},
        }
    return {"committee": results}


if __name__ == "__main__":
    json.dump(run(), sys.stdout, indent=2)
