"""The working group: seats with the text each rests on, suggested seats with their reasons, and the rules of inclusion."""

from __future__ import annotations

from filao.core.committee import Check, Member
from filao.documents import model as m
from filao.documents.composing import Material
from filao.documents.language import N_, numbers, say, say_n


def seats(c: Material, *, id: str = "seats") -> m.Table:
    """Mandate seats, suggested seats and observers, each with its ground."""
    lang = c.language
    suggestion = c.analysis.committee
    rows: list[tuple[m.Inline, ...]] = []
    groups: set[int] = set()
    if suggestion is not None:
        mandates = [x for x in suggestion.members if x.seat_type == "mandate"]
        others = [x for x in suggestion.members if x.seat_type != "mandate"]
        for title, members in ((N_("Seats by mandate ({n})"), mandates), (N_("Suggested seats ({n})"), others)):
            if members:
                groups.add(len(rows))
                rows.append((m.span(say(lang, title, n=len(members))), (), ()))
            for member in members:
                rows.append(
                    (
                        m.span(c.full(member.organisation_id)),
                        _ground(c, member),
                        m.span(_sector(c, member.organisation_id)),
                    )
                )
        if suggestion.observers:
            groups.add(len(rows))
            rows.append((m.span(say(lang, N_("Observers ({n})"), n=len(suggestion.observers))), (), ()))
            for observer in suggestion.observers:
                text = observer.mandate_text
                if observer.flagged:
                    text += " " + say(lang, N_("(pays for what the group will judge)"))
                rows.append(
                    (
                        m.span(c.full(observer.organisation_id)),
                        m.span(text),
                        m.span(_sector(c, observer.organisation_id)),
                    )
                )
    figures = c.analysis.figures
    share = figures.get("committee.cells.all")
    caption = say(
        lang,
        N_("{seats} seats: {mandate} follow from a mandate, {suggested} are suggested"),
        seats=figures.number("committee.seats") if share else 0,
        mandate=figures.number("committee.seats") - figures.number("committee.suggested") if share else 0,
        suggested=figures.number("committee.suggested") if share else 0,
    )
    note = ""
    if share is not None and suggestion is not None:
        note = say(
            lang,
            N_(
                "The bodies with a mandate seat cover {mandate} of the {total} combinations of a stage and a population that any body on "
                "record serves; with the suggested seats it is {all}. The seats suggested are those that bring most under the rules "
                "of inclusion; equal choices are named."
            ),
            mandate=suggestion.mandate_weight,
            total=suggestion.total_weight,
            all=suggestion.weight,
        )
    return m.Table(
        id=id,
        caption=caption,
        columns=(
            m.Column(say(lang, N_("Body")), 2.6),
            m.Column(say(lang, N_("What the seat rests on")), 4.6),
            m.Column(say(lang, N_("Sector")), 1.3),
        ),
        rows=tuple(rows),
        group_rows=frozenset(groups),
        compact=True,
        evidence=c.evidence(
            say_n(lang, "{n} candidate body", "{n} candidate bodies", len(suggestion.candidates) if suggestion else 0),
            note=note,
        ),
    )


def _sector(c: Material, id: str) -> str:
    body = c.body(id)
    return c.label("org_kind", body.kind) if body else ""


def _ground(c: Material, member: Member) -> m.Inline:
    """The mandate text with its source; or, for a suggested seat, what it adds and who could take it instead."""
    lang = c.language
    if member.mandate_text:
        record = c.register.record("seat", member.seat_id)
        text = member.mandate_text + (" " + say(lang, N_("(chair)")) if member.chair else "")
        return (m.Span(text + " ", cite=record.sources[:1] if record else ()),)
    parts = []
    if member.alone:
        cells = numbers.enumeration([cell(c, code) for code in member.alone], lang, most=2)
        parts.append(say(lang, N_("The only one at the table for {cells}."), cells=cells))
    elif member.new:
        cells = numbers.enumeration([cell(c, code) for code in member.new], lang, most=2)
        parts.append(say(lang, N_("Adds {cells}."), cells=cells))
    served = [counted_as(c, code) for code in member.serves if not code.startswith("sector_cap")]
    if served:
        parts.append(say(lang, N_("Counts towards: {rules}."), rules="; ".join(served)))
    same = member.equal or member.same_coverage
    if same:
        parts.append(say(lang, N_("Could be replaced by {bodies}."), bodies=c.shorts(same, most=3)))
    return m.span(" ".join(parts))


