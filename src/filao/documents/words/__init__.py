"""Sentences, with the language as an argument: gettext domain "filao", and the first drafts of each deliverable."""

from filao.documents.words.gettext import LANGUAGES, N_, say, say_n

__all__ = ["LANGUAGES", "N_", "say", "say_n"]
