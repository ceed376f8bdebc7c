"""Which body is part of which: a chain that leads upwards and never back to where it began."""

from __future__ import annotations

from collections.abc import Collection, Mapping


def part_of(id: str, whole: str, parents: Mapping[str, Collection[str]]) -> bool:
    """Whether `id` is the body `whole`, or part of it by any chain of `parents` (several where sources differ)."""
    waiting, seen = [id], {id}
    for body in waiting:
        if body == whole:
            return True
        for above in parents.get(body, ()):
            if above not in seen:
                seen.add(above)
                waiting.append(above)
    return False
