"""E-mail: the one thing that leaves a server by itself, and only where a mail server is named (FILAO_EMAIL_HOST)."""

from __future__ import annotations

from django.conf import settings
from django.core import mail

from filao.core.problems import Problem


def configured() -> bool:
    """Whether anything can be sent."""
    return bool(settings.EMAIL_HOST and settings.DEFAULT_FROM_EMAIL)


def send(to: str, subject: str, text: str) -> None:
    """Send plain text to one person. Raises Problem no_mail_server, mail_refused."""
    if not configured():
        raise Problem("no_mail_server")
    message = mail.EmailMessage(" ".join(subject.split()), text, settings.DEFAULT_FROM_EMAIL, [to])
    try:
        message.send()
    except OSError as error:  # those of the mail protocol are of this kind too
        raise Problem("mail_refused", what=type(error).__name__) from error
