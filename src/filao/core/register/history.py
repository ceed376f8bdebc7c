"""What changed between two readings of the register."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from filao.core.register.claims import Value, same_value
from filao.core.register.register import Register


@dataclass(frozen=True, slots=True)
class Change:
    """One difference: a record that came or went (`field` ""), or a field whose shown value differs."""

    kind: str
    id: str
    what: str
    field: str = ""
    before: Value | None = None
    after: Value | None = None


def changes(before: Register, after: Register) -> Iterator[Change]:
    """Differences between two readings, in the order of kinds and ids; `what` is added, removed or changed."""
    for kind in dict.fromkeys([*after.records, *before.records]):
        old, new = before.records.get(kind, {}), after.records.get(kind, {})
        for id in sorted({*old, *new}):
            if id not in old:
                yield Change(kind, id, "added")
            elif id not in new:
                yield Change(kind, id, "removed")
            else:
                for name in sorted({*old[id].facts, *new[id].facts}):
                    one, other = old[id].value(name), new[id].value(name)
                    if one is None or other is None or not same_value(one, other):
                        yield Change(kind, id, "changed", name, one, other)
