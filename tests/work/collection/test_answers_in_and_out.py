"""Answers from other tools taken in, and answers going out: nothing twice, nothing overwritten, no words unasked."""

from __future__ import annotations

import io
import json
import zipfile
from typing import Any

import pytest
from django.conf import settings
from tests.collecting import a_round, publish
from tests.exchange.other_tools import ANSWERS, CHOICES, EN, IDS, SURVEY, Kobo, central_zip, expected, kobo_json, reach
from tests.published import xml_of

from filao.core.problems import Problem
from filao.exchange import answers, parcels
from filao.exchange.answers import Wishes
from filao.store import blobs, journal
from filao.store.collection import AnswerImportRow, AttachmentRow, InstrumentRow, QuarantineRow, ResponseRow
from filao.store.people import Membership, User, Workspace
from filao.work import keeping
from filao.work import vault as words
from filao.work.access import Actor
from filao.work.collection import exports, imports, ingest, responses

pytestmark = pytest.mark.database

CODE = "tried"


@pytest.fixture
def form(workspace: Workspace) -> InstrumentRow:
    data = xml_of(SURVEY, CHOICES, version="v1", default_language=EN)
    return publish(workspace, data, form_id=CODE, version="v1").instrument


def take(actor: Actor, workspace: Workspace, data: bytes, name: str = "k.json", **how: Any) -> answers.Reading:
    id = imports.stage(actor, workspace, CODE, [(name, data)], **how)
    return imports.accept(actor, workspace, id, "collected in March")


def held(actor: Actor, workspace: Workspace) -> list[dict[str, str]]:
    """What is held, opened: texts by concrete path below the root."""
    leave = words.reading(actor, workspace, "test")
    rows = ResponseRow.objects.filter(workspace_id=workspace.id, version__instrument__code=CODE).order_by("instance_id")
    return [
        {p.removeprefix("/data/"): t for p, t in responses.values_of(row, leave).items() if t and "/meta/" not in p}
        for row in rows.select_related("version")
    ]


def whole(made: tuple[str, Any]) -> tuple[str, bytes]:
    return made[0], b"".join(made[1])


# --- in ------------------------------------------------------------------------------------------------------------


def test_what_a_dry_run_shows_is_what_is_taken_and_nothing_before(
    actor: Actor, workspace: Workspace, form: InstrumentRow
) -> None:
    id = imports.stage(actor, workspace, CODE, [("k.xlsx", Kobo(language=EN).xlsx())])

    shown = imports.staged(actor, workspace, id).reading
    before = ResponseRow.objects.count()
    taken = imports.accept(actor, workspace, id, "collected in March")

    assert before == 0
    assert shown == taken
    assert [(a.rows, a.kept, a.merged, a.rejected) for a in taken.accounts] == [(3, 3, 0, 0)] * 3
    assert held(actor, workspace) == expected()
    line = journal.JournalLine.objects.filter(act="responses.import").get()
    assert (line.subject, line.reason, line.facts["kept"], line.facts["answers"]) == (CODE, "collected in March", 9, 3)


def test_an_answer_that_was_taken_is_one_like_any_other(
    actor: Actor, workspace: Workspace, form: InstrumentRow
) -> None:
    take(actor, workspace, kobo_json())

    row = ResponseRow.objects.get(instance_id=f"uuid:{IDS[0]}")
    assert (row.channel, row.state) == ("import", "incomplete")
    assert row.closed["/data/ways"] == "phone other"
    assert row.closed["/data/tie[2]/kind"] == "funds"
    assert "/data/person/role" not in row.closed


def test_the_same_file_taken_twice_changes_nothing(actor: Actor, workspace: Workspace, form: InstrumentRow) -> None:
    take(actor, workspace, kobo_json())
    before = set(ResponseRow.objects.values_list("id", "raw"))

    again = take(actor, workspace, Kobo().xlsx(), "k.xlsx")

    assert again.answers == ()
    assert [(a.sheet, a.merged) for a in again.accounts] == [("Interview", 3), ("tie", 3), ("act", 3)]
    assert set(ResponseRow.objects.values_list("id", "raw")) == before


def test_a_file_that_was_interrupted_is_taken_to_its_end_the_next_time(
    actor: Actor, workspace: Workspace, form: InstrumentRow, monkeypatch: pytest.MonkeyPatch
) -> None:
    real, calls = ingest.take, []

    def fails(*args: Any, **more: Any) -> ingest.Receipt:
        calls.append(1)
        if len(calls) == 2:
            raise Problem("disk_refused", what="full")
        return real(*args, **more)

    id = imports.stage(actor, workspace, CODE, [("k.json", kobo_json())])
    monkeypatch.setattr(ingest, "take", fails)
    with pytest.raises(Problem, match="disk_refused"):
        imports.accept(actor, workspace, id, "first")
    monkeypatch.setattr(ingest, "take", real)
    taken = imports.accept(actor, workspace, id, "second")

    assert len(taken.answers) == 2
    assert held(actor, workspace) == expected()


