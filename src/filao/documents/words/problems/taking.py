"""What is said when answers come in and cannot be taken, and when uploads are not what they should be."""

from __future__ import annotations

from filao.documents.language.gettext import N_
from filao.documents.words.problems.entry import Entry

_AGAIN = N_("Nothing is lost: send it again later from the same device.")

TAKING: dict[str, Entry] = {
    "answer_too_large": Entry(
        N_("The answer holds more than {limit_mb} MB of text."),
        N_("Shorten its texts, or send pictures as files."),
        413,
    ),
    "quarantine_full": Entry(
        N_("{limit} answers that could not be taken wait for a decision; no more are put aside."),
        N_("Decide on those that wait, under Ask, then send again."),
        507,
    ),
    "no_such_receipt": Entry(
        N_("No answer has this code."), N_("Type it as it stands on the receipt: three groups of four signs."), 404
    ),
    "no_such_aside": Entry(
        N_("This answer does not wait for a decision any more."), N_("Open the list of answers put aside again."), 404
    ),
    "nothing_to_replace": Entry(
        N_("There is no taken answer that this one could stand for."), N_("Try to take it again, or discard it."), 409
    ),
    "store_busy": Entry(N_("The database is busy with something longer."), _AGAIN, 503),
    "store_full": Entry(N_("The disk of the server is full."), _AGAIN, 507),
    "store_readonly": Entry(N_("The server cannot write to its data folder."), _AGAIN, 503),
    "store_failed": Entry(N_("The database refused to write."), _AGAIN, 503),
    "collector_unknown": Entry(
        N_("This device is not known here, or its access has ended."),
        N_("Ask the coordinator for a new code to scan."),
        403,
    ),
    "collector_without_label": Entry(N_("The device has no name."), N_("Name it, for instance “Tablet 3”.")),
    "expiry_passed": Entry(N_("{day} has passed already."), N_("Choose a later day.")),
    "no_such_collector": Entry(N_("There is no such device."), N_("Choose one from the list."), 404),
    "no_such_form": Entry(N_("This form is not open here."), N_("Fetch the list of forms again."), 404),
    "upload_not_parts": Entry(
        N_("The upload is not a form in parts (multipart/form-data)."),
        N_("Send it with ODK Collect, or as Collect does."),
    ),
    "upload_broken": Entry(N_("The upload is broken: {what}."), N_("Send it again.")),
    "upload_too_large": Entry(
        N_("The upload is larger than {limit_mb} MB."),
        N_("Record sound and pictures at a lower quality, or send fewer."),
        413,
    ),
    "upload_too_many_parts": Entry(
        N_("The upload has more than {limit} parts."), N_("Send the files in several uploads of the same answer."), 413
    ),
    "upload_bad_name": Entry(
        N_("“{name}” cannot be the name of a file."), N_("Use a plain name of up to 255 signs, without folders.")
    ),
    "upload_no_answer": Entry(
        N_("The upload holds no answer (no part “xml_submission_file”)."),
        N_("Send it with ODK Collect, or as Collect does."),
    ),
    "not_an_audit": Entry(
        N_("“{name}” is not an audit log of ODK Collect."), N_("Keep the file as Collect wrote it."), 415
    ),
}
