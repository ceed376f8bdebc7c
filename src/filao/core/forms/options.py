"""The options of a question as they stand, and texts with the values they show."""

from __future__ import annotations

from filao.core.forms.evaluation import compiled
from filao.core.forms.functions.nodes import shuffled
from filao.core.forms.lists import Row
from filao.core.forms.questionnaire import Choice, Choices, Output, Question, Text, Texts
from filao.core.forms.running import Context, Environment
from filao.core.forms.values import Node, text_of

_NEXT_LANGUAGES = {"mfe": ("fr", "en"), "fr": ("en",)}


def options(env: Environment, question: Question, place: Node) -> list[Choice] | None:
    """The options that the filters leave, in the order to show them; None where their list is not at hand."""
    choices = question.choices
    if choices is None:
        return None
    if not choices.nodeset:
        return list(choices.listed)
    if choices.instance and env.instance(choices.instance) is None:
        return None
    context = Context(env, place, place)
    value = compiled(choices.nodeset)(context)
    found = value if isinstance(value, list) else []
    if choices.randomized:
        seed = compiled(choices.seed)(context) if choices.seed else env.chance(place, "randomize")
        found = shuffled(found, seed)
    return [_choice(choices, node) for node in found]


def _choice(choices: Choices, node: Node) -> Choice:
    if not isinstance(node, Row):
        return Choice(_below(node, choices.value), {"": (_below(node, choices.label),)})
    option = node.choice
    value = _value(choices, option)
    if choices.label in ("", "label"):
        return option if value == option.value else Choice(value, option.labels, option.columns, option.media)
    return Choice(value, {"": (option.columns.get(choices.label, ""),)}, option.columns, option.media)


def _value(choices: Choices, option: Choice) -> str:
    return option.value if choices.value == "name" else option.columns.get(choices.value, "")


def _below(node: Node, name: str) -> str:
    return node.text if name in (".", "") else text_of(list(node.child(name)))


def kept(env: Environment, question: Question, place: Node, value: str) -> str | None:
    """What of an answer is still among the options; None where all of it is, or nobody can say."""
    found = options(env, question, place) if value else None
    if found is None:
        return None
    codes = {option.value for option in found}
    if question.type == "select_one":
        return None if value in codes else ""
    left = " ".join(code for code in value.split() if code in codes)
    return None if left == value else left


def in_list_order(env: Environment, question: Question, place: Node, text: str) -> str:
    """Several answers in the order of their list, as every client sends them; what is not in the list comes last."""
    choices = question.choices
    if question.type != "select_multiple" or choices is None or " " not in text:
        return text
    table = env.instance(choices.instance) if choices.instance else None
    if table is None or choices.randomized:
        listed = [option.value for option in options(env, question, place) or ()]
    else:
        listed = [_value(choices, row.choice) for row in table.rows]
    places = {code: number for number, code in enumerate(listed)}
    return " ".join(sorted(text.split(), key=lambda code: places.get(code, len(places))))


def in_language(texts: Texts, language: str, default: str) -> Text:
    """A text in a language, or in the next one people read: Kreol, then French, then English, then what there is."""
    for code in (language, *_NEXT_LANGUAGES.get(language, ()), "", default):
        if code in texts:
            return texts[code]
    return next(iter(texts.values()), ())


def said(env: Environment, text: Text, place: Node) -> str:
    """A text with its values put in, seen from a place."""
    context = Context(env, place, place)
    return "".join(text_of(compiled(part.expression)(context)) if isinstance(part, Output) else part for part in text)