def test_an_answer_that_is_held_otherwise_is_told_and_never_overwritten(
    actor: Actor, workspace: Workspace, form: InstrumentRow
) -> None:
    take(actor, workspace, kobo_json())
    other = kobo_json([ANSWERS[0] | {"person/age": "42"}, *ANSWERS[1:]])

    reading = take(actor, workspace, other)

    (told,) = reading.rejections
    assert (told.row, told.value, told.fault.code) == (1, f"uuid:{IDS[0]}", "answer_held_otherwise")
    assert held(actor, workspace) == expected()
    assert QuarantineRow.objects.count() == 0


def test_an_answer_that_was_withdrawn_is_neither_taken_again_nor_kept_in_its_file(
    actor: Actor, workspace: Workspace, form: InstrumentRow, django_capture_on_commit_callbacks: Any
) -> None:
    take(actor, workspace, kobo_json())
    files = [file["digest"] for row in AnswerImportRow.objects.all() for file in row.files]
    row = ResponseRow.objects.get(instance_id=f"uuid:{IDS[1]}")
    sealer = words.store.sealer(workspace, None)
    xml = parcels.unpack(words.open_(actor, workspace, blobs.get(row.raw), parcels.ANSWER, "test")).content
    with django_capture_on_commit_callbacks(execute=True):
        ingest.withdraw(workspace, ingest.receipt_code(sealer, row.instance_id, xml))

    again = take(actor, workspace, kobo_json())

    assert [one.fault.code for one in again.rejections] == ["answer_given_up"]
    assert row.instance_id not in {one.instance_id for one in again.answers}
    assert files
    assert not any(blobs.exists(digest) for digest in files)


def test_attachments_of_a_zip_come_with_their_answers(actor: Actor, workspace: Workspace, form: InstrumentRow) -> None:
    take(actor, workspace, central_zip(media={"p1.jpg": b"picture", "other.jpg": b"of nobody"}), "c.zip")

    (file,) = AttachmentRow.objects.all()
    assert (file.name, file.size) == ("p1.jpg", 7)
    assert ResponseRow.objects.get(instance_id=f"uuid:{IDS[0]}").state == "complete"


def test_attachments_that_come_later_complete_their_answers(
    actor: Actor, workspace: Workspace, form: InstrumentRow
) -> None:
    take(actor, workspace, central_zip(), "c.zip")
    take(actor, workspace, central_zip(media={"p1.jpg": b"picture"}), "c.zip")

    assert ResponseRow.objects.get(instance_id=f"uuid:{IDS[0]}").state == "complete"
    assert QuarantineRow.objects.count() == 0


def test_a_cleaning_log_stays_with_the_answer_that_it_speaks_of(
    actor: Actor, workspace: Workspace, form: InstrumentRow
) -> None:
    reading = take(actor, workspace, reach(log=[[IDS[0], "age", "typed twice", "4141", "41", "yes"]]), "r.xlsx")

    file = AttachmentRow.objects.get(name=answers.TRAIL)
    text = words.open_(actor, workspace, blobs.get(file.sealed), parcels.FILE, "test").decode()
    assert len(reading.changes) == 1
    assert "person/age,4141,41,typed twice" in text
    assert file.response.instance_id == f"uuid:{IDS[0]}"


def test_how_a_file_is_read_can_be_said_before_it_is_taken(
    actor: Actor, workspace: Workspace, form: InstrumentRow
) -> None:
    rows = [one | {"old/age": "33"} for one in json.loads(kobo_json([{}]))["results"]]
    id = imports.stage(actor, workspace, CODE, [("k.json", json.dumps(rows).encode())])

    before = imports.staged(actor, workspace, id).reading.rejections
    imports.read_as(actor, workspace, id, Wishes({"old/age": "person/age"}))
    imports.accept(actor, workspace, id, "renamed group")

    assert [one.fault.code for one in before] == ["answer_column_unknown"]
    assert held(actor, workspace) == [{"person/age": "33"}]


def test_a_file_is_kept_closed_and_swept_when_it_is_dropped(
    actor: Actor, workspace: Workspace, form: InstrumentRow
) -> None:
    data = kobo_json([{"person/role": "Zephyrine Quillfeather"}])
    id = imports.stage(actor, workspace, CODE, [("k.json", data)])
    (file,) = AnswerImportRow.objects.get().files

    sealed = blobs.get(file["digest"])
    sound = [check.faults for check in keeping.doctor(actor) if check.code == "files"]
    imports.discard(actor, workspace, id)

    assert b"Zephyrine" not in sealed
    assert sound == [()]
    assert imports.uploads(actor, workspace, CODE) == []


