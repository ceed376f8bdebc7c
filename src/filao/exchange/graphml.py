"""Ties as GraphML, both ways: what igraph, Gephi, visone, NetworkX and yEd read and write.

Reading gives the sheets "organisations" and "relations" of a register, so that the usual dry run judges every row; the
ties of the file are accounted for before that. No document type, entity or outside file is ever followed.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import NoReturn
from xml.parsers import expat
from xml.sax.saxutils import escape, quoteattr

from filao.core.problems import Fault, Problem
from filao.core.register import Register
from filao.core.register.fields import SHORT_NAME_LIMIT
from filao.core.register.imports import Account, Rejection, Row, Table
from filao.exchange.feeding import Feeding
from filao.exchange.graph_attributes import BODY, TIE, Attribute, bodies_and_ties, xml_text
from filao.exchange.limits import CELL_LIMIT, DEPTH_LIMIT, ELEMENT_LIMIT, FILE_LIMIT, ROW_LIMIT

_TYPES = {"integer": "int"}
_BODY_COLUMNS = ("id", "name", "short_name", "kind", "four_p", "districts", "source_id")
_TIE_COLUMNS = (
    "id", "source_org", "target_org", "kind", "formality", "direction", "state", "year", "until", "source_id",
)  # fmt: skip
_KIND_NAMES = ("kind", "relation", "type", "label")
_READ = frozenset({*BODY, *TIE, *_BODY_COLUMNS, *_TIE_COLUMNS, *_KIND_NAMES})


@dataclass(frozen=True, slots=True)
class GraphFile:
    """What a graph file holds, as sheets, and what became of its ties: `account.rows` = kept + merged + rejected.

    Kept ties are rows of the sheet "relations". Row numbers are the places of nodes and ties in the file, from 1.
    `ignored` names attributes that are not read.
    """

    tables: tuple[Table, Table]
    account: Account
    rejections: tuple[Rejection, ...]
    ignored: tuple[str, ...]


def write(register: Register, *, restricted: bool = False) -> bytes:
    """The register's organisations and ties as one directed multigraph (graphml.graphdrawing.org).

    Parallel ties stay apart, each with its id; a mutual tie is one edge whose `direction` says so, since most programs
    refuse files that mix directed and undirected edges. Restricted bodies, their ties and restricted ties are left out
    unless `restricted`.
    """
    bodies, ties = bodies_and_ties(register, restricted=restricted)
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<graphml xmlns="http://graphml.graphdrawing.org/xmlns">',
        *_keys("node", BODY),
        *_keys("edge", TIE),
        '<graph id="filao" edgedefault="directed">',
    ]
    for body, values in bodies:
        lines += [f"<node id={_quoted(body.id)}>", *_data("node", values), "</node>"]
    for tie, values in ties:
        head = f"<edge id={_quoted(tie.id)} source={_quoted(tie.source)} target={_quoted(tie.target)}>"
        lines += [head, *_data("edge", values), "</edge>"]
    lines += ["</graph>", "</graphml>", ""]
    return "\n".join(lines).encode()


def _keys(of: str, types: Mapping[str, str]) -> Iterator[str]:
    for name, type_ in types.items():
        yield f'<key id="{of}_{name}" for="{of}" attr.name="{name}" attr.type="{_TYPES.get(type_, type_)}"/>'


def _data(of: str, values: Mapping[str, Attribute]) -> Iterator[str]:
    for name, value in values.items():
        yield f'<data key="{of}_{name}">{escape(xml_text(value))}</data>'


def _quoted(text: str) -> str:
    return quoteattr(xml_text(text))


# --- reading -------------------------------------------------------------------------------------------------------


def read(data: bytes, name: str, *, source_id: str = "") -> GraphFile:
    """Organisations and ties of a GraphML file, as sheets for `plan_import`.

    Attributes are read by their names as `write` gives them; of other programs' files `label` or `name` is the name, and
    `kind`, `relation`, `type` or `label` the kind of a tie. An undirected edge is a mutual tie. Ids that cannot be codes
    are turned into codes. `source_id` is the source of rows that name none. A tie without an id of its own that says word
    for word what an earlier one says is merged; rejected are ties without an end (tie_end_missing), with an end that is no node
    (tie_end_unknown), of a body to itself (self_tie), and hyperedges (hyperedge).

    Raises Problem: file_too_large, file_empty, not_graphml, graph_entities, graph_too_large, cell_too_long.
    """
    if len(data) > FILE_LIMIT:
        raise Problem("file_too_large", name=name, limit_mb=FILE_LIMIT // 2**20)
    if not data.strip():
        raise Problem("file_empty", name=name)
    found = _Reader(name)
    found.parse(data)
    code = _codes(node.id for node in found.nodes)
    bodies = [Row(place, _body_cells(node, code, source_id)) for place, node in enumerate(found.nodes, start=1)]
    ties, merged, rejections = _tie_rows(found.edges, code, source_id)
    return GraphFile(
        (Table("organisations", _BODY_COLUMNS, bodies), Table("relations", _TIE_COLUMNS, ties)),
        Account("relations", len(found.edges), len(ties), merged, len(rejections)),
        tuple(rejections),
        tuple(sorted(found.names - _READ)),
    )


@dataclass(slots=True)
class _Element:
    """A node or an edge as it stands in the file."""

    id: str
    values: dict[str, str] = field(default_factory=dict)
    source: str = ""
    target: str = ""
    directed: bool = True
    hyper: bool = False


class _Reader:
    """One pass over the file; anything that could reach outside it stops the reading."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.nodes: list[_Element] = []
        self.edges: list[_Element] = []
        self.names: set[str] = set()
        self._keys: dict[str, tuple[str, str]] = {}
        self._defaults: dict[str, dict[str, str]] = {"node": {}, "edge": {}}
        self._open: list[_Element] = []
        self._directed: list[bool] = []
        self._key = ""
        self._text: list[str] | None = None
        self._length = 0
        self._depth = 0
        self._elements = 0
        self._parser = expat.ParserCreate(namespace_separator=" ")
        self._parser.buffer_text = True
        self._parser.StartDoctypeDeclHandler = self._refuse
        self._parser.EntityDeclHandler = self._refuse
        self._parser.ExternalEntityRefHandler = self._refuse
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._characters

    def parse(self, data: bytes) -> None:
        try:
            Feeding(self._parser, self._unreadable).feed_all(data)
        except expat.ExpatError as error:
            raise Problem("not_graphml", name=self.name, line=error.lineno) from error
        except (ValueError, LookupError) as error:
            raise Problem("not_graphml", name=self.name, line=self._parser.CurrentLineNumber) from error

    def _unreadable(self) -> NoReturn:
        raise Problem("not_graphml", name=self.name, line=self._parser.CurrentLineNumber)

    def _refuse(self, *_: object) -> int:
        raise Problem("graph_entities", name=self.name)

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        tag = tag.rsplit(" ", 1)[-1]
        if self._depth == 0 and tag != "graphml":
            self._unreadable()
        self._depth += 1
        self._elements += 1
        if self._depth > DEPTH_LIMIT:
            self._unreadable()
        if self._elements > ELEMENT_LIMIT:
            raise Problem("graph_too_large", name=self.name, limit=ELEMENT_LIMIT)
        if tag == "key":
            self._key = attributes.get("id", "")
            self._keys[self._key] = (attributes.get("for", "all"), attributes.get("attr.name", self._key).lower())
        elif tag == "graph":
            self._directed.append(attributes.get("edgedefault") != "undirected")
        elif tag == "node":
            self._add(self.nodes, _Element(attributes.get("id", ""), dict(self._defaults["node"])))
        elif tag in ("edge", "hyperedge"):
            directed = attributes.get("directed")
            self._add(
                self.edges,
                _Element(
                    attributes.get("id", ""),
                    dict(self._defaults["edge"]),
                    attributes.get("source", ""),
                    attributes.get("target", ""),
                    self._directed[-1] if directed is None and self._directed else directed != "false",
                    tag == "hyperedge",
                ),
            )
        elif tag in ("data", "default"):
            if tag == "data":
                self._key = attributes.get("key", "")
            self._text, self._length = [], 0

    def _add(self, to: list[_Element], element: _Element) -> None:
        if len(to) >= ROW_LIMIT:
            raise Problem("graph_too_large", name=self.name, limit=ROW_LIMIT)
        to.append(element)
        self._open.append(element)

    def _end(self, tag: str) -> None:
        tag = tag.rsplit(" ", 1)[-1]
        self._depth -= 1
        if tag == "graph":
            self._directed.pop()
        elif tag in ("node", "edge", "hyperedge"):
            self._open.pop()
        elif tag in ("data", "default") and self._text is not None:
            self._keep(tag, " ".join("".join(self._text).split()))
            self._text = None

    def _keep(self, tag: str, text: str) -> None:
        of, name = self._keys.get(self._key, ("all", self._key.lower()))
        if tag == "default" and name in _READ:
            for kind in ("node", "edge") if of == "all" else (of,):
                self._defaults.setdefault(kind, {})[name] = text
        elif tag == "data" and self._open:
            self.names.add(name)
            if name in _READ:
                self._open[-1].values[name] = text

    def _characters(self, text: str) -> None:
        if self._text is not None:
            self._text.append(text)
            self._length += len(text)
            if self._length > CELL_LIMIT:
                raise Problem(
                    "cell_too_long", sheet=self.name, row=self._parser.CurrentLineNumber, column=self._key,
                    limit=CELL_LIMIT,
                )  # fmt: skip


