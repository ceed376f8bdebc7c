"""People who answer a form behind a link: no cookie, no script, nothing typed is lost, and nothing but the draft is kept
until it is sent."""

from __future__ import annotations

import re
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from babel.messages.pofile import read_po
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from tests.collecting import publish
from tests.conftest import ROOT
from tests.every_question import every_question
from tests.respondents import FORM, Respondent, open_round

from filao.exchange import parcels
from filao.store.collection import (
    AttachmentRow,
    DraftFileRow,
    DraftRow,
    InvitationRow,
    ResponseRow,
    RoundRow,
    VersionRow,
)
from filao.store.people import Workspace
from filao.work import vault
from filao.work.access import Actor
from filao.work.collection import doors, drafts, instruments, rounds, tokens

pytestmark = pytest.mark.database

SOUND = {"island": "rodrigues", "partner_typed": "ombudsperson", "years": "12"}
JPEG = (
    b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00"
    b"\xff\xe1\x00\x16Exif\x00\x00Lat -20.16 S\x00\x00\xff\xda\x00\x02\x11\x22\xff\xd9"
)


@pytest.fixture
def link(workspace: Workspace) -> str:
    """The token of an open round of a form with every kind of question."""
    return open_round(workspace)[1]


def answers(workspace: Workspace) -> list[ResponseRow]:
    return list(ResponseRow.objects.filter(workspace=workspace))


def words_of(actor: Actor, workspace: Workspace, row: ResponseRow) -> str:
    """The XML of an answer, opened."""
    from filao.store import blobs

    return vault.open_(actor, workspace, blobs.get(row.raw), parcels.ANSWER, "test").decode()


def test_the_first_page_says_who_asks_what_for_how_long_and_what_is_kept(workspace: Workspace, link: str) -> None:
    page = Respondent(workspace, link)

    assert page.title == "Services"
    for words in (
        "Asked by Mauritius",
        "We ask what services do.",
        "about 5 minutes",
        "What is kept",
        "I do not agree",
    ):
        assert words in page.words
    assert 'href="?language=fr"' in page.html


def test_a_form_is_answered_from_consent_to_receipt_without_a_cookie(
    actor: Actor, workspace: Workspace, link: str
) -> None:
    page = Respondent(workspace, link).agree()
    page.to("Look at your answers, then send them", **SOUND, words="We write down every call.")
    page.press("send")

    (row,) = answers(workspace)
    assert page.title == "Thank you: your answers have arrived"
    assert re.search(r"\b[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}\b", page.words)
    assert not page.client.cookies
    assert (row.channel, row.simulated, row.closed["/data/about/island"]) == ("page", False, "rodrigues")
    assert row.agreed["consent"] == "yes"
    assert "We write down every call." in words_of(actor, workspace, row)


def test_pages_are_kept_by_no_cache_and_their_address_is_told_to_nobody(workspace: Workspace, link: str) -> None:
    page = Respondent(workspace, link).agree()

    assert page.page["Cache-Control"] == "no-store"
    assert page.page["Referrer-Policy"] == "no-referrer"
    assert page.page["Content-Language"] == "en"
    assert "<script" not in page.html


# --- screens


def test_what_does_not_fit_is_named_on_top_and_beside_the_question_and_stays_as_typed(
    workspace: Workspace, link: str
) -> None:
    page = Respondent(workspace, link).agree()

    page.press("next", years="many")

    assert page.page.status_code == 422
    assert page.words.count("“many” is not a whole number.") == 2
    assert page.words.count("This question needs an answer.") == 2
    assert 'value="many"' in page.html
    assert 'href="#qabout-island-1"' in page.html
    assert 'aria-describedby="qabout-years-error"' in page.html


def test_a_rule_of_the_form_speaks_in_the_forms_own_words(workspace: Workspace, link: str) -> None:
    page = Respondent(workspace, link, "fr").agree()

    page.press("next", island="mauritius", years="61")

    assert "Écrivez un nombre de 0 à 60." in page.words


def test_going_back_asks_for_nothing_and_forgets_nothing(workspace: Workspace, link: str) -> None:
    page = Respondent(workspace, link).agree()
    page.to("How sure are you?", island="mauritius")

    page.press("back", signs="2")
    page.press("next")

    assert page.title == "How sure are you?"
    assert re.search(r'value="2" id="qsure-signs-2" checked', page.html)


