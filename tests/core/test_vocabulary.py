"""The words of the field: lists that are whole, labels in three languages, bridges that lead somewhere."""

from __future__ import annotations

import pytest

from filao.core.register import KINDS, Register
from filao.core.vocabulary import CROSSWALKS, LANGUAGES, STANDARD, STRENGTH, Term, overlay, strength_of
from filao.core.vocabulary.standard import (
    CONFIDENCE_BY_SOURCE,
    POPULATION_WITHIN,
    STAGE_COLUMNS,
    VICTIM_POPULATIONS,
)
from filao.core.vocabulary.strength import NOT_YET, ONE_OFF

every_list = pytest.mark.parametrize("scheme", STANDARD.schemes.values(), ids=list(STANDARD.schemes))


@every_list
def test_every_word_has_a_label_in_english_and_french(scheme: object) -> None:
    for term in scheme.terms.values():  # type: ignore[attr-defined]
        assert term.labels["en"] and term.labels["fr"], term.code
        assert set(term.labels) <= set(LANGUAGES)


@every_list
def test_no_two_words_of_a_list_share_a_label(scheme: object) -> None:
    """A label typed into a sheet must mean one code."""
    for language in ("en", "fr"):
        labels = [term.labels[language].casefold() for term in scheme.terms.values()]  # type: ignore[attr-defined]
        assert len(labels) == len(set(labels)), language


def test_the_four_ps_and_the_stages_of_referral_are_those_of_the_terms_of_reference() -> None:
    assert STANDARD.codes("four_p") == ("prevention", "protection", "prosecution", "partnership")
    assert STANDARD.codes("nrm_stage") == STAGE_COLUMNS
    assert set(VICTIM_POPULATIONS) == set(STANDARD.codes("population")) - {
        "all_victims",
        "general_public",
        "professionals",
    }


def test_victim_groups_within_a_wider_one_are_victim_groups() -> None:
    for narrow, wider in POPULATION_WITHIN.items():
        assert narrow in VICTIM_POPULATIONS
        assert set(wider) <= set(VICTIM_POPULATIONS) - {narrow}


def test_every_bridge_leads_from_known_words_to_known_words() -> None:
    for (start, end), bridge in CROSSWALKS.items():
        assert set(bridge) <= set(STANDARD.codes(start))
        assert {code for codes in bridge.values() for code in codes} == set(STANDARD.codes(end)), (start, end)


def test_every_stage_belongs_to_a_p() -> None:
    assert set(CROSSWALKS["nrm_stage", "four_p"]) == set(STAGE_COLUMNS)


def test_every_text_that_carries_a_tie_has_a_strength() -> None:
    assert set(STRENGTH) == set(STANDARD.codes("formality"))
    assert set(STRENGTH.values()) == {0, 0.5, 1, 2, 3}
    assert strength_of("no such text") is None


def test_binding_texts_are_strong_events_weak_and_promises_nothing() -> None:
    binding = ("statutory", "cabinet_decision", "circular", "sop", "bilateral_agreement", "framework_agreement", "mou")

    assert {strength_of(code) for code in binding} == {3}
    assert {strength_of(code) for code in ONE_OFF} == {0.5}
    assert {strength_of(code) for code in NOT_YET} == {0}


def test_the_kind_of_source_sets_the_confidence_of_one_claim_and_none_alone_reaches_a() -> None:
    assert set(CONFIDENCE_BY_SOURCE) == set(STANDARD.codes("source_kind"))
    assert set(CONFIDENCE_BY_SOURCE.values()) == set(STANDARD.codes("confidence")) - {"A"}


def test_every_list_a_field_needs_stands_ready_but_for_the_country_s_own() -> None:
    needed = {spec.scheme for kind in KINDS.values() for spec in kind.fields if spec.scheme}

    assert needed - set(STANDARD.schemes) == {"district"}


# --- labels --------------------------------------------------------------------------------------------------------


def test_a_label_is_read_in_the_language_people_read_next() -> None:
    term = Term("code_of_it", {"en": "English", "fr": "Français"})

    assert [term.label(lang) for lang in ("mfe", "fr", "en", "de")] == ["Français", "Français", "English", "English"]
    assert Term("code_of_it", {"en": "English", "mfe": "Kreol"}).label("fr") == "English"
    assert Term("code_of_it", {}).label("fr") == "code of it"


def test_a_word_that_is_not_known_is_shown_as_its_code() -> None:
    assert STANDARD.label("org_kind", "fish_market") == "fish market"
    assert STANDARD.label("no list", "x") == "x"
    assert STANDARD.codes("no list") == ()


def test_a_label_inside_a_sentence_begins_small_unless_it_is_a_name() -> None:
    places = overlay(STANDARD, [("district", Term("ISLE", {"en": "Isle (outer)"}))])

    assert STANDARD.running("nrm_stage", "data") == "data and research"
    assert STANDARD.running("population", "nationals_abroad") == "Nationals abroad"
    assert STANDARD.running("org_kind", "ngo", "fr") == "ONG"
    assert places.running("district", "ISLE") == "Isle"
    assert STANDARD.running("org_kind", "") == ""


# --- a country's own words -----------------------------------------------------------------------------------------


def test_a_country_lays_its_own_words_over_the_standard_ones() -> None:
    own = overlay(
        STANDARD, [("org_kind", Term("council", {"en": "Council"})), ("plan_pillar", Term("p1", {"en": "One"}))]
    )

    assert "council" in own.scheme("org_kind")
    assert "council" not in STANDARD.scheme("org_kind")
    assert own.codes("plan_pillar") == ("p1",)


def test_what_a_country_leaves_empty_keeps_the_standard_word() -> None:
    base = overlay(STANDARD, [("district", Term("ISLE", {"en": "Isle", "fr": "Île"}, "law", "XX-I", "island", "MAIN"))])

    own = overlay(base, [("district", Term("ISLE", {"en": "", "mfe": "Zil"}))]).scheme("district").terms["ISLE"]

    assert own.labels == {"en": "Isle", "fr": "Île", "mfe": "Zil"}
    assert (own.basis, own.iso, own.kind, own.within) == ("law", "XX-I", "island", "MAIN")


def test_territories_are_read_by_kind_in_the_order_of_the_list() -> None:
    own = overlay(
        STANDARD, [("district", Term(c, {}, kind=k)) for c, k in (("W", "island"), ("M", "main_island"), ("N", ""))]
    )

    assert [t.code for t in own.territories()] == ["W", "M", "N"]
    assert [t.code for t in own.territories("main_island", "island")] == ["W", "M"]
    assert STANDARD.territories() == ()


def test_mauritius_adds_its_territories_and_keeps_every_standard_list(mauritius: Register) -> None:
    words = mauritius.vocabulary

    assert [t.code for t in words.territories("main_island", "island")] == ["MAIN_ISLAND", "RODRIGUES"]
    assert len(words.territories("district")) == 9
    assert {t.within for t in words.territories("district")} == {"MAIN_ISLAND"}
    assert words.scheme("district").terms["RODRIGUES"].iso == "MU-RO"
    for code, scheme in STANDARD.schemes.items():
        assert set(scheme.codes) <= set(words.codes(code))
