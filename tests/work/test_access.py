"""Every act and reading asks for a right first: whoever holds no role in a workspace is refused by all of them."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
import typing
from collections.abc import Callable
from types import ModuleType
from typing import Any

import pytest

import filao.work
from filao.core.problems import Problem
from filao.store.people import Membership, User
from filao.work import access, workspaces
from filao.work.access import Actor
from filao.work.workspaces import Workspace

pytestmark = pytest.mark.database

ASKING = {"may", "may_one", "require", "roles_of", "roles_held"}
"""Functions that are the question itself."""


def modules() -> list[ModuleType]:
    return [importlib.import_module(m.name) for m in pkgutil.walk_packages(filao.work.__path__, "filao.work.")]


def public_acts() -> dict[str, Callable[..., Any]]:
    """Every public function of work that takes an actor and a workspace."""
    found = {}
    for module in modules():
        for name, function in inspect.getmembers(module, inspect.isfunction):
            parameters = list(inspect.signature(function).parameters)
            own = function.__module__ == module.__name__ and not name.startswith("_") and name not in ASKING
            if own and parameters[:2] == ["actor", "workspace"]:
                found[f"{module.__name__}.{name}"] = function
    return found


UNASKED = {
    "filao.work.access.institution_of",  # tells the actor's own, and nothing else
    "filao.work.analysis.audience",  # tells which, and nothing else
    "filao.work.group.people.may_reach",  # tells whether, and nothing else
    "filao.work.returns.can_apply",  # tells whether, and nothing else
    "filao.work.vault.may_read",  # tells whether, and nothing else
    "filao.work.register.edit.write_claims",  # the acts that call it have asked
}


@pytest.fixture
def stranger(workspace: Workspace) -> Actor:
    user = User.objects.create_user("stranger@example.org", name="Stranger")
    return Actor(user.id, user.name)


@pytest.mark.parametrize("name", sorted(set(public_acts()) - UNASKED))
def test_a_stranger_is_refused(name: str, stranger: Actor, workspace: Workspace) -> None:
    act = public_acts()[name]
    required = [p for p in list(inspect.signature(act).parameters.values())[2:] if p.default is p.empty]
    arguments = {p.name: f"x{place}" for place, p in enumerate(required)}

    with pytest.raises(Problem) as refused:
        answer = act(stranger, workspace, **arguments)
        if inspect.isgenerator(answer):
            next(answer)

    assert refused.value.code == "not_allowed"


def test_rights_name_only_roles_that_exist() -> None:
    assert {role for roles in access.RIGHTS.values() for role in roles} <= set(access.ROLES)


def test_every_right_that_is_asked_for_exists_and_every_right_is_asked_for() -> None:
    asked = set()
    for module in modules():
        asked |= {right for right in access.RIGHTS if f'"{right}"' in inspect.getsource(module)}

    assert set(access.RIGHTS) == asked


def test_a_member_of_the_working_group_reads_and_proposes_but_does_not_edit(
    stranger: Actor, workspace: Workspace
) -> None:
    Membership.objects.create(workspace=workspace, user_id=stranger.id, role="member")

    assert access.may(stranger, "register.read", workspace)
    assert access.may(stranger, "register.propose", workspace)
    for right in ("register.edit", "register.import", "analysis.restricted", "contacts.read", "engagement.accept"):
        assert not access.may(stranger, right, workspace), right


def test_who_collects_answers_reads_no_register(stranger: Actor, workspace: Workspace) -> None:
    Membership.objects.create(workspace=workspace, user_id=stranger.id, role="collector")

    assert access.may(stranger, "desk.edit", workspace)
    assert not access.may(stranger, "register.read", workspace)


def test_a_workspace_that_is_not_open_to_a_person_is_not_even_named(stranger: Actor, workspace: Workspace) -> None:
    assert workspaces.all_for(stranger) == []
    with pytest.raises(Problem, match="no_such_workspace"):
        workspaces.find(stranger, workspace.slug)


def test_only_the_local_user_opens_workspaces(stranger: Actor) -> None:
    from datetime import date

    with pytest.raises(Problem, match="not_allowed"):
        workspaces.create(stranger, "other", "Other", "XX", date(2026, 1, 1))


def test_acts_are_found_at_all() -> None:
    assert len(public_acts()) > 60
    assert all(typing.get_type_hints(act) for act in public_acts().values())