def counted_as(c: Material, code: str) -> str:
    """What a seat counts towards, in the words of the rule: "seats outside the State", "trade union"."""
    if code == "non_state_share":
        return say(c.language, N_("seats outside the State"))
    head, _, rest = code.partition(":")
    return (
        numbers.first_small(c.label("org_kind", rest)) if head == "sector" else numbers.first_small(rule_name(c, code))
    )


def cell(c: Material, code: str) -> str:
    """ "case management for men", with the island where the cell is of one."""
    place, _, territory = code.partition("@")
    stage, _, population = place.partition(":")
    stage_label = c.running("nrm_stage", stage)
    text = say(
        c.language, N_("{stage} for {population}"), stage=stage_label, population=c.running("population", population)
    )
    return f"{text} ({c.territory(territory)})" if territory else text


_RULES = {
    "non_state_share": N_("Share of seats outside the State"),
    "both_sexes": N_("Women and men among focal points"),
    "chain:adult": N_("Chain for adults"),
    "chain:labour": N_("Chain for migrant workers and seafarers"),
    "chain:child": N_("Chain for children"),
    "survivor_voice": N_("A survivor-informed voice"),
    "disability_voice": N_("A voice of persons with disabilities"),
    "conflict_of_interest": N_("Conflict of interest"),
    "one_seat_per_mandate": N_("One seat for each mandate"),
    "chair": N_("One chair"),
    "size": N_("Size"),
    "mandate_seats": N_("All mandate seats together"),
    "all_rules": N_("All rules together"),
}


def rule_name(c: Material, code: str) -> str:
    head, _, rest = code.partition(":")
    if head == "territory":
        return say(c.language, N_("Voice of {territory}"), territory=c.territory(rest))
    if head == "sector":
        return say(c.language, N_("Sector {sector}"), sector=c.running("org_kind", rest))
    if head == "sector_cap":
        return say(c.language, N_("At most {share} of one sector: {sector}"), share=numbers.percent(0.35, c.language),
                   sector=c.running("org_kind", rest))  # fmt: skip
    if head == "mandate" and rest:
        return say(c.language, N_("The mandate seat of {body}"), body=c.short(rest))
    return say(c.language, _RULES[code]) if code in _RULES else code


_STATES = {"holds": N_("holds"), "broken": N_("broken"), "unknown": N_("not known")}


