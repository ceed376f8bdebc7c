"""Questionnaires: as Filao writes them, as they are published, filled in, checked and compared."""

from filao.core.forms.authored import Choice, Form, Group, Item, ItemType, Labels, problems_of

__all__ = ["Choice", "Form", "Group", "Item", "ItemType", "Labels", "problems_of"]
