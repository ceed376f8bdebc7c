"""Small questionnaires written by hand, for tests that need no XForm."""

from __future__ import annotations

from typing import Any

from filao.core.forms.questionnaire import Choice, Choices, DataType, Node, Question, Questionnaire, Section


def choices(*values: str, **labels: str) -> Choices:
    """Options listed by value; `labels` give English words for some of them."""
    return Choices(tuple(Choice(value, {"en": (labels.get(value, value.title()),)}) for value in values))


def ask(path: str, type: DataType = "text", label: str = "", *options: str, **more: Any) -> Question:
    """A question below the root "data", with an English label."""
    listed = {"choices": choices(*options)} if options else {}
    return Question(f"/data/{path}", type, {"en": (label or path.rpartition("/")[2].title(),)}, **listed, **more)


def group(path: str, *children: Node, repeats: bool = False, relevant: str = "", label: str = "") -> Section:
    labels = {"en": (label or path.rpartition("/")[2].title(),)}
    return Section(f"/data/{path}", children, labels, repeats=repeats, relevant=relevant)


def form(*children: Node, version: str = "1", **more: Any) -> Questionnaire:
    given: dict[str, Any] = {"id": "survey", "title": "Survey", "root": "/data", "languages": ("en",)}
    return Questionnaire(version=version, children=children, **{"default_language": "en", **given, **more})
