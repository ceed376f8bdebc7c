"""The page of the lock on words: a passphrase set, words locked and unlocked, a key destroyed."""

from __future__ import annotations

import pytest
from django.test import Client
from tests.web.pages import text_of

from filao.store import vault as keys
from filao.work import desk, vault
from filao.work.access import Actor
from filao.work.workspaces import Workspace

pytestmark = pytest.mark.database

PAGE = "/mauritius/words"
PASSPHRASE = "four words that nobody guesses"


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keys, "ROUNDS", 1)
    monkeypatch.setattr(keys, "MEMORY", 64)


@pytest.fixture
def contact(actor: Actor, workspace: Workspace) -> str:
    return desk.save_contact(actor, workspace, "MPF", function="Focal point", phone="+230 555 0101")


def under_passphrase(person: Client) -> None:
    entered = {"act": "change", "change-new": PASSPHRASE, "change-again": PASSPHRASE}
    assert person.post(PAGE, entered).status_code == 302


def test_words_lock_and_unlock_with_the_passphrase(person: Client, contact: str) -> None:
    assert "open with the key of this machine" in text_of(person.get(PAGE))
    under_passphrase(person)

    locked = person.get("/mauritius/contacts")
    assert locked.status_code == 423
    assert "The words of people are locked." in text_of(locked)
    wrong = person.post(PAGE, {"act": "unlock", "unlock-passphrase": "not this one"})
    assert (wrong.status_code, "not the passphrase" in text_of(wrong)) == (422, True)

    person.post(PAGE, {"act": "unlock", "unlock-passphrase": PASSPHRASE})
    assert "+230 555 0101" in text_of(person.get("/mauritius/contacts"))
    person.post(PAGE, {"act": "lock"})
    assert person.get("/mauritius/contacts").status_code == 423


def test_two_passphrases_that_differ_change_nothing(person: Client, contact: str) -> None:
    entered = {"act": "change", "change-new": PASSPHRASE, "change-again": PASSPHRASE + "."}

    refused = person.post(PAGE, entered)

    assert (refused.status_code, "differ" in text_of(refused)) == (422, True)
    assert person.get("/mauritius/contacts").status_code == 200


def test_a_key_is_destroyed_with_its_reason(person: Client, contact: str, actor: Actor, workspace: Workspace) -> None:
    (key,) = vault.state(actor, workspace).keys

    assert person.post(PAGE, {"act": "destroy", "key": key.id, "destroy-reason": ""}).status_code == 422
    answer = person.post(PAGE, {"act": "destroy", "key": key.id, "destroy-reason": "The work has ended"}, follow=True)

    assert "destroyed" in text_of(answer)
    assert person.get("/mauritius/contacts").status_code == 410
