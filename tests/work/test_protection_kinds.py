"""Every column that may hold personal data belongs to a kind that can count, export and erase it."""

from __future__ import annotations

import importlib
import pkgutil

import pytest
from django.db import models as fields

from filao.core import protection
from filao.store import models
from filao.work import access
from filao.work.protection import kinds
from filao.work.protection.kinds import KINDS, Kind

REVIEWED: dict[str, tuple[str, ...]] = {
    "codes, states and names of records": (
        "AnswerRow.question", "AnswerRow.outcome", "AnswerRow.claims", "InterviewRow.code", "InterviewRow.organisation",
        "InterviewRow.channel", "InterviewRow.status", "InterviewRow.attribution", "InterviewRow.language",
        "InterviewRow.named", "InterviewRow.guide", "InterviewRow.planned_at", "ContactRow.organisation",
        "SheetRow.organisation", "SheetRow.language", "SheetRow.how",
        "QuestionState.question", "QuestionState.state", "CommentRow.engagement", "CommentRow.deliverable",
        "CommentRow.version", "CommentRow.place", "CommentRow.severity", "CommentRow.decision", "Reply.engagement",
        "Reply.finding", "Reply.organisation", "FindingState.engagement", "FindingState.finding", "FindingState.status",
        "FindingState.audience", "SectionText.engagement", "SectionText.document", "SectionText.section",
        "SectionText.language", "SectionText.status", "SectionText.figures", "SearchEntry.kind", "SearchEntry.record",
        "Membership.organisation", "AccountInvitation.organisation",
        "Membership.role", "StagedImport.released", "VersionRow.version", "VersionRow.md5", "VersionRow.accepted",
        "BuildRow.engagement", "BuildRow.document", "BuildRow.variant", "BuildRow.language", "BuildRow.format",
        "BuildRow.audience", "BuildRow.status", "BuildRow.version", "BuildRow.digest", "BuildRow.key", "BuildRow.facts",
        "InstrumentRow.code", "InstrumentRow.form_id", "InstrumentRow.purpose", "InstrumentRow.state", "RoundRow.mode",
        "RoundRow.targets", "RoundRow.quotas", "CollectorRow.instruments", "ResponseRow.channel", "ResponseRow.state",
        "InvitationRow.channel", "AnswerImportRow.wishes", "AnswerImportRow.account",
        "QuarantineRow.form_id", "QuarantineRow.form_version", "QuarantineRow.reason",
        "QuarantineRow.channel", "JournalLine.act", "JournalLine.before", "JournalLine.hash", "RetentionRow.kind",
        "DestructionRow.parts", "DestructionRow.methods",
        "DestructionRow.hash", "BreachRow.kinds", "RequestRow.act", "DeliverableRow.code",
        "DeliverableRow.form", "DeliverableRow.status", "DeliverableRow.evidence", "DeliverableRow.submitted",
        "MilestoneRow.code", "CalendarDay.kind",
        "InstalmentRow.conditions", "InstalmentRow.settled", "EngagementRow.slug", "Workspace.slug", "Workspace.country",
        "ClaimRow.kind", "ClaimRow.record", "ClaimRow.field", "ClaimRow.source", "ClaimRow.dated", "ClaimRow.confidence",
        "ClaimRow.status", "AccountInvitation.role", "SignedLink.purpose", "SignedLink.subject",
        "CommentRow.review", "CommentRow.channel", "CommentRow.anchor", "CommentRow.where", "CommentRow.came",
        "CommentRow.decided_by", "CommentRow.body",
        "CommentRow.change", "ReviewRound.engagement", "ReviewRound.document", "ReviewRound.language",
        "ReviewRound.audience", "ReviewRound.version", "ReviewRound.code", "ReviewerRow.organisation", "ReviewerRow.state",
        "ReturnRow.organisation", "ReturnRow.digest", "ReturnRow.version", "ReturnRow.channel",
        "DraftFileRow.field",
        "MeetingRow.group", "MeetingRow.attendance", "MeetingRow.minutes", "MeetingRow.at", "AgendaItemRow.owner",
        "AgendaItemRow.papers", "MinutesCommentRow.organisation", "DecisionRow.mode", "DecisionRow.votes",
        "DecisionRow.paper", "DecisionAnswerRow.organisation", "ActionRow.owner", "ActionRow.status",
        "MeetingRow.observers", "SeatHolderRow.seat", "SeatHolderRow.organisation", "SeatHolderRow.role",
        "SeatHolderRow.language", "GroupPaperRow.group", "GroupPaperRow.kind", "GroupPaperRow.status",
        "PaperVersionRow.digest", "PaperVersionRow.name", "PaperSeenRow.digest", "PaperSeenRow.organisation",
        "GroupMailRow.kind", "GroupMailRow.subject", "GroupMailRow.organisation",
    ),
    "texts of the team on bodies, held back by the detector where they may identify a person": (
        "ClaimRow.value", "ClaimRow.note", "SearchEntry.title", "SearchEntry.folded", "QuestionState.reason",
        "CommentRow.text", "CommentRow.response", "CommentRow.changed", "Reply.text", "Reply.shown", "FindingState.text",
        "CalendarDay.title", "CalendarDay.source",
        "CommentRow.quote", "CommentRow.before", "CommentRow.after", "ReviewRound.originals",
        "SectionText.text", "MeetingRow.title", "MeetingRow.place", "AgendaItemRow.title", "AgendaItemRow.minutes",
        "MinutesCommentRow.text", "DecisionRow.wording", "DecisionRow.dissent", "DecisionAnswerRow.reason", "ActionRow.text",
        "ActionRow.evidence", "GroupPaperRow.title",
    ),
    "what a meeting was asked and said, as counts and by institution, its texts screened": (
        "ValidationRow.engagement", "ValidationRow.title", "ValidationRow.way", "ValidationRow.items",
        "ValidationRow.decisions", "ValidationRow.outcome",
    ),
    "what is published: terms of reference, titles, forms and their consent texts": (
        "EngagementRow.title", "EngagementRow.terms", "DeliverableRow.title", "MilestoneRow.title", "InstalmentRow.rule",
        "InstrumentRow.title", "RoundRow.title", "VersionRow.xform", "VersionRow.workbook", "VersionRow.media",
        "ConsentRow.texts", "Workspace.name", "Workspace.notice", "Workspace.notice_fr",
    ),
    "keys, and hashes of random tokens": (
        "KeyRow.public", "KeyRow.wrapped", "KeyRow.salt", "LockRow.public", "LockRow.wrapped", "LockRow.salt",
        "LockRow.kind", "CollectorRow.token", "InvitationRow.token", "DraftRow.token", "UsedRow.mark", "RoundRow.link",
        "AccountInvitation.code", "RoundRow.link_salt", "SignedLink.token", "SignedLink.bound",
    ),
}  # fmt: skip
"""Columns of texts, files and documents that a person has looked at: why each holds no personal data."""