def rules(c: Material, *, id: str = "rules-table") -> m.Table:
    """The rules of inclusion with their state; sectors that are simply present stand in one line."""
    lang = c.language
    suggestion = c.analysis.committee
    rows: list[tuple[m.Inline, ...]] = []
    shades: dict[tuple[int, int], str] = {}
    checks = suggestion.checks if suggestion else ()
    plain_sectors = [x for x in checks if x.code.startswith("sector") and x.state == "holds"]
    for check in checks:
        if check in plain_sectors:
            continue
        shades[len(rows), 1] = {"holds": "full", "broken": "open", "unknown": "thin"}[check.state]
        rows.append((m.span(rule_name(c, check.code)), m.span(say(lang, _STATES[check.state])), m.span(says(c, check))))
    present = [c.label("org_kind", x.code.split(":")[1]).lower() for x in plain_sectors if x.code.startswith("sector:")]
    if present:
        shades[len(rows), 1] = "full"
        rows.append(
            (
                m.span(say(lang, N_("Every sector at the table"))),
                m.span(say(lang, _STATES["holds"])),
                m.span(say_n(lang, "{n} sector present", "{n} sectors present", len(present))),
            )
        )
    unknown = sum(x.state == "unknown" for x in checks)
    return m.Table(
        id=id,
        caption=say(
            lang,
            N_("Rules of inclusion: {unknown} cannot be judged until the bodies answer"),
            unknown=numbers.in_words(unknown, lang),
        ),
        columns=(
            m.Column(say(lang, N_("Rule")), 2.6),
            m.Column(say(lang, N_("State")), 0.9),
            m.Column(say(lang, N_("What is known")), 4.4),
        ),
        rows=tuple(rows),
        shades=shades,
        compact=True,
        evidence=c.evidence(
            say_n(lang, "{n} rule", "{n} rules", len(rows)),
            note=say(
                lang,
                N_(
                    "A rule without data is not known; it is never taken as kept. It becomes a question to the bodies concerned."
                ),
            ),
        ),
    )


def says(c: Material, check: Check) -> str:
    """What is known of a rule in a few words; where it is broken, why, and what the group may do."""
    text = _says(c, check)
    return f"{numbers.first_large(text)}. {why_broken(c, check)}" if check.state == "broken" else text


def why_broken(c: Material, check: Check) -> str:
    """Why a rule is broken: the mandate seats alone break it, or no choice of the other seats keeps it."""
    lang = c.language
    f = check.figures
    if check.code.startswith("sector_cap") and int(str(f["mandate"])) > int(str(f["limit"])):
        suggestion = c.analysis.committee
        seats = sum(x.seat_type != "observer" for x in suggestion.members) if suggestion else 0
        return say(
            lang,
            N_(
                "The mandate seats alone are {mandate} of {seats}, so that no choice of the other seats can keep it: the group may set "
                "the rule aside or change mandates."
            ),
            mandate=f["mandate"],
            seats=seats,
        )
    return say(lang, N_("No choice of seats on record keeps it: the group may set the rule aside or change seats."))


def _says(c: Material, check: Check) -> str:
    """What the figures of a rule amount to."""
    lang = c.language
    f = check.figures
    head, _, rest = check.code.partition(":")
    named = c.shorts(check.members, most=4)
    match head:
        case "non_state_share":
            return say(
                lang,
                N_("{count} of {seats} seats; at least {needed} asked"),
                count=f["count"],
                seats=f["seats"],
                needed=f["needed"],
            )
        case "both_sexes":
            return say(
                lang, N_("the sex of {known} of {seats} focal points is known"), known=f["known"], seats=f["seats"]
            )
        case "territory" | "chain" | "sector":
            return say(
                lang,
                N_("{bodies} ({count}; at least {needed} asked)"),
                bodies=named or "–",
                count=f["count"],
                needed=f["needed"],
            )
        case "survivor_voice" | "disability_voice":
            return (
                say(
                    lang,
                    N_("no seat has said so; {known} of {seats} have answered"),
                    known=f["known"],
                    seats=f["seats"],
                )
                if not f["count"]
                else named
            )
        case "conflict_of_interest":
            return say(
                lang,
                N_("declared for {bodies}; {undeclared} seats have not been asked"),
                bodies=named or "–",
                undeclared=f["undeclared"],
            )
        case "one_seat_per_mandate":
            return say(
                lang, N_("{mandates} mandates, {doubled} held twice"), mandates=f["mandates"], doubled=f["doubled"]
            )
        case "sector_cap":
            return say(
                lang,
                N_("{count} seats, at most {limit}; {mandate} of them are fixed by mandate"),
                count=f["count"],
                limit=f["limit"],
                mandate=f["mandate"],
            )
        case "chair":
            return named
        case "size":
            return say(lang, N_("{seats} of {limit} seats"), seats=f["seats"], limit=f["limit"])
        case _:
            return rest or named