def test_the_language_changes_in_the_middle_of_a_screen_and_nothing_typed_is_lost(
    workspace: Workspace, link: str
) -> None:
    page = Respondent(workspace, link).agree()

    page.press("language fr", island="rodrigues", years="x1")

    assert page.title == "Votre travail"
    assert 'value="x1"' in page.html
    assert 'value="rodrigues" id="qabout-island-2" checked' in page.html
    assert '<html lang="fr">' in page.html
    page.press("language mfe")
    assert page.title == "Ou travay"
    assert "Swivan" in page.words


def test_a_question_that_an_answer_brings_is_asked_before_the_next_screen(workspace: Workspace, link: str) -> None:
    page = Respondent(workspace, link).agree()
    assert "What has kept you so long?" not in page.words

    page.press("next", island="mauritius", years="30")

    assert page.title == "Your work"
    assert "there is more to answer here" in page.words
    assert "What has kept you so long?" in page.words
    page.press("next")
    assert page.title == "How sure are you?"


def test_options_that_hang_on_an_answer_appear_with_it_and_a_choice_that_fell_out_is_asked_again(
    workspace: Workspace, link: str
) -> None:
    page = Respondent(workspace, link).agree()
    assert "In which district?" not in page.words
    page.press("next", island="mauritius")
    assert "Moka" in page.words
    page.press("next", district="moka")

    page.press("back")
    page.press("next", island="rodrigues")

    assert page.title == "Your work"
    assert "Moka" not in page.words
    assert "Port Mathurin" in page.words


def test_a_long_list_is_searched_by_typing_and_the_candidates_are_offered(workspace: Workspace, link: str) -> None:
    page = Respondent(workspace, link).agree().to("A body you work with 1", island="rodrigues")

    page.press("next", partner_typed="labour")
    assert page.page.status_code == 422
    assert "“labour” is not among the options." in page.words
    assert page.html.count('type="radio" name="/data/tie[1]/partner"') == 8
    page.press("next", partner="b04")

    assert page.title == "A body you work with"
    assert "Labour Office" in page.words


def test_words_that_only_one_option_holds_choose_it(workspace: Workspace, link: str) -> None:
    page = Respondent(workspace, link).agree().to("A body you work with 1", island="rodrigues")

    page.press("next", partner_typed="PORT 47")

    assert "Port Authority 47" in page.words


def test_an_order_is_given_by_numbers_and_a_number_given_twice_is_named(workspace: Workspace, link: str) -> None:
    page = Respondent(workspace, link).agree().to("How sure are you?", island="rodrigues")

    page.press("next", first_place_time="1", first_place_rules="1", first_place_shelter="2")
    assert "Every option needs a place in the order." in page.words
    page.press("next", first_place_time="3", first_place_rules="1", first_place_shelter="2")
    page.to("Look at your answers, then send them", **SOUND)

    assert "Clear rules, Safe places, Time" in page.words


def test_repeats_are_added_and_removed_by_buttons(workspace: Workspace, link: str) -> None:
    page = Respondent(workspace, link).agree().to("A body you work with", **SOUND)

    page.press("add /data/tie")
    assert page.title == "A body you work with 2"
    page.press("next", partner_typed="Police")
    assert page.words.count("Remove") == 2
    page.press("remove /data/tie[1]")

    assert "Ombudsperson" not in page.words
    assert page.words.count("Remove") == 1
    page.press("next")
    assert "You named 1 bodies." in page.words


def test_at_the_end_all_answers_stand_to_be_changed_and_faults_lead_to_their_screen(
    workspace: Workspace, link: str
) -> None:
    page = Respondent(workspace, link).agree()
    page.get(f"{page.address.partition('?')[0]}?at=99")
    assert page.title == "Look at your answers, then send them"
    assert "answers need a second look" in page.words

    page.press("send")

    assert page.title == "Your work"
    assert page.page.status_code == 422
    assert answers(workspace) == []


# --- drafts


def test_a_draft_is_taken_up_again_by_its_code_however_it_is_typed(workspace: Workspace, link: str) -> None:
    page = Respondent(workspace, link).agree()
    page.press("next", island="rodrigues", years="7")
    page.press("next")
    code = page.code

    later = Respondent(workspace, link)
    typed = code.upper().replace("-", "  ").replace("0", "O").replace("1", "l")
    later.post(f"{later.link}?language=en", {"go": "resume", "code": typed})

    assert later.title == "How sure are you?"
    assert re.fullmatch(r"([0-9a-z]{4}-){3}[0-9a-z]{4}", code)


