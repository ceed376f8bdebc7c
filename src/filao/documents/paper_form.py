"""Any questionnaire on paper: boxes, lines, the logic in sentences, and the numbers under which it is keyed in.

A block that is repeated is printed several times; a list too long for boxes stands once at the end, numbered, and its
numbers are written in. What paper cannot hold (calculations, pictures, sounds, places) is left out and said.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from filao.core.forms.numbering import numbers, option_numbers
from filao.core.forms.questionnaire import Choice, Output, Question, Questionnaire, Section, Text, Texts
from filao.core.forms.variables import options_of
from filao.documents import model as m
from filao.documents.language import N_, labels, say
from filao.documents.language import numbers as written
from filao.documents.words import logic

KIND = "paper-form"
LANGUAGES = ("en", "fr", "mfe")
_DRAFT = "[draft] "
_MOST_BOXES = 24
"""Options beyond which a list stands at the end."""
_OFF_PAPER = frozenset({"image", "audio", "video", "file", "geopoint", "geotrace", "geoshape"})
_SKIPPED = frozenset({"calculate", "metadata"})
_FALLBACK = {"mfe": ("mfe", "fr", "en", ""), "fr": ("fr", "en", ""), "en": ("en", "")}


@dataclass(frozen=True, slots=True)
class Paper:
    """What is printed: a form in a language, the rows of its lists in files, and what stands in the running lines.

    `title` stands for that of the form, which has one language only; `copies` is how often a block that people repeat is
    printed.
    """

    form: Questionnaire
    language: str
    today: date
    workspace: str = ""
    notice: str = ""
    lists: Mapping[str, Sequence[Choice]] = field(default_factory=dict)
    title: str = ""
    copies: int = 3


def compose(paper: Paper) -> m.Document:
    """The printed form."""
    return _Composing(paper).document()


class _Composing:
    def __init__(self, paper: Paper) -> None:
        self.paper = paper
        self.form = paper.form
        self.lang = paper.language
        self.numbers = numbers(paper.form)
        self.drafts = False
        self.long: dict[str, tuple[str, Sequence[Choice]]] = {}

    def document(self) -> m.Document:
        body = list(self._sections(self.form.children))
        head = m.Section("paper-head", "", (*self._warnings(), self._head()), numbered=False)
        sections = [head, *body]
        meta = m.Meta(
            title=self.paper.title or self.form.title or self.form.id,
            subtitle=self._subtitle(),
            kind=KIND,
            code=f"{self.form.id} · {self.form.version}",
            version="",
            language=self.lang,
            date=written.day(self.paper.today.isoformat(), self.lang),
            data_date="",
            notice=self.paper.notice,
            client=self.paper.workspace,
            workspace=self.paper.workspace,
            audience="working_group",
            stamp=self.paper.today.isoformat(),
        )
        return m.Document(
            meta=meta,
            sections=tuple(sections),
            annexes=tuple(self._lists()),
            style="paper",
            contents=False,
            labels=labels.words(self.lang),
            references=None,
        )

    def _say(self, message: str, **values: object) -> str:
        return say(self.lang, message, **values)

    def _subtitle(self) -> str:
        return self._say(N_("Paper form. Write in capitals, one digit in each box; do not write any person's name."))

    def _warnings(self) -> Iterator[m.Block]:
        """What whoever prints the form should know of its texts."""
        if self.drafts:
            yield self._small(
                "drafts", self._say(N_("Texts in this language are drafts, to be read by a native speaker."))
            )
        if self.form.languages and self.lang not in self.form.languages:
            yield self._small(
                "language", self._say(N_("The form has no texts in this language; another one stands here."))
            )

    def _head(self) -> m.Block:
        rows = (N_("Number of this paper"), N_("Date"), N_("Keyed in on, by (initials)"))
        cells = tuple((m.span(self._say(row)), ()) for row in rows)
        return m.Table(
            id="paper-head-table", caption="", roomy=True, columns=(m.Column("", 1.4), m.Column("", 3)), rows=cells,
            evidence=m.Evidence(), numbered=False,
        )  # fmt: skip

    # --- body

    def _sections(self, nodes: Sequence[Question | Section]) -> Iterator[m.Section]:
        """One part of the document for each group at the top, and for what stands between them."""
        loose: list[m.Block] = []
        for node in nodes:
            if isinstance(node, Section) and node.name != "meta":
                if loose:
                    yield m.Section(f"part-{node.name}-before", "", tuple(loose), numbered=False)
                    loose = []
                yield from self._group(node)
            elif isinstance(node, Question):
                loose += self._question(node, "")
        if loose:
            yield m.Section("part-last", "", tuple(loose), numbered=False)

    def _group(self, section: Section) -> Iterator[m.Section]:
        title = self._text(section.labels) or section.name
        if not section.repeats:
            blocks = [*self._condition(section, ""), *self._inside(section, "")]
            if blocks:
                told = not any(isinstance(block, m.Lines) for block in blocks)
                yield m.Section(f"part-{section.name}", title, tuple(blocks), numbered=False, together=told)
            return
        for copy in range(1, self.paper.copies + 1):
            key = f"-{copy}"
            blocks = [*self._repeated(section, key), *self._condition(section, key), *self._inside(section, key)]
            yield m.Section(f"part-{section.name}{key}", f"{title} · {copy}", tuple(blocks), numbered=False)

    def _inside(self, section: Section, key: str) -> Iterator[m.Block]:
        for node in section.children:
            if isinstance(node, Question):
                yield from self._question(node, key)
            elif node.repeats:
                for copy in range(1, self.paper.copies + 1):
                    title = f"{self._text(node.labels) or node.name} · {copy}"
                    yield m.Heading(id=f"{node.name}{key}-{copy}", level=2, text=title, numbered=False)
                    yield from self._repeated(node, f"{key}-{copy}")
                    yield from self._inside(node, f"{key}-{copy}")
            else:
                if title := self._text(node.labels):
                    yield m.Heading(id=f"{node.name}{key}", level=2, text=title, numbered=False)
                yield from self._condition(node, key)
                yield from self._inside(node, key)

    def _condition(self, section: Section, key: str) -> Iterator[m.Block]:
        said = self._only_if(section.relevant, section.path)
        if said:
            yield self._small(f"{section.name}{key}-condition", said)

    def _repeated(self, section: Section, key: str) -> Iterator[m.Block]:
        said = logic.as_often_as(section.count, self.form, self.lang, numbers=self.numbers) if section.count else ""
        more = self._say(N_("Copy this block when {copies} are not enough."), copies=self.paper.copies)
        if key.endswith("-1"):
            yield self._small(f"{section.name}{key}-repeat", f"{said} {more}".strip())

    def _small(self, id: str, text: str) -> m.Block:
        return m.Paragraph(id=id, style="small", inline=(m.Span(text, italic=True),))

    def _only_if(self, relevant: str, path: str) -> str:
        return logic.only_if(relevant, self.form, self.lang, at=path, numbers=self.numbers, lists=self.paper.lists)

    # --- questions

    def _question(self, question: Question, key: str) -> Iterator[m.Block]:
        if question.type in _SKIPPED:
            return
        id = f"{question.path.rpartition('/')[2]}{key}"
        text, hint = self._text(question.labels), self._text(question.hints)
        condition = self._only_if(question.relevant, question.path)
        if question.type == "note":
            if condition:
                yield self._small(f"{id}-condition", condition)
            yield m.Paragraph(id=id, inline=m.span(text or hint))
            return
        label = [m.Span(text or hint or question.name, bold=True)]
        if hint and text:
            label.append(m.Span(f"  {hint}", italic=True))
        asked = m.Lines(
            id=id, label=tuple(label), condition=condition, number=str(self.numbers[question.path]), lines=0
        )
        yield self._with_room(asked, question)

    def _with_room(self, asked: m.Lines, question: Question) -> m.Lines:
        """The question with the room for its answer, by its type."""
        allowed = logic.allowed_if(
            question.constraint, self.form, self.lang, at=question.path, numbers=self.numbers, lists=self.paper.lists
        )
        if question.choices is not None:
            return self._with_options(asked, question, allowed)
        if question.type == "text":
            return replace(asked, lines=5 if "multiline" in question.appearance else 2, remark=allowed)
        if question.type == "acknowledge":
            return replace(asked, choices=(self._say(N_("Yes")),), codes=("1",))
        if question.type in _OFF_PAPER:
            return replace(asked, remark=self._say(N_("Not on paper: on a phone or tablet only.")))
        return replace(asked, boxes=self._boxes(question), remark=allowed)

    def _with_options(self, asked: m.Lines, question: Question, allowed: str) -> m.Lines:
        options = self._all_options(question)
        remarks = {
            "select_multiple": self._say(N_("Tick all that apply.")),
            "rank": self._say(N_("Write 1 into the box of the first, 2 into that of the second, and so on.")),
        }
        remark = " ".join(filter(None, (remarks.get(question.type, ""), allowed)))
        if not options:
            return replace(asked, lines=1, remark=remark)
        if len(options) > _MOST_BOXES:
            key = question.choices.instance if question.choices else question.path
            name, _ = self.long.setdefault(key, (chr(ord("A") + len(self.long) % 26), options))
            where = self._say(N_("Write the number from list {name} at the end."), name=name)
            many = question.type != "select_one"
            pattern = "###" if len(options) > 99 else "##"
            boxes = "   ".join([pattern] * (6 if many else 1))
            return replace(asked, boxes=boxes, remark=f"{where} {allowed}".strip())
        codes = option_numbers(options)
        said = (self._text(option.labels) or option.value for option in options)
        shown = tuple(text.removeprefix(code).lstrip(" :.–-") for text, code in zip(said, codes, strict=True))
        return replace(asked, choices=shown, codes=codes, remark=remark)

    def _all_options(self, question: Question) -> Sequence[Choice]:
        if question.choices is None:
            return ()
        return options_of(question, self.form) or tuple(self.paper.lists.get(question.choices.instance, ()))

    def _boxes(self, question: Question) -> str:
        patterns = {
            "date": "## / ## / ####",
            "time": "## : ##",
            "datetime": "## / ## / ####   ## : ##",
            "decimal": "#### . ##",
        }
        if question.type in patterns:
            return patterns[question.type]
        most = max((len(found) for found in re.findall(r"\d+", f"{question.constraint} {question.end}")), default=4)
        return "#" * max(2, min(most, 9))

    # --- lists and texts

    def _lists(self) -> Iterator[m.Section]:
        for name, options in self.long.values():
            rows = []
            half = (len(options) + 1) // 2
            for line in range(half):
                cells: list[m.Inline] = []
                for place in (line, line + half):
                    known = place < len(options)
                    cells.append(m.span(str(place + 1) if known else ""))
                    cells.append(m.span(self._text(options[place].labels) or options[place].value if known else ""))
                rows.append(tuple(cells))
            columns = (m.Column("", 0.35, "right"), m.Column("", 3), m.Column("", 0.35, "right"), m.Column("", 3))
            table = m.Table(
                id=f"list-{name}", caption="", columns=columns, rows=tuple(rows), evidence=m.Evidence(), numbered=False,
                compact=True,
            )  # fmt: skip
            yield m.Section(f"list-{name}", self._say(N_("List {name}"), name=name), (table,), numbered=False)

    def _text(self, texts: Texts) -> str:
        for code in _FALLBACK.get(self.lang, (self.lang, "")):
            if text := self._said(texts.get(code, ())):
                return text
        return self._said(next(iter(texts.values()), ()))

    def _said(self, text: Text) -> str:
        """A text with the answers that stand within it named by number; "" where there is none."""
        said = "".join(part if isinstance(part, str) else self._output(part) for part in text).strip()
        self.drafts = self.drafts or said.startswith(_DRAFT)
        return "" if said == "-" else said.removeprefix(_DRAFT)

    def _output(self, output: Output) -> str:
        said = logic.sentence_of(output.expression, self.form, self.lang, numbers=self.numbers)
        number = re.search(r"\d+", said)
        return f"[{number.group()}]" if number else "…"
