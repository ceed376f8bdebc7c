"""Problems of people who answer a form behind a link, and of the rounds and rooms they answer in."""

from __future__ import annotations

from filao.documents.language.gettext import N_
from filao.documents.words.problems.entry import Entry

RESPONDENTS: dict[str, Entry] = {
    "link_unknown": Entry(
        N_("This link leads to no form."),
        N_("Check that it is whole, or ask the person who sent it for a new one."),
        404,
    ),
    "not_open": Entry(
        N_("This form takes no answers now."), N_("Ask the person who sent you the link when it is open."), 410
    ),
    "draft_unknown": Entry(
        N_("No half-filled form waits under this code."),
        N_("Check the code. Half-filled forms are deleted after 30 days without use."),
        404,
    ),
    "answers_unsound": Entry(
        N_("Some answers are missing or do not fit."), N_("Go back to the questions named and mend them."), 422
    ),
    "attachment_too_large": Entry(
        N_("The file is larger than {limit_mb} MB."), N_("Choose a smaller one, or leave it out."), 413
    ),
    "attachment_kind": Entry(
        N_("The file is not of the kind that the question asks for."), N_("Choose another one, or leave it out."), 415
    ),
}
"""What people who answer may read of links, drafts and files: said in Kreol too."""

OF_ANSWERS = (
    "answer_required", "answer_constraint", "answer_not_integer", "answer_not_decimal", "answer_not_date",
    "answer_not_time", "answer_not_datetime", "answer_not_range", "answer_not_choice", "answer_not_place", "answer_rank",
    "form_too_many_repeats", "no_such_receipt",
)  # fmt: skip
"""Codes of what may be wrong with an answer or a receipt, which people who answer read as well."""

FIELDWORK: dict[str, Entry] = {
    "no_such_round": Entry(N_("This round of fieldwork does not exist."), N_("Choose one from the list."), 404),
    "round_title_taken": Entry(N_("A round is already called “{title}”."), N_("Give this one another name.")),
    "not_simulated": Entry(
        N_("In “{title}” people are asked: no made-up answer is taken in."),
        N_("Set up a round that is marked as simulated."),
        409,
    ),
    "simulated_too_many": Entry(N_("At most {limit} made-up answers are taken in at once."), N_("Ask for fewer.")),
    "instrument_not_published": Entry(
        N_("“{title}” is not open: it has no published version, or it was closed."),
        N_("Publish or reopen the form first."),
    ),
    "target_unclear": Entry(
        N_("“{line}” does not say which answers are wanted."),
        N_("Write each on its own line, as in “sex: woman = 100”."),
    ),
    "blind_round_over": Entry(
        N_("A blind round that was stopped stays closed: answers that came after would stand out."),
        N_("Set up another round for those who have not answered."),
    ),
    "results_told": Entry(
        N_("Answering has ended and its results are told: what came after would be read from the difference."),
        N_("Set up another round for those who have not answered."),
    ),
    "pool_key_lost": Entry(
        N_("Answers of a blind round wait under the key of another server."),
        N_("Restore the key of that server, then stop the round again."),
    ),
    "round_is_open": Entry(
        N_("This round is open to whoever has its link: nobody is invited to it."),
        N_("Set up a round of invited people, named or blind."),
    ),
    "frame_column": Entry(
        N_("The sheet has a column “{column}”: only {columns} are taken, and no names of persons."),
        N_("Take the column out, or rename it."),
    ),
    "frame_empty": Entry(
        N_("Nobody is left to be invited by what was chosen."), N_("Choose more sectors, places or stages.")
    ),
    "frame_cell": Entry(N_("A cell of row {row} has more than {limit} signs."), N_("Write a short code or function.")),
    "frame_too_long": Entry(
        N_("More than {limit} would be invited to this round."), N_("Split it into several rounds.")
    ),
    "no_such_invitation": Entry(N_("This invitation is not open any more."), N_("Choose one from the list.")),
    "no_such_channel": Entry(N_("“{value}” is no way to send an invitation."), N_("Choose one from the list.")),
    "too_few_codes": Entry(
        N_("From 1 to {limit} badges can be printed at once."), N_("Enter a number in these bounds.")
    ),
    "no_pairing_question": Entry(
        N_("“{title}” asks for no code to pair answers by."),
        N_("Add the questions of the code to the form (a question named pairing_code, or own_code_1 to own_code_5)."),
    ),
    "body_not_told": Entry(
        N_("The answer does not say for which body of the register somebody spoke."),
        N_("Enter the meeting by hand at the desk."),
    ),
    "simulated_answer": Entry(
        N_("This answer is simulated: it says nothing of the register."), N_("Take over answers of real interviews.")
    ),
    "answer_proposed": Entry(N_("This answer has been taken over already."), N_("Look at the meeting it became.")),
    "blind_offline": Entry(
        N_("A blind round is not answered without a network: what comes late and alone would stand out."),
        N_("Set up a named or an open round for devices without a network."),
    ),
    "answer_other_form": Entry(
        N_("The answer belongs to another form than the link."), N_("Send it by the link of its own form."), 422
    ),
    "queue_file_unreadable": Entry(
        N_("The file holds no waiting answers."),
        N_("Choose the file that a device saved, with the ending .filao-queue, as it was saved."),
    ),
    "queue_file_too_large": Entry(
        N_("The file is larger than {limit_mb} MB."), N_("Send the answers from the device itself."), 413
    ),
    "queue_file_other_form": Entry(
        N_("The answers of the file belong to another form, “{form}”."), N_("Open a round of that form.")
    ),
    "queue_file_pin": Entry(
        N_("The file is closed with the PIN of its device, and this is not it."),
        N_("Ask for the PIN where the file was saved."),
    ),
    "paper_number_taken": Entry(
        N_("Sheet {number} is keyed in already."), N_("Check the number, or compare the two as a second entry."), 409
    ),
    "paper_number_unknown": Entry(
        N_("Sheet {number} has not been keyed in."), N_("Check the number, or take it in as a first entry.")
    ),
    "paper_gaps": Entry(
        N_("{count} needed answers are empty."), N_("Look at the sheet again, or tick that the paper leaves them open.")
    ),
    "keyed_no_option": Entry(
        N_("“{value}” is no number of an option."), N_("Use the numbers on the paper, up to {most}.")
    ),
    "keyed_order": Entry(
        N_("The order does not hold each number once."), N_("Write the number in each box in turn, from 1 to {most}.")
    ),
    "room_no_address": Entry(
        N_("This machine has no address in a local network."),
        N_("Join the Wi-Fi of the room, or open a hotspot, and start again."),
    ),
}

ANSWERING: dict[str, Entry] = {**RESPONDENTS, **FIELDWORK}
