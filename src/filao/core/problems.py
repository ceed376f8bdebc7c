"""Named problems. Below the faces a fault has a code and its facts; the sentence and the mend are made in `documents.words`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong: a code of the catalogue and the facts its sentence needs."""

    code: str
    facts: Mapping[str, object] = field(default_factory=dict)


class Problem(Exception):
    """A fault that stops the act at hand. Nothing is written when it is raised."""

    def __init__(self, code: str, /, **facts: object) -> None:
        super().__init__(code)
        self.code = code
        self.facts = facts

    @property
    def fault(self) -> Fault:
        return Fault(self.code, self.facts)

    def __str__(self) -> str:
        facts = ", ".join(f"{name}={value!r}" for name, value in self.facts.items())
        return f"{self.code}({facts})"
