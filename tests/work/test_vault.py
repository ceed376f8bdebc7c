"""Words of people are kept closed: opened with a right, for a reason that the journal keeps, while the lock stands open."""

from __future__ import annotations

from datetime import date

import pytest

from filao.core.problems import Problem
from filao.store import journal
from filao.store import vault as keys
from filao.store.desk import AnswerRow, ContactRow
from filao.store.engagement import EngagementRow
from filao.store.people import Membership, User
from filao.work import desk, vault, workspaces
from filao.work.access import Actor
from filao.work.workspaces import Workspace

pytestmark = pytest.mark.database

WORDS = b"Nobody ever asked us, said Zephyrine Quillfeather"
PASSPHRASE = "four words that nobody guesses"


@pytest.fixture
def engagement(workspace: Workspace) -> EngagementRow:
    return EngagementRow.objects.filter(workspace_id=workspace.id).order_by("position")[0]


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Passphrases are stretched for a moment only."""
    monkeypatch.setattr(keys, "ROUNDS", 1)
    monkeypatch.setattr(keys, "MEMORY", 64)


def person(workspace: Workspace, role: str) -> Actor:
    user = User.objects.create_user(f"{role}@example.org", name=role)
    Membership.objects.create(workspace=workspace, user_id=user.id, role=role)
    return Actor(user.id, user.name, strong=True)


def refused(code: str) -> pytest.RaisesExc[Problem]:
    return pytest.raises(Problem, match=rf"^{code}\(")


# --- closing and opening


def test_what_is_closed_opens_as_it_was_and_shows_nothing(
    actor: Actor, workspace: Workspace, engagement: EngagementRow
) -> None:
    for of in (engagement, None):
        sealed = vault.seal(workspace, of, WORDS, "answer 1")

        assert b"Zephyrine" not in sealed
        assert sealed != vault.seal(workspace, of, WORDS, "answer 1")
        assert vault.open_(actor, workspace, sealed, "answer 1", "test") == WORDS


def test_closed_words_open_only_in_their_place_and_unchanged(actor: Actor, workspace: Workspace) -> None:
    sealed = vault.seal(workspace, None, WORDS, "answer 1")
    other = workspaces.create(actor, "elsewhere", "Elsewhere", "XX", date(2026, 1, 1))

    with refused("not_sealed"):
        vault.open_(actor, workspace, sealed, "answer 2", "test")
    with refused("not_sealed"):
        vault.open_(actor, workspace, sealed[:-1] + bytes([sealed[-1] ^ 1]), "answer 1", "test")
    with refused("not_sealed"):
        vault.open_(actor, workspace, b"something", "answer 1", "test")
    with refused("words_destroyed"):
        vault.open_(actor, other, sealed, "answer 1", "test")


def test_each_engagement_has_its_own_key(actor: Actor, workspace: Workspace, engagement: EngagementRow) -> None:
    one, none = (vault.seal(workspace, of, WORDS, "x") for of in (engagement, None))

    assert keys.key_id(one) != keys.key_id(none)
    assert keys.key_id(one) == keys.key_id(vault.seal(workspace, engagement, b"more", "y"))
    assert {key.engagement for key in vault.state(actor, workspace).keys} == {engagement.title, ""}


def test_a_fingerprint_tells_sameness_under_one_key_and_nothing_elsewhere(
    workspace: Workspace, engagement: EngagementRow
) -> None:
    here = vault.fingerprint(workspace, engagement, WORDS)

    assert here == vault.fingerprint(workspace, engagement, WORDS)
    assert here != vault.fingerprint(workspace, engagement, WORDS + b".")
    assert here != vault.fingerprint(workspace, None, WORDS)


# --- who reads, and the line it leaves


def test_reading_leaves_one_line_whatever_the_number_of_texts(actor: Actor, workspace: Workspace) -> None:
    sealed = [vault.seal(workspace, None, WORDS, f"answer {n}") for n in range(5)]
    before = len(journal.lines(workspace, act="words.read", limit=None))

    leave = vault.reading(actor, workspace, "coding of answers", "survey")
    assert [leave.open(one, f"answer {n}") for n, one in enumerate(sealed)] == [WORDS] * 5

    newest, *earlier = journal.lines(workspace, act="words.read", limit=None)
    assert len(earlier) == before
    assert (newest.actor, newest.subject, newest.reason) == (actor.name, "survey", "coding of answers")


@pytest.mark.parametrize("role", ["owner", "trainer", "monitoring", "member", "observer", "collector", "administrator"])
def test_whoever_is_not_of_the_team_closes_words_and_opens_none(workspace: Workspace, role: str) -> None:
    sealed = vault.seal(workspace, None, WORDS, "answer 1")

    with refused("not_allowed"):
        vault.open_(person(workspace, role), workspace, sealed, "answer 1", "curious")


# --- passphrase and idle lock


def test_under_a_passphrase_words_are_taken_in_by_anyone_and_read_by_whoever_unlocked_them(
    actor: Actor, workspace: Workspace, quick: None
) -> None:
    before = vault.seal(workspace, None, WORDS, "answer 1")
    vault.set_passphrase(actor, workspace, PASSPHRASE)
    after = vault.seal(workspace, None, WORDS, "answer 2")

    with refused("words_locked"):
        vault.open_(actor, workspace, before, "answer 1", "test")
    vault.unlock(actor, workspace, PASSPHRASE)
    assert vault.open_(actor, workspace, before, "answer 1", "test") == WORDS
    assert vault.open_(actor, workspace, after, "answer 2", "test") == WORDS
    with refused("words_locked"):
        vault.open_(person(workspace, "consultant"), workspace, before, "answer 1", "test")
    vault.lock(actor, workspace)
    assert not vault.may_read(actor, workspace)


def test_a_wrong_passphrase_opens_nothing_and_stands_in_the_journal(
    actor: Actor, workspace: Workspace, quick: None
) -> None:
    vault.set_passphrase(actor, workspace, PASSPHRASE)

    with refused("wrong_words_passphrase"):
        vault.unlock(actor, workspace, "four words that somebody guesses")
    with refused("wrong_words_passphrase"):
        vault.set_passphrase(actor, workspace, "another that is long enough", old="not the old one")

    assert len(journal.lines(workspace, act="words.refused")) == 2
    assert not vault.may_read(actor, workspace)


def test_a_passphrase_is_changed_and_taken_off_without_touching_what_is_closed(
    actor: Actor, workspace: Workspace, quick: None
) -> None:
    sealed = vault.seal(workspace, None, WORDS, "answer 1")
    vault.set_passphrase(actor, workspace, PASSPHRASE)
    vault.unlock(actor, workspace, PASSPHRASE)

    vault.set_passphrase(actor, workspace, "another that is long enough", old=PASSPHRASE)
    assert not vault.may_read(actor, workspace), "a changed lock is opened anew"
    vault.unlock(actor, workspace, "another that is long enough")
    assert vault.open_(actor, workspace, sealed, "answer 1", "test") == WORDS

    vault.set_passphrase(actor, workspace, "", old="another that is long enough")
    assert vault.state(actor, workspace).kind == "machine"
    assert vault.open_(actor, workspace, sealed, "answer 1", "test") == WORDS


def test_a_short_passphrase_is_not_taken(actor: Actor, workspace: Workspace) -> None:
    with refused("words_passphrase_short"):
        vault.set_passphrase(actor, workspace, "password")


@pytest.mark.parametrize(("clock", "forward"), [("monotonic", 901), ("time", 901), ("time", -3600)])
def test_an_opened_lock_closes_by_itself_by_either_clock(
    actor: Actor, workspace: Workspace, quick: None, monkeypatch: pytest.MonkeyPatch, clock: str, forward: int
) -> None:
    vault.set_passphrase(actor, workspace, PASSPHRASE)
    vault.unlock(actor, workspace, PASSPHRASE)
    assert vault.may_read(actor, workspace)
    then = getattr(vault.time, clock)

    monkeypatch.setattr(vault.time, clock, lambda: then() + forward)

    assert not vault.may_read(actor, workspace)


def test_stretching_a_passphrase_costs_what_globaleaks_asks() -> None:
    assert (keys.ROUNDS, keys.MEMORY) == (16, 128 * 1024)


# --- destroying a key, losing the key of the machine


def test_a_destroyed_key_leaves_its_words_to_nobody_and_says_so_in_the_journal(
    actor: Actor, workspace: Workspace, engagement: EngagementRow
) -> None:
    sealed, kept = vault.seal(workspace, engagement, WORDS, "x"), vault.seal(workspace, None, WORDS, "x")

    vault.destroy_key(actor, workspace, keys.key_id(sealed), "The engagement has ended")

    with refused("words_destroyed"):
        vault.open_(actor, workspace, sealed, "x", "test")
    assert vault.open_(actor, workspace, kept, "x", "test") == WORDS
    row = keys.KeyRow.objects.get(workspace_id=workspace.id, id=keys.key_id(sealed))
    assert (bytes(row.wrapped), bytes(row.salt)) == (b"", b"")
    line = journal.lines(workspace, act="words.destroy")[0]
    assert (line.subject, line.reason) == (engagement.slug, "The engagement has ended")
    assert keys.key_id(vault.seal(workspace, engagement, WORDS, "y")) != keys.key_id(sealed)


def test_a_key_is_destroyed_for_a_reason_by_those_who_may(actor: Actor, workspace: Workspace) -> None:
    id = keys.key_id(vault.seal(workspace, None, WORDS, "x"))

    with refused("reason_missing"):
        vault.destroy_key(actor, workspace, id, " ")
    with refused("not_allowed"):
        vault.destroy_key(person(workspace, "consultant"), workspace, id, "ended")
    with refused("no_such_page"):
        vault.destroy_key(actor, workspace, "nothing", "ended")


def test_without_the_key_of_the_machine_nothing_is_closed_that_nobody_could_open(
    actor: Actor, workspace: Workspace
) -> None:
    vault.seal(workspace, None, WORDS, "x")
    held = keys.key_file().read_bytes()
    keys.key_file().unlink()

    with refused("words_key_lost"):
        vault.seal(workspace, None, WORDS, "x")
    assert not keys.key_file().exists(), "a new key would hide that the old one is gone"

    keys.key_file().write_bytes(bytes(32))
    with refused("words_key_lost"):
        vault.reading(actor, workspace, "test")
    keys.key_file().write_bytes(held)
    assert vault.open_(actor, workspace, vault.seal(workspace, None, WORDS, "x"), "x", "test") == WORDS


# --- the desk


def held(actor: Actor, workspace: Workspace) -> tuple[str, str]:
    """A meeting that was held, and a question to answer in it."""
    from filao.work import analysis

    question = next(q for q in analysis.read(actor, workspace).questions if q.rule == "expected_link")
    meeting = desk.Meeting(question.organisation_id, status="held", consent=True, held_on=date(2026, 11, 20))
    return desk.log(actor, workspace, meeting).code, question.id


def test_answers_and_contacts_are_closed_in_their_rows_and_open_at_the_desk(actor: Actor, workspace: Workspace) -> None:
    code, question = held(actor, workspace)
    desk.answer(actor, workspace, code, question, desk.Given("other", WORDS.decode()), read_by_person=True)
    desk.save_contact(actor, workspace, "MPF", function="Focal point", phone="+230 555 0101", email="focal@example.org")

    row, contact = AnswerRow.objects.get(workspace_id=workspace.id), ContactRow.objects.get(workspace_id=workspace.id)
    assert b"Zephyrine" not in bytes(row.sealed)
    assert b"555" not in bytes(contact.sealed)
    assert desk.answers(actor, workspace, code)[question].words == WORDS.decode()
    assert desk.contacts(actor, workspace)[0].phone == "+230 555 0101"
    assert [line.subject for line in journal.lines(workspace, act="words.read")] == ["", code]


def test_whoever_cannot_read_words_sees_that_there_are_some_and_cannot_erase_them(
    actor: Actor, workspace: Workspace, quick: None
) -> None:
    code, question = held(actor, workspace)
    desk.answer(actor, workspace, code, question, desk.Given("other", WORDS.decode()), read_by_person=True)
    vault.set_passphrase(actor, workspace, PASSPHRASE)
    locked = desk.answers(actor, workspace, code)[question]

    assert (locked.words, locked.closed) == ("", True)

    desk.answer(actor, workspace, code, question, desk.Given("unknown"))
    vault.unlock(actor, workspace, PASSPHRASE)
    assert desk.answers(actor, workspace, code)[question].words == WORDS.decode()
    desk.answer(actor, workspace, code, question, desk.Given("unknown"))
    assert desk.answers(actor, workspace, code)[question].words == ""


def test_no_search_finds_words_of_people(actor: Actor, workspace: Workspace) -> None:
    from filao.work import searching

    code, question = held(actor, workspace)
    desk.answer(actor, workspace, code, question, desk.Given("other", WORDS.decode()), read_by_person=True)

    found = searching.everything(actor, workspace, "zephyrine")
    assert "Zephyrine" not in str(found)
