"""First draft of a data protection impact assessment in English. It describes and asks; people rate, add and decide."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from filao.core.protection import law_of
from filao.documents.composing import Material
from filao.documents.language import numbers
from filao.documents.words import protection as words

TITLES = {
    "about": "About this draft",
    "description": "What is processed, and why",
    "necessity": "Necessity and proportion",
    "risks": "Risks to people",
    "measures": "Measures",
    "views": "Views of the persons concerned",
    "decision": "Opinion and decision",
    "act": "Checklist: the Act",
    "principles": "Checklist: IOM data protection principles",
}


def title(c: Material) -> tuple[str, str]:
    return "Data protection impact assessment", c.engagement.title


def _section(c: Material, duty: str) -> str:
    """A section by its number, since the draft names the law at its beginning."""
    return f"section {law_of(c.country).sections.get(duty, '[number]')}"


def about(c: Material) -> str:
    day = numbers.day(c.today.isoformat(), "en")
    return f"""Filao wrote this draft on {day} from what the workspace holds and from how it is set. An assessment is asked for before processing that is likely to result in a high risk to people ({_section(c, "assessment")}). Whether this processing is of that kind is for the controller to decide; work that touches trafficking in persons speaks for making one.

- **The controller** answers for the assessment and signs it.
- **The coordinator of the work** completes every place in square brackets, rates the risks, and corrects what is wrong.
- **The data protection officer** advises and gives an opinion.
- **Persons concerned** are heard where that is appropriate.

Sections are those of the {words.law_name(law_of(c.country), "en")}. Filao knows what the software does. It does not know how computers, premises and people are managed. This draft does not say that any law is complied with.

[[controller]]
"""


def description(c: Material) -> str:
    e = c.engagement
    client = f" for {e.client}" if e.client else ""
    span = f"{numbers.day(e.start.isoformat(), 'en')} to {numbers.day(e.end.isoformat(), 'en')}"
    purposes = "".join(f"- {text.strip().rstrip(';.')}\n" for text in e.purpose)
    aims = f"The terms of reference give these purposes:\n\n{purposes}" if purposes else "[Purposes of the engagement.]"
    return f"""**Context.** “{e.title}”{client}, {span}. The work maps the bodies that respond to trafficking in persons. It asks officials and staff of bodies, and people who answer questionnaires, about their work.

{aims}

**Where data come from.** Meetings with officials; questionnaires answered by link, on paper, on phones, or imported from KoboToolbox and ODK Central; comments on drafts; accounts of the team.

**Where they are kept.** In one data folder on [a laptop, or a server, and its place]. Nothing is sent to others by the software, except e-mails that people ask it to send.

**What is not collected.** No data on victims or cases: there is no place for them. Published forms are checked for questions that would ask for them, and a detector holds back free text that may identify a person until somebody has read it. The detector can miss.

[[kinds]]

[[readers]]

**Scale.** [How many people are expected to be met, invited and to answer.]
"""


def necessity(c: Material) -> str:
    return f"""- **Need.** The register of bodies is public in its sources; contacts, words and answers serve to check it and to find what is not documented. [Why less would not do.]
- **As little as possible.** Bodies and functions are recorded, not names. Contacts hold the function, not the person, unless somebody writes it. Anonymous questionnaires store no address, device or exact time. [Questions that could be dropped.]
- **Ground.** Consent for what people say ({_section(c, "consent")}); the other grounds are proposed in the table of kinds and are confirmed by the controller ({_section(c, "lawful")}). [Confirm or change.]
- **Information.** Each questionnaire shows its text of consent; each meeting is logged with the consent given. [Who tells people about the controller, the recipients and their rights: {_section(c, "collection")}.]
- **Rights.** Each kind can be exported and erased; an answer can be withdrawn with its receipt code. [Who answers requests of access, correction and objection: {_section(c, "access")}, {_section(c, "rectification")} and {_section(c, "objection")}.]
- **Time.** Each kind has a day or a number of days; the rules are proposed by Filao and are decided on by the controller.

[[retention]]

- **Recipients and transfers.** Documents name bodies and functions only. [Recipients outside the team; transfers abroad or to an international organisation, with their safeguards: {_section(c, "transfer")}.]
"""


def risks(c: Material) -> str:
    return """Likelihood and severity are rated by people: low, medium or high. A place left empty has not been rated.

[[risks]]
"""


def measures(c: Material) -> str:
    return """How this workspace is set on the day of the draft:

