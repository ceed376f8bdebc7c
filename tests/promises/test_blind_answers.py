"""The promise of a blind round: who has answered is known; what somebody answered leads back to nobody.

Somebody holds everything that lasts: the database with its log beside it, the files with their times and places, the
journal, and copies of all of it from before each answer and after. The test plays that person and tries every trace.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterator

import pytest
from django.db import connection
from tests.collecting import a_round, answer, publish

from filao.core.invitations import Person, Wish
from filao.store import blobs
from filao.store.collection import InvitationRow, ResponseRow, RoundRow
from filao.work.access import Actor
from filao.work.collection import ingest, invitations, responses, rounds
from filao.work.workspaces import Workspace

pytestmark = pytest.mark.database

Copy = dict[str, list[tuple[object, ...]]]
TABLES = ("store_invitationrow", "store_responserow", "store_attachmentrow", "store_usedrow", "store_journalline")


def copy_of_everything() -> Copy:
    """What a backup of this moment holds: every row in the order in which it lies, and every file with its times."""
    found: Copy = {}
    with connection.cursor() as cursor:
        for table in TABLES:
            place = "rowid" if connection.vendor == "sqlite" else "ctid"
            cursor.execute(f"SELECT {place}, * FROM {table} ORDER BY {place}")
            found[table] = [tuple(map(str, row)) for row in cursor.fetchall()]
    found["files"] = [
        (path.name, path.stat().st_mtime_ns, path.stat().st_size) for path in sorted(blobs.folder().glob("*/*"))
    ]
    return found


def changed(before: Copy, after: Copy, table: str) -> list[tuple[object, ...]]:
    known = set(before[table])
    return [row for row in after[table] if row not in known]


def invited(actor: Actor, workspace: Workspace, number: int, mode: str = "blind") -> tuple[RoundRow, list[str]]:
    """A round with so many invitations: their ids in an order drawn by lot, in which they answer."""
    round = a_round(workspace, publish(workspace, anonymous=True), mode)
    invitations.draw(actor, workspace, round.id, Wish(persons=(Person("Officer"),)), number, "lot")
    ids = sorted(InvitationRow.objects.values_list("id", flat=True))
    random.Random(7).shuffle(ids)
    return round, ids


def answers(workspace: Workspace, round: RoundRow, ids: list[str], commit: object) -> Iterator[tuple[str, int]]:
    """Each answers in turn, number n of them "officers" = n: what the other side would like to know."""
    for number, id in enumerate(ids, start=1):
        with commit(execute=True):  # type: ignore[operator]
            ingest.take(
                workspace, answer(number, consent="yes", sector="police", officers=str(number)).xml, {}, channel="page",
                round=RoundRow.objects.get(id=round.id), invitation=InvitationRow.objects.get(id=id),
            )  # fmt: skip
        yield id, number


def test_no_copy_from_before_and_after_marks_fewer_than_five_invitations_at_once(
    actor: Actor, workspace: Workspace, django_capture_on_commit_callbacks: object
) -> None:
    round, ids = invited(actor, workspace, 15)
    before = copy_of_everything()

    groups = []
    for _id, _number in answers(workspace, round, ids, django_capture_on_commit_callbacks):
        after = copy_of_everything()
        groups.append(len(changed(before, after, "store_invitationrow")))
        assert changed(before, after, "store_journalline") == []
        before = after

    assert groups == [0, 0, 0, 0, 5] * 3


def test_what_waits_says_nothing_and_names_nobody(
    actor: Actor, workspace: Workspace, django_capture_on_commit_callbacks: object
) -> None:
    round, ids = invited(actor, workspace, 4)
    before = copy_of_everything()
    for _one in answers(workspace, round, ids, django_capture_on_commit_callbacks):
        pass
    after = copy_of_everything()

    waiting = ResponseRow.objects.filter(round=round)
    told = json.dumps([changed(before, after, table) for table in ("store_responserow", "store_usedrow")])
    assert {(row.state, row.received_on, row.received_at) for row in waiting} == {("waiting", None, None)}
    assert all(set(row.closed) == {"held"} and not row.agreed for row in waiting)
    assert "police" not in told
    assert not [id for id in ids if id in told]
    assert responses.tallied(actor, workspace, "visit").total in (0, None)


def test_within_a_batch_no_trace_links_better_than_chance(
    actor: Actor, workspace: Workspace, django_capture_on_commit_callbacks: object
) -> None:
    """Order of rows, of ids, of files and their places on the disk, each taken as a guess of who answered what."""
    round, ids = invited(actor, workspace, 60)
    truth = dict(answers(workspace, round, ids, django_capture_on_commit_callbacks))
    batches = [ids[start : start + 5] for start in range(0, 60, 5)]

    with connection.cursor() as cursor:
        place = "rowid" if connection.vendor == "sqlite" else "ctid"
        cursor.execute(f"SELECT id FROM store_responserow ORDER BY {place}")
        as_they_lie = [id for (id,) in cursor.fetchall()]
    rows = {row.id: row for row in ResponseRow.objects.filter(round=round)}
    told = {id: int(row.closed["/data/officers"]) for id, row in rows.items()}
    orders = {
        "rows": as_they_lie,
        "ids": sorted(rows),
        "inodes": sorted(rows, key=lambda id: blobs.path_of(rows[id].raw).stat().st_ino),
        "changes": sorted(rows, key=lambda id: blobs.path_of(rows[id].raw).stat().st_ctime_ns),
        "times": sorted(rows, key=lambda id: (blobs.path_of(rows[id].raw).stat().st_mtime_ns, rows[id].raw)),
    }
    for trace, order in orders.items():
        hits = 0
        for batch in batches:
            members = {truth[id] for id in batch}
            guess = [told[id] for id in order if told[id] in members]
            hits += sum(truth[id] == number for id, number in zip(batch, guess, strict=True))
        assert hits <= 25, f"{trace}: {hits} of 60 right, where chance gives 12 (more than 25: once in 10,000)"
    assert {blobs.path_of(row.raw).stat().st_mtime for row in rows.values()} == {blobs.STILL}


def test_rows_of_answers_hold_no_moment_no_client_and_no_invitation(
    actor: Actor, workspace: Workspace, django_capture_on_commit_callbacks: object
) -> None:
    round, ids = invited(actor, workspace, 5)
    for _one in answers(workspace, round, ids, django_capture_on_commit_callbacks):
        pass

    rows = ResponseRow.objects.filter(round=round)
    assert {(row.received_at, row.received_on.weekday(), row.collector_id, row.language) for row in rows} == {
        (None, 0, None, "")
    }
    assert set(InvitationRow.objects.values_list("answered", "response")) == {(True, None)}


def test_an_invitation_is_used_once_also_while_its_answer_waits(
    actor: Actor, workspace: Workspace, django_capture_on_commit_callbacks: object
) -> None:
    round, ids = invited(actor, workspace, 6)
    for _one in answers(workspace, round, ids[:1], django_capture_on_commit_callbacks):
        pass

    again = ingest.take(
        workspace, answer(9, sector="labour").xml, {}, channel="page", round=round,
        invitation=InvitationRow.objects.get(id=ids[0]),
    )  # fmt: skip

    assert (again.status, again.reason) == ("quarantined", "invitation_used")
    assert [one.id for one in invitations.listing(actor, workspace, round.id) if one.answered] == [ids[0]]


def test_nothing_taken_is_lost_and_the_last_come_in_with_all_others_at_the_end(
    actor: Actor, workspace: Workspace, django_capture_on_commit_callbacks: object
) -> None:
    round, ids = invited(actor, workspace, 8)
    for _one in answers(workspace, round, ids[:7], django_capture_on_commit_callbacks):
        pass
    before = set(ResponseRow.objects.filter(round=round).values_list("id", flat=True))

    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        rounds.stop(actor, workspace, round.id)

    rows = ResponseRow.objects.filter(round=round)
    assert sorted(int(row.closed["/data/officers"]) for row in rows) == [1, 2, 3, 4, 5, 6, 7]
    assert {row.state for row in rows} == {"complete"}
    assert not before & {row.id for row in rows}, "all under new ids: the last two do not stand out"
    assert InvitationRow.objects.filter(answered=True).count() == 7


def test_fewer_than_five_answers_stay_closed_for_ever(
    actor: Actor, workspace: Workspace, django_capture_on_commit_callbacks: object
) -> None:
    round, ids = invited(actor, workspace, 5)
    for _one in answers(workspace, round, ids[:4], django_capture_on_commit_callbacks):
        pass

    rounds.stop(actor, workspace, round.id)

    assert {row.state for row in ResponseRow.objects.filter(round=round)} == {"waiting"}
    assert InvitationRow.objects.filter(answered=True).count() == 0
