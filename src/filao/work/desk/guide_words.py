"""Words of an interview guide that was answered as a form: opened for a person, who decides what of them goes where.

Nothing is opened unasked, and nothing is carried by itself. What a person leaves stays closed with the answer.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.db import transaction

from filao.core.forms.variables import is_meta, plain
from filao.core.problems import Problem
from filao.core.register import KINDS, Claim
from filao.core.responses import split
from filao.documents.words.guide import BLOCK_ORDER
from filao.store import journal
from filao.store import register as store
from filao.store.collection import ResponseRow
from filao.store.desk import AnswerRow, InterviewRow
from filao.store.people import Workspace
from filao.work import access, vault
from filao.work.access import Actor
from filao.work.collection.published import of_row
from filao.work.collection.responses import values_of
from filao.work.desk.guides import TAKEN
from filao.work.desk.meetings import note, row_of
from filao.work.desk.questions import GUIDE, question
from filao.work.register import edit

CARRIED = "desk.carry"
NOTE = "note"
"""Words kept at the desk beside the meeting, under the guide's own question."""
FUNCTION = "function"
"""Words that say which post was met."""
MANDATE = "mandate"
"""Words that become a statement on what the body does."""
_WORDS = ("text", "barcode")


@dataclass(frozen=True, slots=True)
class Said:
    """An answer in words. `path` is its place, `block` the part of the guide (1 profile ... 9 close, -1 elsewhere), `label`
    the question as it was asked, `text` the words."""

    path: str
    block: int
    label: str
    text: str


@dataclass(frozen=True, slots=True)
class Choice:
    """What a person decided on words: carry this text to a target (a question's id, or NOTE, FUNCTION, MANDATE)."""

    path: str
    target: str
    text: str


def of_guide(actor: Actor, workspace: Workspace, code: str) -> bool:
    """Whether a meeting was made of an answer to a guide that is still kept."""
    access.require(actor, "desk.read", workspace)
    return _answer(workspace, code) is not None


def said(actor: Actor, workspace: Workspace, code: str, language: str = "en") -> tuple[Said, ...]:
    """The words of the answer that a meeting was made of, in the order of the guide; the journal says who opened them.

    Raises Problem not_allowed, no_such_interview, no_such_record (it came of no answer, or that is gone), words_locked.
    """
    access.require(actor, "desk.read", workspace)
    row_of(workspace, code)
    row = _found(workspace, code)
    values = values_of(row, vault.reading(actor, workspace, "guide", code))
    labels = _labels(row, language)
    found = []
    for path, text in values.items():
        place, positions = split(path)
        if place in labels and text.strip():
            found.append(Said(path, _block(place), _numbered(labels[place], positions), text.strip()))
    order = list(labels)
    return tuple(sorted(found, key=lambda one: (order.index(split(one.path)[0]), split(one.path)[1])))


def note_labels(
    actor: Actor, workspace: Workspace, code: str, ids: Collection[str], language: str = "en"
) -> dict[str, str]:
    """The questions under which notes of a meeting stand, by the question of the note; none where the answer is gone."""
    access.require(actor, "desk.read", workspace)
    row = _answer(workspace, code)
    labels = _labels(row, language) if row else {}
    places = {id: split(id.removeprefix(GUIDE)) for id in ids}
    return {id: _numbered(labels[place], positions) for id, (place, positions) in places.items() if place in labels}


def _numbered(label: str, positions: Sequence[int]) -> str:
    """A question of a repeated part, with its number where it is not the first."""
    return f"{label} ({', '.join(map(str, positions))})" if any(n > 1 for n in positions) else label


