"""First drafts of the mapping report's sections in English."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

from filao.core.evidence import Finding
from filao.documents import terms
from filao.documents.composing import Material
from filao.documents.language import numbers
from filao.documents.words.en import findings as say_finding

TITLES = {
    "summary": "Summary",
    "background": "Why this mapping",
    "method": "How it was made, and what it cannot show",
    "frame": "Law and groups",
    "who": "Who is who",
    "actions": "What they do",
    "ties": "How they connect",
    "coverage": "Who is covered, and where the way breaks",
    "group": "The working group",
    "recommendations": "Recommendations",
}


def title(c: Material) -> tuple[str, str]:
    return (
        f"Who does what against trafficking in persons in {c.workspace}",
        "Mapping of national referral stakeholders",
    )


def shown_findings(c: Material) -> list[Finding]:
    return [f for f in c.findings if c.standing.get(f.id) is None or c.standing[f.id].status != "dropped"]


def finding_text(c: Material, f: Finding) -> str:
    """The words a person gave the finding, else its first draft."""
    standing = c.standing.get(f.id)
    return standing.text if standing and standing.text else say_finding.finding(c, f)


def summary(c: Material) -> str:
    islands = [c.territory(t.code) for t in c.register.vocabulary.territories("island")]
    where = c.named([c.workspace, *islands])
    held = len(c.held)
    basis = (
        "No interview has been held for this edition: it is a desk review, and each body still has to check its own row."
        if held == 0
        else f"It rests on public sources and on {numbers.in_words(held, 'en')} interviews."
    )
    found = shown_findings(c)[:5]
    lines = "\n".join(f"{n}. {finding_text(c, f)}" for n, f in enumerate(found, start=1))
    advice = "\n".join(f"{n}. {say_finding.advise(c, a)}" for n, a in enumerate(c.advice[:5], start=1))
    short = _short_names(c, lines + advice)
    return f"""This report shows who in {where} takes part in finding, referring and helping victims of trafficking in persons, and how these bodies connect. It holds {{organisations.total}} bodies, {{actions.total}} actions and {{relations.total}} ties, each with its source, as {c.record_stood}. {basis}

[[key-figures]]

## What the record shows

{lines}

## What should follow

{advice}
{short}
> **How to read this report**
>
> “Not documented” means that no source read speaks of a link or a service. It becomes a gap only when a body concerned, once asked, says that it is absent. Section 3 says what the evidence can carry.
"""


def _short_names(c: Material, text: str) -> str:
    """The full names behind the short names of a text, for readers who do not know them."""
    known = {b.short_name: b.name for b in c.register.organisations.values()}
    known |= {g.short_name: g.name for g in c.register.groups.values()}
    used = {
        short: full
        for short, full in known.items()
        if short != full and re.search(rf"(?<![\w-]){re.escape(short)}(?![\w-])", text)
    }
    if not used:
        return ""
    listed = "; ".join(f"{short}: {used[short]}" for short in sorted(used, key=str.casefold))
    return f"""
> **Short names used above**
>
> {listed}.
"""


def background(c: Material) -> str:
    e = c.engagement
    purposes = "\n".join(f"- {_sentence(p)}" for p in e.purpose)
    results = "\n".join(f"- {_quoted(r)}" for r in e.results)
    name, note = terms.project(c)
    since = ""
    if c.analysis.baseline:
        since = f"""
## What has changed since {c.analysis.baseline}

{_since(c)}
"""
    count = numbers.in_words(len(e.purpose), "en")
    return f"""The terms of reference ask for a map of the bodies that take part in the national response to trafficking. They belong to the project “{name}” of {e.client}{f" ({note})" if note else ""}; coordination lies with: {c.named(list(e.coordination))}. The map has {count} {"purpose" if len(e.purpose) == 1 else "purposes"}:

{purposes}

The terms ask for:

{results}

