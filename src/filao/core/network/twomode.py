"""From memberships to ties: bodies that sit in the same groups, or take part in the same actions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from itertools import combinations
from typing import Literal

from filao.core.network.model import Network, Scope, Tie


def project(
    memberships: Iterable[tuple[str, str]],
    *,
    weighting: Literal["newman", "plain"] = "newman",
    relation: str = "shared",
) -> Network:
    """The one-mode network of members that share something, as an undirected, weighted network.

    `memberships` are pairs (member, thing shared); a pair given twice counts once. With "plain" the strength of a tie
    is the number of things shared (Breiger 1974); with "newman" each thing with n members gives 1/(n-1) to each of
    their pairs (Newman 2001), so that a large assembly does not make everybody close. Members that share nothing stay
    in as isolates.
    """
    members: dict[str, set[str]] = defaultdict(set)
    everybody = set()
    for member, thing in memberships:
        members[thing].add(member)
        everybody.add(member)
    strength: dict[tuple[str, str], float] = defaultdict(float)
    for thing in sorted(members):
        together = sorted(members[thing])
        for pair in combinations(together, 2):
            strength[pair] += 1.0 if weighting == "plain" else 1.0 / (len(together) - 1)
    ties = [Tie(a, b, relation, value, mutual=True) for (a, b), value in sorted(strength.items())]
    return Network.of(everybody, ties, directed=False, weighted=True, scope=Scope(relations=(relation,)))
