"""How strong a tie is, judged by the text that carries it.

The scale is an ordinal rule, not a measurement: 3 binding text, 2 written arrangement with a term, 1 habit without a
text, 0.5 one-off event, 0 announced only. Frequency of contact, asked in interviews, is a second and separate scale.
"""

from __future__ import annotations

STRENGTH: dict[str, float] = {
    "statutory": 3,
    "cabinet_decision": 3,
    "circular": 3,
    "sop": 3,
    "bilateral_agreement": 3,
    "framework_agreement": 3,
    "mou": 3,
    "treaty": 3,
    "project": 2,
    "grant": 2,
    "contract": 2,
    "membership": 2,
    "co_location": 2,
    "code_of_conduct": 2,
    "practice": 1,
    "formal_request": 1,
    "partnership": 1,
    "donation": 1,
    "interlock": 1,
    "event": 0.5,
    "announced": 0,
    "negotiation": 0,
}
"""Strength 0 to 3 by formality code. Settled here beyond the published rule: a treaty binds as a law does (3);
a request, a declared partnership, a donation and shared leadership leave no standing text (1)."""

ONE_OFF = frozenset({"event"})
NOT_YET = frozenset({"announced", "negotiation"})


def strength_of(formality: str) -> float | None:
    """Strength of a tie with this formality, or None where the formality is not known."""
    return STRENGTH.get(formality)
