"""Who holds seats: posts for all, names and addresses closed and read with a line in the journal; who was replaced is kept
by post and dates alone."""

from __future__ import annotations

import io
import json
import zipfile
from dataclasses import replace
from datetime import date

import pytest

from filao.core.meetings import Addressee
from filao.core.problems import Problem
from filao.core.register import Claim
from filao.store.group import SeatHolderRow
from filao.store.people import Membership, User
from filao.work import group, journal
from filao.work.access import Actor
from filao.work.group import Appointed, Reach, Seated
from filao.work.protection import exporting, retention, shredding
from filao.work.register import edit
from filao.work.workspaces import Workspace

pytestmark = pytest.mark.database

KEPT = Reach("Zorvane Pträx", "unit@example.org", "+230 555 0100")
HEAD = Appointed("holder", "Head of the unit", "fr", date(2025, 3, 1), KEPT)


@pytest.fixture
def held(actor: Actor, workspace: Workspace) -> str:
    return group.appoint(actor, workspace, "TWG-MPF", HEAD, read_by_person=True)


def of(actor: Actor, workspace: Workspace, body: str = "MPF") -> Seated:
    return next(one for one in group.seated(actor, workspace, "TWG") if one.seat.organisation_id == body)


def somebody(workspace: Workspace, role: str) -> Actor:
    user = User.objects.create_user(f"{role}@example.org", name=role)
    Membership.objects.create(workspace=workspace, user=user, role=role)
    return Actor(user.id, user.name, strong=True)


def test_a_seat_shows_its_post_and_closes_the_rest(actor: Actor, workspace: Workspace, held: str) -> None:
    seat = of(actor, workspace)
    row = SeatHolderRow.objects.get(id=held)

    assert seat.holder is not None
    assert (seat.holder.post, seat.holder.language, seat.holder.reached) == ("Head of the unit", "fr", True)
    assert seat.alternate is None
    for told in (KEPT.name, KEPT.email, KEPT.phone):
        assert told.encode() not in bytes(row.sealed)


def test_each_reading_of_names_leaves_a_line_in_the_journal(actor: Actor, workspace: Workspace, held: str) -> None:
    before = len(journal.lines(actor, workspace, "words.read"))

    assert group.reached(actor, workspace, "TWG") == {held: KEPT}
    group.seated(actor, workspace, "TWG")
    line, *older = journal.lines(actor, workspace, "words.read")
    assert len(older) == before
    assert (line.subject, line.reason) == ("TWG", "seat holders")


@pytest.mark.parametrize("role", ["owner", "trainer", "monitoring", "member", "observer"])
def test_who_may_not_read_contacts_sees_posts_and_neither_names_nor_forms(
    actor: Actor, workspace: Workspace, held: str, role: str
) -> None:
    reader = somebody(workspace, role)

    assert of(reader, workspace).holder is not None
    for act in (
        lambda: group.reached(reader, workspace, "TWG"),
        lambda: group.appoint(reader, workspace, "TWG-MPF", HEAD, read_by_person=True),
        lambda: group.end(reader, workspace, held, date(2026, 1, 1)),
    ):
        with pytest.raises(Problem, match="not_allowed"):
            act()


def test_a_successor_leaves_of_the_one_before_post_and_dates_alone(
    actor: Actor, workspace: Workspace, held: str
) -> None:
    following = replace(HEAD, post="Superintendent", appointed_on=date(2026, 5, 4))
    group.appoint(actor, workspace, "TWG-MPF", following)
    seat, row = of(actor, workspace), SeatHolderRow.objects.get(id=held)

    assert seat.holder is not None
    assert seat.holder.post == "Superintendent"
    assert [(p.post, p.appointed_on, p.ended_on) for p in seat.before] == [
        ("Head of the unit", date(2025, 3, 1), date(2026, 5, 4))
    ]
    assert bytes(row.sealed) == b""
    assert held not in group.reached(actor, workspace, "TWG")


def test_an_alternate_stands_beside_the_holder(actor: Actor, workspace: Workspace, held: str) -> None:
    group.appoint(actor, workspace, "TWG-MPF", replace(HEAD, role="alternate", post="Deputy head"))
    seat = of(actor, workspace)

    assert seat.holder is not None
    assert seat.alternate is not None
    assert (seat.holder.post, seat.alternate.post, seat.before) == ("Head of the unit", "Deputy head", ())


