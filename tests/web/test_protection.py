"""Protection in the app: what is due, destroyed as it was shown, taken out with two, and the clock of a breach."""

from __future__ import annotations

import io
import json
import re
import zipfile
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from filao.store.people import Membership, User
from filao.work import desk
from filao.work.access import Actor
from filao.work.protection import approvals, breaches, retention
from filao.work.protection.breaches import Known
from filao.work.workspaces import Workspace

from .pages import text_of

pytestmark = pytest.mark.database

PAGE = "/mauritius/protection"
CONTACTS = f"{PAGE}/kinds/contacts"


@pytest.fixture
def contact(actor: Actor, workspace: Workspace) -> str:
    return desk.save_contact(actor, workspace, "MPF", function="Head of the unit")


def test_the_page_tells_what_is_held_until_when_and_what_is_due(
    person: Client, actor: Actor, workspace: Workspace, contact: str
) -> None:
    before = text_of(person.get(PAGE))
    retention.decide(actor, workspace, "contacts", "", until=date(2026, 1, 31), reason="agreed")
    after = text_of(person.get(PAGE))

    assert "No personal data is kept longer than was decided" in before
    assert "1 kind of personal data is kept longer than was decided" in after
    assert re.search(r"Contacts whole workspace 1 31 January 2026 decided due 1", after)


def test_a_retention_is_decided_with_its_reason(person: Client, contact: str) -> None:
    missing = person.post(CONTACTS, {"act": "keep", "keep-until": "2027-05-31", "keep-reason": ""})
    assert missing.status_code == 422

    person.post(CONTACTS, {"act": "keep", "keep-until": "2027-05-31", "keep-reason": "asked by the Ministry"})

    assert "31 May 2027 decided on" in text_of(person.get(CONTACTS))
    assert "asked by the Ministry" in text_of(person.get(CONTACTS))


def test_what_would_go_is_shown_before_it_goes(person: Client, contact: str) -> None:
    assert "would be destroyed" not in text_of(person.get(CONTACTS))
    shown = text_of(person.get(f"{CONTACTS}?before="))
    assert "1 row would be destroyed for good" in shown

    sent = {"act": "destroy", "expected-contacts": "1", "destroy-reason": "the work is done"}
    told = text_of(person.post(f"{CONTACTS}?before=", sent, follow=True))

    assert "Certificate 1 tells of it" in told
    assert "Contacts (1) · the work is done" in told
    assert "Certificate 1 (PDF)" in told


def test_what_has_changed_since_is_not_destroyed(person: Client, contact: str) -> None:
    sent = {"act": "destroy", "expected-contacts": "2", "destroy-reason": "the work is done"}

    refused = person.post(f"{CONTACTS}?before=", sent)

    assert refused.status_code == 422
    assert "has changed since it was shown" in text_of(refused)


def test_a_kind_is_taken_out_as_a_file(person: Client, contact: str) -> None:
    answer = person.post(CONTACTS, {"act": "export", "export-reason": "request of access"})

    with zipfile.ZipFile(io.BytesIO(answer.content)) as package:
        assert json.loads(package.read("contacts.json"))[0]["function"] == "Head of the unit"


def test_an_engagement_is_destroyed_as_it_was_shown(person: Client, workspace: Workspace) -> None:
    address = f"{PAGE}/engagements/mapping-update"
    counts = dict(re.findall(r'name="expected-([a-z_]+)" value="(\d+)"', person.get(address).content.decode()))

    told = person.post(
        address, {"reason": "handed over", **{f"expected-{k}": v for k, v in counts.items()}}, follow=True
    )

    assert "answers" in counts and "contacts" not in counts
    assert "Nothing of this is held" in text_of(told)


def test_a_page_of_a_kind_that_is_not_there_is_named(person: Client) -> None:
    assert person.get(f"{PAGE}/kinds/poems").status_code == 404
    assert person.get(f"{CONTACTS}?engagement=nowhere").status_code == 404


def test_the_life_of_backups_is_decided(person: Client) -> None:
    person.post(PAGE, {"days": "30", "reason": "one month is enough"})

    assert "Backups are kept for 30 days" in text_of(person.get(PAGE))


def test_papers_are_built_from_the_page(person: Client) -> None:
    answer = person.post(f"{PAGE}/papers/processing-record.pdf")

    built = person.get(answer.headers["Location"])
    assert built.content.startswith(b"%PDF")
    assert person.post(f"{PAGE}/papers/mapping-report.pdf").status_code == 404


