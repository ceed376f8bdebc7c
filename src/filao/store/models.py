"""Every table, gathered for Django from the files of its capabilities."""

from filao.store.desk import AnswerRow, ContactRow, InterviewRow, QuestionState, SheetRow
from filao.store.documents import BuildRow, StagedImport
from filao.store.engagement import DeliverableRow, EngagementRow, InstalmentRow, MilestoneRow
from filao.store.journal import JournalLine
from filao.store.narrative import CommentRow, FindingState, Reply, SectionText
from filao.store.people import Membership, User, Workspace
from filao.store.register import ClaimRow
from filao.store.search import SearchEntry

__all__ = [
    "AnswerRow",
    "BuildRow",
    "ClaimRow",
    "CommentRow",
    "ContactRow",
    "DeliverableRow",
    "EngagementRow",
    "FindingState",
    "InstalmentRow",
    "InterviewRow",
    "JournalLine",
    "Membership",
    "MilestoneRow",
    "QuestionState",
    "Reply",
    "SearchEntry",
    "SectionText",
    "SheetRow",
    "StagedImport",
    "User",
    "Workspace",
]
