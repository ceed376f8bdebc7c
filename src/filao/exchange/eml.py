"""A mail as a file (RFC 5322) that mail programs open as a draft, for who sends it from a mailbox of their own."""

from __future__ import annotations

from collections.abc import Sequence
from email.message import EmailMessage
from email.policy import SMTP

File = tuple[str, bytes, str]
"""A file that goes with the mail: name, bytes, media type."""


def write(to: str, copy: str, subject: str, text: str, files: Sequence[File] = ()) -> bytes:
    """The mail without sender and date, which the program that sends it adds; "" leaves an address out."""
    message = EmailMessage(policy=SMTP)
    message["Subject"] = " ".join(subject.split())
    for name, address in (("To", to), ("Cc", copy)):
        if address:
            message[name] = address
    message["X-Unsent"] = "1"
    message.set_content(text, charset="utf-8", cte="base64")
    for name, data, kind in files:
        main, _slash, sub = kind.partition("/")
        message.add_attachment(data, maintype=main, subtype=sub, filename=name)
    if files:
        message.set_boundary("=_filao_part")
    return message.as_bytes()
