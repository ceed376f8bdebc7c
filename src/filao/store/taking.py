"""What is asked of the tables for every answer that comes in, in statements written by hand.

Putting such a question together anew costs several times what the database needs to answer it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from django.db import connection

from filao.store import vault
from filao.store.base import Owned
from filao.store.collection import CollectorRow
from filao.store.people import Workspace
from filao.store.vault import Sealer


@dataclass(frozen=True, slots=True)
class Place:
    """Where an answer belongs: a published version, its instrument, and the key that closes it (None: not made yet)."""

    version: str
    xform: str
    media: tuple[tuple[str, str], ...]
    instrument: str
    purpose: str
    state: str
    anonymous: bool
    engagement: str | None
    key: tuple[str, bytes, bytes] | None


_PLACE = """
SELECT v.id, v.xform, v.media, i.id, i.purpose, i.state, i.anonymous, i.engagement_id, k.id, k.public, k.salt
FROM store_versionrow v
JOIN store_instrumentrow i ON i.id = v.instrument_id
LEFT JOIN store_keyrow k ON k.workspace_id = v.workspace_id AND k.destroyed_at IS NULL
  AND (k.engagement_id = i.engagement_id OR (k.engagement_id IS NULL AND i.engagement_id IS NULL))
WHERE v.workspace_id = %s AND """
_BY_NAME = _PLACE + "i.form_id = %s AND v.version = %s"
_BY_ID = _PLACE + "v.id = %s"


def place_of(workspace: str, form_id: str, version: str) -> Place | None:
    """The place of an answer by what its XML says; None where no such version is published."""
    return _place(_BY_NAME, workspace, form_id, version)


def place_of_version(workspace: str, version: str) -> Place | None:
    """The place by the id of its version's row."""
    return _place(_BY_ID, workspace, version)


def _place(statement: str, *values: str) -> Place | None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        found = cursor.fetchone()
    if found is None:
        return None
    version, xform, media, instrument, purpose, state, anonymous, engagement, key, public, salt = found
    files: list[Mapping[str, Any]] = json.loads(media) if isinstance(media, str) else media
    return Place(
        version, xform, tuple((file["name"], file["digest"]) for file in files), instrument, purpose, state,
        bool(anonymous), engagement, (key, bytes(public), bytes(salt)) if key else None,
    )  # fmt: skip


_COLLECTOR = """
SELECT w.id, w.slug, w.name, c.id, c.label, c.instruments, c.expires_on, c.revoked_at, c.used_on
FROM store_collectorrow c JOIN store_workspace w ON w.id = c.workspace_id
WHERE w.slug = %s AND c.workspace_id = w.id AND c.token = %s
"""


def collector_at(slug: str, token: str) -> tuple[Workspace, CollectorRow] | None:
    """The collector who has the token of this hash, and its workspace; whether it may still send is not asked here."""
    with connection.cursor() as cursor:
        cursor.execute(_COLLECTOR, [slug, token])
        found = cursor.fetchone()
    if found is None:
        return None
    workspace, slug, name, id, label, instruments, expires, revoked, used = found
    row = CollectorRow(
        id=id, workspace_id=workspace, label=label,
        instruments=json.loads(instruments) if isinstance(instruments, str) else instruments,
        expires_on=_day(expires), revoked_at=revoked, used_on=_day(used),
    )  # fmt: skip
    return Workspace(id=workspace, slug=slug, name=name), row


def _day(value: Any) -> date | None:
    return date.fromisoformat(value) if isinstance(value, str) else value


def is_known(workspace: str, instance_id: str) -> bool:
    """Whether an answer of this id was taken."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT 1 FROM store_responserow WHERE workspace_id = %s AND instance_id = %s", [workspace, instance_id]
        )
        return cursor.fetchone() is not None


def sealer_at(workspace: Workspace, place: Place | None) -> Sealer:
    """What closes answers of this place; of none, what belongs to no engagement."""
    if place is None or place.key is None:
        return vault.sealer(workspace, place.engagement if place else None)
    key, public, salt = place.key
    return vault.sealer_with(key, workspace.id, public, salt)


def insert(rows: Sequence[Owned]) -> None:
    """Insert new rows of one table, with every value given: the statement is put together once for each table."""
    if rows:
        table = type(rows[0])
        fields = table._meta.concrete_fields
        with connection.cursor() as cursor:
            cursor.executemany(
                _insertion(table),
                [[f.get_db_prep_save(getattr(row, f.attname), connection) for f in fields] for row in rows],
            )


@cache
def _insertion(table: type[Owned]) -> str:
    columns = [field.column for field in table._meta.concrete_fields]
    named, places = ", ".join(f'"{column}"' for column in columns), ", ".join("%s" for _column in columns)
    return f'INSERT INTO "{table._meta.db_table}" ({named}) VALUES ({places})'  # noqa: S608  names of our own columns
