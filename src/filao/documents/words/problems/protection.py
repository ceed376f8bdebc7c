"""What is said when personal data cannot be kept, taken out or destroyed as asked, and of breaches."""

from __future__ import annotations

from filao.documents.language.gettext import N_
from filao.documents.words.problems.entry import Entry

PROTECTION: dict[str, Entry] = {
    "no_such_kind_of_data": Entry(
        N_("There is no kind of personal data “{value}”."), N_("Choose one from the page “Protection”."), 404
    ),
    "kind_is_kept": Entry(
        N_("This kind is kept as long as the workspace: without it nobody could answer for what was done."),
        N_("Leave it out of the destruction."),
        409,
    ),
    "until_missing": Entry(N_("The day until which it is kept is missing."), N_("Enter a day.")),
    "days_missing": Entry(
        N_("The number of days is missing, or larger than {most}."), N_("Enter a whole number of days.")
    ),
    "nothing_to_destroy": Entry(N_("Nothing of this is held."), N_("Choose another kind or day."), 409),
    "holdings_moved": Entry(
        N_("What is held has changed since it was shown."), N_("Look at the numbers again, then confirm."), 409
    ),
    "second_person_needed": Entry(
        N_("This workspace asks for a second person before restricted data leaves, and none has agreed to this."),
        N_("Ask for it under Work, Protection; another person approves within 24 hours."),
        403,
    ),
    "no_second_person": Entry(
        N_("Nobody else in this workspace could approve a request."),
        N_("Give a second person the role of owner or coordinator first."),
        409,
    ),
    "no_such_act": Entry(N_("“{value}” is not an act that needs a second person."), N_("Use one of: {codes}.")),
    "own_request": Entry(
        N_("Whoever asks does not decide: this request is your own."), N_("Ask another owner or coordinator."), 403
    ),
    "request_over": Entry(
        N_("This request was decided on, or is older than 24 hours."), N_("A new request can be made."), 409
    ),
    "nature_missing": Entry(N_("What happened is missing."), N_("Describe it in one or two sentences.")),
    "future_moment": Entry(N_("This moment has not come yet."), N_("Check date and time.")),
    "before_breach": Entry(
        N_("This moment lies before the one at which the breach became known."), N_("Check date and time.")
    ),
    "reason_late_missing": Entry(
        N_("The notice was given after the time that the law allows."), N_("Write the reasons for the delay.")
    ),
    "closing_missing": Entry(
        N_("How it ended is missing."), N_("Write what was decided; where nobody was told, write why.")
    ),
    "breach_closed": Entry(N_("Breach {number} is closed."), N_("Log a new one if more has come to light."), 409),
    "retention_overdue": Entry(
        N_("{count} rows of personal data in “{workspace}” are kept longer than was decided: {kinds}."),
        N_("Destroy them under Work, Protection, or set another day with its reason."),
    ),
}
