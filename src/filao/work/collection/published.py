"""Published versions as answers need them, read once in a process: the questionnaire and how its answers are sorted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from filao.core.forms.closed import Sorting, sorting
from filao.core.forms.questionnaire import Questionnaire, Section
from filao.core.problems import Problem
from filao.exchange import xform
from filao.store import blobs


@dataclass(frozen=True, slots=True)
class Published:
    """A version as it was published; `repeats` says whether anything in it is filled in several times."""

    questionnaire: Questionnaire
    sorting: Sorting
    repeats: bool


@lru_cache(maxsize=64)
def published(digest: str, media: tuple[tuple[str, str], ...]) -> Published:
    """The version whose XForm and files (name, hash) are kept under these hashes. Raises Problem file_lost."""
    questionnaire = xform.read(blobs.get(digest), digest[:12])
    repeats = any(isinstance(node, Section) and node.repeats for node in questionnaire.nodes())
    return Published(questionnaire, sorting(questionnaire, _lists(questionnaire, dict(media))), repeats)


def _lists(questionnaire: Questionnaire, media: Mapping[str, str]) -> dict[str, frozenset[str]]:
    """Values of the lists that stand in files, by instance; a file that cannot be read lists nothing."""
    columns = {q.choices.instance: q.choices.value for q in questionnaire.questions() if q.choices is not None}
    found = {}
    for instance, name in questionnaire.sources.items():
        if instance in columns and name in media:
            try:
                rows = xform.read_list(blobs.get(media[name]), name)
            except Problem:
                continue
            found[instance] = frozenset(row.columns.get(columns[instance], row.value) for row in rows)
    return found
