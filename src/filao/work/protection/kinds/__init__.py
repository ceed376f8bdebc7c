"""Every kind of personal data that Filao keeps: one file each, all of the same shape.

What may hold personal data and is of no kind makes a test fail (tests/work/test_protection_kinds.py).
"""

from filao.work.protection.kinds.accounts import Accounts
from filao.work.protection.kinds.answer_files import AnswerFiles
from filao.work.protection.kinds.answers import Answers
from filao.work.protection.kinds.attachments import Attachments
from filao.work.protection.kinds.authors import Authors
from filao.work.protection.kinds.collectors import Collectors
from filao.work.protection.kinds.comments import Comments
from filao.work.protection.kinds.contacts import Contacts
from filao.work.protection.kinds.drafts import Drafts
from filao.work.protection.kinds.invitations import Invitations
from filao.work.protection.kinds.journal import Journal
from filao.work.protection.kinds.kind import Kind, Scope
from filao.work.protection.kinds.links import Links
from filao.work.protection.kinds.meetings import Meetings
from filao.work.protection.kinds.offers import Offers
from filao.work.protection.kinds.quarantine import Quarantine
from filao.work.protection.kinds.returned_drafts import ReturnedDrafts
from filao.work.protection.kinds.seat_holders import SeatHolders
from filao.work.protection.kinds.uploads import Uploads
from filao.work.protection.kinds.words import Words

KINDS: dict[str, Kind] = {
    kind.about.code: kind
    for kind in (
        Contacts(), SeatHolders(), Meetings(), Words(), Answers(), AnswerFiles(), Attachments(), Invitations(), Collectors(),
        Drafts(), Quarantine(), Uploads(), ReturnedDrafts(), Comments(), Authors(), Accounts(), Offers(), Links(), Journal(),
    )
}  # fmt: skip
"""By code, in the order in which documents tell them."""

__all__ = ["KINDS", "Kind", "Scope"]
