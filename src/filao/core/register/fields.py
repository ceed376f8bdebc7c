"""What a record of each kind is made of: one table that import, forms, templates, exports and the reference share."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

SHORT_NAME_LIMIT = 18
"""Characters of an organisation's short name: what fits into a node of the printed network at 7 pt."""


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a record.

    `type` is one of text, note, code, codes, ref, refs, year, date, url, email, number, flag, site. `scheme` names the coded
    list of a code field, `refs` the kind a reference points to. A `note` is free text: it is read by the detector of
    identifying content. `people` marks a number of people, told as `core.privacy` allows, `past` a year or date that must
    have come. `label` is its short name on screens and `meaning` the explanation shown in templates and forms (English;
    translated by the faces).
    """

    name: str
    type: str
    label: str
    meaning: str
    required: bool = False
    scheme: str = ""
    refs: str = ""
    limit: int = 1000
    people: bool = False
    past: bool = False

    @property
    def many(self) -> bool:
        return self.type in ("codes", "refs")


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of record: its sheet in workbooks, its fields, and whether each fact must name a source.

    `dated_by` is the field that dates the evidence better than the source's own date does. `title` names the field
    a record is known by. `country_data` is False for the settings of an analysis (roles, expected links, terms).
    """

    name: str
    sheet: str
    fields: tuple[Field, ...]
    title: str
    sourced: bool = True
    dated_by: str = ""
    id_column: str = "id"

    def field(self, name: str) -> Field | None:
        return next((spec for spec in self.fields if spec.name == name), None)

    @property
    def required(self) -> tuple[Field, ...]:
        return tuple(spec for spec in self.fields if spec.required)


def _text(name: str, label: str, meaning: str, *, required: bool = False, limit: int = 300) -> Field:
    return Field(name, "text", label, meaning, required, limit=limit)


def _note(name: str, label: str, meaning: str, *, required: bool = False, limit: int = 2000) -> Field:
    return Field(name, "note", label, meaning, required, limit=limit)


def _code(name: str, label: str, scheme: str, meaning: str, *, required: bool = False) -> Field:
    return Field(name, "code", label, meaning, required, scheme=scheme)


def _codes(name: str, label: str, scheme: str, meaning: str, *, required: bool = False) -> Field:
    return Field(name, "codes", label, meaning, required, scheme=scheme)


def _ref(name: str, label: str, refs: str, meaning: str, *, required: bool = False) -> Field:
    return Field(name, "ref", label, meaning, required, refs=refs)


def _refs(name: str, label: str, refs: str, meaning: str) -> Field:
    return Field(name, "refs", label, meaning, refs=refs)


def _year(name: str, label: str, meaning: str) -> Field:
    return Field(name, "year", label, meaning)


def _flag(name: str, label: str, meaning: str) -> Field:
    return Field(name, "flag", label, meaning)


SOURCE = Kind(
    "source",
    "sources",
    (
        _text("title", "Title", "Title of the document, page or interview", required=True, limit=400),
        _text("short", "Short title", "How it is cited in brief, for instance “US TIP report 2020”", limit=60),
        _text("publisher", "Publisher", "Who published it; a copy is named in brackets", required=True),
        _code("kind", "Kind", "source_kind", "What kind of source it is; sets the confidence of one claim"),
        Field("year", "year", "Year", "Year of publication", past=True),
        Field("date", "date", "Date", "Full date of publication, where known", past=True),
        Field("url", "url", "Address", "Address of the page", limit=1000),
        _ref(
            "organisation_id", "Body that speaks", "organisation", "The body whose own statement this is, if it is one"
        ),
        _code(
            "attribution",
            "May be cited as",
            "attribution",
            "How far an interview may be cited; below “institution” its body is not told",
        ),
        _text("retrieved_how", "How it was read", "How it was read (whole, excerpt)", limit=300),
    ),
    title="title",
    sourced=False,
)

