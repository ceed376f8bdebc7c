"""What the group writes to its members: to a post of a body, in its language, with its own links, and nothing where there
is nothing to say."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from filao.core.meetings import Action, AgendaItem, Decision, Digest, GroupPaper, Meeting, PaperVersion
from filao.documents.words import group_mail as words

DAY = date(2026, 3, 12)
HELD = Meeting(
    "m", "TWG", 2026, 3, "Third meeting", DAY, "09:30", place="Treasury Building", items=(AgendaItem(1, "The plan"),),
    minutes="comments", comments_until=date(2026, 3, 19),
)  # fmt: skip
ASKED = Decision(
    "d", "2026-03", 2, "The plan is adopted.", "no_objection", DAY, until=date(2026, 3, 26), paper="ab" * 32
)
DUTY = Action("a", "2026-03", 1, "Send the figures.", "MPF", date(2026, 3, 1))
PAPER = GroupPaper(
    "p", "TWG", "Protocol", "protocol", "comments", (PaperVersion(2, "cd" * 32, "protocol-v2.pdf", 9, DAY),)
)
TO = words.To("Mauritius Police Force", "Head of the unit", "en", "Technical Working Group")
LINK = "https://filao.example/mauritius/link/x"


def every(language: str, link: str = LINK) -> list[words.Mail]:
    to = replace(TO, language=language)
    told = Digest("MPF", (HELD,), (HELD,), (ASKED,), (DUTY,))
    links = {"m": link, "d": link, "a": link} if link else {}
    return [
        words.invitation(to, HELD, link), words.minutes(to, HELD, link), words.decision(to, ASKED, "plan", link),
        words.decision(to, ASKED, "plan", link, "soon"), words.decision(to, ASKED, "plan", link, "last"),
        words.action(to, DUTY, link), words.paper(to, PAPER, link), words.digest(to, told, links, DAY),
    ]  # fmt: skip


@pytest.mark.parametrize("language", words.LANGUAGES)
def test_every_mail_speaks_to_a_post_of_a_body_and_fills_all_its_places(language: str) -> None:
    for mail in every(language):
        assert mail.text.startswith("Head of the unit\nMauritius Police Force\n")
        assert LINK in mail.text
        assert "{" not in mail.subject + mail.text
        assert "\n\n\n" not in mail.text


def test_mails_of_two_languages_differ_throughout() -> None:
    for english, french in zip(every("en"), every("fr"), strict=True):
        assert english.subject != french.subject
        assert not {line for line in english.text.splitlines()[2:] if len(line) > 40} & {
            line for line in french.text.splitlines()[2:] if len(line) > 40
        } - {f"SHA-256 {ASKED.paper}"}


def test_without_a_server_no_mail_speaks_of_links() -> None:
    for mail in every("en", ""):
        assert "link" not in mail.text


def test_a_no_objection_says_that_silence_is_consent_and_names_its_file() -> None:
    mail = words.decision(TO, ASKED, "plan.pdf", LINK)

    assert "Silence until then is consent" in mail.text
    assert f"SHA-256 {ASKED.paper}" in mail.text
    assert "No answer of your body has come yet." not in mail.text
    assert "No answer of your body has come yet." in words.decision(TO, ASKED, "plan.pdf", LINK, "soon").text


def test_a_digest_leaves_out_the_parts_that_are_empty_and_marks_what_is_late() -> None:
    mail = words.digest(TO, Digest("MPF", (), (), (), (DUTY,)), {}, DAY)

    assert "overdue since 1 March 2026" in mail.text
    assert "Meetings ahead" not in mail.text
    assert "Minutes open" not in mail.text
