"""Problems of answers that come from other tools, and of answers that go out."""

from __future__ import annotations

from filao.documents.language.gettext import N_
from filao.documents.words.problems.entry import Entry

ANSWERS: dict[str, Entry] = {
    # the file
    "no_answers": Entry(
        N_("“{name}” holds no answers to the form “{form}”."),
        N_("Choose the export of this form, with XML names as heads, and the form it was collected with."),
    ),
    "answer_more_pages": Entry(
        N_("The file is one page of several; the answers of the others are missing."),
        N_("Fetch the other pages too and give all files together."),
    ),
    "answer_second_table": Entry(
        N_("The sheet is a second table of answers beside “{value}”; it was not read."),
        N_("Keep the sheet that counts and take the other out of the file."),
    ),
    "answer_repeat_missing": Entry(
        N_("The file holds no rows of “{field}”, which the form asks several times."),
        N_("Export as XLSX, JSON or a zip with all tables; a single CSV file carries only the main one."),
    ),
    # columns
    "answer_column_unknown": Entry(
        N_("No question of the form goes by “{field}”; the column was not read."),
        N_("Say which question it is, or add the version of the form that had it."),
    ),
    "answer_column_ambiguous": Entry(
        N_("“{field}” may be any of several questions: {questions}. The column was not read."),
        N_("Export again with XML names as heads, or say which question it is."),
    ),
    "answer_column_twice": Entry(
        N_("“{field}” heads several columns for one question; only the first was read."), N_("Keep one of them.")
    ),
    # rows
    "answer_id_unfit": Entry(
        N_("“{value}” cannot be the id of an answer."), N_("Give the id that the answer was sent with, or none.")
    ),
    "answer_id_twice": Entry(
        N_("The answer “{value}” stands also in row {first_row} and says something else."),
        N_("Keep the row that counts."),
    ),
    "answer_rejected": Entry(
        N_("The row belongs to the answer “{value}”, which was not taken."), N_("Mend that answer first.")
    ),
    "answer_row_alone": Entry(
        N_("The row names no answer of the file (“{value}”)."), N_("Export all tables together, without filters.")
    ),
    "answer_parent_twice": Entry(
        N_("Several rows above go by “{value}”, and this row may belong to any of them."),
        N_("Export again in one go; numbers of rows repeat where exports were pasted together."),
    ),
    "answer_parents_differ": Entry(
        N_("The row names two different answers, one by its number and one by its id (“{value}”)."),
        N_("Export again in one go; sorting or pasting has parted the tables."),
    ),
    "answer_encrypted": Entry(
        N_("The answer is still encrypted."),
        N_("Open it with its passphrase where it was collected, then export again."),
    ),
    "answer_no_object": Entry(N_("The entry is not an answer."), N_("Export the file again and leave it as it is.")),
    "answer_too_deep": Entry(N_("The entry holds groups within groups without end."), N_("Export the file again.")),
    "answer_misplaced": Entry(
        N_("“{field}” stands outside the repeat that it belongs to."),
        N_("Export the file again and leave it as it is."),
    ),
    "answer_not_in_version": Entry(
        N_("Version “{version}” of the form does not ask “{field}”, but the answer says “{value}”."),
        N_("Name the version that was answered, or leave the column out."),
    ),
    # cells
    "answer_not_number": Entry(
        N_("“{value}” is not a number as forms keep it."),
        N_("Write digits with a point before decimals, such as 12.5."),
    ),
    "cell_not_date": Entry(
        N_("“{value}” is not a date as forms keep it."),
        N_("Write year, month and day, such as 2026-03-14; other orders are never guessed."),
    ),
    "cell_not_time": Entry(N_("“{value}” is not a time as forms keep it."), N_("Write it as 14:05:00.")),
    "answer_not_moment": Entry(
        N_("“{value}” is not a date with time as forms keep it."), N_("Write it as 2026-03-14T14:05:00.")
    ),
    "cell_not_place": Entry(
        N_("“{value}” is not a place: latitude and longitude, then altitude and accuracy."),
        N_("Write degrees with a point, such as -20.16 57.5; leave the cell empty where none was taken."),
    ),
    "answer_not_ticked": Entry(N_("“{value}” is not OK."), N_("Write OK where the box was ticked, else nothing.")),
    "answer_not_one_or_zero": Entry(
        N_("“{value}” stands in the column of one option."),
        N_("Write 1 for chosen, 0 for not chosen, nothing for not asked."),
    ),
    "answer_not_listed": Entry(
        N_("“{value}” is not an option of “{field}” in any version of the form: {options}."),
        N_("Add the version that offered it, correct the cell, or let options pass that no version lists."),
    ),
    "answer_label_ambiguous": Entry(
        N_("“{value}” can be read as different options of “{field}”."),
        N_("Export again with XML values instead of labels."),
    ),
    "answer_columns_differ": Entry(
        N_("The column of all options says “{value}”, the columns of single options say otherwise."),
        N_("Export again; one of them was changed by hand."),
    ),
    "answer_no_text": Entry(N_("“{value}” is not one value."), N_("Export the file again and leave it as it is.")),
    # cleaning logs
    "log_answer_unknown": Entry(
        N_("The log speaks of the answer “{value}”, which is not beside it."), N_("Give log and data together.")
    ),
    "log_question_unknown": Entry(
        N_("The log speaks of “{value}”, which is no question of the form."), N_("Write the name of the question.")
    ),
    "log_not_done": Entry(
        N_("The log says that “{value}” was changed, but the old value still stands in the data."),
        N_("Carry the change out, or take its line out of the log."),
    ),
    # beside the answers that are held
    "answer_held_otherwise": Entry(
        N_("The answer “{value}” is held already and says something else."),
        N_("It stays as it is. Correct it here with a reason, or take its row out of the file."),
    ),
    "answer_given_up": Entry(
        N_("The answer “{value}” was refused or withdrawn by the person."),
        N_("It is not taken again; take its row out."),
    ),
    "answer_of_other_form": Entry(
        N_("The answer “{value}” belongs to another form here."), N_("Choose the form that it answers.")
    ),
    "answer_put_aside": Entry(
        N_("The answer “{value}” could not be taken and was put aside."),
        N_("Decide on it among the answers put aside."),
    ),
    "instrument_closed": Entry(
        N_("“{title}” takes no answers now."), N_("Open it again, take the answers in, then close it."), 409
    ),
    "no_workbook": Entry(N_("“{title}” was published without a workbook."), N_("Take its XForm instead."), 404),
    "rule_unknown_question": Entry(
        N_("The rule “{rule}” names “{name}”, which is no question of the form."), N_("Write the name of a question.")
    ),
    # answers out
    "statistics_missing": Entry(
        N_("Files for SPSS and Stata need the extra “statistics”, which is not installed."),
        N_("Install it with: pip install 'filao[statistics]'; or export as XLSX or CSV."),
        501,
    ),
}