def test_uploads_are_listed_with_what_became_of_them(actor: Actor, workspace: Workspace, form: InstrumentRow) -> None:
    take(actor, workspace, kobo_json())
    imports.stage(actor, workspace, CODE, [("later.json", kobo_json())])

    waiting, taken = imports.uploads(actor, workspace, CODE)

    assert (waiting.names, waiting.taken) == (("later.json",), False)
    assert (taken.names, taken.taken, taken.account["kept"]) == (("k.json",), True, 3)


def test_simulated_answers_are_marked_as_such(actor: Actor, workspace: Workspace, form: InstrumentRow) -> None:
    take(actor, workspace, kobo_json(), simulated=True)

    assert set(ResponseRow.objects.values_list("simulated", flat=True)) == {True}
    assert responses.tallied(actor, workspace, CODE).simulated == 3


@pytest.mark.parametrize(
    ("state", "code", "problem"), [("closed", CODE, "instrument_closed"), ("open", "nowhere", "no_such_instrument")]
)
def test_a_file_is_taken_only_by_an_instrument_that_takes_answers(
    state: str, code: str, problem: str, actor: Actor, workspace: Workspace, form: InstrumentRow
) -> None:
    InstrumentRow.objects.update(state=state)

    with pytest.raises(Problem, match=problem):
        imports.dry_run(actor, workspace, code, [("k.json", kobo_json())])


def test_an_import_needs_a_reason(actor: Actor, workspace: Workspace, form: InstrumentRow) -> None:
    id = imports.stage(actor, workspace, CODE, [("k.json", kobo_json())])

    with pytest.raises(Problem, match="reason_missing"):
        imports.accept(actor, workspace, id, " ")
    with pytest.raises(Problem, match="no_such_page"):
        imports.accept(actor, workspace, "elsewhere", "x")


# --- counts --------------------------------------------------------------------------------------------------------


def test_answers_are_counted_by_question_without_their_words(
    actor: Actor, workspace: Workspace, form: InstrumentRow
) -> None:
    take(actor, workspace, kobo_json())

    found = responses.tallied(actor, workspace, CODE)

    counts = {t.variable.name: {c.value: c.number for c in t.counts} for t in found.tallies}
    assert found.total == 3
    assert counts["sex"] == {"f": 1, "m": 1}
    assert counts["kind"] == {"refers": 1, "funds": 2}
    assert "role" not in counts


def a_person(workspace: Workspace, role: str) -> Actor:
    user = User.objects.create_user(f"{role}@example.org", name=role)
    Membership.objects.create(workspace=workspace, user_id=user.id, role=role)
    return Actor(user.id, user.name, strong=True)


@pytest.mark.parametrize("role", ["owner", "monitoring", "trainer"])
def test_who_may_not_read_words_is_told_no_number_that_is_one_person(
    role: str, actor: Actor, workspace: Workspace, form: InstrumentRow
) -> None:
    take(actor, workspace, kobo_json())

    found = responses.tallied(a_person(workspace, role), workspace, CODE)

    assert (found.total, found.below) == (None, 5)
    assert all(count.number is None or not count.number for tally in found.tallies for count in tally.counts)


def test_answers_of_bodies_are_always_counted(actor: Actor, workspace: Workspace, form: InstrumentRow) -> None:
    InstrumentRow.objects.update(purpose="inventory")
    take(actor, workspace, kobo_json())

    assert responses.tallied(a_person(workspace, "owner"), workspace, CODE).total == 3


@pytest.mark.parametrize("role", ["owner", "monitoring", "trainer", "member", "observer", "collector"])
def test_only_the_team_takes_answers_out_or_files_in(role: str, workspace: Workspace, form: InstrumentRow) -> None:
    person = a_person(workspace, role)

    with pytest.raises(Problem, match="not_allowed"):
        exports.export(person, workspace, CODE, "csv")
    with pytest.raises(Problem, match="not_allowed"):
        imports.stage(person, workspace, CODE, [("k.json", kobo_json())])


# --- out -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("format", ["xlsx", "csv", "json"])
def test_what_goes_out_with_its_words_comes_in_as_the_same_answers(
    format: str, actor: Actor, workspace: Workspace, form: InstrumentRow
) -> None:
    take(actor, workspace, kobo_json([ANSWERS[0] | {"cost": "12.25"}, *ANSWERS[1:]]))

    name, data = whole(exports.export(actor, workspace, CODE, format, words=True, why="hand-over"))
    again = imports.dry_run(actor, workspace, CODE, [(name, data)])

    assert again.answers == ()
    assert again.rejections == ()
    assert sum(account.merged for account in again.accounts) == sum(account.rows for account in again.accounts) > 0


