"""Rows of answers can be made again from their kept bytes, and are then what they were."""

from __future__ import annotations

from typing import Any

import pytest
from tests.collecting import a_round, answer, collector, publish

from filao.store import blobs
from filao.store.collection import AttachmentRow, ResponseRow
from filao.store.people import Workspace
from filao.work.access import Actor
from filao.work.collection.ingest import take, withdraw
from filao.work.collection.rebuild import Rebuilt, rebuild

pytestmark = pytest.mark.database


def rows() -> list[dict[str, Any]]:
    """Every row of answers and files, without the ids that rows are given."""
    names = {row.id: row.instance_id for row in ResponseRow.objects.all()}
    files = {(names[one.response_id], one.name): (one.sealed, one.size) for one in AttachmentRow.objects.all()}
    found = []
    for row in ResponseRow.objects.order_by("instance_id"):
        values = {f.attname: getattr(row, f.attname) for f in ResponseRow._meta.concrete_fields if f.name != "id"}
        values["replaces_id"] = names.get(row.replaces_id or "")
        values["files"] = {name: held for (of, name), held in files.items() if of == row.instance_id}
        found.append(values)
    return found


@pytest.fixture
def answers(workspace: Workspace, django_capture_on_commit_callbacks: Any) -> None:
    """Answers of every sort: plain, edited, with files, anonymous, simulated, refused, withdrawn, without an id."""
    version = publish(workspace)
    publish(workspace, form_id="anon", anonymous=True)
    one, of = collector(workspace), a_round(workspace, version)
    how: dict[str, Any] = {"channel": "collect", "collector": one, "client": {"device": "d"}, "language": "fr"}
    take(workspace, answer(1, sector="police", consent="yes", photo="a.jpg", talk="b.m4a").xml, {"a.jpg": b"1"}, **how)
    take(workspace, answer(2, replaces=1, sector="labour", photo="a.jpg", talk="c.m4a").xml, {"c.m4a": b"2"}, **how)
    take(workspace, answer(3, officers="7", told="words").xml, {}, channel="web", round=of, simulated=True)
    take(workspace, answer(4, form_id="anon", needs="law data").xml, {}, channel="web")
    take(workspace, answer(5, consent="no").xml, {}, channel="web")
    take(workspace, b'<data id="visit" version="1"><officers>9</officers></data>', {}, channel="import")
    gone = take(workspace, answer(6, sector="police").xml, {}, channel="web")
    with django_capture_on_commit_callbacks(execute=True):
        withdraw(workspace, gone.receipt_code)
    take(workspace, b"put aside", {}, channel="collect")


def test_rows_that_were_lost_come_back_as_they_were(actor: Actor, workspace: Workspace, answers: None) -> None:
    before = rows()
    ResponseRow.objects.exclude(raw="").delete()

    done = rebuild(actor, workspace)

    assert done == Rebuilt(read=5, mended=0, made=5, lost=0)
    assert rows() == before


def test_rows_that_are_right_are_left_alone(actor: Actor, workspace: Workspace, answers: None) -> None:
    before = rows()

    assert rebuild(actor, workspace) == Rebuilt(read=5, mended=0, made=0, lost=0)
    assert rows() == before


def test_rows_that_say_something_else_than_their_bytes_are_mended(
    actor: Actor, workspace: Workspace, answers: None
) -> None:
    before = rows()
    ResponseRow.objects.filter(instance_id=answer(1).id).update(
        closed={"/data/sector": "forged"}, receipt="", agreed={}
    )
    AttachmentRow.objects.filter(name="a.jpg").update(sealed="")
    ResponseRow.objects.filter(instance_id=answer(3).id).update(simulated=False)

    done = rebuild(actor, workspace)

    assert (done.mended, done.made) == (3, 0)
    assert rows() == before


def test_rows_whose_bytes_are_gone_are_counted(actor: Actor, workspace: Workspace, answers: None) -> None:
    blobs.remove(ResponseRow.objects.get(instance_id=answer(3).id).raw)

    assert rebuild(actor, workspace).lost == 1


def test_answers_of_a_blind_round_stay_closed_until_they_are_shuffled_in(actor: Actor, workspace: Workspace) -> None:
    version = publish(workspace)
    of = a_round(workspace, version, "blind")
    for number in (1, 2):
        take(workspace, answer(number, sector="police").xml, {}, channel="web", round=of)
    held = ResponseRow.objects.get(instance_id=answer(1).id).closed
    ResponseRow.objects.get(instance_id=answer(2).id).delete()

    rebuild(actor, workspace)

    found = {row.instance_id: row for row in ResponseRow.objects.all()}
    assert found[answer(1).id].closed == held
    assert {row.state for row in found.values()} == {"waiting"}
    assert all("police" not in str(row.closed) for row in found.values())
    assert {row.received_on for row in found.values()} == {None}
