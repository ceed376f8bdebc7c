"""Published questionnaires and answers to them, for tests of collection. All of it is simulated."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from xml.sax.saxutils import escape

from django.utils import timezone

from filao.store import blobs
from filao.store.collection import CollectorRow, InstrumentRow, RoundRow, VersionRow
from filao.store.people import Workspace

HEAD = (
    '<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml" '
    'xmlns:jr="http://openrosa.org/javarosa" xmlns:orx="http://openrosa.org/xforms">'
)
QUESTIONS: Mapping[str, tuple[str, str]] = {
    "consent": ("string", "select1"),
    "sector": ("string", "select1"),
    "needs": ("string", "select"),
    "order": ("odk:rank", "rank"),
    "officers": ("int", "input"),
    "share": ("decimal", "input"),
    "since": ("date", "input"),
    "hour": ("time", "input"),
    "seen": ("string", "trigger"),
    "told": ("string", "input"),
    "place": ("geopoint", "input"),
    "photo": ("binary", "upload"),
    "talk": ("binary", "upload"),
}
OPTIONS = {
    "consent": ("yes", "no"), "sector": ("police", "labour"), "needs": ("law", "care", "data"),
    "order": ("law", "care", "data"),
}  # fmt: skip


def xform(form_id: str = "visit", version: str = "1", title: str = "Visit") -> bytes:
    """A small form with a question of each kind and a repeat of ties."""
    leaves = "".join(f"<{name}/>" for name in QUESTIONS)
    binds = "".join(f'<bind nodeset="/data/{name}" type="{kind}"/>' for name, (kind, _control) in QUESTIONS.items())
    body = "".join(_control(name, control) for name, (_kind, control) in QUESTIONS.items())
    return (
        f"{HEAD}<h:head><h:title>{title}</h:title><model><instance>"
        f'<data id="{form_id}" version="{version}">{leaves}<tie jr:template=""><with/><kind/></tie>'
        "<orx:meta><orx:instanceID/><orx:audit/></orx:meta></data></instance>"
        f'{binds}<bind nodeset="/data/tie/with" type="string"/><bind nodeset="/data/tie/kind" type="string"/>'
        '<bind nodeset="/data/meta/instanceID" type="string" readonly="true()" jr:preload="uid"/></model></h:head>'
        f'<h:body>{body}<group ref="/data/tie"><label>Ties</label><repeat nodeset="/data/tie">'
        '<input ref="/data/tie/with"><label>With</label></input><select1 ref="/data/tie/kind"><label>Kind</label>'
        "<item><label>refers</label><value>refers</value></item><item><label>meets</label><value>meets</value></item>"
        "</select1></repeat></group></h:body></h:html>"
    ).encode()


def _control(name: str, control: str) -> str:
    inner = f"<label>{name}</label>" + "".join(
        f"<item><label>{option}</label><value>{option}</value></item>" for option in OPTIONS.get(name, ())
    )
    tag = "odk:rank" if control == "rank" else control
    space = ' xmlns:odk="http://www.opendatakit.org/xforms"' if control == "rank" else ""
    media = ' mediatype="image/*"' if control == "upload" else ""
    return f'<{tag}{space}{media} ref="/data/{name}">{inner}</{tag}>'


def publish(workspace: Workspace, data: bytes | None = None, **more: Any) -> VersionRow:
    """An instrument with one published version; `more` are values of the instrument, or version= and media=."""
    form_id, version = more.pop("form_id", "visit"), more.pop("version", "1")
    data = data or xform(form_id, version)
    media = more.pop("media", {})
    instrument, _ = InstrumentRow.objects.get_or_create(
        workspace=workspace, form_id=form_id,
        defaults={
            "code": form_id, "title": "Visit", "purpose": "survey", "state": "open", "created_at": timezone.now(), **more,
        },
    )  # fmt: skip
    return VersionRow.objects.create(
        workspace=workspace, instrument=instrument, version=version, xform=blobs.put(data),
        md5=hashlib.md5(data, usedforsecurity=False).hexdigest(),
        media=[
            {"name": name, "digest": blobs.put(content), "md5": hashlib.md5(content, usedforsecurity=False).hexdigest()}
            for name, content in media.items()
        ],
        published_at=timezone.now(), published_by="Local user",
    )  # fmt: skip


@dataclass(frozen=True)
class Answer:
    """An answer as a client writes it."""

    number: int = 1
    values: tuple[tuple[str, str], ...] = ()
    form_id: str = "visit"
    version: str = "1"
    replaces: int = 0
    meta: str = ""

    @property
    def id(self) -> str:
        return f"uuid:00000000-0000-4000-8000-{self.number:012d}"

    @property
    def xml(self) -> bytes:
        leaves = "".join(_leaf(path, text) for path, text in self.values)
        deprecated = f"<orx:deprecatedID>{replace_id(self.replaces)}</orx:deprecatedID>" if self.replaces else ""
        version = f' version="{escape(self.version)}"' if self.version else ""
        return (
            "<?xml version='1.0' ?>"
            f'<data id="{escape(self.form_id)}"{version} xmlns:orx="http://openrosa.org/xforms">{leaves}'
            f"<orx:meta><orx:instanceID>{self.id}</orx:instanceID>{deprecated}{self.meta}</orx:meta></data>"
        ).encode()


def replace_id(number: int) -> str:
    return Answer(number).id


def _leaf(path: str, text: str) -> str:
    *above, name = path.split("/")
    return (
        "".join(f"<{step}>" for step in above)
        + f"<{name}>{escape(text)}</{name}>"
        + "".join(f"</{step}>" for step in reversed(above))
    )


def answer(
    number: int = 1, *, replaces: int = 0, form_id: str = "visit", version: str = "1", meta: str = "", **values: str
) -> Answer:
    """An answer from plain values; "tie__with" stands for tie/with."""
    return Answer(
        number,
        tuple((name.replace("__", "/"), text) for name, text in values.items()),
        form_id,
        version,
        replaces,
        meta,
    )


def collector(workspace: Workspace, token: str = "t" * 22, **more: Any) -> CollectorRow:
    return CollectorRow.objects.create(
        workspace=workspace, label="Tablet 1", token=hashlib.sha256(token.encode()).hexdigest(),
        created_at=timezone.now(), **more,
    )  # fmt: skip


def a_round(workspace: Workspace, version: VersionRow, mode: str = "named", title: str = "First") -> RoundRow:
    return RoundRow.objects.create(
        workspace=workspace, instrument=version.instrument, title=title, mode=mode, created_at=timezone.now()
    )


def plain(value: Any) -> str:
    return json.dumps(value, sort_keys=True, default=str)
