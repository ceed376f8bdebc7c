"""Coverage by stage and population, territories, expected links and pathways."""

from __future__ import annotations

from filao.core.coverage import REPUBLIC, Cell
from filao.core.pathways import CHAIN, LinkStatus, Way
from filao.documents import chart
from filao.documents import model as m
from filao.documents.composing import Material
from filao.documents.language import N_, numbers, say, say_n
from filao.documents.tokens import COLOUR

_SHADES = {
    "not_documented": chart.light("sun", 0.82),
    "single": chart.light("ochre", 0.65),
    "general": chart.light("navy", 0.9),
    "named": chart.light("navy", 0.7),
}


def cell_class(cell: Cell) -> str:
    """How a cell is shown: not documented, resting on one body, only by bodies for all victims, or named."""
    if len(cell.bodies) < 2:
        return "single" if cell.bodies else "not_documented"
    return "named" if cell.named else "general"


def cell_text(cell: Cell) -> str:
    """ "a + b": bodies that name the population, and bodies for all victims; a dash where there is none."""
    return f"{len(cell.named)} + {len(cell.general)}" if cell.bodies else "–"


def heat_map(c: Material, *, id: str = "coverage-map") -> m.Picture:
    """Stage by population, the two counts in each cell."""
    table = c.analysis.coverage
    lang = c.language
    stages = {s: c.code_label("stage_short", s) for s in table.stages}
    lines = {p: c.label("population", p) for p in table.populations}
    rows = [
        {
            "column": stages[cell.stage],
            "line": lines[cell.population],
            "text": cell_text(cell),
            "shade": c.code_label("coverage", cell_class(cell)),
        }
        for cell in table.cells.values()
    ]
    shades = {c.code_label("coverage", code): colour for code, colour in _SHADES.items()}
    empty, cells = len(table.state("not_documented")), len(table.cells)
    caption = say(
        lang,
        N_("{empty} of {cells} combinations of a population and a stage rest on no documented body"),
        empty=empty,
        cells=cells,
    )
    worst = max(table.populations, key=lambda p: len(table.stages_without(p)))
    alt = say(
        lang,
        N_(
            "Matrix of {rows} populations by {columns} stages. Most empty cells stand in the line of {worst}: {n} of "
            "{columns} stages."
        ),
        rows=len(table.populations),
        columns=len(table.stages),
        worst=c.label("population", worst),
        n=len(table.stages_without(worst)),
    )
    note = say(
        lang,
        N_(
            "First number: bodies that name the population; second: bodies for all victims. International partners are not counted."
        ),
    )
    head = (say(lang, N_("Population")), *(c.label("nrm_stage", s) for s in table.stages))
    data = [
        [lines[p], *(cell_text(table.cell(s, p)) for s in table.stages)] for p in table.populations
    ]  # fmt: skip
    spec = chart.heat_map(rows, list(stages.values()), list(lines.values()), shades=shades)
    n = say_n(lang, "{n} national body", "{n} national bodies", len(table.bodies))
    return c.picture(id, spec, caption, alt, c.evidence(n, note=note), (head, data))


def by_territory(c: Material, *, id: str = "coverage-territory") -> m.Table:
    """How many cells are documented on each island."""
    lang = c.language
    rows = []
    for territory, table in c.analysis.coverage_by_territory.items():
        empty, single = len(table.state("not_documented")), len(table.state("single"))
        rows.append(
            (
                m.span(c.territory(territory)),
                m.span(str(len(table.bodies))),
                m.span(str(len(table.cells) - empty - single)),
                m.span(str(single)),
                m.span(str(empty)),
            )
        )
    islands = [t for t in c.analysis.coverage_by_territory if t != REPUBLIC]
    return m.Table(
        id=id,
        caption=say(lang, N_("Bodies and cells documented, by territory")),
        columns=(
            m.Column(say(lang, N_("Territory")), 2.2),
            m.Column(say(lang, N_("Bodies")), 1, "right"),
            m.Column(say(lang, N_("Cells with two bodies or more")), 1.4, "right"),
            m.Column(say(lang, N_("Cells with one body")), 1.2, "right"),
            m.Column(say(lang, N_("Not documented")), 1.2, "right"),
        ),
        rows=tuple(rows),
        evidence=c.evidence(
            say(lang, N_("{n} cells for each territory"), n=len(c.analysis.coverage.cells)),
            note=say(
                lang,
                N_(
                    "A body that says “whole republic” is counted for {main}, and for another island only where its row names it."
                ),
                main=next(
                    (
                        c.territory(t)
                        for t in islands
                        if c.register.vocabulary.scheme("district").terms[t].kind == "main_island"
                    ),
                    c.territory(REPUBLIC),
                ),
            ),
        ),
    )


