"""Problems of meetings that validate."""

from __future__ import annotations

from filao.documents.language.gettext import N_
from filao.documents.words.problems.entry import Entry

VALIDATION: dict[str, Entry] = {
    "no_such_validation": Entry(N_("There is no such meeting."), N_("Choose one from the list."), 404),
    "validation_closed": Entry(
        N_("The meeting is closed; its record stays as it is."), N_("Put the items before another meeting."), 409
    ),
    "no_items": Entry(N_("Nothing is put before the meeting."), N_("Choose a finding, or write an item.")),
    "too_many_items": Entry(
        N_("A meeting can take {limit} items at most."), N_("Choose fewer, or spread them over two meetings.")
    ),
    "still_answering": Entry(
        N_("Answers may still come in."), N_("End answering first; then the answers are counted."), 409
    ),
    "meeting_not_closed": Entry(
        N_("The meeting has not been closed: it has no record yet."), N_("Close it first."), 409
    ),
    "plenary_open": Entry(
        N_("Items that the meeting has not yet decided: {count}."),
        N_("Note for each what the plenary said."),
        409,
    ),
    "new_words_missing": Entry(
        N_("The item was accepted with a change, and the changed words are missing."), N_("Write the new words.")
    ),
}
