"""What bodies do, as it may leave the house: the same rule for directories (HSDS) and for who does what where (HXL).

Restricted bodies stay in unless asked for. Of a body whose place is withheld no district, website or address leaves, and
no text that names a town or district. A text in which the detector finds a person or a protected place is left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from filao.core.network import leaving
from filao.core.privacy import Screen
from filao.core.register import Organisation, Register
from filao.core.vocabulary import Term

_NARROW = frozenset({"district", "dependency"})


@dataclass(frozen=True, slots=True)
class Doing:
    """An action, or a standing service of a body. `id` is the action's, or body and service code joined by ":".

    `status` is a code of `action_status`; `title` is "" where the text may not leave; `partners` and `funders` are
    bodies that may leave.
    """

    id: str
    kind: str
    body: Organisation
    title: str
    status: str
    start: int | None
    end: int | None
    scope: str
    four_p: tuple[str, ...]
    stages: tuple[str, ...]
    populations: tuple[str, ...]
    territories: tuple[Term, ...]
    partners: tuple[Organisation, ...]
    funders: tuple[Organisation, ...]
    service: str = ""


@dataclass(frozen=True)
class Leaving:
    """A register as it may leave; `restricted` lets restricted bodies go too."""

    register: Register
    restricted: bool = False

    @cached_property
    def bodies(self) -> dict[str, Organisation]:
        found, _ = leaving(self.register, restricted=self.restricted)
        return {body.id: body for body in found}

    @cached_property
    def doings(self) -> tuple[Doing, ...]:
        """Actions of bodies that may leave, then their standing services, each in the register's order."""
        return (*self._actions(), *self._services())

    def _actions(self) -> Iterator[Doing]:
        for action in self.register.actions.values():
            body = self.bodies.get(action.organisation_id)
            if body:
                yield Doing(
                    action.id, "action", body, self.text(body, action.title), action.status, action.start_year,
                    action.end_year, action.scope, action.four_p, action.stages, action.populations,
                    self.territories(body, action.districts), self._named(action.partner_ids),
                    self._named(action.funder_ids),
                )  # fmt: skip

    def _services(self) -> Iterator[Doing]:
        vocabulary = self.register.vocabulary
        for body in self.bodies.values():
            status = "past" if body.standing == "closed" else "current"
            for code in body.services:
                yield Doing(
                    f"{body.id}:{code}", "service", body, vocabulary.label("service", code), status, None, body.valid_to,
                    "", body.four_p, body.stages, body.populations, self.territories(body, body.districts), (), (), code,
                )  # fmt: skip

    def _named(self, ids: Iterable[str]) -> tuple[Organisation, ...]:
        return tuple(self.bodies[id] for id in ids if id in self.bodies)

    def territories(self, body: Organisation, codes: Iterable[str]) -> tuple[Term, ...]:
        """Territories as terms; of a body whose place is withheld only islands and statements such as "whole republic"."""
        terms = self.register.vocabulary.scheme("district").terms
        found = (terms[code] for code in codes if code in terms)
        return tuple(term for term in found if not (body.location_withheld and term.kind in _NARROW))

    def text(self, body: Organisation, text: str) -> str:
        """Free text about a body, or "" where it may identify a person or a protected place."""
        if self._screen(text):
            return ""
        if body.location_withheld and any(place in text.casefold() for place in self._places):
            return ""
        return text

    def website(self, body: Organisation) -> str:
        """Address of the body's site with its scheme, or "" where the body's place is withheld."""
        if not body.website or body.location_withheld:
            return ""
        return body.website if "://" in body.website else f"http://{body.website}"

    def email(self, body: Organisation) -> str:
        """E-mail address of a function, or "" where the place is withheld or the address looks like a person's."""
        return "" if body.location_withheld or self._screen(body.function_email) else body.function_email

    @cached_property
    def _screen(self) -> Screen:
        vocabulary = self.register.vocabulary
        wide = (term for term in vocabulary.territories() if term.kind != "district")
        return Screen(
            frozenset(label for term in wide for label in term.labels.values()),
            frozenset(label for term in vocabulary.scheme("locality").terms.values() for label in term.labels.values()),
        )

    @cached_property
    def _places(self) -> frozenset[str]:
        """Names of towns and districts, without case; names of whole islands locate nothing."""
        vocabulary = self.register.vocabulary
        wide = {
            label.casefold()
            for term in vocabulary.territories()
            if term.kind not in _NARROW
            for label in term.labels.values()
        }
        terms = [*vocabulary.territories(*_NARROW), *vocabulary.scheme("locality").terms.values()]
        return frozenset(label.casefold() for term in terms for label in term.labels.values()) - wide

    def cited(self, sources: Iterable[str]) -> str:
        """Brief citations of sources with their years, joined by "; "."""
        known = self.register.sources
        said = (f"{known[id].citation} {known[id].dated[:4]}".strip() if id in known else id for id in sources)
        return "; ".join(dict.fromkeys(said))


def _labels(terms: Iterable[Term]) -> frozenset[str]:
    return frozenset(label.casefold() for term in terms for label in term.labels.values())
