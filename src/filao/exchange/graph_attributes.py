"""What organisations and ties carry into graph files, the same in every format: codes, labels, years, sources.

Persons, addresses, e-mail and free text never go into a graph file; what is restricted stays in unless asked for.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from filao.core.network import leaving
from filao.core.register import Organisation, Register, Relation

Attribute = str | int | float

_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

BODY: Mapping[str, str] = {
    "label": "string",
    "short_name": "string",
    "kind": "string",
    "sector": "string",
    "territory": "string",
    "four_p": "string",
    "source_id": "string",
}
"""Attributes of an organisation and their types: `kind` is the code of its `sector`; several codes are joined by ";"."""

TIE: Mapping[str, str] = {
    "kind": "string",
    "label": "string",
    "formality": "string",
    "strength": "double",
    "direction": "string",
    "state": "string",
    "year": "integer",
    "until": "integer",
    "source_id": "string",
    "sources": "string",
}
"""Attributes of a tie: `strength` 0 to 3 by the formality rule; `source_id` is the main one of `sources`."""


def bodies_and_ties(
    register: Register, *, restricted: bool = False
) -> tuple[list[tuple[Organisation, dict[str, Attribute]]], list[tuple[Relation, dict[str, Attribute]]]]:
    """Organisations and ties that may leave, each with its attributes; an attribute that nobody has said is absent."""
    bodies, relations = leaving(register, restricted=restricted)
    return (
        [(body, dict(_of_body(register, body))) for body in bodies],
        [(relation, dict(_of_tie(register, relation))) for relation in relations],
    )


def _of_body(register: Register, body: Organisation) -> Iterator[tuple[str, Attribute]]:
    sources = register.records["organisation"][body.id].sources
    values = {
        "label": body.name,
        "short_name": body.short_name,
        "kind": body.kind,
        "sector": register.vocabulary.label("org_kind", body.kind) if body.kind else "",
        "territory": ";".join(body.districts),
        "four_p": ";".join(body.four_p),
        "source_id": sources[0] if sources else "",
    }
    return ((name, value) for name, value in values.items() if value)


def _of_tie(register: Register, relation: Relation) -> Iterator[tuple[str, Attribute]]:
    sources = register.records["relation"][relation.id].sources
    values: dict[str, Attribute | None] = {
        "kind": relation.kind,
        "label": register.vocabulary.label("relation_kind", relation.kind),
        "formality": relation.formality,
        "strength": relation.strength,
        "direction": "mutual" if relation.mutual else "directed",
        "state": relation.state,
        "year": relation.year,
        "until": relation.until,
        "source_id": sources[0] if sources else "",
        "sources": ";".join(sources),
    }
    return ((name, value) for name, value in values.items() if value is not None and value != "")


def xml_text(value: object) -> str:
    """The value as text without the signs that XML cannot hold; it is still to be escaped."""
    return _NOT_XML.sub("", str(value))
