"""Questions of a form as HTML asks them without a script, and what a browser sends back for them.

Used where people answer behind a link and where paper is entered. Names of inputs are the concrete paths of the form.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from django.http import QueryDict
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from filao.core.forms.filling import AnswerFault, Filling
from filao.core.forms.questionnaire import FILE_TYPES, Choice, Media, Question, Section, Texts
from filao.core.forms.screens import Screen, Shown
from filao.core.problems import Fault
from filao.documents.language import numbers
from filao.documents.words import problems

Widget = Literal[
    "note", "line", "area", "number", "decimal", "date", "time", "datetime", "radios", "scale", "select", "search", "ticks",
    "gather", "rank", "tick", "file", "said",
]  # fmt: skip
DRAFT = "[draft] "
"""What labels of our own forms begin with while they wait for a native speaker; pages say so once."""
LONG = 12
"""Options that are shown as buttons; more are a list to choose from."""
SEARCHED = 40
"""Options of a list to choose from; more are searched by typing."""
CANDIDATES = 12
_TYPED, _MORE, _PLACE, _GONE = "|typed", "|more", "|place|", "|gone"
"""Endings of the names of inputs beside an answer: the words searched for, one more to add, the place in an order, and
the tick that takes a file away."""
ACCEPTED = {"image": "image/*", "audio": "audio/*", "video": "video/*"}
_AUTOCOMPLETE = ("autocomplete", "search", "minimal")


@dataclass(frozen=True, slots=True)
class Option:
    """One option as it is shown; `place` is its number in an order."""

    value: str
    label: SafeString
    id: str
    chosen: bool = False
    image: str = ""
    place: str = ""


@dataclass(frozen=True, slots=True)
class Piece:
    """A heading, or a question with its input; `name` is that of the input, `id` what labels and errors lead to."""

    kind: Literal["heading", "field"]
    path: str
    label: SafeString
    hint: str = ""
    id: str = ""
    widget: Widget = "line"
    value: str = ""
    options: tuple[Option, ...] = ()
    known: tuple[str, ...] = ()
    errors: tuple[str, ...] = ()
    needed: bool = False
    row: bool = False
    rows: int = 4
    image: str = ""
    accept: str = ""
    number: str = ""

    @property
    def many(self) -> bool:
        """Whether the question is a set of inputs under one legend."""
        return self.widget in ("radios", "scale", "ticks", "gather", "rank") or (
            self.widget == "search" and bool(self.options)
        )

    @property
    def first(self) -> str:
        """The id of the input that an error leads to."""
        return self.options[0].id if self.many and self.options else self.id

    @property
    def described(self) -> str:
        """Ids of what further describes the input, for its aria-describedby."""
        ids = [f"{self.id}-help"] * bool(self.hint) + [f"{self.id}-error"] * bool(self.errors)
        return " ".join(ids)


@dataclass(frozen=True, slots=True)
class Setting:
    """How questions are shown: the language, the address of a picture of the form, texts as they were typed by path, the
    numbers of questions by path, and whether guidance for the person who asks is shown."""

    language: str
    picture: Callable[[str], str] = str
    typed: Mapping[str, str] = field(default_factory=dict)
    numbered: Mapping[str, str] = field(default_factory=dict)
    probes: bool = False


def pieces(
    filling: Filling, items: Iterable[Shown], setting: Setting, errors: Mapping[str, Sequence[str]]
) -> list[Piece]:
    """What a page shows of these questions and headings. `errors` are sentences by path."""
    found = []
    for item in items:
        if isinstance(item.node, Section):
            if label := said(filling, item.node.labels, item.path, setting.language):
                found.append(Piece("heading", item.path, label, id=id_of(item.path)))
        elif is_shown(filling, item) or item.path in errors:
            found.append(_field(filling, item.path, item.node, setting, tuple(errors.get(item.path, ()))))
    return found


def is_shown(filling: Filling, item: Shown) -> bool:
    """Whether an item is on the page: not the heads of tables, nor a question that has no option yet."""
    node = item.node
    if isinstance(node, Section):
        return True
    return "label" not in node.appearance.split() and (node.choices is None or bool(filling.choices(item.path)))


def said(filling: Filling, texts: Texts, path: str, language: str) -> SafeString:
    """A text of the form as HTML: its line breaks, and words set in **bold** or *italic*."""
    text = str(escape(filling.text(texts, path, language).strip().removeprefix(DRAFT)))
    text = re.sub(r"(?m)^#{1,6}\s+(.*)$", r"<strong>\1</strong>", text)
    text = re.sub(r"\*\*(\S(?:.*?\S)?)\*\*", r"<strong>\1</strong>", text)
    text = re.sub(r"(?<![\w*])\*(\S(?:.*?\S)?)\*(?![\w*])", r"<em>\1</em>", text)
    return mark_safe(text.replace("\n", "<br>"))  # noqa: S308  escaped above


def id_of(path: str) -> str:
    return "q" + re.sub(r"\W+", "-", path.partition("/")[2].partition("/")[2])


def _field(filling: Filling, path: str, question: Question, setting: Setting, errors: tuple[str, ...]) -> Piece:
    id = id_of(path)
    choices = filling.choices(path) if question.choices else []
    widget = _widget(filling, path, question, len(choices))
    value = setting.typed.get(path, "")
    hints = [said(filling, question.hints, path, setting.language)]
    if setting.probes:
        hints.append(said(filling, question.guidance, path, setting.language))
    labels = {
        choice.value: said(filling, choice.labels, path, setting.language) or escape(choice.value) for choice in choices
    }
    options, known = _options(setting, path, question, widget, choices, labels, value)
    return Piece(
        "field", path, said(filling, question.labels, path, setting.language),
        mark_safe("<br>".join(hint for hint in hints if hint)), id, widget,  # noqa: S308  each was escaped
        _in_box(widget, value, labels), options, known, errors,
        question.type != "note" and filling.is_required(path), "list-nolabel" in question.appearance,
        _rows(question), _image(question.media, setting), ACCEPTED.get(question.type, ""),
        setting.numbered.get(re.sub(r"\[\d+\]", "", path), ""),
    )  # fmt: skip


def _widget(filling: Filling, path: str, question: Question, offered: int) -> Widget:
    if question.type != "note" and filling.is_readonly(path):
        return "said"
    appearance = question.appearance
    match question.type:
        case "select_one":
            if "likert" in appearance or "list-nolabel" in appearance:
                return "scale" if offered <= LONG else "select"
            if offered <= LONG:
                return "radios"
            searched = offered > SEARCHED or any(word in appearance for word in _AUTOCOMPLETE[:2])
            return "search" if searched else "select"
        case "select_multiple":
            return "gather" if offered > SEARCHED else "ticks"
        case "rank":
            return "rank"
        case "range":
            return "scale" if _steps(question) else "decimal"
        case "text":
            return "area" if "multiline" in appearance or question.parameters.get("rows") else "line"
        case "note" | "date" | "time" | "datetime" | "decimal":
            return question.type
    if question.type in FILE_TYPES:
        return "file"
    known: dict[str, Widget] = {"integer": "number", "acknowledge": "tick"}
    return known.get(question.type, "line")


def _steps(question: Question) -> list[str]:
    """The values of a scale from its start to its end, as far as they fit on one line."""
    try:
        start, end, step = (float(text or 1) for text in (question.start, question.end, question.step))
    except ValueError:
        return []
    count = round((end - start) / step) if step else 0
    if not 0 < count <= 10:
        return []
    return [f"{start + step * place:g}" for place in range(count + 1)]


def _options(
    setting: Setting, path: str, question: Question, widget: Widget, choices: Sequence[Choice],
    labels: Mapping[str, str], value: str,
) -> tuple[tuple[Option, ...], tuple[str, ...]]:  # fmt: skip
    """The options shown as inputs, and those that a box to type in suggests."""
    given = value.split() if question.type in ("select_multiple", "rank") else [value]

    def option(number: int, value: str, image: str = "") -> Option:
        place = str(given.index(value) + 1) if widget == "rank" and value in given else ""
        label = mark_safe(labels.get(value, escape(value)))  # noqa: S308  escaped above
        return Option(value, label, f"{id_of(path)}-{number}", value in given, image, place)

    if widget == "scale" and question.type == "range":
        return tuple(option(number, step) for number, step in enumerate(_steps(question), 1)), ()
    if widget == "search":
        found = [] if value in labels else candidates(value, {code: _plain(text) for code, text in labels.items()})
        return tuple(option(number, code) for number, code in enumerate(found, 1)), _suggested(labels)
    if widget == "gather":
        chosen = [code for code in labels if code in given]
        return tuple(option(number, code) for number, code in enumerate(chosen, 1)), _suggested(labels)
    return tuple(
        option(number, choice.value, _image(choice.media, setting)) for number, choice in enumerate(choices, 1)
    ), ()


_SUGGESTED = 400


def _suggested(labels: Mapping[str, str]) -> tuple[str, ...]:
    """Suggestions that travel with the page; of a very long list none, it is searched by the server."""
    return tuple(_plain(text) for text in labels.values()) if len(labels) <= _SUGGESTED else ()


def _in_box(widget: Widget, value: str, labels: Mapping[str, str]) -> str:
    if widget == "search":
        return _plain(labels[value]) if value in labels else value
    if widget == "gather":
        return " ".join(code for code in value.split() if code not in labels)
    return value[:16] if widget == "datetime" else value


def _plain(html: str) -> str:
    from html import unescape

    return unescape(re.sub(r"<[^>]+>", "", html))


def _rows(question: Question) -> int:
    rows = question.parameters.get("rows", "")
    return int(rows) if rows.isdecimal() and 1 < int(rows) < 30 else 4


def _image(media: Media, setting: Setting) -> str:
    files = media.get("image", {})
    name = files.get(setting.language) or files.get("") or next(iter(files.values()), "")
    return setting.picture(name) if name else ""


# --- what was typed


def taken(
    filling: Filling, items: Iterable[Shown], post: QueryDict, typed: Mapping[str, str], language: str
) -> dict[str, str]:
    """Texts by path that a form which showed these questions sends; of files nothing."""
    values = {}
    for item in items:
        question = item.node
        if isinstance(question, Section) or question.type == "note" or question.type in FILE_TYPES:
            continue
        offered = filling.choices(item.path) if question.choices else []
        widget = _widget(filling, item.path, question, len(offered))
        if widget == "said":
            continue
        labels = {one.value: _plain(said(filling, one.labels, item.path, language)) or one.value for one in offered}
        values[item.path] = _given(widget, item.path, post, typed.get(item.path, ""), labels)
    return values


def _given(widget: Widget, path: str, post: QueryDict, before: str, labels: Mapping[str, str]) -> str:
    match widget:
        case "ticks":
            sent = set(post.getlist(path))
            return " ".join(code for code in labels if code in sent)
        case "gather":
            more = post.get(path + _MORE, "").strip()
            sent = {*post.getlist(path), *([found] if (found := _match(more, labels)) else [])}
            return " ".join([*(code for code in labels if code in sent), *(more.split() if more and not found else [])])
        case "rank":
            return _ranked(path, post, labels)
        case "search":
            words = post.get(path + _TYPED, "").strip()
            if words and words not in (before, labels.get(before)):
                return _match(words, labels) or words
            return post.get(path, "") or _match(words, labels) or words
        case "area":
            return post.get(path, "").replace("\r\n", "\n")
        case _:
            return post.get(path, "")


def _ranked(path: str, post: QueryDict, labels: Mapping[str, str]) -> str:
    """Options in the order of the numbers given to them; a number given twice leaves the order open."""
    places = {code: post.get(f"{path}{_PLACE}{code}", "") for code in labels}
    given = sorted(
        (int(place), code) for code, place in places.items() if place.isdecimal() and int(place) <= len(labels)
    )
    return " ".join(code for _place, code in given)


def ranked_twice(path: str, post: QueryDict) -> bool:
    """Whether an order that was sent gives one number to two options."""
    start = path + _PLACE
    numbers = [value for name, value in post.items() if name.startswith(start) and value]
    return len(numbers) != len(set(numbers))


def _folded(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text)
    return " ".join("".join(sign for sign in plain if not unicodedata.combining(sign)).casefold().split())


def _match(words: str, labels: Mapping[str, str]) -> str:
    """The option that words stand for: its label, its value, or the only one that holds them all; "" where none does."""
    wanted = _folded(words)
    if not wanted:
        return ""
    exact = next((code for code, label in labels.items() if wanted in (_folded(label), code.casefold())), "")
    found = [] if exact else candidates(words, labels)
    return exact or (found[0] if len(found) == 1 else "")


def candidates(words: str, labels: Mapping[str, str]) -> list[str]:
    """Options whose label holds every word typed, the first few."""
    wanted = _folded(words).split()
    if not wanted:
        return []
    found = [code for code, label in labels.items() if all(word in _folded(label) for word in wanted)]
    return found[:CANDIDATES]


# --- faults


def strays(filling: Filling, items: Iterable[Shown], typed: Mapping[str, str]) -> list[AnswerFault]:
    """Words typed for a question of a long list that stand for no option or for several."""
    found = []
    for item in items:
        if isinstance(item.node, Question) and (left := unlisted(filling, item.path, item.node, typed)):
            offered = len(filling.choices(item.path))
            if _widget(filling, item.path, item.node, offered) in ("search", "gather"):
                found.append(AnswerFault(item.path, "answer_not_choice", {"value": left}))
    return found


def unlisted(filling: Filling, path: str, question: Question, typed: Mapping[str, str]) -> str:
    """What was given for a question and is none of its options, or none any more."""
    value = typed.get(path, "")
    if not value or question.type not in ("select_one", "select_multiple"):
        return ""
    codes = {choice.value for choice in filling.choices(path)}
    parts = [value] if question.type == "select_one" else value.split()
    return " ".join(part for part in parts if part not in codes)


def sentences(filling: Filling, faults: Iterable[AnswerFault], language: str) -> dict[str, list[str]]:
    """What is wrong, by path, in the form's own words or ours."""
    found: dict[str, list[str]] = {}
    for fault in faults:
        own = filling.text(fault.messages, fault.path, language).strip() if fault.messages else ""
        ours = Fault(fault.code, fault.facts)
        words = own or f"{problems.sentence(ours, language)} {problems.mend(ours, language)}"
        found.setdefault(fault.path, []).append(words)
    return found


# --- what was answered, to be read again


def answer(filling: Filling, path: str, question: Question, value: str, language: str) -> str:
    """An answer as words: labels of options, dates as the language writes them; "" where there is none."""
    if not value:
        return ""
    if question.choices:
        labels = {one.value: _plain(said(filling, one.labels, path, language)) for one in filling.choices(path)}
        codes = [value] if question.type == "select_one" else value.split()
        return ", ".join(labels.get(code) or code for code in codes)
    if question.type == "date":
        return numbers.day(value, language)
    if question.type == "acknowledge":
        return _("Yes")
    return value


def given(filling: Filling, screen: Screen, typed: Mapping[str, str], language: str) -> list[tuple[str, str]]:
    """Questions of a screen that were answered, each with its answer as words."""
    found = []
    for item in screen.items:
        if isinstance(item.node, Question) and item.node.type != "note":
            words = answer(filling, item.path, item.node, typed.get(item.path, ""), language)
            if words:
                found.append((_plain(said(filling, item.node.labels, item.path, language)), words))
    return found
