"""What leaves the workspace in the formats of others: sheets, graphs, directories, calendars. Organisations only."""

from __future__ import annotations

from collections.abc import Callable

from django.db import transaction
from django.utils import timezone

from filao.core.engagement import calendar
from filao.core.forms import Form
from filao.core.problems import Problem
from filao.core.register import Register, veiled
from filao.core.vocabulary.standard import STANDARD
from filao.documents.words import guide
from filao.exchange import gexf, graphml, hsds, hxl, ics, kumu, sheets, xlsform
from filao.exchange.packages import zipped
from filao.store import journal
from filao.store import register as store
from filao.store.people import Workspace
from filao.work import access, engagements
from filao.work.access import Actor

Writer = Callable[[Register, str], bytes]
"""From the register and the short name of its workspace to a file."""

FORMATS: dict[str, tuple[str, Writer]] = {
    "workbook": ("register.xlsx", lambda register, _: sheets.write_workbook(register)),
    "csv": ("register-csv.zip", lambda register, _: zipped(sheets.write_csv(register))),
    "template": ("template.xlsx", lambda register, _: sheets.write_template(register.vocabulary)),
    "graphml": ("network.graphml", lambda register, _: graphml.write(register)),
    "gexf": ("network.gexf", lambda register, _: gexf.write(register)),
    "kumu": ("network-kumu.json", lambda register, _: kumu.write(register)),
    "hsds": ("directory-hsds.json", hsds.write_json),
    "hsds-csv": ("directory-hsds.zip", hsds.write_package),
    "hxl": ("3w-hxl.csv", lambda register, _: hxl.write(register)),
}
"""Export formats: file name and writer. Sheets carry the whole register; graphs and directories what is not restricted."""


def export(actor: Actor, workspace: Workspace, format: str) -> tuple[str, bytes]:
    """The register in a format. Raises Problem no_such_export."""
    access.require(actor, "register.export", workspace)
    if format not in FORMATS:
        raise Problem("no_such_export", format=format, codes=tuple(FORMATS))
    name, write = FORMATS[format]
    data = write(veiled(store.reading(workspace)), workspace.slug)
    with transaction.atomic():
        journal.write(workspace, at=timezone.now(), actor=actor.name, act="register.export", subject=format)
    return f"{workspace.slug}-{name}", data


def template() -> tuple[str, bytes]:
    """Empty sheets to fill in, with the standard vocabulary; asks for no workspace."""
    return "filao-template.xlsx", sheets.write_template(STANDARD)


def questionnaire(actor: Actor, workspace: Workspace, profile: str) -> tuple[str, bytes]:
    """The interview guide of a profile as an XLSForm; it needs the `roster` beside it. Raises Problem no_such_profile."""
    access.require(actor, "questions.read", workspace)
    if profile not in guide.PROFILES:
        raise Problem("no_such_profile", profile=profile, codes=tuple(guide.PROFILES))
    form = _guide(workspace, profile)
    return f"interview-guide-{profile.replace('_', '-')}-xlsform.xlsx", xlsform.write(form)


def roster(actor: Actor, workspace: Workspace) -> tuple[str, bytes]:
    """The list of bodies that the questionnaires pick from, as the file that goes beside them."""
    access.require(actor, "questions.read", workspace)
    files = xlsform.attachments(_guide(workspace, next(iter(guide.PROFILES))))
    return next(iter(files.items()))


def _guide(workspace: Workspace, profile: str) -> Form:
    register = store.reading(workspace)
    version = f"{register.data_date.replace('-', '')}{store.revision_of(workspace):04d}"
    return guide.form(profile, register, version)


def dates(actor: Actor, workspace: Workspace, engagement: str) -> tuple[str, bytes]:
    """The calendar of an engagement."""
    access.require(actor, "engagement.read", workspace)
    chosen = engagements.find(actor, workspace, engagement)
    return f"{chosen.id}.ics", ics.write(calendar(chosen), chosen.title, timezone.localdate())