def expected_links(c: Material, *, id: str = "expected-links", states: tuple[str, ...] = ()) -> m.Table:
    """Each expected link with what is documented of it, grouped by stage."""
    lang = c.language
    by_stage: dict[str, list[LinkStatus]] = {}
    for status in c.analysis.links:
        if not states or status.state in states:
            by_stage.setdefault(c.register.expected_links[status.link].stage, []).append(status)
    rows: list[tuple[m.Inline, ...]] = []
    groups: set[int] = set()
    shades: dict[tuple[int, int], str] = {}
    for stage, lines in by_stage.items():
        groups.add(len(rows))
        rows.append((m.span(c.label("nrm_stage", stage)), (), (), ()))
        merged: dict[tuple[str, str], list[LinkStatus]] = {}
        for status in lines:
            merged.setdefault((status.link, status.state), []).append(status)
        for (link_id, state), same in merged.items():
            link = c.register.expected_links[link_id]
            start = c.shorts(s.from_body for s in same if s.from_body) or role(c, link.from_role)
            basis = basis_of(c, [r for s in same for r in s.relations])
            shades[len(rows), 2] = (
                "full" if state == "documented" else "open" if state in ("not_documented", "no_body") else "thin"
            )
            rows.append(
                (m.span(start), m.span(role(c, link.to_role)), m.span(c.code_label("link_state", state)), basis)
            )
    figures = c.analysis.figures
    caption = say(
        lang,
        N_("{documented} of {checked} expected links are documented"),
        documented=figures.number("links.documented"),
        checked=figures.number("links.checked"),
    )
    return m.Table(
        id=id,
        caption=caption,
        columns=(
            m.Column(say(lang, N_("From")), 2.1),
            m.Column(say(lang, N_("To (role)")), 2.1),
            m.Column(say(lang, N_("In the record")), 1.3),
            m.Column(say(lang, N_("Text or habit, source")), 2.5),
        ),
        rows=tuple(rows),
        group_rows=frozenset(groups),
        shades=shades,
        compact=True,
        evidence=c.evidence(
            say(lang, N_("{n} expected links, one line for each body they start from"), n=len(c.analysis.links)),
            note=say(
                lang,
                N_(
                    "The template of expected links is a proposal of the mapping, to be validated by the working group."
                ),
            ),
        ),
    )


def role(c: Material, id: str) -> str:
    held = c.register.roles.get(id)
    return held.label(c.language) if held else id


def basis_of(c: Material, relations: list[str]) -> m.Inline:
    """Formality, year and sources of the ties that carry a link."""
    runs: list[m.Span] = []
    for id in dict.fromkeys(relations):
        relation = c.register.relations[id]
        record = c.register.records["relation"][id]
        text = c.label("formality", relation.formality)
        year = f", {relation.year}" if relation.year else ""
        runs.append(m.Span(("; " if runs else "") + text + year + " ", cite=record.sources[:2]))
    return tuple(runs)


def way_text(c: Material, way: Way) -> str:
    """A way in one line: bodies joined by arrows, each named once."""
    bodies = list(dict.fromkeys(step.body for step in way.steps))
    return " → ".join(c.short(body) for body in bodies)


def pathways(c: Material, *, id: str = "pathways") -> m.Table:
    """For each population and island: how far a documented way leads, and where it breaks."""
    lang = c.language
    formal = {(w.population, w.territory): w for w in c.analysis.formal_pathways.ways}
    rows: list[tuple[m.Inline, ...]] = []
    groups: set[int] = set()
    shades: dict[tuple[int, int], str] = {}
    territory = ""
    for way in sorted(c.analysis.pathways.ways, key=lambda w: (_main_last(c, w.territory), w.territory)):
        if way.territory != territory:
            territory = way.territory
            groups.add(len(rows))
            rows.append((m.span(c.territory(territory)), (), (), ()))
        strict = formal[way.population, way.territory]
        where = say(lang, N_("complete")) if way.complete else say(
            lang, N_("breaks at {stage}"), stage=c.running("nrm_stage", way.breaks_at)
        )  # fmt: skip
        by_text = say(lang, N_("complete")) if strict.complete else c.label("nrm_stage", strict.breaks_at)
        shades[len(rows), 2] = "full" if way.complete else "thin" if way.reached else "open"
        rows.append(
            (
                m.span(c.label("population", way.population)),
                m.span(way_text(c, way) or "–"),
                m.span(where),
                m.span(by_text),
            )
        )
    figures = c.analysis.figures
    return m.Table(
        id=id,
        caption=say(
            lang,
            N_("A documented way from identification to reintegration exists for {complete} of {profiles} profiles"),
            complete=numbers.in_words(figures.number("pathways.complete"), lang),
            profiles=figures.number("pathways.profiles"),
        ),
        columns=(
            m.Column(say(lang, N_("Person")), 1.4),
            m.Column(say(lang, N_("Documented way")), 3),
            m.Column(say(lang, N_("How far")), 1.7),
            m.Column(say(lang, N_("On binding texts alone")), 1.5),
        ),
        rows=tuple(rows),
        group_rows=frozenset(groups),
        shades=shades,
        compact=True,
        evidence=c.evidence(
            say(lang, N_("{n} profiles, {ties} referral ties"), n=figures.number("pathways.profiles"),
                ties=figures.number("relations.refers_to")),
            note=say(
                lang,
                N_("Stages in order: {chain}. A body that serves children serves girls; one that serves foreign nationals serves migrant workers."),
                chain=numbers.enumeration([c.running("nrm_stage", s) for s in CHAIN], lang),
            ),
        ),
    )  # fmt: skip


def _main_last(c: Material, territory: str) -> int:
    terms = c.register.vocabulary.scheme("district").terms
    return 0 if territory in terms and terms[territory].kind == "main_island" else 1


STATE_COLOURS = {
    "past": (COLOUR["navy"], "circle"),
    "current": (COLOUR["lagoon"], "square"),
    "planned": (COLOUR["sun"], "triangle-up"),
    "unknown": (COLOUR["plum"], "cross"),
}
