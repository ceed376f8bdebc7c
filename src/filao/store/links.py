"""Ways in for one person: invitations to an account, and signed links to one thing. Codes and tokens stand here as hashes."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from filao.store.base import Owned


class AccountInvitation(Owned):
    """An account and a role offered to an e-mail address; without a role it renews the account that has the address."""

    email = models.EmailField()
    name = models.CharField(max_length=120, blank=True)
    role = models.CharField(max_length=20, blank=True)
    organisation = models.CharField(max_length=40, blank=True)
    code = models.CharField(max_length=64)
    made_by = models.CharField(max_length=120)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["workspace", "code"], name="invitation_code")]


class SignedLink(Owned):
    """One thing for one person. `subject` is the id of the thing, `bound` the hash of what the browser that opened it keeps."""

    purpose = models.CharField(max_length=20)
    subject = models.CharField(max_length=120)
    label = models.CharField(max_length=160, blank=True)
    token = models.CharField(max_length=64)
    once = models.BooleanField(default=False)
    bound = models.CharField(max_length=64, blank=True)
    made_by = models.CharField(max_length=120)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    opened_at = models.DateTimeField(null=True)
    used_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["workspace", "token"], name="link_token")]
        indexes: ClassVar = [models.Index(fields=["workspace", "purpose", "subject"], name="link_subject")]
