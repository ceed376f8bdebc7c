"""What every deliverable is composed from: the reading of the register, the engagement, and what people have written."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Mapping, MutableMapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import Any, Literal

from filao import __version__
from filao.core.analysis import Analysis
from filao.core.comments import Comment
from filao.core.desk import Interview
from filao.core.engagement import Engagement
from filao.core.evidence import Advice, Finding
from filao.core.problems import Fault
from filao.core.protection import NOTHING, Account
from filao.core.register import Organisation, Register, Shared, shared_sources, veiled
from filao.core.validation import Record
from filao.documents import chart, markup, terms
from filao.documents import model as m
from filao.documents.language import N_, labels, numbers, say, say_n

SectionStatus = Literal["draft", "edited", "accepted"]


@dataclass(frozen=True, slots=True)
class Written:
    """A section as people left it: its text, its status, and the figures as they stood when it was written."""

    text: str
    status: SectionStatus = "edited"
    figures: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Standing:
    """What people decided on a finding: words of their own, whether it stands, for whom, and the bodies' replies.

    `asked` have replied or let their date pass. Of those that still have time (`waiting`), and of those that let it pass
    (`silent`), the days are told on which they were asked and by which a reply is due (ISO).
    """

    text: str = ""
    status: Literal["draft", "accepted", "validated", "dropped"] = "draft"
    audience: str = ""
    asked: tuple[str, ...] = ()
    replies: Mapping[str, str] = field(default_factory=dict)
    waiting: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    silent: Mapping[str, tuple[str, str]] = field(default_factory=dict)


def unasked(finding: Finding, standing: Standing) -> tuple[str, ...]:
    """Bodies that a negative finding names and that nobody has asked for their reply; none where it was dropped."""
    if not finding.negative or standing.status == "dropped":
        return ()
    known = {*standing.asked, *standing.replies, *standing.waiting, *standing.silent}
    return tuple(body for body in finding.bodies if body not in known)


@dataclass(frozen=True, slots=True)
class Offer:
    """What a section offers to its writer: the title, the first draft, and the names of the blocks it may place."""

    title: str
    draft: str
    blocks: tuple[str, ...] = ()
    budget: float = 0.0


@dataclass(frozen=True)
class Material:
    """Everything a composer may use. Nothing here holds a person's name or a shelter's place.

    `drawings` keeps finished drawings by the hash of their content; `faults` gathers what is wrong with the texts as
    sections are composed, `offers` what each section offers to its writer.
    """

    analysis: Analysis
    engagement: Engagement
    workspace: str
    country: str
    today: date
    language: str = "en"
    audience: m.Audience = "public"
    notice: str = ""
    simulated: bool = False
    version: str = "draft"
    revision: int = 0
    final: bool = False
    findings: tuple[Finding, ...] = ()
    advice: tuple[Advice, ...] = ()
    standing: Mapping[str, Standing] = field(default_factory=dict)
    texts: Mapping[tuple[str, str], Written] = field(default_factory=dict)
    interviews: tuple[Interview, ...] = ()
    comments: tuple[Comment, ...] = ()
    validations: tuple[Record, ...] = ()
    protection: Account = NOTHING
    geography: Mapping[str, Any] | None = None
    logos: tuple[str, ...] = ()
    drawings: MutableMapping[str, str] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    offers: dict[str, Offer] = field(default_factory=dict)

    @cached_property
    def register(self) -> Register:
        """The register as it may leave: interviews that are not named stand behind the source they share."""
        return veiled(self.analysis.register)

    @cached_property
    def words(self) -> dict[str, str]:
        return labels.words(self.language)

    @property
    def held(self) -> tuple[Interview, ...]:
        return tuple(i for i in self.interviews if i.status == "held")

    def comments_on(self, kind: str) -> tuple[Comment, ...]:
        """Comments on the drafts of one deliverable."""
        return tuple(comment for comment in self.comments if comment.deliverable == kind)

    @property
    def data_date(self) -> str:
        return numbers.day(self.register.reference_date, self.language)

    @property
    def record_stood(self) -> str:
        """To which date it is known, inside an English sentence: the public record, and what bodies said since."""
        register = self.analysis.register
        if register.evidence_to or not register.heard_to:
            return "the public record stood on {data.date}"
        public, heard = (numbers.day(day, "en") for day in (register.data_date, register.heard_to))
        return f"it is known from public sources to {public} and from interviews and sheets to {heard}"

    def people(self, count: int | None) -> str:
        """A number of people as this edition may tell it."""
        return "–" if count is None else numbers.people(count, self.audience, self.language)

    # --- names and labels

    def label(self, scheme: str, code: str) -> str:
        return self.register.vocabulary.label(scheme, code, self.language)

    def running(self, scheme: str, code: str) -> str:
        """The label as it stands inside a sentence."""
        return self.register.vocabulary.running(scheme, code, self.language)

    def code_label(self, group: str, code: str) -> str:
        return labels.label(group, code, self.language)

    def territory(self, code: str) -> str:
        return self.code_label("territory", code) if code == "REPUBLIC" else self.label("district", code)

    def body(self, id: str) -> Organisation | None:
        return self.register.organisations.get(self.register.merged.get(id, id))

    def short(self, id: str) -> str:
        body = self.body(id)
        return body.short_name if body else id

    def full(self, id: str) -> str:
        body = self.body(id)
        return body.name_in(self.language) if body else id

    def shorts(self, ids: Iterable[str], *, most: int = 0) -> str:
        return numbers.enumeration([self.short(id) for id in ids], self.language, most=most)

    def named(self, items: Iterable[str], *, most: int = 0) -> str:
        return numbers.enumeration(list(items), self.language, most=most)

    # --- sources

    @cached_property
    def citations(self) -> dict[str, str]:
        """Brief citation of each source of the register."""
        return self.cited_as(self.register.sources)

    def cited_as(self, ids: Iterable[str], *, letters: bool = True) -> dict[str, str]:
        """Brief citation of each of these sources: who and when; with `letters`, those that would read the same are told
        apart by a letter, given among these alone."""
        by_label: dict[str, list[str]] = {}
        unnamed = {one.id: one for one in self._unnamed.values()}
        shown = {id: self._interview(unnamed[id]) for id in ids if id in unnamed}
        for id in ids:
            source = self.register.sources.get(id)
            if source is not None and id not in unnamed:
                year = str(source.year or self._undated)
                label = source.citation if year in source.citation.split() else f"{source.citation} {year}"
                by_label.setdefault(label, []).append(id)
        for label, same in by_label.items():
            for place, id in enumerate(sorted(same)):
                shown[id] = label if len(same) == 1 or not letters else f"{label}{chr(97 + place)}"
        return shown

    @cached_property
    def _unnamed(self) -> dict[str, Shared]:
        return shared_sources(self.analysis.register)

    def _interview(self, one: Shared) -> str:
        """How an interview is cited whose body may not be named."""
        year = one.year or self._undated
        if not one.sector:
            return say(self.language, N_("Interview, {year}"), year=year)
        return say(
            self.language, N_("Interview, {sector}, {year}"), sector=self.label("org_kind", one.sector), year=year
        )

    def _without_codes(self, text: str) -> str:
        """A text whose citations of unnamed interviews point to the source they share."""
        if not self._unnamed:
            return text
        return re.sub(
            r"@([A-Za-z0-9][\w.:-]*)", lambda m: f"@{self._unnamed[m[1]].id if m[1] in self._unnamed else m[1]}", text
        )

    @property
    def _undated(self) -> str:
        return "s.d." if self.language in ("fr", "mfe") else "n.d."

    def references(self, citations: Mapping[str, str]) -> tuple[tuple[str, m.Inline], ...]:
        """The list of sources, by these brief citations."""
        found = []
        for id in sorted(citations, key=lambda i: citations[i].casefold()):
            source = self.register.sources[id]
            if id in {one.id for one in self._unnamed.values()}:
                found.append((id, m.span(citations[id])))
                continue
            runs = [
                m.Span(citations[id], bold=True),
                m.Span(f"{'' if citations[id].endswith('.') else '.'} {source.publisher.rstrip('.')}. "),
                m.Span(source.title, italic=True),
                m.Span(" " if source.title.endswith((".", "?", "!")) else ". "),
            ]
            if source.url:
                runs.append(m.Span(_host(source.url), link=source.url))
            found.append((id, tuple(runs)))
        return tuple(found)

    # --- blocks

    def evidence(self, n: str = "", *, sources: Iterable[str] = (), text: str = "", note: str = "") -> m.Evidence:
        """What stands under a table or figure: the register as a whole, unless narrower sources are named."""
        ids = tuple(sources)
        shown = text or "; ".join(self.citations[id] for id in ids if id in self.citations)
        if not shown:
            shown = self.say_register()
        return m.Evidence(n=n, sources=ids, source_text=shown, date=self.data_date, note=note)

    def say_register(self) -> str:
        return say(
            self.language,
            N_("register of {name}, {n} sources"),
            name=self.workspace,
            n=len(self.analysis.register.sources),
        )

    def say_cited(self, n: int) -> str:
        """What the list of sources at the end holds."""
        return say_n(
            self.language,
            "One source is cited in this document, of {all} in the register.",
            "{n} sources are cited in this document, of {all} in the register.",
            n,
            all=len(self.analysis.register.sources),
        )

    def picture(
        self,
        id: str,
        spec: chart.Spec,
        caption: str,
        alt: str,
        evidence: m.Evidence,
        data: tuple[Sequence[str], Sequence[Sequence[str]]] = ((), ()),
        audience: m.Audience = "public",
    ) -> m.Picture:
        """A chart as a block; its labels must reach the page."""
        svg, size = chart.draw(spec, self.drawings)
        return m.Picture(
            id=id, audience=audience, caption=caption, alt=alt, svg=svg, size=size, evidence=evidence,
            labels=chart.labels_of(svg), data=(tuple(data[0]), tuple(tuple(row) for row in data[1])),
        )  # fmt: skip

    def section(
        self,
        document: str,
        id: str,
        title: str,
        draft: str,
        offered: Mapping[str, Sequence[m.Block]] | None = None,
        *,
        budget: float = 0.0,
        counted: bool = True,
        page_break: bool = False,
    ) -> m.Section:
        """A section from what people wrote, or from its first draft; blocks are placed where the text calls them."""
        written = self.texts.get((document, id))
        self.offers[id] = Offer(title, draft, tuple(offered or ()), budget)
        parsed = markup.parse(
            self._without_codes(written.text) if written else draft,
            language=self.language,
            figures=self.analysis.figures,
            sources=lambda source: source in self.register.sources,
            blocks=offered or {},
            prefix=id,
        )
        self.faults.extend(Fault(f.code, {**f.facts, "block": id, "title": title}) for f in parsed.faults)
        status = written.status if written else "draft"
        return m.Section(id, title, parsed.blocks, budget=budget, counted=counted, status=status, page_break=page_break)

    def inline(self, text: str) -> m.Inline:
        """One line of marked-up text."""
        return self.line(text)[0]

    def line(self, text: str) -> tuple[m.Inline, markup.Parsed]:
        """One line of marked-up text, and what it refers to."""
        return markup.parse_inline(
            self._without_codes(text),
            language=self.language,
            figures=self.analysis.figures,
            sources=lambda source: source in self.register.sources,
        )

    # --- front matter

    def meta(self, kind: str, title: str, subtitle: str, *, code: str, cover: bool = True) -> m.Meta:
        lang = self.language
        edition = ""
        if not self.final:
            edition = say(lang, N_("Desk-review edition")) if not self.held else say(lang, N_("Draft for comments"))
        if self.audience != "public":
            edition = " · ".join(p for p in (edition, self.code_label("audience", self.audience)) if p)
        colophon = say(
            lang,
            N_("Built by Filao {software} from revision {revision} of the register (fingerprint {print})."),
            software=__version__,
            revision=self.revision,
            print=self.fingerprint,
        )
        return m.Meta(
            title=title,
            subtitle=subtitle,
            kind=kind,
            code=code,
            version=labels.version(self.version, lang),
            language=lang,
            date=numbers.day(self.today.isoformat(), lang),
            data_date=self.data_date,
            edition=edition,
            notice=self.notice,
            client=terms.client_line(self),
            workspace=self.workspace,
            project=self.engagement.project if cover else "",
            audience=self.audience,
            logos=self.logos,
            disclaimer=self.disclaimer() if cover else (),
            colophon=(colophon,),
            acknowledgement=say(lang, N_("Space for the acknowledgement of the donor and the logos of the partners."))
            if cover and not self.logos
            else "",
            stamp=self.today.isoformat(),
        )

    def disclaimer(self) -> tuple[str, ...]:
        lang = self.language
        return (
            say(
                lang,
                N_(
                    "The designations used and the material shown, maps included, do not express any opinion on the legal "
                    "status of a country, territory, city or area, or on its borders."
                ),
            ),
            say(
                lang,
                N_(
                    "This document holds no data on victims or cases, names no person and gives no place of a shelter. "
                    "“Not documented” means that no source read speaks of it; it does not mean that it does not exist."
                ),
            ),
        )

    @cached_property
    def fingerprint(self) -> str:
        """Twelve signs that change with any figure of the reading."""
        values = {figure.id: str(figure.value) for figure in self.analysis.figures.all()}
        return hashlib.sha256(json.dumps(values, sort_keys=True).encode()).hexdigest()[:12]


def _host(url: str) -> str:
    return url.split("//", 1)[-1].split("/", 1)[0].removeprefix("www.")


def finish(material: Material, document: m.Document) -> m.Document:
    """The document with its words, its citations and the list of sources it cites, cut to its audience."""
    cut = m.for_audience(document, material.audience)
    cited = {source for block in cut.blocks() for source in m.cited(block)}
    listed = {source for block in cut.blocks() for source in _evidence_sources(block)}
    used = (cited | listed) & set(material.register.sources)
    if document.references is not None:
        citations = material.cited_as(used)
        references = material.references(citations)
    else:  # loose sheets carry no list that a letter could point to; pieces of a screen cite as the screen does
        loose = document.style in ("sheet", "letter")
        citations, references = material.cited_as(used, letters=False) if loose else material.citations, ()
    made = replace(
        cut,
        labels=material.words,
        citations=citations,
        references=references,
        references_note=material.say_cited(len(references)) if references else "",
    )
    finished: m.Document = m.legible(made)
    return finished


def _evidence_sources(block: m.Block) -> tuple[str, ...]:
    evidence = getattr(block, "evidence", None)
    return evidence.sources if isinstance(evidence, m.Evidence) else ()
