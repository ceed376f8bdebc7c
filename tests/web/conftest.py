"""Shared by the tests of the app."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.core.cache import cache
from django.test import Client

from filao.store.people import Membership, User
from filao.work import documents
from filao.work.drawings import DrawingFolder
from filao.work.workspaces import Workspace


@pytest.fixture(scope="session")
def drawn(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Drawings are kept by their content: all tests may share them, and each is drawn once."""
    return tmp_path_factory.mktemp("drawings")


@pytest.fixture(autouse=True)
def shared_drawings(drawn: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(documents, "drawings", lambda: DrawingFolder(drawn))


PASSWORD = "five words make a password"


@dataclass
class Someone:
    """A person of a server, and the browser that person has opened."""

    client: Client
    user: User

    def sign_in(self, *, strong: bool = True) -> Client:
        """Signed in as after the forms of signing in; `strong` as after a second factor."""
        self.client.force_login(self.user)
        session = self.client.session
        session["since"] = session["seen"] = int(time.time())
        if strong:
            Authenticator.objects.get_or_create(user=self.user, type="totp", defaults={"data": {"secret": "none"}})
            session["account_authentication_methods"] = [{"method": "mfa", "at": time.time(), "type": "totp"}]
            session["account_authentication_methods_user"] = self.user.id
        session.save()
        return self.client


@pytest.fixture
def server(workspace: Workspace, settings: Any) -> Callable[..., Someone]:
    """Makes people of a server, each with the roles named in the workspace of the example."""
    settings.ALLOWED_HOSTS = ["filao.example"]
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    cache.clear()

    def someone(*roles: str) -> Someone:
        made = User.objects.count()
        user = User.objects.create_user(
            f"{roles[0] if roles else 'stranger'}{made}@filao.example", PASSWORD, name="Ann"
        )
        for role in roles:
            Membership.objects.create(workspace=workspace, user=user, role=role)
        return Someone(Client(HTTP_HOST="filao.example"), user)

    return someone