def _codes(ids: Iterable[str]) -> dict[str, str]:
    """A code for each node id: itself where it can be one, else its letters and digits; no two alike."""
    codes: dict[str, str] = {}
    taken = _Taken()
    for id in ids:
        if id not in codes:
            codes[id] = taken.unlike(_code(id))
    return codes


def _code(id: str) -> str:
    plain = unicodedata.normalize("NFKD", id).encode("ascii", "ignore").decode()
    return re.sub(r"[^A-Za-z0-9_.:-]+", "_", plain).strip("_.:-")[:60]


class _Taken:
    """Codes already given, and where the numbering of each has come to."""

    def __init__(self, codes: Iterable[str] = ()) -> None:
        self._codes = set(codes)
        self._next: dict[str, int] = {}

    def unlike(self, code: str) -> str:
        """The code, or the code with the first number that makes it differ from all given before; it is then taken."""
        given = code
        while not given or given in self._codes:
            stem = code[:52] or "N"
            self._next[stem] = self._next.get(stem, 1) + 1
            given = f"{stem}-{self._next[stem]}"
        self._codes.add(given)
        return given


def _body_cells(node: _Element, code: Mapping[str, str], source_id: str) -> dict[str, str]:
    values = node.values
    name = values.get("name") or values.get("label") or node.id
    short = values.get("short_name") or next((text for text in (name, node.id) if len(text) <= SHORT_NAME_LIMIT), "")
    return {
        "id": code[node.id],
        "name": name,
        "short_name": short,
        "kind": values.get("kind", ""),
        "four_p": values.get("four_p", ""),
        "districts": values.get("districts") or values.get("territory", ""),
        "source_id": values.get("source_id") or source_id,
    }


