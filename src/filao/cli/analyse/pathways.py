"""`filao analyse pathways` and `filao analyse coverage`: whom a documented way reaches, and who is documented for what."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from filao.cli.output import print_json, print_table
from filao.cli.registers import load
from filao.core.coverage import REPUBLIC, coverage, territories
from filao.core.pathways import Pathways, Way, expected_status
from filao.core.problems import Problem
from filao.core.register import Register
from filao.core.vocabulary.standard import VICTIM_POPULATIONS


@click.command()
@click.argument("register", type=click.Path(path_type=Path))
@click.option("--population", multiple=True, help="Only this population; can be repeated.")
@click.option("--territory", multiple=True, help="Only this territory (code of the vocabulary); can be repeated.")
@click.option("--start", default="", help="Body at which a person arrives (default: any that identifies).")
@click.option("--formal", is_flag=True, help="Count only ties that rest on a binding text.")
@click.option("--as-of", default="", metavar="DATE", help="Date to which the evidence was gathered.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def pathways(
    register: Path,
    population: tuple[str, ...],
    territory: tuple[str, ...],
    start: str,
    formal: bool,
    as_of: str,
    as_json: bool,
) -> None:
    """For each population and territory: is there a documented way from identification to reintegration?

    REGISTER is a folder of CSV files or a workbook. Not documented is not absent.
    """
    held = load(register, as_of)
    _known(population, VICTIM_POPULATIONS, "population")
    _known(territory, territories(held.vocabulary), "territory")
    if start and start not in held.organisations:
        raise Problem("no_such_node", value=start)
    found = Pathways(held, formal_only=formal)
    profiles = [
        (p, t) for p, t in found.profiles if (not population or p in population) and (not territory or t in territory)
    ]
    ways = [found.way(p, t, start) for p, t in profiles]
    if as_json:
        print_json(_as_data(found, ways, held))
        return
    rows = [
        (way.population, way.territory, way.reached, "complete" if way.complete else way.breaks_at, _text(way))
        for way in ways
    ]
    print_table(("population", "territory", "stages reached", "breaks at", "way"), rows)
    click.echo(f"\n{sum(w.complete for w in ways)} of {len(ways)} ways are documented to their end.")
    for mend in found.mends[:5]:
        kind = "expected" if mend.expected else "not in the template"
        click.echo(
            f"{mend.source} -> {mend.target} ({kind}): completes {len(mend.completes)}, advances {len(mend.advances)}"
        )


def _known(given: tuple[str, ...], known: tuple[str, ...], scheme: str) -> None:
    for code in given:
        if code not in known:
            raise Problem("unknown_code", value=code, scheme=scheme, codes=known)


def _text(way: Way) -> str:
    return " > ".join(dict.fromkeys(step.body for step in way.steps))


def _as_data(found: Pathways, ways: list[Way], register: Register) -> dict[str, Any]:
    return {
        "formal_only": found.formal_only,
        "ways": [
            {
                "population": w.population, "territory": w.territory, "complete": w.complete, "breaks_at": w.breaks_at,
                "steps": [{"stage": s.stage, "body": s.body, "relation": s.relation} for s in w.steps],
                "waiting": w.waiting, "candidates": w.candidates,
            }
            for w in ways
        ],
        "mends": [
            {"from": m.source, "to": m.target, "expected": m.expected, "completes": m.completes, "advances": m.advances}
            for m in found.mends
        ],
        "expected_links": [
            {"link": s.link, "from": s.from_body, "to": s.to_bodies, "state": s.state, "relations": s.relations}
            for s in expected_status(register)
        ],
    }  # fmt: skip


@click.command("coverage")
@click.argument("register", type=click.Path(path_type=Path))
@click.option(
    "--territory", default=REPUBLIC, show_default=True, help="Territory (code of the vocabulary), or the whole country."
)
@click.option("--as-of", default="", metavar="DATE", help="Date to which the evidence was gathered.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def coverage_(register: Path, territory: str, as_of: str, as_json: bool) -> None:
    """National bodies by stage of referral and population: those that name it + those that say “all victims”.

    REGISTER is a folder of CSV files or a workbook.
    """
    held = load(register, as_of)
    _known((territory,), territories(held.vocabulary), "territory")
    table = coverage(held, territory)
    if as_json:
        cells = [
            {"stage": c.stage, "population": c.population, "state": c.state, "named": c.named, "general": c.general}
            for c in table.cells.values()
        ]
        print_json({"territory": territory, "bodies": len(table.bodies), "cells": cells})
        return
    rows = []
    for population in table.populations:
        counts = [table.cell(stage, population) for stage in table.stages]
        rows.append((population, *(f"{len(c.named)}+{len(c.general)}" if c.bodies else "-" for c in counts)))
    print_table(("population", *(stage[:8] for stage in table.stages)), rows)
    empty = len(table.state("not_documented"))
    click.echo(
        f"\n{empty} of {len(table.cells)} cells rest on no documented body; n = {len(table.bodies)} national bodies."
    )
