"""The interview desk: meetings logged, answers that become claims and ties, sheets out and back, contacts kept apart."""

from filao.work.desk.answers import (
    SERVICE_FIELDS,
    TIE_RULES,
    Given,
    answer,
    answers,
    answers_to,
    asked,
    claims_of,
    given_of,
    proposals,
    statements,
)
from filao.work.desk.contacts import Contact, contacts, remove_contact, save_contact
from filao.work.desk.guides import take_over as take_guide
from filao.work.desk.guides import waiting as guides_waiting
from filao.work.desk.meetings import Meeting, find, interviews, interviews_for_documents, log
from filao.work.desk.questions import close_question, question, question_states, standings
from filao.work.desk.sheets import Reply, own_register, return_own_sheet, return_sheet, send_sheets, sheets

__all__ = [
    "SERVICE_FIELDS",
    "TIE_RULES",
    "Contact",
    "Given",
    "Meeting",
    "Reply",
    "answer",
    "answers",
    "answers_to",
    "asked",
    "claims_of",
    "close_question",
    "contacts",
    "find",
    "given_of",
    "guides_waiting",
    "interviews",
    "interviews_for_documents",
    "log",
    "own_register",
    "proposals",
    "question",
    "question_states",
    "remove_contact",
    "return_own_sheet",
    "return_sheet",
    "save_contact",
    "send_sheets",
    "sheets",
    "standings",
    "statements",
    "take_guide",
]