def _tie_rows(edges: list[_Element], code: Mapping[str, str], source_id: str) -> tuple[list[Row], int, list[Rejection]]:
    often = Counter(edge.id for edge in edges)
    seen: set[tuple[tuple[str, str], ...]] = set()
    taken = _Taken(edge.id for edge in edges if often[edge.id] == 1)
    rows: list[Row] = []
    merged = 0
    rejections: list[Rejection] = []
    for place, edge in enumerate(edges, start=1):
        if fault := _edge_fault(edge, code):
            column, value, reason = fault
            facts = {"value": value, "column": column}
            rejections.append(Rejection("relations", place, column, value, Fault(reason, facts), edge.id))
            continue
        cells = _tie_cells(edge, code, source_id)
        own = edge.id if often[edge.id] == 1 and _code(edge.id) == edge.id else ""
        said = tuple(sorted(cells.items()))
        if not own and said in seen:
            merged += 1
            continue
        seen.add(said)
        cells["id"] = own or taken.unlike(f"{cells['source_org'][:24]}-{cells['target_org'][:24]}")
        rows.append(Row(place, cells))
    return rows, merged, rejections


def _edge_fault(edge: _Element, code: Mapping[str, str]) -> tuple[str, str, str] | None:
    """Column, value and reason of what keeps the edge from being a tie."""
    if edge.hyper:
        return "source", edge.id, "hyperedge"
    for column, end in (("source", edge.source), ("target", edge.target)):
        if not end:
            return column, "", "tie_end_missing"
        if end not in code:
            return column, end, "tie_end_unknown"
    return ("target", edge.target, "self_tie") if edge.source == edge.target else None


def _tie_cells(edge: _Element, code: Mapping[str, str], source_id: str) -> dict[str, str]:
    values = edge.values
    direction = values.get("direction") or ("directed" if edge.directed else "mutual")
    return {
        "source_org": code[edge.source],
        "target_org": code[edge.target],
        "kind": next((values[name] for name in _KIND_NAMES if values.get(name)), ""),
        "formality": values.get("formality", ""),
        "direction": direction,
        "state": values.get("state", ""),
        "year": values.get("year", ""),
        "until": values.get("until", ""),
        "source_id": values.get("source_id") or source_id,
    }
