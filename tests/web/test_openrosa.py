"""ODK Collect works with Filao unchanged: every line of the conformance list of collection, one test each."""

from __future__ import annotations

import hashlib
import re
from datetime import timedelta
from email.utils import parsedate_to_datetime
from typing import Any
from xml.etree import ElementTree

import pytest
from django.test import Client
from django.utils import timezone
from tests.collect import Answered, Collect, Refused, multipart, over_django
from tests.collecting import answer, publish, xform

from filao.store.collection import AttachmentRow, CollectorRow, InstrumentRow, QuarantineRow, ResponseRow, VersionRow
from filao.store.people import Workspace
from filao.work.access import Actor
from filao.work.collection import collectors

pytestmark = pytest.mark.database


@pytest.fixture
def version(workspace: Workspace) -> VersionRow:
    return publish(workspace)


@pytest.fixture
def token(actor: Actor, workspace: Workspace) -> str:
    return collectors.make(actor, workspace, "Tablet 1")


@pytest.fixture
def collect(version: VersionRow, token: str, client: Client, settings: Any) -> Collect:
    """A phone somewhere on the network, which is not the laptop of the local user."""
    settings.ALLOWED_HOSTS = ["filao.example"]
    client.defaults |= {"REMOTE_ADDR": "192.0.2.7"}
    client.raise_request_exception = False
    return Collect(f"http://filao.example/mauritius/key/{token}", over_django(client))


def post(
    collect: Collect, body: bytes, kind: str = "multipart/form-data; boundary=e5a1-0b2c", **headers: str
) -> Answered:
    return collect._request("POST", f"{collect.url}/submission", {"Content-Type": kind, **headers}, body)


def every_answer(collect: Collect, version: VersionRow) -> dict[str, Answered]:
    """One answer of each kind: lists, forms, what is taken, and refusals."""
    base = collect.url
    sent = multipart(answer(sector="police").xml, {})[1]
    return {
        "list": collect._request("GET", f"{base}/formList"),
        "form": collect._request("GET", f"{base}/forms/{version.id}"),
        "manifest": collect._request("GET", f"{base}/forms/{version.id}/manifest"),
        "head": collect._request("HEAD", f"{base}/submission"),
        "created": post(collect, sent),
        "again": post(collect, sent),
        "conflict": post(collect, multipart(answer(sector="labour").xml, {})[1]),
        "broken": post(collect, b"nothing"),
        "no form": collect._request("GET", f"{base}/forms/none"),
        "stranger": collect._request("GET", base.replace("/key/", "/key/x") + "/formList"),
    }


# --- common


def test_every_answer_carries_version_date_length_and_language(collect: Collect, version: VersionRow) -> None:
    for name, found in every_answer(collect, version).items():
        assert found.headers["x-openrosa-version"] == "1.0", name
        assert re.fullmatch(r"\w{3}, \d\d \w{3} \d{4} \d\d:\d\d:\d\d GMT", found.headers["date"]), name
        assert abs(parsedate_to_datetime(found.headers["date"]) - timezone.now()) < timedelta(minutes=1), name
        assert found.headers["x-openrosa-accept-content-length"] == "10485760", name
        assert found.headers["content-language"] == "en", name


def test_a_client_without_the_version_header_and_with_a_broken_date_is_served(collect: Collect) -> None:
    answer_ = collect.send("GET", f"{collect.url}/formList", {"Date": "yesterday, half past"}, b"")

    assert answer_.status == 200


def test_lists_manifests_and_refusals_are_text_xml(collect: Collect, version: VersionRow) -> None:
    for name, found in every_answer(collect, version).items():
        if name != "head":
            assert found.headers["content-type"] == "text/xml; charset=utf-8", name
            ElementTree.fromstring(found.body)


def test_what_is_fetched_has_an_etag_and_is_not_sent_twice(collect: Collect, workspace: Workspace) -> None:
    publish(workspace, form_id="media", media={"roster.csv": b"name,label\n"})
    listed = next(form for form in collect.form_list() if form.form_id == "media")
    (media,) = ElementTree.fromstring(collect.get(listed.manifest).body)
    url = media[2].text or ""

    for address in (f"{collect.url}/formList", listed.url, listed.manifest, url):
        first = collect._request("GET", address)
        second = collect._request("GET", address, {"If-None-Match": first.headers["etag"]})
        assert (first.status, second.status, second.body) == (200, 304, b""), address


