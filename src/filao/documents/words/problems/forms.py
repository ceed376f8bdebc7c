"""Problems of published forms, of their logic and of answers to them."""

from __future__ import annotations

from filao.documents.language.gettext import N_
from filao.documents.words.problems.entry import Entry

FORMS: dict[str, Entry] = {
    # files
    "xml_broken": Entry(
        N_("“{name}” is not XML that can be read (line {line})."),
        N_("Take the file anew from the program that made it, and send it unchanged."),
    ),
    "xml_doctype": Entry(
        N_("“{name}” declares a document type or XML entities and was not opened."),
        N_("Make the file anew; forms and answers hold none."),
    ),
    "xml_too_large": Entry(
        N_("“{name}” holds more than {limit} elements."), N_("Put long lists of options into a file beside the form."), 413
    ),
    "not_xform": Entry(
        N_("“{name}” is not a form: it lacks a model, an instance or a body."),
        N_("Upload the XLSForm; Filao makes the form from it."),
        415,
    ),
    "xform_no_node": Entry(
        N_("“{name}” asks for {path}, which its instance lacks."), N_("Make the form anew from its XLSForm.")
    ),
    "not_submission": Entry(
        N_("“{name}” does not say which form it answers."), N_("Send the answer from the form that was published.")
    ),
    "not_a_list": Entry(
        N_("“{name}” is not a list of options that can be read."),
        N_("Save it as CSV in UTF-8 with the columns name and label."),
        415,
    ),
    # logic
    "xpath_syntax": Entry(
        N_("The expression “{text}” cannot be read at character {position}: “{near}”."),
        N_("Look for a missing bracket, quotation mark or operator there."),
    ),
    "xpath_unknown_function": Entry(
        N_("The function {function}() is not one that forms know (character {position})."),
        N_("Check its spelling in the list of functions of the ODK documentation."),
    ),
    "xpath_arguments": Entry(
        N_("The function {function}() does not take {count} arguments (character {position})."),
        N_("See how many it takes in the list of functions of the ODK documentation."),
    ),
    "xpath_pattern": Entry(
        N_("The pattern “{value}” of {function}() cannot be read, or may try without end on some answers."),
        N_("Correct it: no repetition directly within a repetition, as in (a+)+."),
    ),
    "xpath_too_deep": Entry(
        N_("The expression is longer or deeper than {limit} steps."), N_("Divide it into several calculations.")
    ),
    "form_cycle": Entry(
        N_("These questions wait for each other: {paths}."), N_("Take one of them out of the other's calculation.")
    ),
    "form_too_many_repeats": Entry(
        N_("{path} would be repeated {count} times; at most {limit} are kept."), N_("Correct the number, then go on.")
    ),
    "no_such_place": Entry(N_("The form has no place {path}."), N_("Open the form again from its first page."), 404),
    "repeat_fixed": Entry(
        N_("The form itself says how often {path} is repeated."), N_("Change the answer that gives the number."), 409
    ),
    # answers
    "answer_required": Entry(N_("This question needs an answer."), N_("Answer it, then go on.")),
    "answer_constraint": Entry(N_("This answer does not fit the rule of the question."), N_("Correct it, then go on.")),
    "answer_not_integer": Entry(N_("“{value}” is not a whole number."), N_("Write digits only.")),
    "answer_not_decimal": Entry(N_("“{value}” is not a number."), N_("Write digits, with a point for decimals.")),
    "answer_not_date": Entry(N_("“{value}” is not a date."), N_("Write it as 2024-03-14.")),
    "answer_not_time": Entry(N_("“{value}” is not a time of the day."), N_("Write it as 14:30.")),
    "answer_not_datetime": Entry(N_("“{value}” is not a date with a time."), N_("Write it as 2024-03-14T14:30.")),
    "answer_not_range": Entry(
        N_("“{value}” is not on the scale from {start} to {end}."), N_("Choose a step of the scale.")
    ),
    "answer_not_choice": Entry(N_("“{value}” is not among the options."), N_("Choose one of the options shown.")),
    "answer_rank": Entry(N_("Every option needs a place in the order."), N_("Put all of them in order.")),
    "answer_not_place": Entry(
        N_("“{value}” is not a place."), N_("Write latitude and longitude in degrees, separated by a blank.")
    ),
}  # fmt: skip
