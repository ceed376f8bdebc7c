"""E-mail: the one thing that leaves a server by itself, and only where a mail server is named (FILAO_EMAIL_HOST)."""

from __future__ import annotations

from collections.abc import Sequence

from django.conf import settings
from django.core import mail

from filao.core.problems import Problem


def configured() -> bool:
    """Whether anything can be sent."""
    return bool(settings.EMAIL_HOST and settings.DEFAULT_FROM_EMAIL)


File = tuple[str, bytes, str]
"""A file that goes with a mail: name, bytes, media type."""


def send(to: str, subject: str, text: str, *, copy: Sequence[str] = (), files: Sequence[File] = ()) -> None:
    """Send plain text to one person, with copies and files where there are any. Raises Problem no_mail_server,
    mail_refused."""
    if not configured():
        raise Problem("no_mail_server")
    message = mail.EmailMessage(" ".join(subject.split()), text, settings.DEFAULT_FROM_EMAIL, [to], cc=list(copy))
    for name, data, kind in files:
        message.attach(name, data, kind)
    try:
        message.send()
    except OSError as error:  # those of the mail protocol are of this kind too
        raise Problem("mail_refused", what=type(error).__name__) from error