def test_addresses_are_absolute_and_those_that_people_type(collect: Collect, settings: Any) -> None:
    assert collect.form_list()[0].url.startswith(collect.url)

    settings.ADDRESS = "https://filao.gov.example"
    assert collect.form_list()[0].url.startswith("https://filao.gov.example/mauritius/key/")


@pytest.mark.parametrize("slash", ["", "/", "//"])
def test_a_slash_behind_the_address_of_the_server_does_no_harm(collect: Collect, slash: str) -> None:
    collect.url += slash

    assert len(collect.form_list()) == 1
    assert "received" in collect.upload(answer().xml)


def test_a_code_to_scan_sets_a_device_up_and_is_shown_once(person: Client, version: VersionRow) -> None:
    page = person.post(
        "/mauritius/fieldwork/devices", {"label": "Tablet 3", "expires_on": "2099-01-01"}
    ).content.decode()

    (url,) = re.findall(r"<code>(http://127.0.0.1/mauritius/key/[\w-]{32})</code>", page)
    assert "<svg" in page
    from filao.exchange.openrosa import settings_code

    collect = Collect.scanned(settings_code(url, "Mauritius", color="#0b3c5d", icon="F"), over_django(person))
    assert [form.form_id for form in collect.form_list()] == ["visit"]
    assert url not in person.get("/mauritius/fieldwork/devices").content.decode()
    assert url.rpartition("/")[2] not in str(CollectorRow.objects.values())


# --- who may


@pytest.mark.parametrize("end", ["revoked", "expired", "never made"])
def test_a_device_without_access_is_refused_everywhere_with_a_message(
    collect: Collect, version: VersionRow, actor: Actor, workspace: Workspace, end: str
) -> None:
    if end == "revoked":
        collectors.revoke(actor, workspace, CollectorRow.objects.get().id)
    elif end == "expired":
        CollectorRow.objects.update(expires_on=timezone.localdate() - timedelta(days=1))
    else:
        collect.url = collect.url[:-1] + ("A" if collect.url[-1] != "A" else "B")

    for method, path in (
        ("GET", "formList"), ("GET", f"forms/{version.id}"), ("GET", f"forms/{version.id}/manifest"),
        ("HEAD", "submission"), ("POST", "submission"),
    ):  # fmt: skip
        found = collect._request(
            method, f"{collect.url}/{path}", {"Content-Type": "text/plain"} if method == "POST" else {}
        )
        assert found.status == 403, path
        assert method == "HEAD" or "not known here" in Collect.message(found)
    assert ResponseRow.objects.count() == QuarantineRow.objects.count() == 0


def test_a_token_opens_its_own_workspace_and_no_other(collect: Collect, actor: Actor) -> None:
    from datetime import date

    from filao.work import workspaces

    workspaces.create(actor, "elsewhere", "Elsewhere", "XX", date(2026, 1, 1))
    collect.url = collect.url.replace("/mauritius/", "/elsewhere/")

    with pytest.raises(Refused) as refused:
        collect.form_list()
    assert refused.value.status == 403


