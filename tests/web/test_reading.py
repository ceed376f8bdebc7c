"""Reading changes nothing: what builds, exports or writes is asked for by a form."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from filao.store import journal
from filao.work.workspaces import Workspace

from .pages import PAGES

pytestmark = pytest.mark.database


@contextmanager
def writes() -> Iterator[list[str]]:
    """The statements sent to the database that change a table."""
    found: list[str] = []

    def watch(execute: Any, sql: str, *rest: Any) -> Any:
        if sql.split(maxsplit=1)[0].upper() in ("INSERT", "UPDATE", "DELETE", "REPLACE"):
            found.append(sql[:80])
        return execute(sql, *rest)

    with connection.execute_wrapper(watch):
        yield found


@pytest.mark.parametrize("address", PAGES.values(), ids=PAGES)
def test_reading_a_page_writes_nothing(person: Client, address: str) -> None:
    with writes() as written:
        answer = person.get(address)

    assert answer.status_code in (200, 302)
    assert written == []


@pytest.mark.parametrize(
    "address",
    [
        "export/workbook", "sheets.pdf", "sheets/CDU.docx", "letters/introduction.docx", "documents/status-page/build",
        "statements/any/withdraw", "statements/any/erase",
    ],
)  # fmt: skip
def test_what_acts_is_not_done_by_following_a_link(person: Client, address: str) -> None:
    with writes() as written:
        answer = person.get(f"/mauritius/{address}")

    assert answer.status_code in (302, 404)
    assert written == []


def test_a_file_that_was_built_is_read_again_without_a_trace(person: Client) -> None:
    built = person.post("/mauritius/sheets/CDU.docx")

    with writes() as written:
        file = person.get(built.headers["Location"])

    assert "organisation-sheet-CDU-en.docx" in file["Content-Disposition"]
    assert written == []


def test_an_export_is_journalled(person: Client, workspace: Workspace) -> None:
    answer = person.post("/mauritius/export/csv")

    assert answer["Content-Disposition"] == 'attachment; filename="mauritius-register-csv.zip"'
    assert [(line.act, line.subject) for line in journal.lines(workspace, limit=1)] == [("register.export", "csv")]


def test_a_page_tells_the_notice_of_its_workspace_in_the_language_of_the_reader(person: Client) -> None:
    in_english = person.get("/mauritius/", headers={"accept-language": "en"}).content.decode()
    in_french = person.get("/mauritius/", headers={"accept-language": "fr"}).content.decode()

    assert '<aside class="notice" aria-label="Notice">Demonstration, not commissioned' in in_english
    assert "Démonstration, ni commandée ni relue par l’OIM" in in_french
    assert "not commissioned" not in in_french
