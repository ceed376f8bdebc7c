"""Answers that leave the workspace: in the formats of others, with their codebook, without words unless they are asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from django.db import transaction
from django.utils import timezone

from filao.core.problems import Problem
from filao.documents import codebook, page, pdf
from filao.documents.codebook import Codebook
from filao.documents.word import writer as word
from filao.exchange import responses as writers
from filao.exchange.responses import Export
from filao.store import blobs, journal
from filao.store.collection import InstrumentRow
from filao.store.people import Workspace
from filao.work import access
from filao.work.access import Actor
from filao.work.collection import responses
from filao.work.protection import approvals

Writer = Callable[[Export, str], Iterator[bytes]]

FORMATS: dict[str, tuple[str, Writer]] = {
    "xlsx": ("answers.xlsx", lambda export, language: writers.write_workbook(export, language)),
    "csv": ("answers-csv.zip", lambda export, language: writers.write_csv(export, language)),
    "json": ("answers.json", lambda export, _: writers.write_json(export)),
    "sav": ("answers.sav", lambda export, language: iter([writers.write_sav(export, language)])),
    "dta": ("answers.dta", lambda export, language: iter([writers.write_stata(export, language)])),
}
"""Formats of answers: file name and writer."""

BESIDE = ("codebook.xlsx", "codebook.pdf", "codebook.docx", "codebook.html", "xlsform")
"""What goes with answers and holds none."""

WORDLESS = ("sav", "dta")
"""Formats that carry no words, whoever asks."""


def export(
    actor: Actor,
    workspace: Workspace,
    code: str,
    format: str,
    *,
    language: str = "",
    words: bool = False,
    why: str = "",
) -> tuple[str, Iterator[bytes]]:
    """Answers in a format, as a file name and its bytes piece by piece.

    With `words`, what people wrote goes too: that needs the right to read words, a reason, and where the workspace asks
    for it a second person. Raises Problem no_such_export, no_such_instrument, not_published, reason_missing,
    second_person_needed, words_locked, statistics_missing.
    """
    access.require(actor, "responses.export", workspace)
    if format in BESIDE:
        return _beside(actor, workspace, code, format, language)
    if format not in FORMATS:
        raise Problem("no_such_export", format=format, codes=(*FORMATS, *BESIDE))
    name, write = FORMATS[format]
    row = responses.instrument_row(workspace, code)
    words = words and format not in WORDLESS
    layout = responses.layout(row)
    with transaction.atomic():
        if words:
            if not why.strip():
                raise Problem("reason_missing", field="why")
            approvals.require(actor, workspace, "export.answers", row.engagement.slug if row.engagement else "")
        read = responses.readings(actor, workspace, row, why, words=words)
        journal.write(
            workspace, at=timezone.now(), actor=actor.name, act="responses.export", subject=f"{row.code} {format}",
            reason=why, facts={"words": words},
        )  # fmt: skip
    data = write(Export(layout, read, words=words), language or layout.versions[-1].default_language)
    if format in WORDLESS and layout.repeats:
        name = f"{name.rpartition('.')[0]}-{format}.zip"
    return f"{row.code}-{name}", data


def _beside(actor: Actor, workspace: Workspace, code: str, format: str, language: str) -> tuple[str, Iterator[bytes]]:
    access.require(actor, "responses.export", workspace)
    row = responses.instrument_row(workspace, code)
    if format == "xlsform":
        return _xlsform(row)
    book = _codebook(actor, workspace, row, language or "en")
    if format == "codebook.xlsx":
        data = codebook.workbook(book)
    else:
        document = codebook.compose(book)
        ending = format.rpartition(".")[2]
        data = (
            pdf.build(document).data if ending == "pdf"
            else word.build(document) if ending == "docx"
            else page.build(document).encode()
        )  # fmt: skip
    return f"{row.code}-{format}", iter([data])


def _xlsform(row: InstrumentRow) -> tuple[str, Iterator[bytes]]:
    newest = responses.versions(row)[-1]
    if not newest.workbook:
        raise Problem("no_workbook", title=row.title)
    return f"{row.code}-{newest.version}.xlsx", iter([blobs.get(newest.workbook)])


def _codebook(actor: Actor, workspace: Workspace, row: InstrumentRow, language: str) -> Codebook:
    layout = responses.layout(row)
    standing = responses.tallied(actor, workspace, row.code)
    return Codebook(
        row.title, row.form_id, tuple(v.version for v in layout.versions), workspace.name, workspace.notice_in(language),
        language, timezone.localdate(), layout.variables, standing.total, {t.variable.name: t for t in standing.tallies},
        standing.simulated,
    )  # fmt: skip
