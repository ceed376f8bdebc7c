"""People who use Filao, the workspaces they share, and the roles they hold there."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models

from filao.store.base import IdField, Owned


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> User:
        user = self.model(email=self.normalize_email(email), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(AbstractBaseUser):
    """A person who signs in. On a laptop there is one, the local user, who cannot sign in over a network."""

    id = IdField()
    email = models.EmailField(unique=True)
    name = models.CharField(max_length=120, blank=True)
    language = models.CharField(max_length=3, default="en")
    is_active = models.BooleanField(default=True)

    objects: ClassVar[UserManager] = UserManager()
    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    def __str__(self) -> str:
        return self.name or self.email


class Workspace(models.Model):
    """A country's evidence base. It outlives every engagement.

    `revision` grows by one with every change of the register; readings are kept in memory under it. `notice` is
    printed on every page of every document (a demonstration says that it is one), `notice_fr` on those in French.
    """

    id = IdField()
    slug = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=120)
    country = models.CharField(max_length=2)
    data_date = models.DateField()
    revision = models.PositiveBigIntegerField(default=0)
    notice = models.CharField(max_length=200, blank=True)
    notice_fr = models.CharField(max_length=200, blank=True)
    simulated = models.BooleanField(default=False)
    created_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.name

    def notice_in(self, language: str) -> str:
        """The notice in a language; in the workspace's first words where it was given in no other."""
        return (self.notice_fr if language == "fr" else "") or self.notice


class Membership(Owned):
    """A role that a person holds in a workspace (codes of `filao.work.access.ROLES`), and the institution that the person
    sits for, "" where there is none."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=20)
    organisation = models.CharField(max_length=40, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["workspace", "user", "role"], name="membership_once"),
        ]
