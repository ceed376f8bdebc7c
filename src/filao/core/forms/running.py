"""What an expression sees while it is worked out: where it stands, and what the filling around it gives."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from filao.core.forms.lists import Table
from filao.core.forms.values import Node, Value


class Environment(Protocol):
    """The filling as expressions see it. `now` carries its time zone; `chance` is the only randomness."""

    @property
    def now(self) -> datetime: ...
    @property
    def version(self) -> str: ...
    @property
    def top(self) -> Node:
        """What stands above the root of the answers."""

    def instance(self, id: str) -> Table | None: ...
    def choice_name(self, node: Node, path: str, value: str) -> str:
        """The label of an option of the question at `path`, seen from `node`, in the language of the filling."""

    def property(self, name: str) -> str: ...
    def chance(self, node: Node, purpose: str) -> bytes:
        """32 bytes that are always the same for this answer, node and purpose."""


@dataclass(slots=True)
class Context:
    """`origin` is the node whose expression it is (current()), `node` the one at hand, at `position` of `size`."""

    env: Environment
    origin: Node
    node: Node
    position: int = 1
    size: int = 1


Argument = Callable[[Context], Value]
Work = Callable[[Context, tuple[Argument, ...]], Value]


@dataclass(frozen=True, slots=True)
class Function:
    """How many arguments a function takes (`most` None: any number) and what it does with them.

    `own` functions take the node at hand where no argument is given.
    """

    least: int
    most: int | None
    work: Work
    own: bool = False
