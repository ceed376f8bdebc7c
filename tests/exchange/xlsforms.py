"""XLSForms written by hand as rows, each a fault or a habit met in public, and a workbook made of them."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from filao.exchange.packages import STILL

Rows = Sequence[Sequence[object]]
HEAD = ("type", "name", "label")
LIST = ("list_name", "name", "label")
YES_NO: Rows = (LIST, ("yn", "yes", "Yes"), ("yn", "no", "No"))


def workbook(sheets: Mapping[str, Rows]) -> bytes:
    """The sheets as XLSX, cells kept as they are given."""
    import xlsxwriter

    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"created": STILL})
    for name, rows in sheets.items():
        sheet = book.add_worksheet(name)
        for line, row in enumerate(rows):
            for place, cell in enumerate(row):
                if cell not in ("", None):
                    sheet.write(line, place, cell)
    book.close()
    return out.getvalue()


def survey(*rows: Sequence[object], head: Sequence[str] = HEAD, **sheets: Rows) -> dict[str, Rows]:
    """A workbook's sheets: the questions, below the usual columns or others, and further sheets."""
    return {"survey": (head, *rows), **sheets}


class Case(NamedTuple):
    """A workbook and what becomes of it: the code it is refused by ("" when it compiles) and facts of the refusal, or
    codes of its warnings."""

    id: str
    sheets: Mapping[str, Rows]
    refused: str = ""
    facts: Mapping[str, Any] = {}
    warned: tuple[str, ...] = ()


