"""Every table, gathered for Django from the files of its capabilities."""

from filao.store.collection import (
    AnswerImportRow,
    AttachmentRow,
    CollectorRow,
    ConsentRow,
    DraftFileRow,
    DraftRow,
    InstrumentRow,
    InvitationRow,
    QuarantineRow,
    ResponseRow,
    RoundRow,
    UsedRow,
    VersionRow,
)
from filao.store.desk import AnswerRow, ContactRow, InterviewRow, QuestionState, SheetRow
from filao.store.documents import BuildRow, StagedImport
from filao.store.engagement import DeliverableRow, EngagementRow, InstalmentRow, MilestoneRow
from filao.store.group import (
    ActionRow,
    AgendaItemRow,
    DecisionAnswerRow,
    DecisionRow,
    GroupMailRow,
    GroupPaperRow,
    MeetingRow,
    MinutesCommentRow,
    PaperSeenRow,
    PaperVersionRow,
    SeatHolderRow,
)
from filao.store.journal import JournalLine
from filao.store.links import AccountInvitation, SignedLink
from filao.store.narrative import CommentRow, FindingState, Reply, SectionText
from filao.store.people import Membership, User, Workspace
from filao.store.protection import BreachRow, DestructionRow, RequestRow, RetentionRow, SafeguardRow
from filao.store.register import ClaimRow
from filao.store.reviews import ReturnRow, ReviewerRow, ReviewRound
from filao.store.search import SearchEntry
from filao.store.validation import ValidationRow
from filao.store.vault import KeyRow, LockRow
from filao.store.workdays import CalendarDay

__all__ = [
    "AccountInvitation",
    "ActionRow",
    "AgendaItemRow",
    "AnswerImportRow",
    "AnswerRow",
    "AttachmentRow",
    "BreachRow",
    "BuildRow",
    "CalendarDay",
    "ClaimRow",
    "CollectorRow",
    "CommentRow",
    "ConsentRow",
    "ContactRow",
    "DecisionAnswerRow",
    "DecisionRow",
    "DeliverableRow",
    "DestructionRow",
    "DraftFileRow",
    "DraftRow",
    "EngagementRow",
    "FindingState",
    "GroupMailRow",
    "GroupPaperRow",
    "InstalmentRow",
    "InstrumentRow",
    "InterviewRow",
    "InvitationRow",
    "JournalLine",
    "KeyRow",
    "LockRow",
    "MeetingRow",
    "Membership",
    "MilestoneRow",
    "MinutesCommentRow",
    "PaperSeenRow",
    "PaperVersionRow",
    "QuarantineRow",
    "QuestionState",
    "Reply",
    "RequestRow",
    "ResponseRow",
    "RetentionRow",
    "ReturnRow",
    "ReviewRound",
    "ReviewerRow",
    "RoundRow",
    "SafeguardRow",
    "SearchEntry",
    "SeatHolderRow",
    "SectionText",
    "SheetRow",
    "SignedLink",
    "StagedImport",
    "UsedRow",
    "User",
    "ValidationRow",
    "VersionRow",
    "Workspace",
]