[[measures]]

Measures outside the software, to be completed:

- disks encrypted and screens locked: [yes or no, since when];
- who holds the passphrases, and where they are kept: [functions];
- undertakings of confidentiality signed by the team: [date];
- training of those who ask and those who read: [date];
- contract with each processor: [date].
"""


def views(c: Material) -> str:
    return """[Whose views were sought, when and how: bodies that are asked, organisations that assist survivors, staff associations. What they said, and what was changed. Where nobody was asked, why.]
"""


def decision(c: Material) -> str:
    return f"""**Opinion of the data protection officer.** [Opinion, date.]

**What risk remains after the measures.** [Low, medium or high, with the reason.]

**Consultation.** Where a high risk remains, the Commissioner is consulted before the processing begins ({_section(c, "consultation")}). [Consulted or not, date, answer.]

**Decision.** [The processing may begin, may begin with conditions, or may not begin.]

**Review.** [Date, and the changes that call for an earlier one.]

[[signatures]]
"""


def act(c: Material) -> str:
    return """What binds a controller, in our words and by the numbers of the sections; what Filao does towards it; and what remains for people. A lawyer checks it against the Act in force.

[[act]]
"""


def principles(c: Material) -> str:
    return """The thirteen principles of the IOM Data Protection Manual (2010). IOM has privileges and immunities as an organisation of the United Nations; national law binds the bodies of the State. Both lists are offered, and neither takes the place of the other.

