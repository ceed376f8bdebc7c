"""Collection: instruments and their published versions, rounds of fieldwork, and what came in.

The bytes of an answer are kept sealed (`store.vault`) as a blob; a row holds only what no one is known by: closed
answers, day, version. Anonymous answers carry no moment, client, collector or address.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING, ClassVar, cast

from django.db import models

from filao.core import instruments as core
from filao.store.base import Owned
from filao.store.engagement import EngagementRow

if TYPE_CHECKING:
    from filao.core.forms.authored import Purpose


class InstrumentRow(Owned):
    """A questionnaire through all its versions. `code` is its address here, `form_id` its name on the wire.

    `draft` is what was uploaded or made last and is not published yet: {"name", "form_id", "version", "xform", "workbook",
    "media", "warnings", "by", "at"}, empty where there is none.
    """

    engagement = models.ForeignKey(EngagementRow, on_delete=models.PROTECT, null=True, related_name="+")
    code = models.SlugField(max_length=60)
    form_id = models.CharField(max_length=100)
    title = models.CharField(max_length=200)
    purpose = models.CharField(max_length=20)
    anonymous = models.BooleanField(default=False)
    state = models.CharField(max_length=10, default="draft")
    draft = models.JSONField(default=dict)
    created_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["workspace", "code"], name="instrument_code"),
            models.UniqueConstraint(fields=["workspace", "form_id"], name="instrument_form_id"),
        ]

    def as_core(self, versions: Iterable[VersionRow] = ()) -> core.Instrument:
        """`versions` are its published versions, the newest first."""
        return core.Instrument(
            self.code, self.form_id, self.title, cast("Purpose", self.purpose), self.anonymous, self.state,
            self.engagement.slug if self.engagement else "", tuple(version.as_core() for version in versions),
            self._draft(),
        )  # fmt: skip

    def _draft(self) -> core.Draft | None:
        kept = self.draft
        if not kept:
            return None
        media = {file["name"]: file["digest"] for file in kept["media"]}
        return core.Draft(
            kept["name"], kept["form_id"], kept["version"], kept["xform"], kept["workbook"], media, kept["by"],
            datetime.fromisoformat(kept["at"]),
        )  # fmt: skip


class VersionRow(Owned):
    """A published version: the XForm as it was served, for ever, and the workbook it was made from.

    `md5` is of the exact bytes of the XForm (OpenRosa asks for it); `media` lists {"name", "digest", "md5"}.
    """

    instrument = models.ForeignKey(InstrumentRow, on_delete=models.PROTECT, related_name="+")
    version = models.CharField(max_length=80)
    xform = models.CharField(max_length=64)
    md5 = models.CharField(max_length=32)
    workbook = models.CharField(max_length=64, blank=True)
    media = models.JSONField(default=list)
    accepted = models.JSONField(default=list)
    published_at = models.DateTimeField()
    published_by = models.CharField(max_length=120)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["workspace", "instrument", "version"], name="instrument_version")
        ]

    def as_core(self) -> core.Version:
        media = {file["name"]: file["digest"] for file in self.media}
        return core.Version(
            self.id, self.version, self.xform, self.md5, self.workbook, media, self.published_at, self.published_by
        )


class RoundRow(Owned):
    """A time in which an instrument is answered by invited people (named or blind) or by whoever has the link (open).

    `targets` are expected answers by segment; `link` is the hash of the token of the open link ("" where there is none),
    which this server makes again from `link_salt` to show it. With `told_at_end` the wall of the room shows results only
    when nothing more is taken.
    """

    instrument = models.ForeignKey(InstrumentRow, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=200)
    mode = models.CharField(max_length=10)
    opens_on = models.DateField(null=True)
    closes_on = models.DateField(null=True)
    targets = models.JSONField(default=list)
    quotas = models.JSONField(default=list)
    stopped_on = models.DateField(null=True)
    link = models.CharField(max_length=64, blank=True)
    link_salt = models.CharField(max_length=32, blank=True)
    simulated = models.BooleanField(default=False)
    offline = models.BooleanField(default=False)
    told_at_end = models.BooleanField(default=False)
    created_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["workspace", "title"], name="round_title"),
            models.UniqueConstraint(fields=["workspace", "link"], condition=~models.Q(link=""), name="round_link"),
        ]


class CollectorRow(Owned):
    """A device or person that collects with ODK Collect, known by the hash of a revocable token.

    `instruments` are ids of those it may see, all where it is empty; `used_on` is the last day of use.
    """

    label = models.CharField(max_length=120)
    token = models.CharField(max_length=64)
    instruments = models.JSONField(default=list)
    expires_on = models.DateField(null=True)
    revoked_at = models.DateTimeField(null=True)
    used_on = models.DateField(null=True)
    created_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["workspace", "token"], name="collector_token")]


class ResponseRow(Owned):
    """One answer to an instrument. `instance_id` is the client's own name for it: the same answer sent twice is one.

    `raw` is the sealed blob of its XML, `fingerprint` a keyed hash that tells whether a second sending is the same;
    `closed` holds answers that are not words (choices, numbers, dates) by path. `received_at` is empty for anonymous
    instruments, `received_on` also for blind rounds until their answers are shuffled in.
    """

    version = models.ForeignKey(VersionRow, on_delete=models.PROTECT, related_name="+")
    round = models.ForeignKey(RoundRow, on_delete=models.PROTECT, null=True, related_name="+")
    collector = models.ForeignKey(CollectorRow, on_delete=models.SET_NULL, null=True, related_name="+")
    instance_id = models.CharField(max_length=200)
    raw = models.CharField(max_length=64)
    fingerprint = models.CharField(max_length=64)
    closed = models.JSONField(default=dict)
    channel = models.CharField(max_length=12)
    language = models.CharField(max_length=12, blank=True)
    state = models.CharField(max_length=12, default="complete")
    agreed = models.JSONField(default=dict)
    receipt = models.CharField(max_length=64, blank=True)
    replaces = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, related_name="+")
    current = models.BooleanField(default=True)
    simulated = models.BooleanField(default=False)
    received_on = models.DateField(null=True)
    received_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["workspace", "instance_id"], name="response_once")]
        indexes: ClassVar = [
            models.Index(fields=["workspace", "version"], name="response_version"),
            models.Index(fields=["workspace", "receipt"], name="response_receipt"),
        ]


class AttachmentRow(Owned):
    """A file of an answer; `sealed` is empty while the answer names it and it has not come yet."""

    response = models.ForeignKey(ResponseRow, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=255)
    sealed = models.CharField(max_length=64, blank=True)
    size = models.PositiveIntegerField(default=0)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["workspace", "response", "name"], name="attachment_once")
        ]


class QuarantineRow(Owned):
    """Bytes that came in and could not be taken as an answer: kept sealed, with the reason, until a person decides."""

    form_id = models.CharField(max_length=200, blank=True)
    form_version = models.CharField(max_length=200, blank=True)
    instance_id = models.CharField(max_length=200, blank=True)
    reason = models.CharField(max_length=60)
    raw = models.CharField(max_length=64)
    fingerprint = models.CharField(max_length=64)
    channel = models.CharField(max_length=12)
    received_on = models.DateField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["workspace", "instance_id", "fingerprint"], name="quarantine_once")
        ]


class InvitationRow(Owned):
    """One invited person or body of a round. In a blind round nothing leads from here to an answer.

    `segment` is what response rates are told by ({"organisation", "sector", "territory", "sex", ...}).
    """

    round = models.ForeignKey(RoundRow, on_delete=models.CASCADE, related_name="+")
    token = models.CharField(max_length=64)
    segment = models.JSONField(default=dict)
    label = models.CharField(max_length=160, blank=True)
    channel = models.CharField(max_length=12, blank=True)
    sent_on = models.DateField(null=True)
    reminded_on = models.JSONField(default=list)
    answered = models.BooleanField(default=False)
    refused = models.BooleanField(default=False)
    response = models.ForeignKey(ResponseRow, on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["workspace", "token"], name="invitation_token")]
        indexes: ClassVar = [models.Index(fields=["workspace", "round"], name="invitation_round")]


class UsedRow(Owned):
    """That an invitation of a blind round is used up, by a mark that only this server's key leads back to it."""

    round = models.ForeignKey(RoundRow, on_delete=models.CASCADE, related_name="+")
    mark = models.CharField(max_length=64)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["workspace", "round", "mark"], name="invitation_used_once")
        ]


