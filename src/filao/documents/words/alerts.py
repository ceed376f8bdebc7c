"""What alerts say: the sentence, and the act that answers it."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from filao.core.alerts import Alert
from filao.documents.language import N_, numbers, say, say_n

Facts = Mapping[str, object]


def told(alert: Alert, language: str, title: str = "") -> str:
    """The sentence of an alert; `title` stands in the place of the name of what it is about."""
    facts: dict[str, object] = dict(alert.facts)
    name = title or alert.title
    if alert.code in _COUNTED:
        return _COUNTED[alert.code](language, facts, name)
    code = alert.code
    if "holiday" in facts:
        facts["holiday"] = holiday(str(facts["holiday"]), language)
        code += "_estimated" if facts["estimated"] else ""
    for key in ("start", "until", "held_on"):
        if key in facts:
            facts[key] = numbers.day(str(facts[key]), language)
    return say(language, _SENTENCES[code], **{"title": name, **facts})


def mend(alert: Alert, language: str) -> str:
    """What to do about it."""
    estimated = f"{alert.code}_estimated"
    return say(language, _MENDS[estimated if alert.facts.get("estimated") and estimated in _MENDS else alert.code])


def holiday(title: str, language: str) -> str:
    """The name of a public holiday; as it stands where it is not one of ours."""
    return say(language, _HOLIDAYS[title]) if title in _HOLIDAYS else title


def _comments(language: str, facts: Facts, title: str) -> str:
    return say_n(
        language,
        "One comment on {title} has had no decision for {days} working days.",
        "{n} comments on {title} have had no decision for more than five working days, the oldest for {days}.",
        int(str(facts["count"])),
        title=title,
        days=facts["days"],
    )


def _round(language: str, facts: Facts, title: str) -> str:
    return say_n(
        language,
        "The day for comments on {title} has passed: one answer of {asked} is missing.",
        "The day for comments on {title} has passed: {n} answers of {asked} are missing.",
        int(str(facts["count"])),
        title=title,
        asked=facts["asked"],
    )


def _planned(language: str, facts: Facts, title: str) -> str:
    days = int(str(facts["days"]))
    if days == 0:
        return say(language, N_("{title} is due today and still only planned."), title=title)
    if days < 0:
        return say_n(
            language,
            "{title} was due one day ago and is still only planned.",
            "{title} was due {n} days ago and is still only planned.",
            -days,
            title=title,
        )
    return say_n(
        language,
        "{title} is due in one day and still only planned.",
        "{title} is due in {n} days and still only planned.",
        days,
        title=title,
    )


_COUNTED: dict[str, Callable[[str, Facts, str], str]] = {
    "comments_late": _comments,
    "round_late": _round,
    "still_planned": _planned,
}
"""Sentences that vary with a number."""

_SENTENCES = {
    "printed_before_validation": N_(
        "{title}: a final file was built before the meeting “{meeting}” of {held_on} had ended."
    ),
    "submitted_before_validation": N_("{title}: handed in before the meeting “{meeting}” of {held_on} had ended."),
    "on_holiday": N_("{title}: on a public holiday, {holiday}."),
    "on_holiday_estimated": N_("{title}: on a public holiday whose day is estimated, {holiday}."),
    "in_holiday": N_("{title}: a public holiday lies within, {holiday}."),
    "in_holiday_estimated": N_("{title}: a public holiday whose day is estimated lies within, {holiday}."),
    "on_weekend": N_("{title}: on a weekend."),
    "in_election": N_("{title}: in the time of an election, {event}, {start} to {until}."),
    "in_school_holidays": N_("{title}: in school holidays, {event}, {start} to {until}."),
    "in_cyclone_season": N_("{title}: in the season of cyclones, November to April."),
    "accepted_without_file": N_("{title}: accepted without a file."),
    "not_claimed": N_("Instalment {n} may be claimed and has not been."),
    "holidays_unknown": N_("The public holidays of this country are not known here."),
}

_MENDS = {
    "comments_late": N_("Decide on them in the comment matrix."),
    "round_late": N_("Remind them, or close the round."),
    "printed_before_validation": N_("Build it again once the meeting has ended."),
    "submitted_before_validation": N_("Hand in the version that the meeting has validated."),
    "on_holiday": N_("Move it to a working day."),
    "on_holiday_estimated": N_("Check the day against the decree; move it if it stands."),
    "in_holiday": N_("Count one working day less."),
    "on_weekend": N_("Move it to a working day."),
    "in_election": N_("Move it, or agree with the client that it stands."),
    "in_school_holidays": N_("Ask who can come before inviting."),
    "in_cyclone_season": N_("Agree on a second date, in case a warning is in force."),
    "still_planned": N_("Begin the draft, or agree on another date."),
    "accepted_without_file": N_("Name the accepted file, or keep the letter that the journal speaks of."),
    "not_claimed": N_("Send the claim, and mark it here."),
    "holidays_unknown": N_("Enter them in the calendar of working days."),
}

_HOLIDAYS = {
    "New Year's Day": N_("New Year’s Day"),
    "Day after New Year's Day": N_("Day after New Year’s Day"),
    "Abolition of Slavery": N_("Abolition of Slavery"),
    "Thaipusam": N_("Thaipoosam Cavadee"),
    "Maha Shivaratri": N_("Maha Shivaratree"),
    "Chinese Spring Festival": N_("Chinese Spring Festival"),
    "Independence and Republic Day": N_("Independence and Republic Day"),
    "Ugadi": N_("Ugadi"),
    "Eid al-Fitr": N_("Eid-ul-Fitr"),
    "Labor Day": N_("Labour Day"),
    "Assumption Day": N_("Assumption of the Blessed Virgin Mary"),
    "All Saints' Day": N_("All Saints’ Day"),
    "Ganesh Chaturthi": N_("Ganesh Chaturthi"),
    "Diwali": N_("Divali"),
    "Arrival of Indentured Laborers": N_("Arrival of Indentured Labourers"),
    "Christmas Day": N_("Christmas Day"),
}
