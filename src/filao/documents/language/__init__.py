"""Translation below Django, numbers and dates as a reader writes them, and the fixed words of documents."""

from filao.documents.language import numbers
from filao.documents.language.gettext import LANGUAGES, N_, say, say_n

__all__ = ["LANGUAGES", "N_", "numbers", "say", "say_n"]
