"""The words all else uses: coded lists of the field, their labels and the bridges between them.

Lists are data. `STANDARD` holds those that rules of the field rely on; a workspace lays its own terms over them
(its districts, the pillars of its national plan). Kreol labels are drafts for a native speaker to review.
"""

from filao.core.vocabulary.model import LANGUAGES, Scheme, Term, Vocabulary, overlay
from filao.core.vocabulary.standard import CROSSWALKS, STANDARD
from filao.core.vocabulary.strength import STRENGTH, strength_of

__all__ = [
    "CROSSWALKS",
    "LANGUAGES",
    "STANDARD",
    "STRENGTH",
    "Scheme",
    "Term",
    "Vocabulary",
    "overlay",
    "strength_of",
]
