"""Run in a process of its own: fills a data folder with fifty planted names, as people would, and ends without a word.

Arguments: what to do ("plant", "leave" or "destroy") and a folder for what leaves. FILAO_DATA is the data folder.
"""

from __future__ import annotations

import json
import sys
from datetime import date
from pathlib import Path

import django
from planted import NAMES

django.setup()

from django.conf import settings  # noqa: E402
from django.db import transaction  # noqa: E402
from django.test import Client  # noqa: E402
from django.utils import timezone  # noqa: E402

from filao.documents import catalogue  # noqa: E402
from filao.store import blobs, collection  # noqa: E402
from filao.store.desk import AnswerRow, ContactRow  # noqa: E402
from filao.store.engagement import EngagementRow  # noqa: E402
from filao.store.protection import DestructionRow  # noqa: E402
from filao.work import accounts, analysis, desk, documents, exports, vault, workspaces  # noqa: E402
from filao.work.protection import shredding  # noqa: E402

actor = accounts.local_actor()
workspace = workspaces.only(actor)


def plant() -> None:
    """Ten names each: contacts, words of meetings, answers, files of answers, a half-filled page and one put aside."""
    contacts, words, answers, files, others = (NAMES[n : n + 10] for n in range(0, 50, 10))
    person = Client(HTTP_HOST="127.0.0.1", REMOTE_ADDR="127.0.0.1")
    person.cookies["filao_local"] = accounts.open_to_local_user(Path(settings.DATA_FOLDER))
    for number, name in enumerate(contacts):
        given = {"function": f"Desk {number}", "note": f"Ask for {name}", "email": f"d{number}@example.org",
                 "organisation": "MPF", "phone": "+230 555 0100", "read_by_person": "on"}  # fmt: skip
        assert person.post("/mauritius/contacts", given).status_code == 302
        assert name in person.get("/mauritius/contacts").content.decode()
    meeting = desk.Meeting("MPF", function="Head of the unit", status="held", consent=True, held_on=date(2026, 3, 4))
    code = desk.log(actor, workspace, meeting).code
    for question, name in zip(sorted(_questions()), words, strict=True):
        given_ = desk.Given("other", words=f"We were told by {name} on the telephone.")
        desk.answer(actor, workspace, code, question, given_, read_by_person=True)
    _collect(answers, files, others)


def _questions() -> list[str]:
    return [question.id for question in analysis.read(actor, workspace).questions][:10]


@transaction.atomic
def _collect(answers: tuple[str, ...], files: tuple[str, ...], others: tuple[str, ...]) -> None:
    engagement = EngagementRow.objects.filter(workspace=workspace).order_by("position")[0]
    now, today = timezone.now(), timezone.localdate()
    instrument = collection.InstrumentRow.objects.create(
        workspace=workspace, engagement=engagement, code="survey", form_id="survey", title="Survey", purpose="survey",
        state="closed", created_at=now,
    )  # fmt: skip
    version = collection.VersionRow.objects.create(
        workspace=workspace, instrument=instrument, version="1", xform=blobs.put(b"<form/>"), md5="0" * 32,
        published_at=now, published_by=actor.name,
    )  # fmt: skip
    for number, (said, voice) in enumerate(zip(answers, files, strict=True)):
        xml = f"<data><words>{said} came to us</words><sex>female</sex></data>".encode()
        row = collection.ResponseRow.objects.create(
            workspace=workspace, version=version, instance_id=f"uuid:{number}", channel="link", received_on=today,
            closed={"/data/sex": "female"}, fingerprint=vault.fingerprint(workspace, engagement, xml),
            raw=blobs.put(vault.seal(workspace, engagement, xml, f"response {number}")),
        )  # fmt: skip
        sealed = vault.seal(workspace, engagement, f"RIFF {voice} speaks".encode(), f"attachment {number}")
        collection.AttachmentRow.objects.create(
            workspace=workspace, response=row, name="voice.wav", size=20, sealed=blobs.put(sealed)
        )
    for number, name in enumerate(others[:5]):
        sealed = vault.seal(workspace, engagement, name.encode(), f"draft {number}")
        collection.DraftRow.objects.create(
            workspace=workspace, version=version, token=f"{number:064d}", sealed=sealed, renewed_on=today
        )
    for number, name in enumerate(others[5:]):
        collection.QuarantineRow.objects.create(
            workspace=workspace, instance_id=f"uuid:q{number}", reason="form_unknown", channel="link", received_on=today,
            fingerprint=str(number), raw=blobs.put(vault.seal(workspace, None, name.encode(), f"quarantine {number}")),
        )  # fmt: skip


def leave(folder: Path) -> None:
    """Everything that may leave for all: exports of the register and public editions of the deliverables."""
    folder.mkdir(parents=True, exist_ok=True)
    for format in exports.FORMATS:
        name, data = exports.export(actor, workspace, format)
        (folder / name).write_bytes(data)
    material = documents.material(actor, workspace, audience="public")
    for entry in catalogue.CATALOGUE.values():
        if entry.kind == "organisation-sheet":
            continue  # ninety pages, of the register alone
        made = documents.build(actor, workspace, entry.kind, entry.formats[0], material, entry.variants[0])
        (folder / made.name).write_bytes(documents.file(actor, workspace, made.id)[1])


def destroy(folder: Path) -> None:
    """Contacts, words and the engagement's data go; what was sealed of them is written down, to be looked for."""
    folder.mkdir(parents=True, exist_ok=True)
    held = [bytes(row.sealed).hex() for row in (*AnswerRow.objects.all(), *ContactRow.objects.all()) if row.sealed]
    shown = shredding.preview(actor, workspace, ["contacts", "words", "quarantine"])
    shredding.erase(actor, workspace, list(shown.counts), expected=shown.counts, reason="the work is done")
    whole = shredding.preview_engagement(actor, workspace, "mapping-update")
    shredding.destroy_engagement(actor, workspace, "mapping-update", expected=whole.counts, reason="handed over")
    told = {"sealed": held, "methods": [row.methods for row in DestructionRow.objects.order_by("number")]}
    (folder / "told.json").write_text(json.dumps(told))


if __name__ == "__main__":
    {"plant": lambda _: plant(), "leave": leave, "destroy": destroy}[sys.argv[1]](Path(sys.argv[2]))
