"""Organisations, actions, relations, instruments, trainings, groups: what is known, from which source, how surely."""

from filao.core.register.claims import Claim, Fact, Record, Value, same_value
from filao.core.register.entities import (
    NATIONAL,
    Action,
    ExpectedLink,
    Group,
    Lead,
    Organisation,
    Provision,
    Relation,
    Role,
    Seat,
    Source,
    Training,
)
from filao.core.register.fields import KINDS, Field, Kind
from filao.core.register.register import Holding, Register, assemble
from filao.core.register.veil import Shared, shared_sources, veiled

__all__ = [
    "KINDS",
    "NATIONAL",
    "Action",
    "Claim",
    "ExpectedLink",
    "Fact",
    "Field",
    "Group",
    "Holding",
    "Kind",
    "Lead",
    "Organisation",
    "Provision",
    "Record",
    "Register",
    "Relation",
    "Role",
    "Seat",
    "Shared",
    "Source",
    "Training",
    "Value",
    "assemble",
    "same_value",
    "shared_sources",
    "veiled",
]
