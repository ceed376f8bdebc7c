"""A form as a person checks it: each question with its number, its texts side by side, and its logic in sentences."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from filao.core.forms.lint.model import said
from filao.core.forms.numbering import numbers
from filao.core.forms.questionnaire import Choice, Node, Question, Questionnaire, Section, Texts
from filao.core.forms.variables import options_of
from filao.documents.words import logic

_MOST_OPTIONS = 60

Side = Mapping[str, str]
"""Language -> text."""


@dataclass(frozen=True, slots=True)
class Row:
    """A place of the form. `number` is "" for groups, notes and what people do not see; `kind` is the type of a question,
    "group" or "repeat"; `depth` counts the groups around it. `sentences` are its logic, in the reader's language."""

    path: str
    number: str
    kind: str
    depth: int
    labels: Side
    hints: Side = field(default_factory=dict)
    options: tuple[tuple[str, Side], ...] = ()
    more_options: int = 0
    required: bool = False
    sentences: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        return self.path.rpartition("/")[2]


def rows(
    form: Questionnaire, language: str = "en", lists: Mapping[str, Sequence[Choice]] | None = None
) -> tuple[Row, ...]:
    """Every place of the form but its metadata, in its order; sentences in `language`."""
    numbered = numbers(form)
    return tuple(
        _row(form, node, language, lists or {}, numbered)
        for node in form.nodes()
        if not (isinstance(node, Question) and node.type == "metadata") and not _is_meta(form, node)
    )


def _is_meta(form: Questionnaire, node: Node) -> bool:
    return "/meta" in node.path[len(form.root) :][:6]


def _row(
    form: Questionnaire,
    node: Node,
    language: str,
    lists: Mapping[str, Sequence[Choice]],
    numbered: Mapping[str, int],
) -> Row:
    asked = {"at": node.path, "numbers": numbered, "lists": lists}
    sentences = [logic.only_if(node.relevant, form, language, **asked)]
    depth = node.path.count("/") - 2
    if isinstance(node, Section):
        if node.count:
            sentences.append(logic.as_often_as(node.count, form, language, numbers=numbered))
        kind = "repeat" if node.repeats else "group"
        return Row(node.path, "", kind, depth, _side(node.labels), sentences=tuple(filter(None, sentences)))
    sentences += [
        logic.allowed_if(node.constraint, form, language, **asked),
        logic.worked_out(node.calculation, form, language, at=node.path),
    ]
    options = options_of(node, form) or tuple(lists.get(node.choices.instance, ()) if node.choices else ())
    return Row(
        node.path,
        str(numbered.get(node.path, "")),
        node.type,
        depth,
        _side(node.labels),
        _side(node.hints),
        tuple((option.value, _side(option.labels)) for option in options[:_MOST_OPTIONS]),
        max(0, len(options) - _MOST_OPTIONS),
        bool(node.required) and node.required != "false()",
        tuple(filter(None, sentences)),
    )


def _side(texts: Texts) -> Side:
    return {language: text for language, parts in texts.items() if (text := said(parts))}
