"""Shared fixtures: the example registers, read once."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, settings

from filao.core.register import Claim, Register, assemble
from filao.core.register.imports import plan_import, with_ids
from filao.exchange import sheets

if TYPE_CHECKING:
    from django.test import Client

    from filao.work.access import Actor
    from filao.work.workspaces import Workspace

settings.register_profile("filao", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("filao")
"""How long a drawn example takes says how busy the machine is, not whether the rule holds."""

ROOT = Path(__file__).parent.parent
DATA_DATE = "2025-11-30"
TODAY = date(2026, 11, 22)


def claims_of(folder: Path) -> list[Claim]:
    """Claims that a folder of sheets amounts to, every row accepted."""
    plan = plan_import(sheets.read_path(folder), Register({}, DATA_DATE))
    assert not plan.rejections
    return with_ids(plan.claims, [f"c{n:05d}" for n in range(len(plan.claims))], f"{DATA_DATE}T00:00:00")


@pytest.fixture(scope="session")
def mauritius_claims() -> list[Claim]:
    return claims_of(ROOT / "examples" / "mauritius")


@pytest.fixture(scope="session")
def mauritius(mauritius_claims: list[Claim]) -> Register:
    return assemble(mauritius_claims, DATA_DATE)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> None:
    """The tables hold the example of Mauritius; each test starts from it and is rolled back to it."""
    from filao.work import folders, workspaces

    with django_db_blocker.unblock():
        folders.open_folder(workspaces.local_actor(), ROOT / "examples" / "mauritius", today=TODAY)


@pytest.fixture(autouse=True)
def data_folder(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Path]:
    """Files of a test stand in a folder of its own; readings kept in memory end with it."""
    if "django_db_setup" not in request.fixturenames and not request.node.get_closest_marker("django_db"):
        yield tmp_path
        return
    from filao.store import register as store

    settings = request.getfixturevalue("settings")
    settings.DATA_FOLDER = tmp_path / "data"
    settings.LOCAL_KEY = ""  # what an act sets in a test ends with it
    store.forget_readings()
    yield tmp_path
    store.forget_readings()


@pytest.fixture
def actor(db: None) -> Actor:
    """The one local user of a laptop."""
    from filao.work import workspaces

    return workspaces.local_actor()


@pytest.fixture
def workspace(actor: Actor) -> Workspace:
    """The workspace of the example."""
    from filao.work import workspaces

    return workspaces.find(actor, "mauritius")


@pytest.fixture
def person(client: Client, workspace: Workspace, settings: Any) -> Client:
    """A browser on the laptop, opened with the key of the local user, with the example of Mauritius behind it."""
    settings.LOCAL_KEY = client.cookies["filao_local"] = "key of the laptop"
    client.defaults |= {"HTTP_HOST": "127.0.0.1", "REMOTE_ADDR": "127.0.0.1"}
    return client
