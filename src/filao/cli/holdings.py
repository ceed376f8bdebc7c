"""What a shelf holds: its parts in order, each a name, a folder, and what makes the files that are no deliverable."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from filao.core.vocabulary.standard import STANDARD
from filao.documents.language import LANGUAGES, labels
from filao.documents.words import guide

if TYPE_CHECKING:
    from filao.work.access import Actor
    from filao.work.workspaces import Workspace

Files = Iterator[tuple[str, bytes, str]]
"""(name, content, label) of each file."""


def _questionnaires(actor: Actor, workspace: Workspace) -> Files:
    """Interview guides as questionnaires for phones, and the roster that goes with them."""
    from filao.work import exports

    for profile, (_, titles) in guide.PROFILES.items():
        name, data = exports.questionnaire(actor, workspace, profile)
        yield name, data, f"{titles[0]}, XLSForm for phones, three languages"
    name, data = exports.roster(actor, workspace)
    yield name, data, "Roster of bodies, to be loaded on the phone beside each XLSForm"


def _meetings(actor: Actor, workspace: Workspace) -> Files:
    """What the next meeting of the group needs on the table, the minutes of the last, decisions and joint monitoring."""
    from django.utils import timezone

    from filao.work import group

    today = timezone.localdate()
    found = group.meetings(actor, workspace)
    if not found:
        return
    ahead = next((m for m in reversed(found) if m.on >= today), None)
    held = next((m for m in found if m.on < today), None)
    if ahead:
        name, data = group.letters(actor, workspace, ahead.code, "docx")
        yield name, data, f"{ahead.title}: letters, Word"
    for language in ("en", "fr"):
        tongue = STANDARD.label("language", language)
        for one, kind, what in (
            (ahead, "agenda", "agenda"),
            (ahead, "attendance", "attendance"),
            (held, "minutes", "minutes"),
        ):
            if one:
                name, data = group.print_of(actor, workspace, one.code, kind, "pdf", language)
                yield name, data, f"{one.title}: {what}, {tongue}"
        name, data = group.monitoring_sheet(actor, workspace, "pdf", language)
        yield name, data, f"Joint monitoring, {tongue}"
    for format in ("pdf", "xlsx"):
        name, data = group.decision_register(actor, workspace, format)
        yield name, data, f"Decision register, {labels.label('format', format, 'en')}"


def _validated(actor: Actor, workspace: Workspace) -> Files:
    """The records of closed meetings that validated."""
    from filao.documents import validation_record
    from filao.work import engagements, validation

    for engagement in engagements.listing(actor, workspace):
        for meeting in validation.listing(actor, workspace, engagement.id):
            for language in validation_record.LANGUAGES if meeting.closed else ():
                name, data = validation.record(actor, workspace, meeting.id, language)
                yield name, data, f"{meeting.title}, {STANDARD.label('language', language)}"


def _exported(actor: Actor, workspace: Workspace) -> Files:
    """The register in the formats of others, and the calendar of each engagement."""
    from filao.work import engagements, exports

    for format in exports.FORMATS:
        name, data = exports.export(actor, workspace, format)
        yield name, data, labels.label("export", format, "en")
    for engagement in engagements.listing(actor, workspace):
        name, data = exports.dates(actor, workspace, engagement.id)
        yield name, data, f"Calendar of “{engagement.title}”"


def _collected(actor: Actor, workspace: Workspace) -> Files:
    """Published forms on paper and as XLSForm with their codebooks; of answers, without words, those that are all made up."""
    from filao.work.collection import exports, instruments, papers, shelf

    answered = shelf.answered(actor, workspace)
    for found in instruments.listing(actor, workspace):
        if not found.versions:
            continue
        for language in LANGUAGES:
            name, sheet = papers.paper(actor, workspace, found.code, language)
            yield name, sheet, f"{found.title}: on paper, {STANDARD.label('language', language)}"
        for format, what in (("xlsform", "XLSForm"), ("codebook.pdf", "codebook, PDF")):
            name, data = exports.export(actor, workspace, found.code, format)
            yield name, b"".join(data), f"{found.title}: {what}"
        came = answered.get(found.code, shelf.Answered())
        if came.simulated and came.simulated == came.total:
            for format, what in (("xlsx", "Excel"), ("csv", "CSV"), ("sav", "SPSS")):
                name, data = exports.export(actor, workspace, found.code, format)
                yield f"simulated-{name}", b"".join(data), f"{found.title}: simulated answers, {what}"


def _nothing(_actor: Actor, _workspace: Workspace) -> Files:
    return iter(())


@dataclass(frozen=True, slots=True)
class Part:
    """One head of a shelf's page. `title` and `about` are those of the catalogue where they are empty; `besides` makes the
    files that the catalogue does not know."""

    kind: str
    folder: str
    besides: Callable[[Actor, Workspace], Files] = _nothing
    title: str = ""
    about: str = ""


PARTS = (
    Part("mapping-report", "01-mapping-report"),
    Part("presentation", "02-presentation"),
    Part("status-page", "03-status"),
    Part("inception-report", "04-inception-report"),
    Part("partner-list", "05-partners-to-meet"),
    Part("interview-guide", "06-interview-guides", _questionnaires),
    Part("letters", "07-letters"),
    Part("organisation-sheet", "08-sheets-for-checking"),
    Part("group-terms", "09-working-group"),
    Part(
        "group-print", "09-working-group", _meetings, "Meetings of the working group",
        "Letters, agenda and attendance sheet of the next meeting, minutes of the last, decisions, joint monitoring.",
    ),
    Part("comment-matrix", "10-comments"),
    Part(
        "validation-record", "10-comments", _validated, "Validation",
        "What meetings said of findings and recommendations, as an annex of the report.",
    ),
    Part("register-workbook", "11-register"),
    Part(
        "exports", "12-exports", _exported, "Exports",
        "The same register in the formats of other tools. Contacts never leave.",
    ),
    Part("processing-record", "13-protection"),
    Part("impact-assessment", "13-protection"),
    Part("breach-notice", "13-protection"),
    Part("destruction-certificate", "13-protection"),
    Part(
        "collection", "14-forms-and-answers", _collected, "Forms and answers",
        "Published forms, and answers made up by chance to show what comes of them.",
    ),
)  # fmt: skip
FOLDERS = {part.kind: part.folder for part in PARTS}
