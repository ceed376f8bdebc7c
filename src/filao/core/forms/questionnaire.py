"""A questionnaire as it is published: the tree of an XForm, its logic, its choices and its texts in every language.

`exchange.xform` reads it from XForm XML; `core.forms.filling` fills it in; every way to answer shows it. Nothing here
evaluates: conditions are kept as the XPath texts that the form states. Paths are those of the primary instance,
"/data/group/question".
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal

DataType = Literal[
    "text", "integer", "decimal", "date", "time", "datetime", "select_one", "select_multiple", "rank", "range",
    "note", "acknowledge", "geopoint", "geotrace", "geoshape", "barcode", "image", "audio", "video", "file",
    "calculate", "metadata",
]  # fmt: skip
"""`calculate` holds a computed or hidden value, `metadata` one that the client preloads (start, today, deviceid …)."""

FILE_TYPES: frozenset[DataType] = frozenset({"image", "audio", "video", "file"})
UNSEEN_TYPES: frozenset[DataType] = frozenset({"calculate", "metadata"})


@dataclass(frozen=True, slots=True)
class Output:
    """A value shown within a text, by the expression that gives it."""

    expression: str


Text = tuple["str | Output", ...]
Texts = Mapping[str, Text]
"""Language -> text. Languages are codes (en, fr, mfe) where the form names them, "" for a text given in no language."""

Media = Mapping[str, Mapping[str, str]]
"""Kind (image, audio, video, big-image) -> language -> file name."""

Event = Literal["first-load", "new-repeat", "value-changed"]


@dataclass(frozen=True, slots=True)
class Choice:
    """One option: the value kept, its texts, and every column of its row, which filters and look-ups ask for.

    `media` is the pictures and sounds that go with its label, as those of a Question.
    """

    value: str
    labels: Texts
    columns: Mapping[str, str] = field(default_factory=dict)
    media: Media = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Choices:
    """Where the options of a question come from: listed, or the rows that `nodeset` (an XPath) finds.

    `instance` is the id of the secondary instance that holds the rows, "" where `listed` holds the options or a repeat of
    the form does. `value` is the column kept; `label` the column shown, "" for the texts of the option itself. `seed` (an
    XPath) and `randomized` state a shuffled order.
    """

    listed: tuple[Choice, ...] = ()
    instance: str = ""
    nodeset: str = ""
    value: str = "name"
    label: str = ""
    randomized: bool = False
    seed: str = ""


@dataclass(frozen=True, slots=True)
class Action:
    """A value set once when something happens: the form is opened, a repeat added, or the question `source` changes.

    `expression` is the XPath of the value, "" to empty the target.
    """

    event: Event
    target: str
    expression: str
    source: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """A node of the form that holds a value.

    `default` is the text it begins with; computed defaults are Actions. `parameters` are further attributes of its
    control (rows, max-pixels, capture-accuracy), and "bind", the type of an unseen value that is no text.
    """

    path: str
    type: DataType
    labels: Texts = field(default_factory=dict)
    hints: Texts = field(default_factory=dict)
    guidance: Texts = field(default_factory=dict)
    choices: Choices | None = None
    relevant: str = ""
    required: str = ""
    required_messages: Texts = field(default_factory=dict)
    constraint: str = ""
    constraint_messages: Texts = field(default_factory=dict)
    calculation: str = ""
    readonly: str = ""
    default: str = ""
    appearance: str = ""
    preload: str = ""
    start: str = ""
    end: str = ""
    step: str = ""
    media: Media = field(default_factory=dict)
    parameters: Mapping[str, str] = field(default_factory=dict)

    @property
    def name(self) -> str:
        return self.path.rpartition("/")[2]


@dataclass(frozen=True, slots=True)
class Section:
    """A group or a repeat.

    `count` is the expression that fixes how many times a repeat stands, "" where the person adds; `initial` how many
    there are at first, `added` how many in a time of the repeat around it that comes later; `fixed` that none may be added
    or removed.
    """

    path: str
    children: tuple[Node, ...]
    labels: Texts = field(default_factory=dict)
    relevant: str = ""
    repeats: bool = False
    count: str = ""
    appearance: str = ""
    initial: int = 1
    added: int = 1
    fixed: bool = False

    @property
    def name(self) -> str:
        return self.path.rpartition("/")[2]


Node = Question | Section


@dataclass(frozen=True, slots=True)
class Questionnaire:
    """A published form.

    `instances` are the secondary instances by id, as far as the form itself holds them; `sources` names the file of each
    of the others; `files` are names of all attachments it needs (lists, pictures). `namespace` is that of the answers and
    `meta_namespace` that of their block of metadata, "" where the form gives them none of their own.
    """

    id: str
    version: str
    title: str
    root: str
    languages: tuple[str, ...]
    default_language: str
    children: tuple[Node, ...]
    instances: Mapping[str, tuple[Choice, ...]] = field(default_factory=dict)
    sources: Mapping[str, str] = field(default_factory=dict)
    files: tuple[str, ...] = ()
    actions: tuple[Action, ...] = ()
    namespace: str = ""
    meta_namespace: str = ""
    public_key: str = ""

    def nodes(self) -> Iterator[Node]:
        """Every node below the root, parents first."""
        yield from _below(self.children)

    def questions(self) -> Iterator[Question]:
        """Every question, in the order of the form."""
        for node in self.nodes():
            if isinstance(node, Question):
                yield node

    def repeats_above(self, path: str) -> tuple[str, ...]:
        """Paths of the repeats that hold a node, the outermost first."""
        repeated = {node.path for node in self.nodes() if isinstance(node, Section) and node.repeats}
        parts = path.split("/")
        above = ["/".join(parts[:length]) for length in range(2, len(parts) + 1)]
        return tuple(place for place in above if place in repeated)


def _below(nodes: tuple[Node, ...]) -> Iterator[Node]:
    for node in nodes:
        yield node
        if isinstance(node, Section):
            yield from _below(node.children)