[[principles]]
"""


DRAFTS: dict[str, Callable[[Material], str]] = {
    "about": about,
    "description": description,
    "necessity": necessity,
    "risks": risks,
    "measures": measures,
    "views": views,
    "decision": decision,
    "act": act,
    "principles": principles,
}


class Risk(NamedTuple):
    """A risk: what could happen, what it could do to people, what Filao does against it, what people must do."""

    event: str
    harm: str
    does: str
    remains: str


RISKS: tuple[Risk, ...] = (
    Risk(
        "A trafficker or a contact of one learns who spoke, or who protects victims",
        "Threats, violence, loss of a safe place",
        "Interviews are named only where the person allows it; the place of a shelter is never printed; words and contacts are encrypted",
        "Meet where nobody sees; agree on the level of naming before the meeting",
    ),
    Risk(
        "Somebody of the team, or of a ministry, reads what is not for them",
        "Pressure on those who spoke; trust lost",
        "Rights by role, refused where not named; each reading of words in the journal",
        "Look at the journal at fixed dates; take roles back when people leave",
    ),
    Risk(
        "A laptop is lost or stolen",
        "Words and contacts in the hands of others",
        "Words and contacts are encrypted; under a passphrase the disk alone tells nothing of them",
        "Set the passphrase; encrypt the disk; know whom to call",
    ),
    Risk(
        "A password is given away or guessed",
        "As above, from afar",
        "Second factor for the staff; locked after 15 minutes; restricted exports with a second person where switched on",
        "Switch the second person on; train the team on false sign-in pages",
    ),
    Risk(
        "Somebody writes down a victim’s story",
        "A victim is found again, or is put on trial",
        "No place for cases; forms checked before they are published; free text read by a detector",
        "Teach the stop script; read open answers soon, and erase what should not be there",
    ),
    Risk(
        "A person is recognised in a table or a quotation",
        "Reprisals at work",
        "Small numbers suppressed, a second one so that the first cannot be found; labels of quotations fit at least three people",
        "Read every quotation with the eyes of a colleague of the person",
    ),
    Risk(
        "An anonymous answer is linked to a person",
        "Reprisals; people no longer answer truly",
        "Blind rounds keep invitations and answers apart, without time, address or device",
        "Invite at least five people in each round; keep lists on paper apart",
    ),
    Risk(
        "Data are kept longer than needed, or a copy survives",
        "All of the above, years later",
        "Days of retention by kind, reminders when one has passed, destruction with a certificate; backups told by date",
        "Delete backups on their day; ask for exports and prints back",
    ),
    Risk(
        "Data are lost, or changed unseen",
        "People are asked again; wrong findings",
        "Backups that are checked when restored; a journal whose lines are chained; sweeps by the doctor",
        "Take a backup each week to another place, and try to restore one",
    ),
)


class Duty(NamedTuple):
    """A line of a checklist: what is asked, what Filao does towards it, what remains for people."""

    asked: str
    does: str
    remains: str


ACT: dict[str, Duty] = {
    "registration": Duty("Controllers and processors are registered", "Nothing", "Number and end of the registration: [ ]"),
    "principles": Duty("Lawful, fair, for stated purposes, adequate, accurate, no longer than needed", "Kinds with purpose and time; sources and dates beside each fact", "Confirm purposes and times: [ ]"),
    "collection": Duty("People are told who collects, why and for whom", "Consent texts in each language, bound to the answer", "Complete the texts with controller and contact: [ ]"),
    "consent": Duty("Consent can be shown, and taken back", "Consent logged with each meeting and answer; withdrawal by receipt code", "Who answers withdrawals made by word: [ ]"),
    "lawful": Duty("Each processing has a ground", "Grounds proposed by kind", "Confirm each ground: [ ]"),
    "special": Duty("Special categories only under the conditions of the law", "No field asks for them; the detector holds back free text", "Decide on open answers: [ ]"),
    "child": Duty("A child’s data only with a parent’s or guardian’s consent", "No instrument of Filao is made for children", "State that no child is asked: [ ]"),
    "security": Duty("Appropriate security measures", "Encryption, roles, second factor, journal, backups, sweeps", "Disks, premises, people, contracts: [ ]"),
    "breach_notice": Duty("The Commissioner is told of a breach in time", "Log with a clock, and a printed notice", "Who decides and signs at night and on Sundays: [ ]"),
    "breach_told": Duty("Persons are told of a breach with high risk", "Day and manner in the log", "Draft of the message: [ ]"),
    "destruction": Duty("Data are destroyed when the purpose has lapsed; processors are told", "Days of retention, destruction, certificate", "Copies outside, processors: [ ]"),
    "record": Duty("A record of processing operations is kept", "The record is printed from the workspace", "Complete and sign it: [ ]"),
    "assessment": Duty("An impact assessment is made where the risk is high", "This draft", "Complete and sign it: [ ]"),
    "consultation": Duty("The Commissioner is consulted where a high risk remains", "Nothing", "Decide: [ ]"),
    "transfer": Duty("Transfers abroad only with safeguards", "Nothing is sent abroad by the software", "Server abroad, recipients abroad: [ ]"),
    "access": Duty("Persons have access to their data", "Each kind can be exported", "Who answers, within which time: [ ]"),
    "rectification": Duty("Persons have data corrected, erased or restricted", "Facts are corrected with a source; words and contacts can be erased", "Who answers: [ ]"),
    "objection": Duty("Persons may object", "Refusals are counted, not asked about", "Who answers: [ ]"),
}  # fmt: skip

PRINCIPLES: dict[str, Duty] = {
    "lawful_collection": Duty("Lawful and fair collection", "Consent asked before a meeting is logged as held, and on the first page of a questionnaire", "Fair circumstances of the meeting: [ ]"),
    "purpose": Duty("Specified and legitimate purpose", "A purpose by kind; terms of reference in the workspace", "Confirm purposes: [ ]"),
    "quality": Duty("Data quality", "Source, date and confidence beside each fact; bodies check their own sheet", "Correct what is reported: [ ]"),
    "consent": Duty("Consent", "Text by language and version; what was agreed is kept with the answer", "People who cannot give it freely: [ ]"),
    "transfer": Duty("Transfer to third parties", "Documents and exports name bodies and functions only", "Written agreement with each recipient: [ ]"),
    "confidentiality": Duty("Confidentiality", "Encryption, roles, a journal of readings", "Undertakings signed: [ ]"),
    "access": Duty("Access and transparency", "Each kind can be exported for the person", "Focal point for requests: [ ]"),
    "security": Duty("Data security", "Second factor, locks, backups, sweeps", "Premises and computers: [ ]"),
    "retention": Duty("Retention of personal data", "A day by kind; destruction with a certificate", "Confirm days: [ ]"),
    "application": Duty("Application of the principles", "The same rules for paper, phones and imports", "Non-electronic records: [ ]"),
    "ownership": Duty("Ownership of personal data", "The workspace belongs to its owner role; handed over as a file", "Agreement on ownership after the project: [ ]"),
    "oversight": Duty("Oversight, compliance and internal remedies", "Journal, requests, breach log", "Who oversees, and whom people complain to: [ ]"),
    "exceptions": Duty("Exceptions", "None is built in", "Exceptions made, by whom and why: [ ]"),
}  # fmt: skip