TERM = Kind(
    "term",
    "vocabularies",
    (
        _text("list", "List", "Coded list the term belongs to", required=True, limit=60),
        _text("code", "Code", "Code", required=True, limit=60),
        _text("label_en", "Label in English", "Label in English", required=True),
        _text("label_fr", "Label in French", "Label in French"),
        _text("label_mfe", "Label in Kreol", "Label in Kreol Morisien (a draft until a native speaker has read it)"),
        _text("basis", "Basis", "Where the term comes from"),
        _text("iso_3166_2", "ISO code", "ISO 3166-2 code of a territory", limit=10),
        _text(
            "kind",
            "Kind of territory",
            "main_island, island, district, dependency or statement (territories only)",
            limit=20,
        ),
        _text("within", "Within", "Code of the enclosing territory", limit=60),
    ),
    title="label_en",
    sourced=False,
    id_column="",
)

ORGANISATION = Kind(
    "organisation",
    "organisations",
    (
        _text("name", "Full name", "Full name in the language the body uses most", required=True),
        _text(
            "short_name",
            "Short name",
            "Short name for drawings, at most 18 characters",
            required=True,
            limit=SHORT_NAME_LIMIT,
        ),
        _text("name_fr", "Name in French", "Full name in French"),
        _text("name_mfe", "Name in Kreol", "Full name in Kreol Morisien"),
        _text("other_names", "Other names", "Former names, acronyms and spellings, separated by “;”", limit=600),
        _code("kind", "Sector", "org_kind", "Sector of the body", required=True),
        _ref("parent_id", "Part of", "organisation", "The body it is part of"),
        _note("mandate", "Mandate", "What it does in the response to trafficking, in one sentence"),
        _code("mandate_basis", "Basis of the mandate", "mandate_basis", "What the mandate rests on"),
        _codes("four_p", "4P", "four_p", "Which of the 4Ps it works on"),
        _codes("nrm_stages", "Stages of referral", "nrm_stage", "Stages of referral it takes part in"),
        _text(
            "stage_roles",
            "Role by stage",
            "Role letter R, A, C or I and capacity 0-3 by stage, for instance “referral:R2”",
        ),
        _codes("target_populations", "People it serves", "population", "People it serves"),
        _codes(
            "districts",
            "Where it works",
            "district",
            "Where it works; “NATIONAL” is a statement and never implies Rodrigues",
        ),
        _codes("services", "Services", "service", "Services it gives"),
        _codes("languages", "Languages", "language", "Languages in which it can receive a person"),
        _text("opening", "Opening hours", "Opening hours; “24/7” where it never closes", limit=120),
        Field("website", "site", "Website", "Address of its site, with or without https://", limit=300),
        Field("function_email", "email", "E-mail of a function", "E-mail address of a function, never of a person"),
        _flag("location_withheld", "Place withheld", "Yes where the place protects people: it is never printed"),
        _flag("restricted", "Restricted", "Yes where ties of this body leave only in restricted editions"),
        _flag("foreign", "Seated abroad", "Yes for a body seated outside the country"),
        _flag("placeholder", "Stand-in", "Yes for a stand-in: measures that a source attributes to no named body"),
        _code("standing", "Works today", "standing", "Whether the body works today"),
        _year("valid_from", "Set up in", "Year it was set up"),
        _year("valid_to", "Ended in", "Year it ended"),
        _ref("merged_into", "Same body as", "organisation", "Set when this row proved to be the same body as another"),
    ),
    title="name",
)

