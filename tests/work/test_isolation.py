"""Nothing is read across workspaces: each query on a table of ours names its workspace, and two hold nothing in common."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import pytest
from django.db import connection
from tests.collecting import publish

from filao.core.register.imports import Row, Table
from filao.store import models
from filao.work import analysis, desk, documents, engagements, exports, group, narrative, searching, vault, workspaces
from filao.work import register as acts
from filao.work import vault as words
from filao.work.access import Actor
from filao.work.collection import answering, doors, drafts, imports, responses, room, rounds
from filao.work.collection import exports as answers_out
from filao.work.workspaces import Workspace

pytestmark = pytest.mark.database

SHARED = {"store_user", "store_workspace"}


@pytest.fixture
def queries() -> Iterator[list[str]]:
    """SQL sent while the fixture is in use."""
    seen: list[str] = []

    def watch(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        seen.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(watch):
        yield seen


def unbound(queries: list[str]) -> list[str]:
    """Queries that read or change a table of ours without naming the workspace."""
    tables = {m._meta.db_table for name in models.__all__ if (m := getattr(models, name))} - SHARED
    found = []
    for sql in queries:
        named = set(re.findall(r'"(store_\w+)"', sql)) & tables
        if named and not sql.lstrip().upper().startswith(("INSERT", "CREATE")):
            where = sql.partition("WHERE")[2]
            if "workspace_id" not in where and '"id" =' not in where:
                found.append(sql)
    return found


def test_every_reading_names_its_workspace(actor: Actor, workspace: Workspace, queries: list[str]) -> None:
    acts.read(actor, workspace)
    searching.everything(actor, workspace, "police")
    acts.duplicate_suggestions(actor, workspace)
    acts.history(actor, workspace, "organisation", "MPF")
    desk.interviews(actor, workspace)
    desk.sheets(actor, workspace)
    desk.proposals(actor, workspace)
    first = engagements.find(actor, workspace)
    engagements.listing(actor, workspace)
    narrative.comments(actor, workspace, first.id)
    narrative.standings(actor, workspace, first.id, date(2026, 11, 22))
    documents.builds(actor, workspace, first.id)
    documents.material(actor, workspace)
    analysis.read(actor, workspace).figures.all()
    exports.export(actor, workspace, "csv")

    assert len(queries) > 20
    assert unbound(queries) == []


def test_every_reading_of_answers_names_its_workspace(actor: Actor, workspace: Workspace, queries: list[str]) -> None:
    publish(workspace)
    words.seal(workspace, None, b"", "the first use makes the keys of the machine")
    queries.clear()
    id = imports.stage(actor, workspace, "visit", [("a.csv", b"officers,_uuid,told\n4,a1,words\n")])
    imports.staged(actor, workspace, id)
    imports.accept(actor, workspace, id, "first")
    imports.uploads(actor, workspace, "visit")
    responses.tallied(actor, workspace, "visit")
    for format in ("csv", "codebook.xlsx"):
        b"".join(answers_out.export(actor, workspace, "visit", format, words=True, why="x")[1])

    assert len(queries) > 20
    assert unbound(queries) == []


def test_every_change_names_its_workspace(actor: Actor, workspace: Workspace, queries: list[str]) -> None:
    source = next(iter(acts.read(actor, workspace).sources))
    id = acts.set_fact(actor, workspace, "organisation", "MPF", "opening", "24/7", source=source, reason="found")
    acts.withdraw_claim(actor, workspace, id, reason="misread")
    meeting = desk.log(actor, workspace, desk.Meeting("MPF", status="invited"))
    desk.log(actor, workspace, desk.Meeting("MPF", status="declined"), meeting.code)
    desk.send_sheets(actor, workspace, ["MPF"], "en", date(2026, 11, 22))

    assert unbound(queries) == []


def test_the_working_group_names_its_workspace(actor: Actor, workspace: Workspace, queries: list[str]) -> None:
    code = group.plan(actor, workspace, group.Planned("TWG", "Inception meeting", date(2026, 12, 3)))
    group.change_item(actor, workspace, code, group.Item("Opening", minutes="The chair opened."))
    group.note_attendance(actor, workspace, code, {"PMO": "holder"})
    group.decide(actor, workspace, code, group.Decided("The plan is adopted.", "consensus"))
    duty = group.assign(actor, workspace, code, "Send the figures.", "MPF", date(2026, 12, 31))
    group.report(actor, workspace, duty, "done", "Letter of 3 January")
    group.circulate_minutes(actor, workspace, code)
    group.meetings(actor, workspace)
    group.comments(actor, workspace, code)
    group.papers(actor, workspace)
    group.digests(actor, workspace)

    assert unbound(queries) == []


def test_members_papers_and_mails_of_the_group_name_their_workspace(
    actor: Actor, workspace: Workspace, queries: list[str]
) -> None:
    vault.seal(workspace, None, b"", "the first use makes the keys of the machine")
    queries.clear()
    reach = group.Reach("", "unit@example.org", "")
    id = group.appoint(actor, workspace, "TWG-MPF", group.Appointed("holder", "Unit", reach=reach), read_by_person=True)
    code = group.plan(actor, workspace, group.Planned("TWG", "Inception meeting", date(2026, 12, 3)))
    paper = group.add_paper(actor, workspace, group.Named("TWG", "Plan", "plan"), group.Handed(b"%PDF-1.7 a", "a.pdf"))
    group.add_version(actor, workspace, paper, group.Handed(b"%PDF-1.7 b", "b.pdf"))
    group.set_status(actor, workspace, paper, "comments")
    found = group.group_papers(actor, workspace)[0]
    group.uses(actor, workspace, [found])
    group.seen(actor, workspace, found)
    group.compose(actor, workspace, "invitation", code, ["MPF"], str)
    group.digest_mails(actor, workspace, None, str)
    group.due(actor, workspace)
    group.addressees(actor, workspace, "TWG")
    group.end(actor, workspace, id, date(2026, 11, 1))

    assert len(queries) > 20
    assert unbound(queries) == []


def test_answering_behind_a_link_names_its_workspace(actor: Actor, workspace: Workspace, queries: list[str]) -> None:
    publish(workspace)
    vault.seal(workspace, None, b"", "the key of this machine is made for all workspaces")
    queries.clear()
    id = rounds.create(actor, workspace, "visit", rounds.Plan("March", "open"))
    door = doors.find(workspace.slug, rounds.link(actor, workspace, id))
    sitting = answering.sit(door, answering.begin(door, "en"))
    sitting.filling.set("/data/officers", "3")
    answering.keep(sitting, 1)
    answering.send(sitting)
    answering.decline(door, "en")
    rounds.listing(actor, workspace)
    rounds.by_day(actor, workspace, id)
    room.wall(workspace, id)
    rounds.stop(actor, workspace, id)
    drafts.sweep(door)

    assert len(queries) > 20
    assert unbound(queries) == []


def test_the_watcher_sees_a_query_without_a_workspace(workspace: Workspace, queries: list[str]) -> None:
    list(models.ClaimRow.objects.filter(kind="organisation")[:1])

    assert len(unbound(queries)) == 1


def test_two_workspaces_hold_nothing_in_common(actor: Actor, workspace: Workspace) -> None:
    other = workspaces.create(actor, "elsewhere", "Elsewhere", "XX", date(2026, 1, 1))
    cells = {"id": "S1", "title": "A page", "publisher": "Somebody", "kind": "official"}
    acts.accept_import(actor, other, [Table("sources", tuple(cells), [Row(2, cells)])], reason="first")

    assert list(acts.read(actor, other).sources) == ["S1"]
    assert "S1" not in acts.read(actor, workspace).sources
    assert acts.search(actor, other, "police") == []
    assert [e.record for e in acts.search(actor, other, "page")] == ["S1"]
    assert engagements.listing(actor, other) == []


def test_every_table_of_ours_begins_its_indexes_with_the_workspace() -> None:
    for name in models.__all__:
        table = getattr(models, name)._meta
        if table.db_table in SHARED or not any(f.name == "workspace" for f in table.fields):
            continue
        leading = [index.fields[0] for index in table.indexes if index.fields]
        leading += [constraint.fields[0] for constraint in table.constraints if getattr(constraint, "fields", ())]
        assert leading, name
        assert set(leading) == {"workspace"}, name
