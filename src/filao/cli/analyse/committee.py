"""`filao analyse committee`: seats of a working group with their reasons, the rules, and what would change them.

Reads a register folder or workbook and stores nothing. Mandate seats are given; the others are suggestions.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from filao.cli.output import print_json, print_table, progress
from filao.cli.registers import load
from filao.core.committee import (
    TIME_LIMIT,
    Check,
    Clash,
    Explanation,
    Level,
    Point,
    Price,
    Seating,
    Solution,
    Suggestion,
    explain,
    seating_of,
    steps,
    suggest,
)

RULES = {
    "non_state_share": "non-state members at least 30 %",
    "both_sexes": "both sexes of focal points at least 40 %",
    "territory": "island represented",
    "chain": "referral chain represented",
    "survivor_voice": "a survivor-informed voice",
    "disability_voice": "a voice for persons with disabilities",
    "conflict_of_interest": "conflicts of interest disclosed and provided for",
    "one_seat_per_mandate": "one seat for each mandate",
    "chair": "one chair",
    "sector": "sector present",
    "sector_cap": "sector not too large",
    "size": "number of seats",
    "mandate_seats": "the mandate seats",
    "mandate": "mandate seat",
    "kin": "not a body and its own unit",
    "added": "added by you",
    "barred": "barred by you",
}
"""What each rule asks for; a code after ":" is named behind it."""

CELL = (
    "A cell is a stage and a population that at least one eligible body names; what a body does on an outer island is a "
    "cell of its own. A body that says “all victims” fills the cell “all victims” only."
)


@click.command()
@click.argument("source", metavar="FOLDER_OR_WORKBOOK", type=click.Path(path_type=Path))
@click.option("--group", "group_id", default="", metavar="ID", help="The group (default: the only working group).")
@click.option(
    "--seats",
    type=click.IntRange(min=1),
    metavar="K",
    help="Voting seats (default: 15, or as many more as the rules need).",
)
@click.option("--bar", multiple=True, metavar="ID", help="A body that must not sit; may be repeated.")
@click.option("--add", multiple=True, metavar="ID", help="A body that must sit; may be repeated.")
@click.option("--lift", multiple=True, metavar="RULE", help="A rule to set aside (its code); may be repeated.")
@click.option("--without-kin", is_flag=True, help="Suggest no body whose parent or unit sits.")
@click.option("--data-date", default="", metavar="DATE", help="Date of the data (default: the newest evidence).")
@click.option(
    "--time-limit",
    type=click.FloatRange(min=0),
    default=TIME_LIMIT,
    show_default=True,
    metavar="SECONDS",
    help="Time for the suggestion; each question after it gets a tenth. What is not proved by then is shown with its gap.",
)
@click.option("--json", "as_json", is_flag=True, help="Everything as JSON.")
def committee(
    source: Path,
    group_id: str,
    seats: int | None,
    bar: tuple[str, ...],
    add: tuple[str, ...],
    lift: tuple[str, ...],
    without_kin: bool,
    data_date: str,
    time_limit: float,
    as_json: bool,
) -> None:
    """Seats of a working group: who sits by mandate, who is suggested, why, and what would change it."""
    register = load(source, data_date)
    seating = seating_of(register, group_id, seats=seats, add=add, bar=bar, lift=lift, exclude_kin=without_kin)
    suggestion = suggest(seating, time_limit)
    with progress("Asking what would change", steps(suggestion)) as bar_:
        explanation = explain(
            seating, suggestion, time_limit=time_limit / 10, step=lambda: bar_.advance(bar_.task_ids[0])
        )
    if as_json:
        print_json(figures(seating, suggestion, explanation))
    else:
        _print(seating, suggestion, explanation)


def figures(seating: Seating, suggestion: Suggestion, explanation: Explanation) -> dict[str, Any]:
    """Everything the analysis found, as JSON holds it. `share` is of the weight of all cells."""
    register = seating.register
    barrings = {barring.body: barring for barring in explanation.barrings}
    members = []
    for member in suggestion.members:
        line = asdict(member) | {"short_name": _name(seating, member.organisation_id)}
        if member.organisation_id in barrings:
            barring = asdict(barrings[member.organisation_id])
            line["if_barred"] = {name: barring[name] for name in ("loss", "joins", "leaves", "only_for", "proved")}
        members.append(line)
    total = suggestion.total_weight
    return {
        "group": suggestion.group_id,
        "data_date": register.data_date,
        "seats": suggestion.seats,
        "rules_set_aside": suggestion.lifted,
        "seats_asked": suggestion.asked_seats is not None,
        "status": suggestion.solution.status,
        "levels": _levels(suggestion.solution),
        "coverage": {
            "cells": len(seating.cells),
            "weight": total,
            "by_mandate": suggestion.mandate_weight,
            "by_group": suggestion.weight,
            "share_by_mandate": suggestion.mandate_weight / total if total else None,
            "share_by_group": suggestion.weight / total if total else None,
            "missed": suggestion.missed,
        },
        "members": members,
        "observers": [asdict(observer) for observer in suggestion.observers],
        "rules": [asdict(check) for check in suggestion.checks],
        "open_points": [asdict(point) for point in suggestion.open_points],
        "clashes": [asdict(clash) for clash in suggestion.clashes],
        "greedy": asdict(suggestion.greedy),
        "curve": {"points": [asdict(point) for point in explanation.curve], "knee": explanation.knee},
        "curve_without_rules": {
            "points": [asdict(point) for point in explanation.free_curve],
            "knee": explanation.free_knee,
        },
        "prices": [asdict(price) for price in explanation.prices],
        "nobody_covers": [asdict(cell) for cell in explanation.unfilled],
        "representation": [asdict(standing) for standing in suggestion.standings],
        "candidates": suggestion.candidates,
        "excluded": suggestion.excluded,
        "conventions": {
            "cell": CELL,
            "order": [level.code for level in suggestion.solution.levels],
            "reach": "organisations within one existing tie that is neither a one-off event nor only announced",
            "non_state": [kind for rule in seating.rules if rule.test == "share" for kind in rule.kinds],
        },
    }


def _levels(solution: Solution) -> list[dict[str, Any]]:
    return [asdict(level) | {"gap": level.gap} for level in solution.levels]


def _name(seating: Seating, id: str) -> str:
    body = seating.register.organisations.get(id)
    return body.short_name if body and body.short_name else id


def _rule(code: str) -> str:
    kind, _, about = code.partition(":")
    return RULES.get(kind, kind) + (f" ({about.replace('_', ' ')})" if about else "")


def _list(items: Iterable[str], most: int = 6) -> str:
    found = list(items)
    return ", ".join(found[:most]) + (f" and {len(found) - most} more" if len(found) > most else "")


def _print(seating: Seating, suggestion: Suggestion, explanation: Explanation) -> None:
    total = suggestion.total_weight
    group = seating.register.groups[suggestion.group_id]
    click.echo(f"{group.name}: {len(suggestion.members)} of {suggestion.seats} voting seats")
    click.echo(f"Data to {seating.register.data_date}; {len(suggestion.candidates)} bodies may be suggested.")
    click.echo(
        f"Covered: {suggestion.weight} of {total} (cells by weight), by the mandate seats alone "
        f"{suggestion.mandate_weight}; greedy choice without rules {max(suggestion.greedy.coverage, default=0)}."
    )
    click.echo(CELL)
    _print_status(suggestion)
    _print_seats(seating, suggestion)
    _print_rules(suggestion)
    if explanation.barrings:
        _print_reasons(suggestion, explanation)
    _print_curve(suggestion, explanation)
    if explanation.prices:
        _print_prices(explanation.prices)
    _print_gaps(suggestion, explanation)


def _head(text: str) -> None:
    click.echo()
    click.echo(text)


def _print_status(suggestion: Suggestion) -> None:
    solution = suggestion.solution
    if solution.status == "infeasible":
        click.echo("No group keeps every rule; shown are the seats given.")
    elif solution.status == "unknown":
        click.echo("No group that keeps every rule was found in the time allowed; shown are the seats given.")
    elif solution.status == "feasible":
        gaps = [
            f"{level.code} ({_gap(level)})" for level in solution.levels if not level.proved and level.code != "key"
        ]
        click.echo(f"Not proved best in the time allowed: {_list(gaps)}.")
    else:
        click.echo(
            "Proved best: coverage, then reach, then fewer seats, then women known; smallest codes among equals."
        )
    for clash in suggestion.clashes:
        click.echo(f"Cannot stand together: {_clash(clash)}.")


def _gap(level: Level) -> str:
    return "gap not known" if level.gap is None else f"gap {level.gap:.1%}"


def _clash(clash: Clash) -> str:
    text = "; ".join(_rule(code) for code in clash.codes)
    if clash.seats:
        text += f" [{clash.needed} of the seats of {', '.join(clash.seats)}]"
    return text


def _print_seats(seating: Seating, suggestion: Suggestion) -> None:
    _head("Seats")
    rows = []
    for member in suggestion.members:
        reasons = [member.mandate_text] if member.mandate_text else []
        if member.seat_type in ("suggested", "added"):
            reasons += [f"adds {_list(member.new)}"] if member.new else []
            reasons += [f"counts for {_list(member.serves)}"] if member.serves else []
            reasons += [f"ties to {member.reaches_alone} further bodies"] if member.reaches_alone else []
        seat = member.seat_type + (", chair" if member.chair else "")
        rows.append((member.organisation_id, _name(seating, member.organisation_id), seat, "; ".join(reasons)))
    for observer in suggestion.observers:
        flag = " (conflict of interest disclosed)" if observer.flagged else ""
        name = _name(seating, observer.organisation_id)
        rows.append((observer.organisation_id, name, "observer", observer.mandate_text + flag))
    print_table(("body", "short name", "seat", "mandate or reason"), rows)


def _print_rules(suggestion: Suggestion) -> None:
    _head("Rules")
    shown = [c for c in suggestion.checks if not (c.code.startswith("sector") and c.state == "holds")]
    rows = [(c.code, _rule(c.code), c.state, _figures(c), _asked(c)) for c in shown]
    print_table(("code", "rule", "state", "figures", "to ask"), rows)
    quiet = len(suggestion.checks) - len(shown)
    if quiet:
        click.echo(f"Rules on sectors that hold: {quiet}.")
    if suggestion.lifted:
        click.echo(f"Set aside by you: {', '.join(suggestion.lifted)}.")


def _figures(check: Check) -> str:
    return ", ".join(f"{name.replace('_', ' ')} {value}" for name, value in check.figures.items())


def _asked(check: Check) -> str:
    return _list(dict.fromkeys(point.organisation_id for point in check.open_points))


def _print_reasons(suggestion: Suggestion, explanation: Explanation) -> None:
    _head("Each seat: what it alone covers, what is lost without it (below 0: coverage would grow), who would step in")
    lines = {member.organisation_id: member for member in suggestion.members}
    rows: list[tuple[object, ...]] = []
    for barring in explanation.barrings:
        member = lines[barring.body]
        if barring.only_for:
            joins = f"nobody: the only one left for {_list(map(_rule, barring.only_for))}"
        else:
            joins = _list(barring.joins) + (f" (and without {_list(barring.leaves)})" if barring.leaves else "")
        swaps = _list(member.equal) or (f"same coverage: {_list(member.same_coverage)}" if member.same_coverage else "")
        rows.append((barring.body, member.alone_weight, barring.loss, joins, swaps))
    print_table(("body", "alone", "loss", "would step in", "interchangeable with"), rows)


def _print_prices(prices: Iterable[Price]) -> None:
    _head("Price of each rule: coverage gained if it were set aside (what is not listed costs nothing)")
    named = {"size": "one more seat", "all_rules": "all rules of inclusion together"}
    rows = [
        (named.get(price.code) or _rule(price.code), "not known" if price.gain is None else price.gain)
        for price in prices
        if price.gain != 0
    ]
    print_table(("rule", "gain"), rows)


def _print_curve(suggestion: Suggestion, explanation: Explanation) -> None:
    _head("Seats against coverage")
    free = {point.seats: point for point in explanation.free_curve}
    rows = []
    for point in explanation.curve:
        marks = [
            *(["the size looked at"] if point.seats == suggestion.seats else []),
            *(["knee"] if point.seats == explanation.knee else []),
            *(["knee without the rules"] if point.seats == explanation.free_knee else []),
        ]
        rows.append((point.seats, _value(point), _value(free[point.seats]), ", ".join(marks)))
    print_table(("seats", "within the rules", "mandate seats only", ""), rows)


def _value(point: Point) -> str:
    if point.coverage is None:
        return "no such group" if point.proved else "not known"
    return str(point.coverage) + ("" if point.proved else f" to {point.bound}")


def _print_gaps(suggestion: Suggestion, explanation: Explanation) -> None:
    _head("Covered by eligible bodies, but by no member")
    click.echo(_list(suggestion.missed, most=60) or "nothing")
    _head("Covered by nobody: stages without a body that names the population (not documented, until it is confirmed)")
    stages: dict[tuple[str, str], tuple[list[str], list[str]]] = {}
    for cell in explanation.unfilled:
        nobody, general = stages.setdefault((cell.territory, cell.population), ([], []))
        (general if cell.general else nobody).append(cell.stage)
    print_table(
        ("territory", "population", "no body at all", "only bodies for all victims"),
        [
            (territory or "country", population, ", ".join(nobody), ", ".join(general))
            for (territory, population), (nobody, general) in stages.items()
        ],
    )
    _head("Groups that hold at least one seat's worth of weight")
    rows = [
        (s.group, s.weight, s.filled, len(s.members), "represented" if s.holds else "nobody")
        for s in suggestion.standings
        if s.entitled
    ]
    print_table(("group", "weight", "covered", "members", ""), rows)
