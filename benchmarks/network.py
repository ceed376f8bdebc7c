"""Our network measures beside those of networkx, in one run: seconds and ratios at 1,000 and 10,000 nodes.

Random directed networks with five ties a node and skewed in-degree, seeded. Each call runs in a process of its own and
is stopped after 60 seconds; building the network is not counted. Ratios say more than seconds: machines differ.
"""

from __future__ import annotations

import json
import random
import subprocess
import sys
import time
from collections.abc import Callable
from typing import Any

SIZES = (1_000, 10_000)
CAP = 60.0

MEASURES = (
    "betweenness",
    "harmonic",
    "pagerank",
    "eigenvector",
    "constraint",
    "effective_size",
    "core_numbers",
    "cut_points_and_bridges",
    "reciprocity",
    "degree_assortativity",
    "transitivity",
    "average_clustering",
    "components",
    "communities",
)


def ties(n: int) -> list[tuple[int, int]]:
    """5n ties among n nodes; a node's chance of being pointed to falls with its number."""
    rng = random.Random(n)  # noqa: S311  seeded data, no secret
    found: set[tuple[int, int]] = set()
    while len(found) < 5 * n:
        source, target = rng.randrange(n), int(n * rng.random() ** 3)
        if source != target:
            found.add((source, target))
    return sorted(found)


def _ours(measure: str, n: int) -> Callable[[], Any]:
    from filao.core import network as fn

    network = fn.Network.of([f"{i:05d}" for i in range(n)], [fn.Tie(f"{a:05d}", f"{b:05d}") for a, b in ties(n)])
    assert network.graph.ecount() >= network.flat.graph.ecount()
    if measure == "cut_points_and_bridges":
        return lambda: (fn.articulation_points(network), fn.bridges(network))
    function = getattr(fn, measure)
    return lambda: function(network)


def _theirs(measure: str, n: int) -> Callable[[], Any]:
    import networkx as nx

    graph = nx.DiGraph(ties(n))
    graph.add_nodes_from(range(n))
    flat = graph.to_undirected()
    calls: dict[str, Callable[[], Any]] = {
        "betweenness": lambda: nx.betweenness_centrality(graph),
        "harmonic": lambda: nx.harmonic_centrality(graph),
        "pagerank": lambda: nx.pagerank(graph),
        "eigenvector": lambda: nx.eigenvector_centrality(graph, max_iter=1000),
        "constraint": lambda: nx.constraint(graph),
        "effective_size": lambda: nx.effective_size(graph),
        "core_numbers": lambda: nx.core_number(flat),
        "cut_points_and_bridges": lambda: (list(nx.articulation_points(flat)), list(nx.bridges(flat))),
        "reciprocity": lambda: nx.overall_reciprocity(graph),
        "degree_assortativity": lambda: nx.degree_assortativity_coefficient(flat),
        "transitivity": lambda: nx.transitivity(flat),
        "average_clustering": lambda: nx.average_clustering(flat),
        "components": lambda: list(nx.connected_components(flat)),
        "communities": lambda: [nx.community.louvain_communities(flat, seed=seed) for seed in range(20)],
    }
    return calls[measure]


def one(engine: str, measure: str, n: int) -> float | None:
    """Seconds of one call in a process of its own, or None where it was stopped or failed."""
    command = [sys.executable, __file__, engine, measure, str(n)]
    # Unbuffered, so that reading the line "ready" does not swallow the answer behind it.
    child = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, bufsize=0)  # noqa: S603
    assert child.stdout is not None
    try:
        child.stdout.readline()
        answer, _ = child.communicate(timeout=CAP)
    except subprocess.TimeoutExpired:
        child.kill()
        child.communicate()
        return None
    return float(answer) if child.returncode == 0 and answer.strip() else None


def run() -> dict[str, Any]:
    """Seconds and ratios by measure and size.

    `ratio` is networkx over ours; where networkx was stopped at the cap it is a lower bound and `at_least` is true.
    Communities are twenty seeded runs on both sides (Leiden here, Louvain there, which has no Leiden of its own);
    betweenness at 10,000 nodes counts paths of up to three ties here, all paths there.
    """
    results: list[dict[str, Any]] = []
    for n in SIZES:
        for measure in MEASURES:
            ours, theirs = one("filao", measure, n), one("networkx", measure, n)
            ratio = (theirs if theirs is not None else CAP) / ours if ours else None
            results.append(
                {
                    "measure": measure,
                    "nodes": n,
                    "ties": 5 * n,
                    "filao_s": ours,
                    "networkx_s": theirs,
                    "ratio": round(ratio, 1) if ratio else None,
                    "at_least": theirs is None,
                }
            )
    return {"what": "network measures", "cap_s": CAP, "results": results}


def _child(engine: str, measure: str, n: int) -> None:
    call = (_ours if engine == "filao" else _theirs)(measure, n)
    print("ready", flush=True)
    start = time.perf_counter()
    call()
    print(time.perf_counter() - start)


if __name__ == "__main__":
    if len(sys.argv) == 4:
        _child(sys.argv[1], sys.argv[2], int(sys.argv[3]))
    else:
        print(json.dumps(run(), indent=1))
