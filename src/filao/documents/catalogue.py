"""Every deliverable that can be built: its title, what it is for, its languages, formats and variants, and how it is made."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from filao.core.problems import Problem
from filao.documents import (
    comment_matrix,
    gate,
    group_terms,
    inception_report,
    interview_guide,
    letters,
    mapping_report,
    model,
    organisation_sheet,
    page,
    partner_list,
    pdf,
    presentation,
    register_workbook,
    slides,
    status_page,
    word,
)
from filao.documents.composing import Material
from filao.documents.language import N_, say
from filao.documents.protection import breach_notice, destruction_certificate, impact_assessment, processing_record
from filao.documents.words import guide

Compose = Callable[[Material, str], model.Document]


@dataclass(frozen=True, slots=True)
class Entry:
    """A deliverable. `variants` are the parts it comes in (profiles, letters); a variant "" is the whole; letters
    and sheets also take chosen bodies ("introduction:CDU,SET", "CDU,SET"). `sections` are the ids of the texts that
    people can write, `right` what a reader must hold. What is `apart` stands on a page of its own, not on the list of
    deliverables, and tells of personal data."""

    kind: str
    title: str
    about: str
    formats: tuple[str, ...]
    languages: tuple[str, ...]
    variants: tuple[str, ...] = ("",)
    compose: Compose | None = None
    sections: tuple[str, ...] = ()
    right: str = "documents.read"
    apart: bool = False


@dataclass(frozen=True, slots=True)
class Built:
    """A finished file with its name, and what is known of its pages."""

    name: str
    data: bytes
    facts: dict[str, Any] = field(default_factory=dict)


CATALOGUE: dict[str, Entry] = {
    entry.kind: entry
    for entry in (
        Entry(
            inception_report.KIND,
            N_("Inception report"),
            N_(
                "What is asked, the critical review of the literature, partners, guide, work plan and the decisions needed."
            ),
            ("pdf", "docx", "html"),
            inception_report.LANGUAGES,
            compose=lambda c, _: inception_report.compose(c),
            sections=tuple(inception_report.SECTIONS),
        ),
        Entry(
            interview_guide.KIND,
            N_("Interview guides"),
            N_(
                "One for each kind of body: on paper, in Word, and as an XLSForm for phones, with consent, stop script and disclosure card."
            ),
            ("pdf", "docx"),
            interview_guide.LANGUAGES,
            tuple(guide.PROFILES),
            compose=interview_guide.compose,
        ),
        Entry(
            partner_list.KIND,
            N_("Partners to meet"),
            N_(
                "Whom to interview, in which order and by which channel, and the rule by which the list grows and ends."
            ),
            ("pdf", "docx"),
            partner_list.LANGUAGES,
            compose=lambda c, _: partner_list.compose(c),
        ),
        Entry(
            letters.KIND,
            N_("Letters"),
            N_(
                "Introductions with a request for a meeting, and covering letters of the sheets, one page for each body."
            ),
            ("pdf", "docx"),
            letters.LANGUAGES,
            ("introduction", "sheet"),
            compose=lambda c, variant: letters.compose(c, *letters.asked_for(variant)),
        ),
        Entry(
            organisation_sheet.KIND,
            N_("Sheets for checking"),
            N_("One page for each body with what the register says of it: to print, or to fill in as a Word file."),
            ("pdf", "docx"),
            organisation_sheet.LANGUAGES,
            compose=lambda c, variant: organisation_sheet.compose(c, tuple(id for id in variant.split(",") if id)),
        ),
        Entry(
            mapping_report.KIND,
            N_("Mapping report"),
            N_(
                "Findings first, at most 20 counted pages: who takes part, what they do, how they connect, whom nobody is documented to serve."
            ),
            ("pdf", "print", "docx", "html"),
            mapping_report.LANGUAGES,
            compose=lambda c, _: mapping_report.compose(c),
            sections=tuple(mapping_report.SECTIONS),
        ),
        Entry(
            presentation.KIND,
            N_("Presentation"),
            N_("One message on each slide, with charts that can be edited and notes for the speaker."),
            ("pptx",),
            presentation.LANGUAGES,
        ),
        Entry(
            group_terms.KIND,
            N_("Terms of reference of the working group"),
            N_("Seats and the text each rests on, rules of inclusion, way of working, who is responsible for what."),
            ("pdf", "docx"),
            group_terms.LANGUAGES,
            compose=lambda c, _: group_terms.compose(c),
            sections=tuple(group_terms.SECTIONS),
        ),
        Entry(
            register_workbook.KIND,
            N_("Register workbook"),
            N_(
                "The whole register to read and filter: bodies, actions, ties, laws, training, groups, questions, sources."
            ),
            ("xlsx",),
            register_workbook.LANGUAGES,
        ),
        Entry(
            comment_matrix.KIND,
            N_("Comment matrix"),
            N_("Every comment on a draft with its decision, the answer and the paragraph changed."),
            ("docx", "xlsx", "pdf"),
            comment_matrix.LANGUAGES,
            compose=lambda c, of: comment_matrix.compose(*_matrix_of(c, of)),
        ),
        Entry(
            status_page.KIND,
            N_("Status page"),
            N_("One page for the client: what is due, what blocks it, what is known."),
            ("pdf",),
            status_page.LANGUAGES,
            compose=lambda c, _: status_page.compose(c),
        ),
        Entry(
            processing_record.KIND,
            N_("Record of processing operations"),
            N_("Which personal data are processed, why, who reads them, until when, and how they are guarded."),
            ("pdf", "docx"),
            processing_record.LANGUAGES,
            compose=lambda c, _: processing_record.compose(c),
            apart=True,
        ),
        Entry(
            impact_assessment.KIND,
            N_("Data protection impact assessment"),
            N_("A draft to complete: processing, need, risks, measures, and checklists of the Act and of IOM."),
            ("pdf", "docx"),
            impact_assessment.LANGUAGES,
            compose=lambda c, _: impact_assessment.compose(c),
            sections=impact_assessment.SECTIONS,
            apart=True,
        ),
        Entry(
            breach_notice.KIND,
            N_("Breaches of personal data"),
            N_("The log of breaches, the notice of one to the authority, and an empty form."),
            ("pdf", "docx"),
            breach_notice.LANGUAGES,
            (breach_notice.LOG, breach_notice.FORM),
            compose=breach_notice.compose,
            right="protection.read",
            apart=True,
        ),
        Entry(
            destruction_certificate.KIND,
            N_("Destructions of personal data"),
            N_("The list of destructions, and the certificate of one."),
            ("pdf", "docx"),
            destruction_certificate.LANGUAGES,
            compose=destruction_certificate.compose,
            right="protection.read",
            apart=True,
        ),
    )
}


def _matrix_of(c: Material, kind: str) -> tuple[Material, str]:
    """The comments on one deliverable with its title; all of them where none is named."""
    if kind not in CATALOGUE:
        return c, kind
    return replace(c, comments=c.comments_on(kind)), say(c.language, CATALOGUE[kind].title)


def entry(kind: str) -> Entry:
    """The deliverable of this kind. Raises Problem no_such_document."""
    found = CATALOGUE.get(kind)
    if found is None:
        raise Problem("no_such_document", kind=kind, codes=tuple(CATALOGUE))
    return found


def composed(kind: str, c: Material, variant: str = "") -> model.Document:
    """The document before it becomes pages. Raises Problem no_such_document, not_in_language."""
    found = entry(kind)
    if found.compose is None:
        raise Problem("no_such_document", kind=kind, codes=tuple(k for k, e in CATALOGUE.items() if e.compose))
    if c.language not in found.languages:
        raise Problem("not_in_language", kind=kind, language=c.language, codes=found.languages)
    return found.compose(c, variant)


def build(
    kind: str, format: str, c: Material, variant: str = "", status: status_page.Counts = status_page.NO_COUNTS
) -> Built:
    """One file; `status` is what the desk adds to the status page. With `c.final` it stops at the first fault that keeps the document from being final.

    Raises Problem no_such_document, no_such_format, not_in_language, not_final, figure_too_tall, label_missing.
    """
    found = entry(kind)
    if format not in found.formats:
        raise Problem("no_such_format", kind=kind, format=format, codes=found.formats)
    if c.language not in found.languages:
        raise Problem("not_in_language", kind=kind, language=c.language, codes=found.languages)
    name = file_name(kind, format, c, variant)
    if kind == presentation.KIND:
        deck = presentation.compose(c)
        return Built(name, slides.build(deck), {"slides": len(deck.slides)})
    if kind == register_workbook.KIND:
        return Built(name, register_workbook.compose(c))
    if kind == comment_matrix.KIND and format == "xlsx":
        return Built(name, comment_matrix.workbook(*_matrix_of(c, variant)))
    document = status_page.compose(c, status) if kind == status_page.KIND else composed(kind, c, variant)
    return Built(name, *_written(document, format, c))


def _written(document: model.Document, format: str, c: Material) -> tuple[bytes, dict[str, Any]]:
    if format == "html" and not c.final:
        return page.build(document).encode(), {}
    made = pdf.build(document, profile="print" if format == "print" else "accessible")
    if c.final:
        stops = gate.faults(document, c, made.layout)
        if stops:
            raise Problem("not_final", count=len(stops), faults=stops)
    facts = {
        "pages": made.layout.pages,
        "counted_pages": made.layout.counted_pages(),
        "sections": made.layout.pages_of_sections(),
        "starts": {place.id: place.page for place in made.layout.places if place.kind == "section"},
    }
    if format == "html":
        return page.build(document).encode(), facts
    if format == "docx":
        return word.build(document, layout=made.layout), facts
    return made.data, facts


def file_name(kind: str, format: str, c: Material, variant: str = "") -> str:
    """Name of the file: kind, variant, language where there are several, edition where it is not the working group's."""
    found = entry(kind)
    parts = [kind]
    if variant:
        part, _, chosen = variant.rpartition(":")
        bodies = chosen.split(",")
        parts += [part] if part else []
        parts.append(chosen.replace("_", "-") if len(bodies) == 1 else f"{len(bodies)}-bodies")
    if len(found.languages) > 1:
        parts.append(c.language)
    if c.audience != "working_group":
        parts.append(c.audience.replace("_", "-"))
    if c.register.evidence_to:
        parts.append(f"as-of-{c.register.evidence_to}")
    suffix = "-for-the-printer.pdf" if format == "print" else f".{format}"
    return "-".join(parts) + suffix


def files() -> Iterator[tuple[Entry, str, str, str]]:
    """Every (entry, format, language, variant) that can be built."""
    for found in CATALOGUE.values():
        for language in found.languages:
            for variant in found.variants:
                for format in found.formats:
                    yield found, format, language, variant