CASES = (
    # refused
    Case("kpi-2022 a type that XLSForm does not have", survey(("signature", "s", "Sign")), "form_type_unknown",
         {"row": 2, "value": "signature"}),
    Case("forum a type misspelt", survey(("text", "a", "A"), ("selectone yn", "b", "B"), choices=YES_NO),
         "form_type_unknown", {"row": 3, "value": "selectone yn", "like": "select_one"}),
    Case("xlsform-offline-32 a question with no type", survey(("text", "a", "A"), ("", "b", "B")), "form_type_missing",
         {"row": 3, "column": "type"}),
    Case("kpi-1017 two questions with one name", survey(("text", "a", "A"), ("integer", "a", "B")), "form_name_twice",
         {"row": 3, "value": "a"}),
    Case("forum a question without a name", survey(("text", "", "A")), "form_name_missing", {"row": 2}),
    Case("forum a name with a space", survey(("text", "first name", "A")), "form_name_unfit",
         {"row": 2, "value": "first name"}),
    Case("forum a name that begins with a digit", survey(("text", "1a", "A")), "form_name_unfit", {"value": "1a"}),
    Case("pyxform-4 a question called meta", survey(("text", "meta", "A")), "form_name_kept", {"row": 2}),
    Case("getodk-739 a column that stands twice",
         survey(("text", "a", "A", "B"), head=(*HEAD, "label")), "form_column_twice",
         {"column": "label", "places": ("C", "D")}),
    Case("pyxform-174 a column twice under two of its names",
         survey(("text", "a", "A", "${a}", "1"), head=(*HEAD, "relevant", "relevance")), "form_column_twice",
         {"sheet": "survey"}),
    Case("hotosm a TypeError: the type has a language", survey(("text", "a", "A", "texte"), head=(*HEAD, "type::fr")),
         "form_column_language", {"column": "type::fr", "value": "type"}),
    Case("hotosm a TypeError: the name of a list has a language",
         survey(("select_one yn", "a", "A"), choices=((*LIST, "name::fr"), ("yn", "yes", "Yes", "oui"))),
         "form_column_language", {"sheet": "choices", "column": "name::fr"}),
    Case("pyxform-224 a setting in several languages",
         survey(("text", "a", "A"), settings=(("form_title", "form_id::en"), ("T", "t"))), "form_column_language",
         {"sheet": "settings"}),
    Case("forum a label with two languages", survey(("text", "a", "A"), head=("type", "name", "label::en::fr")),
         "form_column_language", {"value": "label"}),
    Case("kpi-1281 a group that is not closed", survey(("begin_group", "g", "G"), ("text", "a", "A")), "form_begin_alone",
         {"row": 2}),
    Case("kpi-1281 an end without a beginning", survey(("text", "a", "A"), ("end_group", "", "")), "form_end_alone",
         {"row": 3}),
    Case("forum a repeat closed as a group",
         survey(("begin_repeat", "r", "R"), ("text", "a", "A"), ("end_group", "", "")), "form_end_alone", {"row": 4}),
    Case("forum a repeat called like the form",
         survey(("begin_repeat", "data", "R"), ("text", "a", "A"), ("end_repeat", "", "")), "form_name_of_repeat",
         {"value": "data"}),
    Case("forum the sheet of choices is missing", survey(("select_one yn", "a", "A")), "form_no_choices",
         {"row": 2, "value": "select_one yn"}),
    Case("forum a list that does not exist", survey(("select_one ny", "a", "A"), choices=YES_NO), "form_list_unknown",
         {"row": 2, "value": "ny"}),
    Case("forum a choice without its list", survey(("select_one", "a", "A"), choices=YES_NO), "form_list_missing",
         {"row": 2}),
    Case("pyxform-731 the sheet of choices has no first row",
         survey(("select_one yn", "a", "A"), choices=(("yn", "yes", "Yes"), ("yn", "no", "No"))), "form_no_columns",
         {"sheet": "choices", "columns": ("list_name", "name", "label")}),
    Case("pyxform-23 an option that stands twice",
         survey(("select_one yn", "a", "A"), choices=(*YES_NO, ("yn", "no", "Never"))), "form_choice_twice",
         {"sheet": "choices", "row": 4, "value": "no"}),
    Case("pyxform-8 an option with a space where several are chosen",
         survey(("select_multiple c", "a", "A"), choices=(LIST, ("c", "very much", "Very much"))), "form_choice_spaced",
         {"sheet": "choices", "row": 2, "value": "very much"}),
    Case("getodk-834 an option without a name", survey(("select_one c", "a", "A"), choices=(LIST, ("c", "", "Yes"))),
         "form_choice_unnamed", {"sheet": "choices", "row": 2}),
    Case("pyxform-773 several of the answers of a repeat",
         survey(("begin_repeat", "r", "R"), ("text", "who", "Who"), ("end_repeat", "", ""),
                ("select_multiple ${who}", "all", "All")), "form_list_of_answers", {"row": 5}),
    Case("forum a reference to no question", survey(("text", "a", "A", "${b} = 1"), head=(*HEAD, "relevant")),
         "form_reference_unknown", {"row": 2, "column": "relevant", "value": "b"}),
    Case("forum a reference in a label that is left open", survey(("text", "a", "A"), ("note", "n", "You said ${a")),
         "form_reference_unfit", {"row": 3, "column": "label"}),
    Case("forum a reference to one of two questions of a name",
         survey(("begin_group", "g", "G", ""), ("text", "a", "A", ""), ("end_group", "", "", ""),
                ("begin_group", "h", "H", ""), ("text", "a", "A", ""), ("end_group", "", "", ""),
                ("text", "b", "B", "${a} = 1"), head=(*HEAD, "relevant")), "form_reference_twice",
         {"row": 8, "value": "a"}),
    Case("forum a calculate without its calculation", survey(("calculate", "a", "")), "form_calculation_missing",
         {"row": 2}),
    Case("SEL-20 a question that says nothing", survey(("text", "a", "")), "form_label_missing", {"row": 2, "value": "a"}),
    Case("pyxform-278 a seed without a random order",
         survey(("select_one yn", "a", "A", "seed=1"), head=(*HEAD, "parameters"), choices=YES_NO), "form_parameters",
         {"row": 2, "value": "seed=1"}),
    Case("forum parameters that are a sentence",
         survey(("range", "a", "A", "from one to ten"), head=(*HEAD, "parameters")), "form_parameters", {"row": 2}),
    Case("pyxform a range with a step of zero",
         survey(("range", "a", "A", "start=0 end=5 step=0"), head=(*HEAD, "parameters")), "form_parameters",
         {"value": "start=0 end=5 step=0"}),
    Case("pyxform-650 a filter beside or_other",
         survey(("select_one yn or_other", "a", "A", "name != 'no'"), head=(*HEAD, "choice_filter"), choices=YES_NO),
         "form_filter_or_other", {"row": 2}),
    Case("forum a trigger on a hidden calculation",
         survey(("calculate", "c", "", "1 + 1", ""), ("calculate", "d", "", "now()", "${c}"),
                head=(*HEAD, "calculation", "trigger")), "form_trigger", {"value": "c"}),
    Case("forum a large picture alone",
         survey(("note", "a", "A", "map.png"), head=(*HEAD, "big-image")), "form_media", {"value": "a"}),
    Case("forum a list from a text file", survey(("select_one_from_file bodies.txt", "a", "A")), "form_list_file",
         {"value": "bodies.txt"}),
    Case("forum two lists with the name of one file",
         survey(("select_one_from_file a.csv", "x", "X"), ("select_one_from_file a.xml", "y", "Y")), "form_file_twice",
         {"value": "a"}),
    Case("collect search() beside a plain question on the same list",
         survey(("select_one yn", "a", "A", "search('x')"), ("select_one yn", "b", "B", ""), head=(*HEAD, "appearance"),
                choices=YES_NO), "form_search", {"value": "a"}),
    Case("kobo-docs a table-list with two lists",
         survey(("begin_group", "g", "G", "table-list"), ("select_one yn", "a", "A", ""), ("select_one c", "b", "B", ""),
                ("end_group", "", "", ""), head=(*HEAD, "appearance"), choices=(*YES_NO, ("c", "c", "C"))),
         "form_table_list", {"row": 4}),
    Case("collect options in the sheet external_choices",
         survey(("select_one_external c", "a", "A"), external_choices=(LIST, ("c", "c", "C"))), "form_external_choices"),
    Case("central a form that makes entities",
         survey(("text", "a", "A"), entities=(("list_name", "label"), ("trees", "${a}"))), "form_entities"),
    Case("kpi-593 an audit with a name", survey(("audit", "log", ""), ("text", "a", "A")), "form_name_kept", {"row": 2}),
    Case("forum groups within groups within groups",
         survey(*(("begin_group", f"g{n}", "G") for n in range(40)), *(("end_group", "", "") for _ in range(40))),
         "form_too_deep", {"row": 32}),
    Case("forum a column of labels for every dialect",
         survey(("text", "a", *"ABCDEFGHIJKLMN"), head=("type", "name", *(f"label::L{n}" for n in range(14)))),
         "form_too_many_languages"),
    Case("forum the sheet of questions is called questionnaire",
         {"questionnaire": (HEAD, ("text", "a", "A")), "choices": YES_NO}, "form_no_survey",
         {"sheets": ("questionnaire", "choices")}),
    Case("forum a survey without its first row", survey(head=("text", "a", "A")), "form_no_columns"),
    Case("forum a form without a question", survey(), "form_no_questions"),
    Case("kobo an export of answers sent as a form",
         {"Survey answers": (("start", "end", "Sex", "_id", "_uuid", "_submission_time"), ("", "", "f", 1, "u", "t"))},
         "form_is_data", {"columns": ("_id", "_uuid", "_submission_time")}),
    # accepted, with what was odd
    Case("kpi-4939 a column misspelt, ignored in silence elsewhere",
         survey(("text", "a", "A", "${a} = 1"), head=(*HEAD, "relevent")), warned=("form_column_misspelt",)),
    Case("pyxform-601 a column called media",
         survey(("text", "a", "A", "map.png"), head=(*HEAD, "media")), warned=("form_column_unread",)),
    Case("getodk-834 a column of the author's own among the options",
         survey(("select_one yn", "a", "A"), choices=((*LIST, "to do"), ("yn", "yes", "Yes", "check"))),
         warned=("form_column_unread",)),
    Case("SEL-19 a row that holds only a space", survey(("text", "a", "A"), (" ", " ", " "), ("text", "b", "B"))),
    Case("forum a row of remarks without type and name",
         survey(("text", "a", "A", ""), ("", "", "", "later"), head=(*HEAD, "hint")), warned=("form_row_skipped",)),
    Case("pyxform-534 an option without a label",
         survey(("select_one c", "a", "A"), choices=(LIST, ("c", "1", ""), ("c", "2", "Two"))),
         warned=("form_choice_unlabelled",)),
    Case("central a language without its code",
         survey(("text", "a", "A", "B"), head=("type", "name", "label::English (en)", "label::Français")),
         warned=("form_language_code",)),
    Case("collection-1 a message that only one language has",
         survey(("text", "a", "A", "B", ". != ''", "No"),
                head=("type", "name", "label::English (en)", "label::Kreol Morisien (mfe)", "constraint",
                      "constraint_message::English (en)")), warned=("form_translation_missing",)),
    Case("pyxform-650 or_other in a form of two languages",
         survey(("select_one yn or_other", "a", "A", "B"), head=("type", "name", "label::English (en)", "label::Français (fr)"),
                choices=(("list_name", "name", "label::English (en)", "label::Français (fr)"), ("yn", "yes", "Yes", "Oui"))),
         warned=("form_or_other",)),
    Case("pyxform-174 two names that differ in capitals", survey(("text", "Sports", "A"), ("text", "sports", "B")),
         warned=("form_name_case",)),
    Case("pyxform-544 the sheet of settings misspelt",
         survey(("text", "a", "A"), setting=(("form_id",), ("x",))), warned=("form_sheet_alike",)),
    Case("collect what old phones gave", survey(("simserial", "sim", ""), ("text", "a", "A")),
         warned=("form_type_obsolete",)),
    Case("forum the column disabled", survey(("text", "a", "A", "yes"), ("text", "b", "B", ""), head=(*HEAD, "disabled")),
         warned=("form_disabled",)),
    Case("forum a repeat without a label", survey(("begin_repeat", "r", ""), ("text", "a", "A"), ("end_repeat", "", "")),
         warned=("form_repeat_unlabelled",)),
    Case("docs-1543 pictures in full size", survey(("image", "p", "Picture")), warned=("form_picture_size",)),
    Case("xlsform-offline-19 form_id and id_string",
         survey(("text", "a", "A"), settings=(("form_id", "id_string"), ("x", "y"))), warned=("form_two_ids",)),
    Case("pyxform-85 curly quotation marks in logic and in a label",
         survey(("select_one yn", "a", "L’accord", ""), ("text", "b", "« Quoi ? »", "selected(${a}, ‘yes’)"),
                head=(*HEAD, "relevant"), choices=YES_NO)),
    Case("pyxform-754 a group with nothing in it",
         survey(("begin_group", "g", "G"), ("end_group", "", ""), ("text", "a", "A"))),
    Case("kpi-778 a list, a filter and a question of one name",
         survey(("select_one sex", "sex", "Sex", "name != ''"), head=(*HEAD, "choice_filter"),
                choices=(LIST, ("sex", "f", "F"), ("sex", "m", "M")))),
    Case("forum numbers, dates and ticks typed as such",
         survey(("integer", "a", 2024, True), head=(*HEAD, "required"), settings=(("form_id", "version"), ("x", 2025113001)))),
    Case("forum old names of types and spaces for underscores",
         survey(("begin group", "g", "G"), ("select one from yn", "a", "A"), ("add text prompt", "b", "B"),
                ("end group", "", ""), choices=YES_NO)),
    Case("kobo a workbook whose one sheet has another name", {"Sheet1": (HEAD, ("text", "a", "A"))}),
)  # fmt: skip
