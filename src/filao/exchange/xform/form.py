"""XForm XML, as pyxform, KoboToolbox or ODK Central give it, read as a Questionnaire.

The primary instance gives the tree, binds its logic, the body how it is asked. Nothing is evaluated here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from filao.core.forms.questionnaire import (
    Action,
    Choice,
    Choices,
    DataType,
    Event,
    Node,
    Question,
    Questionnaire,
    Section,
)  # fmt: skip
from filao.core.problems import Problem
from filao.exchange.xform.names import ENTITIES, OPENROSA, XFORMS, file_of
from filao.exchange.xform.texts import Entry, Itext
from filao.exchange.xform.tree import Element, parse

_CONTROLS = ("input", "secret", "select", "select1", "rank", "range", "trigger", "upload")
_INPUTS: Mapping[str, DataType] = {
    "int": "integer", "integer": "integer", "decimal": "decimal", "date": "date", "time": "time", "dateTime": "datetime",
    "geopoint": "geopoint", "geotrace": "geotrace", "geoshape": "geoshape", "barcode": "barcode",
}  # fmt: skip
_CONTROL_TYPES: Mapping[str, DataType] = {
    "select": "select_multiple", "select1": "select_one", "rank": "rank", "range": "range", "trigger": "acknowledge",
}  # fmt: skip
_UPLOADS: Mapping[str, DataType] = {"image": "image", "audio": "audio", "video": "video"}
_EVENTS: Mapping[str, Event] = {
    "odk-instance-first-load": "first-load", "odk-instance-load": "first-load", "xforms-ready": "first-load",
    "odk-new-repeat": "new-repeat", "xforms-value-changed": "value-changed",
}  # fmt: skip
_PARAMETERS = (
    "rows",
    "max-pixels",
    "accuracyThreshold",
    "unacceptableAccuracyThreshold",
    "capture-accuracy",
    "mediatype",
)


def read(data: bytes, name: str) -> Questionnaire:
    """The form in a file called `name`. Logic stays XPath text; no list from outside the file is looked for.

    Entities are ignored. Raises Problem: those of `tree.parse`, not_xform, xform_no_node (a question of the body that the
    instance lacks).
    """
    top = parse(data, name)
    model = next((model for head in top.elements("head") for model in head.elements("model")), None)
    body = top.first("body")
    primary = model.first("instance") if model else None
    root = next(primary.elements(), None) if primary else None
    if model is None or body is None or root is None:
        raise Problem("not_xform", name=name)
    return _Reading(name, model, root, Itext(model)).questionnaire(top, body)


@dataclass(frozen=True, slots=True)
class _Block:
    """How the body shows a group or a repeat."""

    entry: Entry
    appearance: str
    count: str = ""
    repeats: bool = False
    fixed: bool = False


class _Reading:
    def __init__(self, name: str, model: Element, root: Element, itext: Itext) -> None:
        self.name = name
        self.model = model
        self.root = root
        self.itext = itext
        self.binds: dict[str, Element] = {}
        self.ids: dict[str, str] = {}
        self.controls: dict[str, Element] = {}
        self.blocks: dict[str, _Block] = {}
        self.actions: list[Action] = []
        self.measured: set[str] = set()
        self.sources: dict[str, str] = {}
        self.files = list(itext.files)

    def questionnaire(self, top: Element, body: Element) -> Questionnaire:
        path = f"/{self.root.tag}"
        for bind in self.model.elements("bind"):
            place = self._path(bind.get("nodeset") or bind.get("ref"), path)
            self.binds[place] = bind
            self.ids[bind.get("id")] = place
        self._act(self.model, path, "")
        self._show(body, path)
        instances = dict(self._instances())
        children = tuple(self._nodes(self.root, None, path))
        known = {path, *_paths(children)}
        for place in (*self.controls, *self.blocks):
            if place not in known:
                raise Problem("xform_no_node", name=self.name, path=place)
        title = next((one.text for head in top.elements("head") for one in head.elements("title")), "")
        meta = self.root.first("meta")
        submission = self.model.first("submission")
        return Questionnaire(
            id=self.root.get("id") or self.root.namespace,
            version=self.root.get("version"),
            title=" ".join(title.split()),
            root=path,
            languages=self.itext.languages,
            default_language=self.itext.default,
            children=children,
            instances=instances,
            sources=self.sources,
            files=tuple(dict.fromkeys(self.files)),
            actions=tuple(self.actions),
            namespace=self.root.namespace if self.root.namespace != XFORMS else "",
            meta_namespace=OPENROSA if meta is not None and meta.namespace == OPENROSA else "",
            public_key=submission.get("base64RsaPublicKey") if submission is not None else "",
        )

    # --- body

    def _path(self, reference: str, context: str) -> str:
        plain = re.sub(r"(?<=/)[\w.-]+:(?=[\w])", "", "/" + reference.strip())[1:]
        return plain if plain.startswith("/") else f"{context}/{plain}"

    def _reference(self, element: Element, context: str) -> str:
        reference = element.get("ref") or element.get("nodeset")
        if not reference and element.get("bind"):
            return self.ids.get(element.get("bind"), "")
        return self._path(reference, context) if reference else ""

    def _show(self, element: Element, context: str) -> None:
        for child in element.elements():
            if child.tag == "group":
                self._show_group(child, context)
            elif child.tag == "repeat":
                self._show_repeat(child, context, Entry(), "")
            elif child.tag in _CONTROLS:
                place = self._reference(child, context)
                self.controls[place] = child
                self._act(child, context, place)
        self._act(element, context, "")

    def _show_group(self, group: Element, context: str) -> None:
        place = self._reference(group, context)
        entry = self.itext.of(group.first("label"))
        repeat = group.first("repeat")
        if repeat is not None:
            self._show_repeat(repeat, context, entry, group.get("appearance"))
            self._show(replace(group, children=[child for child in group.children if child is not repeat]), context)
            return
        if place:
            self.blocks[place] = _Block(entry, group.get("appearance"))
        self._show(group, place or context)

    def _show_repeat(self, repeat: Element, context: str, entry: Entry, appearance: str) -> None:
        place = self._reference(repeat, context)
        count = repeat.get("count")
        fixed = repeat.get("noAddRemove").startswith("true")
        self.blocks[place] = _Block(entry, repeat.get("appearance") or appearance, count, True, fixed)
        self._show(repeat, place)

    def _act(self, element: Element, context: str, source: str) -> None:
        for child in element.elements("setvalue", "setgeopoint", "recordaudio"):
            target = self._path(child.get("ref"), context)
            if child.tag != "setvalue":
                self.measured.add(target)
                continue
            value = child.get("value") or _literal(child.text.strip())
            for word in child.get("event").split():
                if event := _EVENTS.get(word):
                    self.actions.append(Action(event, target, value, source if event == "value-changed" else ""))

    # --- instances

    def _instances(self) -> Iterator[tuple[str, tuple[Choice, ...]]]:
        for instance in list(self.model.elements("instance"))[1:]:
            source = instance.get("src")
            top = instance.first()
            if name := file_of(source):
                self.sources[instance.get("id")] = name
                self.files.append(name)
            elif top is not None and not source:
                yield instance.get("id"), tuple(self._option(item) for item in top.elements())

    def _option(self, item: Element) -> Choice:
        columns = {child.tag: child.text for child in item.elements()}
        entry = self.itext.entry(columns.get("itextId", ""))
        label = columns.get("label", "")
        words = entry.words or ({"": (label,)} if label else {})
        return Choice(columns.get("name", ""), words, columns, entry.media)

    # --- tree

    def _nodes(self, element: Element, template: Element | None, path: str) -> Iterator[Node]:
        """What an element holds; `template` is the same element as a new time of a repeat has it."""
        added = _together(template) if template is not None else {}
        for tag, alike in _together(element).items():
            place = f"{path}/{tag}"
            standing = [one for one in alike if "template" not in one.attributes]
            pattern = standing[0] if standing else alike[0]
            if place in self.blocks or next(pattern.elements(), None):
                fresh = added.get(tag, alike)
                new = next((one for one in (*fresh, *alike) if "template" in one.attributes), fresh[0])
                later = sum("template" not in one.attributes for one in fresh)
                yield self._section(pattern, new, place, len(standing), later)
            else:
                yield self._question(pattern, place)

    def _section(self, element: Element, template: Element, path: str, initial: int, added: int) -> Section:
        block = self.blocks.get(path, _Block(Entry(), ""))
        return Section(
            path,
            tuple(self._nodes(element, template, path)),
            block.entry.words,
            self._bound(path, "relevant"),
            block.repeats,
            block.count,
            block.appearance,
            initial if block.repeats else 1,
            added if block.repeats else 1,
            block.fixed,
        )

    def _bound(self, path: str, attribute: str) -> str:
        bind = self.binds.get(path)
        return bind.get(attribute) if bind is not None else ""

    def _question(self, element: Element, path: str) -> Question:
        control = self.controls.get(path)
        preload = self._bound(path, "preload")
        parameter = self._bound(path, "preloadParams")
        bound = self._bound(path, "type")
        question = Question(
            path,
            self._type(path, control),
            parameters={"bind": bound} if control is None and bound not in ("", "string") else {},
            relevant=self._bound(path, "relevant"),
            required=self._bound(path, "required"),
            required_messages=self.itext.message(self._bound(path, "requiredMsg")),
            constraint=self._bound(path, "constraint"),
            constraint_messages=self.itext.message(self._bound(path, "constraintMsg")),
            calculation=self._bound(path, "calculate"),
            readonly=self._bound(path, "readonly"),
            default=element.text if element.text.strip() else "",
            preload=f"{preload} {parameter}".strip(),
        )
        return self._asked(question, control) if control is not None else question

    def _asked(self, question: Question, control: Element) -> Question:
        label = self.itext.of(control.first("label"))
        hint = self.itext.of(control.first("hint"))
        return replace(
            question,
            labels=label.words,
            hints=hint.words,
            guidance=hint.guidance,
            choices=self._choices(control),
            appearance=control.get("appearance"),
            start=control.get("start"),
            end=control.get("end"),
            step=control.get("step"),
            media=label.media,
            parameters={
                name: found for name in _PARAMETERS if (found := control.get(name) or self._bound(question.path, name))
            },
        )

    def _type(self, path: str, control: Element | None) -> DataType:
        bound = self._bound(path, "type").rpartition(":")[2]
        if control is None:
            unseen = path in self.measured or self._bound(path, "preload") or path.endswith("/meta/audit")
            return "metadata" if unseen else "calculate"
        if control.tag == "upload":
            return _UPLOADS.get(control.get("mediatype").partition("/")[0], "file")
        if control.get("query"):
            return "select_one"
        if control.tag in _CONTROL_TYPES:
            return _CONTROL_TYPES[control.tag]
        kind = _INPUTS.get(bound, "text")
        readonly = self._bound(path, "readonly").replace(" ", "") == "true()"
        return "note" if kind == "text" and readonly and not self._bound(path, "calculate") else kind

    # --- choices

    def _choices(self, control: Element) -> Choices | None:
        itemset = control.first("itemset")
        if itemset is not None:
            value, label = itemset.first("value"), itemset.first("label")
            shown = label.get("ref") if label is not None else ""
            return _from(
                itemset.get("nodeset"), value.get("ref") if value is not None else "name",
                "" if shown.startswith("jr:itext") else shown,
            )  # fmt: skip
        if query := control.get("query"):
            return _from(query, "name", "label")
        if control.tag not in ("select", "select1", "rank"):
            return None
        return Choices(tuple(self._item(item) for item in control.elements("item")))

    def _item(self, item: Element) -> Choice:
        value = item.first("value")
        code = value.text.strip() if value is not None else ""
        entry = self.itext.of(item.first("label"))
        return Choice(code, entry.words, {"name": code}, entry.media)


def _together(element: Element) -> dict[str, list[Element]]:
    """Child elements by name, without those of entities."""
    found: dict[str, list[Element]] = {}
    for child in element.elements():
        if child.namespace != ENTITIES:
            found.setdefault(child.tag, []).append(child)
    return found


def _from(nodeset: str, value: str, label: str) -> Choices:
    seed, randomized = "", False
    if nodeset.startswith("randomize(") and nodeset.endswith(")"):
        randomized = True
        nodeset, seed = _arguments(nodeset[len("randomize(") : -1])
    match = re.match(r"""instance\(\s*(?:'([^']*)'|"([^"]*)")\s*\)""", nodeset)
    instance = (match[1] or match[2] or "") if match else ""
    return Choices((), instance, nodeset.strip(), value, label, randomized, seed.strip())


def _arguments(text: str) -> tuple[str, str]:
    """The first argument and the rest, parted at the first comma outside brackets and quotes."""
    depth, quote = 0, ""
    for place, sign in enumerate(text):
        if quote:
            quote = "" if sign == quote else quote
        elif sign in "'\"":
            quote = sign
        elif sign in "([":
            depth += 1
        elif sign in ")]":
            depth -= 1
        elif sign == "," and depth == 0:
            return text[:place], text[place + 1 :]
    return text, ""


def _literal(text: str) -> str:
    """A text as an XPath literal, "" for none."""
    if not text or "'" not in text:
        return f"'{text}'" if text else ""
    if '"' not in text:
        return f'"{text}"'
    quoted = (f"'{part}'" for part in text.split("'"))
    return "concat(" + ', "\'", '.join(quoted) + ")"


def _paths(nodes: tuple[Node, ...]) -> Iterator[str]:
    for node in nodes:
        yield node.path
        if isinstance(node, Section):
            yield from _paths(node.children)
