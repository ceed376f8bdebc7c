"""`filao analyse network`: every measure of a network of ties in plain files, and the conventions they were taken under.

Reads CSV files and stores nothing. The table is for a person; --json gives every figure, undefined ones as null.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import click

from filao.cli.output import print_json, print_table, progress
from filao.core.network import Communities, Figures, Network, Ranking, Scope, measure, rank_bands
from filao.core.problems import Problem
from filao.core.register.imports import Account, Rejection
from filao.documents.words import problems
from filao.exchange.ties import NodeFile, TieFile, read_nodes, read_ties

RANKED_UP_TO = 300
"""Bodies up to which the table gives the stability of the ranking; it takes one more run for each body."""

ROWS_SHOWN = 40
REJECTIONS_SHOWN = 10
STEPS = 5

ROLES = ("coordinator", "consultant", "representative", "gatekeeper", "liaison")


@click.command()
@click.argument("ties", metavar="TIES.csv", type=click.Path(path_type=Path))
@click.option("--organisations", metavar="NODES.csv", type=click.Path(path_type=Path), help="Bodies, with a column id.")
@click.option("--undirected", is_flag=True, help="Ignore the direction of ties.")
@click.option("--weight", default="", metavar="COLUMN", help="Strength of ties, larger for stronger (default: none).")
@click.option("--group", default="", metavar="COLUMN", help="Column of NODES.csv that groups the bodies.")
@click.option("--relation", "relations", multiple=True, metavar="KIND", help="Kind of tie to read; may be repeated.")
@click.option("--key-players", type=click.IntRange(min=1), metavar="K", help="Look for the K key players.")
@click.option("--remove", multiple=True, metavar="ID", help="Fragmentation without this body; may be repeated.")
@click.option("--json", "as_json", is_flag=True, help="Everything as JSON.")
def network(
    ties: Path,
    organisations: Path | None,
    undirected: bool,
    weight: str,
    group: str,
    relations: tuple[str, ...],
    key_players: int | None,
    remove: tuple[str, ...],
    as_json: bool,
) -> None:
    """Structure of ties in plain files: who connects whom, who stands between, which parts there are.

    TIES.csv has columns source, target[, relation, direction, source_id and a weight]; NODES.csv has id[, a group].
    """
    if group and organisations is None:
        raise Problem("group_without_organisations", column=group)
    nodes = read_nodes(organisations, group=group) if organisations else None
    file = read_ties(ties, directed=not undirected, weight=weight, known=set(nodes.ids) if nodes else None)
    net = _network(file, nodes, directed=not undirected, weighted=bool(weight), relations=relations, name=ties.name)
    with _telling(net) as tell:
        figures = measure(net, key_players=key_players, remove=remove, tell=tell)
    extra = {
        "weight_column": weight or None,
        "group_column": group or None,
        "rows": _rows(file.account, file.rejections),
        "organisations": _rows(nodes.account, nodes.rejections) if nodes else None,
    }
    if as_json:
        print_json(shape(figures, extra))
    else:
        _print(net, figures, file, nodes)


def _network(
    file: TieFile, nodes: NodeFile | None, *, directed: bool, weighted: bool, relations: Sequence[str], name: str
) -> Network:
    ids = nodes.ids if nodes else file.nodes
    if not ids:
        raise Problem("no_ties", name=name, rows=file.account.rows)
    groups = nodes.groups if nodes else {}
    net = Network.of(ids, file.ties, directed=directed, weighted=weighted, groups=groups)
    if not relations:
        return net
    if not file.has_relations:
        raise Problem("missing_column", name=name, column="relation", columns=("source", "target"))
    for kind in relations:
        if kind not in net.relations:
            raise Problem("no_such_relation", value=kind, codes=net.relations)
    wanted = tuple(sorted(set(relations)))
    kept = [tie for tie in net.ties if tie.relation in wanted]
    left = net.left_out if len(kept) == len(net.ties) else {**net.left_out, "kind": len(net.ties) - len(kept)}
    return replace(net, ties=tuple(kept), scope=Scope(relations=wanted), left_out=left)


@contextmanager
def _telling(net: Network) -> Iterator[Any]:
    if net.n < 500:
        yield lambda _: None
        return
    with progress("Measuring", total=STEPS) as bar:
        yield lambda _: bar.advance(bar.task_ids[0])


def shape(figures: Figures, extra: dict[str, Any]) -> dict[str, Any]:
    """The figures as the JSON gives them; `extra` goes with the conventions."""
    graph = asdict(figures.graph)
    found = graph["communities"]
    graph["communities"] = {name: found[name] for name in ("method", "modularity", "membership")}
    broken, reached = figures.key_players.fragmentation, figures.key_players.reach
    conventions = asdict(figures.conventions) | extra
    conventions["communities"] = {"stability": found["stability"], "modularity_bound": found["bound"]}
    conventions["key_players"] = {
        "fragmentation": {"criterion": broken.criterion, "search": broken.method},
        "reach": {"direction": figures.conventions.path_direction, "search": reached.method if reached else None},
    }
    nodes = {}
    for id, node in figures.nodes.items():
        nodes[id] = asdict(node) | {"brokerage": asdict(node.brokerage) if node.brokerage else dict.fromkeys(ROLES)}
    return {
        "n": figures.n,
        "ties": figures.ties,
        "directed": figures.directed,
        "conventions": conventions,
        "nodes": nodes,
        "graph": graph,
        "key_players": {
            "fragmentation": {"F": broken.F, "DF": broken.DF, "set": broken.set},
            "reach": {
                "reached": reached.reached if reached else None,
                "steps": reached.steps if reached else None,
                "set": reached.set if reached else (),
            },
        },
    }


def _rows(account: Account, rejections: Sequence[Rejection]) -> dict[str, Any]:
    return {
        "rows": account.rows,
        "kept": account.kept,
        "merged": account.merged,
        "rejected": account.rejected,
        "rejections": [
            {"row": r.row, "column": r.column, "value": r.value, "code": r.fault.code, "reason": _reason(r)}
            for r in rejections
        ],
    }


def _reason(rejection: Rejection) -> str:
    return problems.sentence(rejection.fault)


# --- for a person --------------------------------------------------------------------------------------------------


def _print(net: Network, figures: Figures, file: TieFile, nodes: NodeFile | None) -> None:
    direction = "with direction" if net.directed else "direction ignored"
    click.echo(f"{figures.n} bodies, {figures.ties} ties, {direction}\n")
    if net.n <= RANKED_UP_TO:
        _print_ranking(net, figures)
    else:
        _print_nodes(figures)
    _print_graph(figures)
    _print_groups(figures)
    _print_key_players(figures)
    _print_conventions(net, figures)
    for title, one in (("Ties", file), ("Organisations", nodes)):
        if one:
            _print_account(title, one.account, one.rejections)


def _print_ranking(net: Network, figures: Figures) -> None:
    """Bodies by who stands between others, with the place each keeps to when evidence is dropped."""
    ranking = rank_bands(net)
    flat = {s.id: s.rank for s in rank_bands(net.flat, drop_sources=False, drop_bodies=False).standings}
    head = ["body", "partners", "in", "out", "place", "places kept to", "band"]
    if net.directed:
        head.append("place, direction ignored")
    if ranking.decimals:
        head.append("betweenness")
    head += ["core", "cut point"]
    rows = []
    for standing in ranking.standings[:ROWS_SHOWN]:
        node = figures.nodes[standing.id]
        row: list[object] = [
            standing.id, node.degree, node.in_degree, node.out_degree, standing.rank,
            f"{standing.best}-{standing.worst}", standing.band,
        ]  # fmt: skip
        if net.directed:
            row.append(flat[standing.id])
        if ranking.decimals:
            row.append(round(node.betweenness, 1))
        rows.append([*row, node.core, "yes" if node.articulation_point else ""])
    click.echo("Who stands between others (betweenness)")
    print_table(head, rows)
    _print_more(figures.n)
    click.echo(_stability(ranking))


def _stability(ranking: Ranking) -> str:
    runs = [f"each body in turn ({ranking.bodies_dropped} runs)"]
    if ranking.sources_dropped:
        runs.insert(0, f"each source in turn ({ranking.sources_dropped} runs)")
    few = "" if ranking.decimals else " Under 20 bodies values are not printed: a decimal would be false precision."
    return (
        f"Places kept to: when dropping {' and '.join(runs)}. Band: top = always in the first quarter, lower = always "
        f"beyond the first half or never between others, middle = the rest.{few}\n"
    )


def _print_nodes(figures: Figures) -> None:
    ranked = sorted(figures.nodes.items(), key=lambda item: (-item[1].betweenness, item[0]))[:ROWS_SHOWN]
    rows = [
        [
            id,
            n.degree,
            n.in_degree,
            n.out_degree,
            round(n.betweenness, 1),
            n.core,
            "yes" if n.articulation_point else "",
        ]
        for id, n in ranked
    ]
    click.echo("Who stands between others (betweenness)")
    print_table(["body", "partners", "in", "out", "betweenness", "core", "cut point"], rows)
    _print_more(figures.n)
    click.echo(f"The stability of the ranking is not computed above {RANKED_UP_TO} bodies.\n")


def _print_more(n: int) -> None:
    if n > ROWS_SHOWN:
        click.echo(f"... and {n - ROWS_SHOWN} more (all of them with --json).")


def _print_graph(figures: Figures) -> None:
    graph = figures.graph
    bridges = ", ".join(f"{a} - {b}" for a, b in graph.bridges[:8]) + (", ..." if len(graph.bridges) > 8 else "")
    lines = (
        ("density", _number(graph.density)),
        ("pairs tied both ways, one way, not", f"{graph.mutual}, {graph.asymmetric}, {graph.null}"),
        ("reciprocity", _number(graph.reciprocity)),
        ("transitivity; mean clustering", f"{_number(graph.transitivity)}; {_number(graph.average_clustering)}"),
        ("degree assortativity", _number(graph.degree_assortativity)),
        ("longest and mean distance", f"{_number(graph.diameter)} and {_number(graph.mean_distance)}"),
        ("parts", graph.components),
        ("ties that alone hold two parts", f"{len(graph.bridges)}" + (f": {bridges}" if bridges else "")),
        ("centralisation, degree", _number(graph.centralisation.degree)),
        ("centralisation, betweenness", _number(graph.centralisation.betweenness)),
    )
    click.echo("The whole network")
    _print_lines(lines)
    found = graph.communities
    if found.modularity is not None:
        several = [members for members in found.members if len(members) > 1]
        click.echo(
            f"Communities: {len(several)} of two bodies or more; modularity {_number(found.modularity)} "
            f"({_found(found)}), agreement of 20 runs {_number(found.stability)}"
        )
        for place, members in enumerate(several, start=1):
            click.echo(f"  {place}. {', '.join(members[:12])}{', ...' if len(members) > 12 else ''}")
    click.echo()


def _found(communities: Communities) -> str:
    if communities.method == "optimal_modularity":
        return "the best possible, proved"
    best = "best of 20 seeded runs"
    return best if communities.bound is None else f"{best}; none above {_number(communities.bound)} exists"


def _print_groups(figures: Figures) -> None:
    brokers = [(id, node.brokerage) for id, node in figures.nodes.items() if node.brokerage and node.brokerage.total]
    index = figures.graph.ei_index
    if index.EI is None:
        return
    click.echo(
        f"Groups: ties within {index.internal}, between {index.external} (E-I {_number(index.EI)}); "
        f"modularity of the grouping {_number(figures.graph.group_modularity)}"
    )
    brokers.sort(key=lambda item: (-item[1].total, item[0]))
    if brokers:
        print_table(["body", *ROLES], [[id, *asdict(roles).values()] for id, roles in brokers[:ROWS_SHOWN]])
    click.echo()


def _print_key_players(figures: Figures) -> None:
    broken, reached = figures.key_players.fragmentation, figures.key_players.reach
    how = f"without {', '.join(broken.set)} ({_SEARCH[broken.method]})" if broken.set else "as it stands"
    click.echo(f"Fragmentation {how}: F {_number(broken.F)}, DF {_number(broken.DF)}")
    if reached:
        click.echo(
            f"Reach: {', '.join(reached.set)} reach {reached.reached} of {figures.n} bodies in {reached.steps} steps "
            f"({_SEARCH[reached.method]})"
        )
    click.echo()


_SEARCH = {
    "named": "named, not sought",
    "exhaustive": "best of all sets",
    "greedy_swap": "best set found; a better one is not excluded",
}


def _print_conventions(net: Network, figures: Figures) -> None:
    used = figures.conventions
    left = ", ".join(f"{count} ({reason})" for reason, count in used.left_out.items())
    exact = "exact" if used.betweenness == "exact" else f"paths up to {used.betweenness_cutoff:g} only"
    lines = (
        ("direction", "read; paths run outgoing" if net.directed else "ignored"),
        ("kinds of tie", ", ".join(used.relations) or "not given"),
        ("ties left out", left or "none"),
        ("parallel ties", "a pair counts once; of one kind the strongest tie stands"),
        ("weights", "strength; a path is 1/strength long" if net.weighted else "none; every tie counts the same"),
        ("betweenness", exact),
        ("direction always ignored for", ", ".join(used.direction_ignored).replace("_", " ")),
    )
    click.echo("How the ties were read")
    _print_lines(lines)


def _print_account(title: str, account: Account, rejections: Sequence[Rejection]) -> None:
    click.echo(
        f"{title}: {account.rows} rows in = {account.kept} kept + {account.merged} merged + {account.rejected} rejected"
    )
    for rejection in rejections[:REJECTIONS_SHOWN]:
        click.echo(f"  row {rejection.row}, {rejection.column}: {_reason(rejection)}")
    if len(rejections) > REJECTIONS_SHOWN:
        click.echo(f"  ... and {len(rejections) - REJECTIONS_SHOWN} more (all of them with --json).")


def _print_lines(lines: Sequence[tuple[str, object]]) -> None:
    width = max(len(label) for label, _ in lines)
    for label, value in lines:
        click.echo(f"  {label.ljust(width)}  {value}")
    click.echo()


def _number(value: float | None) -> str:
    return "undefined" if value is None else f"{value:.3f}".rstrip("0").rstrip(".")
