"""Days on which a country works: weekends, public holidays, and the days that people enter (a holiday declared, a holiday
that is worked, an election, school holidays).

Public holidays come from the library `holidays`. Feasts that follow the moon are computed there ahead of any decree: they
are marked as estimated. A country that the library does not know has no known holidays, and is said to have none known.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache, cached_property
from typing import Literal

DayKind = Literal["holiday", "not_holiday", "election", "school_holidays"]
DAY_KINDS: tuple[DayKind, ...] = ("holiday", "not_holiday", "election", "school_holidays")

BY_THE_MOON = frozenset(
    {"Thaipusam", "Maha Shivaratri", "Chinese Spring Festival", "Ugadi", "Ganesh Chaturthi", "Diwali", "Eid al-Fitr"}
)
"""Feasts, as the library names them, whose day is fixed anew each year by decree."""
_ESTIMATED, _NAMES = " (estimated)", "en_US"
"""How the library says so, and the language of its names: without one they would be in that of the machine."""

CYCLONES = frozenset({"MU", "RE", "MG", "KM", "YT"})
"""Countries of the south-west Indian Ocean, where the season of cyclones runs from November to April."""


@dataclass(frozen=True, slots=True)
class Day:
    """A day or a run of days that people entered, both ends counted; `source` says what it rests on."""

    id: str
    kind: DayKind
    start: date
    until: date
    title: str
    source: str = ""


@dataclass(frozen=True, slots=True)
class Holiday:
    """A public holiday. An `estimated` one is computed and not decreed; an `entered` one rests on its `source`."""

    on: date
    title: str
    estimated: bool = False
    entered: bool = False
    source: str = ""


@cache
def public_holidays(country: str, year: int) -> tuple[Holiday, ...] | None:
    """Public holidays of a year (the country by its two letters, ISO 3166-1), in their order; None where the library does
    not know the country or the year."""
    import holidays

    try:
        found = holidays.country_holidays(country, years=year, language=_NAMES)
    except NotImplementedError:
        return None
    listed = []
    for on, titles in sorted(found.items()):
        for whole in titles.split("; "):
            title = whole.removesuffix(_ESTIMATED)
            listed.append(Holiday(on, title, whole != title or title in BY_THE_MOON))
    return tuple(listed) or None


@dataclass(frozen=True)
class Workdays:
    """Which days are worked. `known` tells whether the public holidays of the country are known for every year asked."""

    country: str
    known: bool
    computed: tuple[Holiday, ...] = ()
    entered: tuple[Day, ...] = ()

    @cached_property
    def holidays(self) -> dict[date, Holiday]:
        """Public holidays by their day: those computed less those struck, and those entered."""
        found = {one.on: one for one in reversed(self.computed)}
        for day in self.entered:
            if day.kind == "not_holiday":
                for one in _days(day.start, day.until):
                    found.pop(one, None)
        for day in self.entered:
            if day.kind == "holiday":
                found |= {one: Holiday(one, day.title, False, True, day.source) for one in _days(day.start, day.until)}
        return dict(sorted(found.items()))

    def worked(self, day: date) -> bool:
        """Whether offices work on a day: from Monday to Friday, public holidays left out."""
        return day.weekday() < 5 and day not in self.holidays

    def between(self, first: date, last: date) -> int:
        """Working days from the first to the last day, both counted; 0 where the last comes before the first."""
        return sum(self.worked(one) for one in _days(first, last))

    def worked_since(self, day: date, today: date) -> int:
        """Working days after a day, up to today and today counted."""
        return self.between(day + timedelta(1), today)

    def before(self, day: date, number: int) -> date:
        """The day that lies so many working days before another."""
        while number:
            day -= timedelta(1)
            number -= self.worked(day)
        return day

    def holidays_in(self, first: date, last: date) -> tuple[Holiday, ...]:
        """Public holidays from Monday to Friday between two days, both counted; of a single day whatever its weekday."""
        return tuple(
            one for one in self.holidays.values() if first <= one.on <= last and (first == last or one.on.weekday() < 5)
        )

    def runs(self, kind: DayKind, first: date, last: date) -> tuple[Day, ...]:
        """What people entered of a kind that touches the days between two, both counted."""
        return tuple(day for day in self.entered if day.kind == kind and day.start <= last and day.until >= first)

    def in_cyclone_season(self, first: date, last: date) -> bool:
        """Whether any day between two, both counted, lies in the season of cyclones of the country, November to April."""
        return self.country in CYCLONES and any(day.month in (11, 12, 1, 2, 3, 4) for day in _days(first, last))


NO_HOLIDAYS = Workdays("", False)
"""Monday to Friday, where nothing is known of a country."""


def workdays(country: str, years: Iterable[int], entered: Iterable[Day] = ()) -> Workdays:
    """The working days of a country over these years, with what people entered."""
    found = [public_holidays(country, year) for year in sorted(set(years))]
    computed = tuple(one for year in found if year for one in year)
    return Workdays(
        country, None not in found, computed, tuple(sorted(entered, key=lambda d: (d.start, d.title, d.id)))
    )


def _days(first: date, last: date) -> list[date]:
    return [first + timedelta(n) for n in range((last - first).days + 1)]