def test_the_list_of_deliverables_does_not_hold_them(person: Client) -> None:
    assert "Record of processing operations" not in text_of(person.get("/mauritius/documents"))


# --- two


def test_one_person_alone_cannot_ask_for_a_second(person: Client) -> None:
    answer = person.post(f"{PAGE}/requests", {"act": "switch", "on": "yes", "switch-reason": "words of officials"})

    assert answer.status_code == 422
    assert "Nobody else in this workspace could approve" in text_of(answer)


def test_an_export_waits_for_the_second_person(
    person: Client, actor: Actor, workspace: Workspace, contact: str
) -> None:
    user = User.objects.create_user("second@example.org", name="Second")
    Membership.objects.create(workspace=workspace, user=user, role="coordinator")
    person.post(f"{PAGE}/requests", {"act": "switch", "on": "yes", "switch-reason": "words of officials"})
    assert "asks for a second person first" in text_of(person.get(CONTACTS))
    assert person.post(CONTACTS, {"act": "export", "export-reason": "so"}).status_code == 422

    person.post(f"{PAGE}/requests", {"act": "ask", "ask-act": "export.contacts", "ask-reason": "hand-over"})
    asked = approvals.listing(actor, workspace)[0]
    own = person.post(f"{PAGE}/requests", {"act": "decide", "id": asked.id, "answer": "approve"})
    approvals.decide(Actor(user.id, "Second", strong=True), workspace, asked.id, True)

    assert "Whoever asks does not decide" in text_of(own)
    assert person.post(CONTACTS, {"act": "export", "export-reason": "hand-over"}).status_code == 200
    assert "used" in text_of(person.get(f"{PAGE}/requests"))


# --- breaches


def log(person: Client, **more: Any) -> Any:
    since = timezone.localtime() - timedelta(hours=10)
    sent = {
        "aware_at": f"{since:%Y-%m-%dT%H:%M}",
        "nature": "A laptop was lost on a bus.",
        "kinds": ["contacts"],
        **more,
    }
    return person.post(f"{PAGE}/breaches", sent, follow=True)


def test_a_breach_is_logged_and_its_clock_is_told(person: Client) -> None:
    told = text_of(log(person))

    assert re.search(r"6[12] hours are left to tell the Commissioner", told)
    assert "check it against the Act in force" in told
    assert "Likely effects" in told
    assert re.search(r"6[12] hours left", text_of(person.get(PAGE)))


def test_words_that_name_a_person_are_held_back(person: Client) -> None:
    refused = log(person, nature="Mrs Devika Appadoo lost a laptop.")
    let_pass = log(person, nature="Mrs Devika Appadoo lost a laptop.", read_by_person="on")

    assert refused.status_code == 422 and "I have read the text" in text_of(refused)
    assert "Breach 1 is logged" in text_of(let_pass)


def test_a_breach_goes_from_notice_to_its_end(person: Client, actor: Actor, workspace: Workspace) -> None:
    log(person)
    address, now = f"{PAGE}/breaches/1", f"{timezone.localtime():%Y-%m-%dT%H:%M}"
    person.post(address, {"act": "notify", "notify-at": now})
    person.post(address, {"act": "tell", "tell-at": now, "tell-words": "By letter."})
    assert "The Commissioner was told" in text_of(person.get(address))

    person.post(address, {"act": "close", "close-words": "Found again."})

    assert "This breach is closed" in text_of(person.get(address))
    found = breaches.find(actor, workspace, 1)
    assert (found.told_how, found.closing) == ("By letter.", "Found again.")


def test_a_late_notice_asks_for_its_reasons(person: Client, actor: Actor, workspace: Workspace) -> None:
    breaches.log(actor, workspace, Known(timezone.now() - timedelta(hours=90), "A laptop was lost."))
    now = f"{timezone.localtime():%Y-%m-%dT%H:%M}"

    page = text_of(person.get(f"{PAGE}/breaches/1"))
    refused = person.post(f"{PAGE}/breaches/1", {"act": "notify", "notify-at": now})

    assert "The notice is 18 hours late" in page
    assert "after the time that the law allows" in text_of(refused)


def test_the_notice_is_built_with_what_is_known(person: Client) -> None:
    log(person)

    answer = person.post(f"{PAGE}/breaches/1.docx")

    assert person.get(answer.headers["Location"]).content.startswith(b"PK")
    assert person.post(f"{PAGE}/breaches/9.pdf").status_code == 404
