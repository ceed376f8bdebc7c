"""How a page shows what core returns: labels of codes, names of bodies, dates and values in the reader's language."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property

from django.utils.translation import get_language

from filao.core.problems import Fault
from filao.core.questions import Question
from filao.core.register import KINDS, Claim, Register, Value
from filao.core.vocabulary import STANDARD, Vocabulary
from filao.documents.language import labels, numbers
from filao.documents.model import Audience
from filao.documents.words import problems, questions
from filao.work import access, analysis, workspaces
from filao.work import register as acts
from filao.work.access import Actor
from filao.work.workspaces import Workspace


class Shown:
    """The register of a workspace as this reader sees it."""

    def __init__(self, actor: Actor, workspace: Workspace) -> None:
        self.actor = actor
        self.workspace = workspace
        self.language = get_language() or "en"

    @cached_property
    def register(self) -> Register:
        return acts.read(self.actor, self.workspace)

    def may(self, right: str) -> bool:
        """Whether the reader holds a right here."""
        return access.may(self.actor, right, self.workspace)

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """The workspace's terms; the standard ones for who may not read its register."""
        return self.register.vocabulary if self.may("register.read") else STANDARD

    @cached_property
    def audience(self) -> Audience:
        """Whose edition the reader's pages are."""
        return analysis.audience(self.actor, self.workspace)

    @cached_property
    def data_to(self) -> str:
        """The day to which the evidence reaches."""
        return workspaces.data_to(self.actor, self.workspace)

    def label(self, scheme: str, code: str) -> str:
        """The label of a code: of the vocabulary, or of the fixed words."""
        if not code:
            return ""
        if scheme in self.vocabulary.schemes:
            return self.vocabulary.label(scheme, code, self.language)
        return labels.label(scheme, code, self.language)

    def labels(self, scheme: str, codes: Iterable[str]) -> str:
        return ", ".join(self.label(scheme, code) for code in codes)

    def territory(self, code: str) -> str:
        return self.label("territory" if code == "REPUBLIC" else "district", code)

    def short(self, id: str) -> str:
        body = self.register.organisations.get(self.register.merged.get(id, id))
        return body.short_name if body else id

    def name(self, id: str) -> str:
        body = self.register.organisations.get(self.register.merged.get(id, id))
        return body.name_in(self.language) if body else id

    def day(self, iso: object) -> str:
        return numbers.day(str(iso), self.language) if iso else ""

    def question(self, question: Question) -> str:
        return questions.sentence(question, self.register, self.language, self.audience)

    def fault(self, fault: Fault) -> tuple[str, str]:
        """What is wrong and the act that mends it."""
        return problems.sentence(fault, self.language), problems.mend(fault, self.language)

    def title(self, kind: str, id: str) -> str:
        """What a record is known by."""
        if kind == "organisation":
            return self.name(id)
        if kind == "relation" and (tie := self.register.relations.get(id)):
            ends = f"{self.short(tie.source)} → {self.short(tie.target)}"
            return f"{ends}{numbers.colon(self.language)} {self.label('relation_kind', tie.kind)}"
        if kind == "seat" and (seat := self.register.seats.get(id)):
            return f"{self.short(seat.organisation_id)}, {self.label('seat_type', seat.seat_type)}"
        record = self.register.record(kind, id)
        return (record.text(KINDS[kind].title) if record else "") or id

    def value(self, kind: str, field: str, value: Value) -> str:
        """A value as text: codes by their labels, references by their titles."""
        spec = KINDS[kind].field(field)
        parts = value if isinstance(value, tuple) else (value,)
        if spec is None:
            return ", ".join(str(part) for part in parts)
        if spec.scheme:
            return ", ".join(self.label(spec.scheme, str(part)) for part in parts)
        if spec.refs == "organisation":
            return ", ".join(self.name(str(part)) for part in parts)
        if spec.refs:
            return ", ".join(self.title(spec.refs, str(part)) for part in parts)
        if spec.type == "flag":
            return labels.label("flag", "yes" if value in (True, 1, "yes") else "no", self.language)
        if spec.type == "date":
            return self.day(value)
        if spec.people:
            return numbers.people(int(str(value)), self.audience, self.language)
        return str(value)

    def claim(self, claim: Claim) -> str:
        return self.value(claim.kind, claim.field, claim.value)

    def sources(self) -> list[tuple[str, str]]:
        """Every source as a choice, the latest first: code, and its brief name with the code."""
        found = sorted(self.register.sources.values(), key=lambda s: (-(s.year or 0), s.short or s.title))
        return [(s.id, f"{self.source(s.id)} · {s.id}"[:90]) for s in found]

    def source(self, id: str) -> str:
        """A source in brief: its short name, else publisher and year."""
        found = self.register.sources.get(id)
        if found is None:
            return id
        return found.short or found.citation
