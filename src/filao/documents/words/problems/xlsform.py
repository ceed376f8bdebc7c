"""Problems of questionnaires: what keeps an XLSForm from being compiled, and what was odd about it."""

from __future__ import annotations

from filao.documents.language.gettext import N_
from filao.documents.words.problems.entry import Entry

XLSFORM: dict[str, Entry] = {
    # the file
    "form_legacy": Entry(
        N_("“{name}” is a workbook in the old Excel format, whatever its name says."),
        N_("Open it in a spreadsheet program and save it as XLSX."),
        415,
    ),
    "form_locked": Entry(
        N_("“{name}” is locked with a password."), N_("Save it without a password, as XLSX."), 415
    ),
    "form_is_xml": Entry(
        N_("“{name}” is an XML file, not the workbook of a form."), N_("Upload the XLSForm it was made from."), 415
    ),
    "form_is_text": Entry(
        N_("“{name}” is a text or CSV file; a form needs the sheets survey, choices and settings."),
        N_("Save the whole workbook as XLSX."),
        415,
    ),
    "form_is_data": Entry(
        N_("“{name}” holds answers, not questions: it has the columns {columns}."),
        N_("Upload the form itself; answers are taken in under Fieldwork."),
    ),
    "form_no_survey": Entry(
        N_("“{name}” has no sheet “survey”; it has: {sheets}."), N_("Name the sheet that holds the questions “survey”.")
    ),
    "form_no_questions": Entry(
        N_("The sheet “survey” of “{name}” holds no question."), N_("Write one question on each row.")
    ),
    "form_too_large": Entry(
        N_("“{name}” holds more than {limit} rows, cells or references in one form."),
        N_("Move long lists to a CSV file beside the form, or split the form."),
        413,
    ),
    "form_too_deep": Entry(
        N_("Sheet {sheet}, row {row}: more than {limit} groups stand within each other."), N_("Use fewer levels.")
    ),
    "form_too_many_languages": Entry(
        N_("“{name}” has more than {limit} languages: {languages}."),
        N_("Check that the columns of one language are spelt alike."),
    ),
    # its columns
    "form_no_columns": Entry(
        N_("Sheet {sheet} of “{name}” lacks the columns {columns} in its first row."),
        N_("Write the names of the columns in the first row of the sheet."),
    ),
    "form_column_twice": Entry(
        N_("Sheet {sheet} of “{name}” has the column “{column}” twice ({places})."), N_("Keep one of them.")
    ),
    "form_column_language": Entry(
        N_("Sheet {sheet}: the column “{column}” cannot be read: “{value}” takes no language, or one alone."),
        N_("Write the column's name without what follows “::”."),
    ),
    "form_column_misspelt": Entry(
        N_("Sheet {sheet}: the column “{column}” is not read."), N_("Rename it to “{like}” if that is meant.")
    ),
    "form_column_unread": Entry(
        N_("Sheet {sheet}: the column “{column}” is not read."),
        N_("Nothing is to be done if it holds your own notes; otherwise correct its name."),
    ),
    "form_entities": Entry(
        N_("The form declares entities (sheet {sheet}, row {row}), which Filao does not keep."),
        N_("Take out the sheet “entities” and the column “save_to”."),
    ),
    "form_external_choices": Entry(
        N_("The form takes options from the sheet “external_choices”, an old way that few programs read."),
        N_("Use select_one_from_file with a CSV file, or choices with a choice_filter."),
    ),
    # its rows
    "form_type_missing": Entry(
        N_("Sheet {sheet}, row {row}: the question has no type."), N_("Write its type, for instance text or select_one.")
    ),
    "form_type_unknown": Entry(
        N_("Sheet {sheet}, row {row}: “{value}” is not a type of question."),
        N_("Use a type of XLSForm; the nearest is “{like}”."),
    ),
    "form_type_obsolete": Entry(
        N_("Sheet {sheet}, row {row}: phones no longer give “{value}”."), N_("Take the row out.")
    ),
    "form_name_missing": Entry(
        N_("Sheet {sheet}, row {row}: the question or group has no name."), N_("Give it a short name of its own.")
    ),
    "form_name_unfit": Entry(
        N_("Sheet {sheet}, row {row}: “{value}” cannot be a name."),
        N_("Begin with a letter; use letters, digits, “_”, “-” and “.”, without spaces."),
    ),
    "form_name_twice": Entry(
        N_("Sheet {sheet}, row {row}: the name “{value}” stands already in the same group."),
        N_("Give one of the two another name."),
    ),
    "form_name_case": Entry(
        N_("Sheet {sheet}, row {row}: the name “{value}” differs from another only in capital letters."),
        N_("Rename one of them: tables of answers may take them for one."),
    ),
    "form_name_of_repeat": Entry(
        N_("Sheet {sheet}, row {row}: the name “{value}” of the repeat stands already in the form, or is that of the form."),
        N_("Give the repeat a name that nothing else has."),
    ),
    "form_name_kept": Entry(
        N_("Sheet {sheet}, row {row}: the name “{value}” cannot be used here."),
        N_("“meta” and “audit” are kept for the form itself; leave the name of an audit empty."),
    ),
    "form_label_missing": Entry(
        N_("Sheet {sheet}, row {row}: the question “{value}” has no label and no hint."), N_("Write what is asked.")
    ),
    "form_calculation_missing": Entry(
        N_("Sheet {sheet}, row {row}: the type is calculate, and the column calculation is empty."),
        N_("Write the calculation."),
    ),
    "form_begin_alone": Entry(
        N_("Sheet {sheet}, row {row}: “{value}” has no end."), N_("Add its end row where the group or repeat stops.")
    ),
    "form_end_alone": Entry(
        N_("Sheet {sheet}, row {row}: “{value}” closes nothing that stands open."),
        N_("Check that each begin has one end of the same kind, in the right order."),
    ),
    "form_row_skipped": Entry(
        N_("Sheet {sheet}, row {row} has no type, name or label and was left out."), N_("Fill it in, or delete it.")
    ),
    "form_repeat_unlabelled": Entry(
        N_("Sheet {sheet}, row {row}: the repeat has no label."), N_("Say in the label what is added each time.")
    ),
    "form_disabled": Entry(
        N_("Sheet {sheet}, row {row}: the column “disabled” is no longer part of XLSForm."),
        N_("Delete the row, or use relevant."),
    ),
    "form_parameters": Entry(
        N_("Sheet {sheet}, row {row}: the parameters “{value}” do not fit this type of question."),
        N_("Write them as key=value with the keys that the type takes, for instance start=0 end=10 step=1."),
    ),
    "form_trigger": Entry(
        N_("Sheet {sheet}, row {row}: the trigger of this question cannot work."),
        N_("Name a question that people see, as ${{name}}, and leave calculation empty where the type asks for it."),
    ),
    "form_media": Entry(
        N_("Sheet {sheet}, row {row}: the picture, sound or video of “{value}” cannot be used like this."),
        N_("Use the columns image, audio or video; big-image needs image beside it."),
    ),
    "form_picture_size": Entry(
        N_("Sheet {sheet}, row {row}: pictures are sent in full size."),
        N_("Write max-pixels=1024 under parameters, to spare slow connections."),
    ),
    "form_search": Entry(
        N_("Sheet {sheet}, row {row}: the function search() cannot be used with this list."),
        N_("Use select_one_from_file, or a choice_filter."),
    ),
    "form_table_list": Entry(
        N_("Sheet {sheet}, row {row}: in a group shown as table-list all questions take the same list, without a filter."),
        N_("Use one list in the group, or take table-list out."),
    ),
    # logic
    "form_reference_unknown": Entry(
        N_("Sheet {sheet}, row {row}, column {column}: there is no question “{value}”."),
        N_("Correct the name between ${{ and }}."),
    ),
    "form_reference_unfit": Entry(
        N_("Sheet {sheet}, row {row}, column {column}: “{value}” holds a reference that cannot be read."),
        N_("Write references as ${{name}}, without spaces."),
    ),
    "form_reference_twice": Entry(
        N_("Sheet {sheet}, row {row}, column {column}: several questions are called “{value}”."),
        N_("Give each question that is referred to a name of its own."),
    ),
    # lists
    "form_no_choices": Entry(
        N_("Sheet {sheet}, row {row}: “{value}” needs a list, and the workbook has no sheet “choices”."),
        N_("Add the sheet choices with the columns list_name, name and label."),
    ),
    "form_list_missing": Entry(
        N_("Sheet {sheet}, row {row}: “{value}” names no list."), N_("Write the name of the list behind the type.")
    ),
    "form_list_unknown": Entry(
        N_("Sheet {sheet}, row {row}: there is no list “{value}” in the sheet choices."),
        N_("Correct the name, or add the list."),
    ),
    "form_list_of_answers": Entry(
        N_("Sheet {sheet}, row {row}: “{value}” takes several of the answers given before, which forms cannot do."),
        N_("Use select_one, or a list of the sheet choices."),
    ),
    "form_list_file": Entry(
        N_("Sheet {sheet}, row {row}: the list “{value}” is not a file that can be read."),
        N_("Name a file that ends in .csv, .xml or .geojson."),
    ),
    "form_file_twice": Entry(
        N_("Two files or lists of the form have the name “{value}”."), N_("Rename one of them.")
    ),
    "form_choice_unnamed": Entry(
        N_("Sheet {sheet}, row {row}: the option has no name."), N_("Give it a short name: it is what is kept.")
    ),
    "form_choice_unlabelled": Entry(
        N_("Sheet {sheet}, row {row}: the option has no label."), N_("Write what people read.")
    ),
    "form_choice_twice": Entry(
        N_("Sheet {sheet}, row {row}: the option “{value}” stands twice in its list."),
        N_("Give each option a name of its own."),
    ),
    "form_choice_spaced": Entry(
        N_("Sheet {sheet}, row {row}: the name “{value}” has a space, and several options can be chosen from its list."),
        N_("Replace the space by “_”."),
    ),
    "form_filter_or_other": Entry(
        N_("Sheet {sheet}, row {row}: a choice_filter and or_other exclude each other."),
        N_("Add an option “other” to the list, and a question that asks which."),
    ),
    "form_or_other": Entry(
        N_("The form uses or_other: its option and question come out in English alone."),
        N_("Add an option “other” to the list with all its labels, and a question that asks which."),
    ),
    # settings and languages
    "form_setting": Entry(
        N_("The sheet settings holds a value that cannot be used."), N_("Check form_id, version and name.")
    ),
    "form_two_ids": Entry(
        N_("The sheet settings has form_id and id_string."), N_("Keep form_id.")
    ),
    "form_sheet_alike": Entry(
        N_("The sheets {candidates} are not read; the name “{sheet}” was looked for."),
        N_("Rename the sheet, or begin its name with “_” to keep it as your own."),
    ),
    "form_language_code": Entry(
        N_("The language “{value}” has no code, or an unknown one."),
        N_("Write it with its code, for instance Français (fr)."),
    ),
    "form_translation_missing": Entry(
        N_("Sheet {sheet} lacks for the language “{value}” the columns {columns}."),
        N_("Add the columns; until then people see “-” there."),
    ),
    # what has no name yet
    "form_warning": Entry(N_("The converter of forms remarks: {what}"), N_("Check the place it speaks of.")),
    "form_refused": Entry(
        N_("Sheet {sheet}, row {row}: the converter of forms refuses the form: {what}"), N_("Correct the row it names.")
    ),
    "form_stumbled": Entry(
        N_("The converter of forms stopped at something it does not know ({what}; sheet {sheet}, row {row}, “{value}”)."),
        N_("Check that row, or take out half of the form to find the place."),
    ),
}  # fmt: skip
