"""First drafts of the inception report's sections in English."""

from __future__ import annotations

from collections.abc import Callable

from filao.core.partners import STOP_AFTER
from filao.documents.composing import Material
from filao.documents.language import numbers
from filao.documents.words import guide

TITLES = {
    "understanding": "What is asked, and what we propose to change",
    "literature": "What the literature shows, and what it cannot show",
    "questions": "Questions, and how each will be answered",
    "partners": "Partners to meet",
    "method": "Method",
    "guide": "Interview guide in short",
    "ethics": "Ethics, consent and protection",
    "model": "What the map records",
    "plan": "Work plan",
    "risks": "Risks",
    "outline": "Outline of the mapping report",
    "decisions": "Decisions needed",
}


def title(c: Material) -> tuple[str, str]:
    return "Inception report", c.engagement.title


def understanding(c: Material) -> str:
    e = c.engagement
    tasks: dict[str, list[str]] = {}
    for task in e.tasks:
        tasks.setdefault(task.phase, []).append(task.text)
    phases = "\n".join(f"- **{phase.capitalize()}**: {'; '.join(texts)}." for phase, texts in tasks.items())
    pages = next((d.max_counted_pages for d in e.deliverables if d.max_counted_pages), None)
    limit = f" The mapping report has at most {pages} pages without annexes." if pages else ""
    baseline = (
        f" The first mapping dates from {c.analysis.baseline}; this one starts from its questions and says what has changed."
        if c.analysis.baseline
        else ""
    )
    return f"""{e.client} asks for a map of the bodies that take part in the national response to trafficking in persons, coordinated with: {c.named(list(e.coordination))}.{baseline} The tasks are:

{phases}

{_deliverables(c)}{limit}

We read the terms of reference so: the map must serve a decision, namely who sits in an inclusive technical working group, and it must remain usable when the assignment ends. From this follow three proposals.

- **Map four things, not one**: bodies, actions, ties between bodies, and the texts they rest on. A list of names alone dates within a year.
- **Keep the source of every statement**, so that the Government can correct and renew the map itself.
- **Let each body check its own row** before anything is printed. A sheet of one page is ready for every body.
"""


def _deliverables(c: Material) -> str:
    parts = [
        f"{d.title} ({numbers.day(d.due.isoformat(), c.language)})" if d.due else d.title
        for d in c.engagement.deliverables
    ]
    count = numbers.first_large(numbers.in_words(len(parts), "en"))
    return f"{count} {'deliverable is' if len(parts) == 1 else 'deliverables are'} due: {c.named(parts)}."


def literature(c: Material) -> str:
    f = c.analysis.figures
    years = f"{f['sources.first_year'].value} to {f['sources.last_year'].value}" if "sources.first_year" in f else ""
    return f"""The desk review has read {{sources.total}} public sources of the years {years}. They fall into kinds that show different things.

[[sources]]

Read critically, they carry as far as this:

- **Reports of other governments** ({{sources.foreign_government}}) return every year and follow one frame, which makes them the best series there is. They judge by their own criteria and often write “the government” without naming the body: {{actions.unattributed}} of {{actions.total}} actions on record have no named actor.
- **Official pages and laws** ({{sources.official}} and {{sources.law}}) say what a body is meant to do, seldom what it does.
- **Press** ({{sources.press}}) reports events. That is why {{relations.strength.event}} of {{relations.total}} ties on record are one-off events.
- **Pages of the bodies themselves** ({{sources.party}}) describe services well and coordination hardly at all.
- **International bodies** ({{sources.international}}) describe their own projects, so that projects look denser than the routine of ministries.

## Frames the work leans on

- The handbook of OSCE/ODIHR on national referral mechanisms (second edition, 2022) gives the four pillars against which stages are read, and asks that every body's role be written down. Its length has been held against its use; this map takes its structure and leaves the rest.
- The UNODC toolkit for assessing the criminal justice response (2010) is a bank of questions to choose from; its advice to avoid doubling what others assess is followed by asking each body only what it alone can answer.
- Articles 5 to 13 of the Palermo Protocol (2000) serve as the list of duties against which national provisions are set.
- The practice of joint mapping (Net-Map) gives the order of questions on ties: recall first, then the list, then kind, text and frequency.

## What no source shows

No source shows how a person is passed on in practice, the full membership of the standing groups, whether procedures that were adopted are used, or what happens outside the main island. These are the subjects of the interviews.
"""


def questions(c: Material) -> str:
    return f"""{numbers.first_large(numbers.in_words(len(QUESTION_ROWS), "en"))} questions lead the work. For each, the table names what is counted, where it is found and whom it is asked of. Behind them stand {{questions.total}} single questions that the register raises for {{questions.bodies}} bodies; {{questions.must}} of them are of first priority.

[[question-matrix]]
"""


def partners(c: Material) -> str:
    return f"""{{partners.core}} bodies form the core and are all to be met: they hold a mandate seat, or they identify, refer, protect or manage cases in the country. {{partners.purposive}} more are chosen on purpose. The others join by snowball: a body named by two of those met enters the list. Once the core has been met, interviewing ends after {numbers.in_words(STOP_AFTER, "en")} meetings in a row that name no new body.

[[partner-summary]]

Annex A lists every body with reason, channel and number of questions.
"""


