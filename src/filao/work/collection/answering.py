"""Answering a form behind a link, from the first page to the receipt. The answers stay in the draft until they are sent."""

from __future__ import annotations

import secrets
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from django.db import transaction
from django.utils import timezone

from filao.core.forms.care import consent, phase
from filao.core.forms.filling import Filling
from filao.core.forms.questionnaire import Question
from filao.core.forms.variables import options_of
from filao.core.problems import Problem
from filao.exchange import media, xform
from filao.store import blobs
from filao.store.collection import InvitationRow, RoundRow
from filao.work.collection import drafts, ingest
from filao.work.collection.doors import Door
from filao.work.collection.drafts import Draft
from filao.work.collection.ingest import Receipt
from filao.work.collection.published import Published, of_version


@dataclass
class Sitting:
    """Somebody before a form: the door they came by, the code of their draft, and the form as filled in so far."""

    door: Door
    code: str
    draft: Draft
    form: Published
    filling: Filling

    @cached_property
    def done(self) -> frozenset[str]:
        """Questions that the first page or the link has answered, and notes that the first page has shown."""
        found = consent(self.form.questionnaire)
        notes = found.notes if found and found.question.path in self.draft.given else ()
        return frozenset({*self.draft.given, *(note.path for note in notes)})

    @property
    def typed(self) -> Mapping[str, str]:
        """Texts as they were typed, also those that do not count as answers."""
        values: Mapping[str, str] = self.filling.dump()["values"]
        return values


def form_behind(door: Door) -> Published:
    """Public: the form that a door leads to."""
    return of_version(door.workspace, door.version)


def blank(door: Door, language: str) -> Filling:
    """Public: the form of a door with nothing filled in, for its texts."""
    return _filling(door, form_behind(door), language)


def begin(door: Door, language: str, *, given_phase: str = "") -> str:
    """Public: begin to answer, having agreed. Returns the code of the draft. Raises Problem not_open."""
    if door.state != "open":
        raise Problem("not_open")
    form = form_behind(door)
    filling = _filling(door, form, language)
    values = {}
    if found := consent(form.questionnaire):
        values[found.question.path] = found.value
    if (question := phase(form.questionnaire)) and _is_phase(form, question, given_phase):
        values[question.path] = given_phase
    filling.update(values)
    return drafts.begin(door, Draft(door.version, language, kept=filling.dump(), given=tuple(values)))


def _is_phase(form: Published, question: Question, given: str) -> bool:
    known = {option.value for option in options_of(question, form.questionnaire)} or {"before", "after"}
    return given in known


def sit(door: Door, code: str) -> Sitting:
    """Public: take a draft up again. Raises Problem draft_unknown, also where it was sent already."""
    draft = drafts.read(door, code)
    if draft.sent:
        raise Problem("draft_unknown")
    form = of_version(door.workspace, draft.version)
    return Sitting(door, code, draft, form, _filling(door, form, draft.language, draft.kept))


def keep(sitting: Sitting, at: int, language: str = "") -> None:
    """Public: keep what was filled in so far, the screen to go on with, and the language it goes on in."""
    sitting.filling.language = language or sitting.filling.language
    kept = sitting.filling.dump()
    sitting.draft = replace(sitting.draft, language=sitting.filling.language, kept=kept, at=at)
    drafts.keep(sitting.door, sitting.code, sitting.draft)


def attach(sitting: Sitting, path: str, question: Question, data: bytes) -> None:
    """Public: put a picture or sound to a question; empty bytes take it away.

    It is named by its question, since names of files tell of people; in an anonymous form a picture loses what the camera
    wrote into it. Raises Problem attachment_too_large, attachment_kind.
    """
    name = ""
    if data:
        kind = media.kind_of(data)
        if question.type not in kind.answers:
            raise Problem("attachment_kind")
        if question.type == "image" and sitting.door.anonymous:
            bare = media.without_metadata(data)
            if bare is None:
                raise Problem("attachment_kind")
            data = bare
        name = f"{'-'.join(step.replace('[', '').replace(']', '') for step in path.split('/')[2:])}.{kind.ending}"
    drafts.keep_file(sitting.door, sitting.code, path, data)
    files = {place: kept for place, kept in sitting.draft.files.items() if place != path}
    sitting.draft = replace(sitting.draft, files=files | ({path: name} if name else {}))
    sitting.filling.set(path, name)


def send(sitting: Sitting) -> None:
    """Public: send the answers; once, however often it is asked. The draft then holds the receipt.

    Raises Problem not_open, answers_unsound, and those of `ingest.take`.
    """
    door, filling = sitting.door, sitting.filling
    with transaction.atomic():
        if drafts.read(door, sitting.code).sent:
            return
        if door.state != "open":
            raise Problem("not_open")
        if filling.faults():
            raise Problem("answers_unsound")
        filling.finish(timezone.localtime())
        counted, attached = filling.answers(), drafts.files(door, sitting.code)
        files = {name: attached[path] for path, name in sitting.draft.files.items() if counted.get(path) == name}
        receipt = _taken(door, xform.write_instance(filling, sitting.draft.instance_id), files, filling.language)
        how = "aside" if receipt.status == "quarantined" else "sent"
        drafts.sent(door, sitting.code, sitting.draft, how, receipt.receipt_code)


def decline(door: Door, language: str) -> None:
    """Public: count that somebody did not agree; nothing else of it is kept.

    Nothing is counted behind a trial, behind a door that is not open, or of a form that asks for no consent.
    """
    filling = blank(door, language)
    found = consent(filling.questionnaire)
    if found and found.refusal and door.state == "open" and door.mode != "trial":
        filling.set(found.question.path, found.refusal)
        _taken(door, xform.write_instance(filling, f"uuid:{uuid.uuid4()}"), {}, "")


def _taken(door: Door, xml: bytes, files: Mapping[str, bytes], language: str) -> Receipt:
    of = {"workspace_id": door.workspace.id}
    return ingest.take(
        door.workspace, xml, files, channel="test" if door.mode == "trial" else "page", language=language,
        round=RoundRow.objects.filter(**of, id=door.round).first() if door.round else None,
        invitation=InvitationRow.objects.filter(**of, id=door.invitation).first() if door.invitation else None,
        simulated=door.simulated,
    )  # fmt: skip


def picture(door: Door, name: str) -> tuple[bytes, str]:
    """Public: a picture that the form shows, and its media type. Raises Problem link_unknown."""
    digest = form_behind(door).media.get(name)
    data = blobs.get(digest) if digest else b""
    kind = media.kind_of(data)
    if "image" not in kind.answers:
        raise Problem("link_unknown")
    return data, kind.media_type


def _filling(door: Door, form: Published, language: str, kept: Mapping[str, Any] | None = None) -> Filling:
    now = timezone.localtime()
    if kept is None:
        return Filling(
            form.questionnaire, form.lists, now=now, language=language, metadata=not door.anonymous, logic=form.logic,
            seed=secrets.token_hex(8),
        )  # fmt: skip
    return Filling.load(form.questionnaire, kept, form.lists, now=now, metadata=not door.anonymous, logic=form.logic)
