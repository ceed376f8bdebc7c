"""The gate before a form is published: what would fail in the field, tell who answered, or ask about a victim."""

from filao.core.forms.lint.gate import lint
from filao.core.forms.lint.model import Finding, Subject

__all__ = ["Finding", "Subject", "lint"]
