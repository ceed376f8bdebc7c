"""CP-SAT, in a process of its own and with a model written anew, finds the same committees as HiGHS."""

from __future__ import annotations

import json
import random
import subprocess
from pathlib import Path
from typing import Any

import pytest

from filao.core.committee import Constraint, Instance, seating_of, solve
from filao.core.register import Register

ROOT = Path(__file__).parents[2]
PYTHON = ROOT / ".oracles" / "ortools" / "bin" / "python"
SCRIPT = ROOT / "tests" / "oracles" / "committee_cpsat.py"


def random_instance(seed: int, bodies: int, seats: int) -> Instance:
    """A seeded instance with sectors, caps, a share rule, both sexes, mandates and ties."""
    rng = random.Random(seed)
    ids = [f"b{n:02d}" for n in range(bodies)]
    sector = {id: rng.choice("stuv") for id in ids}
    women = frozenset(id for id in ids if rng.random() < 0.5)
    cells = rng.randint(20, 40)
    constraints = [Constraint("share", {id: 70 if sector[id] != "s" else -30 for id in ids}, lower=0)]
    constraints += [Constraint(f"cap:{s}", {id: 1 for id in ids if sector[id] == s}, None, 3, 35) for s in "stuv"]
    constraints += [Constraint(f"at_least:{s}", {id: 1 for id in ids if sector[id] == s}, 1) for s in "stu"]
    constraints.append(Constraint("sexes", {id: 60 if id in women else -40 for id in ids}, lower=0))
    return Instance(
        bodies=tuple(ids),
        weights=tuple(rng.randint(1, 5) for _ in range(cells)),
        covers={id: frozenset(rng.sample(range(cells), rng.randint(0, 5))) for id in ids},
        seats=seats,
        reaches={id: frozenset(rng.sample(range(30), rng.randint(1, 6))) for id in ids},
        fixed=frozenset(rng.sample(ids, 2)),
        barred=frozenset(),
        constraints=tuple(constraints),
        women=women,
    )


def second_opinion(instances: list[Instance]) -> list[dict[str, Any]]:
    if not PYTHON.exists():
        pytest.fail("CP-SAT is not there to give its opinion: run `make oracles` once, then the tests again.")
    cases = [
        {
            "bodies": i.bodies,
            "weights": i.weights,
            "covers": {body: sorted(i.covers[body]) for body in i.bodies},
            "reaches": {body: sorted(i.reached_of[body]) for body in i.bodies},
            "seats": i.limit,
            "fixed": sorted(i.seated),
            "barred": sorted(i.excluded),
            "women": sorted(i.women),
            "constraints": [{"terms": c.terms, "lower": low, "upper": up} for c, low, up in i.rules],
        }
        for i in instances
    ]
    done = subprocess.run(
        [PYTHON, SCRIPT], input=json.dumps(cases), capture_output=True, text=True, timeout=300, check=True
    )
    answers: list[dict[str, Any]] = json.loads(done.stdout)
    return answers


def assert_same(instances: list[Instance]) -> int:
    feasible = 0
    for instance, other in zip(instances, second_opinion(instances), strict=True):
        ours = solve(instance)
        assert ours.status == other["status"]
        if ours.status == "optimal":
            feasible += 1
            assert {level.code: level.value for level in ours.levels if level.code != "key"} == {
                code: other[code] for code in ("coverage", "reach", "seats", "women")
            }
            assert list(ours.members) == other["members"]
    return feasible


def test_random_committees_are_the_same_by_two_solvers() -> None:
    instances = [random_instance(seed, 24, 3 + seed % 5) for seed in range(14)]

    feasible = assert_same(instances)

    assert 7 <= feasible < 14, "the sample should hold groups that exist and clashes"


def test_the_working_group_of_mauritius_is_the_same_by_two_solvers(mauritius: Register) -> None:
    whole = seating_of(mauritius).instance
    barred = whole.barring("SHHH")
    larger = seating_of(mauritius, seats=29).instance
    impossible = seating_of(mauritius, seats=20).instance

    feasible = assert_same([whole, barred, larger, impossible])

    assert feasible == 3