def test_an_entry_that_is_changed_makes_no_history(actor: Actor, workspace: Workspace, held: str) -> None:
    changed = replace(HEAD, reach=replace(KEPT, phone="+230 555 0199"))

    assert group.appoint(actor, workspace, "TWG-MPF", changed, held, read_by_person=True) == held
    assert of(actor, workspace).before == ()
    assert group.reached(actor, workspace, "TWG")[held].phone == "+230 555 0199"


def test_an_appointment_ends_without_a_successor(actor: Actor, workspace: Workspace, held: str) -> None:
    with pytest.raises(Problem, match="appointed_before"):
        group.end(actor, workspace, held, date(2025, 1, 1))
    group.end(actor, workspace, held, date(2026, 1, 31))

    assert of(actor, workspace).holder is None
    assert group.reached(actor, workspace, "TWG") == {}
    with pytest.raises(Problem, match="no_such_page"):
        group.end(actor, workspace, held, date(2026, 2, 1))


@pytest.mark.parametrize(
    ("seat", "given", "problem"),
    [
        ("TWG-NOBODY", HEAD, "no_such_record"),
        ("TWG-MPF", replace(HEAD, role="chair"), "no_such_state"),
        ("TWG-MPF", replace(HEAD, post="  "), "function_missing"),
        ("TWG-MPF", replace(HEAD, language="de"), "no_such_state"),
        ("TWG-MPF", replace(HEAD, appointed_on=date(2999, 1, 1)), "future_date"),
        ("TWG-MPF", replace(HEAD, post="Call her on 5789 1234"), "held"),
    ],
)
def test_what_cannot_be_kept_is_named(
    actor: Actor, workspace: Workspace, seat: str, given: Appointed, problem: str
) -> None:
    with pytest.raises(Problem, match=problem):
        group.appoint(actor, workspace, seat, given)


def test_addressees_stand_in_the_order_of_the_seats_with_names_for_who_may_read_them(
    actor: Actor, workspace: Workspace, held: str
) -> None:
    ours = group.addressees(actor, workspace, "TWG")
    theirs = group.addressees(somebody(workspace, "member"), workspace, "TWG")

    assert ours[0] == Addressee("PMO")
    assert [a.organisation_id for a in ours] == [a.organisation_id for a in theirs]
    assert Addressee("MPF", "fr", "Head of the unit", KEPT.name) in ours
    assert Addressee("MPF", "fr", "Head of the unit", "") in theirs
    assert len(ours) == len(group.members(actor, workspace, "TWG"))


def test_a_body_with_two_seats_is_addressed_by_the_post_that_is_held(
    actor: Actor, workspace: Workspace, held: str
) -> None:
    seat = Claim("", "seat", "TWG-MPF-0", "group_id", "TWG", chosen="now")
    body, first = replace(seat, field="organisation_id", value="MPF"), replace(seat, field="chair", value=True)
    edit.write_claims(actor, workspace, [seat, body, first], "register.seat", "a second seat")

    found = group.addressees(actor, workspace, "TWG")

    assert [a for a in found if a.organisation_id == "MPF"] == [Addressee("MPF", "fr", "Head of the unit", KEPT.name)]


# --- as a kind of personal data


def test_seat_holders_are_exported_and_destroyed_as_a_kind(actor: Actor, workspace: Workspace, held: str) -> None:
    _name, data = exporting.export(actor, workspace, "seat_holders", reason="hand-over")
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        (told,) = json.loads(package.read("seat_holders.json"))
    shown = shredding.preview(actor, workspace, ["seat_holders"])
    shredding.erase(actor, workspace, ["seat_holders"], expected=shown.counts, reason="the work is done")

    assert (told["post"], told["name"], told["email"]) == ("Head of the unit", KEPT.name, KEPT.email)
    assert shown.counts == {"seat_holders": 1}
    assert not SeatHolderRow.objects.filter(workspace=workspace).exists()


def test_seat_holders_are_kept_as_long_as_contacts(actor: Actor, workspace: Workspace, held: str) -> None:
    found = {h.kind.code: h for h in retention.holdings(actor, workspace)}

    assert found["seat_holders"].until == found["contacts"].until
    assert found["seat_holders"].count == 1
