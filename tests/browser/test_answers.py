"""The pages of answers in a browser: sound in both languages on a phone and at a desk, and a file taken in by hand."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser
from tests.browser.conftest import Visitor, filao, let_in, running
from tests.browser.test_every_page import violations
from tests.conftest import ROOT
from tests.exchange.other_tools import EN, Kobo, kobo_json

pytestmark = pytest.mark.browser

_PUBLISH = """
import django; django.setup()
from tests.collecting import publish
from tests.exchange.other_tools import CHOICES, EN, SURVEY
from tests.published import xml_of
from filao.work import workspaces
workspace = workspaces.find(workspaces.local_actor(), "mauritius")
publish(workspace, xml_of(SURVEY, CHOICES, version="v1", default_language=EN), form_id="tried", version="v1")
"""
HERE = "/mauritius/forms/tried/answers"


@pytest.fixture(scope="module")
def collected(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The app with a published form and three simulated answers to it."""
    folder = tmp_path_factory.mktemp("answers")
    filao("import", ROOT / "examples" / "mauritius", "--accept", "--data", folder / "data")
    environment = {
        **os.environ,
        "FILAO_DATA": str(folder / "data"),
        "FILAO_DATABASE": "",
        "PYTHONPATH": f"{ROOT}:{ROOT}/src",
    }
    environment["DJANGO_SETTINGS_MODULE"] = "filao.settings"
    subprocess.run([sys.executable, "-c", _PUBLISH], check=True, capture_output=True, env=environment, cwd=ROOT)
    (folder / "k.json").write_bytes(kobo_json())
    filao(
        "responses",
        "import",
        folder / "k.json",
        "--form",
        "tried",
        "--accept",
        "--simulated",
        "--data",
        folder / "data",
    )
    with running(folder / "data") as address:
        yield address


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("width", [1280, 360])
def test_answers_are_counted_taken_in_and_looked_at_on_sound_pages(
    collected: str, chromium: Browser, width: int, language: str, tmp_path: Path
) -> None:
    context = chromium.new_context(viewport={"width": width, "height": 900}, bypass_csp=True)
    let_in(context, collected, language)
    visitor = Visitor(context.new_page(), collected)
    file = tmp_path / "kobo.xlsx"
    file.write_bytes(Kobo(language=EN).xlsx([{"person/age": "50", "person/sex": "f"}] * 3))

    seen = []
    for path in (HERE, f"{HERE}/import"):
        page = visitor.open(path)
        seen.append((path, violations(visitor), page.evaluate("document.documentElement.scrollWidth") <= width))
    page.set_input_files("#files", file)
    page.click("button.main-act")
    seen.append((page.url, violations(visitor), page.evaluate("document.documentElement.scrollWidth") <= width))
    told = page.locator("h1").inner_text()
    page.screenshot(path=tmp_path / "review.png", full_page=True)
    page.click("button[value=discard]")

    assert [(found, fits) for _, found, fits in seen] == [([], True)] * 3, seen
    assert "3" in told
    assert (visitor.elsewhere, visitor.complaints) == ([], [])
    context.close()
