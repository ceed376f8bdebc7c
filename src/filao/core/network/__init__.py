"""Structure of relations: who is tied to whom, on what footing, who connects the rest, and how sure that is.

Ties come from the register (`from_register`) or from plain files; every figure carries the conventions it was taken
under. Core returns figures and codes; what an official can act on is said in the documents.
"""

from filao.core.network.adapter import PARENT, from_register, leaving
from filao.core.network.centrality import (
    betweenness,
    closeness,
    degree,
    eigenvector,
    harmonic,
    in_degree,
    normalised_betweenness,
    out_degree,
    pagerank,
)
from filao.core.network.cohesion import (
    Distances,
    Dyads,
    articulation_points,
    average_clustering,
    betweenness_centralisation,
    bridges,
    components,
    core_numbers,
    degree_assortativity,
    degree_centralisation,
    density,
    distances,
    dyads,
    isolates,
    reciprocity,
    transitivity,
)
from filao.core.network.community import Communities, communities
from filao.core.network.figures import (
    Centralisation,
    Figures,
    GraphFigures,
    KeyPlayers,
    NodeFigures,
    measure,
)
from filao.core.network.groups import Brokerage, EIIndex, brokerage, ei_index, group_modularity
from filao.core.network.holes import constraint, effective_size
from filao.core.network.keyplayers import (
    Fragmentation,
    Reach,
    fragmentation,
    fragmenting_set,
    reach,
    reaching_set,
)
from filao.core.network.model import Bond, Conventions, Network, Scope, Tie
from filao.core.network.stability import MEASURES, Ranking, Standing, rank_bands
from filao.core.network.twomode import project

__all__ = [
    "MEASURES",
    "PARENT",
    "Bond",
    "Brokerage",
    "Centralisation",
    "Communities",
    "Conventions",
    "Distances",
    "Dyads",
    "EIIndex",
    "Figures",
    "Fragmentation",
    "GraphFigures",
    "KeyPlayers",
    "Network",
    "NodeFigures",
    "Ranking",
    "Reach",
    "Scope",
    "Standing",
    "Tie",
    "articulation_points",
    "average_clustering",
    "betweenness",
    "betweenness_centralisation",
    "bridges",
    "brokerage",
    "closeness",
    "communities",
    "components",
    "constraint",
    "core_numbers",
    "degree",
    "degree_assortativity",
    "degree_centralisation",
    "density",
    "distances",
    "dyads",
    "effective_size",
    "ei_index",
    "eigenvector",
    "fragmentation",
    "fragmenting_set",
    "from_register",
    "group_modularity",
    "harmonic",
    "in_degree",
    "isolates",
    "leaving",
    "measure",
    "normalised_betweenness",
    "out_degree",
    "pagerank",
    "project",
    "rank_bands",
    "reach",
    "reaching_set",
    "reciprocity",
    "transitivity",
]