def test_a_device_that_sends_without_end_is_slowed_down_by_its_token(
    collect: Collect, actor: Actor, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(collectors, "TIMES_A_MINUTE", 3)
    monkeypatch.setattr(collectors.time, "monotonic", lambda: 60_000.0)
    other = collectors.make(actor, workspace, "Tablet 2")

    statuses = [collect._request("GET", f"{collect.url}/formList").status for _turn in range(4)]
    late = collect._request("GET", f"{collect.url}/formList")
    beside = collect._request("GET", f"{collect.url.rpartition('/')[0]}/{other}/formList")

    assert statuses == [200, 200, 200, 429]
    assert late.headers["retry-after"] == "60"
    assert beside.status == 200, "thirty phones behind one address do not hinder each other"


def test_the_day_of_last_use_is_noted_and_nothing_nearer(collect: Collect) -> None:
    collect.form_list()

    assert CollectorRow.objects.get().used_on == timezone.localdate()


# --- form list, forms, media


def test_the_list_names_id_version_hash_and_addresses(collect: Collect) -> None:
    (listed,) = collect.form_list()

    assert (listed.form_id, listed.version, listed.name, listed.manifest) == ("visit", "1", "Visit", "")
    assert listed.hash == f"md5:{hashlib.md5(xform()).hexdigest()}"
    assert collect.form(listed) == xform()


def test_the_list_can_be_asked_for_one_form_and_for_every_version(collect: Collect, workspace: Workspace) -> None:
    publish(workspace, form_id="other")
    publish(workspace, version="2")

    assert {(f.form_id, f.version) for f in collect.form_list()} == {("visit", "2"), ("other", "1")}
    assert [f.form_id for f in collect.form_list("&formID=other")] == ["other"]
    every = collect.form_list("&formID=visit&listAllVersions=true&verbose=true")
    assert sorted(f.version for f in every) == ["1", "2"]
    assert all(collect.form(f) for f in every), "an older version stays available for edits"


def test_a_new_version_or_other_media_change_what_a_device_compares(collect: Collect, workspace: Workspace) -> None:
    publish(workspace, form_id="media", media={"roster.csv": b"name,label\nMPF,Police\n"})
    first = next(f for f in collect.form_list() if f.form_id == "media")
    before = collect.get(first.manifest).body

    publish(workspace, form_id="media", version="2", media={"roster.csv": b"name,label\nCDU,Unit\n"})
    second = next(f for f in collect.form_list() if f.form_id == "media")

    assert second.hash != first.hash
    assert collect.get(second.manifest).body.partition(b"<hash>")[2][:40] != before.partition(b"<hash>")[2][:40]


def test_only_open_forms_given_to_the_device_are_listed(
    collect: Collect, actor: Actor, workspace: Workspace, version: VersionRow
) -> None:
    other = publish(workspace, form_id="other")
    for number, state in enumerate(("draft", "closing", "closed")):
        publish(workspace, form_id=f"f{number}", state=state)
    assert {f.form_id for f in collect.form_list()} == {"visit", "other"}

    token = collectors.make(actor, workspace, "Tablet 2", forms=[other.instrument_id])
    collect.url = f"{collect.url.rpartition('/')[0]}/{token}"
    assert [f.form_id for f in collect.form_list()] == ["other"]
    assert collect._request("GET", f"{collect.url}/forms/{version.id}").status == 404


def test_a_closing_form_leaves_the_list_and_still_takes_answers_a_closed_one_refuses(
    collect: Collect, version: VersionRow
) -> None:
    InstrumentRow.objects.filter(form_id="visit").update(state="closing")
    assert collect.form_list() == []
    assert "received" in collect.upload(answer(1).xml)

    InstrumentRow.objects.filter(form_id="visit").update(state="closed")
    with pytest.raises(Refused) as refused:
        collect.upload(answer(2).xml)
    assert (refused.value.status, "no more answers" in refused.value.message) == (409, True)
    assert QuarantineRow.objects.get().reason == "form_closed"


def test_media_are_fetched_by_their_names_and_only_those_that_exist(collect: Collect, workspace: Workspace) -> None:
    files = {"roster.csv": b"name,label\n", "île & côte 100%.png": b"picture", 'a"b#c?.jpg': b"other"}
    publish(workspace, form_id="media", media=files)
    listed = next(f for f in collect.form_list() if f.form_id == "media")

    assert collect.media(listed) == files
    missing = collect._request("GET", listed.url + "/other.csv")
    assert missing.status == 404
    kept = collect._request("GET", listed.url + "/roster.csv")
    assert (kept.headers["content-disposition"], kept.headers["x-content-type-options"]) == ("attachment", "nosniff")


# --- submission


@pytest.mark.parametrize("method", ["HEAD", "GET"])
def test_head_and_get_of_submission_answer_204(collect: Collect, method: str) -> None:
    found = collect._request(method, f"{collect.url}/submission?deviceID=x")

    assert (found.status, found.body) == (204, b"")


def test_what_is_taken_is_answered_201_and_what_was_here_202_with_a_message(collect: Collect) -> None:
    sent = multipart(answer(sector="police").xml, {})[1]

    first, again = post(collect, sent), post(collect, sent)

    assert (first.status, again.status) == (201, 202)
    for found in (first, again):
        root = ElementTree.fromstring(found.body)
        assert root.tag == "{http://openrosa.org/http/response}OpenRosaResponse"
        assert root[0].attrib == {"nature": "submit_success"}
    assert re.fullmatch(r"The answer was received\. Code to withdraw it: \w{4}-\w{4}-\w{4}", Collect.message(first))


@pytest.mark.parametrize(
    ("language", "words"), [("en", "was received"), ("fr-FR,fr;q=0.9", "a été reçue"), ("mfe", "a été reçue")]
)
def test_messages_speak_the_language_of_the_device(collect: Collect, language: str, words: str) -> None:
    collect.language = language

    assert words in collect.upload(answer().xml)


def test_many_files_come_in_several_posts_of_the_same_answer(collect: Collect) -> None:
    names = [f"photo-{number}.jpg" for number in range(150)]
    leaves = "".join(f"<tie><with>{n}</with><kind>meets</kind></tie>" for n in range(3))
    xml = answer(photo=names[0], talk=names[1]).xml.replace(b"<orx:meta>", leaves.encode() + b"<orx:meta>")

    collect.upload(xml, dict.fromkeys(names, b"x"))

    assert collect.posts == 2
    assert ResponseRow.objects.count() == 1
    assert sorted(AttachmentRow.objects.values_list("name", "size")) == [(names[0], 1), (names[1], 1)]


def test_files_larger_together_than_announced_come_in_several_posts(collect: Collect) -> None:
    collect.upload(answer(photo="a.jpg", talk="b.m4a").xml, {"a.jpg": b"x" * 7_000_000, "b.m4a": b"y" * 7_000_000})

    assert collect.posts == 2
    assert ResponseRow.objects.get().state == "complete"


def test_a_hundred_and_one_files_of_one_post_are_read(collect: Collect) -> None:
    found = post(collect, multipart(answer(photo="100.jpg").xml, {f"{n}.jpg": b"x" for n in range(101)})[1])

    assert found.status == 201
    assert AttachmentRow.objects.get().size == 1


@pytest.mark.parametrize(
    "name",
    ["Écoute à Maurice.jpg", "写真.jpg", "a b (1)#%20.jpg", "it's.jpg", 'with "marks".jpg', "&amp;.jpg", "…" * 80],
)
def test_names_of_files_arrive_as_they_are(collect: Collect, name: str) -> None:
    collect.upload(answer(photo=name).xml, {name: b"picture"})

    assert AttachmentRow.objects.get().name == name
    assert ResponseRow.objects.get().state == "complete"


def test_files_that_the_answer_does_not_name_are_dropped_and_those_it_names_are_waited_for(collect: Collect) -> None:
    collect.upload(answer(photo="a.jpg").xml, {"other.jpg": b"x"})

    assert ResponseRow.objects.get().state == "incomplete"
    assert list(AttachmentRow.objects.values_list("name", "sealed")) == [("a.jpg", "")]


def test_an_answer_is_known_by_plain_or_namespaced_meta_or_by_its_root(collect: Collect) -> None:
    plain = b'<data id="visit" version="1"><meta><instanceID>uuid:plain</instanceID></meta></data>'
    root = b'<data id="visit" version="1" instanceID="uuid:root"><sector>police</sector></data>'
    for xml in (answer(1).xml, plain, root):
        collect.upload(xml)

    assert {r.instance_id for r in ResponseRow.objects.all()} == {answer(1).id, "uuid:plain", "uuid:root"}


def test_other_content_under_the_same_id_is_409_and_kept(collect: Collect) -> None:
    collect.upload(answer(sector="police").xml)

    with pytest.raises(Refused) as refused:
        collect.upload(answer(sector="labour").xml)

    assert (refused.value.status, "put aside" in refused.value.message) == (409, True)
    assert QuarantineRow.objects.count() == 1


def test_an_edit_of_a_sent_answer_is_taken_as_its_new_version(collect: Collect) -> None:
    collect.upload(answer(1, sector="police", photo="a.jpg").xml, {"a.jpg": b"x"})
    edit = answer(2, replaces=1, sector="labour", photo="a.jpg")
    collect.upload(edit.xml)
    collect.upload(edit.xml, {"a.jpg": b"x"})

    with pytest.raises(Refused) as stale:
        collect.upload(answer(3, replaces=1).xml)
    assert stale.value.status == 409
    assert [r.current for r in ResponseRow.objects.order_by("instance_id")] == [False, True]
    assert AttachmentRow.objects.filter(response__instance_id=edit.id).get().sealed


@pytest.mark.parametrize(
    ("sent", "status", "reason"),
    [
        (answer(form_id="unheard"), 404, "unknown_form"),
        (answer(version="9"), 404, "unknown_version"),
    ],
)
def test_an_unknown_form_or_version_is_404_and_kept(collect: Collect, sent: Any, status: int, reason: str) -> None:
    with pytest.raises(Refused) as refused:
        collect.upload(sent.xml)

    assert refused.value.status == status
    assert QuarantineRow.objects.get().reason == reason


def test_malformed_xml_is_400_and_kept_a_malformed_body_400_and_too_large_413(collect: Collect) -> None:
    from filao.exchange.openrosa import BODY_LIMIT

    assert post(collect, multipart(b"<data", {})[1]).status == 400
    assert QuarantineRow.objects.get().reason == "malformed"
    assert post(collect, b"--e5a1-0b2c\r\nnothing").status == 400
    assert post(collect, b"", "text/plain").status == 400
    assert post(collect, b"x" * (BODY_LIMIT + 1)).status == 413
    assert post(collect, multipart(b" " * (5 * 2**20), {})[1]).status == 413


def test_an_encrypted_answer_is_kept_opaque(collect: Collect) -> None:
    xml = (
        b'<data xmlns="http://opendatakit.org/submissions" xmlns:orx="http://openrosa.org/xforms" id="visit" version="1" '
        b'encrypted="yes"><base64EncryptedKey>a2V5</base64EncryptedKey><orx:meta><orx:instanceID>uuid:enc'
        b"</orx:instanceID></orx:meta><encryptedXmlFile>submission.xml.enc</encryptedXmlFile></data>"
    )

    collect.upload(xml, {"submission.xml.enc": b"closed"})

    assert ResponseRow.objects.get().state == "encrypted"


def test_the_audit_log_of_an_answer_is_kept_and_can_be_read(
    collect: Collect, actor: Actor, workspace: Workspace
) -> None:
    from filao.exchange import parcels
    from filao.exchange.openrosa import read_audit
    from filao.store import blobs
    from filao.work import vault

    log = b"event,node,start,end\nform start,,1763778000000,\nquestion,/data/tie[2]/kind,1763778001000,1763778004500\n"
    collect.upload(answer(meta="<orx:audit>audit.csv</orx:audit>").xml, {"audit.csv": log})

    sealed = blobs.get(AttachmentRow.objects.get().sealed)
    kept = parcels.unpack(vault.open_(actor, workspace, sealed, parcels.FILE, "test")).content
    assert [(v.event, v.question, v.milliseconds) for v in read_audit(kept)] == [
        ("form start", "", 0), ("question", "/data/tie/kind", 3500),
    ]  # fmt: skip


def test_agent_and_device_are_recorded_of_named_forms_and_not_of_anonymous_ones(
    collect: Collect, actor: Actor, workspace: Workspace
) -> None:
    from filao.exchange import parcels
    from filao.store import blobs
    from filao.work import vault

    publish(workspace, form_id="anon", anonymous=True)
    collect.upload(answer(1).xml)
    collect.upload(answer(2, form_id="anon").xml)

    about = {
        row.instance_id: parcels.unpack(vault.open_(actor, workspace, blobs.get(row.raw), parcels.ANSWER, "test")).about
        for row in ResponseRow.objects.all()
    }
    assert about[answer(1).id]["client"]["device"] == collect.device
    assert "client" not in about[answer(2).id]
    assert ResponseRow.objects.get(instance_id=answer(2).id).collector is None


def test_what_fails_below_is_said_as_a_failure_that_may_be_tried_again(
    collect: Collect, monkeypatch: pytest.MonkeyPatch
) -> None:
    from django.db import OperationalError

    from filao.store import taking

    def locked(*_: object) -> None:
        raise OperationalError("database is locked")

    monkeypatch.setattr("filao.work.collection.ingest.place_of", locked)
    with pytest.raises(Refused) as refused:
        collect.upload(answer().xml)
    monkeypatch.undo()

    assert refused.value.status == 503
    assert "send it again" in refused.value.message
    assert "received" in collect.upload(answer().xml)
    assert taking.is_known(ResponseRow.objects.get().workspace_id, answer().id)


def test_the_emulator_refuses_what_collect_refuses(collect: Collect) -> None:
    def says(status: int, headers: dict[str, str], body: bytes = b"<x/>") -> Collect:
        told = {"x-openrosa-version": "1.0", "content-type": "text/xml", **headers}
        return Collect("http://x", lambda *_: Answered(status, told, body))

    for other, what in (
        (says(200, {"content-type": "text/html"}), "network proxy"),
        (says(200, {"x-openrosa-version": ""}), "not an OpenRosa server"),
        (says(401, {}), "not allowed"),
    ):
        with pytest.raises(Refused, match=what):
            other.form_list()
    with pytest.raises(Refused, match="204"):
        says(200, {}).upload(b"<x/>")
    turns = iter((204, 200))
    with pytest.raises(Refused, match="refused"):
        Collect("http://x", lambda *_: Answered(next(turns), {}, b"")).upload(b"<x/>")