The report answers five questions. Who takes part, with which mandate? What have they done, what do they do, what do they plan? Who is joined to whom, by which text? Whom does nobody serve, and where does a victim's way through the services break? Who should sit in the working group?
{since}"""


def _since(c: Material) -> str:
    year = c.analysis.baseline
    return (
        f"The mapping of {year} was a first baseline. Since then the record shows {{since.actions}} actions that began later, "
        f"{{since.provisions|words}} legal provisions of a later year and {{since.relations}} ties dated later. "
        "{since.unknown|words} actions that had been announced are without any later trace; each has become a question to the "
        "body that announced it.".replace("{since.unknown|words}", "{since.unknown}")
    )


def _sentence(text: str) -> str:
    text = text.strip().rstrip(".")
    return text[:1].upper() + text[1:] + "."


def _quoted(text: str) -> str:
    return f"“{text.strip().rstrip('.')}”"


def method(c: Material) -> str:
    excerpt = c.analysis.figures.number("sources.excerpts")
    limits = [
        "{sources.excerpts} of {sources.total} sources were read as excerpts. What a page says further down is not in the record."
        if excerpt
        else "",
        "{relations.strength.event} of {relations.total} ties are one-off events. They are counted apart and left out of the structure.",
        "Roles, stages and populations of each body are coded by us from its described mandate; the body has not yet confirmed them.",
        "Coverage by district is nearly absent: most bodies say “whole republic”, which says nothing of who can be reached where.",
        "Bodies that never appear in public sources are missing. {leads.total} remembered leads without a source are kept apart and become questions.",
    ]
    interviews = (
        "[[interviews]]"
        if c.held
        else "Interviews follow the desk review: {partners.core} bodies form the core and are all to be met, {partners.purposive} more "
        "are chosen on purpose, and others are added when two of those met name them. Once the core has been met, interviewing "
        "stops after two meetings in a row that name no new body. {questions.total} questions are ready, {questions.must} of them of first priority."
    )
    return f"""A body is on record when a source names it in the response to trafficking or in a field that touches it. A tie is on record when a source says that something passes between two bodies: a person, information, money, training, supervision. Every fact keeps its source, its date and a degree of confidence, and sources that differ stand side by side.

[[sources]]

{interviews}

## Limits

{chr(10).join(f"- {line}" for line in limits if line)}

## Ethics

The register holds no data on victims or cases. It names functions and institutions, not persons, and it does not give the place of any shelter: {{organisations.location_withheld|words}} bodies carry “location withheld”. Weak points of protection are left out of the public edition.

[[independence]]
"""


def frame(c: Material) -> str:
    provisions = c.register.provisions
    count: dict[str, int] = {}
    for p in provisions.values():
        if p.kind != "treaty":
            count[p.instrument] = count.get(p.instrument, 0) + 1
    core = max(count, key=lambda name: (count[name], name)).split(" (Act ")[0] if count else ""
    not_ratified = sorted({p.instrument for p in provisions.values() if p.legal_status == "not_ratified"})
    lines = [
        "The record holds {law.provisions} provisions of {law.instruments} instruments, {law.national} of them national and "
        "{law.treaties} treaties."
    ]
    if core:
        lines.append(
            f"The {core} is the core of the national frame; later acts strengthen it and protect children and migrant workers."
        )
    if not_ratified:
        lines.append(
            f"One convention that bears on the subject stands outside: the {not_ratified[0]}."
            if len(not_ratified) == 1
            else f"Not ratified: {c.named(not_ratified)}."
        )
    dispute = _legal_disputes(c)
    return f"""{" ".join(lines)}

[[law]]

{dispute}

## Groups that coordinate

{finding_or("coordination", c)}

[[groups]]
"""


def _legal_disputes(c: Material) -> str:
    texts = []
    for id, record in c.register.records.get("provision", {}).items():
        for fact in record.facts.values():
            if fact.differing:
                sides = "; ".join(f"{claim.value} [@{claim.source}]" for claim in (fact.shown, *fact.differing))
                texts.append(
                    f"Sources differ on the {c.register.provisions[id].instrument}: {sides}. Both statements are kept until the text itself has been read."
                )
    return "\n\n".join(texts)


def finding_or(rule: str, c: Material, otherwise: str = "") -> str:
    found = next((f for f in shown_findings(c) if f.rule == rule), None)
    return finding_text(c, found) if found else otherwise


def who(c: Material) -> str:
    figures = c.analysis.figures
    kinds = sorted(
        (k for k in c.register.vocabulary.codes("org_kind") if figures.number(f"organisations.{k}")),
        key=lambda k: -figures.number(f"organisations.{k}"),
    )
    listed = c.named([_of_sector(c, k) for k in kinds[:4]])
    none = [
        c.running("org_kind", k)
        for k in c.register.vocabulary.codes("org_kind")
        if not figures.number(f"organisations.{k}")
    ]
    missing = f" No body is on record in: {c.named(none)}." if none else ""
    voices = _missing_voices(c)
    return f"""Among the {{organisations.total}} bodies on record are {listed}.{missing} {{organisations.in_country}} bodies work in the country itself; the others are partners, brands or organisations seated abroad.

[[sector-matrix]]

{voices}

[[who-state]]

[[who-justice]]

[[who-society]]

