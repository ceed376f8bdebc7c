"""Figures: computed values that narrative refers to, so that text, table and chart cannot disagree."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

Number = int | float


@dataclass(frozen=True, slots=True)
class Figure:
    """One computed value.

    `unit` is "count", "share" (0 to 1), "year", "date" (ISO) or "name" (text taken from the register). `n` is the base
    it is counted in, `base` the code of what the base counts (organisations, actions, ties, cells ...). `sources` are
    the sources it rests on; empty means the whole register. `date` is the date of the data.
    """

    id: str
    value: Number | str
    unit: str = "count"
    n: int | None = None
    base: str = ""
    sources: tuple[str, ...] = ()
    date: str = ""


class FigureBook(Mapping[str, Figure]):
    """Figures by id. Asking for one that is not there is a fault of the text, not of the data: it raises KeyError."""

    def __init__(self, figures: Iterable[Figure]) -> None:
        self._by_id = {figure.id: figure for figure in figures}

    def __getitem__(self, id: str) -> Figure:
        return self._by_id[id]

    def __iter__(self) -> Iterator[str]:
        return iter(self._by_id)

    def __len__(self) -> int:
        return len(self._by_id)

    def number(self, id: str) -> int:
        """The value of a count."""
        value = self._by_id[id].value
        if not isinstance(value, int):
            raise TypeError(f"{id} is not a count")
        return value

    def all(self) -> tuple[Figure, ...]:
        """Every figure, in the order in which they were computed."""
        return tuple(self._by_id.values())


def fingerprint(book: Mapping[str, Figure], ids: Iterable[str]) -> dict[str, str]:
    """The values of some figures as text: what an accepted text rested on, to be compared at the next build."""
    return {id: str(book[id].value) for id in sorted(set(ids)) if id in book}


def moved(book: Mapping[str, Figure], before: Mapping[str, str]) -> dict[str, tuple[str, str]]:
    """Figures that changed since a fingerprint was taken: id -> (before, now); a figure that is gone reads ""."""
    now = fingerprint(book, before)
    return {id: (old, now.get(id, "")) for id, old in before.items() if now.get(id, "") != old}
