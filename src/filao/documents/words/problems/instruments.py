"""Problems of instruments: drafting, publishing, opening and closing."""

from __future__ import annotations

from filao.documents.language.gettext import N_
from filao.documents.words.problems.entry import Entry

INSTRUMENTS: dict[str, Entry] = {
    "no_such_instrument": Entry(N_("There is no form “{code}”."), N_("Choose one from the list."), 404),
    "no_such_purpose": Entry(N_("“{value}” is not a purpose of a form."), N_("Use one of: {codes}.")),
    "title_missing": Entry(N_("The form has no title."), N_("Write one that people recognise.")),
    "nothing_staged": Entry(N_("“{title}” has no draft to publish."), N_("Upload a workbook, or make it anew."), 409),
    "instrument_unsound": Entry(
        N_("“{title}” cannot be published: {count} findings stand in the way."),
        N_("Mend them in the workbook, then upload it again."),
        409,
    ),
    "changes_not_agreed": Entry(
        N_("{count} changes of “{title}” touch answers already collected, and nobody has agreed to them."),
        N_("Read what becomes of the answers, and agree to each change."),
        409,
    ),
    "form_id_differs": Entry(
        N_("The workbook is the form “{given}”; this one is “{known}”."),
        N_("Write form_id {known} in the sheet settings, or upload it as a form of its own."),
        409,
    ),
    "form_id_taken": Entry(
        N_("The form_id “{given}” is that of “{title}”."), N_("Give the form another form_id in the sheet settings."), 409
    ),
    "version_taken": Entry(
        N_("The version {version} was published with other content, and stays as it is."),
        N_("Give the workbook a new version in the sheet settings, or leave it empty."),
        409,
    ),
    "not_published": Entry(N_("“{title}” has not been published."), N_("Publish a version first."), 409),
    "media_unfit": Entry(
        N_("“{name}” cannot stand beside a form."),
        N_("Use CSV lists, PNG, JPEG, GIF or WebP pictures, and MP3, M4A, WAV, OGG, MP4 or WebM; with a plain name."),
        415,
    ),
}  # fmt: skip
