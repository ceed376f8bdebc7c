"""Shared by the tests of the app."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.test import Client

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


@pytest.fixture
def person(client: Client, workspace: Workspace) -> Client:
    """A browser on the laptop, with the example of Mauritius behind it."""
    client.defaults |= {"HTTP_HOST": "127.0.0.1", "REMOTE_ADDR": "127.0.0.1"}
    return client
