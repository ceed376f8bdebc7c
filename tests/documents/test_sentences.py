"""Sentences of findings, recommendations and questions: plain, right in number, and never more than the data bear out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from importlib import import_module
from pkgutil import iter_modules
from typing import Any

import pytest
from tests.builders import register_of
from tests.documents.conftest import Press, material_of

from filao.core.register import Register
from filao.documents import letters, terms
from filao.documents import mapping_report as report
from filao.documents import presentation as deck
from filao.documents.composing import Material
from filao.documents.model import FindingBlock, Paragraph, plain
from filao.documents.pieces import frame, group, who
from filao.documents.words import problems
from filao.documents.words.en import findings as sentences
from filao.documents.words.en import mapping_report, presentation
from filao.documents.words.questions import direction, sentence, tie_phrase

PLURALS = (
    "bodies|ties|actions|profiles|trainings|shelters|times|overlaps|groups|populations|referrals|sources|combinations|"
    "mandates|cells|questions|people|partners|tourist|interviews|provisions|instruments|treaties|seats|organisations"
)
FORBIDDEN = {
    "a plural after one": rf"(?i)\b(1|one|aucun|un) ((documented|announced|national|such|funding|standing|first) )*({PLURALS})\b",
    "a plural verb after one": r"(?i)\b(1|one) (of \S+ \w+ )?(are|have|were|rest|carry|come|start|say|stand)\b",
    "none as a number": r"(?i)\bnone (documented|announced|national|such)\b",
    "a count of zero": r"(?<![\d,.])0 (of|ties|bodies|actions|profiles)\b",
    "two spaces": r"  ",
    "two full stops": r"\.\.",
    "a space before a stop": r" [.,;:]",
    "an open brace": r"[{}]",
    "an exclamation": r"!",
    "filler": r"(?i)\b(please|successfully|unfortunately|crucial|robust|leverage|holistic|in order to|it should be noted)\b",
    "an empty list": r"\(\)|: \.|:\s*$",
    "a doubled word": r"(?i)\b(\w+) \1\b",
    "a code": r"\b[a-z]+_[a-z_]+\b",
}
DRAFT_FAULTS = {"two spaces", "two full stops", "an exclamation", "filler", "an open brace", "an empty list"}
HERE = {"districts": ("NATIONAL",)}


def wrong(text: str) -> list[str]:
    return [fault for fault, pattern in FORBIDDEN.items() if re.search(pattern, text)]


def tie(source: str, target: str, **more: Any) -> dict[str, Any]:
    return {"source_org": source, "target_org": target} | more


def chain(bodies: int, ties: int, referrals: int = 0, formality: str = "practice") -> Register:
    """Bodies that meet people first, shelters, groups, trainings and actions, each in a small number; the first ties may be
    referrals."""
    people = {f"D{n}": HERE | {"kind": "law_enforcement", "nrm_stages": ("identification",)} for n in range(bodies)}
    return register_of(
        organisation={
            **people,
            "POL": HERE | {"kind": "law_enforcement", "nrm_stages": ("identification", "investigation")},
            "IOM": HERE | {"kind": "international", "nrm_stages": ("capacity",)},
            "GOV": HERE | {"kind": "government", "placeholder": True},
            **{f"SH{n}": HERE | {"location_withheld": True, "nrm_stages": ("protection",),
                                 "target_populations": ("men",) if n == 0 else ("women",)} for n in range(bodies)},
            "ISLE-A": {"districts": ("ISLE",), "nrm_stages": ("prevention",)},
        },
        role={
            "first": {"organisation_ids": tuple(people)},
            "police": {"organisation_ids": ("POL",)},
            "shelters": {"organisation_ids": tuple(f"SH{n}" for n in range(bodies))},
        },
        expected_link={
            "X1": {"stage": "identification", "from_role": "first", "to_role": "police"},
            "X2": {"stage": "referral", "from_role": "police", "to_role": "shelters"},
        },
        relation={
            **{f"r{n}": tie("POL", f"D{n % bodies}", kind="coordinates_with") for n in range(referrals, ties)},
            **{f"r{n}": tie("POL", f"D{n % bodies}", formality=formality) for n in range(referrals)},
            **{f"e{n}": tie("IOM", f"D{n % bodies}", kind="trains", formality="event", state="one_off") for n in range(ties)},
            **{f"f{n}": tie("IOM", f"SH{n % bodies}", kind="funds", formality="grant") for n in range(ties)},
        },
        group={"G1": {}, "G2": {}},
        training={
            f"t{n}": {"topic": "First steps", "trainer_ids": ("IOM",), "trainee_ids": ("POL",)} for n in range(ties)
        },
        action={f"a{n}": {"organisation_id": "GOV", "status": "unknown"} for n in range(ties)},
    )  # fmt: skip


SMALL = {
    "one of each": chain(1, 1),
    "one body": register_of(organisation={"POL": HERE | {"nrm_stages": ("identification",)}}),
    "two": chain(2, 2),
    "a few": chain(3, 5),
    "many": chain(14, 40),
    "one referral, by law": chain(2, 4, 1, "statutory"),
    "one referral, by habit": chain(2, 4, 1),
    "two referrals, by law": chain(3, 6, 2, "statutory"),
    "two referrals, by habit": chain(3, 6, 2),
}


@pytest.fixture(scope="module")
def readings(mauritian: Material) -> dict[str, Material]:
    return {"Mauritius": mauritian} | {name: material_of(register) for name, register in SMALL.items()}


def said(c: Material) -> Iterator[tuple[str, str]]:
    for finding in c.findings:
        yield f"finding {finding.id}", presentation.statement(c, finding)
    for given in c.advice:
        yield f"advice {given.id}", plain(c.inline(sentences.advise(c, given)))


def test_no_two_problems_share_a_code() -> None:
    files = [import_module(f"{problems.__name__}.{found.name}") for found in iter_modules(problems.__path__)]
    told = [
        code
        for file in files
        for name, group in vars(file).items()
        if name == file.__name__.rpartition(".")[2].upper() and isinstance(group, dict)
        for code in group
    ]

    assert len(told) == len(set(told)) == len(problems.CATALOGUE)


def test_every_rule_speaks_somewhere_in_these_readings(readings: dict[str, Material]) -> None:
    assert {f.rule for c in readings.values() for f in c.findings} == set(sentences._FINDINGS)
    assert {a.rule for c in readings.values() for a in c.advice} == set(sentences._ADVICE)


@pytest.mark.parametrize("name", ["Mauritius", *SMALL])
def test_sentences_read_well_for_none_one_few_and_all(readings: dict[str, Material], name: str) -> None:
    found = list(said(readings[name]))

    assert len(found) > 8 or name == "one body"
    assert {f"{where}: {text}": wrong(text) for where, text in found if wrong(text)} == {}
    for where, text in found:
        assert re.fullmatch(r"[A-Z0-9].*\.", text), where


@pytest.mark.parametrize("name", ["Mauritius", *SMALL])
def test_headlines_are_one_short_line_without_a_stop(readings: dict[str, Material], name: str) -> None:
    c = readings[name]

    for finding in c.findings:
        text = presentation.headline(c, finding)
        assert [fault for fault in wrong(text) if fault != "a count of zero"] == [], text
        assert len(text) <= 110 and not text.endswith("."), text


@pytest.mark.parametrize("name", ["Mauritius", *SMALL])
def test_what_is_not_documented_is_never_called_a_gap(readings: dict[str, Material], name: str) -> None:
    c = readings[name]

    for where, text in said(c):
        assert not re.search(r"(?i)\b(gap in|gaps in|a gap|is missing|does not exist|fails to|neglects)\b", text), where
        assert "no link exists" not in text


def test_one_referral_is_one(readings: dict[str, Material]) -> None:
    def referrals(name: str) -> str:
        return dict(said(readings[name]))["finding referrals"]

    assert "one is a referral, and it rests on a binding text." in referrals("one referral, by law")
    assert "one is a referral, and it does not rest on a binding text." in referrals("one referral, by habit")
    assert "two are referrals, and all of them rest on a binding text." in referrals("two referrals, by law")
    assert "two are referrals, and none of them rests on a binding text." in referrals("two referrals, by habit")
    assert referrals("a few").startswith("None of the 15 ties in the record carries victims")


def test_a_register_of_one_is_said_in_the_singular(readings: dict[str, Material]) -> None:
    found = dict(said(readings["one of each"]))

    assert found["finding detection"].startswith("For the one body that meets people at risk first, no source read")
    assert found["finding shelters"] == "To the one shelter that should receive victims, no referral is documented."
    assert found["finding attribution"] == (
        "The one action on record is attributed to “the government” without a named body, and for one announced action no "
        "source says whether it took place."
    )
    assert found["finding training"] == "One training is on record; how many people it reached is not documented."


def test_all_of_several_is_said_as_all(readings: dict[str, Material]) -> None:
    found = dict(said(readings["a few"]))

    assert found["finding detection"].startswith("For all three bodies that meet people at risk first")
    assert found["finding shelters"].startswith(
        "To none of the three shelters that should receive victims is a referral"
    )
    assert "Among them is the one shelter on record that takes in men." in found["finding shelters"]


def test_a_shelter_for_men_is_the_only_one_only_where_no_other_takes_men_in(mauritian: Material) -> None:
    register = chain(3, 5)
    body = register.organisations["SH1"]
    register.organisations["SH1"] = replace(body, populations=("men",))
    c = material_of(register)
    finding = next(f for f in c.findings if f.rule == "shelters")
    partial = replace(finding, facts={**finding.facts, "men": ("SH0",), "bodies": ("SH0", "SH2")})

    assert presentation.statement(c, partial).endswith("One of them takes in men.")


@pytest.mark.parametrize("language", ["en", "fr"])
def test_every_question_is_a_whole_sentence(press: Press, language: str) -> None:
    c = press.reading(language)

    for question in c.analysis.questions:
        text = sentence(question, c.register, language)
        faults = [
            fault for fault in wrong(text)
            if fault not in ("a count of zero", "a doubled word") and not (language == "fr" and fault == "a space before a stop")
        ]  # fmt: skip
        assert faults == [], text
        assert re.search(r"[.?]$", text), text
        assert re.match(r"[A-ZÀÉÊÎÔ0-9«“]", text), text


@pytest.mark.parametrize("name", ["Mauritius", "a few", "many"])
def test_first_drafts_of_the_report_read_well(readings: dict[str, Material], name: str) -> None:
    c = readings[name]

    for section, draft in mapping_report.DRAFTS.items():
        for paragraph in draft(c).split("\n"):
            text = plain(c.inline(paragraph.lstrip("#->0123456789. ")))
            faults = [
                fault
                for fault in wrong(text)
                if fault in ("two spaces", "two full stops", "an exclamation", "filler", "an open brace")
            ]
            assert faults == [] or text.startswith("[["), (section, text)


def test_a_tie_is_asked_about_in_its_direction(mauritian: Material) -> None:
    """To each end the other way round: who supervises whom must not be lost."""
    asked = {
        q.organisation_id: sentence(q, mauritian.register, "en")
        for q in mauritian.analysis.questions
        if q.rule == "confirm_ties"
    }

    assert "MPF supervises you; you supervise SET" in asked["CCID"]
    assert "SET refers victims to you" in asked["BPF"]
    assert "you refer victims to BPF / PFPU" in asked["SET"]


@pytest.mark.parametrize(
    "tie, mine, theirs",
    [
        ({"kind": "supervises"}, "you supervise B", "A supervises you"),
        ({"kind": "coordinates_with"}, "you and B coordinate", "you and A coordinate"),
        (
            {"kind": "shares_information", "direction": "mutual"},
            "you and B share information",
            "you and A share information",
        ),
        ({"kind": "funds", "direction": "mutual"}, "between you and B (funds)", "between you and A (funds)"),
        ({"kind": "member_of"}, "you are a member of B", "A is a member of yours"),
    ],
)
def test_each_end_hears_its_side_of_a_tie(tie: dict[str, Any], mine: str, theirs: str) -> None:
    register = register_of(
        organisation={"A": {}, "B": {}}, relation={"r": {"source_org": "A", "target_org": "B"} | tie}
    )
    relation = register.relations["r"]

    for body, expected in (("A", mine), ("B", theirs)):
        way, other = direction(relation, body)
        assert tie_phrase(register, "en", relation.kind, way, [other]) == expected


def test_every_kind_of_tie_has_its_words_in_both_directions(mauritian: Material) -> None:
    for kind in mauritian.register.vocabulary.codes("relation_kind"):
        ways = ("both",) if kind == "coordinates_with" else ("to", "from")
        for way in ways:
            assert "(" not in tie_phrase(mauritian.register, "en", kind, way, ["B"]), (kind, way)


def test_a_rule_that_is_broken_says_why(mauritian: Material) -> None:
    suggestion = mauritian.analysis.committee
    assert suggestion is not None
    broken = [check for check in suggestion.checks if check.state == "broken"]

    assert broken
    for check in broken:
        assert "the group may set the rule aside" in group.says(mauritian, check)
    table = group.rules(mauritian)
    assert table.evidence.n == f"{len(table.rows)} rules"


def test_a_section_of_another_document_is_not_referred_to(mauritian: Material, press: Press) -> None:
    assert not any("section" in text for row in frame.groups(mauritian).rows for text in map(plain, row))
    number = list(mapping_report.TITLES).index("group") + 1
    rows = frame.groups(mauritian, section=number).rows
    assert any(f"(section {number})" in plain(cell) for row in rows for cell in row)


def test_members_of_groups_are_said_as_the_register_holds_them(mauritian: Material) -> None:
    text = dict(said(mauritian))["finding coordination"]

    assert "names a single member of IMC (AGO, its chair) and none of NSC, Plan Committee and TIP Task Force" in text
    assert "does not say who sits in any of them" in dict(said(material_of(chain(2, 2))))["finding coordination"]


def test_dates_of_recommendations_count_from_the_day_the_report_is_due(mauritian: Material) -> None:
    due = mapping_report.due(mauritian)

    assert due == mauritian.engagement.deliverable("mapping-report").due  # type: ignore[union-attr]
    assert "if the report is accepted by 5 January 2027" in mapping_report.recommendations(mauritian)
    assert report.quarter(mauritian, 1) == "April 2027"


def test_a_letter_of_a_demonstration_does_not_say_that_anybody_has_commissioned_it(press: Press) -> None:
    text = press.text("letters", "en", "introduction")
    assert "would commission" in text and "has commissioned" not in text

    real = replace(press.reading(), notice="", engagement=replace(press.reading().engagement, demonstration=False))
    blocks = letters.compose(real, ["CDU"]).sections[0].blocks
    assert "IOM has commissioned a map" in " ".join(plain(b.inline) for b in blocks if isinstance(b, Paragraph))


def test_a_project_is_quoted_without_the_note_behind_it(mauritian: Material) -> None:
    title, note = terms.project(mauritian)

    assert title.endswith("Mauritius") and note.startswith("24 months")
    assert f"“{title}” of IOM ({note})" in mapping_report.background(mauritian)


def test_names_of_the_terms_are_said_in_the_language_where_it_is_known(press: Press) -> None:
    c = press.reading("fr")

    assert terms.client(c) == "Organisation internationale pour les migrations (OIM)"
    assert terms.client_line(c).endswith("Bureau du Premier ministre (Intérieur)")
    due = terms.deliverable(c, c.engagement.deliverables[0])
    assert (due.text, due.lang) == ("Rapport initial", "")
    unknown = terms.deliverable(c, replace(c.engagement.deliverables[0], id="other"))
    assert (unknown.text, unknown.lang) == ("Inception report", "en")


def test_sources_are_lettered_among_those_cited(mauritian: Material) -> None:
    same = [
        id for id, shown in mauritian.citations.items() if shown.startswith("US TIP Report 2015") or shown.endswith("b")
    ]
    cited = mauritian.cited_as(same[:1])

    assert all(not re.search(r"\d[a-z]$|n\.d\.[a-z]$", shown) for shown in cited.values())
    assert not any(re.search(r"\b(\d{4}) \1\b", shown) for shown in mauritian.citations.values())
    listed = " ".join(plain(inline) for _, inline in mauritian.references(mauritian.citations))
    assert ".." not in listed


def test_a_mandate_is_cut_at_the_end_of_a_clause_or_not_at_all(mauritian: Material) -> None:
    for body in mauritian.register.organisations.values():
        short = who._brief(body)
        text = body.mandate or body.name
        assert text.startswith(short) and (short == text or text[len(short)] in ";."), short


def test_short_names_of_the_summary_are_written_out(mauritian: Material) -> None:
    summary = mapping_report.summary(mauritian)

    assert "CTSP: Confédération des Travailleurs" in summary
    assert "Short names" not in mapping_report.summary(material_of(register_of(organisation={"POL": HERE})))


def test_evidence_is_named_in_words(mauritian: Material) -> None:
    for block in report.findings(mauritian):
        assert isinstance(block, FindingBlock)
        for text in map(plain, (*block.evidence, *block.counter)):
            assert not re.search(r"[a-z]\.[a-z]| = |\bR\d{3}\b", text), text


def test_a_slide_that_shows_part_of_a_table_says_so_and_shows_what_is_open_first(press: Press) -> None:
    slides = {slide.table.id: slide.table for slide in deck.compose(press.reading()).slides if slide.table}

    states = [plain(row[1]) for row in slides["deck-rules"].rows]
    order = ["broken", "not known", "holds"]
    assert states[0] == "broken" and states == sorted(states, key=order.index)
    assert slides["deck-rules"].columns[0].label == "Rule of inclusion (10 of 14 rules)"
    assert "(5 of 8)" in slides["deck-advice"].columns[1].label
    ways = slides["deck-pathways"]
    assert ways.columns[0].label == "Person (13 of 16 profiles)"
    assert plain(ways.rows[0][2]).startswith("no body") and plain(ways.rows[-1][2]) == "complete"
