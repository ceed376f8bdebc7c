"""The register as a workbook to read and filter: the annex that travels with the report."""

from __future__ import annotations

from filao.core.privacy import told_below
from filao.core.register import KINDS, Claim
from filao.documents.composing import Material
from filao.documents.language import N_, say
from filao.documents.pieces.who import listed, places, stages
from filao.documents.words.questions import sentence
from filao.documents.workbook import Cell, Sheet, build

KIND = "register-workbook"
LANGUAGES = ("en", "fr")


def compose(c: Material) -> bytes:
    """Bodies, actions, ties, law, training, groups, questions, statements that differ, sources."""
    lang = c.language
    meta = c.meta(KIND, say(lang, N_("Register of {name}"), name=c.workspace), say(lang, N_("Who does what against trafficking in persons")),
                  code=f"FILAO-{c.country}-REG")  # fmt: skip
    sheets = [_bodies(c), _actions(c), _ties(c), _law(c), _training(c), _groups(c), _differ(c), _sources(c)]
    if c.audience != "public":
        sheets.insert(-1, _questions(c))
    about = [
        (say(lang, N_("Data to")), c.data_date),
        (say(lang, N_("Edition")), c.code_label("audience", c.audience)),
        (say(lang, N_("Not documented")), say(lang, N_("No source read says so; it does not mean that it does not exist."))),
        (say(lang, N_("Confidence")), say(lang, N_("A two independent sources or both parties, B one official source, C press or one party, D inferred"))),
        (say(lang, N_("Shelters")), say(lang, N_("Their place is not held; “location withheld” says so."))),
        *((say(lang, N_("Note")), text) for text in meta.disclaimer),
        (say(lang, N_("Built")), meta.colophon[0]),
    ]  # fmt: skip
    return build(meta, sheets, about)


def _cite(c: Material, kind: str, id: str) -> str:
    record = c.register.records[kind][id]
    return "; ".join(c.citations[s] for s in record.sources[:3] if s in c.citations)


def _sheet(
    c: Material,
    name: str,
    title: str,
    head: tuple[tuple[str, int], ...],
    rows: list[list[Cell]],
    tags: tuple[str, ...] = (),
) -> Sheet:
    lang = c.language
    note = say(lang, N_("{n} rows. Data to {date}."), n=len(rows), date=c.data_date)
    return Sheet(
        say(lang, name), say(lang, title), note, tuple((say(lang, label), width) for label, width in head), rows, tags
    )


def _bodies(c: Material) -> Sheet:
    rows: list[list[Cell]] = []
    for b in sorted(listed(c), key=lambda b: (b.kind, b.short_name.casefold())):
        fact = c.register.fact("organisation", b.id, "name")
        rows.append([
            b.id, b.short_name, b.name, b.name_in("fr") if b.names.get("fr") else "", c.label("org_kind", b.kind), c.short(b.parent_id) if b.parent_id else "",
            b.mandate, ", ".join(c.label("four_p", p) for p in b.four_p), stages(c, b),
            ", ".join(c.label("population", p) for p in b.populations), places(c, b),
            say(c.language, N_("location withheld")) if b.location_withheld else "", _cite(c, "organisation", b.id), fact.confidence if fact else "",
        ])  # fmt: skip
    head = (
        (N_("Code"), 12), (N_("Short name"), 18), (N_("Full name"), 42), (N_("Name in French"), 36), (N_("Sector"), 20), (N_("Part of"), 12),
        (N_("What it does"), 60), (N_("4P"), 22), (N_("Stages of referral"), 34), (N_("People it serves"), 28), (N_("Where"), 18),
        (N_("Place"), 16), (N_("Source"), 28), (N_("Conf."), 7),
    )  # fmt: skip
    return _sheet(c, N_("bodies"), N_("Bodies"), head, rows)


def _actions(c: Material) -> Sheet:
    rows: list[list[Cell]] = [
        [a.id, c.short(a.organisation_id), a.title, c.label("action_status", a.status), a.start_year, a.end_year,
         ", ".join(c.label("four_p", p) for p in a.four_p), ", ".join(c.label("population", p) for p in a.populations),
         c.label("scope", a.scope), _cite(c, "action", a.id)]
        for a in c.register.actions.values()
    ]  # fmt: skip
    head = ((N_("Code"), 8), (N_("Body"), 16), (N_("Action"), 70), (N_("State"), 10), (N_("From"), 8), (N_("To"), 8), (N_("4P"), 24),
            (N_("People"), 22), (N_("Scope"), 18), (N_("Source"), 28))  # fmt: skip
    return _sheet(c, N_("actions"), N_("Actions"), head, rows)


def _ties(c: Material) -> Sheet:
    rows: list[list[Cell]] = []
    for r in c.register.relations.values():
        if r.restricted and c.audience != "restricted":
            continue
        rows.append([
            r.id, c.short(r.source), c.short(r.target), c.label("relation_kind", r.kind), c.label("direction", "mutual" if r.mutual else "directed"),
            c.label("formality", r.formality), r.strength, c.label("relation_state", r.state), r.year,
            {"": "", "A": "A", "B": "B", "AB": "A, B"}[r.confirmed_by], r.note, _cite(c, "relation", r.id),
        ])  # fmt: skip
    head = ((N_("Code"), 8), (N_("From (A)"), 18), (N_("To (B)"), 18), (N_("Kind"), 22), (N_("Direction"), 12), (N_("Footing"), 26),
            (N_("Strength 0-3"), 9), (N_("State"), 14), (N_("Year"), 8), (N_("Confirmed by"), 11), (N_("What the source says"), 48), (N_("Source"), 28))  # fmt: skip
    return _sheet(c, N_("ties"), N_("Ties"), head, rows)


