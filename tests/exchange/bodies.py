"""A small register with everything a directory must show, hide or shorten. No country's facts stand here."""

from __future__ import annotations

from typing import Any

from filao.core.register import Claim, Register, assemble

SECRET = ("Hidden League", "Quatre Bornes", "jane.doe", "5 Rue des Fleurs", "Mrs Jane Doe", "230 5123")

TERMS: dict[str, dict[str, Any]] = {
    "district:NATIONAL": {"label_en": "Whole republic", "kind": "statement"},
    "district:MAIN": {"label_en": "Main island", "kind": "main_island"},
    "district:PW": {"label_en": "Plaines Wilhems", "kind": "district", "within": "MAIN", "iso_3166_2": "MU-PW"},
    "district:RO": {"label_en": "Rodrigues", "kind": "island", "iso_3166_2": "MU-RO"},
    "locality:QB": {"label_en": "Quatre Bornes"},
}
BODIES: dict[str, dict[str, Any]] = {
    "MIN": {
        "name": "Ministry of Welfare", "short_name": "MoW", "kind": "government", "mandate": "Leads the response",
        "website": "welfare.example.org", "function_email": "desk@welfare.example.org", "districts": ("NATIONAL",),
        "four_p": ("protection",), "nrm_stages": ("coordination",), "valid_from": 1990,
    },
    "NGO": {
        "name": "Open Door", "short_name": "Open Door", "kind": "ngo", "mandate": "Write to Mrs Jane Doe",
        "website": "https://door.example.org", "function_email": "jane.doe@door.example.org",
        "services": ("legal_aid", "hotline"), "languages": ("fr", "mfe"), "opening": "24/7", "districts": ("PW", "RO"),
        "target_populations": ("women",), "standing": "active", "parent_id": "HID",
    },
    "SAFE": {
        "name": "A safe house", "short_name": "Safe", "kind": "ngo", "parent_id": "MIN", "services": ("shelter",),
        "mandate": "House in Quatre Bornes", "website": "safe.example.org", "function_email": "door@safe.example.org",
        "districts": ("PW", "RO"), "location_withheld": True,
    },
    "HID": {"name": "Hidden League", "short_name": "Hidden", "kind": "union", "restricted": True, "services": ("return",)},
    "GOV": {"name": "The government", "short_name": "Gov", "kind": "government", "placeholder": True},
    "OLD": {"name": "Old Club", "short_name": "Old", "kind": "ngo", "standing": "closed", "services": ("medical",)},
}  # fmt: skip
ACTIONS: dict[str, dict[str, Any]] = {
    "A1": {
        "organisation_id": "MIN", "partner_ids": ("NGO", "HID"), "funder_ids": ("NGO", "HID"), "title": "=Case conferences",
        "status": "current", "start_year": 2021, "four_p": ("protection", "partnership"), "nrm_stages": ("referral",),
        "population": ("women", "children"), "districts": ("PW", "RO"), "scope": "trafficking_specific",
    },
    "A2": {"organisation_id": "MIN", "title": "A campaign", "status": "past", "scope": "related", "four_p": ("prevention",)},
    "A3": {
        "organisation_id": "SAFE", "title": "Refuge near Plaines Wilhems", "status": "current", "scope": "related",
        "four_p": ("protection",), "districts": ("PW",),
    },
    "A4": {
        "organisation_id": "HID", "title": "Hidden League line", "status": "current", "scope": "related",
        "four_p": ("protection",),
    },
    "A5": {"organisation_id": "GOV", "title": "A promise", "status": "current", "scope": "related", "four_p": ("prevention",)},
    "A6": {
        "organisation_id": "SAFE", "title": "Care", "status": "current", "scope": "related", "districts": ("PW", "RO"),
        "four_p": ("protection",),
    },
}  # fmt: skip


def small() -> Register:
    claims: list[Claim] = []

    def say(kind: str, id: str, values: dict[str, Any], source: str = "S1") -> None:
        for name, value in values.items():
            if value != ():
                recorded = "2025-02-03T10:00:00"
                claims.append(
                    Claim(f"{kind}.{id}.{name}", kind, id, name, value, source, "2024-05-06", "B", recorded=recorded)
                )

    say("source", "S1", {"title": "A report", "short": "Report", "publisher": "P", "date": "2024-05-06"}, "")
    for id, values in TERMS.items():
        scheme, code = id.split(":")
        say("term", id, {"list": scheme, "code": code, **values}, "")
    for kind, rows in (("organisation", BODIES), ("action", ACTIONS)):
        for id, values in rows.items():
            say(kind, id, values)
    return assemble(claims, "2025-06-30")
