"""Instruments: made by Filao or uploaded, looked at before they are published, published for ever, opened and closed.

What is published is kept as the exact bytes that are served, beside the workbook it was made from and its files. A draft
is compiled when it comes in: what was looked at is what is published.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping
from functools import partial
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.text import slugify

from filao.core import instruments as core
from filao.core.forms.agreement import consent_texts
from filao.core.instruments import Instrument, Version
from filao.core.problems import Problem
from filao.documents.words import asking
from filao.documents.words import instruments as catalogue
from filao.exchange import formfiles, xlsform
from filao.store import blobs, journal
from filao.store import register as store
from filao.store.collection import ConsentRow, InstrumentRow, VersionRow
from filao.store.engagement import EngagementRow
from filao.store.people import Workspace
from filao.work import access, worker
from filao.work.access import Actor
from filao.work.collection import previews
from filao.work.collection.previews import Preview

_LARGE = 300_000
"""Bytes of a workbook beyond which it is compiled in the child process."""


def listing(actor: Actor, workspace: Workspace) -> list[Instrument]:
    """All instruments of the workspace, by title."""
    access.require(actor, "instruments.read", workspace)
    rows = InstrumentRow.objects.filter(workspace_id=workspace.id).select_related("engagement").order_by("title")
    versions: dict[str, list[VersionRow]] = {}
    for version in VersionRow.objects.filter(workspace_id=workspace.id).order_by("-published_at", "-version"):
        versions.setdefault(version.instrument_id, []).append(version)
    return [row.as_core(versions.get(row.id, ())) for row in rows]


def find(actor: Actor, workspace: Workspace, code: str) -> Instrument:
    """One instrument with its versions. Raises Problem no_such_instrument."""
    access.require(actor, "instruments.read", workspace)
    row = _row(workspace, code)
    return row.as_core(_versions(workspace, row))


def create(
    actor: Actor,
    workspace: Workspace,
    *,
    title: str,
    purpose: str = "survey",
    anonymous: bool = False,
    engagement: str = "",
    code: str = "",
) -> Instrument:
    """An instrument without a form yet. Raises Problem title_missing, no_such_purpose, no_such_engagement."""
    access.require(actor, "instruments.edit", workspace)
    if not title.strip():
        raise Problem("title_missing")
    if purpose not in core.PURPOSES:
        raise Problem("no_such_purpose", value=purpose, codes=core.PURPOSES)
    with transaction.atomic():
        row = InstrumentRow(
            workspace=workspace,
            engagement=_engagement(workspace, engagement),
            code=_free_code(workspace, code or title),
            title=title.strip()[:200],
            purpose=purpose,
            anonymous=anonymous,
            created_at=timezone.now(),
        )
        row.form_id = row.code.replace("-", "_")
        row.save()
        _note(workspace, actor, "instrument.create", row, purpose=purpose, anonymous=anonymous)
    return row.as_core()


def make(actor: Actor, workspace: Workspace, kind: str, engagement: str = "") -> Instrument:
    """One of Filao's own instruments from the register as it is, as a draft; made again, it is the draft of a new version.

    Raises Problem no_such_instrument, no_such_engagement.
    """
    access.require(actor, "instruments.edit", workspace)
    if kind not in catalogue.CATALOGUE:
        raise Problem("no_such_instrument", code=kind)
    chosen = catalogue.CATALOGUE[kind]
    if not InstrumentRow.objects.filter(workspace_id=workspace.id, code=kind).exists():
        create(
            actor, workspace, title=chosen.titles[0], purpose=chosen.purpose, anonymous=chosen.anonymous,
            engagement=engagement, code=kind,
        )  # fmt: skip
    row = _row(workspace, kind)
    form = chosen.make(store.reading(workspace), _next_version(workspace, row))
    stage(actor, workspace, kind, f"{kind}.xlsx", xlsform.write(form), xlsform.attachments(form))
    return find(actor, workspace, kind)


def stage(
    actor: Actor,
    workspace: Workspace,
    code: str,
    name: str,
    data: bytes,
    media: Mapping[str, bytes] | None = None,
) -> None:
    """Take a workbook and the files beside it as the draft of the next version; it stands where an earlier draft stood.

    Files of the version before are taken along, and the roster of bodies is made anew where the form asks for it. Raises
    Problem no_such_instrument, form_id_differs, form_id_taken, version_taken, media_unfit, and those of compiling.
    """
    access.require(actor, "instruments.edit", workspace)
    row = _row(workspace, code)
    given = formfiles.checked(media or {})
    compiled = _compiled(data, name, row.form_id, _next_version(workspace, row))
    form = compiled.questionnaire
    _check_identity(workspace, row, form.id, form.version, compiled.xform)
    files = {**_at_hand(workspace, row, form.files), **given}
    draft = {
        "name": name,
        "form_id": form.id,
        "version": form.version,
        "xform": blobs.put(compiled.xform),
        "workbook": blobs.put(data),
        "media": [_kept(file, files[file]) for file in sorted(files)],
        "warnings": [[fault.code, dict(fault.facts)] for fault in compiled.warnings],
        "by": actor.name,
        "at": timezone.now().isoformat(),
    }
    with transaction.atomic():
        row = _row(workspace, code, lock=True)
        row.draft = draft
        row.save(update_fields=["draft"])
        _note(workspace, actor, "instrument.stage", row, version=form.version, file=draft["workbook"])


def discard(actor: Actor, workspace: Workspace, code: str) -> None:
    """Drop the draft; what is published stays."""
    access.require(actor, "instruments.edit", workspace)
    with transaction.atomic():
        row = _row(workspace, code, lock=True)
        if row.draft:
            _note(workspace, actor, "instrument.discard", row, version=row.draft["version"])
        row.draft = {}
        row.save(update_fields=["draft"])


def preview(actor: Actor, workspace: Workspace, code: str) -> Preview:
    """The draft as it would be published: what the gate finds, what it changes for answers collected, minutes to answer.

    Raises Problem no_such_instrument, nothing_staged.
    """
    access.require(actor, "instruments.read", workspace)
    row = _row(workspace, code)
    return previews.of_draft(workspace, row, _versions(workspace, row))


def publish(
    actor: Actor, workspace: Workspace, code: str, *, agreed: Collection[str] = (), reason: str = ""
) -> Version:
    """Publish the draft. `agreed` are ids of changes that a person agreed to; they are kept with the version.

    Raises Problem nothing_staged, instrument_unsound (blocking findings), changes_not_agreed, version_taken.
    """
    access.require(actor, "instruments.publish_test", workspace)
    with transaction.atomic():
        row = _row(workspace, code, lock=True)
        if row.purpose != "test":  # a test of knowledge may be published by who trains; all else by the team
            access.require(actor, "instruments.publish", workspace)
        looked = previews.of_draft(workspace, row, _versions(workspace, row))
        if looked.blocking:
            raise Problem("instrument_unsound", title=row.title, count=len(looked.blocking))
        missing = [change for change in looked.asking if change.id not in agreed]
        if missing:
            raise Problem("changes_not_agreed", title=row.title, count=len(missing))
        version = _publish(actor, workspace, row, [change.id for change in looked.asking])
        _keep_consent(workspace, row, consent_texts(looked.questionnaire))
        _note(
            workspace, actor, "instrument.publish", row, reason=reason, version=version.version, file=version.xform,
            md5=version.md5, agreed=version.accepted,
        )  # fmt: skip
    return version.as_core()


def set_state(actor: Actor, workspace: Workspace, code: str, state: str, reason: str = "") -> None:
    """Open, wind down or close an instrument. Raises Problem no_such_state, not_published."""
    access.require(actor, "instruments.edit", workspace)
    if state not in core.STATES[1:]:
        raise Problem("no_such_state", value=state, codes=core.STATES[1:])
    with transaction.atomic():
        row = _row(workspace, code, lock=True)
        if row.state == "draft":
            raise Problem("not_published", title=row.title)
        if state in core.MOVES[row.state]:
            before, row.state = row.state, state
            row.save(update_fields=["state"])
            _note(workspace, actor, "instrument.state", row, reason=reason, before=before, after=state)


def file(actor: Actor, workspace: Workspace, code: str, version: str, name: str) -> bytes:
    """A file of a version ("" for the draft): "form.xml", "workbook.xlsx", or one that stands beside the form.

    Raises Problem no_such_instrument, no_such_file, file_lost.
    """
    access.require(actor, "instruments.read", workspace)
    instrument = find(actor, workspace, code)
    known = {one.version: one for one in instrument.versions}
    chosen = known.get(version) if version else instrument.draft
    if chosen is None:
        raise Problem("no_such_file", path=version or name)
    digest = {"form.xml": chosen.digest, "workbook.xlsx": chosen.workbook, **chosen.media}.get(name)
    if not digest:
        raise Problem("no_such_file", path=name)
    return blobs.get(digest)


# --- inside ----------------------------------------------------------------------------------------------------------


def _row(workspace: Workspace, code: str, *, lock: bool = False) -> InstrumentRow:
    rows = InstrumentRow.objects.filter(workspace_id=workspace.id, code=code)
    row = (rows.select_for_update(of=("self",)) if lock else rows).select_related("engagement").first()
    if row is None:
        raise Problem("no_such_instrument", code=code)
    return row


def _versions(workspace: Workspace, row: InstrumentRow) -> list[VersionRow]:
    found = VersionRow.objects.filter(workspace_id=workspace.id, instrument=row)
    return list(found.order_by("-published_at", "-version"))


def _engagement(workspace: Workspace, slug: str) -> EngagementRow | None:
    if not slug:
        return None
    row = EngagementRow.objects.filter(workspace_id=workspace.id, slug=slug).first()
    if row is None:
        raise Problem("no_such_engagement", slug=slug)
    return row


def _free_code(workspace: Workspace, wanted: str) -> str:
    base = slugify(wanted)[:50] or "form"
    taken = set(InstrumentRow.objects.filter(workspace_id=workspace.id).values_list("code", flat=True))
    return next(code for code in (base, *(f"{base}-{n}" for n in range(2, len(taken) + 3))) if code not in taken)


def _next_version(workspace: Workspace, row: InstrumentRow) -> str:
    return core.next_version(timezone.localdate(), {version.version for version in _versions(workspace, row)})


def _compiled(data: bytes, name: str, form_id: str, version: str) -> xlsform.Compiled:
    compiling = partial(xlsform.compile, form_id=form_id, version=version)
    return worker.run(compiling, data, name) if len(data) > _LARGE else compiling(data, name)


def _check_identity(workspace: Workspace, row: InstrumentRow, form_id: str, version: str, data: bytes) -> None:
    published = _versions(workspace, row)
    if published and form_id != row.form_id:
        raise Problem("form_id_differs", given=form_id, known=row.form_id)
    others = InstrumentRow.objects.filter(workspace_id=workspace.id, form_id=form_id).exclude(id=row.id)
    if other := others.first():
        raise Problem("form_id_taken", given=form_id, title=other.title)
    same = next((one for one in published if one.version == version), None)
    if same is not None and same.md5 != _md5(data):
        raise Problem("version_taken", version=version)


def _at_hand(workspace: Workspace, row: InstrumentRow, wanted: Collection[str]) -> dict[str, bytes]:
    """Files that a form asks for and that are known: those of the version before, and the roster of bodies as it is now."""
    found: dict[str, bytes] = {}
    newest = next(iter(_versions(workspace, row)), None)
    for kept in newest.media if newest else ():
        if kept["name"] in wanted:
            found[kept["name"]] = blobs.get(kept["digest"])
    if asking.BODIES in wanted:
        found[asking.BODIES] = xlsform.written_list(asking.bodies(store.reading(workspace)))
    return found


def _kept(name: str, data: bytes) -> dict[str, Any]:
    return {"name": name, "digest": blobs.put(data), "md5": _md5(data)}


def _md5(data: bytes) -> str:
    return hashlib.md5(data, usedforsecurity=False).hexdigest()


def _publish(actor: Actor, workspace: Workspace, row: InstrumentRow, agreed: list[str]) -> VersionRow:
    draft = row.draft
    version = VersionRow(
        workspace=workspace,
        instrument=row,
        version=draft["version"],
        xform=draft["xform"],
        md5=_md5(blobs.get(draft["xform"])),
        workbook=draft["workbook"],
        media=draft["media"],
        accepted=agreed,
        published_at=timezone.now(),
        published_by=actor.name,
    )
    row.form_id, row.draft = draft["form_id"], {}
    row.state = "open" if row.state == "draft" else row.state
    try:
        with transaction.atomic():
            version.save(force_insert=True)
            row.save(update_fields=["form_id", "draft", "state"])
    except IntegrityError as error:
        raise Problem("version_taken", version=version.version) from error
    return version


def _keep_consent(workspace: Workspace, row: InstrumentRow, texts: Mapping[str, str]) -> None:
    """Keep the text of consent as it is shown from now on, unless it is the one shown before."""
    before = ConsentRow.objects.filter(workspace_id=workspace.id, instrument=row).order_by("-number").first()
    if texts and (before is None or before.texts != texts):
        ConsentRow.objects.create(
            workspace=workspace,
            instrument=row,
            number=before.number + 1 if before else 1,
            texts=dict(texts),
            since=timezone.localdate(),
        )


def _note(
    workspace: Workspace, actor: Actor, act: str, row: InstrumentRow, *, reason: str = "", **facts: object
) -> None:
    journal.write(
        workspace, at=timezone.now(), actor=actor.name, act=act, subject=row.title, reason=reason,
        facts={"instrument": row.code, **facts},
    )  # fmt: skip
