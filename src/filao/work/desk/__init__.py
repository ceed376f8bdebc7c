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
from filao.work.desk.guide_words import FUNCTION as AS_FUNCTION
from filao.work.desk.guide_words import MANDATE as AS_MANDATE
from filao.work.desk.guide_words import NOTE as AS_NOTE
from filao.work.desk.guide_words import Choice, Said, carry, note_labels, of_guide
from filao.work.desk.guide_words import said as guide_words
from filao.work.desk.guides import take_over as take_guide
from filao.work.desk.guides import waiting as guides_waiting
from filao.work.desk.meetings import Meeting, find, interviews, interviews_for_documents, log
from filao.work.desk.questions import GUIDE, close_question, question, question_states, standings
from filao.work.desk.schedule import STATES as PLAN_STATES
from filao.work.desk.schedule import Board, board, calendar, move
from filao.work.desk.sheets import Reply, own_register, return_own_sheet, return_sheet, send_sheets, sheets

__all__ = [
    "AS_FUNCTION",
    "AS_MANDATE",
    "AS_NOTE",
    "GUIDE",
    "PLAN_STATES",
    "SERVICE_FIELDS",
    "TIE_RULES",
    "Board",
    "Choice",
    "Contact",
    "Given",
    "Meeting",
    "Reply",
    "Said",
    "answer",
    "answers",
    "answers_to",
    "asked",
    "board",
    "calendar",
    "carry",
    "claims_of",
    "close_question",
    "contacts",
    "find",
    "given_of",
    "guide_words",
    "guides_waiting",
    "interviews",
    "interviews_for_documents",
    "log",
    "move",
    "note_labels",
    "of_guide",
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