_NEVER = (fields.ForeignKey, fields.BooleanField, fields.IntegerField, fields.FloatField)
"""Columns whose type holds no words."""


def columns() -> set[str]:
    """Every column of our tables that could hold words, bytes or documents."""
    found = set()
    for name in models.__all__:
        for column in getattr(models, name)._meta.concrete_fields:
            plain = isinstance(column, _NEVER) or column.name == "id" or isinstance(column, fields.DateField)
            if not plain:
                found.add(f"{name}.{column.name}")
    return found


def test_a_column_that_may_hold_personal_data_belongs_to_a_kind_or_was_looked_at() -> None:
    covered = {field for kind in KINDS.values() for field in kind.fields}
    reviewed = {field for fields_ in REVIEWED.values() for field in fields_}

    assert columns() - covered - reviewed == set(), "give it to a kind of work/protection/kinds, or say why not"
    assert covered & reviewed == set()


def test_no_kind_and_no_review_names_a_column_that_is_gone() -> None:
    there = {
        f"{name}.{column.name}" for name in models.__all__ for column in getattr(models, name)._meta.concrete_fields
    }
    named = {field for kind in KINDS.values() for field in kind.fields}
    named |= {field for fields_ in REVIEWED.values() for field in fields_}

    assert named - there == set()


def test_every_file_of_the_folder_is_a_kind() -> None:
    files = {m.name for m in pkgutil.iter_modules(kinds.__path__)} - {"kind"}
    classes = {type(kind).__module__.rpartition(".")[2] for kind in KINDS.values()}

    assert files == classes


@pytest.mark.parametrize("kind", KINDS.values(), ids=list(KINDS))
def test_every_kind_says_what_it_is_and_who_opens_it(kind: Kind) -> None:
    module = importlib.import_module(type(kind).__module__)

    assert module.__doc__
    assert set(kind.about.reads) <= set(access.RIGHTS)
    assert kind.fields
    assert not (kind.about.rule.months and kind.about.rule.days)
    assert isinstance(kind.about, protection.PersonalData)