def test_an_export_leaves_the_words_out_unless_they_are_asked_for(
    actor: Actor, workspace: Workspace, form: InstrumentRow
) -> None:
    take(actor, workspace, kobo_json())

    for format in exports.FORMATS:
        _, data = whole(exports.export(actor, workspace, CODE, format))
        assert b"Probation" not in unpacked(data), format
    with pytest.raises(Problem, match="reason_missing"):
        exports.export(actor, workspace, CODE, "csv", words=True)
    _, data = whole(exports.export(actor, workspace, CODE, "csv", words=True, why="coding"))
    assert b"Probation officer" in unpacked(data)


def unpacked(data: bytes) -> bytes:
    if not data.startswith(b"PK"):
        return data
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return b"".join(package.read(name) for name in package.namelist())


def test_each_export_leaves_a_line_and_reading_words_another(
    actor: Actor, workspace: Workspace, form: InstrumentRow
) -> None:
    take(actor, workspace, kobo_json())
    before = journal.JournalLine.objects.count()

    exports.export(actor, workspace, CODE, "xlsx")
    exports.export(actor, workspace, CODE, "csv", words=True, why="coding")

    lines = [(line.act, line.subject, line.reason) for line in journal.JournalLine.objects.order_by("number")]
    assert lines[before:] == [
        ("responses.export", "tried xlsx", ""),
        ("words.read", "tried", "coding"),
        ("responses.export", "tried csv", "coding"),
    ]


def test_anonymous_answers_leave_without_the_id_of_their_sending_and_without_their_day(
    actor: Actor, workspace: Workspace, form: InstrumentRow
) -> None:
    InstrumentRow.objects.update(anonymous=True)
    take(actor, workspace, kobo_json())

    for format in ("csv", "json", "xlsx"):
        data = unpacked(whole(exports.export(actor, workspace, CODE, format, words=True, why="x"))[1])
        assert not any(id.encode() in data for id in IDS), format
    rows = json.loads(whole(exports.export(actor, workspace, CODE, "json"))[1])["results"]
    assert {row["meta/instanceID"] for row in rows} == {"anonymous:1", "anonymous:2", "anonymous:3"}
    assert {row["_filao_day"] for row in rows} == {None}


def test_answers_of_a_blind_round_leave_as_anonymous_ones(
    actor: Actor, workspace: Workspace, form: InstrumentRow
) -> None:
    take(actor, workspace, kobo_json())
    blind = a_round(workspace, responses.versions(form)[0], "blind")
    ResponseRow.objects.filter(instance_id=f"uuid:{IDS[0]}").update(round=blind)

    data = whole(exports.export(actor, workspace, CODE, "json"))[1]

    assert IDS[0].encode() not in data
    assert IDS[1].encode() in data


def test_the_codebook_and_the_form_go_with_the_answers(actor: Actor, workspace: Workspace, form: InstrumentRow) -> None:
    take(actor, workspace, kobo_json())

    made = {
        format: whole(exports.export(actor, workspace, CODE, format, language="fr")) for format in exports.BESIDE[:4]
    }

    assert [name for name, _ in made.values()] == [f"tried-{format}" for format in exports.BESIDE[:4]]
    assert made["codebook.pdf"][1].startswith(b"%PDF")
    assert "Moyens de contact" in made["codebook.html"][1].decode()
    with pytest.raises(Problem, match="no_workbook"):
        exports.export(actor, workspace, CODE, "xlsform")
    with pytest.raises(Problem, match="no_such_export"):
        exports.export(actor, workspace, CODE, "docm")


def test_a_form_without_a_version_gives_no_table(actor: Actor, workspace: Workspace, form: InstrumentRow) -> None:
    responses.VersionRow.objects.all().delete()

    with pytest.raises(Problem, match="not_published"):
        exports.export(actor, workspace, CODE, "csv")


def test_no_words_of_an_import_lie_in_the_data_folder(actor: Actor, workspace: Workspace, form: InstrumentRow) -> None:
    take(actor, workspace, kobo_json([{"person/role": "Zephyrine Quillfeather", "ways": "phone"}]))
    whole(exports.export(actor, workspace, CODE, "xlsx", words=True, why="x"))

    from pathlib import Path

    files = [path for path in Path(settings.DATA_FOLDER).rglob("*") if path.is_file()]
    assert files
    assert not any(b"Zephyrine" in path.read_bytes() for path in files)
