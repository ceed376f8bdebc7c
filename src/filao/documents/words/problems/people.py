"""Problems of people: who may come in, by which code or link, and what a server needs."""

from __future__ import annotations

from filao.documents.language.gettext import N_
from filao.documents.words.problems.entry import Entry

PEOPLE: dict[str, Entry] = {
    # coming in
    "local_key_missing": Entry(
        N_("This address opens nothing by itself."),
        N_("Open Filao with the whole address that “filao run” prints."),
        403,
    ),
    "no_accounts_here": Entry(
        N_("On this machine there are no accounts."), N_("Open Filao with the address that “filao run” prints."), 404
    ),
    "no_mail_server": Entry(
        N_("No mail can be sent from here."),
        N_("Ask the administrator for a printed code, or name a mail server."),
        404,
    ),
    "mail_refused": Entry(
        N_("The mail was not sent: {what}."), N_("Try again in a while, or hand over a printed code."), 502
    ),
    "other_secret": Entry(
        N_("The second factors were sealed under another FILAO_SECRET."),
        N_("Set the secret of before, or have the person’s account renewed: filao invite EMAIL --renew."),
        500,
    ),
    "too_often": Entry(N_("That was tried too often in a short time."), N_("Wait some minutes, then try again."), 429),
    "code_unknown": Entry(
        N_("This code opens nothing, or nothing any more."),
        N_("Compare it with the paper, sign by sign; a code opens once and for seven days."),
        404,
    ),
    "sign_in_first": Entry(
        N_("The address {email} has an account already."), N_("Sign in with it, then open the invitation again."), 409
    ),
    "link_dead": Entry(
        N_("This link opens nothing, or nothing any more."), N_("Ask whoever sent it for a new one."), 404
    ),
    "link_elsewhere": Entry(
        N_("This link was opened in another browser."),
        N_("Open it there. If it was not you, tell whoever sent it: it can be taken back."),
        403,
    ),
    "no_server_here": Entry(
        N_("Links open on a server only."), N_("On a laptop, send the sheet as a file or on paper."), 404
    ),
    # who holds which role
    "no_such_role": Entry(N_("There is no role “{role}”."), N_("Use one of: {codes}.")),
    "role_above": Entry(
        N_("Your role does not give or take the role “{role}”."), N_("Ask somebody who holds it."), 403
    ),
    "own_role": Entry(N_("Nobody gives a role to oneself."), N_("Ask somebody else who may."), 403),
    "no_such_member": Entry(
        N_("Nobody here has this role and this account."), N_("Choose from the list of people."), 404
    ),
    "last_administrator": Entry(
        N_("This is the last administrator of the workspace."), N_("Invite another one first."), 409
    ),
    # a server
    "server_not_ready": Entry(N_("The server does not start."), N_("Mend what follows, then start it again.")),
    "setting_missing": Entry(
        N_("The setting {name} is missing."), N_("Set it; `filao install-files` writes an example.")
    ),
    "secret_short": Entry(N_("FILAO_SECRET has fewer than {limit} signs."), N_("Take a longer one, made at random.")),
    "address_not_https": Entry(
        N_("“{value}” is no address that begins with https://."),
        N_("Give the address that people type; a proxy speaks HTTPS for Filao."),
    ),
    "address_not_served": Entry(N_("The name {value} is not among FILAO_HOSTS."), N_("Add it there.")),
    "debug_on": Entry(N_("Debug mode is on."), N_("Start with the settings of Filao itself.")),
}
