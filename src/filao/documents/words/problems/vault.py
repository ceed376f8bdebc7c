"""What the vault says when words of people cannot be closed or opened."""

from __future__ import annotations

from filao.documents.language.gettext import N_
from filao.documents.words.problems.entry import Entry

VAULT: dict[str, Entry] = {
    "words_locked": Entry(
        N_("The words of people are locked."),
        N_("Unlock them with the workspace's passphrase, under Work, then open the page again."),
        423,
    ),
    "wrong_words_passphrase": Entry(
        N_("This is not the passphrase of the words of this workspace."),
        N_("Enter it again; the attempt stands in the journal."),
        403,
    ),
    "words_passphrase_short": Entry(
        N_("The passphrase is shorter than {least} characters."), N_("Take four or more words that nobody guesses.")
    ),
    "words_passphrases_differ": Entry(
        N_("The two passphrases differ."), N_("Enter the new passphrase twice, letter by letter the same.")
    ),
    "words_key_lost": Entry(
        N_("The key of this machine does not open the words of people: words.key is gone, or is another one."),
        N_("Put the file words.key back into the data folder, or restore an encrypted backup, which holds it."),
        503,
    ),
    "words_destroyed": Entry(
        N_("The key of these words was destroyed; nobody can read them any more."),
        N_("The journal says when and why."),
        410,
    ),
    "not_sealed": Entry(
        N_("Closed words were changed, or stand where they do not belong."), N_("Restore the last backup."), 410
    ),
    "words_without_key": Entry(
        N_("{count} closed contents of “{workspace}” name a key that is not on record: nobody can open them."),
        N_("Restore the last backup, which holds the key."),
    ),
    "instruments_open": Entry(
        N_("Answers may still come in under this key: {titles}."), N_("Close these questionnaires first."), 409
    ),
    "clear_copy": Entry(
        N_("The copy “{name}” holds words of people in clear: it was made before they were closed."),
        N_("Remove it once the new version works: filao doctor --mend"),
    ),
}
