"""The words of the page for answering without a network, in every language at once: they travel within the page."""

from __future__ import annotations

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

Words = dict[str, str | tuple[str, str]]


def every_language() -> dict[str, Words]:
    """Language -> name -> sentence, or the two sentences for one and for more."""
    found = {}
    for language in dict(settings.LANGUAGES):
        with translation.override(language):
            found[language] = {**_frame(), **_list(), **_device(), **_filling(), **_refusals()}
    return found


def _two(one: str, more: str) -> tuple[str, str]:
    return ngettext(one, more, 1), ngettext(one, more, 2)


def _frame() -> Words:
    return {
        "language": _("Language"),
        "skip": _("Skip to the content"),
        "asked_by": _("Asked by"),
        "notice": _("Notice"),
        "notice_trial": _("For trying out: what you answer here counts for nothing"),
        "notice_simulated": _("Simulated: what you answer here counts for nothing"),
        "waiting": _("Waiting to be sent ({n})"),
        "online": _("There is a network."),
        "no_network": _("No network: answers are kept here."),
        "send_now": _("Send now"),
        "sending": _("Sending…"),
        "insecure": _("This address is not secure (http): a browser keeps nothing safely here."),
        "ordinary": _("Answer on the ordinary page"),
        "cancel": _("Cancel"),
        "to_list": _("Back to the list"),
        "error": _("Error"),
    }


def _list() -> Words:
    return {
        "begin": _("Begin a new answer"),
        "not_ready": _("The form is not on this device yet. Open this page once where there is a network."),
        "why_over": _("This form takes no answers any more. What waits here can still be sent."),
        "why_early": _("This form takes no answers yet."),
        "why_answered": _("This invitation has been answered."),
        "why_off": _("No new answers are begun here. What waits can still be sent."),
        "answer_number": _("Answer {number}"),
        "drafts": _("Begun"),
        "no_drafts": _("Nothing is half filled in."),
        "go_on": _("Go on"),
        "delete": _("Delete"),
        "keep": _("Keep it"),
        "remove": _("Remove"),
        "waiting_title": _("Waiting to be sent"),
        "none_wait": _("Nothing waits."),
        "waits": _("Goes out when there is a network."),
        "aside_title": _("Put aside by the server, for a person to decide"),
        "sent_title": _("Arrived"),
        "arrived": _("Arrived."),
        "receipt": _("Arrived. Code to take it back: {code}"),
        "clear_sent": _("Clear these lines"),
        "sure_title": _("Delete {name}?"),
        "sure_draft": _("What was filled in is gone for good."),
        "sure_waiting": _("It has not been sent. Nobody can bring it back."),
        "elsewhere": _("This answer was finished or deleted in another window."),
        "not_kept": _("This device could not keep what you typed. Leave the page open, make room, and try again."),
        "not_opened": _("The form could not be opened. Where there is a network, load the page again."),
        "finished_title": _("The answer is complete"),
        "finished_words": _("It stays on this device until the server says that it has it."),
    }


