"""A folder of deliverables loses no file to another of its name, and calls no answer of a person simulated."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.collecting import answer

from filao.cli import holdings, shelf
from filao.documents.words.instruments.validation import Asked
from filao.store.collection import InstrumentRow, RoundRow
from filao.store.people import Workspace
from filao.store.validation import ValidationRow
from filao.work import engagements, validation
from filao.work.access import Actor
from filao.work.collection import exports, ingest, papers, rounds

pytestmark = pytest.mark.database


def two_records(_actor: Actor, _workspace: Workspace) -> holdings.Files:
    yield "validation-record-2026-05-12-en.pdf", b"first round", "First round"
    yield "validation-record-2026-05-12-en.pdf", b"second round", "Second round"


def test_two_meetings_of_one_day_keep_a_record_each(
    actor: Actor, workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shelf, "wanted_files", lambda *_: iter(()))
    monkeypatch.setattr(
        shelf, "PARTS", (holdings.Part("validation-record", "10", two_records, "Validation", "Records"),)
    )

    count = shelf.write(actor, workspace, tmp_path)

    files = {path.name: path.read_bytes() for path in (tmp_path / "10").iterdir()}
    assert files == {
        "validation-record-2026-05-12-en.pdf": b"first round",
        "validation-record-2026-05-12-en-2.pdf": b"second round",
    }
    assert count == len(files) + 1
    page = (tmp_path / "index.html").read_text(encoding="utf-8")
    assert all(f'href="10/{name}"' in page for name in files)


def takes(workspace: Workspace, round: RoundRow, number: int) -> None:
    form = answer(
        number, form_id=InstrumentRow.objects.get(id=round.instrument_id).form_id, block_consent__consent="yes",
        block_1__item_1="agree",
    )  # fmt: skip
    assert ingest.take(
        workspace, form.xml, {}, channel="page", round=round, simulated=round.simulated
    ).status == "created"  # fmt: skip


def test_answers_of_people_are_never_put_on_the_shelf_as_simulated(
    actor: Actor, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(papers, "paper", lambda *_: ("paper.pdf", b""))
    monkeypatch.setattr(exports, "export", lambda _a, _w, code, format: (f"{code}.{format}", iter(())))
    engagement = engagements.find(actor, workspace).id
    meeting = validation.prepare(
        actor, workspace, engagement, title="Workshop", way="validation", items=[Asked("own:1", "Write a protocol.")],
        held_on=engagements.find(actor, workspace).start, simulated=True,
    )  # fmt: skip
    rehearsal = RoundRow.objects.get(id=ValidationRow.objects.get(id=meeting).round_id)
    takes(workspace, rehearsal, 1)
    rehearsed = simulated(actor, workspace)
    code = InstrumentRow.objects.get(id=rehearsal.instrument_id).code
    held = rounds.create(actor, workspace, code, rounds.Plan("The workshop itself", "open"))
    takes(workspace, RoundRow.objects.get(id=held), 2)

    assert rehearsed == [f"simulated-{code}.{format}" for format in ("xlsx", "csv", "sav")]
    assert simulated(actor, workspace) == []


def simulated(actor: Actor, workspace: Workspace) -> list[str]:
    (part,) = (one for one in holdings.PARTS if one.kind == "collection")
    return [name for name, _data, _label in part.besides(actor, workspace) if name.startswith("simulated-")]
