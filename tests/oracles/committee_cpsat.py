"""A second opinion on committees by CP-SAT: reads instances as JSON on stdin, writes their optima as JSON on stdout.

Runs in an environment of its own (`make oracles`), for ortools and highspy cannot be imported into one process. It
shares no code with Filao: the model is written again from its description.

In: [{"bodies", "weights", "covers", "reaches", "seats", "fixed", "barred", "women",
      "constraints": [{"terms", "lower", "upper"}]}]
Out: [{"status", "members", "coverage", "reach", "seats", "women"}], members by the whole order of preference.
"""

import json
import sys

from ortools.sat.python import cp_model


def model_of(case):
    model = cp_model.CpModel()
    sits = {body: model.new_bool_var(body) for body in case["bodies"]}
    covered = []
    for cell in range(len(case["weights"])):
        fillers = [sits[body] for body in case["bodies"] if cell in case["covers"][body]]
        filled = model.new_bool_var(f"cell{cell}")
        model.add(sum(fillers) >= filled)
        covered.append(filled)
    reached = []
    for organisation in sorted({o for near in case["reaches"].values() for o in near}):
        near = [sits[body] for body in case["bodies"] if organisation in case["reaches"].get(body, ())]
        seen = model.new_bool_var(f"reached{organisation}")
        model.add(sum(near) >= seen)
        reached.append(seen)
    model.add(sum(sits.values()) <= case["seats"])
    for body in case["fixed"]:
        model.add(sits[body] == 1)
    for body in case["barred"]:
        model.add(sits[body] == 0)
    for rule in case["constraints"]:
        total = sum(k * sits[body] for body, k in rule["terms"].items())
        if rule["lower"] is not None:
            model.add(total >= rule["lower"])
        if rule["upper"] is not None:
            model.add(total <= rule["upper"])
    goals = {
        "coverage": sum(weight * filled for weight, filled in zip(case["weights"], covered, strict=True)),
        "reach": sum(reached),
        "seats": -sum(sits.values()),
        "women": sum(sits[body] for body in case["women"]),
    }
    return model, sits, goals


def run(model):
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 2
    solver.parameters.random_seed = 7
    return solver.solve(model), solver


def answer(case):
    model, sits, goals = model_of(case)
    found = {"status": "infeasible", "members": []}
    for name, goal in goals.items():
        model.maximize(goal)
        status, solver = run(model)
        if status == cp_model.INFEASIBLE:
            return found
        assert status == cp_model.OPTIMAL, solver.status_name(status)
        found[name] = round(abs(solver.objective_value)) if not isinstance(goal, int) else goal
        model.add(goal >= round(solver.objective_value))
    model.clear_objective()
    members = set()
    for body in sorted(sits):
        trial = model.clone()
        trial.add(trial.get_bool_var_from_proto_index(sits[body].index) == 1)
        status, _ = run(trial)
        model.add(sits[body] == int(status != cp_model.INFEASIBLE))
        if status != cp_model.INFEASIBLE:
            members.add(body)
    found["status"], found["members"] = "optimal", sorted(members)
    return found


if __name__ == "__main__":
    json.dump([answer(case) for case in json.load(sys.stdin)], sys.stdout)
