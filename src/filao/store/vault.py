"""Keys that close words of people: one pair per engagement (and one for what belongs to none).

Sealing needs only the public half, so that answers are taken in while nobody is signed in; opening needs the private
half, which is kept wrapped. Hybrid public key encryption as in RFC 9180 (X25519, HKDF-SHA256, AES-256-GCM).
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from filao.store.base import Owned
from filao.store.engagement import EngagementRow


class KeyRow(Owned):
    """A pair of keys. `wrapped` is the private half under the workspace's lock; empty once it was destroyed."""

    engagement = models.ForeignKey(EngagementRow, on_delete=models.CASCADE, null=True, related_name="+")
    public = models.BinaryField()
    wrapped = models.BinaryField()
    salt = models.BinaryField(default=bytes)
    lock = models.CharField(max_length=12, default="machine")
    made_at = models.DateTimeField()
    destroyed_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["workspace", "engagement"], condition=models.Q(destroyed_at=None), name="key_of_engagement"
            ),
            models.UniqueConstraint(
                fields=["workspace"],
                condition=models.Q(destroyed_at=None, engagement=None),
                name="key_of_no_engagement",
            ),
        ]
