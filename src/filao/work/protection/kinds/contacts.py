"""How officials of bodies are reached: function, e-mail address, telephone, note."""

from __future__ import annotations

from filao.store.desk import ContactRow
from filao.work.protection.kinds.kind import Officials, officials


class Contacts(Officials):
    about = officials("contacts")
    fields = ("ContactRow.function", "ContactRow.sealed")
    table = ContactRow
    shown = ("organisation", "function")