def carry(
    actor: Actor, workspace: Workspace, code: str, chosen: Sequence[Choice], *, read_by_person: bool = False
) -> int:
    """Carry words to where a person wants them. Returns how many went there; words that stand there already do not count.

    Words given to a question are added to those that stand there, and its outcome stays for a person to enter; a mandate
    is proposed as a statement. Raises Problem not_allowed, no_such_interview, not_held, no_such_record, no_such_question,
    words_locked, held (words that may identify a person), too_long (a mandate).
    """
    access.require(actor, "desk.edit", workspace)
    access.require(actor, "words.read", workspace)
    with transaction.atomic():
        meeting = row_of(workspace, code)
        if meeting.status != "held":
            raise Problem("not_held", code=code)
        row = _found(workspace, code)
        labels = _labels(row, "en")
        wanted, kept = [one for one in chosen if one.target and one.text.strip()], 0
        for one in wanted:
            if split(one.path)[0] not in labels:
                raise Problem("no_such_record", kind="answer", value=one.path)
            if not read_by_person:
                edit.screen_words(workspace, one.text)
            kept += _carry(actor, workspace, meeting, one)
        if kept:
            note(workspace, actor, CARRIED, code, answer=row.id, words=kept)
    return kept


def _carry(actor: Actor, workspace: Workspace, meeting: InterviewRow, one: Choice) -> bool:
    """Carry one text. Returns whether it was kept."""
    text = one.text.strip()
    if one.target == FUNCTION:
        meeting.function = " ".join(text.split())[:120]
        meeting.save(update_fields=["function"])
    elif one.target == MANDATE:
        about, spec = meeting.as_core(), KINDS["organisation"].field("mandate")
        assert spec is not None
        value = edit.parsed(spec, " ".join(text.split()), store.reading(workspace), "mandate")
        said = Claim(
            "", "organisation", about.organisation_id, "mandate", value, about.source_id, about.held_on, "C"
        )  # fmt: skip
        edit.propose(actor, workspace, [said], reason=f"{meeting.code}: {GUIDE}{split(one.path)[0]}"[:300])
    elif one.target == NOTE:
        return _add(actor, workspace, meeting, f"{GUIDE}{one.path}"[:200], text)
    else:
        return _add(actor, workspace, meeting, question(actor, workspace, one.target).id, text)
    return True


def _add(actor: Actor, workspace: Workspace, meeting: InterviewRow, asked: str, text: str) -> bool:
    """Words beside those that stand under a question of the meeting. Returns whether they were added: the same words stand
    once."""
    found = AnswerRow.objects.filter(workspace_id=workspace.id, interview=meeting, question=asked).first()
    row = found or AnswerRow(workspace=workspace, interview=meeting, question=asked)
    standing = ""
    if row.sealed:
        standing = vault.open_(actor, workspace, bytes(row.sealed), row.context, "desk", meeting.code).decode()
    if _stands(text, standing):
        return False
    words = f"{standing}\n{text}" if standing else text
    row.sealed = vault.seal(workspace, None, words.encode(), row.context)
    row.save()
    return True


def _stands(text: str, standing: str) -> bool:
    """Whether a text is there already, line by line: being a part of other words does not count."""
    own, there = ([line.strip() for line in words.splitlines()] for words in (text, standing))
    return any(there[n : n + len(own)] == own for n in range(len(there)))


def _answer(workspace: Workspace, code: str) -> ResponseRow | None:
    """The answer that a meeting was made of; None where it came otherwise, or the answer is gone."""
    lines = journal.lines(workspace, act=TAKEN, limit=None)
    id = next((str(line.facts.get("answer")) for line in lines if line.subject == code), "")
    rows = ResponseRow.objects.filter(workspace_id=workspace.id, id=id, state__in=("complete", "incomplete"))
    return rows.select_related("version__instrument").first() if id else None


def _found(workspace: Workspace, code: str) -> ResponseRow:
    row = _answer(workspace, code)
    if row is None:
        raise Problem("no_such_record", kind="answer", value=code)
    return row


def _labels(row: ResponseRow, language: str) -> dict[str, str]:
    """Questions answered in words, by their place below the root, as they were asked."""
    return {
        split(one.path)[0]: plain(one.labels, language, "en") or split(one.path)[0].rpartition("/")[2]
        for one in of_row(row.version).questionnaire.questions()
        if one.type in _WORDS and not is_meta(one.path)
    }


def _block(place: str) -> int:
    name = place.partition("/")[0].removeprefix("block_")
    return BLOCK_ORDER.index(name) if name in BLOCK_ORDER else -1
