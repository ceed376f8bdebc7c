"""What a form with scripted answers is, and short words to write one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from tests.published import Row, option, row

Act = tuple[str, str, str | int | None]
Difference = tuple[int, str, str, object, object]
"""After which act (0: at the beginning), where, in what; what Filao has, what the other engine has."""


@dataclass(frozen=True)
class Case:
    survey: Sequence[Row]
    acts: Sequence[Act] = ()
    choices: Sequence[Row] = ()
    files: Mapping[str, str] = field(default_factory=dict)
    language: str = ""
    settings: Mapping[str, str] = field(default_factory=dict)
    differs: Sequence[Difference] = ()


def give(path: str, value: str) -> Act:
    return ("set", f"/data/{path}", value)


def add(path: str) -> Act:
    return ("add", f"/data/{path}", None)


def remove(path: str, number: int) -> Act:
    return ("remove", f"/data/{path}", number)


def calc(name: str, expression: str, **more: str) -> Row:
    return row("calculate", name, calculation=expression, **more)


def calcs(*expressions: str) -> list[Row]:
    return [calc(f"c{place}", expression) for place, expression in enumerate(expressions)]


def group(name: str, *inner: Row, **more: str) -> list[Row]:
    return [row("begin_group", name, **more), *inner, row("end_group")]


def repeat(name: str, *inner: Row, **more: str) -> list[Row]:
    return [row("begin_repeat", name, **more), *inner, row("end_repeat")]


EN, FR, MFE = "label__English (en)", "label__Français (fr)", "label__Kreol Morisien (mfe)"
YES_NO = [option("yn", "yes", "Yes"), option("yn", "no", "No")]
ISLANDS = [option("isl", "m", "Mauritius"), option("isl", "r", "Rodrigues"), option("isl", "a", "Agalega")]
TOWNS = [
    option("town", "pl", "Port Louis", isl="m", size="3"), option("town", "cu", "Curepipe", isl="m", size="2"),
    option("town", "gb", "Grand Baie", isl="m", size="1"), option("town", "pm", "Port Mathurin", isl="r", size="1"),
    option("town", "vs", "Vingt-Cinq", isl="a", size="1"),
]  # fmt: skip
BODIES = "name,label,kind,isl\nMIN,Ministry,state,m\nPOL,Police,state,m\nNGO,Shelter,civil,r\nIOM,Organisation,un,m\n"
