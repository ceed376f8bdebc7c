"""Papers are told by their content; macros and other kinds of files are refused. Mails as files open as drafts."""

from __future__ import annotations

import io
import zipfile
from email import message_from_bytes
from email.policy import default

import pytest

from filao.core.problems import Problem
from filao.exchange import eml, office_files


def package(*parts: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        for part in ("[Content_Types].xml", *parts):
            file.writestr(part, "<x/>")
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "ending"),
    [
        (b"%PDF-1.7 x", "pdf"),
        (package("word/document.xml"), "docx"),
        (package("xl/workbook.xml"), "xlsx"),
        (package("ppt/presentation.xml"), "pptx"),
    ],
)
def test_a_paper_is_told_by_its_content_whatever_its_name(data: bytes, ending: str) -> None:
    assert office_files.ending_of(data, "notes.exe") == ending


@pytest.mark.parametrize(
    "data",
    [
        b"<html>",
        b"\xd0\xcf\x11\xe0 old Word",
        b"PK\x03\x04 cut off",
        package("readme.txt"),
        package("word/document.xml", "xl/workbook.xml"),
        package("word/document.xml", "word/vbaProject.bin"),
        package("xl/workbook.xml", "xl/activeX/activeX1.xml"),
        package("word/document.xml", "word/embeddings/run.exe"),
    ],
)
def test_what_is_no_paper_or_could_run_is_refused(data: bytes) -> None:
    with pytest.raises(Problem, match="not_a_paper"):
        office_files.ending_of(data, "paper.docx")


def test_an_empty_file_and_one_too_large_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(office_files, "FILE_LIMIT", 10)

    for data, code in ((b" \n", "file_empty"), (b"%PDF-1.7 long", "file_too_large")):
        with pytest.raises(Problem, match=code):
            office_files.ending_of(data, "paper.pdf")


def test_a_mail_as_a_file_holds_text_and_calendar_and_opens_as_a_draft() -> None:
    calendar = ("meeting.ics", b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n", "text/calendar")
    data = eml.write("unit@example.org", "", "Réunion\nBcc: x@example.org", "Ordre du jour : où ?\n", [calendar])
    read = message_from_bytes(data, policy=default)
    body, (attached,) = read.get_body(), list(read.iter_attachments())

    assert (read["To"], read["Cc"], read["Bcc"], read["X-Unsent"]) == ("unit@example.org", None, None, "1")
    assert read["Subject"] == "Réunion Bcc: x@example.org"
    assert body is not None
    assert body.get_content().strip() == "Ordre du jour : où ?"
    assert attached.get_filename() == "meeting.ics"
    assert attached.get_payload(decode=True) == calendar[1]
    assert data == eml.write(
        "unit@example.org", "", "Réunion\nBcc: x@example.org", "Ordre du jour : où ?\n", [calendar]
    )