def test_a_draft_lies_closed_and_opens_neither_without_its_code_nor_behind_another_door(
    workspace: Workspace, link: str
) -> None:
    page = Respondent(workspace, link).agree()
    page.press("language en", years="4711")
    row = DraftRow.objects.get(workspace=workspace)
    other = open_round(workspace, data=every_question("other"), form_id="other", title="Other")[1]

    kept = bytes(row.sealed) + row.token.encode()
    stranger = Respondent(workspace, other)
    stranger.get(f"{stranger.link}/{page.code}")

    assert b"4711" not in kept
    assert b"years" not in kept
    assert page.code.encode() not in kept
    assert (stranger.page.status_code, stranger.title) == (404, "No half-filled form waits under this code.")


def test_answers_are_sent_once_and_the_draft_then_holds_the_receipt_alone(workspace: Workspace, link: str) -> None:
    page = Respondent(workspace, link).agree().to("Look at your answers, then send them", **SOUND)
    here = page.address.partition("?")[0]
    page.press("send")
    receipt = page.words

    again = page.post(here, {"screen": "check", "go": "send"})

    assert len(answers(workspace)) == 1
    assert again.status_code == 200
    assert page.words == receipt
    kept = drafts.read(doors.find(workspace.slug, link), page.code)
    assert (kept.kept, kept.files) == ({}, {})
    assert kept.receipt in receipt


def test_drafts_nobody_comes_back_to_are_dropped(workspace: Workspace, link: str) -> None:
    Respondent(workspace, link).agree()
    DraftRow.objects.filter(workspace=workspace).update(renewed_on=timezone.localdate() - timedelta(31))

    Respondent(workspace, link).agree()

    assert DraftRow.objects.filter(workspace=workspace).count() == 1


# --- files


def test_a_picture_is_named_by_its_question_and_loses_what_the_camera_wrote_in_an_anonymous_form(
    actor: Actor, workspace: Workspace
) -> None:
    _round, token = open_round(workspace, anonymous=True)
    page = Respondent(workspace, token).agree().to("A few more things", **SOUND)

    page.press("next", board=SimpleUploadedFile("IMG_Ann_Port_Louis.jpg", JPEG))
    assert page.title == "Whom to turn to"
    (kept,) = drafts.files(doors.find(workspace.slug, token), page.code).values()
    page.press("next")
    page.press("send")

    (attached,) = AttachmentRow.objects.filter(workspace=workspace)
    assert attached.name == "more-board.jpg"
    assert attached.sealed
    assert b"Exif" not in kept
    assert kept.startswith(b"\xff\xd8\xff\xe0")
    assert kept.endswith(b"\xff\xd9")
    assert DraftFileRow.objects.filter(workspace=workspace).count() == 0


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"MZ\x90\x00 a program", "not of the kind"),
        (b"\xff\xd8\xff" + b"0" * (10 * 1024 * 1024 + 1), "larger than 10 MB"),
    ],
)
def test_a_file_that_is_no_picture_or_too_large_is_refused_and_the_rest_stays(
    workspace: Workspace, link: str, data: bytes, words: str
) -> None:
    page = Respondent(workspace, link).agree().to("A few more things", **SOUND)

    page.press("next", board=SimpleUploadedFile("board.jpg", data), hours="1.5")

    assert words in page.words
    assert 'value="1.5"' in page.html
    assert DraftFileRow.objects.filter(workspace=workspace).count() == 0


# --- consent, and doors that are closed


def test_who_does_not_agree_is_counted_and_nothing_else_is_kept(actor: Actor, workspace: Workspace, link: str) -> None:
    page = Respondent(workspace, link)

    page.post(f"{page.link}?language=fr", {"go": "decline"})

    (row,) = answers(workspace)
    assert page.title == "Vous n’avez pas accepté, et rien n’a été gardé"
    assert "Police 999" in page.words
    assert (row.state, row.raw, row.closed) == ("refused", "", {})
    assert DraftRow.objects.filter(workspace=workspace).count() == 0
    (round,) = rounds.listing(actor, workspace)
    assert (round.answers, round.refused) == (0, 1)


