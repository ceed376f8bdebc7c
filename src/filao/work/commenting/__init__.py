"""What bodies asked in a round of comments get and send without an account: a page behind a link, letters, a workbook."""

from filao.work.commenting.by_link import (
    PURPOSE,
    DraftPage,
    Said,
    comment,
    frozen_file,
    make_link,
    nothing_to_say,
    opened,
    standing,
)
from filao.work.commenting.writing import Letter, due, letters, note_sent, send

__all__ = [
    "PURPOSE",
    "DraftPage",
    "Letter",
    "Said",
    "comment",
    "due",
    "frozen_file",
    "letters",
    "make_link",
    "note_sent",
    "nothing_to_say",
    "opened",
    "send",
    "standing",
]
