"""Tokens and codes that open something to whoever holds them: letters and digits that are not taken for one another."""

from __future__ import annotations

import hashlib
import hmac
import secrets

from django.conf import settings

_SIGNS = "0123456789abcdefghjkmnpqrstvwxyz"
_LENGTH = 26
"""Signs of a token: 130 bits."""
_CODE_LENGTH = 16
"""Signs of a code that people may have to type: 80 bits, in four groups of four. It opens nothing without a token."""
_ALIKE = str.maketrans("oilu", "011v")


def new() -> str:
    """A token that nobody guesses."""
    return "".join(secrets.choice(_SIGNS) for _ in range(_LENGTH))


def derived(purpose: str) -> str:
    """The token that this server makes for a purpose, and makes again the same: it need not be kept."""
    number = int.from_bytes(hmac.new(settings.SECRET_KEY.encode(), purpose.encode(), hashlib.sha256).digest(), "big")
    return "".join(_SIGNS[number >> (5 * place) & 31] for place in range(_LENGTH))


def new_code() -> str:
    """A code for people to write down, in groups."""
    signs = "".join(secrets.choice(_SIGNS) for _ in range(_CODE_LENGTH))
    return "-".join(signs[start : start + 4] for start in range(0, _CODE_LENGTH, 4))


def typed(text: str) -> str:
    """A code as somebody typed it, brought to the form in which it was given."""
    signs = "".join(sign for sign in text.casefold().translate(_ALIKE) if sign in _SIGNS)
    return "-".join(signs[start : start + 4] for start in range(0, len(signs), 4))


def hashed(token: str) -> str:
    """What tables hold of a token."""
    return hashlib.sha256(token.encode()).hexdigest()
