"""Answers as OpenRosa instance XML: written the same byte for byte each time, and read back, from any client."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol
from xml.sax.saxutils import escape, quoteattr

from filao.core.forms.questionnaire import Node, Question, Questionnaire, Section
from filao.core.problems import Problem
from filao.exchange.xform.names import ENCRYPTED, ENTITIES, JAVAROSA, OPENROSA
from filao.exchange.xform.tree import Element, parse

_UNWRITABLE = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class Answered(Protocol):
    """What can be written: a questionnaire and its answers, path with positions -> text, "" where unanswered."""

    @property
    def questionnaire(self) -> Questionnaire: ...

    def answers(self) -> Mapping[str, str]: ...


@dataclass(frozen=True, slots=True)
class Instance:
    """One answer as it was sent.

    `values` are texts by path; positions stand where siblings share a name: see `placed`. `files` are the attachments
    that an encrypted answer names.
    """

    form_id: str
    version: str
    instance_id: str
    deprecated_id: str
    values: Mapping[str, str] = field(default_factory=dict)
    encrypted: bool = False
    files: tuple[str, ...] = ()


def write_instance(filling: Answered, instance_id: str, *, deprecated_id: str = "") -> bytes:
    """The answers as UTF-8 XML in the order of the form: relevant nodes only, empty ones without content.

    `instance_id` is a whole id with its scheme ("uuid:…"); `deprecated_id` the one that this answer replaces. Characters
    that XML cannot hold are written as U+FFFD.
    """
    form = filling.questionnaire
    meta = f"{form.root}/meta"
    values = {**filling.answers(), f"{meta}/instanceID": instance_id}
    about = {path.rpartition("/")[2]: text for path, text in values.items() if path.rpartition("/")[0] == meta}
    if deprecated_id:
        about["deprecatedID"] = deprecated_id
    name = form.root[1:]
    space = f" xmlns={quoteattr(form.namespace)}" if form.namespace else ""
    version = f" version={quoteattr(form.version)}" if form.version else ""
    prefix = "orx:" if form.meta_namespace else ""
    nodes = [node for node in form.children if node.path != meta]
    return "".join([
        f'<?xml version="1.0" encoding="UTF-8"?>\n<{name}{space} xmlns:jr="{JAVAROSA}" xmlns:orx="{OPENROSA}"',
        f" id={quoteattr(form.id)}{version}>",
        *_nodes(nodes, form.root, _Values(values)),
        f"<{prefix}meta>", *(_leaf(prefix + tag, text) for tag, text in about.items()), f"</{prefix}meta></{name}>\n",
    ]).encode()  # fmt: skip


class _Values:
    """Answers, and every place above one."""

    def __init__(self, values: Mapping[str, str]) -> None:
        self.texts = values
        self.places: set[str] = set()
        for path in values:
            place = path.rpartition("/")[0]
            while place and place not in self.places:
                self.places.add(place)
                place = place.rpartition("/")[0]


def _nodes(nodes: Sequence[Node], above: str, values: _Values) -> Iterator[str]:
    for node in nodes:
        place = f"{above}/{node.name}"
        if isinstance(node, Question):
            if place in values.texts:
                yield _leaf(node.name, values.texts[place])
        elif node.repeats:
            number = 1
            while f"{place}[{number}]" in values.places:
                yield from _block(node, f"{place}[{number}]", values)
                number += 1
        elif place in values.places:
            yield from _block(node, place, values)


def _block(node: Section, place: str, values: _Values) -> Iterator[str]:
    yield f"<{node.name}>"
    yield from _nodes(node.children, place, values)
    yield f"</{node.name}>"


def _leaf(name: str, text: str) -> str:
    return f"<{name}>{_written(text)}</{name}>" if text else f"<{name}/>"


def _written(text: str) -> str:
    return escape(_UNWRITABLE.sub("\ufffd", text), {"\r": "&#13;"})


# --- reading -------------------------------------------------------------------------------------------------------


def read_instance(data: bytes, name: str = "submission") -> Instance:
    """One answer from the XML of any OpenRosa client. Entities of the form are ignored.

    Raises Problem: those of `tree.parse`, not_submission (the root names no form).
    """
    root = parse(data, name)
    form_id = root.get("id") or root.namespace
    if not form_id:
        raise Problem("not_submission", name=name)
    meta = root.first("meta")
    about = {child.tag: child.text.strip() for child in meta.elements()} if meta is not None else {}
    sealed = root.get("encrypted") == "yes" or (
        root.namespace == ENCRYPTED and root.first("encryptedXmlFile") is not None
    )
    return Instance(
        form_id,
        root.get("version"),
        about.get("instanceID") or root.get("instanceID"),
        about.get("deprecatedID", ""),
        {} if sealed else dict(_values(root, f"/{root.tag}")),
        sealed,
        tuple(_files(root)) if sealed else (),
    )


def _values(element: Element, path: str) -> Iterator[tuple[str, str]]:
    children = [child for child in element.elements() if child.namespace != ENTITIES]
    totals: dict[str, int] = {}
    for child in children:
        totals[child.tag] = totals.get(child.tag, 0) + 1
    seen: dict[str, int] = {}
    for child in children:
        place = f"{path}/{child.tag}"
        if totals[child.tag] > 1:
            seen[child.tag] = seen.get(child.tag, 0) + 1
            place += f"[{seen[child.tag]}]"
        if any(isinstance(one, Element) for one in child.children):
            yield from _values(child, place)
        else:
            yield place, child.text


def _files(root: Element) -> Iterator[str]:
    for child in root.elements():
        if child.tag == "media":
            yield from (one.text.strip() for one in child.elements("file"))
        elif child.tag == "encryptedXmlFile":
            yield child.text.strip()


def placed(values: Mapping[str, str], questionnaire: Questionnaire) -> dict[str, str]:
    """The values with a position at every repeat and at nothing else: a repeat that stands once is the first.

    Of values that the form allows once but that were sent twice, the first counts.
    """
    repeats = {node.path for node in questionnaire.nodes() if isinstance(node, Section) and node.repeats}
    found: dict[str, str] = {}
    for path, text in values.items():
        bare = place = ""
        for step in path.split("/")[1:]:
            name, bracket, position = step.partition("[")
            bare = f"{bare}/{name}"
            place = f"{place}/{name}" + (f"[{position if bracket else '1]'}" if bare in repeats else "")
        found.setdefault(place, text)
    return found
