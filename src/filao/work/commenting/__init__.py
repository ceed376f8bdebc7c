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

__all__ = [
    "PURPOSE",
    "DraftPage",
    "Said",
    "comment",
    "frozen_file",
    "make_link",
    "nothing_to_say",
    "opened",
    "standing",
]
