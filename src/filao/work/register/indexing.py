"""Keeping the search index in step with the register."""

from __future__ import annotations

from collections.abc import Collection

from filao.core.register import KINDS, Record, Register
from filao.store import register as store
from filao.store import search
from filao.store.people import Workspace

_NOT_SEARCHED = frozenset({"term", "seat", "role", "expected_link"})


def index_records(workspace: Workspace, keys: Collection[tuple[str, str]]) -> None:
    """Write the texts of these records, and take out those that are no more."""
    register = store.reading(workspace)
    gone: dict[str, list[str]] = {}
    entries = []
    for kind, id in sorted(keys):
        if kind in _NOT_SEARCHED:
            continue
        record = register.record(kind, id)
        if record is None or (id in register.merged and kind == "organisation"):
            gone.setdefault(kind, []).append(id)
        else:
            entries.append(search.Entry(kind, id, title_of(register, record), _text(record)))
    search.put(workspace, entries)
    for kind, ids in gone.items():
        search.remove(workspace, kind, ids)


def title_of(register: Register, record: Record) -> str:
    """What a record is known by."""
    if record.kind == "relation":
        names = [
            body.short_name if (body := register.organisations.get(record.text(end))) else record.text(end)
            for end in ("source_org", "target_org")
        ]
        return f"{names[0]} – {names[1]} ({record.text('kind').replace('_', ' ')})"
    return record.text(KINDS[record.kind].title) or record.id


def _text(record: Record) -> str:
    words = [
        str(fact.value)
        for name, fact in record.facts.items()
        if (spec := KINDS[record.kind].field(name))
        and spec.type in ("text", "note", "url")
        and isinstance(fact.value, str)
    ]
    return " ".join(words)
