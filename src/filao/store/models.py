"""Every table, gathered for Django from the files of its capabilities."""

from filao.store.journal import JournalLine
from filao.store.people import Membership, User, Workspace
from filao.store.register import ClaimRow
from filao.store.search import SearchEntry

__all__ = ["ClaimRow", "JournalLine", "Membership", "SearchEntry", "User", "Workspace"]