ACTION = Kind(
    "action",
    "actions",
    (
        _ref("organisation_id", "Led by", "organisation", "Body that leads the action", required=True),
        _refs("partner_ids", "Partners", "organisation", "Partner bodies"),
        _refs("funder_ids", "Funders", "organisation", "Bodies that pay"),
        _note("title", "Action", "What is done, in one line", required=True),
        _code("status", "State", "action_status", "Past, current, planned, or unknown", required=True),
        _year("start_year", "From", "Year it began or is to begin"),
        _year("end_year", "To", "Year it ended or is to end"),
        _codes("four_p", "4P", "four_p", "4Ps it belongs to", required=True),
        _codes("nrm_stages", "Stages of referral", "nrm_stage", "Stages of referral it belongs to"),
        _codes("population", "People", "population", "People it is for"),
        _codes("districts", "Where", "district", "Where it takes place"),
        _code("scope", "Scope", "scope", "Aimed at trafficking, or in a related field", required=True),
        _text("plan_reference", "Activity of the plan", "Activity of the national plan it carries out"),
        _note("output_reported", "Result reported", "Result reported by a source"),
    ),
    title="title",
)

RELATION = Kind(
    "relation",
    "relations",
    (
        _ref("source_org", "From", "organisation", "Body the tie starts from", required=True),
        _ref("target_org", "To", "organisation", "Body the tie goes to", required=True),
        _code("kind", "Kind of tie", "relation_kind", "What passes along the tie", required=True),
        _code("formality", "Footing", "formality", "The text or habit that carries it"),
        _code("direction", "Direction", "direction", "One way or both ways"),
        _code("state", "State", "relation_state", "Existing, planned, broken off, or confirmed absent"),
        _year("year", "Year", "Year the source speaks of"),
        _year("until", "Until", "Last year, where it ended"),
        _code("frequency", "Frequency", "frequency", "How often the two are in contact (asked in interviews)"),
        _codes("nrm_stages", "Stages of referral", "nrm_stage", "Stages of referral it serves"),
        _codes("population", "People", "population", "People it is for"),
        _flag("restricted", "Restricted", "Yes where the tie leaves only in restricted editions"),
        _note("note", "Note", "What the source says about it"),
    ),
    title="kind",
    dated_by="year",
)

PROVISION = Kind(
    "provision",
    "legal_framework",
    (
        _text("instrument", "Instrument", "Law, treaty, procedure or plan", required=True),
        _year("year", "Year", "Year of the instrument"),
        _code("kind", "Kind", "instrument_kind", "What kind of instrument", required=True),
        _note("provisions", "Provision", "What the provision says, in our words", required=True),
        _text(
            "palermo_article",
            "Palermo article",
            "Articles of the Palermo Protocol it answers (our reading), separated by “;”",
            limit=60,
        ),
        _text("status", "Status by the source", "Status as the source gives it", limit=300),
        _code("legal_status", "Status", "legal_status", "Status as a code"),
    ),
    title="instrument",
)

TRAINING = Kind(
    "training",
    "prior_training",
    (
        _refs("trainer_ids", "Given by", "organisation", "Bodies that trained"),
        _refs("trainee_ids", "For", "organisation", "Bodies whose people were trained"),
        _year("year", "Year", "Year"),
        _note("topic", "Topic", "Topic", required=True),
        Field("participants", "number", "People trained", "Number of people, where a source gives it", people=True),
        _text("duration", "Length", "Length", limit=60),
        _text("place", "Place", "Place", limit=120),
        _note("note", "Note", "What else the source says"),
    ),
    title="topic",
)

GROUP = Kind(
    "group",
    "groups",
    (
        _text("name", "Name", "Name of the group", required=True),
        _text("short_name", "Short name", "Short name", required=True, limit=SHORT_NAME_LIMIT),
        _code("kind", "Kind", "group_kind", "What kind of group", required=True),
        _ref("organisation_id", "Body", "organisation", "Its row in the register of organisations, if it has one"),
        _ref("reports_to", "Reports to", "group", "Group it reports to"),
        _note("basis", "Basis", "Text or decision it rests on"),
        _year("year", "Set up in", "Year it was set up"),
        _code("standing", "Meets today", "standing", "Whether it meets today"),
    ),
    title="name",
)

