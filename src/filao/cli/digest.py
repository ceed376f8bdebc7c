"""filao digest: the week of each body of the working group, and reminders of no-objections, for a timer of the system."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from filao.cli import django
from filao.cli.output import errors, print_json

if TYPE_CHECKING:
    from filao.work.group import GroupMail, Sent


@click.command()
@click.argument("slug", metavar="WORKSPACE")
@django.data_option
@click.option("--send", is_flag=True, help="Send them by e-mail; without it they are only printed, without links.")
@click.option(
    "--passphrase", envvar="FILAO_WORDS", default="", help="Passphrase of the words, where addresses are under one."
)
@click.option("--json", "as_json", is_flag=True, help="Print what is due, or what was sent, as JSON.")
def digest(slug: str, data: Path | None, send: bool, passphrase: str, as_json: bool) -> None:
    """Write to each body of the group in WORKSPACE what waits for it: its digest once a week, and reminders of
    no-objections on their days. Who has nothing to read or to do gets no mail.

    With --send, exit code 1 when the mail server refused some; the next run tries those again.
    """
    django.ready(data)
    django.migrate()
    from filao.work import group, serving, vault, workspaces

    actor = workspaces.local_actor()
    workspace = workspaces.find(actor, slug)
    if passphrase:
        vault.unlock(actor, workspace, passphrase)
    if not send:
        _show(group.due(actor, workspace), as_json)
        return
    place = serving.address()
    out = group.send_due(actor, workspace, (lambda token: f"{place}/{slug}/link/{token}") if place else None)
    if as_json:
        print_json({"digests": _told(out.digests), "reminders": _told(out.reminders)})
    else:
        for name, sent in (("digests", out.digests), ("reminders", out.reminders)):
            click.echo(f"{sent.count} {name} sent")
            if sent.without:
                click.echo(f"    without an address: {', '.join(sent.without)}")
            if sent.refused:
                click.echo(f"    refused by the mail server: {', '.join(sent.refused)}")
        if out.before:
            errors.print(f"The digests of this week went out on {out.before}.")
    if out.digests.refused or out.reminders.refused:
        click.get_current_context().exit(1)


def _told(sent: Sent) -> dict[str, object]:
    return {"count": sent.count, "without": sent.without, "refused": sent.refused}


def _show(mails: Sequence[GroupMail], as_json: bool) -> None:
    found = [{"body": m.organisation_id, "language": m.language, "subject": m.subject, "text": m.text} for m in mails]
    if as_json:
        print_json(found)
        return
    for one in found:
        click.echo(f"{one['body']}: {one['subject']}\n\n{one['text']}")
    errors.print(f"{len(found)} mails are due; nothing was sent.")
