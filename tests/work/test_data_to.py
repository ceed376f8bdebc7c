"""One date says to which day the evidence reaches, on pages, in documents and in the folder of deliverables."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest
from tests.conftest import ROOT

from filao.cli import shelf
from filao.store import journal
from filao.store.people import Membership, User
from filao.work import desk, documents, folders, workspaces
from filao.work import register as acts
from filao.work.access import Actor
from filao.work.workspaces import Workspace

pytestmark = pytest.mark.database


@pytest.fixture
def heard(actor: Actor, workspace: Workspace) -> Workspace:
    """The example after an interview of 18 November 2026, a year after its public record was gathered."""
    meeting = desk.Meeting("MPF", status="held", consent=True, held_on=date(2026, 11, 18))
    source = desk.log(actor, workspace, meeting).source_id
    acts.set_fact(actor, workspace, "organisation", "MPF", "opening", "24/7", source=source, reason="told")
    return workspace


def test_what_bodies_say_moves_the_date_to_which_the_evidence_reaches(actor: Actor, workspace: Workspace) -> None:
    assert workspaces.data_to(actor, workspace) == "2025-11-30"


def test_documents_tell_the_same_date(actor: Actor, heard: Workspace) -> None:
    assert workspaces.data_to(actor, heard) == "2026-11-18"
    assert documents.material(actor, heard).data_date == "18 November 2026"


def test_a_folder_gathered_later_moves_it_and_an_older_one_does_not(actor: Actor, tmp_path: Path) -> None:
    early = ROOT / "tests" / "promises" / "islands"
    later = shutil.copytree(early, tmp_path / "later")
    setting = (later / folders.SETTING).read_text().replace('"data_date": "2026-10-31"', '"data_date": "2026-11-15"')
    (later / folders.SETTING).write_text(setting)

    reached = [workspaces.data_to(actor, folders.open_folder(actor, f).workspace) for f in (early, later, later, early)]

    assert reached == ["2026-10-31", "2026-11-15", "2026-11-15", "2026-11-15"]
    moved = journal.lines(workspaces.find(actor, "islands"), act="workspace.data_date")
    assert [line.reason for line in moved] == ["folder later"]


def test_the_folder_of_deliverables_tells_the_same_date(
    actor: Actor, heard: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shelf, "wanted_files", lambda *_: iter(()))

    shelf.write(actor, heard, tmp_path)

    assert "with the data as of 18 November 2026" in (tmp_path / "index.html").read_text(encoding="utf-8")


def test_the_date_is_open_to_whoever_has_a_role(workspace: Workspace) -> None:
    user = User.objects.create_user("keeper@example.org", name="Keeper")
    Membership.objects.create(workspace=workspace, user_id=user.id, role="administrator")

    assert workspaces.data_to(Actor(user.id, user.name, strong=True), workspace) == "2025-11-30"