def _law(c: Material) -> Sheet:
    rows: list[list[Cell]] = [
        [p.id, p.instrument, p.year, c.label("instrument_kind", p.kind), p.provisions, ", ".join(p.palermo), c.label("legal_status", p.legal_status),
         p.status, _cite(c, "provision", p.id)]
        for p in c.register.provisions.values()
    ]  # fmt: skip
    head = ((N_("Code"), 8), (N_("Instrument"), 44), (N_("Year"), 8), (N_("Kind"), 18), (N_("Provision, in our words"), 60),
            (N_("Palermo article"), 10), (N_("Status"), 18), (N_("Status by the source"), 36), (N_("Source"), 28))  # fmt: skip
    return _sheet(c, N_("law"), N_("Laws and texts"), head, rows)


def _training(c: Material) -> Sheet:
    rows: list[list[Cell]] = [
        [
            t.id,
            t.year,
            t.topic,
            c.shorts(t.trainer_ids),
            c.shorts(t.trainee_ids),
            _people(c, t.participants),
            t.duration,
            t.place,
            t.note,
            _cite(c, "training", t.id),
        ]
        for t in c.register.trainings.values()
    ]
    head = ((N_("Code"), 8), (N_("Year"), 8), (N_("Topic"), 56), (N_("Given by"), 24), (N_("For"), 34), (N_("People"), 8), (N_("Length"), 10),
            (N_("Place"), 16), (N_("Note"), 36), (N_("Source"), 28))  # fmt: skip
    return _sheet(c, N_("training"), N_("Training given"), head, rows)


def _people(c: Material, count: int | None) -> Cell:
    """A number of people: one that can be added up where the edition may tell it."""
    return c.people(count) if count and told_below(count, c.audience) else count


def _groups(c: Material) -> Sheet:
    rows: list[list[Cell]] = []
    for g in c.register.groups.values():
        seats = [s for s in c.register.seats.values() if s.group_id == g.id]
        if not seats:
            rows.append([g.short_name, g.name, "", "", g.basis, _cite(c, "group", g.id)])
        for s in seats:
            rows.append(
                [
                    g.short_name,
                    g.name,
                    c.full(s.organisation_id),
                    c.label("seat_type", s.seat_type),
                    s.mandate_text,
                    _cite(c, "seat", s.id),
                ]
            )
    head = (
        (N_("Group"), 16),
        (N_("Full name"), 44),
        (N_("Body"), 44),
        (N_("Seat"), 14),
        (N_("What it rests on"), 60),
        (N_("Source"), 28),
    )
    return _sheet(c, N_("groups"), N_("Groups and seats"), head, rows)


def _differ(c: Material) -> Sheet:
    rows: list[list[Cell]] = []
    for kind, records in c.register.records.items():
        for id, record in records.items():
            for name, fact in record.facts.items():
                if fact.differing:
                    for claim in (fact.shown, *fact.differing):
                        rows.append([kind, id, name, _stated(c, claim), c.citations.get(claim.source, claim.source), claim.dated, claim.confidence,
                                     say(c.language, N_("shown")) if claim is fact.shown else "", claim.note])  # fmt: skip
    head = ((N_("Record"), 14), (N_("Code"), 12), (N_("Field"), 16), (N_("Statement"), 48), (N_("Source"), 28), (N_("Date"), 12), (N_("Conf."), 7),
            (N_("Shown"), 8), (N_("Note"), 44))  # fmt: skip
    return _sheet(c, N_("sources differ"), N_("Statements that differ"), head, rows)


def _stated(c: Material, claim: Claim) -> str:
    spec = KINDS[claim.kind].field(claim.field)
    if spec and spec.people:
        return c.people(int(str(claim.value)))
    return "; ".join(claim.value) if isinstance(claim.value, tuple) else str(claim.value)


def _questions(c: Material) -> Sheet:
    rows: list[list[Cell]] = [
        [
            c.short(q.organisation_id),
            q.priority,
            q.block,
            sentence(q, c.register, c.language, c.audience),
            ", ".join(id for _, id in q.about[:12]),
        ]
        for q in c.analysis.questions
    ]
    head = ((N_("Body"), 18), (N_("Priority"), 9), (N_("Block"), 8), (N_("Question"), 100), (N_("About"), 30))
    return _sheet(c, N_("questions"), N_("Questions"), head, rows)


def _sources(c: Material) -> Sheet:
    rows: list[list[Cell]] = [
        [s.id, c.citations[s.id], s.title, s.publisher, c.label("source_kind", s.kind), s.year, s.url,
         c.register.records["source"][s.id].text("retrieved_how")]
        for s in sorted(c.register.sources.values(), key=lambda s: c.citations[s.id].casefold())
    ]  # fmt: skip
    head = ((N_("Code"), 14), (N_("Cited as"), 30), (N_("Title"), 60), (N_("Publisher"), 34), (N_("Kind"), 22), (N_("Year"), 8), (N_("Address"), 60),
            (N_("How it was read"), 30))  # fmt: skip
    return _sheet(c, N_("sources"), N_("Sources"), head, rows)
