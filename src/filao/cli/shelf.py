"""A folder with every deliverable of a workspace, and the page that explains it; for `filao demo` and `filao build`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from filao.cli.output import progress
from filao.core.vocabulary.standard import STANDARD
from filao.documents import catalogue, shelf
from filao.documents.language import LANGUAGES, labels, numbers
from filao.documents.words import guide

if TYPE_CHECKING:
    from filao.work.access import Actor
    from filao.work.documents import Build, Wanted
    from filao.work.workspaces import Workspace

FOLDERS = (
    ("mapping-report", "01-mapping-report"),
    ("presentation", "02-presentation"),
    ("status-page", "03-status"),
    ("inception-report", "04-inception-report"),
    ("partner-list", "05-partners-to-meet"),
    ("interview-guide", "06-interview-guides"),
    ("letters", "07-letters"),
    ("organisation-sheet", "08-sheets-for-checking"),
    ("group-terms", "09-working-group"),
    ("group-print", "09-working-group"),
    ("comment-matrix", "10-comments"),
    ("validation-record", "10-comments"),
    ("register-workbook", "11-register"),
    ("exports", "12-exports"),
    ("processing-record", "13-protection"),
    ("impact-assessment", "13-protection"),
    ("breach-notice", "13-protection"),
    ("destruction-certificate", "13-protection"),
    ("collection", "14-forms-and-answers"),
)
"""Kind of deliverable -> its folder, in the order of the page."""
_FOLDER = dict(FOLDERS)
_BESIDES = {
    "exports": ("Exports", "The same register in the formats of other tools. Contacts never leave."),
    "collection": (
        "Forms and answers",
        "Published forms, and answers made up by chance to show what comes of them.",
    ),
    "group-print": (
        "Meetings of the working group",
        "Letters, agenda and attendance sheet of the next meeting, minutes of the last, decisions, joint monitoring.",
    ),
    "validation-record": (
        "Validation",
        "What meetings said of findings and recommendations, as an annex of the report.",
    ),
}
"""What is no deliverable of the catalogue -> its title and what it is."""


def wanted_files(actor: Actor, workspace: Workspace) -> Iterator[Wanted]:
    """Every file of the catalogue that has something to say, the slow ones first so that no core waits at the end."""
    from filao.work import analysis, engagements, narrative
    from filao.work.documents import Wanted
    from filao.work.protection import retention

    known = retention.account(actor, workspace)
    silent = {
        ("comment-matrix", ""): not narrative.comments(actor, workspace, engagements.find(actor, workspace).id),
        ("breach-notice", ""): not known.breaches,
        ("destruction-certificate", ""): not known.destructions,
    }
    found = []
    for entry, format, language, variant in catalogue.files():
        if silent.get((entry.kind, variant)):
            continue
        if entry.kind == "organisation-sheet" and format == "docx":
            continue
        found.append(Wanted(entry.kind, format, language, variant))
    found += [Wanted("mapping-report", format, audience="public") for format in ("pdf", "html")]
    core = [p.organisation_id for p in analysis.read(actor, workspace).partners if p.tier == "core"]
    found += [Wanted("organisation-sheet", "docx", "en", id) for id in core]
    slow = {"mapping-report": 0, "presentation": 1, "organisation-sheet": 2}
    yield from sorted(found, key=lambda w: (slow.get(w.kind, 3), w.format != "docx"))


def write(actor: Actor, workspace: Workspace, output: Path) -> int:
    """Write every deliverable into a folder with an index. Returns the number of files."""
    from filao.work import documents

    wanted = list(wanted_files(actor, workspace))
    groups: dict[str, list[tuple[tuple[int, ...], shelf.File, bool]]] = {}
    with progress("Writing the deliverables", total=len(wanted)) as bar:
        for item, made in documents.build_all(actor, workspace, wanted):
            place = f"{_FOLDER[item.kind]}/{made.name}"
            write_file(output / place, documents.file(actor, workspace, made.id)[1])
            apart = item.kind == "organisation-sheet" and bool(item.variant)
            variants = catalogue.entry(item.kind).variants
            order = (
                item.audience == "public", variants.index(item.variant) if item.variant in variants else 0,
                LANGUAGES.index(item.language), catalogue.entry(item.kind).formats.index(item.format),
            )  # fmt: skip
            file = shelf.File(place, _label(actor, workspace, item), made.size, _note(item, made))
            groups.setdefault(item.kind, []).append((tuple(int(n) for n in order), file, apart))
            bar.advance(bar.task_ids[0])
    for kind, name, data, label in _others(actor, workspace):
        place = f"{_FOLDER[kind]}/{name}"
        write_file(output / place, data)
        listed = groups.setdefault(kind, [])
        listed.append(((9, len(listed)), shelf.File(place, label, len(data)), False))
    write_file(output / "index.html", _index(actor, workspace, groups).encode())
    return sum(len(files) for files in groups.values()) + 1


def write_file(target: Path, data: bytes) -> None:
    """Write a file where it is new or other than before; never half of it."""
    if target.exists() and target.read_bytes() == data:
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    part = target.with_name(target.name + ".part")
    part.write_bytes(data)
    part.replace(target)


def _label(actor: Actor, workspace: Workspace, item: Wanted) -> str:
    from filao.work import register

    entry = catalogue.entry(item.kind)
    parts = []
    if item.variant in entry.variants and item.variant:
        parts.append(labels.label("variant", item.variant, "en"))
    elif item.variant:
        parts.append(register.read(actor, workspace).organisations[item.variant].name)
    if item.kind == "mapping-report" or item.audience == "public":
        parts.append(labels.label("audience", item.audience, "en"))
    if len(entry.languages) > 1:
        draft = ", draft" if item.language == "mfe" else ""
        parts.append(STANDARD.label("language", item.language) + draft)
    parts.append(labels.label("format", item.format, "en"))
    return " · ".join(parts)


def _note(item: Wanted, made: Build) -> str:
    if item.format in ("pdf", "print") and made.facts.get("pages"):
        pages = int(made.facts["pages"])
        return "1 page" if pages == 1 else f"{pages} pages"
    return f"{made.facts['slides']} slides" if "slides" in made.facts else ""


def _others(actor: Actor, workspace: Workspace) -> Iterator[tuple[str, str, bytes, str]]:
    """Files that are no documents: questionnaires, exports, the calendar. (kind, name, content, label)"""
    from filao.work import engagements, exports

    for profile, (_, titles) in guide.PROFILES.items():
        name, data = exports.questionnaire(actor, workspace, profile)
        yield "interview-guide", name, data, f"{titles[0]}, XLSForm for phones, three languages"
    name, data = exports.roster(actor, workspace)
    yield "interview-guide", name, data, "Roster of bodies, to be loaded on the phone beside each XLSForm"
    for format in exports.FORMATS:
        name, data = exports.export(actor, workspace, format)
        yield "exports", name, data, labels.label("export", format, "en")
    for engagement in engagements.listing(actor, workspace):
        name, data = exports.dates(actor, workspace, engagement.id)
        yield "exports", name, data, f"Calendar of “{engagement.title}”"
    yield from _meetings(actor, workspace)
    yield from _validated(actor, workspace)
    yield from _collected(actor, workspace)


def _meetings(actor: Actor, workspace: Workspace) -> Iterator[tuple[str, str, bytes, str]]:
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
        yield "group-print", name, data, f"{ahead.title}: letters, Word"
    for language in ("en", "fr"):
        tongue = STANDARD.label("language", language)
        for one, kind, what in (
            (ahead, "agenda", "agenda"),
            (ahead, "attendance", "attendance"),
            (held, "minutes", "minutes"),
        ):
            if one:
                name, data = group.print_of(actor, workspace, one.code, kind, "pdf", language)
                yield "group-print", name, data, f"{one.title}: {what}, {tongue}"
        name, data = group.monitoring_sheet(actor, workspace, "pdf", language)
        yield "group-print", name, data, f"Joint monitoring, {tongue}"
    for format in ("pdf", "xlsx"):
        name, data = group.decision_register(actor, workspace, format)
        yield "group-print", name, data, f"Decision register, {labels.label('format', format, 'en')}"


def _validated(actor: Actor, workspace: Workspace) -> Iterator[tuple[str, str, bytes, str]]:
    from filao.documents import validation_record
    from filao.work import engagements, validation

    for engagement in engagements.listing(actor, workspace):
        for meeting in validation.listing(actor, workspace, engagement.id):
            for language in validation_record.LANGUAGES if meeting.closed else ():
                name, data = validation.record(actor, workspace, meeting.id, language)
                yield "validation-record", name, data, f"{meeting.title}, {STANDARD.label('language', language)}"


def _collected(actor: Actor, workspace: Workspace) -> Iterator[tuple[str, str, bytes, str]]:
    """Published forms as XLSForm with their codebooks, and answers without words in the formats of other tools."""
    from filao.work.collection import exports, instruments, papers, rounds

    simulated = {one.code for one in rounds.listing(actor, workspace) if one.plan.simulated}
    for found in instruments.listing(actor, workspace):
        if not found.versions:
            continue
        for language in LANGUAGES:
            name, sheet = papers.paper(actor, workspace, found.code, language)
            yield "collection", name, sheet, f"{found.title}: on paper, {STANDARD.label('language', language)}"
        for format, what in _BESIDE.items():
            name, data = exports.export(actor, workspace, found.code, format)
            yield "collection", name, b"".join(data), f"{found.title}: {what}"
        if found.code in simulated:
            for format, what in _ANSWERS.items():
                name, data = exports.export(actor, workspace, found.code, format)
                yield "collection", f"simulated-{name}", b"".join(data), f"{found.title}: simulated answers, {what}"


_BESIDE = {"xlsform": "XLSForm", "codebook.pdf": "codebook, PDF"}
_ANSWERS = {"xlsx": "Excel", "csv": "CSV", "sav": "SPSS"}


def _index(
    actor: Actor, workspace: Workspace, groups: dict[str, list[tuple[tuple[int, ...], shelf.File, bool]]]
) -> str:
    from filao.work import workspaces

    listed: list[shelf.Group] = []
    for kind, _ in FOLDERS:
        if kind not in groups:
            continue
        files = sorted(groups[kind], key=lambda entry: entry[0])
        if kind in _BESIDES:
            title, about = _BESIDES[kind]
        else:
            entry = catalogue.entry(kind)
            title, about = entry.title, entry.about
        main, more = (tuple(f for _, f, apart in files if apart is side) for side in (False, True))
        listed.append(shelf.Group(title, about, main, more))
    reach = numbers.day(workspaces.data_to(actor, workspace), "en")
    intro: Sequence[str] = (
        f"Every file below was built from one register, with the data as of {reach}. A number in "
        "one file is the same number in every other, and each can be followed to its source.",
    )
    return shelf.page(f"{workspace.name}: deliverables of the mapping", intro, workspace.notice, listed)