SEAT = Kind(
    "seat",
    "seats",
    (
        _ref("group_id", "Group", "group", "Group the seat belongs to", required=True),
        _ref("organisation_id", "Body", "organisation", "Body that holds it", required=True),
        _code("seat_type", "Kind of seat", "seat_type", "Mandate, inclusion or observer", required=True),
        _note("mandate_text", "What it rests on", "Text or reason that gives the body the seat"),
        _flag("chair", "Chair", "Yes for the seat that chairs"),
        _code(
            "focal_point_sex", "Sex of the focal point", "sex", "Sex of the focal point, once the body has named one"
        ),
        _code("alternate_sex", "Sex of the alternate", "sex", "Sex of the alternate, once named"),
        _code(
            "survivor_informed",
            "Survivor-informed voice",
            "yes_no",
            "Whether the seat brings a survivor-informed voice (through a body)",
        ),
        _code(
            "disability_voice",
            "Voice of persons with disabilities",
            "yes_no",
            "Whether the seat speaks for persons with disabilities",
        ),
        _flag(
            "funds_and_evaluates", "Pays for what is judged", "Yes where the body pays for what the group will judge"
        ),
        _flag("assessed", "Is assessed by the group", "Yes where the group assesses the unit that sits in it"),
        _year("term_until", "Term until", "Last year of the term"),
    ),
    title="organisation_id",
)

ROLE = Kind(
    "role",
    "roles",
    (
        _text("label_en", "Role", "Role in the referral mechanism", required=True),
        _text("label_fr", "Role in French", "Role, in French"),
        _text("label_mfe", "Role in Kreol", "Role, in Kreol Morisien (draft)"),
        _refs("organisation_ids", "Bodies that hold it", "organisation", "Bodies that hold the role"),
        _note("note", "Note", "Why these bodies"),
    ),
    title="label_en",
    sourced=False,
)

EXPECTED_LINK = Kind(
    "expected_link",
    "expected_links",
    (
        _code("stage", "Stage", "nrm_stage", "Stage of referral the link serves", required=True),
        _ref("from_role", "From role", "role", "Role the link starts from", required=True),
        _ref("to_role", "To role", "role", "Role it goes to", required=True),
        _codes("relation_kinds", "Kinds of tie", "relation_kind", "Kinds of tie that fulfil it", required=True),
        _codes("population", "People", "population", "People it is for (empty: all)"),
        _codes("districts", "Where", "district", "Where it applies (empty: everywhere)"),
        _note("reason", "Reason", "Why the link is expected", required=True),
    ),
    title="reason",
    sourced=False,
)

LEAD = Kind(
    "lead",
    "unverified",
    (
        _code("type", "Kind", "lead_type", "An organisation or a fact", required=True),
        _note("claim", "What is remembered", "What is remembered, without a source", required=True),
        _note("how_to_check", "How to check", "How it can be checked"),
        _ref("organisation_id", "Body to ask", "organisation", "Body that can be asked"),
    ),
    title="claim",
    sourced=False,
)

KINDS: dict[str, Kind] = {
    kind.name: kind
    for kind in (
        TERM,
        SOURCE,
        ORGANISATION,
        ACTION,
        RELATION,
        PROVISION,
        TRAINING,
        GROUP,
        SEAT,
        ROLE,
        EXPECTED_LINK,
        LEAD,
    )
}
"""Every kind of record, in the order in which sheets are read: what is referred to comes first."""

KIND_OF_SHEET = {kind.sheet: kind for kind in KINDS.values()}

CLAIMS_SHEET = "claims"
CLAIMS_COLUMNS = ("kind", "record_id", "field", "value", "source_id", "date", "confidence", "note")


def columns(kind: Kind) -> Iterator[str]:
    """Columns of the kind's sheet, in order."""
    if kind.id_column:
        yield kind.id_column
    for spec in kind.fields:
        yield spec.name
    if kind.sourced:
        yield "source_id"
