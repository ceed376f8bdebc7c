"""What every table shares: opaque random ids, and the workspace first."""

from __future__ import annotations

import secrets
from typing import Any

from django.db import models

_SIGNS = bytes(b"0123456789abcdefghjkmnpqrstvwxyz"[byte & 31] for byte in range(256))
"""One of 32 signs for each byte, all as often."""


def random_id() -> str:
    """An opaque id of 16 signs (80 bits) that tells neither order nor number."""
    return secrets.token_bytes(16).translate(_SIGNS).decode()


class IdField(models.CharField):  # type: ignore[type-arg]
    """Primary key of our tables."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs |= {"primary_key": True, "max_length": 16, "default": random_id, "editable": False}
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        for fixed in ("primary_key", "max_length", "default", "editable"):
            kwargs.pop(fixed, None)
        return name, path, args, kwargs


class Owned(models.Model):
    """A row of a workspace. Nothing is read without naming the workspace; a test watches every query."""

    id = IdField()
    workspace = models.ForeignKey("store.Workspace", on_delete=models.CASCADE, related_name="+", db_index=False)

    class Meta:
        abstract = True
