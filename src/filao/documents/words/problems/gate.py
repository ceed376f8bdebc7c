"""What the gate says before a form is published. {name} is the name of the question."""

from __future__ import annotations

from filao.documents.language.gettext import N_
from filao.documents.words.problems.entry import Entry

GATE: dict[str, Entry] = {
    # logic
    "reference_unknown": Entry(
        N_("The {column} of “{name}” refers to “{reference}”, which is not in the form."),
        N_("Correct the name; a word that is no question belongs in quotation marks."),
    ),
    "reference_repeated": Entry(
        N_("The {column} of “{name}” takes “{reference}” for one answer, but it stands in a block that is repeated."),
        N_("Move it into the block, or use sum(), count() or indexed-repeat()."),
    ),
    "group_empty": Entry(N_("The group “{name}” shows nothing."), N_("Move its calculations out, or delete it.")),
    "list_unknown": Entry(
        N_("The {column} of “{name}” looks into the list “{list}”, which the form does not have."),
        N_("Correct the name of the list, or add it."),
    ),
    "list_column_unknown": Entry(
        N_("The {column} of “{name}” compares the column “{value}”, which the list “{list}” does not have."),
        N_("Add the column to the list, or correct its name."),
    ),
    "refers_ahead": Entry(
        N_("Whether “{name}” is asked depends on “{reference}”, which comes later in the form."),
        N_("Move the question behind it, or people will not see it at first."),
    ),
    "option_unknown": Entry(
        N_("The {column} of “{name}” compares “{question}” with “{option}”, which is not among its options."),
        N_("Use the name of an option as it stands in the sheet choices."),
    ),
    "unreachable": Entry(
        N_("“{name}” can never be seen: its condition is false whatever is answered."),
        N_("Correct the condition ({text}), or take it out."),
    ),
    # texts and options
    "language_missing": Entry(
        N_("The form has no texts in {language}."), N_("Add the columns for it, or do not offer the language.")
    ),
    "translation_missing": Entry(
        N_("{number} texts of the column {column} are missing in {language}, among them: {names}."),
        N_("Fill in the column for this language; people see “-” until then."),
    ),
    "draft_texts": Entry(
        N_("{number} texts in {language} are drafts."), N_("Have a native speaker read them, then take “[draft]” out.")
    ),
    "slot_open": Entry(
        N_("“{name}” still has a place to be filled in."), N_("Write what belongs there in the workbook, then upload it.")
    ),
    "text_missing": Entry(N_("“{name}” is shown and says nothing."), N_("Write its label.")),
    "no_options": Entry(N_("“{name}” has no options to choose from."), N_("Add options to its list.")),
    "option_twice": Entry(
        N_("“{name}” offers the option “{option}” twice."), N_("Give each option a name of its own.")
    ),
    "option_unlabelled": Entry(
        N_("Options of “{name}” have no label: {options}."), N_("Write what people read for each of them.")
    ),
    "file_missing": Entry(
        N_("The form needs the file “{file}”, which was not uploaded."), N_("Upload it together with the form.")
    ),
    "range_as_scale": Entry(
        N_("“{name}” is a slider from {start} to {end}: it shows an answer before one is given, and leans people to it."),
        N_("Ask with select_one and one option for each step."),
    ),
    # who answers
    "identifying_metadata": Entry(
        N_("The form is declared anonymous and takes “{what}” from the device."), N_("Take the row out of the form.")
    ),
    "exact_time": Entry(
        N_("The form is declared anonymous and keeps the exact time ({what})."),
        N_("Take the row out; Filao keeps the day, not the minute."),
    ),
    "exact_place": Entry(
        N_("The form is declared anonymous and “{name}” keeps where people are."),
        N_("Ask for the island or district instead."),
    ),
    "recording_identifies": Entry(
        N_("The form is declared anonymous and “{name}” keeps a voice or a picture."), N_("Take the question out.")
    ),
    "identifying_question": Entry(
        N_("The form is declared anonymous and “{name}” asks for {what}."),
        N_("Take the question out, or do not declare the form anonymous."),
    ),
    "many_traits": Entry(
        N_("The form is anonymous and asks for {number} traits that together may single somebody out: {traits}."),
        N_("Ask for fewer of them, and in wide bands."),
    ),
    "person_named": Entry(
        N_("“{name}” asks for the name of a person."), N_("Ask for the function; Filao keeps bodies, not persons.")
    ),
    "recording_without_consent": Entry(
        N_("“{name}” records without having asked."),
        N_("Ask first whether recording is agreed to, and let the question depend on the answer."),
    ),
    # victims and cases
    "asks_victim": Entry(
        N_("“{name}” asks for {what}. Filao keeps nothing of victims and cases."),
        N_("Take the question out; ask how the service works in general."),
    ),
    "case_repeat": Entry(
        N_("“{name}” is filled in once for each victim or case. Filao keeps no cases."),
        N_("Ask for numbers in bands, or take the block out."),
    ),
    "words_identify": Entry(
        N_("The words of “{name}” hold {what}: “{excerpt}”."), N_("Write it without what identifies a person or a place.")
    ),
    # consent
    "consent_not_asked": Entry(
        N_("The form asks nobody whether they agree to take part."),
        N_("Begin with what it is about and a question “consent” with yes and no."),
    ),
    "consent_unused": Entry(
        N_("Nothing depends on the answer to “{question}”: who says no is asked all the same."),
        N_("Let the groups that follow depend on it."),
    ),
    "stop_script_missing": Entry(
        N_("The form has no stop script for when a person or a case is spoken of."),
        N_("Add a note called stop_script with the words to say."),
    ),
    "card_missing": Entry(
        N_("The form does not say whom to turn to when somebody discloses."),
        N_("Add a note with the numbers to call and the channel to report misconduct."),
    ),
}  # fmt: skip