def method(c: Material) -> str:
    return """The work goes in five steps.

1. **Desk review.** Every fact is entered with its source, date and a degree of confidence. Sources that differ are both kept.
2. **Interviews** of 45 to 60 minutes, in person on the main island, by video with Rodrigues, regional bodies and countries of origin. Where a meeting cannot take place, the sheet and the questions are sent and a call of twenty minutes settles what is open.
3. **Own sheet.** Each body corrects its own row and names the text each tie rests on.
4. **Analysis.** Ties are kept apart by kind and by the text that carries them; one-off events are never mixed with standing ties. Documented ties are compared with a template of expected links. A link is called a gap only when a body at one of its ends says that it is absent.
5. **Validation** with the stakeholders before printing.

Both ends of a tie are asked, and what each says is kept with its source. Where one end says that a tie exists and the other that it does not, the tie is shown as disputed and no way leads over it. Where one end says that it does not exist and the other has not said that it does, the link is shown as confirmed absent.
"""


def guide_short(c: Material) -> str:
    profiles = c.named([text[0] for _, text in guide.PROFILES.values()])
    blocks = "; ".join(f"{n} {guide.block_name(n, 'en').lower()}" for n in range(len(guide.BLOCK_ORDER)))
    return f"""The guide has ten blocks: {blocks}. It exists for seven profiles ({profiles}), on paper and as an XLSForm for phones, in English and French with drafts in Kreol Morisien for a native speaker to review. Bodies are picked from a list, not typed, so that ties come out clean. People are first asked without the list and then with it: memory alone forgets weak ties, a list alone invents them.

The guide with all its questions is a paper of its own for each profile. With unions and employers the talk begins with work and recruitment, not with the word trafficking.
"""


def ethics(c: Material) -> str:
    return """- **No victim and no case.** Nothing is asked about a person, nothing is noted, and the interviewer stops the talk when it turns to one. A script and a card with contacts lie on the table.
- **Institutions, not persons.** Records hold functions. Contacts are kept apart and leave in no export.
- **Places.** The place of a shelter is never written down.
- **Consent** is asked before the first question, for the wording shown, with a choice of how one may be cited: not at all, by sector, or by institution.
- **Right to correct and to reply.** Each body sees its row. A body named in a finding that puts it in a poor light is asked for its reply, which is printed beside the finding.
- **Survivors** are consulted only through a body that assists them and by its protocol; children are not interviewed.
- **Data protection.** The Data Protection Act 2017 applies to what the team keeps. Notes stay on encrypted machines and are destroyed on the date agreed with the client.

[[independence]]
"""


def model(c: Material) -> str:
    return """The map is a register, not a document: the report, the presentation and the annexes are built from it, so that a number cannot differ between them.

[[data-model]]
"""


def plan(c: Material) -> str:
    e = c.engagement
    return f"""The assignment runs from {numbers.day(e.start.isoformat(), "en")} to {numbers.day(e.end.isoformat(), "en")}. The terms of reference {"tie no payment to single deliverables" if not e.instalments else "tie payment to accepted deliverables"}; acceptance by the client ends each phase.

[[work-plan]]
"""


def risks(c: Material) -> str:
    return """[[risks]]
"""


def outline(c: Material) -> str:
    return """Our copy of the terms of reference does not list what the report must include. The outline below is therefore a proposal to the client, within 20 pages without annexes; executive summary and text are counted, cover, contents and annexes are not.

[[outline]]
"""


def decisions(c: Material) -> str:
    coordination = c.named(list(c.engagement.coordination[:1])) or "the coordinating ministry"
    return f"""Before the interviews begin, {c.engagement.client} and {coordination} are asked to decide:

1. whether the list of partners and the guide are accepted, and who signs the letters of introduction;
2. who is met by the client itself, and who by the consultant alone;
3. whether the template of expected links may be used as a measure, or is first shown to the steering committee;
4. which editions of the report are wanted: public, working group, restricted;
5. the outline of the report and its limit of pages;
6. who, in the Government, will own the register after the assignment.
"""


DRAFTS: dict[str, Callable[[Material], str]] = {
    "understanding": understanding,
    "literature": literature,
    "questions": questions,
    "partners": partners,
    "method": method,
    "guide": guide_short,
    "ethics": ethics,
    "model": model,
    "plan": plan,
    "risks": risks,
    "outline": outline,
    "decisions": decisions,
}

QUESTION_ROWS = (
    ("Who takes part, with which mandate?", "bodies by sector, P and stage", "desk review, own sheets", "every body"),
    (
        "What was done, is done, is planned?",
        "actions by state, P and population",
        "desk review, block 2 of the guide",
        "lead bodies and funders",
    ),
    (
        "Who is joined to whom, by which text?",
        "ties by kind and footing; expected links",
        "desk review, blocks 3 and 4, both ends",
        "bodies that detect, identify, protect",
    ),
    (
        "Whom does nobody serve; where does the way break?",
        "cells stage by population by island; pathways",
        "analysis, block 7",
        "lead ministry, Rodrigues, shelters",
    ),
    (
        "Who should sit in the working group?",
        "seats, rules of inclusion",
        "mandate texts, block 5",
        "lead ministry, each seat",
    ),
)

RISK_ROWS = (
    (
        "Few meetings granted in the time given",
        "likely",
        "letters signed by the coordinating ministry; sheet and call of 20 minutes as a fallback",
    ),
    ("Answers show the text, not the practice", "likely", "both ends asked; frequency asked apart from formality"),
    ("Talk turns to cases", "possible", "stop script; nothing written; card with contacts"),
    ("A body feels exposed by a finding", "possible", "right of reply; restricted edition for weak points"),
    ("The client is itself on the map", "certain", "disclosed in every report"),
    ("Nothing is kept up after the assignment", "likely", "owner named before the end; open formats; yearly sheets"),
)
