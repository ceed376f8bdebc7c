"""Problems of files, cells, acts, documents, groups and graphs."""

from __future__ import annotations

from filao.documents.language.gettext import N_
from filao.documents.words.problems.entry import Entry

GENERAL: dict[str, Entry] = {
    # files
    "no_such_file": Entry(N_("There is no file or folder “{path}”."), N_("Check the name and the place."), 404),
    "empty_folder": Entry(
        N_("The folder “{folder}” holds no register sheet."),
        N_("Name the CSV files after the sheets: {sheets}."),
    ),
    "file_too_large": Entry(
        N_("“{name}” is larger than {limit_mb} MB."), N_("Split it, or take out pictures and unused sheets."), 413
    ),
    "file_empty": Entry(N_("“{name}” is empty."), N_("Choose the file again.")),
    "not_a_sheet": Entry(
        N_("“{name}” is neither a CSV file nor an XLSX workbook that can be read."),
        N_("Save it as XLSX or as CSV in UTF-8 and try again."),
        415,
    ),
    "no_reviewers": Entry(N_("Nobody is asked for comments."), N_("Tick at least one body.")),
    "not_a_reviewer": Entry(
        N_("{organisation} is not asked in this round."), N_("Choose one of the bodies asked, or open a round for it.")
    ),
    "review_closed": Entry(
        N_("The round is closed: nothing more is taken in."),
        N_("Open a new round, or type the comment into the matrix."),
        409,
    ),
    "round_over": Entry(
        N_("The round is closed: nothing more is taken in."),
        N_("Ask whoever sent the link whether something can still be said."),
        409,
    ),
    "held_from_body": Entry(
        N_("This may tell who a person is, or where a protected place lies ({what}: “{excerpt}”). It was not sent."),
        N_("Write it without names, numbers and stories that tell who it is, then send it again."),
    ),
    "versions_differ": Entry(
        N_("These two versions cannot be compared: they are not of one deliverable in one language."),
        N_("Choose two Word files of the same deliverable in the same language."),
        409,
    ),
    "nothing_said": Entry(
        N_("“{name}” holds no comment and no tracked change."),
        N_("Ask for the file with its comments, or note that the body has none."),
    ),
    "no_such_paragraph": Entry(
        N_("The draft has no such paragraph."), N_("Choose one of the paragraphs offered."), 404
    ),
    "comment_decided": Entry(
        N_("Comment {number} is decided: its proposal is not written into the text once more."),
        N_("Open the comment again, if the decision is to change."),
        409,
    ),
    "proposal_by_hand": Entry(
        N_(
            "The proposal cannot be written into the text by itself: the paragraph holds values, sources or marks, or nobody has edited its section."
        ),
        N_("Edit the section by hand, then decide on the comment."),
        409,
    ),
    "docx_wanted": Entry(
        N_("“{name}” is a document, but not a Word document (DOCX)."),
        N_(
            "Open it in the program that made it, save it as DOCX with its comments and tracked changes, and try again."
        ),
        415,
    ),
    "not_a_docx": Entry(
        N_("“{name}” is not a Word document that can be read."),
        N_("Open it, save it as DOCX under another name, and try again."),
        415,
    ),
    "docx_too_large": Entry(
        N_("“{name}” holds more text than any draft and was not opened."),
        N_("Ask the reviewer for the draft itself, with comments and tracked changes only."),
        413,
    ),
    "zip_bomb": Entry(
        N_("“{name}” would unpack to {unpacked_mb} MB ({ratio} times its size) and was not opened."),
        N_("Export the sheets anew from the program that made them."),
    ),
    "xml_entities": Entry(
        N_("“{name}” declares XML entities in {part} and was not opened."),
        N_("Export the workbook anew; a normal workbook holds none."),
    ),
    "formulas": Entry(
        N_("“{name}”, sheet {sheet}, row {row}, holds a formula."),
        N_("Paste the values instead of the formulas; Filao takes text only."),
    ),
    "too_many_rows": Entry(
        N_("Sheet {sheet} of “{name}” has more than {limit} rows."), N_("Split it into several files."), 413
    ),
    "too_many_columns": Entry(
        N_("Sheet {sheet} of “{name}” has more than {limit} columns."), N_("Keep the columns of the template.")
    ),
    "too_many_cells": Entry(
        N_("Sheet {sheet} of “{name}” would take up more than {limit} cells or characters."),
        N_("Delete what stands far outside the table, or split the sheet."),
        413,
    ),
    "column_twice": Entry(N_("Column {column} stands twice in sheet {sheet} of “{name}”."), N_("Keep one of them.")),
    "cell_too_long": Entry(
        N_("Row {row}, column {column} of sheet {sheet} holds more than {limit} characters."), N_("Shorten the text.")
    ),
    "no_known_sheet": Entry(
        N_("“{name}” has no sheet that Filao knows."), N_("Name the sheets as in the template: {sheets}.")
    ),
    "missing_columns": Entry(N_("The sheet lacks the columns {columns}."), N_("Add them; the template shows where.")),
    "unknown_column": Entry(
        N_("This column is not read."), N_("Rename it to one of the template's columns, or leave it out.")
    ),
    # cells
    "required": Entry(N_("The cell is empty, but the field is needed."), N_("Fill it in.")),
    "too_long": Entry(N_("The text has {length} characters; at most {limit} fit."), N_("Shorten it.")),
    "unknown_code": Entry(N_("“{value}” is not a term of the list “{scheme}”."), N_("Use one of: {codes}.")),
    "list_empty": Entry(
        N_("“{value}” cannot be read: the list “{scheme}” has no terms."),
        N_("Add them to the sheet “vocabularies” first."),
    ),
    "not_a_year": Entry(N_("“{value}” is not a year."), N_("Write four digits, for instance 2024.")),
    "not_a_number": Entry(N_("“{value}” is not a whole number."), N_("Write digits only, or leave the cell empty.")),
    "not_a_date": Entry(N_("“{value}” is not a date."), N_("Write it as 2024, 2024-03 or 2024-03-14.")),
    "not_a_url": Entry(N_("“{value}” is not a web address."), N_("Begin with http:// or https://.")),
    "not_an_email": Entry(N_("“{value}” is not an e-mail address."), N_("Write it as function@organisation.org.")),
    "not_yes_or_no": Entry(N_("“{value}” is neither yes nor no."), N_("Write yes or no, or leave the cell empty.")),
    "bad_id": Entry(
        N_("“{value}” cannot be the code of a row."),
        N_("Use up to 60 letters, digits, dots and dashes, without spaces."),
    ),
    "id_twice": Entry(
        N_("This code stands also in row {first_row} from the same source and says something else."),
        N_("Give one of the two rows its own code, or its own source."),
    ),
    "no_source": Entry(N_("The row names no source."), N_("Write the code of the source in which it was read.")),
    "future_date": Entry(N_("{value} has not come yet."), N_("Enter a day that is past, or today.")),
    "own_part": Entry(
        N_("A body cannot be part of itself or of one of its own units."), N_("Choose the body above it, or none.")
    ),
    "empty_fact": Entry(N_("A fact needs a value."), N_("To take one back, withdraw the statement instead.")),
    "not_a_site": Entry(
        N_("“{value}” is not the address of a site."), N_("Begin with http:// or https://, or write the domain alone.")
    ),
    "no_words": Entry(N_("The statement holds no words that could be erased."), N_("Withdraw the statement instead.")),
    "unnamed_interview": Entry(
        N_("“{value}” stands for interviews that are not named; no new fact can be entered under it."),
        N_("Enter the fact in Filao, with the interview as its source."),
    ),
    "no_such_source": Entry(N_("There is no source “{value}”."), N_("Add it to the sheet “sources” first.")),
    "no_such_record": Entry(
        N_("There is no {kind} with the code “{value}”."), N_("Add its row, or correct the code."), 404
    ),
    "reference_rejected": Entry(
        N_("The row points at “{value}”, which was itself rejected."), N_("Mend that row first.")
    ),
    "unknown_kind": Entry(N_("“{value}” is not a kind of record."), N_("Use one of: {codes}.")),
    "unknown_field": Entry(N_("“{field}” is not a field of this record."), N_("Use a column of its sheet.")),
    "held": Entry(
        N_("The text may identify a person or a protected place ({what}: “{excerpt}”). It is held back."),
        N_("Take it out; or, if a person has read it and it identifies nobody, let it pass."),
    ),
    # acts
    "not_allowed": Entry(N_("Your role does not allow this."), N_("Ask the coordinator of the workspace."), 403),
    "no_form_here": Entry(N_("This page takes no form."), N_("Go back to the page and use its buttons."), 405),
    "no_such_workspace": Entry(N_("There is no workspace “{slug}”."), N_("Choose one from the list."), 404),
    "workspace_exists": Entry(N_("A workspace “{slug}” exists already."), N_("Choose another short name."), 409),
    "no_such_page": Entry(N_("There is no such page."), N_("Search for it, or start from the home page."), 404),
    "form_expired": Entry(
        N_("The form was open for too long, or came from another page."),
        N_("Go back, load the page again, and send it."),
        403,
    ),
    "our_fault": Entry(
        N_("Filao made a mistake. What you typed was not saved."),
        N_("Go back and try again; the log on this machine says more."),
        500,
    ),
    "reason_missing": Entry(N_("The act needs a reason."), N_("Write in one line why it is done.")),
    "register_moved": Entry(
        N_("The register changed after the dry run."), N_("Look at the dry run again, then accept it."), 409
    ),
    "no_such_claim": Entry(N_("This statement is not in the register."), N_("Open the record again."), 404),
    "same_body": Entry(N_("A body cannot be merged into itself."), N_("Choose the other body.")),
    "no_such_state": Entry(N_("“{value}” is not a state of this."), N_("Use one of: {codes}.")),
    "engagement_exists": Entry(N_("An engagement “{slug}” exists already."), N_("Give it another short name."), 409),
    "no_such_engagement": Entry(
        N_("There is no engagement “{slug}” in this workspace."), N_("Choose one from the list."), 404
    ),
    "no_such_deliverable": Entry(
        N_("The terms hold no deliverable “{code}”."), N_("Choose one of the engagement's deliverables."), 404
    ),
    "no_such_instalment": Entry(
        N_("The terms hold no instalment {number}."), N_("Choose one of the engagement's instalments."), 404
    ),
    "not_claimable": Entry(
        N_("Instalment {number} cannot be claimed yet."),
        N_("Agree on its conditions, and have its deliverables accepted first."),
        409,
    ),
    "comments_not_closed": Entry(
        N_("Instalment {number} cannot be claimed yet: comments on {titles} have no decision."),
        N_("Decide on them in the comment matrix first."),
        409,
    ),
    "accepted_already": Entry(
        N_("{title} is accepted. Another state takes the acceptance back."),
        N_("Tick that it is reopened, and give the reason."),
        409,
    ),
    "ends_before_start": Entry(N_("The last day lies before the first."), N_("Give a later last day, or none.")),
    "run_too_long": Entry(N_("The days last longer than {limit} days."), N_("Enter a shorter run.")),
    "day_unnamed": Entry(N_("The day has no name."), N_("Write what it is: the feast, the decree, the election.")),
    "day_unfounded": Entry(
        N_("Nothing says what the day rests on."), N_("Name the decree, the notice or the page it was read in.")
    ),
    "text_moved": Entry(
        N_("{author} saved this section after you had opened it. Your text stands below and is not saved yet."),
        N_("Compare it with the newest of the earlier versions, then save again."),
        409,
    ),
    "not_submitted": Entry(
        N_("“{title}” cannot be accepted before it was submitted."),
        N_("Move it to submitted first, with its file."),
        409,
    ),
    "evidence_missing": Entry(
        N_("Nothing says what was accepted."),
        N_("Choose the file, or write in the reason what the acceptance rests on."),
    ),
    "no_such_section": Entry(N_("The document has no section “{section}”."), N_("Choose one of its sections."), 404),
    "due_before_asked": Entry(N_("The date for the reply lies before the day of asking."), N_("Give a later date.")),
    "not_asked": Entry(
        N_("{organisation} has not been asked for a reply to this finding."), N_("Ask it first, with a date.")
    ),
    "no_such_comment": Entry(N_("There is no comment {number}."), N_("Choose one from the matrix."), 404),
    "no_such_interview": Entry(N_("There is no meeting {code}."), N_("Choose one from the desk."), 404),
    "consent_missing": Entry(
        N_("A meeting cannot be logged as held without consent."),
        N_("Ask for consent and note the answer, or log the meeting as declined."),
    ),
    "date_missing": Entry(N_("The date of the meeting is missing."), N_("Enter the day it was held.")),
    "not_held": Entry(
        N_("Meeting {code} has not been held."),
        N_("Log it as held, with date and consent, before entering answers."),
        409,
    ),
    "meeting_held": Entry(
        N_("Meeting {code} was held: it is no longer planned."),
        N_("Change what was logged of it on its own page."),
        409,
    ),
    "no_such_question": Entry(
        N_("This question is no longer raised by the register."), N_("Open the list of questions again."), 404
    ),
    "function_missing": Entry(N_("The contact names no function."), N_("Enter the function, not the person's name.")),
    "not_json": Entry(N_("“{name}” is not a JSON file that can be read."), N_("Check its commas and brackets.")),
    "terms_unsound": Entry(
        N_("“{name}” lacks what terms of reference need: {what}."), N_("Compare it with the example of Mauritius.")
    ),
    "no_such_export": Entry(N_("There is no export “{format}”."), N_("Use one of: {codes}."), 404),
    "no_such_profile": Entry(N_("There is no interview profile “{profile}”."), N_("Use one of: {codes}."), 404),
    "no_such_document": Entry(N_("There is no deliverable “{kind}”."), N_("Use one of: {codes}."), 404),
    "no_such_format": Entry(N_("“{kind}” is not made as {format}."), N_("Use one of: {codes}."), 404),
    "not_in_language": Entry(N_("“{kind}” is not made in the language “{language}”."), N_("Use one of: {codes}."), 404),
    "figure_too_tall": Entry(N_("The figure “{block}” is taller than a page."), N_("Make it smaller, or split it.")),
    "label_missing": Entry(
        N_("The label “{label}” of the figure “{block}” does not reach the page."),
        N_("Build the fonts again (make install), or shorten the label."),
    ),
    "build_failed": Entry(
        N_("The document could not be built: {what}."), N_("Build it as a draft and look at the place named.")
    ),
    "not_final": Entry(
        N_("The document cannot be final: {count} faults stand in the way."),
        N_("Mend the faults listed on its page."),
        409,
    ),
    "form_unsound": Entry(
        N_("The questionnaire is unsound: {what} at “{name}”."), N_("Correct the item, then write it again.")
    ),
    # what keeps a document from being final
    "no_interview": Entry(
        N_("No interview has been logged."),
        N_("Log the interviews at the desk; until then the edition is a desk review."),
    ),
    "section_is_draft": Entry(
        N_("Section “{title}” is still the first draft."), N_("Edit it, or accept it as it stands.")
    ),
    "figure_without": Entry(
        N_("The figure “{block}” lacks: {missing}."), N_("Add what is missing to its evidence line.")
    ),
    "finding_without_evidence": Entry(
        N_("Finding {number} rests on nothing."), N_("Link it to figures, records or interviews, or drop it.")
    ),
    "too_many_pages": Entry(
        N_("The report has {pages} counted pages; {limit} are allowed."),
        N_("Shorten “{longest}”, or move a table to an annex."),
    ),
    "comment_open": Entry(
        N_("Comment {number} of {institution} has no decision."), N_("Decide on it in the comment matrix.")
    ),
    "no_right_of_reply": Entry(
        N_("{bodies} have not been asked for their reply to the finding “{block}”."),
        N_("Ask them, with a date, on the page of replies."),
    ),
    "reply_awaited": Entry(
        N_("{bodies} still have time to reply to the finding “{block}”."),
        N_("Wait for the reply or for the day, or enter the reply on the finding’s page."),
    ),
    "reply_over": Entry(
        N_("The day for the reply has passed."), N_("Ask whoever sent the link for another date."), 409
    ),
    "not_by_link": Entry(
        N_("The finding is restricted: it does not leave by a link."),
        N_("Ask the body in person, and note the request on the finding’s page."),
        409,
    ),
    "unknown_figure": Entry(
        N_("Section “{title}” refers to a value “{id}” that does not exist."), N_("Choose the value from the list.")
    ),
    "unknown_source": Entry(
        N_("Section “{title}” cites a source “{id}” that is not on record."), N_("Add the source, or correct its code.")
    ),
    "unknown_block": Entry(
        N_("Section “{title}” places a block “{name}” that does not exist."), N_("Choose the block from the list.")
    ),
    "block_inside": Entry(
        N_("Section “{title}” places the block “{name}” inside a paragraph."),
        N_("Write it on a line of its own, with an empty line before and after it."),
    ),
    # keeping
    "disk_refused": Entry(
        N_("The file could not be written: {what}."), N_("Make room on the disk, or check the folder's rights."), 507
    ),
    "file_lost": Entry(N_("The file {digest} is gone or damaged."), N_("Build it again, or restore a backup."), 410),
    "only_sqlite": Entry(
        N_("This backup is for the database of a laptop."),
        N_("Use pg_dump for PostgreSQL, and copy the folder “files”."),
    ),
    "folder_not_empty": Entry(N_("The folder “{folder}” is not empty."), N_("Name a new folder to restore into."), 409),
    "backup_unreadable": Entry(
        N_("“{name}” is not a whole backup of Filao; nothing was restored."), N_("Use another copy of it.")
    ),
    "backup_rows_differ": Entry(
        N_("“{name}” lists {listed} rows of {table} and holds {found}; nothing was restored."),
        N_("Use another copy: this one is not as it was made."),
    ),
    "backup_journal_differs": Entry(
        N_("In “{name}” the journal of “{workspace}” does not end as listed; nothing was restored."),
        N_("Use another copy: this one is not as it was made."),
    ),
    "wrong_passphrase": Entry(
        N_("The passphrase does not open this backup."), N_("Give the one it was made with, by --passphrase.")
    ),
    "intake_not_here": Entry(
        N_("This system cannot fork processes, which filao intake needs."),
        N_("Use filao serve alone: it takes answers too. Or use a server with Linux."),
        501,
    ),
    "port_taken": Entry(
        N_("Another program uses port {port} of this machine."), N_("End it, or choose a port with --port."), 409
    ),
    "no_workspace": Entry(
        N_("There is no workspace yet."), N_("Open one from a folder: filao import FOLDER --accept."), 404
    ),
    "which_workspace": Entry(N_("There are several workspaces."), N_("Name one of them: {slugs}."), 404),
    # sweeps
    "database_damaged": Entry(N_("The database is damaged: {what}."), N_("Restore the last backup.")),
    "not_migrated": Entry(N_("The database is not up to date."), N_("Run: filao migrate")),
    "chain_broken": Entry(
        N_("The journal of “{workspace}” was changed at line {number}."),
        N_("Compare it with a backup: lines from there on cannot be trusted."),
    ),
    "dangling_reference": Entry(
        N_("The tie {record} points at “{value}”, which is not in the register."),
        N_("Add the body, or correct the tie."),
    ),
    "orphan_files": Entry(N_("{count} kept files belong to nothing."), N_("Remove them: filao doctor --mend")),
    "no_file_chosen": Entry(N_("No file was chosen."), N_("Choose a workbook or one or more CSV files.")),
    # working group
    "no_group": Entry(N_("The register holds no group."), N_("Add the sheets “groups” and “seats”."), 404),
    "no_such_group": Entry(N_("There is no group “{group}”."), N_("Use one of: {groups}."), 404),
    "which_group": Entry(N_("The register holds several groups."), N_("Name one of them: {groups}.")),
    "no_candidates": Entry(
        N_("Nobody can sit in the group “{group}”: the register holds no eligible body."),
        N_("Add national organisations to the sheet “organisations”."),
    ),
    "added_and_barred": Entry(N_("“{body}” is both added and barred."), N_("Keep one of the two.")),
    "seat_by_mandate": Entry(
        N_("“{body}” holds a seat in “{group}” by mandate and cannot be barred."),
        N_("Change the seat in the sheet “seats”, if the mandate has ended, or bar another body."),
    ),
    "not_eligible": Entry(
        N_("“{body}” cannot hold a voting seat ({reason})."),
        N_("Add a national body that works today; partners and observers attend without a vote."),
    ),
    "no_such_rule": Entry(N_("There is no rule “{rule}”."), N_("Use one of: {rules}."), 404),
    "weight_out_of_range": Entry(
        N_("The weight {value} of the cell “{cell}” is not between {least} and {most}."),
        N_("Use a whole number from {least} to {most}."),
    ),
    # ties and graphs
    "not_csv": Entry(
        N_("“{name}” is not a plain CSV file."), N_("Save the one sheet as CSV in UTF-8 and try again."), 415
    ),
    "missing_column": Entry(
        N_("“{name}” has no column “{column}”; it has: {columns}."), N_("Add it, or name the column that holds it.")
    ),
    "group_without_organisations": Entry(
        N_("A grouping needs the organisations it groups."),
        N_("Give the file of organisations with --organisations; its column “{column}” is then read."),
    ),
    "no_ties": Entry(
        N_("“{name}” gives no network: of its {rows} rows none could be read as a tie."),
        N_("See that each row names two different bodies, in the columns source and target."),
    ),
    "no_such_relation": Entry(N_("No tie has the relation “{value}”."), N_("Use one of: {codes}."), 404),
    "no_such_node": Entry(
        N_("There is no body “{value}” in the network."), N_("Use an id as the files write it."), 404
    ),
    "too_many_key_players": Entry(
        N_("{k} key players were asked for, but the network has {n} bodies."),
        N_("Ask for fewer than there are bodies."),
    ),
    "unknown_measure": Entry(N_("“{value}” is not a measure that can be ranked."), N_("Use one of: {codes}.")),
    "node_twice": Entry(N_("The body “{id}” stands twice in the network."), N_("Keep it once.")),
    "tie_end_unknown": Entry(
        N_("“{value}” is not in the list of organisations."), N_("Add its row there, or correct the code.")
    ),
    "tie_without_strength": Entry(
        N_("The tie from “{source}” to “{target}” has no strength above 0."),
        N_("Give it one, or read the network without strength."),
    ),
    "tie_end_missing": Entry(N_("The row names no body in column “{column}”."), N_("Fill in both ends of the tie.")),
    "self_tie": Entry(N_("The tie joins “{value}” to itself."), N_("Name two different bodies, or take the row out.")),
    "weight_missing": Entry(N_("The tie has no weight in column “{column}”."), N_("Fill it in; it is never assumed.")),
    "weight_not_positive": Entry(
        N_("“{value}” is not a weight above 0."), N_("Write a number such as 3 or 0.5, larger for a stronger tie.")
    ),
    "hyperedge": Entry(
        N_("The edge “{value}” joins more than two bodies at once."), N_("Write one tie for each pair it stands for.")
    ),
    "not_graphml": Entry(
        N_("“{name}” is not a GraphML file that can be read (line {line})."),
        N_("Export it again as GraphML, uncompressed, in UTF-8."),
        415,
    ),
    "graph_entities": Entry(
        N_("“{name}” declares a document type or XML entities and was not opened."),
        N_("Export the graph anew; a normal GraphML file holds none."),
    ),
    "graph_too_large": Entry(
        N_("“{name}” holds more than {limit} bodies or ties."), N_("Split it, or keep the ties that matter."), 413
    ),
}
