"""One way in: what is sent is taken once, kept closed, never lost, and tells of anonymous people nothing but a day."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.utils import timezone
from tests.collecting import a_round, answer, collector, publish

from filao.core.problems import Problem
from filao.exchange import parcels
from filao.store import blobs, journal, vault
from filao.store.collection import AttachmentRow, InvitationRow, QuarantineRow, ResponseRow
from filao.store.people import Workspace
from filao.work import vault as words
from filao.work.access import Actor
from filao.work.collection import ingest
from filao.work.collection.ingest import take

pytestmark = pytest.mark.database

SAID = "Zephyrine Quillfeather told us of the harbour"


def row(number: int = 1) -> ResponseRow:
    return ResponseRow.objects.get(instance_id=answer(number).id)


def opened(actor: Actor, workspace: Workspace, digest: str, context: str) -> parcels.Parcel:
    return parcels.unpack(words.open_(actor, workspace, blobs.get(digest), context, "test"))


# --- what is taken and what is kept in the row


def test_an_answer_is_acknowledged_once_its_bytes_are_closed_and_its_row_is_written(
    actor: Actor, workspace: Workspace
) -> None:
    publish(workspace)
    sent = answer(consent="yes", sector="police", officers="12", told=SAID)

    receipt = take(workspace, sent.xml, {}, channel="collect")

    assert (receipt.status, receipt.instance_id) == ("created", sent.id)
    kept = row()
    assert (kept.channel, kept.state, kept.received_on) == ("collect", "complete", timezone.localdate())
    assert b"Zephyrine" not in blobs.get(kept.raw)
    assert opened(actor, workspace, kept.raw, parcels.ANSWER).content == sent.xml


def test_a_row_holds_choices_numbers_and_dates_and_no_word(workspace: Workspace) -> None:
    publish(workspace)
    values = {
        "consent": "yes", "sector": "police", "needs": "law data", "order": "care law data", "officers": "12",
        "share": "0.25", "since": "2020-01-31", "hour": "09:30:00.000+04:00", "seen": "OK", "told": SAID,
        "place": "-20.16 57.5 0 0", "photo": "",
    }  # fmt: skip

    take(workspace, answer(**values).xml, {}, channel="web")

    open_ones = ("consent", "sector", "needs", "order", "officers", "share", "since", "hour", "seen")
    assert row().closed == {f"/data/{name}": values[name] for name in open_ones}


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("sector", "Zephyrine"), ("needs", "law Zephyrine"), ("officers", "Zephyrine"), ("officers", "2305550101"),
        ("share", "1e9"), ("since", "born 1990"), ("hour", "noon"), ("seen", "Zephyrine"), ("order", "law\nZephyrine"),
    ],
)  # fmt: skip
def test_what_a_question_does_not_allow_is_a_word_and_stays_closed(workspace: Workspace, name: str, text: str) -> None:
    publish(workspace)

    take(workspace, answer(**{name: text}).xml, {}, channel="collect")

    assert row().closed == {}


def test_an_option_of_an_attached_list_is_known_from_its_file(workspace: Workspace) -> None:
    data = publish_with_list(workspace)

    take(workspace, answer(form_id="bodies", sector="MPF").xml, {}, channel="collect")
    take(workspace, answer(2, form_id="bodies", sector="Zephyrine").xml, {}, channel="collect")

    assert data
    assert (row(1).closed, row(2).closed) == ({"/data/sector": "MPF"}, {})


def publish_with_list(workspace: Workspace) -> bytes:
    data = (
        b'<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml" '
        b'xmlns:orx="http://openrosa.org/xforms"><h:head><h:title>Bodies</h:title><model><instance><data id="bodies" '
        b'version="1"><sector/><orx:meta><orx:instanceID/></orx:meta></data></instance>'
        b'<instance id="roster" src="jr://file-csv/roster.csv"/><bind nodeset="/data/sector" type="string"/></model>'
        b'</h:head><h:body><select1 ref="/data/sector"><label>Body</label><itemset nodeset="instance(\'roster\')/root/item">'
        b'<value ref="name"/><label ref="label"/></itemset></select1></h:body></h:html>'
    )
    publish(workspace, data, form_id="bodies", media={"roster.csv": b"name,label\nMPF,Police\n"})
    return data


def test_answers_in_repeats_keep_their_positions(workspace: Workspace) -> None:
    publish(workspace)
    xml = answer(sector="police").xml.replace(
        b"<orx:meta>",
        b"<tie><with>CDU</with><kind>refers</kind></tie><tie><with>x</with><kind>meets</kind></tie><orx:meta>",
    )

    take(workspace, xml, {}, channel="collect")

    assert row().closed == {"/data/sector": "police", "/data/tie[1]/kind": "refers", "/data/tie[2]/kind": "meets"}


# --- the same again, and other content under the same id


def test_the_same_sent_again_is_taken_once_and_gives_the_same_code(workspace: Workspace) -> None:
    publish(workspace)
    sent = answer(sector="police")

    first, again = (take(workspace, sent.xml, {}, channel="collect") for _turn in range(2))

    assert (first.status, again.status) == ("created", "duplicate")
    assert first.receipt_code == again.receipt_code
    assert ResponseRow.objects.count() == 1
    assert QuarantineRow.objects.count() == 0


def test_other_content_under_the_same_id_is_put_aside_and_changes_nothing(actor: Actor, workspace: Workspace) -> None:
    publish(workspace)
    take(workspace, answer(sector="police").xml, {}, channel="collect")
    other = answer(sector="labour", told=SAID)

    receipts = [take(workspace, other.xml, {"a.jpg": b"picture"}, channel="collect") for _turn in range(2)]

    assert [(r.status, r.reason) for r in receipts] == [("quarantined", "conflict")] * 2
    assert row().closed == {"/data/sector": "police"}
    aside = QuarantineRow.objects.get()
    whole = words.open_(actor, workspace, blobs.get(aside.raw), parcels.ASIDE, "test")
    assert parcels.unpack_aside(whole)[1:] == (other.xml, {"a.jpg": b"picture"})


def test_an_answer_without_an_id_is_given_one_by_its_content(workspace: Workspace) -> None:
    publish(workspace)
    xml = b'<data id="visit" version="1"><sector>police</sector></data>'

    first, again = (take(workspace, xml, {}, channel="collect") for _turn in range(2))

    assert first.instance_id.startswith("uuid:")
    assert (first.instance_id, first.status, again.status) == (again.instance_id, "created", "duplicate")


# --- what cannot be taken


@pytest.mark.parametrize(
    ("xml", "reason"),
    [
        (b"", "malformed"),
        (b"<data", "malformed"),
        (b"<data><sector>police</sector></data>", "malformed"),
        (b'<!DOCTYPE data [<!ENTITY e "x">]><data id="visit">&e;</data>', "malformed"),
        (answer(form_id="unheard").xml, "unknown_form"),
        (answer(version="99").xml, "unknown_version"),
        (answer(version="").xml, "unknown_version"),
        (answer().xml.replace(b"uuid:", b"u" * 200), "no_instance_id"),
        (
            b'<data id="visit" version="1" encrypted="yes"><encryptedXmlFile>a</encryptedXmlFile></data>',
            "no_instance_id",
        ),
    ],
)
def test_what_cannot_be_taken_is_put_aside_with_the_reason(
    actor: Actor, workspace: Workspace, xml: bytes, reason: str
) -> None:
    publish(workspace)

    receipt = take(workspace, xml, {"photo.jpg": b"picture"}, channel="collect")

    assert (receipt.status, receipt.reason) == ("quarantined", reason)
    assert ResponseRow.objects.count() == 0
    whole = words.open_(actor, workspace, blobs.get(QuarantineRow.objects.get().raw), parcels.ASIDE, "test")
    assert parcels.unpack_aside(whole)[1:] == (xml, {"photo.jpg": b"picture"})


def test_a_closing_form_takes_what_was_waiting_and_a_closed_one_puts_it_aside(workspace: Workspace) -> None:
    instrument = publish(workspace).instrument
    statuses = []
    for number, state in enumerate(("open", "closing", "closed", "draft"), start=1):
        instrument.state = state
        instrument.save()
        statuses.append(take(workspace, answer(number).xml, {}, channel="collect").status)
    again = take(workspace, answer(1).xml, {}, channel="collect")

    assert statuses == ["created", "created", "quarantined", "quarantined"]
    assert again.status == "duplicate", "what was acknowledged stays acknowledged"


def test_a_form_that_the_collector_was_not_given_is_put_aside(workspace: Workspace) -> None:
    version = publish(workspace)

    other = take(workspace, answer().xml, {}, channel="collect", collector=collector(workspace, instruments=["x"]))
    own = take(
        workspace, answer(2).xml, {}, channel="collect",
        collector=collector(workspace, "other", instruments=[version.instrument_id]),
    )  # fmt: skip

    assert (other.reason, own.status) == ("not_assigned", "created")


def test_an_answer_beyond_the_limit_is_refused_before_it_is_read(workspace: Workspace) -> None:
    with pytest.raises(Problem, match="answer_too_large"):
        take(workspace, b" " * (ingest.XML_LIMIT + 1), {}, channel="collect")


def test_what_is_put_aside_has_a_limit(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ingest, "ASIDE_LIMIT", 1)
    take(workspace, b"<a/>", {}, channel="collect")

    with pytest.raises(Problem, match="quarantine_full"):
        take(workspace, b"<b/>", {}, channel="collect")
    assert take(workspace, b"<a/>", {}, channel="collect").status == "quarantined"


# --- files


def test_files_that_an_answer_names_are_kept_closed_and_others_dropped(actor: Actor, workspace: Workspace) -> None:
    publish(workspace)
    sent = answer(photo="Écoute à Maurice.jpg", talk="talk.m4a", meta="<orx:audit>audit.csv</orx:audit>")
    files = {"Écoute à Maurice.jpg": b"picture", "audit.csv": b"event,node,start,end\n", "stranger.exe": b"MZ"}

    take(workspace, sent.xml, files, channel="collect")

    slots = {one.name: one for one in AttachmentRow.objects.all()}
    assert {name: one.size for name, one in slots.items()} == {
        "Écoute à Maurice.jpg": 7, "talk.m4a": 0, "audit.csv": 21,
    }  # fmt: skip
    assert row().state == "incomplete"
    picture = opened(actor, workspace, slots["Écoute à Maurice.jpg"].sealed, parcels.FILE)
    assert (picture.content, picture.about["instance"]) == (b"picture", sent.id)


def test_files_may_come_in_further_sendings_of_the_same_answer(workspace: Workspace) -> None:
    publish(workspace)
    sent = answer(photo="a.jpg", talk="b.m4a")

    statuses = [
        take(workspace, sent.xml, files, channel="collect").status
        for files in ({"a.jpg": b"one"}, {"b.m4a": b"two"}, {"a.jpg": b"other"})
    ]

    assert statuses == ["created", "duplicate", "duplicate"]
    assert row().state == "complete"
    assert sorted(AttachmentRow.objects.values_list("name", "size")) == [("a.jpg", 3), ("b.m4a", 3)]


@pytest.mark.parametrize("name", ["../../etc/passwd", "a/b.jpg", "c:\\x.jpg", "x" * 300])
def test_a_name_that_leads_elsewhere_is_no_file_of_an_answer(workspace: Workspace, name: str) -> None:
    publish(workspace)

    take(workspace, answer(photo=name).xml, {name: b"x"}, channel="collect")

    assert AttachmentRow.objects.count() == 0


def test_an_encrypted_answer_is_kept_as_it_came_with_its_files_and_without_what_was_left_in_clear(
    workspace: Workspace,
) -> None:
    publish(workspace)
    xml = (
        b'<data xmlns="http://opendatakit.org/submissions" xmlns:orx="http://openrosa.org/xforms" id="visit" version="1" '
        b'encrypted="yes"><base64EncryptedKey>a2V5</base64EncryptedKey><orx:meta><orx:instanceID>'
        + answer().id.encode()
        + b"</orx:instanceID></orx:meta><media><file>a.jpg.enc</file></media><encryptedXmlFile>submission.xml.enc"
        b"</encryptedXmlFile><base64EncryptedElementSignature>c2ln</base64EncryptedElementSignature></data>"
    )
    files = {"submission.xml.enc": b"closed", "a.jpg.enc": b"closed", "a.jpg": b"in clear"}

    assert take(workspace, xml, files, channel="collect").status == "created"

    assert (row().state, row().closed) == ("encrypted", {})
    assert sorted(AttachmentRow.objects.values_list("name", flat=True)) == ["a.jpg.enc", "submission.xml.enc"]


# --- edits


def test_an_edit_becomes_the_current_version_and_keeps_the_earlier_one_and_its_files(workspace: Workspace) -> None:
    publish(workspace)
    take(
        workspace,
        answer(1, sector="police", photo="a.jpg", talk="t.m4a").xml,
        {"a.jpg": b"one", "t.m4a": b"t"},
        channel="collect",
    )

    edit = answer(2, replaces=1, sector="labour", photo="a.jpg", talk="new.m4a")
    receipt = take(workspace, edit.xml, {"new.m4a": b"new"}, channel="collect")
    again = take(workspace, edit.xml, {}, channel="collect")

    assert (receipt.status, again.status) == ("created", "duplicate")
    assert (row(1).current, row(2).current, row(2).replaces) == (False, True, row(1))
    assert row(1).closed["/data/sector"] == "police"
    old, new = ({a.name: a.sealed for a in AttachmentRow.objects.filter(response=row(number))} for number in (1, 2))
    assert new["a.jpg"] == old["a.jpg"]
    assert set(new) == {"a.jpg", "new.m4a"}


def test_an_edit_of_what_is_no_longer_current_or_unknown_is_put_aside(workspace: Workspace) -> None:
    publish(workspace)
    publish(workspace, form_id="other")
    take(workspace, answer(1).xml, {}, channel="collect")
    take(workspace, answer(2, replaces=1).xml, {}, channel="collect")

    stale = take(workspace, answer(3, replaces=1).xml, {}, channel="collect")
    unknown = take(workspace, answer(4, replaces=77).xml, {}, channel="collect")
    elsewhere = take(workspace, answer(5, replaces=2, form_id="other").xml, {}, channel="collect")

    assert [r.reason for r in (stale, unknown, elsewhere)] == ["edit_stale", "edit_unknown", "edit_unknown"]
    assert row(2).current


# --- consent and withdrawal


def test_a_refusal_is_counted_and_nothing_of_it_is_kept(workspace: Workspace) -> None:
    publish(workspace)
    before = set(blobs.all_digests())

    receipt = take(workspace, answer(consent="no", told=SAID, photo="a.jpg").xml, {"a.jpg": b"x"}, channel="web")
    again = take(workspace, answer(consent="yes", told="something else").xml, {}, channel="web")

    assert (receipt.status, receipt.receipt_code, again.status) == ("created", "", "duplicate")
    kept = row()
    assert (kept.state, kept.raw, kept.fingerprint, kept.closed, kept.receipt) == ("refused", "", "", {}, "")
    assert set(blobs.all_digests()) == before
    assert AttachmentRow.objects.count() == QuarantineRow.objects.count() == 0


def test_what_was_agreed_to_stands_in_the_row_with_the_text_that_was_shown(workspace: Workspace) -> None:
    from filao.store.collection import ConsentRow

    version = publish(workspace)
    for number in (1, 2):
        ConsentRow.objects.create(
            workspace=workspace,
            instrument=version.instrument,
            number=number,
            texts={"en": "…"},
            since=timezone.localdate(),
        )

    take(workspace, answer(consent="yes").xml, {}, channel="web")

    assert row().agreed == {"consent": "yes", "text": 2}


def test_withdrawing_by_the_receipt_deletes_bytes_and_content_and_leaves_a_count(
    workspace: Workspace, django_capture_on_commit_callbacks: object
) -> None:
    publish(workspace)
    before = set(blobs.all_digests())
    first = take(workspace, answer(1, sector="police", told=SAID, photo="a.jpg").xml, {"a.jpg": b"x"}, channel="web")
    take(workspace, answer(2, replaces=1, sector="labour", photo="a.jpg").xml, {}, channel="web")
    take(workspace, answer(2, replaces=1, sector="other").xml, {}, channel="web")

    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        count = ingest.withdraw(workspace, first.receipt_code.lower().replace("-", " "))

    assert count == 2
    assert set(blobs.all_digests()) == before
    for number in (1, 2):
        kept = row(number)
        assert (kept.state, kept.raw, kept.closed, kept.receipt, kept.received_on) == ("withdrawn", "", {}, "", None)
    assert AttachmentRow.objects.count() == QuarantineRow.objects.count() == 0
    assert take(workspace, answer(1, sector="police", told=SAID).xml, {}, channel="web").status == "duplicate"
    assert set(blobs.all_digests()) == before, "what was withdrawn does not come back by being sent again"
    (line,) = journal.lines(workspace, act="answers.withdraw")
    assert (line.subject, line.facts) == ("", {})


@pytest.mark.parametrize("code", ["", " ", "AAAA-BBBB-CCCC", "'; DROP TABLE"])
def test_a_code_that_is_none_withdraws_nothing(workspace: Workspace, code: str) -> None:
    publish(workspace)
    take(workspace, answer(1, consent="no").xml, {}, channel="web")

    with pytest.raises(Problem, match="no_such_receipt"):
        ingest.withdraw(workspace, code)


# --- anonymous and blind


def test_an_anonymous_answer_leaves_a_day_and_nothing_else_of_when_and_by_whom(
    actor: Actor, workspace: Workspace
) -> None:
    version = publish(workspace, anonymous=True)
    lines = len(journal.lines(workspace, limit=None))

    take(
        workspace, answer(sector="police", photo="a.jpg").xml, {"a.jpg": b"x"}, channel="web", language="fr",
        round=a_round(workspace, version, "open"), collector=collector(workspace), client={"agent": "Collect", "device": "d1"},
    )  # fmt: skip

    kept = row()
    assert (kept.received_at, kept.collector, kept.language) == (None, None, "")
    assert kept.received_on == timezone.localdate()
    about = opened(actor, workspace, kept.raw, parcels.ANSWER).about
    assert not {"at", "client", "collector", "language"} & set(about)
    for path in (blobs.path_of(kept.raw), blobs.path_of(AttachmentRow.objects.get().sealed)):
        assert path.stat().st_mtime == path.parent.stat().st_mtime == blobs.STILL
    acts = [line.act for line in journal.lines(workspace, limit=None)]
    assert len(acts) == lines + 1, "opening it in this test, and nothing for taking it"


def test_of_others_the_client_is_kept_closed(actor: Actor, workspace: Workspace) -> None:
    publish(workspace)

    take(workspace, answer().xml, {}, channel="collect", collector=collector(workspace), client={"device": "d1"})

    assert row().received_at is not None
    assert opened(actor, workspace, row().raw, parcels.ANSWER).about["client"] == {"device": "d1"}


def invitation(workspace: Workspace, round_: object, number: int) -> InvitationRow:
    return InvitationRow.objects.create(workspace=workspace, round=round_, token=f"{number:064d}")


def test_a_named_invitation_leads_to_its_answer_and_is_used_once(workspace: Workspace) -> None:
    version = publish(workspace)
    of = a_round(workspace, version)
    invited = invitation(workspace, of, 1)

    take(workspace, answer(1).xml, {}, channel="web", round=of, invitation=invited)
    second = take(workspace, answer(2).xml, {}, channel="web", round=of, invitation=invited)

    invited.refresh_from_db()
    assert (invited.answered, invited.response) == (True, row(1))
    assert (second.status, second.reason) == ("quarantined", "invitation_used")


def test_a_refusal_uses_an_invitation_up_and_is_told_apart(workspace: Workspace) -> None:
    version = publish(workspace)
    of = a_round(workspace, version)
    invited = invitation(workspace, of, 1)

    take(workspace, answer(1, consent="no").xml, {}, channel="web", round=of, invitation=invited)

    invited.refresh_from_db()
    assert (invited.answered, invited.refused, invited.response) == (False, True, None)


def test_blind_answers_wait_without_a_day_and_are_shuffled_in_together(
    workspace: Workspace, django_capture_on_commit_callbacks: object
) -> None:
    version = publish(workspace)
    of = a_round(workspace, version, "blind")
    invited = [invitation(workspace, of, number) for number in range(1, 6)]
    waiting = []
    for number, one in enumerate(invited, start=1):
        if number == 5:
            waiting = list(ResponseRow.objects.values_list("id", "received_on", "received_at"))
            touched = {d: blobs.path_of(d).stat().st_ino for d in ResponseRow.objects.values_list("raw", flat=True)}
        with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
            sent = answer(number, sector="police", photo="a.jpg")
            take(workspace, sent.xml, {"a.jpg": b"x"}, channel="web", round=of, invitation=one)

    assert {(day, at) for _id, day, at in waiting} == {(None, None)}
    rows = list(ResponseRow.objects.all())
    assert {(r.received_on.weekday(), r.received_at) for r in rows} == {(0, None)}, "the week alone"
    assert not {id for id, _day, _at in waiting} & {r.id for r in rows}, "new ids"
    assert AttachmentRow.objects.count() == 5
    assert all(blobs.get(a.sealed) for a in AttachmentRow.objects.all())
    assert all(blobs.path_of(d).stat().st_ino != inode for d, inode in touched.items()), "files written anew"
    assert set(InvitationRow.objects.values_list("answered", "response")) == {(True, None)}


# --- rights, and what goes wrong below


def test_who_enters_answers_holds_the_right(workspace: Workspace) -> None:
    publish(workspace)

    with pytest.raises(Problem, match="not_allowed"):
        take(workspace, answer().xml, {}, channel="paper", actor=Actor("nobody", "Nobody"))


def test_simulated_answers_say_so(workspace: Workspace) -> None:
    publish(workspace)

    take(workspace, answer().xml, {}, channel="web", simulated=True)

    assert row().simulated


def test_a_wrong_clock_changes_the_day_and_nothing_else(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    publish(workspace)
    true = timezone.now()
    for number, moment in ((1, true.replace(year=1970)), (2, true + timedelta(days=9000)), (3, true)):
        monkeypatch.setattr(timezone, "now", lambda moment=moment: moment)
        take(workspace, answer(number).xml, {}, channel="collect")

    assert [row(n).received_on.year for n in (1, 2)] == [1970, (true + timedelta(days=9000)).year]
    assert take(workspace, answer(1).xml, {}, channel="collect").status == "duplicate"


def test_a_folder_that_cannot_be_written_refuses_the_answer_and_keeps_no_row(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    import errno
    import os

    publish(workspace)
    take(workspace, answer(1).xml, {}, channel="collect")

    def full(_descriptor: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(Problem, match="disk_refused"):
        take(workspace, answer(2).xml, {}, channel="collect")
    monkeypatch.undo()

    assert ResponseRow.objects.count() == 1
    left = [p for p in (Path(settings.DATA_FOLDER) / "files").rglob("*") if p.is_file() and len(p.name) > 64]
    assert left == []
    assert take(workspace, answer(2).xml, {}, channel="collect").status == "created"


def test_a_key_destroyed_in_between_takes_the_next_answer_under_a_new_key(actor: Actor, workspace: Workspace) -> None:
    instrument = publish(workspace).instrument
    take(workspace, answer(1).xml, {}, channel="collect")
    instrument.state = "closed"
    instrument.save()
    words.destroy_key(actor, workspace, vault.key_id(blobs.get(row(1).raw)), "ended")
    instrument.state = "open"
    instrument.save()

    again, new = (take(workspace, answer(n).xml, {}, channel="collect") for n in (1, 2))

    assert (again.status, new.status) == ("duplicate", "created")
    assert vault.key_id(blobs.get(row(2).raw)) != vault.key_id(blobs.get(row(1).raw))


def test_an_answer_that_came_second_leaves_no_file_behind(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(workspace)
    take(workspace, answer(1, sector="police").xml, {}, channel="collect")
    before = set(blobs.all_digests())
    asked = iter((False, True, True))
    monkeypatch.setattr(ingest, "is_known", lambda *_: next(asked))

    again = take(workspace, answer(1, sector="police").xml, {}, channel="collect")

    assert again.status == "duplicate"
    assert set(blobs.all_digests()) == before


def test_every_question_to_the_tables_names_the_workspace(workspace: Workspace) -> None:
    from django.db import connection
    from tests.work.test_isolation import unbound

    publish(workspace)
    take(workspace, answer(9).xml, {}, channel="collect")  # the key of the machine is nobody's: asked for once
    seen: list[str] = []

    def watch(execute: Any, sql: str, *rest: Any) -> Any:
        seen.append(re.sub(r"\bstore_(\w+)", r'"store_\1"', sql.replace('"', "")).replace(" id =", ' "id" ='))
        return execute(sql, *rest)

    with connection.execute_wrapper(watch):
        take(workspace, answer(1, photo="a.jpg").xml, {}, channel="collect", collector=collector(workspace))
        take(workspace, answer(1, photo="a.jpg").xml, {"a.jpg": b"x"}, channel="collect")
        take(workspace, answer(2, replaces=1, photo="a.jpg").xml, {}, channel="collect")
        take(workspace, b"broken", {}, channel="collect")

    assert len(seen) > 15
    assert unbound(seen) == []
