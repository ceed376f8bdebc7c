"""Small fictitious registers: claims, readings and sheets from plain values. No country's facts stand here."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from itertools import count
from typing import Any

from filao.core.register import KINDS, Claim, Register, assemble
from filao.core.register.imports import ImportPlan, Row, Table, plan_import, with_ids
from filao.core.vocabulary import STANDARD, Term, Vocabulary, overlay

DATE = "2025-06-30"
Rows = Mapping[str, Mapping[str, Any]]
_numbers = count(1)

ISLANDS: tuple[tuple[str, dict[str, Any]], ...] = (
    ("NATIONAL", {"kind": "statement"}),
    ("MAIN", {"kind": "main_island"}),
    ("PORT", {"kind": "district", "within": "MAIN"}),
    ("ISLE", {"kind": "island"}),
    ("BAY", {"kind": "district", "within": "ISLE"}),
)
"""Territories of a fictitious country: a main island with one district, and a smaller island with one."""


def islands() -> Vocabulary:
    return overlay(STANDARD, [("district", Term(code, {"en": code.title()}, **more)) for code, more in ISLANDS])


def territory_rows() -> Rows:
    return {
        f"district:{code}": {"list": "district", "code": code, "label_en": code.title(), **more}
        for code, more in ISLANDS
    }


def claim(kind: str, record: str, field: str, value: Any, **more: Any) -> Claim:
    """One accepted claim with an id of its own."""
    return Claim(more.pop("id", f"x{next(_numbers):06d}"), kind, record, field, value, **more)


_FILLED: dict[str, dict[str, Any]] = {
    "organisation": {"kind": "ngo"},
    "action": {"status": "current", "scope": "trafficking_specific", "four_p": ("protection",), "title": "Something"},
    "relation": {"kind": "refers_to", "formality": "practice", "state": "existing"},
    "group": {"kind": "steering"},
    "seat": {"group_id": "G", "seat_type": "mandate"},
    "role": {},
    "source": {"publisher": "Publisher", "kind": "official", "year": 2024},
    "expected_link": {"stage": "referral", "relation_kinds": ("refers_to",), "reason": "Because"},
    "lead": {"type": "fact", "claim": "Something remembered"},
    "provision": {"kind": "national_act", "provisions": "Something"},
}


def claims_of(by: str = "S", on: str = "2024", /, **kinds: Rows) -> list[Claim]:
    """Claims from plain values: kind -> id -> fields; fields every record of a kind has are filled in.

    `by` is their source, `on` its date.
    """
    found = []
    for kind, rows in kinds.items():
        for id, row in rows.items():
            named = {"name": id, "short_name": id} if kind in ("organisation", "group") else {}
            named |= {"title": id} if kind == "source" else {"label_en": id} if kind == "role" else {}
            for field, value in {**_FILLED.get(kind, {}), **named, **row}.items():
                found.append(
                    claim(kind, id, field, value, source=by, dated=on, confidence="B", recorded=f"{DATE}T00:00:00")
                )
    return found


def register_of(*more: Claim, territories: bool = True, **kinds: Rows) -> Register:
    """A register from plain values, on the islands of the fictitious country."""
    places = {"term": territory_rows()} if territories else {}
    return assemble([*claims_of(**{**places, **kinds}), *more], DATE)


def sheet(name: str, *rows: Mapping[str, str], columns: Iterable[str] = ()) -> Table:
    """A sheet as it is read: one mapping a row; the columns are those that any row fills."""
    names = tuple(dict.fromkeys([*columns, *(column for row in rows for column in row)]))
    return Table(name, names, [Row(number, dict(row)) for number, row in enumerate(rows, start=2)])


SOURCES = sheet(
    "sources",
    {"id": "S1", "title": "Report", "publisher": "State", "kind": "official", "year": "2020"},
    {"id": "S2", "title": "Article", "publisher": "Daily", "kind": "press", "date": "2023-05-04"},
)


def body_row(id: str, /, **more: str) -> dict[str, str]:
    return {"id": id, "name": f"Body {id}", "short_name": id, "kind": "ngo", "source_id": "S1"} | more


def read(*tables: Table, held: Collection[Claim] = (), **options: Any) -> ImportPlan:
    """The plan of an import into what is held."""
    return plan_import(tables, assemble(held, DATE), held, **options)


def accept(plan: ImportPlan, held: Collection[Claim] = (), moment: str = f"{DATE}T12:00:00") -> list[Claim]:
    """What is held once a plan is carried out: revised claims are withdrawn, new ones enter."""
    gone = set(plan.withdrawn)
    kept = [replace(c, status="withdrawn", ended=moment) if c.id in gone else c for c in held]
    return kept + with_ids(plan.claims, [f"n{next(_numbers):06d}" for _ in plan.claims], moment)


def shown(register: Register) -> dict[tuple[str, str, str], Any]:
    """Every shown value of a reading."""
    return {
        (kind, id, name): fact.value
        for kind in KINDS
        for id, record in register.records.get(kind, {}).items()
        for name, fact in record.facts.items()
    }
