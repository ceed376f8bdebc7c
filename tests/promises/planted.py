"""Fifty names that nobody bears, with accents, so that every encoding of them differs."""

NAMES = tuple(f"{first}{last}" for first in ("Zorvane", "Quimb", "Ælfthr", "Wexxo", "Yndr") for last in (
    "lla Pträx", "dine Obwu", "ik Sfenjo", "amar Drülk", "osse Vhang", "ette Kjolp", "ara Mbixt", "us Ghrowe", "ine Tzavo",
    "old Fnurg",
))  # fmt: skip
