"""Fixed words of the writers and short labels of codes that vocabularies do not hold."""

from __future__ import annotations

from filao.documents.language.gettext import N_, say

_WORDS = {
    "figure": N_("Figure"),
    "table": N_("Table"),
    "contents": N_("Contents"),
    "annex": N_("Annex"),
    "note": N_("Note"),
    "source": N_("Source"),
    "sources": N_("Sources"),
    "data": N_("Data"),
    "data_to": N_("Data to"),
    "data_date": N_("Data to"),
    "built_on": N_("Built on"),
    "version": N_("Version"),
    "project": N_("Project"),
    "code": N_("Code"),
    "draft_text": N_("Draft text"),
    "owner": N_("Owner:"),
    "by_when": N_("By:"),
    "resources": N_("Resources:"),
    "rests_on": N_("Rests on"),
    "evidence": N_("Evidence:"),
    "counter": N_("Against it:"),
    "reply": N_("Reply of the body:"),
    "write_here": N_("Click here and write"),
}

_CODES = {
    ("kind", "organisation"): N_("Organisation"),
    ("kind", "action"): N_("Action"),
    ("kind", "relation"): N_("Tie"),
    ("kind", "provision"): N_("Law or policy"),
    ("kind", "training"): N_("Training"),
    ("kind", "group"): N_("Group"),
    ("kind", "seat"): N_("Seat"),
    ("kind", "role"): N_("Role"),
    ("kind", "expected_link"): N_("Expected link"),
    ("kind", "lead"): N_("Lead to check"),
    ("kind", "source"): N_("Source"),
    ("kind", "term"): N_("Term"),
    ("flag", "yes"): N_("Yes"),
    ("flag", "no"): N_("No"),
    ("claim_status", "accepted"): N_("accepted"),
    ("claim_status", "proposed"): N_("proposed"),
    ("claim_status", "declined"): N_("declined"),
    ("claim_status", "withdrawn"): N_("withdrawn"),
    ("change", "added"): N_("new"),
    ("change", "removed"): N_("gone"),
    ("link_state", "documented"): N_("documented"),
    ("link_state", "planned"): N_("planned"),
    ("link_state", "one_off"): N_("one-off event only"),
    ("link_state", "not_documented"): N_("not documented"),
    ("link_state", "confirmed_absent"): N_("confirmed absent"),
    ("link_state", "disputed"): N_("disputed"),
    ("link_state", "no_body"): N_("no body named"),
    ("strength", "3"): N_("Binding text"),
    ("strength", "2"): N_("Written arrangement"),
    ("strength", "1"): N_("Habit"),
    ("strength", "0.5"): N_("One-off event"),
    ("strength", "0"): N_("Announced only"),
    ("tier", "core"): N_("Core"),
    ("tier", "purposive"): N_("Chosen on purpose"),
    ("tier", "snowball"): N_("Snowball"),
    ("channel", "in_person"): N_("In person"),
    ("channel", "video"): N_("By video"),
    ("reason", "mandate_seat"): N_("mandate seat"),
    ("reason", "core_stage"): N_("meets or protects victims"),
    ("reason", "only_body"): N_("only body documented for a stage"),
    ("reason", "territory"): N_("covers an island by name"),
    ("territory", "REPUBLIC"): N_("Whole country"),
    ("resources", "staff_time"): N_("staff time"),
    ("resources", "budget_line"): N_("a budget line"),
    ("resources", "travel"): N_("travel between the islands"),
    ("audience", "public"): N_("Public edition"),
    ("audience", "working_group"): N_("Working group edition"),
    ("audience", "restricted"): N_("Restricted edition"),
    ("stage_short", "prevention"): N_("Preven-|tion"),
    ("stage_short", "identification"): N_("Identifi-|cation"),
    ("stage_short", "referral"): N_("Referral"),
    ("stage_short", "protection"): N_("Protec-|tion"),
    ("stage_short", "case_management"): N_("Case|managem."),
    ("stage_short", "investigation"): N_("Investi-|gation"),
    ("stage_short", "prosecution"): N_("Prose-|cution"),
    ("stage_short", "reintegration"): N_("Reinte-|gration"),
    ("stage_short", "coordination"): N_("Coordi-|nation"),
    ("stage_short", "capacity"): N_("Capacity"),
    ("stage_short", "data"): N_("Data"),
    ("stage_short", "monitoring"): N_("Monitor-|ing"),
    ("coverage", "not_documented"): N_("no body documented"),
    ("coverage", "single"): N_("rests on one body"),
    ("coverage", "general"): N_("only bodies for all victims"),
    ("coverage", "named"): N_("several, at least one names them"),
}


def words(language: str) -> dict[str, str]:
    """The fixed words of a document in its language."""
    return {key: say(language, message) for key, message in _WORDS.items()}


def label(group: str, code: str, language: str) -> str:
    """The label of a code outside the vocabularies; the code itself where it has none."""
    message = _CODES.get((group, code))
    return say(language, message) if message else code.replace("_", " ")
