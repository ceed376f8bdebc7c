"""Texts of an XForm: itext by language, labels with values shown within them, and the pictures and sounds beside them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from filao.core.forms.questionnaire import Output, Text, Texts
from filao.exchange.xform.names import codes, file_of
from filao.exchange.xform.tree import Element

_WORDS = ("", "long", "short")
_ITEXT = re.compile(r"""\s*jr:itext\(\s*(?:'([^']*)'|"([^"]*)")\s*\)\s*$""")


@dataclass(slots=True)
class Entry:
    """What itext holds under one id: its texts, the guidance with it, and the files of each kind by language."""

    words: dict[str, Text] = field(default_factory=dict)
    guidance: dict[str, Text] = field(default_factory=dict)
    media: dict[str, dict[str, str]] = field(default_factory=dict)


class Itext:
    """The translations of a form. `languages` are codes in the order of the form, ("",) where it names none."""

    def __init__(self, model: Element) -> None:
        self._entries: dict[str, Entry] = {}
        translations = [one for itext in model.elements("itext") for one in itext.elements("translation")]
        code = codes(dict.fromkeys(one.get("lang") for one in translations))
        self.languages = tuple(code.values()) or ("",)
        default = next((one.get("lang") for one in translations if "default" in one.attributes), None)
        self.default = self.languages[0] if default is None else code[default]
        self.files: list[str] = []
        for translation in translations:
            for text in translation.elements("text"):
                self._keep(self._entries.setdefault(text.get("id"), Entry()), text, code[translation.get("lang")])
        for entry in self._entries.values():
            _drop_placeholders(entry.words)
            _drop_placeholders(entry.guidance)

    def _keep(self, entry: Entry, text: Element, language: str) -> None:
        for value in text.elements("value"):
            form = value.get("form")
            if form in _WORDS:
                entry.words.setdefault(language, mixed(value))
            elif form == "guidance":
                entry.guidance[language] = mixed(value)
            elif name := file_of(value.text):
                entry.media.setdefault(form, {})[language] = name
                self.files.append(name)

    def entry(self, id: str) -> Entry:
        return self._entries.get(id, Entry())

    def of(self, element: Element | None) -> Entry:
        """What a label or hint says: the itext it names, a value of the form, or its own content."""
        if element is None:
            return Entry()
        reference = element.get("ref")
        if match := _ITEXT.match(reference):
            return self.entry(match[1] or match[2] or "")
        return Entry({"": (Output(reference),)}) if reference else Entry(_own(mixed(element)))

    def message(self, text: str) -> Texts:
        """A message given in an attribute, as itself or as the id of an itext."""
        if match := _ITEXT.match(text):
            return self.entry(match[1] or match[2] or "").words
        return _own((text,) if text else ())


def mixed(element: Element) -> Text:
    """The content of an element as a text with the values shown within it, without blanks at its ends."""
    parts: list[str | Output] = []
    for child in element.children:
        if isinstance(child, str):
            if parts and isinstance(parts[-1], str):
                parts[-1] += child
            else:
                parts.append(child)
        elif child.tag == "output":
            parts.append(Output(child.get("value") or child.get("ref")))
    if parts and isinstance(parts[0], str):
        parts[0] = parts[0].lstrip()
    if parts and isinstance(parts[-1], str):
        parts[-1] = parts[-1].rstrip()
    return tuple(part for part in parts if part)


def _own(text: Text) -> dict[str, Text]:
    return {"": text} if text else {}


def _drop_placeholders(words: dict[str, Text]) -> None:
    """pyxform writes "-" where a translation is missing: what is missing is told as missing."""
    if any(_said(words.values())):
        for language in [language for language, text in words.items() if text in ((), ("-",))]:
            del words[language]


def _said(texts: Iterable[Text]) -> Iterable[bool]:
    return (text not in ((), ("-",)) for text in texts)
