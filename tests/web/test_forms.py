"""Forms reach the app from a real browser: the headers it is told to send are those the app accepts."""

from __future__ import annotations

import pytest
from django.test import Client

pytestmark = pytest.mark.database


def test_pages_let_the_browser_name_their_origin_to_the_app_and_to_nobody_else(person: Client) -> None:
    """Under "no-referrer" a browser sends a form with "Origin: null", and every form of the app is refused."""
    assert person.get("/mauritius/documents").headers["Referrer-Policy"] == "same-origin"
