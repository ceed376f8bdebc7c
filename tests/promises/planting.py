"""Run in a process of its own: fills a data folder with fifty planted names, as people would, and ends without a word.

Arguments: what to do ("plant", "leave" or "destroy") and a folder for what leaves. FILAO_DATA is the data folder.
"""

from __future__ import annotations

import json
import sys
from datetime import date
from pathlib import Path

import django

sys.path.insert(0, str(Path(__file__).parents[2]))
django.setup()

from django.conf import settings  # noqa: E402
from django.test import Client  # noqa: E402
from tests.collecting import answer, publish  # noqa: E402
from tests.promises.planted import NAMES  # noqa: E402
from tests.respondents import Respondent, open_round  # noqa: E402

from filao.documents import catalogue  # noqa: E402
from filao.store.collection import InstrumentRow  # noqa: E402
from filao.store.desk import AnswerRow, ContactRow  # noqa: E402
from filao.store.engagement import EngagementRow  # noqa: E402
from filao.store.group import SeatHolderRow  # noqa: E402
from filao.store.protection import DestructionRow  # noqa: E402
from filao.work import accounts, analysis, desk, documents, exports, workspaces  # noqa: E402
from filao.work.collection import exports as answers_out  # noqa: E402
from filao.work.collection import imports, ingest  # noqa: E402
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
    _seat(person, contacts[0])
    meeting = desk.Meeting("MPF", function="Head of the unit", status="held", consent=True, held_on=date(2026, 3, 4))
    code = desk.log(actor, workspace, meeting).code
    for question, name in zip(sorted(_questions()), words, strict=True):
        given_ = desk.Given("other", words=f"We were told by {name} on the telephone.")
        desk.answer(actor, workspace, code, question, given_, read_by_person=True)
    _collect(answers, files, others)


def _seat(person: Client, name: str) -> None:
    """A seat holder of the working group, of whom the page shows the name to who asks for it."""
    given = {"role": "holder", "post": "Head of the unit", "language": "en", "name": name, "email": "unit@example.org",
             "read_by_person": "on"}  # fmt: skip
    assert person.post("/mauritius/group/seats/TWG-MPF", given).status_code == 302
    assert name in person.get("/mauritius/group/members?names").content.decode()
    assert name not in person.get("/mauritius/group/members/print").content.decode()


def _questions() -> list[str]:
    return [question.id for question in analysis.read(actor, workspace).questions][:10]


def _collect(answers: tuple[str, ...], files: tuple[str, ...], others: tuple[str, ...]) -> None:
    """Answers with recordings, half-filled pages behind a link, answers put aside, and a file from another tool."""
    engagement = EngagementRow.objects.filter(workspace=workspace).order_by("position")[0]
    publish(workspace, engagement=engagement)
    for number, (said, voice) in enumerate(zip(answers, files, strict=True), start=1):
        sent = answer(number, sector="police", told=f"{said} came to us", tie__with=said, talk="voice.wav")
        taken = ingest.take(workspace, sent.xml, {"voice.wav": f"RIFF {voice} speaks".encode()}, channel="collect")
        assert taken.status == "created"
    _id, link = open_round(workspace, engagement=engagement)
    for name in others[:3]:
        page = Respondent(workspace, link).agree()
        page.to("Look at your answers, then send them", **SOUND, words=f"{name} told us")
        assert name in page.words
    for number, name in enumerate(others[3:6], start=20):
        sent = answer(number, form_id="nowhere", told=name)
        assert ingest.take(workspace, sent.xml, {}, channel="collect").status == "quarantined"
    rows = [
        {"_id": n, "_uuid": f"00000000-0000-4000-9000-{n:012d}", "__version__": "1", "sector": "labour", "told": name}
        for n, name in enumerate(others[6:], start=1)
    ]
    file = ("kobo.json", json.dumps({"count": 4, "results": rows}).encode())
    reading = imports.accept(actor, workspace, imports.stage(actor, workspace, "visit", [file]), "collected in March")
    assert len(reading.answers) == 4


SOUND = {"island": "rodrigues", "partner_typed": "ombudsperson", "years": "12"}
"""What the form of the link asks for before it shows the answers."""


def leave(folder: Path) -> None:
    """Everything that may leave for all: exports of the register and public editions of the deliverables."""
    folder.mkdir(parents=True, exist_ok=True)
    for format in exports.FORMATS:
        name, data = exports.export(actor, workspace, format)
        (folder / name).write_bytes(data)
    for format in answers_out.FORMATS:
        name, pieces = answers_out.export(actor, workspace, "visit", format)
        (folder / name).write_bytes(b"".join(pieces))
    material = documents.material(actor, workspace, audience="public")
    for entry in catalogue.CATALOGUE.values():
        if entry.kind == "organisation-sheet":
            continue  # ninety pages, of the register alone
        made = documents.build(actor, workspace, entry.kind, entry.formats[0], material, entry.variants[0])
        (folder / made.name).write_bytes(documents.file(actor, workspace, made.id)[1])


def destroy(folder: Path) -> None:
    """Contacts, words and the engagement's data go; what was sealed of them is written down, to be looked for."""
    folder.mkdir(parents=True, exist_ok=True)
    rows = (*AnswerRow.objects.all(), *ContactRow.objects.all(), *SeatHolderRow.objects.all())
    held = [bytes(row.sealed).hex() for row in rows if row.sealed]
    shown = shredding.preview(actor, workspace, ["contacts", "seat_holders", "words", "quarantine"])
    shredding.erase(actor, workspace, list(shown.counts), expected=shown.counts, reason="the work is done")
    InstrumentRow.objects.filter(workspace=workspace).update(state="closed")
    whole = shredding.preview_engagement(actor, workspace, "mapping-update")
    shredding.destroy_engagement(actor, workspace, "mapping-update", expected=whole.counts, reason="handed over")
    told = {"sealed": held, "methods": [row.methods for row in DestructionRow.objects.order_by("number")]}
    (folder / "told.json").write_text(json.dumps(told))


if __name__ == "__main__":
    {"plant": lambda _: plant(), "leave": leave, "destroy": destroy}[sys.argv[1]](Path(sys.argv[2]))