class DraftRow(Owned):
    """A half-filled page on the server, sealed with a key that only its own link holds."""

    version = models.ForeignKey(VersionRow, on_delete=models.CASCADE, related_name="+")
    round = models.ForeignKey(RoundRow, on_delete=models.CASCADE, null=True, related_name="+")
    invitation = models.ForeignKey(InvitationRow, on_delete=models.CASCADE, null=True, related_name="+")
    token = models.CharField(max_length=64)
    sealed = models.BinaryField()
    renewed_on = models.DateField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["workspace", "token"], name="draft_token")]


class DraftFileRow(Owned):
    """A picture or sound of a half-filled page, sealed as the draft is; `field` is the place of its question."""

    draft = models.ForeignKey(DraftRow, on_delete=models.CASCADE, related_name="+")
    field = models.CharField(max_length=255)
    sealed = models.BinaryField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["workspace", "draft", "field"], name="draft_file_once")
        ]


class ConsentRow(Owned):
    """A text of consent as it was shown: per language, never changed once an answer rests on it."""

    instrument = models.ForeignKey(InstrumentRow, on_delete=models.CASCADE, related_name="+")
    number = models.PositiveSmallIntegerField()
    texts = models.JSONField()
    since = models.DateField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["workspace", "instrument", "number"], name="consent_number")
        ]


class AnswerImportRow(Owned):
    """A file of answers from another tool, kept closed: waiting for a decision, or taken.

    `files` lists {"name", "digest"}; `wishes` say how it is to be read ({"mapping", "unlisted", "version"}); `account` are
    the numbers of rows when it was taken.
    """

    instrument = models.ForeignKey(InstrumentRow, on_delete=models.CASCADE, related_name="+")
    files = models.JSONField()
    wishes = models.JSONField(default=dict)
    account = models.JSONField(default=dict)
    simulated = models.BooleanField(default=False)
    taken = models.BooleanField(default=False)
    actor = models.CharField(max_length=120)
    at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["workspace", "instrument"], name="answer_import_of")]