def _device() -> Words:
    return {
        "device": _("This device"),
        "kept_here": _("Kept on this device"),
        "stays_yes": _("Yes: the browser does not clear it by itself."),
        "stays_no": _("Not for certain: the browser may clear it when room is short. Save waiting answers as a file."),
        "stays_unknown": _("Not known: this browser does not say. Save waiting answers as a file."),
        "ask_stay": _("Ask the browser to keep it"),
        "form_here": _("Form on this device"),
        "yes_ready": _("Yes: it opens without a network."),
        "pin": _("PIN"),
        "pin_set": _("Set: what is kept here is closed with it."),
        "pin_none": _("None: whoever uses this device can read what is kept here."),
        "set_pin": _("Set a PIN"),
        "change_pin": _("Change the PIN"),
        "no_pin": _("Use no PIN"),
        "pin_new": _("New PIN"),
        "pin_again": _("The same again"),
        "pin_help": _(
            "At least {n} signs; a sentence is safer than a number. Nobody can open what is kept here without it, nor find it."
        ),
        "pin_short": _("A PIN has at least {n} signs."),
        "pin_differs": _("The two are not the same."),
        "pin_wrong": _("This is not the PIN."),
        "locked_title": _("What is kept here is closed"),
        "unlock": _("Unlock"),
        "lock": _("Close it now"),
        "pin_forgotten": _("Without the PIN the answers on this device are lost; wiping makes room for new ones."),
        "save_file": _("Save waiting answers as a file"),
        "pin_file_help": _("The file is closed with the same PIN."),
        "saved_title": _("The file is saved"),
        "saved_words": _(
            "Hand it to the team, or take it in on another device. The answers also stay here until they are sent."
        ),
        "take_file": _("Take in a file"),
        "file": _("File with waiting answers"),
        "pin_of_file": _("PIN of the file"),
        "pin_of_file_help": _("Only where the device that saved it had one."),
        "taken_title": _two("{n} answer was taken in", "{n} answers were taken in"),
        "taken_known": _two("{n} was here already.", "{n} were here already."),
        "file_unreadable": _("The file holds no waiting answers."),
        "file_other_form": _("The answers of the file belong to another form."),
        "file_pin_needed": _("The file is closed with a PIN."),
        "wipe": _("Wipe this device"),
        "wipe_title": _("Wipe this device?"),
        "wipe_waiting": _two(
            "{n} answer has not been sent. It is lost when you wipe.",
            "{n} answers have not been sent. They are lost when you wipe.",
        ),
        "wipe_drafts": _two("{n} answer is half filled in and goes too.", "{n} answers are half filled in and go too."),
        "wipe_words": _("Everything of this form leaves this device: answers, codes, the form, this page."),
        "wipe_sure": _("Wipe everything"),
        "wiped_title": _("The device is wiped"),
        "wiped_words": _("Nothing of this form is left here. Open the link again to begin anew."),
    }


def _filling() -> Words:
    return {
        "part_of": _("Part {at} of {total}"),
        "how_far": _("How far you are"),
        "questions": _("Questions"),
        "next": _("Next"),
        "back": _("Back"),
        "later": _("Go on later"),
        "look_over": _("Look at my answers"),
        "check_title": _("Look at the answers, then finish"),
        "finish": _("Finish: ready to be sent"),
        "change": _("Change it"),
        "needed": _("needed"),
        "look_again": _two("{n} answer needs a second look", "{n} answers need a second look"),
        "add_one": _("Add one"),
        "number": _("Number {n}"),
        "move_up": _("Move up: {option}"),
        "move_down": _("Move down: {option}"),
        "take_out": _("Take out of the order: {option}"),
        "place_next": _("Put in place {n}: {option}"),
        "choose_next": _("Choose what comes in place {n}:"),
        "from_to": _("From {start} to {end}"),
        "file_added": _("A file is added."),
        "take_away": _("Take it away"),
        "file_too_large": _("The file is larger than {n} MB."),
        "file_unfit": _("This picture cannot be used. Choose a JPEG or PNG."),
        "careful": _("Write nothing of a victim or a case: no name, no place, no story."),
        "answer_required": _("This question needs an answer."),
        "answer_constraint": _("This answer does not fit."),
        "answer_not_integer": _("Write a whole number."),
        "answer_not_decimal": _("Write a number."),
        "answer_not_range": _("Write a number from {start} to {end}, in steps of {step}."),
        "answer_not_place": _("Write latitude and longitude, as in -20.16 57.50."),
        "answer_rank": _("Put all in order, or none."),
    }


def _refusals() -> Words:
    """What the server made of an answer, by the reason that it gives."""
    return {
        "aside_round_over": _("It came after the end of the round."),
        "aside_form_closed": _("The form was closed when it came."),
        "aside_conflict": _("Another answer came under the same id."),
        "aside_invitation_used": _("The invitation had been answered."),
        "aside_other": _("The server could not take it as it stands."),
        "refused_link_unknown": _(
            "The link opens nothing any more. Save the answer as a file and hand it to the team."
        ),
        "refused_not_open": _("The form takes no answers now. It is tried again later."),
        "refused_other": _("The server did not take it. Save the answer as a file and hand it to the team."),
    }
