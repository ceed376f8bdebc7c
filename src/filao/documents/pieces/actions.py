"""Actions: their time line, and how they spread over the 4Ps."""

from __future__ import annotations

from collections import Counter

from filao.core.register import Action
from filao.documents import chart
from filao.documents import model as m
from filao.documents.composing import Material
from filao.documents.language import N_, numbers, say, say_n
from filao.documents.pieces.coverage import STATE_COLOURS

_ORDER = ("past", "current", "planned", "unknown")


def timeline(c: Material, *, id: str = "actions-timeline") -> m.Picture:
    """One mark for each action in the year it began, in a lane for each P."""
    lang = c.language
    dated = [a for a in c.register.actions.values() if a.start_year]
    lanes = c.register.vocabulary.codes("four_p")
    seen: Counter[tuple[str, int]] = Counter()
    rows = []
    for action in sorted(dated, key=lambda a: (_ORDER.index(a.status), a.id)):
        for p in action.four_p:
            year = action.start_year or 0
            seen[p, year] += 1
            rows.append(
                {
                    "lane": c.label("four_p", p),
                    "year": year,
                    "place": seen[p, year],
                    "state": c.label("action_status", action.status),
                }
            )
    years = [a.start_year for a in dated if a.start_year]
    first, last = (min(years), max(years)) if years else (c.register.reference_year, c.register.reference_year)
    peak = Counter(years).most_common(1)[0] if years else (last, 0)
    caption = say(
        lang,
        N_("Most actions on record began after 2014; {n} began in {year} alone") if peak[0] > 2014 and _since(years, 2015) > 0.6
        else N_("{n} of the actions on record began in {year}"),
        n=peak[1],
        year=peak[0],
    )  # fmt: skip
    undated = len(c.register.actions) - len(dated)
    note = say(
        lang,
        N_("{n} actions without a start year are not drawn; an action of several Ps stands in each of them."),
        n=undated,
    )
    alt = say(
        lang,
        N_(
            "Time line of {n} actions from {first} to {last} in four lanes, one for each P, with a sign for past, current, planned and unknown."
        ),
        n=len(dated),
        first=first,
        last=last,
    )
    states = {c.label("action_status", code): STATE_COLOURS[code] for code in _ORDER}
    spec = chart.unit_timeline(
        rows, [c.label("four_p", p) for p in lanes], states, (first, last), tallest=max(seen.values(), default=1)
    )
    head = (say(lang, N_("Year")), *(c.label("four_p", p) for p in lanes))
    data = [[str(year), *(str(seen[p, year]) for p in lanes)] for year in sorted(set(years))]
    n = say(lang, N_("{n} dated actions of {total}"), n=len(dated), total=len(c.register.actions))
    return c.picture(id, spec, caption, alt, c.evidence(n, note=note), (head, data))


def _since(years: list[int], year: int) -> float:
    return sum(y >= year for y in years) / len(years) if years else 0.0


def by_status(c: Material, *, id: str = "actions-status") -> m.Table:
    """Past, current, planned and unknown actions by P and by scope."""
    lang = c.language
    actions = list(c.register.actions.values())
    rows = []

    def line(label: str, of: list[Action]) -> None:
        counts = Counter(a.status for a in of)
        rows.append((m.span(label), *(m.span(str(counts[s])) for s in _ORDER), m.span(str(len(of)))))

    for p in c.register.vocabulary.codes("four_p"):
        line(c.label("four_p", p), [a for a in actions if p in a.four_p])
    for scope in c.register.vocabulary.codes("scope"):
        line(c.label("scope", scope), [a for a in actions if a.scope == scope])
    line(say(lang, N_("All actions")), actions)
    specific = sum(a.scope == "trafficking_specific" for a in actions)
    return m.Table(
        id=id,
        caption=say(lang, N_("{n} of {total} actions are aimed at trafficking itself"), n=specific, total=len(actions)),
        columns=(
            m.Column("", 2.4),
            *(m.Column(c.label("action_status", s), 1, "right") for s in _ORDER),
            m.Column(say(lang, N_("All")), 1, "right"),
        ),
        rows=tuple(rows),
        evidence=c.evidence(
            say_n(lang, "{n} action", "{n} actions", len(actions)),
            note=say(
                lang, N_("An action of several Ps is counted in each; the lines of the Ps add up to more than all.")
            ),
        ),
    )