[[who-partners]]
"""


_SECTORS = {
    "government": ("body of government", "bodies of government"),
    "law_enforcement": ("law enforcement body", "law enforcement bodies"),
    "judiciary": ("body of justice", "bodies of justice"),
    "independent_institution": ("independent institution", "independent institutions"),
    "ngo": ("non-governmental organisation", "non-governmental organisations"),
    "international": ("international partner", "international partners"),
    "private_sector": ("company or body of employers", "companies and bodies of employers"),
    "academia": ("academic body", "academic bodies"),
    "media": ("body of the media", "bodies of the media"),
    "union": ("trade union", "trade unions"),
}


def _of_sector(c: Material, kind: str) -> str:
    """ "17 non-governmental organisations"; a sector that a workspace has added keeps its label."""
    one, many = _SECTORS.get(kind, ("", ""))
    if not many:
        return f"{{organisations.{kind}}} in the sector “{c.label('org_kind', kind)}”"
    return f"{{organisations.{kind}}} {one if c.analysis.figures.number(f'organisations.{kind}') == 1 else many}"


def _missing_voices(c: Material) -> str:
    lead = next((x for x in c.register.leads.values() if "survivor" in x.claim.casefold()), None)
    if lead is None:
        return ""
    return (
        "No public evidence was found of organisations of survivors, of persons with disabilities, of LGBTI people or of the "
        "media in this field. This is a question to the NGO umbrella, not a finding that none exists."
    )


def actions(c: Material) -> str:
    attribution = finding_or("attribution", c)
    unknown = "" if attribution or not c.analysis.figures.number("actions.unknown") else _UNKNOWN
    return f"""{{actions.total}} actions are on record: {{actions.past}} past, {{actions.current}} current, {{actions.planned}} planned.{unknown} {{actions.trafficking_specific}} are aimed at trafficking itself; the others lie in neighbouring fields such as labour migration, child protection and domestic violence.

{attribution}

[[actions-status]]

[[timeline]]

[[actions-current]]

## Training given

{finding_or("training", c)} Annex F lists them.
"""


_UNKNOWN = " For {actions.unknown|words} announced actions no later source says whether they took place."


def ties(c: Material) -> str:
    first = c.analysis.brokers[0].organisation_id if c.analysis.brokers else ""
    foreign = first and not c.register.organisations[first].national
    return f"""{{relations.total}} ties join {{relations.pairs}} pairs of bodies. {{relations.structural}} of them are standing ties; the others are one-off events, or announced and under negotiation. On standing ties alone {{network.isolates.standing}} of {{organisations.total}} bodies have no tie on record; with events counted it is {{network.isolates.every}}. A chart that mixes the two would show a closer web than the record supports.

[[formality]]

[[network]]

## Who stands between others

{finding_or("dependency", c, "On standing ties a few bodies connect most others.")} {"This is a matter of how projects are recorded as much as of how services work: projects publish their ties, ministries seldom do." if foreign else ""}

[[brokers]]

[[cut-points]]

## Referral: expected and documented

{finding_or("referrals", c)} {finding_or("detection", c)}

[[expected-links]]
"""


def coverage(c: Material) -> str:
    islands = [t.code for t in c.register.vocabulary.territories("island")]
    boxes = "\n\n".join(f"[[island-{code}]]" for code in islands)
    return f"""{finding_or("populations", c, "Coverage is counted by population and stage.")} The matrix counts national bodies in two ways: those that name a population, and those that say “all victims”.

[[coverage]]

[[coverage-territory]]

{boxes}

## Where the way breaks

{finding_or("pathways", c)} {finding_or("shelters", c)}

[[pathways]]

[[mends]]

[[single-points]]
"""


def group(c: Material) -> str:
    return """The terms of reference ask for an inclusive technical working group that manages and monitors the project jointly: members of the national steering committee and other relevant stakeholders. Seats that follow from a mandate are fixed by people; the table gives the text each rests on. Further seats are suggested so that as many combinations of a population and a stage as possible are known to somebody at the table.

[[seats]]

[[rules]]

The terms of reference of the group, a document of their own, list tasks and responsibilities. The members of the standing groups must be known before overlaps with the working group can be judged.
"""


def due(c: Material) -> date:
    """The day on which the report is to be accepted at the latest: what the dates of recommendations count from."""
    report = c.engagement.deliverable("mapping-report")
    return (report and report.due) or c.engagement.end


def recommendations(c: Material) -> str:
    return f"""Each recommendation rests on the findings named with it, and names the body that would act. The dates hold if the report is accepted by {numbers.day(due(c).isoformat(), c.language)}; they move with a later acceptance.

[[recommendations]]

## How the register stays true

The register outlives this report. Each body checks its sheet once a year; {c.shorts([_owner(c)]) or "the lead body"} names the office that keeps the register; every change keeps its source and date; and the next mapping starts from the last one.
"""


def _owner(c: Material) -> str:
    from filao.core.questions import lead_body

    return lead_body(c.register)


DRAFTS: dict[str, Callable[[Material], str]] = {
    "summary": summary,
    "background": background,
    "method": method,
    "frame": frame,
    "who": who,
    "actions": actions,
    "ties": ties,
    "coverage": coverage,
    "group": group,
    "recommendations": recommendations,
}
