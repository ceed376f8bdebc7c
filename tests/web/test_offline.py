"""What the page for answering without a network fetches and sends, and the file that a device saves in its place."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from tests.collecting import Answer, answer, publish, xform
from tests.exchange.test_queue_file import closed
from tests.respondents import open_round
from tests.web.conftest import Someone
from tests.web.pages import text_of

from filao.store.collection import AttachmentRow, InvitationRow, QuarantineRow, ResponseRow, RoundRow
from filao.store.journal import JournalLine
from filao.store.people import Workspace
from filao.work.collection import tokens

pytestmark = pytest.mark.database

JPEG = b"\xff\xd8\xff\xe1\x00\x16Exif\x00\x00Lat -20.16 S\x00\x00\xff\xda\x00\x02\x11\x22\xff\xd9"


@pytest.fixture
def link(workspace: Workspace) -> str:
    """The token of an open round of the small form, which may be answered without a network."""
    cache.clear()
    return open_round(workspace, data=xform(), form_id="visit", offline=True)[1]


def send(workspace: Workspace, token: str, one: Answer | bytes, **files: bytes) -> HttpResponse:
    client = Client(HTTP_HOST="127.0.0.1", enforce_csrf_checks=True)
    xml = one if isinstance(one, bytes) else one.xml
    parts = {"xml_submission_file": SimpleUploadedFile("submission.xml", xml, "text/xml")}
    parts |= {name: SimpleUploadedFile(f"{name}.jpg", data, "image/jpeg") for name, data in files.items()}
    return client.post(f"/{workspace.slug}/a/{token}/submission?language=fr", parts)


def said(response: HttpResponse) -> tuple[int, str, str]:
    told = json.loads(response.content)
    return response.status_code, told["status"], told["reason"]


def setting(workspace: Workspace, token: str) -> dict[str, Any]:
    """What the script of the page is told."""
    page = Client(HTTP_HOST="127.0.0.1").get(f"/{workspace.slug}/a/{token}/offline")
    found = re.search(r'<script id="setting" type="application/json">(.*?)</script>', page.content.decode(), re.DOTALL)
    assert page.status_code == 200
    assert found
    told: dict[str, Any] = json.loads(found[1])
    return told


def test_an_answer_is_acknowledged_by_its_id_and_taken_once(workspace: Workspace, link: str) -> None:
    first = send(workspace, link, answer(1, consent="yes"))
    second = send(workspace, link, answer(1, consent="yes"))

    assert said(first) == (201, "created", "")
    assert said(second) == (202, "duplicate", "")
    assert json.loads(first.content)["instance_id"] == answer(1).id
    assert json.loads(first.content)["receipt_code"] == json.loads(second.content)["receipt_code"] != ""
    row = ResponseRow.objects.get(workspace=workspace)
    assert (row.channel, row.language) == ("offline", "fr")
    assert not first.cookies


def test_another_answer_under_the_same_id_is_put_aside_and_said_so(workspace: Workspace, link: str) -> None:
    send(workspace, link, answer(1, consent="yes"))

    assert said(send(workspace, link, answer(1, sector="police"))) == (409, "quarantined", "conflict")
    assert QuarantineRow.objects.filter(workspace=workspace).count() == 1


def test_what_comes_after_the_end_of_the_round_is_put_aside_for_a_person_to_decide(
    workspace: Workspace, link: str
) -> None:
    RoundRow.objects.filter(workspace=workspace).update(closes_on=date(2020, 1, 1))

    assert said(send(workspace, link, answer(1, consent="yes"))) == (409, "quarantined", "round_over")
    assert QuarantineRow.objects.get(workspace=workspace).reason == "round_over"
    assert (setting(workspace, link)["begin"], setting(workspace, link)["why"]) == (False, "over")


def test_a_link_takes_answers_to_its_own_form_only(workspace: Workspace, link: str) -> None:
    other = publish(workspace, xform("other"), form_id="other")

    assert said(send(workspace, link, answer(1, form_id="other"))) == (422, "refused", "answer_other_form")
    address = f"/{workspace.slug}/a/{link}/form.xml?version="
    client = Client(HTTP_HOST="127.0.0.1")
    assert client.get(address + other.id).status_code == 404
    assert client.get(address + setting(workspace, link)["version"]).content == xform()


def test_nobody_edits_the_answer_of_another_by_a_link(workspace: Workspace, link: str) -> None:
    send(workspace, link, answer(1, consent="yes"))

    assert said(send(workspace, link, answer(2, replaces=1))) == (409, "quarantined", "edit_unknown")


def test_what_cannot_be_read_is_put_aside_and_what_is_no_sending_is_refused(workspace: Workspace, link: str) -> None:
    assert said(send(workspace, link, b"<data")) == (409, "quarantined", "malformed")
    client = Client(HTTP_HOST="127.0.0.1")
    bare = client.post(f"/{workspace.slug}/a/{link}/submission", b"x", content_type="text/plain")
    assert said(bare) == (400, "refused", "upload_not_parts")
    assert said(client.get(f"/{workspace.slug}/a/{link}/submission")) == (404, "refused", "no_such_page")
    assert said(send(workspace, "0" * 26, answer(1))) == (404, "refused", "link_unknown")


def test_a_picture_of_an_anonymous_form_loses_what_the_camera_wrote(workspace: Workspace) -> None:
    cache.clear()
    _id, link = open_round(workspace, data=xform(), form_id="visit", offline=True, anonymous=True)

    sent = send(workspace, link, answer(1, consent="yes", photo="photo.jpg"), photo=JPEG)

    assert said(sent) == (201, "created", "")
    assert 0 < AttachmentRow.objects.get(workspace=workspace).size < len(JPEG)


def test_a_link_that_sends_without_end_has_to_wait(workspace: Workspace, link: str, settings: Any) -> None:
    settings.ACCOUNT_RATE_LIMITS = {"offline": "2/m/key"}

    codes = [send(workspace, link, answer(n)).status_code for n in (1, 2, 3)]

    assert codes == [201, 201, 429]


def test_an_invitation_is_answered_once(workspace: Workspace) -> None:
    cache.clear()
    id, _token = open_round(workspace, data=xform(), form_id="visit", offline=True, mode="named")
    InvitationRow.objects.create(workspace=workspace, round_id=id, token=tokens.hashed("i" * 26))

    assert setting(workspace, "i" * 26)["once"] is True
    assert said(send(workspace, "i" * 26, answer(1, consent="yes"))) == (201, "created", "")
    assert said(send(workspace, "i" * 26, answer(1, consent="yes"))) == (202, "duplicate", "")
    assert said(send(workspace, "i" * 26, answer(2, consent="yes"))) == (409, "quarantined", "invitation_used")


def test_a_round_is_answered_without_a_network_where_it_was_switched_on(person: Client, workspace: Workspace) -> None:
    id, token = open_round(workspace, data=xform(), form_id="visit")
    before = setting(workspace, token)
    page = Client(HTTP_HOST="127.0.0.1")

    person.post(f"/mauritius/fieldwork/{id}", {"act": "offline"})

    assert (before["begin"], before["why"]) == (False, "off")
    assert setting(workspace, token)["begin"] is True
    assert f"/a/{token}/offline" in page.get(f"/mauritius/a/{token}").content.decode()
    person.post(f"/mauritius/fieldwork/{id}", {"act": "online"})
    assert setting(workspace, token)["begin"] is False
    assert f"/a/{token}/offline" not in page.get(f"/mauritius/a/{token}").content.decode()
    assert said(send(workspace, token, answer(1, consent="yes"))) == (201, "created", "")


def test_a_blind_round_is_not_answered_without_a_network(person: Client, workspace: Workspace) -> None:
    """What comes late and alone would tell whose it is."""
    id, _token = open_round(workspace, data=xform(), form_id="visit", mode="blind")

    switched = person.post(f"/mauritius/fieldwork/{id}", {"act": "offline"})
    taken = put(person, id, queue(answer(1, consent="yes")))

    for refused in (switched, taken):
        assert refused.status_code == 422
        assert "A blind round is not answered without a network" in text_of(refused)
    assert not RoundRow.objects.get(workspace=workspace).offline


def test_the_worker_rules_over_its_own_link_and_no_other(workspace: Workspace, link: str) -> None:
    worker = Client(HTTP_HOST="127.0.0.1").get(f"/{workspace.slug}/a/{link}/worker.js")

    assert worker["Service-Worker-Allowed"] == f"/{workspace.slug}/a/{link}"
    assert worker["Content-Type"].startswith("text/javascript")


def test_every_word_of_the_page_is_there_in_every_language(workspace: Workspace, link: str) -> None:
    words = setting(workspace, link)["words"]

    assert set(words) == {"en", "fr", "mfe"}
    assert set(words["en"]) == set(words["fr"]) == set(words["mfe"])
    same = {key for key in words["en"] if words["en"][key] == words["fr"][key]}
    assert same <= {"questions"}


# --- the file


def put(client: Client, id: str, data: dict[str, Any], pin: str = "") -> HttpResponse:
    file = SimpleUploadedFile("a.filao-queue", json.dumps(data).encode())
    return client.post(f"/mauritius/fieldwork/{id}/file", {"file": file, "pin": pin})


def queue(*answers: Answer, form: str = "visit") -> dict[str, Any]:
    found = [{"id": one.id, "version": "", "language": "fr", "xml": one.xml.decode(), "files": []} for one in answers]
    return {"format": "filao-queue", "edition": 1, "form": form, "answers": found}


def test_a_file_of_a_device_is_taken_in_once_beside_what_the_device_sent_itself(
    person: Client, workspace: Workspace, link: str
) -> None:
    id = RoundRow.objects.get(workspace=workspace).id
    send(workspace, link, answer(1, consent="yes"))

    first = put(person, id, queue(answer(1, consent="yes"), answer(2, consent="yes")))
    again = put(person, id, queue(answer(1, consent="yes"), answer(2, consent="yes")))

    assert "1 answer was taken in" in text_of(first)
    assert "0 answers were taken in" in text_of(again)
    assert sorted(ResponseRow.objects.values_list("channel", flat=True)) == ["file", "offline"]
    lines = JournalLine.objects.filter(workspace=workspace, act="responses.file").order_by("number")
    assert [line.facts for line in lines] == [
        {"created": 1, "known": 1, "aside": 0}, {"created": 0, "known": 2, "aside": 0},
    ]  # fmt: skip


def test_a_file_that_does_not_open_or_fit_is_named(person: Client, workspace: Workspace, link: str) -> None:
    id = RoundRow.objects.get(workspace=workspace).id

    assert "this is not it" in text_of(put(person, id, closed("the rain"), "rain"))
    assert "another form, “other”" in text_of(put(person, id, queue(form="other")))
    assert "another form, “other”" in text_of(put(person, id, queue(answer(1, form_id="other"))))
    assert "The file holds no waiting answers." in text_of(put(person, id, {"format": "x"}))
    assert ResponseRow.objects.count() == 0


def test_files_are_taken_in_by_who_enters_answers(
    workspace: Workspace, link: str, server: Callable[..., Someone]
) -> None:
    id = RoundRow.objects.get(workspace=workspace).id

    seen = {
        role: server(role).sign_in().get(f"/mauritius/fieldwork/{id}/file").status_code
        for role in ("trainer", "collector", "owner", "member", "observer")
    }

    assert seen == {"trainer": 200, "collector": 200, "owner": 403, "member": 403, "observer": 403}
