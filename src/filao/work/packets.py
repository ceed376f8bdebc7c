"""Packets for interviewers: built when they are asked for and handed out. None is kept, since what a plan tells of who is met
where is destroyed with the meetings."""

from __future__ import annotations

from dataclasses import replace

from django.db import transaction
from django.utils import timezone

from filao.core.problems import Problem
from filao.documents import interview_packet, pdf
from filao.store import journal
from filao.store.people import Workspace
from filao.work import access, desk, documents, worker
from filao.work.access import Actor


def packet(actor: Actor, workspace: Workspace, variant: str, language: str = "en") -> tuple[str, bytes]:
    """The packet of a meeting ("INT-01") or of a week ("week:2026-11-23"): file name and PDF. The journal notes it.

    Raises Problem not_allowed, not_in_language, no_such_interview, not_a_date.
    """
    access.require(actor, "desk.read", workspace)
    if language not in interview_packet.LANGUAGES:
        raise Problem(
            "not_in_language", kind=interview_packet.KIND, language=language, codes=interview_packet.LANGUAGES
        )
    c = documents.material(actor, workspace, language=language)
    document = interview_packet.compose(replace(c, interviews=tuple(desk.interviews(actor, workspace))), variant)
    built = worker.run(pdf.build, document)
    name = "-".join(part for part in (interview_packet.KIND, variant.replace(":", "-"), language) if part) + ".pdf"
    with transaction.atomic():
        journal.write(workspace, at=timezone.now(), actor=actor.name, act="desk.packet", subject=variant, facts={})
    return name, built.data
