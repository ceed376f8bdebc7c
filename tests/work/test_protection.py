"""Personal data is kept as long as was decided, destroyed as it was shown, and told in a certificate."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone

from filao.core.problems import Problem
from filao.core.protection import Holding
from filao.store import blobs, journal
from filao.store.collection import (
    AttachmentRow,
    DraftRow,
    InstrumentRow,
    InvitationRow,
    ResponseRow,
    RoundRow,
    VersionRow,
)
from filao.store.desk import AnswerRow, ContactRow, InterviewRow
from filao.store.engagement import EngagementRow
from filao.store.people import Membership, User
from filao.store.vault import KeyRow
from filao.work import desk, documents, keeping, vault
from filao.work import register as acts
from filao.work.access import Actor
from filao.work.protection import exporting, retention, shredding
from filao.work.protection.kinds import KINDS
from filao.work.workspaces import Workspace

pytestmark = pytest.mark.database

FIRST = "mapping-update"


@pytest.fixture
def engagement(workspace: Workspace) -> EngagementRow:
    return EngagementRow.objects.get(workspace=workspace, slug=FIRST)


@pytest.fixture
def met(actor: Actor, workspace: Workspace) -> str:
    """A meeting with words, and a contact of the body met."""
    meeting = desk.Meeting(
        "MPF", function="Head of the unit", status="held", consent=True, held_on=date(2026, 3, 4), sex="female"
    )
    code = desk.log(actor, workspace, meeting).code
    question = next(iter(acts.read(actor, workspace).expected_links))
    row = InterviewRow.objects.get(workspace=workspace, code=code)
    answer = AnswerRow(workspace=workspace, interview=row, question=question, outcome="other")
    answer.sealed = vault.seal(workspace, None, b"We were told by telephone.", answer.context)
    answer.save()
    desk.save_contact(actor, workspace, "MPF", function="Head of the unit", phone="+230 555 0100", read_by_person=True)
    return code


@pytest.fixture
def answered(workspace: Workspace, engagement: EngagementRow) -> ResponseRow:
    """A questionnaire of the engagement, one invited person, one answer with a recording, one draft."""
    now, today = timezone.now(), timezone.localdate()
    instrument = InstrumentRow.objects.create(
        workspace=workspace, engagement=engagement, code="survey", form_id="survey", title="Survey", purpose="survey",
        state="closed", created_at=now,
    )  # fmt: skip
    version = VersionRow.objects.create(
        workspace=workspace, instrument=instrument, version="1", xform="0" * 64, md5="0" * 32, published_at=now,
        published_by="Local user",
    )  # fmt: skip
    round = RoundRow.objects.create(
        workspace=workspace, instrument=instrument, title="May", mode="named", created_at=now
    )
    row = ResponseRow(
        workspace=workspace, version=version, round=round, instance_id="uuid:1", channel="link", received_on=today,
        closed={"/data/sex": "female"}, fingerprint="f",
    )  # fmt: skip
    row.raw = blobs.put(vault.seal(workspace, engagement, b"<data><words>Not here</words></data>", "any"))
    row.save()
    AttachmentRow.objects.create(
        workspace=workspace, response=row, name="voice.m4a", size=5,
        sealed=blobs.put(vault.seal(workspace, engagement, b"voice", "any")),
    )  # fmt: skip
    InvitationRow.objects.create(
        workspace=workspace, round=round, token="t", label="Officer of the passport desk", response=row, sent_on=today,
        segment={"organisation": "PIO", "sector": "law_enforcement", "sex": "female"},
    )  # fmt: skip
    DraftRow.objects.create(
        workspace=workspace, version=version, token="d", sealed=b"closed", renewed_on=today - timedelta(days=40)
    )
    return row


def held(actor: Actor, workspace: Workspace, kind: str, engagement: str = "", on: date | None = None) -> Holding:
    found = retention.holdings(actor, workspace, on)
    return next(h for h in found if (h.kind.code, h.engagement) == (kind, engagement))


def refused(act: Callable[..., Any], *given: Any, **more: Any) -> str:
    with pytest.raises(Problem) as stopped:
        act(*given, **more)
    return stopped.value.code


# --- how long


def test_a_kind_is_due_once_its_time_after_the_engagement_is_over(
    actor: Actor, workspace: Workspace, answered: ResponseRow, engagement: EngagementRow
) -> None:
    now = held(actor, workspace, "attachments", FIRST, engagement.end)
    assert (now.count, now.past) == (1, 0)
    assert now.until is not None

    assert held(actor, workspace, "attachments", FIRST, now.until - timedelta(days=1)).past == 0
    assert held(actor, workspace, "attachments", FIRST, now.until).past == 1
    assert held(actor, workspace, "answers", FIRST, now.until).past == 0


def test_what_belongs_to_no_engagement_waits_for_the_end_of_the_last_one(
    actor: Actor, workspace: Workspace, met: str
) -> None:
    last = max(EngagementRow.objects.filter(workspace=workspace).values_list("end", flat=True))

    until = held(actor, workspace, "contacts").until

    assert until is not None and (until.year * 12 + until.month) - (last.year * 12 + last.month) == 6


def test_each_draft_is_due_by_its_own_day(actor: Actor, workspace: Workspace, answered: ResponseRow) -> None:
    today = timezone.localdate()

    assert held(actor, workspace, "drafts", FIRST, today).past == 1
    assert held(actor, workspace, "drafts", FIRST, today - timedelta(days=10)).past == 0


def test_people_decide_on_another_day_with_their_reason(
    actor: Actor, workspace: Workspace, answered: ResponseRow
) -> None:
    retention.decide(actor, workspace, "answers", FIRST, until=date(2026, 1, 1), reason="agreed with those asked")
    retention.decide(actor, workspace, "drafts", FIRST, days=60, reason="slow links")

    answers = held(actor, workspace, "answers", FIRST)
    assert (answers.until, answers.past) == (date(2026, 1, 1), 1)
    assert answers.decision is not None and answers.decision.reason == "agreed with those asked"
    assert held(actor, workspace, "drafts", FIRST).past == 0
    assert journal.lines(workspace, act="retention.decide")[0].reason == "slow links"


@pytest.mark.parametrize(
    ("kind", "more", "code"),
    [
        ("answers", {"until": date(2027, 1, 1), "reason": " "}, "reason_missing"),
        ("answers", {"reason": "so"}, "until_missing"),
        ("drafts", {"reason": "so"}, "days_missing"),
        ("drafts", {"days": 4000, "reason": "so"}, "days_missing"),
        ("journal", {"days": 4, "reason": "so"}, "kind_is_kept"),
        ("poems", {"days": 4, "reason": "so"}, "no_such_kind_of_data"),
    ],
)
def test_a_decision_that_cannot_be_is_refused(
    actor: Actor, workspace: Workspace, kind: str, more: dict[str, Any], code: str
) -> None:
    assert refused(retention.decide, actor, workspace, kind, "", **more) == code


# --- destruction


def test_what_was_shown_is_destroyed_and_told(
    actor: Actor, workspace: Workspace, met: str, django_capture_on_commit_callbacks: Any
) -> None:
    shown = shredding.preview(actor, workspace, ["contacts", "words", "meetings"])
    assert shown.counts == {"contacts": 1, "words": 1, "meetings": 1}

    with django_capture_on_commit_callbacks(execute=True):
        made = shredding.erase(
            actor, workspace, ["contacts", "words", "meetings"], expected=shown.counts, reason="the work is done"
        )

    assert not ContactRow.objects.filter(workspace=workspace).exists()
    assert bytes(AnswerRow.objects.get(workspace=workspace).sealed) == b""
    row = InterviewRow.objects.get(workspace=workspace)
    assert (row.function, row.sex, row.consent, str(row.held_on)) == ("", "", True, "2026-03-04")
    assert [(p.kind, p.count) for p in made.parts] == [("contacts", 1), ("words", 1), ("meetings", 1)]
    assert (made.number, made.reason, made.methods) == (1, "the work is done", ("rows",))
    assert made.backups_until == timezone.localdate() + timedelta(days=90)
    line = journal.lines(workspace, act="protection.destroy")[0]
    assert (line.number, line.facts["kinds"]) == (made.line, {"contacts": 1, "words": 1, "meetings": 1})


def test_where_a_meeting_was_and_who_went_goes_with_it_and_a_bare_meeting_holds_nothing(
    actor: Actor, workspace: Workspace
) -> None:
    planned = desk.Meeting("MPF", status="scheduled", place="Line Barracks", goes=("Lead consultant",))
    code = desk.log(actor, workspace, planned).code
    desk.log(actor, workspace, desk.Meeting("CDU", status="invited"))

    shown = shredding.preview(actor, workspace, ["meetings"])
    shredding.erase(actor, workspace, ["meetings"], expected=shown.counts, reason="the work is done")

    kept = desk.find(actor, workspace, code)
    assert shown.counts == {"meetings": 1}
    assert (kept.place, kept.goes) == ("", ())


@pytest.mark.parametrize("status", ["scheduled", "no_answer"])
def test_a_meeting_that_was_not_held_is_as_old_as_the_day_it_was_planned_for(
    actor: Actor, workspace: Workspace, status: str
) -> None:
    planned = desk.Meeting("MPF", status=status, planned_on=date(2026, 3, 4), place="Line Barracks")
    code = desk.log(actor, workspace, planned).code
    later = desk.Meeting(
        "CDU", "Head", status="held", consent=True, planned_on=date(2026, 3, 4), held_on=date(2026, 3, 5)
    )
    desk.log(actor, workspace, later)

    assert shredding.preview(actor, workspace, ["meetings"], before=date(2026, 3, 4)).counts == {"meetings": 0}
    shown = shredding.preview(actor, workspace, ["meetings"], before=date(2026, 3, 5))
    held = next(one for one in retention.holdings(actor, workspace) if one.kind.code == "meetings")
    shredding.erase(
        actor, workspace, ["meetings"], before=date(2026, 3, 5), expected=shown.counts, reason="the work is done"
    )

    assert (shown.counts, held.oldest) == ({"meetings": 1}, date(2026, 3, 4))
    assert desk.find(actor, workspace, code).place == ""
    assert InterviewRow.objects.get(workspace=workspace, organisation="CDU").function == "Head"


def test_a_meeting_with_a_day_to_call_again_alone_is_as_old_as_that_day(actor: Actor, workspace: Workspace) -> None:
    desk.log(actor, workspace, desk.Meeting("MPF", "Head", status="no_answer", next_call=date(2026, 3, 4)))

    shown = shredding.preview(actor, workspace, ["meetings"], before=date(2026, 3, 5))

    assert shown.counts == {"meetings": 1}


def test_files_go_with_their_rows_and_rates_stay(
    actor: Actor, workspace: Workspace, answered: ResponseRow, django_capture_on_commit_callbacks: Any
) -> None:
    kinds = ["answers", "invitations", "drafts"]
    files = {answered.raw, AttachmentRow.objects.get(workspace=workspace).sealed}
    shown = shredding.preview(actor, workspace, kinds, FIRST)

    with django_capture_on_commit_callbacks(execute=True):
        made = shredding.erase(actor, workspace, kinds, FIRST, expected=shown.counts, reason="the work is done")

    assert not ResponseRow.objects.filter(workspace=workspace).exists()
    assert not [digest for digest in files if blobs.exists(digest)]
    invited = InvitationRow.objects.get(workspace=workspace)
    assert (invited.label, invited.segment) == ("", {"sector": "law_enforcement", "sex": "female"})
    assert [(p.kind, p.files) for p in made.parts if p.files] == [("attachments", 1), ("answers", 1)]
    assert made.methods == ("rows", "files")


def test_only_what_is_older_goes_where_a_day_is_given(
    actor: Actor, workspace: Workspace, answered: ResponseRow
) -> None:
    DraftRow.objects.create(
        workspace=workspace, version=answered.version, token="e", sealed=b"x", renewed_on=timezone.localdate()
    )
    before = timezone.localdate() - timedelta(days=30)
    shown = shredding.preview(actor, workspace, ["drafts"], FIRST, before)

    shredding.erase(actor, workspace, ["drafts"], FIRST, before=before, expected=shown.counts, reason="old")

    assert [row.token for row in DraftRow.objects.filter(workspace=workspace)] == ["e"]


def test_what_changed_since_it_was_shown_is_shown_again(actor: Actor, workspace: Workspace, met: str) -> None:
    shown = shredding.preview(actor, workspace, ["contacts"])
    desk.save_contact(actor, workspace, "MPF", function="Deputy head")

    given = {"expected": shown.counts, "reason": "the work is done"}
    assert refused(shredding.erase, actor, workspace, ["contacts"], **given) == "holdings_moved"
    assert ContactRow.objects.filter(workspace=workspace).count() == 2


@pytest.mark.parametrize(
    ("kinds", "reason", "code"),
    [
        (["contacts"], "", "reason_missing"),
        (["contacts"], "so", "nothing_to_destroy"),
        (["journal"], "so", "kind_is_kept"),
    ],
)
def test_a_destruction_that_cannot_be_is_refused(
    actor: Actor, workspace: Workspace, kinds: list[str], reason: str, code: str
) -> None:
    expected = dict.fromkeys(kinds, 0)
    assert refused(shredding.erase, actor, workspace, kinds, expected=expected, reason=reason) == code


def test_an_engagement_ends_with_its_key(
    actor: Actor, workspace: Workspace, answered: ResponseRow, engagement: EngagementRow
) -> None:
    sealed = blobs.get(answered.raw)
    shown = shredding.preview_engagement(actor, workspace, FIRST)
    assert shown.key and shown.counts["answers"] == 1 and "contacts" not in shown.counts

    made = shredding.destroy_engagement(actor, workspace, FIRST, expected=shown.counts, reason="handed over")

    assert made.methods[0] == "key"
    assert KeyRow.objects.get(workspace=workspace, engagement=engagement).destroyed_at
    assert refused(vault.open_, actor, workspace, sealed, "any", "curious") == "words_destroyed"


def test_an_account_goes_only_when_its_person_has_left(actor: Actor, workspace: Workspace) -> None:
    stays, left = (User.objects.create_user(f"{n}@example.org", name=n) for n in ("stays", "left"))
    Membership.objects.create(workspace=workspace, user=stays, role="consultant")
    shown = shredding.preview(actor, workspace, ["accounts"])
    assert (shown.counts["accounts"], held(actor, workspace, "accounts").count) == (1, 2)

    shredding.erase(actor, workspace, ["accounts"], expected=shown.counts, reason="left in May")

    assert not User.objects.filter(id=left.id).exists()
    assert User.objects.filter(id=stays.id).exists() and User.objects.filter(id=actor.id).exists()


# --- sweeps


def sweep(actor: Actor, code: str) -> list[tuple[str, Any]]:
    return next([(f.code, f.facts.get("count")) for f in c.faults] for c in keeping.doctor(actor) if c.code == code)


def test_the_doctor_tells_what_is_kept_too_long(actor: Actor, workspace: Workspace, answered: ResponseRow) -> None:
    assert sweep(actor, "retention") == [("retention_overdue", 1)]

    retention.decide(actor, workspace, "drafts", FIRST, days=60, reason="slow links")

    assert sweep(actor, "retention") == []


def test_the_doctor_finds_words_that_no_key_opens(
    actor: Actor, workspace: Workspace, met: str, answered: ResponseRow
) -> None:
    assert sweep(actor, "words") == []

    KeyRow.objects.filter(workspace=workspace).delete()

    assert sweep(actor, "words") == [("words_without_key", 4)]


# --- taking out


def test_a_kind_is_exported_opened_and_the_journal_says_so(actor: Actor, workspace: Workspace, met: str) -> None:
    name, data = exporting.export(actor, workspace, "words", reason="request of access")

    with zipfile.ZipFile(io.BytesIO(data)) as package:
        content = json.loads(package.read("words.json"))
    assert name == "mauritius-words.zip"
    assert content[0]["words"] == "We were told by telephone."
    assert journal.lines(workspace, act="protection.export")[0].subject == "words"
    assert journal.lines(workspace, act="words.read")[0].reason == "request of access"


@pytest.mark.parametrize("code", list(KINDS))
def test_every_kind_exports_itself_even_when_it_holds_nothing(actor: Actor, workspace: Workspace, code: str) -> None:
    _name, data = exporting.export(actor, workspace, code, reason="hand-over")

    with zipfile.ZipFile(io.BytesIO(data)) as package:
        assert isinstance(json.loads(package.read(f"{code}.json")), list)


def test_an_export_needs_its_reason(actor: Actor, workspace: Workspace) -> None:
    assert refused(exporting.export, actor, workspace, "contacts", reason=" ") == "reason_missing"


# --- what documents tell


def test_the_account_tells_who_reads_what_and_hides_breaches_from_those_outside(
    actor: Actor, workspace: Workspace, met: str
) -> None:
    user = User.objects.create_user("member@example.org", name="Member")
    Membership.objects.create(workspace=workspace, user=user, role="member")
    shown = shredding.preview(actor, workspace, ["contacts"])
    shredding.erase(actor, workspace, ["contacts"], expected=shown.counts, reason="done")

    mine = retention.account(actor, workspace)
    theirs = retention.account(Actor(user.id, user.name), workspace)

    assert mine.readers["contacts"] == ("coordinator", "consultant")
    assert mine.readers["drafts"] == ()
    assert mine.lock == "machine"
    assert [d.number for d in mine.destructions] == [1]
    assert theirs.destructions == () and theirs.holdings


def test_papers_on_breaches_and_destructions_are_not_for_the_working_group(actor: Actor, workspace: Workspace) -> None:
    user = User.objects.create_user("member@example.org", name="Member")
    Membership.objects.create(workspace=workspace, user=user, role="member")
    member = Actor(user.id, user.name)
    material = documents.material(actor, workspace)
    log, record = (
        documents.build(actor, workspace, kind, "docx", material) for kind in ("breach-notice", "processing-record")
    )

    assert [b.document for b in documents.builds(member, workspace, FIRST)] == ["processing-record"]
    assert refused(documents.file, member, workspace, log.id) == "not_allowed"
    assert documents.file(member, workspace, record.id)[1].startswith(b"PK")
