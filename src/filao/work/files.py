"""Files that are kept by hash, and the rows that speak of them."""

from __future__ import annotations

from collections.abc import Iterator

from filao.store import blobs
from filao.store.collection import (
    AnswerImportRow,
    AttachmentRow,
    InstrumentRow,
    QuarantineRow,
    ResponseRow,
    VersionRow,
)
from filao.store.desk import AnswerRow, ContactRow
from filao.store.documents import BuildRow, StagedImport
from filao.store.group import PaperVersionRow, SeatHolderRow
from filao.store.people import Workspace


def spoken_of() -> set[str]:
    """Hashes of every file that a row of any workspace speaks of."""
    return {digest for workspace in Workspace.objects.all() for digest in _digests(workspace) if digest}


def _digests(workspace: Workspace) -> Iterator[str]:
    """Hashes of the files that rows of a workspace speak of."""
    of = {"workspace_id": workspace.id}
    yield from BuildRow.objects.filter(**of).values_list("digest", flat=True)
    yield from PaperVersionRow.objects.filter(**of).values_list("digest", flat=True)
    for files in StagedImport.objects.filter(**of).values_list("files", flat=True):
        yield from (file["digest"] for file in files)
    for files in AnswerImportRow.objects.filter(**of).values_list("files", flat=True):
        yield from (file["digest"] for file in files)
    for xform, workbook, media in VersionRow.objects.filter(**of).values_list("xform", "workbook", "media"):
        yield from (xform, workbook, *(file["digest"] for file in media))
    for draft in InstrumentRow.objects.filter(**of).exclude(draft={}).values_list("draft", flat=True):
        yield from (draft["xform"], draft["workbook"], *(file["digest"] for file in draft["media"]))
    yield from ResponseRow.objects.filter(**of).values_list("raw", flat=True)
    yield from AttachmentRow.objects.filter(**of).values_list("sealed", flat=True)
    yield from QuarantineRow.objects.filter(**of).values_list("raw", flat=True)


def sealed_heads(workspace: Workspace) -> Iterator[bytes]:
    """The first bytes of everything closed, in rows and in files that are there: they name the key."""
    of = {"workspace_id": workspace.id}
    for table in (AnswerRow, ContactRow, SeatHolderRow):
        yield from (bytes(sealed) for sealed in table.objects.filter(**of).values_list("sealed", flat=True) if sealed)
    columns = ((ResponseRow, "raw"), (AttachmentRow, "sealed"), (QuarantineRow, "raw"))
    for rows, column in columns:
        for digest in rows.objects.filter(**of).values_list(column, flat=True):
            if digest and blobs.exists(digest):
                with blobs.path_of(digest).open("rb") as file:
                    yield file.read(64)
