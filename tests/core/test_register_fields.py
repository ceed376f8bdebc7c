"""The one table of kinds and fields: whole, without doubles, and pointing only at what exists."""

from __future__ import annotations

import dataclasses

import pytest
from tests.builders import claim

from filao.core.register import KINDS, NATIONAL, Kind
from filao.core.register.fields import CLAIMS_COLUMNS, CLAIMS_SHEET, KIND_OF_SHEET, columns
from filao.core.vocabulary import STANDARD

TYPES = {"text", "note", "code", "codes", "ref", "refs", "year", "date", "url", "site", "email", "number", "flag"}
every_kind = pytest.mark.parametrize("kind", KINDS.values(), ids=list(KINDS))


@every_kind
def test_every_field_says_what_it_means_and_is_of_a_known_type(kind: Kind) -> None:
    for spec in kind.fields:
        assert spec.type in TYPES, spec.name
        assert spec.meaning and not spec.meaning.endswith("."), spec.name
        assert spec.many is (spec.type in ("codes", "refs"))


@every_kind
def test_no_column_stands_twice_and_the_source_comes_last(kind: Kind) -> None:
    names = list(columns(kind))

    assert len(names) == len(set(names))
    assert (names[-1] == "source_id") is kind.sourced
    assert (names[0] == "id") is (kind.id_column == "id")


@every_kind
def test_every_coded_field_has_its_list_and_every_reference_its_kind(kind: Kind) -> None:
    for spec in kind.fields:
        if spec.type in ("code", "codes"):
            assert spec.scheme == "district" or STANDARD.codes(spec.scheme), spec.name
        else:
            assert not spec.scheme
        assert (spec.refs in KINDS) is (spec.type in ("ref", "refs")), spec.name


@every_kind
def test_a_record_is_known_and_dated_by_fields_it_has(kind: Kind) -> None:
    assert kind.field(kind.title) is not None
    assert not kind.dated_by or kind.field(kind.dated_by) is not None
    assert kind.field("no such field") is None
    assert {spec.name for spec in kind.required} <= {spec.name for spec in kind.fields}


def test_what_is_required_is_referred_to_by_kinds_that_are_read_later() -> None:
    order = list(KINDS)

    for kind in KINDS.values():
        for spec in kind.required:
            assert not spec.refs or order.index(spec.refs) <= order.index(kind.name), (kind.name, spec.name)


def test_each_sheet_is_of_one_kind_and_the_claims_sheet_of_none() -> None:
    assert len(KIND_OF_SHEET) == len(KINDS)
    assert CLAIMS_SHEET not in KIND_OF_SHEET


def test_the_claims_sheet_holds_what_a_claim_says() -> None:
    held = {field.name for field in dataclasses.fields(claim("lead", "U", "claim", "x"))}

    assert set(CLAIMS_COLUMNS) - {"record_id", "source_id", "date"} <= held


def test_people_are_not_a_kind_of_record() -> None:
    """Institutions and rules only: no case, no victim, no contact person."""
    assert set(KINDS) == {
        "term", "source", "organisation", "action", "relation", "provision", "training", "group", "seat", "role",
        "expected_link", "lead",
    }  # fmt: skip
    assert [s.name for k in KINDS.values() for s in k.fields if s.type == "email"] == ["function_email"]


def test_the_whole_republic_is_a_statement() -> None:
    assert NATIONAL == "NATIONAL"
    assert KINDS["organisation"].field("districts") is not None


def test_every_field_has_a_short_name_of_its_own() -> None:
    for kind in KINDS.values():
        labels = [field.label for field in kind.fields]
        assert all(label and len(label) <= 34 for label in labels), kind.name
        assert len(set(labels)) == len(labels), kind.name
