"""What goes wrong with meetings, minutes, decisions and actions of the working group."""

from __future__ import annotations

from filao.documents.language.gettext import N_
from filao.documents.words.problems.entry import Entry

GROUP: dict[str, Entry] = {
    "no_such_meeting": Entry(N_("The group has no meeting {code}."), N_("Choose from the list of meetings."), 404),
    "no_such_item": Entry(
        N_("The agenda has no item {position}."), N_("Choose from the items of the meeting."), 404
    ),
    "no_such_decision": Entry(N_("There is no decision {code}."), N_("Choose from the decision register."), 404),
    "no_such_duty": Entry(N_("There is no action {code}."), N_("Choose from the list of actions."), 404),
    "minutes_adopted": Entry(
        N_("The minutes of meeting {code} are adopted; nothing in them changes any more."),
        N_("Record a correction at the next meeting."), 409,
    ),
    "minutes_empty": Entry(N_("No item has minutes yet."), N_("Write what was said under at least one item."), 409),
    "not_circulated": Entry(
        N_("The minutes have not been out for comments."), N_("Send them out for comments first."), 409
    ),
    "comments_still_open": Entry(
        N_("Comments on the minutes are taken until {day}."), N_("Adopt them on a later day."), 409
    ),
    "comments_closed": Entry(
        N_("Comments on these minutes are not taken, or not any more."), N_("Speak to the secretariat."), 409
    ),
    "appointed_before": Entry(
        N_("Whoever holds the seat was appointed on {day}, which is later."), N_("Enter that day or a later one.")
    ),
    "attendance_missing": Entry(
        N_("Nobody has noted who came, and the meeting took decisions: whether its quorum was reached is not known."),
        N_("Note who came, then adopt the minutes."), 409,
    ),
    "not_to_confirm": Entry(
        N_("Decision {code} needs no confirmation: its meeting had its quorum, or it is confirmed already."),
        N_("Leave the choice empty."), 409,
    ),
    "quorum_again": Entry(
        N_("This meeting has no quorum itself and confirms nothing."),
        N_("Ask for the confirmation as a no-objection, or at a meeting with its quorum."), 409,
    ),
    "not_a_paper": Entry(
        N_("“{name}” is no file that members can open safely."),
        N_("Save it as PDF, Word (DOCX), Excel (XLSX) or PowerPoint (PPTX) without macros, and try again."), 415,
    ),
    "same_paper": Entry(
        N_("This is the file of version {number} already."), N_("Choose the new version of the file."), 409
    ),
    "nobody_chosen": Entry(N_("Nobody is chosen."), N_("Tick at least one body.")),
    "votes_missing": Entry(N_("A vote needs its counts."), N_("Enter votes for, against and abstentions.")),
    "votes_too_many": Entry(
        N_("More votes were counted than the group has members with a voice: {count}."),
        N_("Check the counts; observers do not vote."),
    ),
    "last_day_missing": Entry(
        N_("A no-objection needs a last day that lies ahead."), N_("Enter the last day for answers.")
    ),
    "paper_missing": Entry(
        N_("A no-objection needs the file that it is about."), N_("Build the document first, then choose it.")
    ),
    "answers_closed": Entry(
        N_("No answer is taken on this decision, or not any more."), N_("Bring the matter to the next meeting."), 409
    ),
    "report_unfounded": Entry(
        N_("What shows that it is done is missing."), N_("Name the letter, report or file that shows it.")
    ),
}  # fmt: skip
