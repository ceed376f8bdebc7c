"""Published forms ready to be filled in: each is made ready once in a process, and kept for as long as it is used."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from filao.core.forms.logic import Logic
from filao.core.forms.questionnaire import Choice, Questionnaire
from filao.core.problems import Problem
from filao.exchange import xform
from filao.store import blobs
from filao.store.collection import VersionRow
from filao.store.people import Workspace

_KEPT = 64


@dataclass(frozen=True, slots=True)
class Fillable:
    """A published form with its logic, the lists that stand beside it, and the digest of each file by name."""

    questionnaire: Questionnaire
    logic: Logic
    lists: Mapping[str, tuple[Choice, ...]] = field(default_factory=dict)
    media: Mapping[str, str] = field(default_factory=dict)


def of_version(workspace: Workspace, version: str) -> Fillable:
    """The form of a version. For acts that have asked for the right or hold a token. Raises Problem no_such_page."""
    row = VersionRow.objects.filter(workspace_id=workspace.id, id=version).first()
    if row is None:
        raise Problem("no_such_page")
    return fillable(row)


def fillable(row: VersionRow) -> Fillable:
    """The form of a version's row."""
    return _read(row.xform, tuple((one["name"], one["digest"]) for one in row.media))


@lru_cache(maxsize=_KEPT)
def _read(digest: str, media: tuple[tuple[str, str], ...]) -> Fillable:
    questionnaire = xform.read(blobs.get(digest), digest[:12])
    files = dict(media)
    lists = {
        id: xform.read_list(blobs.get(files[name]), name) for id, name in questionnaire.sources.items() if name in files
    }
    return Fillable(questionnaire, Logic(questionnaire), lists, files)
