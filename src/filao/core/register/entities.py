"""The register's entities as typed values, each read from the shown facts of its record."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from filao.core.register.claims import Record
from filao.core.vocabulary import strength_of
from filao.core.vocabulary.strength import NOT_YET, ONE_OFF

NATIONAL = "NATIONAL"
"""The coverage statement "whole republic"; it never implies an island other than the main one."""

FOREIGN_STATEMENTS = frozenset({"ORIGIN_COUNTRY", "REGIONAL"})


@dataclass(frozen=True, slots=True)
class Source:
    id: str
    title: str
    publisher: str
    kind: str = ""
    year: int | None = None
    date: str = ""
    url: str = ""
    short: str = ""
    organisation_id: str = ""
    attribution: str = ""

    @property
    def unnamed(self) -> bool:
        """An interview whose body may not be named outside the desk; one that does not say so is not named."""
        return self.kind == "interview" and bool(self.organisation_id) and self.attribution != "institution"

    @property
    def origin(self) -> str:
        """Who stands behind it: the publisher without the copy it was read in ("US Department of State")."""
        return self.publisher.split("(")[0].strip() or self.id

    @property
    def dated(self) -> str:
        return self.date or (str(self.year) if self.year else "")

    @property
    def citation(self) -> str:
        """Brief citation without the year: its short title, else who stands behind it."""
        return self.short or self.origin


@dataclass(frozen=True, slots=True)
class Organisation:
    id: str
    name: str
    short_name: str
    kind: str
    names: Mapping[str, str]
    other_names: tuple[str, ...] = ()
    parent_id: str = ""
    mandate: str = ""
    four_p: tuple[str, ...] = ()
    stages: tuple[str, ...] = ()
    populations: tuple[str, ...] = ()
    districts: tuple[str, ...] = ()
    services: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    opening: str = ""
    website: str = ""
    function_email: str = ""
    location_withheld: bool = False
    restricted: bool = False
    foreign: bool = False
    placeholder: bool = False
    standing: str = "unknown"
    valid_from: int | None = None
    valid_to: int | None = None

    @property
    def national(self) -> bool:
        """A body that is not an international partner: what coverage tables count."""
        return self.kind != "international"

    def name_in(self, language: str) -> str:
        return self.names.get(language) or self.name

    @property
    def all_names(self) -> tuple[str, ...]:
        return tuple(
            dict.fromkeys(n for n in (self.name, *self.names.values(), self.short_name, *self.other_names) if n)
        )


@dataclass(frozen=True, slots=True)
class Action:
    id: str
    organisation_id: str
    title: str
    status: str
    scope: str
    partner_ids: tuple[str, ...] = ()
    funder_ids: tuple[str, ...] = ()
    start_year: int | None = None
    end_year: int | None = None
    four_p: tuple[str, ...] = ()
    stages: tuple[str, ...] = ()
    populations: tuple[str, ...] = ()
    districts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Relation:
    """A tie between two bodies. `confirmed_by` is "", "A" (the start), "B" (the end) or "AB"."""

    id: str
    source: str
    target: str
    kind: str
    formality: str = ""
    mutual: bool = False
    state: str = "existing"
    year: int | None = None
    until: int | None = None
    frequency: str = ""
    stages: tuple[str, ...] = ()
    populations: tuple[str, ...] = ()
    note: str = ""
    confirmed_by: str = ""
    disputed: bool = False
    restricted: bool = False

    @property
    def strength(self) -> float | None:
        return strength_of(self.formality)

    @property
    def one_off(self) -> bool:
        return self.formality in ONE_OFF

    @property
    def structural(self) -> bool:
        """A standing tie: existing, and neither a one-off event nor only announced or under negotiation."""
        return self.state == "existing" and self.formality not in ONE_OFF and self.formality not in NOT_YET

    @property
    def ends(self) -> tuple[str, str]:
        return (self.source, self.target)


@dataclass(frozen=True, slots=True)
class Provision:
    id: str
    instrument: str
    kind: str
    provisions: str
    year: int | None = None
    palermo: tuple[str, ...] = ()
    status: str = ""
    legal_status: str = ""


@dataclass(frozen=True, slots=True)
class Training:
    id: str
    topic: str
    trainer_ids: tuple[str, ...] = ()
    trainee_ids: tuple[str, ...] = ()
    year: int | None = None
    participants: int | None = None
    duration: str = ""
    place: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    id: str
    name: str
    short_name: str
    kind: str
    organisation_id: str = ""
    reports_to: str = ""
    basis: str = ""
    year: int | None = None
    standing: str = "unknown"


@dataclass(frozen=True, slots=True)
class Seat:
    """A seat in a group. Sexes and voices are "" until somebody has said them: unknown, never assumed."""

    id: str
    group_id: str
    organisation_id: str
    seat_type: str
    mandate_text: str = ""
    chair: bool = False
    focal_point_sex: str = ""
    alternate_sex: str = ""
    survivor_informed: str = ""
    disability_voice: str = ""
    funds_and_evaluates: bool = False
    assessed: bool = False


@dataclass(frozen=True, slots=True)
class Role:
    """A role of the referral mechanism and the bodies that hold it."""

    id: str
    labels: Mapping[str, str]
    organisation_ids: tuple[str, ...] = ()
    note: str = ""

    def label(self, language: str) -> str:
        return self.labels.get(language) or self.labels.get("fr" if language == "mfe" else "en") or self.labels["en"]


@dataclass(frozen=True, slots=True)
class ExpectedLink:
    """One line of the template of links that a working referral mechanism has."""

    id: str
    stage: str
    from_role: str
    to_role: str
    relation_kinds: tuple[str, ...]
    populations: tuple[str, ...] = ()
    districts: tuple[str, ...] = ()
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Lead:
    """Something remembered without a source: material for a question, never shown as fact."""

    id: str
    type: str
    claim: str
    how_to_check: str = ""
    organisation_id: str = ""


def _split(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(";") if part.strip())


def source(r: Record) -> Source:
    return Source(
        r.id, r.text("title"), r.text("publisher"), r.text("kind"), r.number("year"), r.text("date"),
        r.text("url"), r.text("short"), r.text("organisation_id"), r.text("attribution"),
    )  # fmt: skip


def organisation(r: Record) -> Organisation:
    districts = r.codes("districts")
    return Organisation(
        id=r.id,
        name=r.text("name"),
        short_name=r.text("short_name"),
        kind=r.text("kind"),
        names={lang: text for lang in ("fr", "mfe") if (text := r.text(f"name_{lang}"))},
        other_names=_split(r.text("other_names")),
        parent_id=r.text("parent_id"),
        mandate=r.text("mandate"),
        four_p=r.codes("four_p"),
        stages=r.codes("nrm_stages"),
        populations=r.codes("target_populations"),
        districts=districts,
        services=r.codes("services"),
        languages=r.codes("languages"),
        opening=r.text("opening"),
        website=r.text("website"),
        function_email=r.text("function_email"),
        location_withheld=r.flag("location_withheld"),
        restricted=r.flag("restricted"),
        foreign=r.flag("foreign") or (bool(districts) and set(districts) <= FOREIGN_STATEMENTS),
        placeholder=r.flag("placeholder"),
        standing=r.text("standing") or "unknown",
        valid_from=r.number("valid_from"),
        valid_to=r.number("valid_to"),
    )


def action(r: Record) -> Action:
    return Action(
        id=r.id,
        organisation_id=r.text("organisation_id"),
        title=r.text("title"),
        status=r.text("status"),
        scope=r.text("scope"),
        partner_ids=r.codes("partner_ids"),
        funder_ids=r.codes("funder_ids"),
        start_year=r.number("start_year"),
        end_year=r.number("end_year"),
        four_p=r.codes("four_p"),
        stages=r.codes("nrm_stages"),
        populations=r.codes("population"),
        districts=r.codes("districts"),
    )


def relation(r: Record, speakers: Mapping[str, str]) -> Relation:
    """`speakers` maps a source to the body that speaks in it; it tells which end has confirmed the tie."""
    start, end = r.text("source_org"), r.text("target_org")
    formality = r.text("formality")
    state = r.text("state") or ("planned" if formality in NOT_YET else "existing")
    fact = r.facts.get("state")
    said = {speakers.get(s, "") for s in fact.sources} if fact and state in ("existing", "planned") else set()
    return Relation(
        id=r.id,
        source=start,
        target=end,
        kind=r.text("kind"),
        formality=formality,
        mutual=r.text("direction") == "mutual",
        state=state,
        year=r.number("year"),
        until=r.number("until"),
        frequency=r.text("frequency"),
        stages=r.codes("nrm_stages"),
        populations=r.codes("population"),
        note=r.text("note"),
        confirmed_by=("A" if start in said else "") + ("B" if end in said else ""),
        disputed=bool(fact and fact.differing),
        restricted=r.flag("restricted"),
    )


def provision(r: Record) -> Provision:
    return Provision(
        r.id, r.text("instrument"), r.text("kind"), r.text("provisions"), r.number("year"),
        _split(r.text("palermo_article")), r.text("status"), r.text("legal_status"),
    )  # fmt: skip


def training(r: Record) -> Training:
    return Training(
        r.id, r.text("topic"), r.codes("trainer_ids"), r.codes("trainee_ids"), r.number("year"),
        r.number("participants"), r.text("duration"), r.text("place"), r.text("note"),
    )  # fmt: skip


def group(r: Record) -> Group:
    return Group(
        r.id, r.text("name"), r.text("short_name"), r.text("kind"), r.text("organisation_id"),
        r.text("reports_to"), r.text("basis"), r.number("year"), r.text("standing") or "unknown",
    )  # fmt: skip


def seat(r: Record) -> Seat:
    return Seat(
        r.id, r.text("group_id"), r.text("organisation_id"), r.text("seat_type"), r.text("mandate_text"),
        r.flag("chair"), _known(r.text("focal_point_sex")), _known(r.text("alternate_sex")),
        _known(r.text("survivor_informed")), _known(r.text("disability_voice")),
        r.flag("funds_and_evaluates"), r.flag("assessed"),
    )  # fmt: skip


def _known(code: str) -> str:
    return "" if code == "unknown" else code


def role(r: Record) -> Role:
    labels = {lang: text for lang in ("en", "fr", "mfe") if (text := r.text(f"label_{lang}"))}
    return Role(r.id, labels, r.codes("organisation_ids"), r.text("note"))


def expected_link(r: Record) -> ExpectedLink:
    return ExpectedLink(
        r.id, r.text("stage"), r.text("from_role"), r.text("to_role"), r.codes("relation_kinds"),
        r.codes("population"), r.codes("districts"), r.text("reason"),
    )  # fmt: skip


def lead(r: Record) -> Lead:
    return Lead(r.id, r.text("type"), r.text("claim"), r.text("how_to_check"), r.text("organisation_id"))
