"""Template helpers that every page has."""

from __future__ import annotations

from django import template

register = template.Library()
