"""Somebody who answers a form behind a link: follows pages, fills in what they show, presses their buttons."""

from __future__ import annotations

import re
from html import unescape
from html.parser import HTMLParser
from typing import Any

from django.http import HttpResponse
from django.test import Client
from tests.collecting import publish
from tests.every_question import every_question

from filao.store.collection import RoundRow
from filao.work import accounts
from filao.work.collection import rounds
from filao.work.collection.rounds import Plan
from filao.work.workspaces import Workspace

FORM = "every_question"


def open_round(workspace: Workspace, *, data: bytes | None = None, form_id: str = FORM, **more: Any) -> tuple[str, str]:
    """A published form with an open round: the id of the round and the token of its link."""
    plan = Plan(
        more.pop("title", "Round"),
        more.pop("mode", "open"),
        more.pop("opens_on", None),
        more.pop("closes_on", None),
        offline=more.pop("offline", False),
    )
    publish(workspace, data or every_question(), form_id=form_id, title=more.pop("name", "Services"), **more)
    actor = accounts.local_actor()
    id = rounds.create(actor, workspace, form_id, plan)
    return id, rounds.link_of(RoundRow.objects.get(workspace=workspace, id=id))


class _Inputs(HTMLParser):
    """Names and values of the inputs of a page's main form, as a browser would send them."""

    def __init__(self) -> None:
        super().__init__()
        self.sent: dict[str, list[str]] = {}
        self.area = self.select = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        name = given.get("name") or ""
        if tag == "select":
            self.select = name
        elif tag == "option" and "selected" in given and self.select:
            self.sent[self.select] = [given.get("value") or ""]
        elif tag == "textarea":
            self.area = name
        elif tag == "input" and name and given.get("type") != "file":
            if given.get("type") in ("radio", "checkbox") and "checked" not in given:
                return
            self.sent.setdefault(name, []).append(given.get("value") or "")

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self.area = ""
        elif tag == "select":
            self.select = ""

    def handle_data(self, data: str) -> None:
        if self.area:
            self.sent[self.area] = [data.lstrip("\n")]


class Respondent:
    """A browser without cookies and scripts, on the pages of one link."""

    def __init__(self, workspace: Workspace, token: str, language: str = "en", query: str = "") -> None:
        self.client = Client(HTTP_HOST="127.0.0.1", REMOTE_ADDR="192.0.2.44")
        self.link = f"/{workspace.slug}/a/{token}"
        self.language = language
        self.get(f"{self.link}?language={language}{query}")

    def get(self, address: str) -> HttpResponse:
        self.page: HttpResponse = self.client.get(address, follow=True)
        self.address = address if not getattr(self.page, "redirect_chain", ()) else self.page.redirect_chain[-1][0]  # type: ignore[attr-defined]
        return self.page

    def post(self, address: str, data: dict[str, Any]) -> HttpResponse:
        self.page = self.client.post(address, data, follow=True)
        chain = self.page.redirect_chain  # type: ignore[attr-defined]
        self.address = chain[-1][0] if chain else address
        return self.page

    def agree(self, **more: str) -> Respondent:
        self.post(f"{self.link}?language={self.language}", {"go": "agree", **more})
        return self

    def press(self, go: str = "next", **given: Any) -> HttpResponse:
        """Send the screen as it stands, with answers by the end of their question's path."""
        inputs = _Inputs()
        inputs.feed(self.html)
        data: dict[str, Any] = dict(inputs.sent)
        for name, value in given.items():
            data[self.path(name)] = value
        return self.post(self.address.partition("?")[0], data | {"go": go})

    def path(self, end: str) -> str:
        """The name of the input that ends so; "partner_typed" is the box to search in, "first_place_time" one rank."""
        end = (
            end.replace("_typed", "|typed")
            .replace("_place_", "|place|")
            .replace("_more", "|more")
            .replace("_gone", "|gone")
        )
        names = re.findall(r'name="(/[^"]+)"', self.html)
        return next(unescape(name) for name in names if unescape(name).endswith(f"/{end}"))

    @property
    def html(self) -> str:
        return self.page.content.decode()

    @property
    def words(self) -> str:
        return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", self.html)))

    @property
    def title(self) -> str:
        found = re.search(r"<h1[^>]*>(.*?)</h1>", self.html, re.DOTALL)
        return unescape(re.sub(r"<[^>]+>", "", found[1])).strip() if found else ""

    @property
    def code(self) -> str:
        return self.address.partition("?")[0].rpartition("/")[2]

    def to(self, title: str, **given: Any) -> Respondent:
        """Press on until a screen with this title, giving these answers where they are asked."""
        for _screen in range(20):
            if self.title == title:
                return self
            asked = {name: value for name, value in given.items() if f"/{name.partition('_typed')[0]}" in self.html}
            self.press("next", **asked)
        raise AssertionError(f"no screen {title!r}: stuck at {self.title!r}: {self.words[:600]}")
