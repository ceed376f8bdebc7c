"""Forms as they were published, each read once in a process: questions, lists, logic, how answers are sorted."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache

from filao.core.forms.closed import Sorting, sorting
from filao.core.forms.logic import Logic
from filao.core.forms.questionnaire import Choice, Questionnaire, Section
from filao.core.problems import Problem
from filao.exchange import xform
from filao.store import blobs
from filao.store.collection import VersionRow
from filao.store.people import Workspace

_KEPT = 64


@dataclass(frozen=True)
class Published:
    """A form with the digest of each of its files by name. What only some need is made when it is first asked for."""

    questionnaire: Questionnaire
    media: Mapping[str, str]

    @cached_property
    def lists(self) -> Mapping[str, tuple[Choice, ...]]:
        """Rows of the lists that stand in files, by instance. Raises Problem for a list that cannot be read."""
        return lists_of(self.questionnaire, self.media)

    @cached_property
    def whole(self) -> Questionnaire:
        """The questions with the options of the lists that stand in files; a list that cannot be read lists nothing."""
        found: dict[str, tuple[Choice, ...]] = {}
        for instance, name in self.questionnaire.sources.items():
            if name in self.media:
                with suppress(Problem):
                    found[instance] = xform.read_list(blobs.get(self.media[name]), name)
        if not found:
            return self.questionnaire
        return replace(self.questionnaire, instances={**self.questionnaire.instances, **found})

    @cached_property
    def logic(self) -> Logic:
        return Logic(self.questionnaire)

    @cached_property
    def sorting(self) -> Sorting:
        """What may be kept outside the vault."""
        return sorting(self.whole)

    @cached_property
    def repeats(self) -> bool:
        """Whether anything in it is filled in several times."""
        return any(isinstance(node, Section) and node.repeats for node in self.questionnaire.nodes())


def of_version(workspace: Workspace, version: str) -> Published:
    """The form of a version. For acts that have asked for the right or hold a token. Raises Problem no_such_page."""
    row = VersionRow.objects.filter(workspace_id=workspace.id, id=version).first()
    if row is None:
        raise Problem("no_such_page")
    return of_row(row)


def of_row(row: VersionRow) -> Published:
    """The form of a version's row."""
    return published(row.xform, tuple((one["name"], one["digest"]) for one in row.media))


@lru_cache(maxsize=_KEPT)
def published(digest: str, media: tuple[tuple[str, str], ...]) -> Published:
    """The form whose XForm and files (name, hash) are kept under these hashes. Raises Problem file_lost."""
    return Published(questionnaire(digest), dict(media))


@lru_cache(maxsize=_KEPT)
def questionnaire(digest: str) -> Questionnaire:
    """The questions of an XForm from its kept bytes, of a draft too. Raises Problem file_lost."""
    return xform.read(blobs.get(digest), digest[:12])


def lists_of(form: Questionnaire, media: Mapping[str, str]) -> dict[str, tuple[Choice, ...]]:
    """Rows of the lists of a form that stand in files, by instance; `media` maps file names to digests."""
    return {id: xform.read_list(blobs.get(media[name]), name) for id, name in form.sources.items() if name in media}
