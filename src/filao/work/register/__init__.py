"""Reading and changing the register."""

from filao.work.register.edit import (
    accept_proposals,
    choose_claim,
    decline_proposals,
    erase_words,
    merge_bodies,
    propose,
    separate_bodies,
    set_fact,
    withdraw_claim,
)
from filao.work.register.importing import accept_import, dry_run
from filao.work.register.reading import changes_between, duplicate_suggestions, history, read, read_at, search

__all__ = [
    "accept_import",
    "accept_proposals",
    "changes_between",
    "choose_claim",
    "decline_proposals",
    "dry_run",
    "duplicate_suggestions",
    "erase_words",
    "history",
    "merge_bodies",
    "propose",
    "read",
    "read_at",
    "search",
    "separate_bodies",
    "set_fact",
    "withdraw_claim",
]
