"""Members, papers and mails of the group, walked through as the secretariat and as those who only read."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from tests.work.test_group import PLANNED, a_paper

from filao.work import group, journal
from filao.work.access import Actor
from filao.work.workspaces import Workspace

from .conftest import Someone
from .pages import text_of

pytestmark = pytest.mark.database

People = Callable[..., Someone]
HERE, SEAT, PAPERS = "/mauritius/group/members", "/mauritius/group/seats/TWG-MPF", "/mauritius/group/papers"
HEAD = {
    "role": "holder", "post": "Head of the unit", "language": "fr", "appointed_on": "2025-03-01", "name": "Zorvane Pträx",
    "email": "unit@example.org", "phone": "+230 555 0100", "read_by_person": "on",
}  # fmt: skip


@pytest.fixture
def mail_server(settings: Any) -> None:
    settings.EMAIL_HOST, settings.DEFAULT_FROM_EMAIL = "mail.example", "filao@filao.example"


def pdf(name: str = "a.pdf", data: bytes = b"%PDF-1.7 one") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data)


def test_a_seat_holder_is_entered_replaced_and_kept_by_post_alone(
    server: People, actor: Actor, workspace: Workspace
) -> None:
    client = server("coordinator").sign_in()
    client.post(SEAT, HEAD)
    before = text_of(client.get(HERE))
    names = text_of(client.get(f"{HERE}?names"))
    client.post(
        SEAT, {**HEAD, "post": "Superintendent", "name": "", "email": "", "phone": "", "appointed_on": "2026-05-04"}
    )
    after = text_of(client.get(f"{HERE}?names"))

    assert "Head of the unit" in before
    assert "Pträx" not in before
    assert "Zorvane Pträx" in names
    assert "unit@example.org" in names
    assert "Pträx" not in after
    assert "Head of the unit, Seat holder, 1 March 2025 to 4 May 2026" in after
    assert "words.read" in journal.acts(actor, workspace)


def test_an_entry_is_changed_and_ended(server: People, actor: Actor, workspace: Workspace) -> None:
    client = server("consultant").sign_in()
    client.post(SEAT, HEAD)
    (id,) = group.reached(actor, workspace, "TWG")
    form = client.get(f"{SEAT}?edit={id}").content.decode()
    client.post(f"{SEAT}?edit={id}", {**HEAD, "phone": "+230 555 0199"})
    kept = group.reached(actor, workspace, "TWG")[id]
    client.post(SEAT, {"end": id, "ended_on": "2026-01-31"})

    assert 'value="unit@example.org"' in form
    assert kept.phone == "+230 555 0199"
    assert group.reached(actor, workspace, "TWG") == {}


def test_who_may_not_read_contacts_sees_and_prints_posts_only(server: People) -> None:
    server("coordinator").sign_in().post(SEAT, HEAD)
    for role in ("owner", "member", "observer"):
        client = server(role).sign_in()
        for page in (HERE, f"{HERE}/print"):
            told = text_of(client.get(page))
            assert "Head of the unit" in told
            assert "Pträx" not in told
            assert "Show names" not in told
        assert client.get(f"{HERE}?names").status_code == 403


def test_the_page_for_printing_names_nobody_whoever_reads_it(server: People) -> None:
    client = server("coordinator").sign_in()
    client.post(SEAT, HEAD)
    told = text_of(client.get(f"{HERE}/print?names"))

    assert "Head of the unit" in told
    assert "Pträx" not in told
    assert "unit@example.org" not in told


def test_groups_lead_to_the_one_they_report_to_and_to_those_that_report_to_them(server: People) -> None:
    client = server("member").sign_in()

    assert "?group=NSC" in client.get(f"{HERE}?group=TWG").content.decode()
    assert "?group=TWG" in client.get("/mauritius/group/meetings?group=NSC").content.decode()
    assert client.get(f"{HERE}?group=nothing").status_code == 404


# --- papers


def test_a_paper_goes_from_its_first_version_to_validated(server: People, actor: Actor, workspace: Workspace) -> None:
    client = server("coordinator").sign_in()
    named = {"group_id": "TWG", "title": "Standard procedure", "kind": "protocol", "checked": "on"}
    client.post(PAPERS, {**named, "file": pdf()})
    (paper,) = group.group_papers(actor, workspace)
    at = f"{PAPERS}/{paper.id}"
    client.post(at, {"act": "version", "checked": "on", "file": pdf(data=b"%PDF-1.7 two")})
    client.post(at, {"act": "status", "status": "validated"})
    page = text_of(client.get(at))

    assert "2 versions" in page
    assert "validated" in page
    assert "superseded" in page
    assert client.get(f"{at}/1").content == b"%PDF-1.7 one"
    assert "1 of 1 papers is validated" in text_of(client.get(PAPERS))


def test_a_file_that_nobody_has_read_or_that_is_no_paper_is_not_kept(
    server: People, actor: Actor, workspace: Workspace
) -> None:
    client = server("coordinator").sign_in()
    named = {"group_id": "TWG", "title": "Standard procedure", "kind": "protocol"}
    unread = client.post(PAPERS, {**named, "file": pdf()})
    page = client.post(PAPERS, {**named, "checked": "on", "file": pdf("a.pdf", b"<script>")})

    assert (unread.status_code, page.status_code) == (422, 422)
    assert "no file that members can open safely" in text_of(page)
    assert group.group_papers(actor, workspace) == []


# --- mails


@pytest.fixture
def code(actor: Actor, workspace: Workspace) -> str:
    return group.plan(actor, workspace, PLANNED)


def test_invitations_are_shown_saved_and_sent(
    server: People, actor: Actor, workspace: Workspace, code: str, mail_server: None
) -> None:
    client = server("coordinator").sign_in()
    client.post(SEAT, HEAD)
    at = f"/mauritius/group/mails/invitation/{code}"
    texts = client.post(at, {"act": "texts", "body": ["MPF"]}).content.decode()
    saved = client.post(at, {"act": "files", "body": ["MPF", "AGO"]})
    client.post(at, {"act": "send", "body": ["MPF", "AGO"]})
    told = text_of(client.get(at))

    assert "http://filao.example/mauritius/link/" in texts
    with zipfile.ZipFile(io.BytesIO(saved.content)) as package:
        assert package.namelist() == ["AGO.eml", "AGO.txt", "MPF.eml", "MPF.txt"]
    assert [m.to for m in mail.outbox] == [["unit@example.org"]]
    assert re.search(r"http://filao.example/mauritius/link/\S+", mail.outbox[0].body)
    assert "1 mail was sent." in told
    assert "No address is known for AGO" in told
    assert client.post(at, {"act": "texts"}).status_code == 400


def test_the_owner_sends_to_function_addresses_of_the_register_and_sees_no_contact(
    server: People, code: str, mail_server: None
) -> None:
    server("coordinator").sign_in().post(SEAT, HEAD)
    owner = server("owner").sign_in()
    texts = owner.post(f"/mauritius/group/mails/invitation/{code}", {"act": "texts", "body": ["MPF"]})

    assert "unit@example.org" not in texts.content.decode()


def test_the_digest_of_the_week_is_sent_once_from_its_page(
    server: People, actor: Actor, workspace: Workspace, mail_server: None
) -> None:
    code = group.plan(actor, workspace, group.Planned("TWG", "Soon", timezone.localdate()))
    client = server("coordinator").sign_in()
    client.post(SEAT, HEAD)
    at = "/mauritius/group/digests"
    shown = client.post(at, {"act": "texts"}).content.decode()
    for _turn in range(2):
        client.post(at, {"act": "send"})

    assert code
    assert "Réunions à venir" in shown
    assert len(mail.outbox) == 1
    assert "The digest of this week went out" in text_of(client.get(at))


def test_reminders_that_went_with_the_digests_are_told(
    server: People, actor: Actor, workspace: Workspace, mail_server: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    code = group.plan(actor, workspace, group.Planned("TWG", "Soon", timezone.localdate() + timedelta(1)))
    until = timezone.localdate() + timedelta(7)
    group.decide(
        actor, workspace, code, group.Decided("Yes.", "no_objection", until=until, paper=a_paper(workspace))
    )  # fmt: skip
    client = server("coordinator").sign_in()
    client.post(SEAT, HEAD)
    monkeypatch.setattr(timezone, "localdate", lambda *_: until)

    page = client.post("/mauritius/group/digests", {"act": "send"}, follow=True)

    assert len(mail.outbox) == 2
    assert "2 mails were sent." in text_of(page)


def test_on_a_laptop_mails_have_no_links(person: Any, actor: Actor, workspace: Workspace, code: str) -> None:
    page = person.post(f"/mauritius/group/mails/invitation/{code}", {"act": "texts", "body": ["MPF"]})

    assert page.status_code == 200
    assert "Inception meeting" in page.content.decode()
    assert "/link/" not in page.content.decode()


# --- quorum


def test_a_decision_without_quorum_says_so_and_leads_to_its_confirmation(
    server: People, actor: Actor, workspace: Workspace, code: str
) -> None:
    client = server("coordinator").sign_in()
    group.note_attendance(actor, workspace, code, {"PMO": "holder"})
    form = text_of(client.get(f"/mauritius/group/meetings/{code}/decide"))
    client.post(f"/mauritius/group/meetings/{code}/decide", {"wording": "The rule changes.", "mode": "consensus"})
    taken = client.get(f"/mauritius/group/decisions/D-{code}-01")
    later = group.plan(actor, workspace, group.Planned("TWG", "Second meeting", date(2026, 4, 9)))
    offered = client.get(f"/mauritius/group/meetings/{later}/decide?confirms=D-{code}-01").content.decode()
    asked = {
        "wording": "It is confirmed.", "mode": "consensus", "confirms": f"D-{code}-01", "paper": a_paper(workspace),
    }  # fmt: skip
    client.post(f"/mauritius/group/meetings/{later}/decide", asked)

    assert "The quorum was not reached" in form
    assert "without quorum, to be confirmed" in text_of(taken)
    assert "Record its confirmation" in text_of(taken)
    assert f'<option value="D-{code}-01" selected>' in offered
    assert "carried" in text_of(client.get(f"/mauritius/group/decisions/D-{code}-01"))