@pytest.mark.parametrize(
    ("days", "words"),
    [((3, 9), "This form opens on"), ((-9, -3), "This form takes no answers any more")],
)
def test_a_round_is_open_between_its_days(workspace: Workspace, days: tuple[int, int], words: str) -> None:
    today = timezone.localdate()
    opens, closes = (today + timedelta(n) for n in days)
    _round, token = open_round(workspace, opens_on=opens, closes_on=closes)

    page = Respondent(workspace, token)
    begun = page.client.post(page.link, {"go": "agree"})

    assert page.page.status_code == 410
    assert words in page.words
    assert begun.status_code == 410
    assert DraftRow.objects.filter(workspace=workspace).count() == 0


def test_an_invitation_is_answered_once(workspace: Workspace) -> None:
    id, _token = open_round(workspace, mode="named")
    token = tokens.new()
    InvitationRow.objects.create(workspace=workspace, round_id=id, token=tokens.hashed(token))
    page = Respondent(workspace, token).agree().to("Look at your answers, then send them", **SOUND)
    page.press("send")

    again = Respondent(workspace, token)

    assert InvitationRow.objects.get(workspace=workspace).answered
    assert "This invitation has been answered" in again.words
    assert "I agree" not in again.words
    assert page.title == "Thank you: your answers have arrived"


def test_a_link_that_leads_nowhere_says_so_in_the_language_asked_for(workspace: Workspace) -> None:
    page = Respondent(workspace, "nothing", "fr")

    assert page.page.status_code == 404
    assert page.title == "Ce lien ne mène à aucun formulaire."
    assert "workspaces" not in page.html


def test_a_trial_is_marked_and_what_comes_of_it_counts_as_simulated(workspace: Workspace) -> None:
    version = publish(workspace, every_question(), form_id=FORM)
    page = Respondent(workspace, doors.trial(version.id))
    assert "counts for nothing" in page.words

    page.agree().to("Look at your answers, then send them", **SOUND)
    page.press("send")

    (row,) = answers(workspace)
    assert (row.simulated, row.channel, row.round_id) == (True, "test", None)
    token = doors.trial(version.id)
    other = token[:-1] + ("x" if token[-1] != "x" else "y")
    assert Respondent(workspace, other).page.status_code == 404


def test_the_phase_of_a_test_comes_with_the_link_and_is_not_asked(workspace: Workspace) -> None:
    _round, token = open_round(workspace, data=every_question(phase=True))
    page = Respondent(workspace, token, query="&phase=after")
    assert 'name="phase" value="after"' in page.html

    page.agree(phase="after").to("Look at your answers, then send them", **SOUND)
    assert "Before or after" not in page.words
    page.press("send")

    (row,) = answers(workspace)
    assert row.closed["/data/phase"] == "after"


def test_answers_are_taken_back_by_the_code_of_the_receipt(workspace: Workspace, link: str) -> None:
    page = Respondent(workspace, link).agree().to("Look at your answers, then send them", **SOUND)
    page.press("send")
    receipt = re.search(r"\b[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}\b", page.words)
    assert receipt
    place = f"/{workspace.slug}/take-back?language=fr"

    wrong = page.post(place, {"code": "0000-0000-0000"})
    page.post(place, {"code": receipt[0].lower()})

    assert wrong.status_code == 404
    assert page.title == "Vos réponses ont été effacées"
    (row,) = answers(workspace)
    assert (row.state, row.raw) == ("withdrawn", "")


# --- anonymous, and in three languages


def test_an_anonymous_answer_tells_a_day_and_nothing_of_who_where_and_with_what(
    actor: Actor, workspace: Workspace
) -> None:
    _round, token = open_round(workspace, anonymous=True)
    page = Respondent(workspace, token, "fr")
    page.client.defaults |= {"HTTP_USER_AGENT": "Planted Phone 9", "HTTP_ACCEPT_LANGUAGE": "fr-MU"}
    page.agree().to("Revoyez vos réponses, puis envoyez-les", **SOUND)
    page.press("send")

    (row,) = answers(workspace)
    whole = words_of(actor, workspace, row)
    assert (row.received_at, row.language, row.received_on) == (None, "", timezone.localdate())
    for planted in ("Planted", "192.0.2.44", "fr-MU", f"{timezone.localtime():%H:%M}"):
        assert planted not in whole