def current_and_planned(c: Material, *, id: str = "actions-current", limit: int = 40) -> m.Table:
    """Current and planned actions aimed at trafficking, by body."""
    lang = c.language
    wanted = [
        a
        for a in c.register.actions.values()
        if a.status in ("current", "planned") and a.scope == "trafficking_specific"
    ]
    wanted.sort(key=lambda a: (_ORDER.index(a.status), c.short(a.organisation_id).casefold(), a.start_year or 0))
    rows: list[tuple[m.Inline, ...]] = []
    groups: set[int] = set()
    status = ""
    for action in wanted[:limit]:
        if action.status != status:
            status = action.status
            groups.add(len(rows))
            rows.append((m.span(c.label("action_status", status)), (), ()))
        sources = c.register.records["action"][action.id].sources[:1]
        rows.append(
            (
                m.span(c.short(action.organisation_id)),
                (m.Span(action.title + " ", cite=sources),),
                m.span(numbers.years(action.start_year, action.end_year)),
            )
        )
    counts = Counter(a.status for a in wanted)
    return m.Table(
        id=id,
        caption=say(
            lang,
            N_("{current} current and {planned} planned actions are aimed at trafficking"),
            current=counts["current"],
            planned=counts["planned"],
        ),
        columns=(
            m.Column(say(lang, N_("Body")), 1.5),
            m.Column(say(lang, N_("Action")), 5.6),
            m.Column(say(lang, N_("Years")), 0.9),
        ),
        rows=tuple(rows),
        group_rows=frozenset(groups),
        compact=True,
        evidence=c.evidence(say_n(lang, "{n} action", "{n} actions", len(wanted))),
    )


def sector_by_p(c: Material, *, id: str = "sector-matrix") -> m.Picture:
    """How many bodies of each sector work on each P."""
    lang = c.language
    kinds = list(c.register.vocabulary.codes("org_kind"))
    ps = c.register.vocabulary.codes("four_p")
    bodies = list(c.register.bodies.values())
    count = {(k, p): sum(b.kind == k and p in b.four_p for b in bodies) for k in kinds for p in ps}
    totals = Counter(b.kind for b in bodies)
    labels = {
        say(lang, N_("none")): chart.light("sun", 0.82),
        say(lang, N_("1 to 4 bodies")): chart.light("navy", 0.9),
        say(lang, N_("5 to 9 bodies")): chart.light("navy", 0.75),
        say(lang, N_("10 bodies or more")): chart.light("navy", 0.55),
    }
    names = list(labels)

    def shade(n: int) -> str:
        return names[0 if n == 0 else 1 if n < 5 else 2 if n < 10 else 3]

    columns = {p: c.label("four_p", p) for p in ps}
    all_label = say(lang, N_("All bodies"))
    lines = {k: c.label("org_kind", k) for k in kinds}
    rows = [
        {
            "column": columns[p],
            "line": lines[k],
            "text": str(count[k, p]) if count[k, p] else "–",
            "shade": shade(count[k, p]),
        }
        for k in kinds
        for p in ps
    ]
    rows += [
        {"column": all_label, "line": lines[k], "text": str(totals[k]) if totals[k] else "–", "shade": shade(totals[k])}
        for k in kinds
    ]
    none = [numbers.first_small(lines[k]) for k in kinds if not totals[k]]
    by_p = {p: sum(p in b.four_p for b in bodies) for p in ps}
    most, least = max(by_p, key=lambda p: by_p[p]), min(by_p, key=lambda p: by_p[p])
    caption = say(
        lang,
        N_("{most} has the most bodies ({n}), {least} the fewest ({k})"),
        most=columns[most],
        n=by_p[most],
        least=numbers.first_small(columns[least]),
        k=by_p[least],
    )
    note = say(lang, N_("A body may work on several Ps."))
    if none:
        note += " " + say(lang, N_("No body is on record in: {sectors}."), sectors=numbers.enumeration(none, lang))
    alt = say(
        lang,
        N_("Matrix of {rows} sectors by the 4Ps with the number of bodies in each cell. {caption}."),
        rows=len(kinds),
        caption=caption,
    )
    spec = chart.heat_map(
        rows, [*columns.values(), all_label], list(lines.values()), shades=labels, row_height=16, label_width=124
    )
    head = ("", *columns.values(), all_label)
    data = [[lines[k], *(str(count[k, p]) for p in ps), str(totals[k])] for k in kinds]
    return c.picture(
        id, spec, caption, alt, c.evidence(say_n(lang, "{n} body", "{n} bodies", len(bodies)), note=note), (head, data)
    )
