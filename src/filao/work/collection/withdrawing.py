"""An answer given up again: its bytes, its content and its files go; that there was one stays, as a count."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from filao.store import blobs, journal
from filao.store.collection import AnswerImportRow, AttachmentRow, QuarantineRow, ResponseRow
from filao.store.people import Workspace
from filao.store.writing import forget_old_pages, written


def erase(workspace: Workspace, row: ResponseRow) -> int:
    """Erase an answer in all its versions. Returns how many there were."""
    of = {"workspace_id": workspace.id}
    with written():
        chain = _chain(workspace, row)
        ids = [one.id for one in chain]
        attached = AttachmentRow.objects.filter(**of, response_id__in=ids)
        aside = QuarantineRow.objects.filter(**of, instance_id__in=[one.instance_id for one in chain])
        gone = {one.raw for one in chain} | set(attached.values_list("sealed", flat=True))
        gone |= set(aside.values_list("raw", flat=True))
        gone |= _files_it_came_in(workspace, chain)
        attached.delete()
        aside.delete()
        ResponseRow.objects.filter(**of, id__in=ids).update(
            raw="", fingerprint="", closed={}, agreed={}, language="", receipt="", state="withdrawn", collector=None,
            received_on=None, received_at=None,
        )  # fmt: skip
        journal.write(workspace, at=timezone.now(), actor="", act="answers.withdraw")
    transaction.on_commit(lambda: _remove(gone - {""}))
    return len(ids)


def _chain(workspace: Workspace, row: ResponseRow) -> list[ResponseRow]:
    """The answer, what it replaced and what replaced it."""
    found = {row.id: row}
    while True:
        more = ResponseRow.objects.filter(workspace_id=workspace.id, replaces_id__in=found).exclude(id__in=found)
        above = [one.replaces_id for one in found.values() if one.replaces_id and one.replaces_id not in found]
        rows = [*more, *ResponseRow.objects.filter(workspace_id=workspace.id, id__in=above)]
        if not rows:
            return list(found.values())
        found |= {one.id: one for one in rows}


def _files_it_came_in(workspace: Workspace, chain: list[ResponseRow]) -> set[str]:
    """Hashes of the files that were imported for this instrument, where the answer came in one: they hold it too."""
    instruments = {one.version.instrument_id for one in chain if one.channel == "import"}
    rows = AnswerImportRow.objects.filter(workspace_id=workspace.id, instrument_id__in=instruments, taken=True)
    digests = {file["digest"] for files in rows.values_list("files", flat=True) for file in files}
    rows.update(files=[])
    return digests


def _remove(digests: set[str]) -> None:
    for digest in digests:
        blobs.remove(digest)
    forget_old_pages()
