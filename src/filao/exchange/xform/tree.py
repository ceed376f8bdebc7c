"""XML from outside as a plain tree, under limits: no document type, no entities, nothing outside the file is followed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NoReturn
from xml.parsers import expat

from filao.core.problems import Problem
from filao.exchange.feeding import Feeding
from filao.exchange.limits import DEPTH_LIMIT, FILE_LIMIT

NODE_LIMIT = 500_000
"""Elements of one file: the largest list of a country's villages stays below it."""


@dataclass(slots=True)
class Element:
    """An element by its local name; texts stand among its children. Attributes go by their local names too."""

    tag: str
    namespace: str
    attributes: dict[str, str]
    children: list[Element | str] = field(default_factory=list)

    def elements(self, *tags: str) -> Iterator[Element]:
        """Child elements, all or those of the names given."""
        for child in self.children:
            if isinstance(child, Element) and (not tags or child.tag in tags):
                yield child

    def first(self, *tags: str) -> Element | None:
        return next(self.elements(*tags), None)

    @property
    def text(self) -> str:
        """Texts of the element itself and of all below it."""
        if len(self.children) == 1 and isinstance(self.children[0], str):
            return self.children[0]
        return "".join(child if isinstance(child, str) else child.text for child in self.children)

    def get(self, name: str) -> str:
        return self.attributes.get(name, "").strip()


def parse(data: bytes, name: str) -> Element:
    """The root element of a file.

    Raises Problem: file_too_large, file_empty, xml_broken, xml_doctype, xml_too_large.
    """
    if len(data) > FILE_LIMIT:
        raise Problem("file_too_large", name=name, limit_mb=FILE_LIMIT // 2**20)
    if not data.strip():
        raise Problem("file_empty", name=name)
    return _Parsing(name).parse(data)


class _Parsing:
    """One pass over the file; anything that could reach outside it stops the reading."""

    def __init__(self, name: str) -> None:
        self.name = name
        self._top = Element("", "", {})
        self._open = [self._top]
        self._count = 0
        self._parser = expat.ParserCreate(namespace_separator=" ")
        self._parser.buffer_text = True
        self._parser.StartDoctypeDeclHandler = self._refuse
        self._parser.EntityDeclHandler = self._refuse
        self._parser.ExternalEntityRefHandler = self._refuse
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._characters

    def parse(self, data: bytes) -> Element:
        try:
            Feeding(self._parser, self._broken).feed_all(data)
        except expat.ExpatError as error:
            raise Problem("xml_broken", name=self.name, line=error.lineno) from error
        except (ValueError, LookupError) as error:
            raise Problem("xml_broken", name=self.name, line=self._parser.CurrentLineNumber) from error
        return next(self._top.elements())

    def _broken(self) -> NoReturn:
        raise Problem("xml_broken", name=self.name, line=self._parser.CurrentLineNumber)

    def _refuse(self, *_: object) -> int:
        raise Problem("xml_doctype", name=self.name)

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        self._count += 1
        if self._count > NODE_LIMIT:
            raise Problem("xml_too_large", name=self.name, limit=NODE_LIMIT)
        if len(self._open) > DEPTH_LIMIT:
            self._broken()
        namespace, _, local = tag.rpartition(" ")
        element = Element(local, namespace, _own(attributes) if attributes else attributes)
        self._open[-1].children.append(element)
        self._open.append(element)

    def _end(self, _tag: str) -> None:
        self._open.pop()

    def _characters(self, text: str) -> None:
        self._open[-1].children.append(text)


def _own(attributes: dict[str, str]) -> dict[str, str]:
    """Attributes by their local names; one without a namespace goes before others of its name."""
    own = {key.rpartition(" ")[2]: value for key, value in attributes.items() if " " in key}
    return own | {key: value for key, value in attributes.items() if " " not in key}