def _interface(language: str) -> dict[str, str]:
    """Sentences of ours on these pages, English to Kreol, as far as they differ."""
    path = ROOT / "src/filao/web/locale" / language / "LC_MESSAGES" / "django.po"
    with path.open("rb") as file:
        catalogue = read_po(file, locale="fr")
    return {str(m.id): str(m.string) for m in catalogue if m.id and isinstance(m.id, str) and "%(" not in m.id}


def test_under_kreol_no_english_of_ours_is_seen(workspace: Workspace, link: str) -> None:
    page = Respondent(workspace, link, "mfe")
    seen = [page.words]
    page.agree()
    seen.append(page.words)
    page.press("next", years="many")
    seen.append(page.words)
    for title in ("Enn lorganizasion ki ou travay ansam", "Get ou bann repons, apre avoy zot"):
        page.to(title, **SOUND)
        seen.append(page.words)
    page.press("send")
    seen.append(page.words)
    page.get(f"/{workspace.slug}/take-back?language=mfe")
    seen.append(page.words)

    english = [message for message in _interface("mfe") if len(message) > 8]

    assert len(english) > 40
    assert [message for message in english for words in seen if message in words] == []
    assert "pa enn nimero antie" in seen[2]


def test_one_of_filaos_own_forms_bears_its_title_in_the_persons_language(actor: Actor, workspace: Workspace) -> None:
    instruments.make(actor, workspace, "officer-survey")
    instruments.publish(actor, workspace, "officer-survey")
    id = rounds.create(actor, workspace, "officer-survey", rounds.Plan("Officers", "open"))
    token = rounds.link(actor, workspace, id)

    assert Respondent(workspace, token, "mfe").title == "Sondaz bann zofisie lor trafik dimounn"
    assert Respondent(workspace, token, "fr").title == "Enquête auprès des agents sur la traite des personnes"
    kreol = Respondent(workspace, token, "mfe")
    assert "enn premie zet" in kreol.words
    assert "[draft]" not in kreol.words


def test_every_day_of_a_page_is_written_in_its_language(workspace: Workspace) -> None:
    _round, token = open_round(workspace, closes_on=date(2030, 3, 14))

    assert "14 mars 2030" in Respondent(workspace, token, "fr").words


def test_kreol_of_these_pages_is_marked_as_a_draft_in_the_catalogue() -> None:
    for path in (ROOT / "src/filao").rglob("locale/mfe/LC_MESSAGES/*.po"):
        with Path(path).open("rb") as file:
            marked = [("draft" in " ".join(m.user_comments)) for m in read_po(file, locale="fr") if m.id]
        assert marked
        assert all(marked)


def test_a_form_with_one_language_offers_no_other(workspace: Workspace) -> None:
    from tests.published import row, xml_of

    data = xml_of([row("text", "name_of_service", "Which service?")])
    _round, token = open_round(workspace, data=data, form_id="tried")
    page = Respondent(workspace, token, "fr")

    assert "Begin" in page.html
    assert 'class="languages"' not in page.html
    page.agree()
    assert "Which service?" in page.words


def test_a_new_version_is_answered_by_who_begins_after_it_and_drafts_keep_theirs(
    workspace: Workspace, link: str
) -> None:
    page = Respondent(workspace, link).agree()
    first = VersionRow.objects.get(workspace=workspace)
    publish(workspace, every_question(version="2"), form_id=FORM, version="2")
    later = Respondent(workspace, link).agree().to("Look at your answers, then send them", **SOUND)
    later.press("send")

    page.to("Look at your answers, then send them", **SOUND)
    page.press("send")

    versions = {row.version.version for row in ResponseRow.objects.filter(workspace=workspace)}
    assert versions == {first.version, "2"}
    assert RoundRow.objects.filter(workspace=workspace).count() == 1


def test_a_picture_of_the_form_is_shown_and_nothing_else_of_its_files(workspace: Workspace, link: str) -> None:
    version = VersionRow.objects.get(workspace=workspace)
    from filao.store import blobs

    version.media = [
        {"name": name, "digest": blobs.put(data), "md5": ""}
        for name, data in (("map.jpg", JPEG), ("towns.csv", b"name\n"))
    ]
    version.save()
    page = Respondent(workspace, link)

    shown: Any = page.get(f"{page.link}/pictures/map.jpg")

    assert shown["Content-Type"] == "image/jpeg"
    assert page.get(f"{page.link}/pictures/towns.csv").status_code == 404
    assert page.get(f"{page.link}/pictures/..").status_code == 404
