"""Ties as a Kumu blueprint (JSON): elements with a label, connections from one label to another. Writing only."""

from __future__ import annotations

import json
from collections import Counter

from filao.core.register import Register
from filao.exchange.graph_attributes import bodies_and_ties


def write(register: Register, *, restricted: bool = False) -> bytes:
    """The register's organisations and ties as Kumu's JSON blueprint.

    Kumu joins by label, so a label that two bodies share is followed by the id in brackets. `type` is the sector of an
    element and the kind of a connection; `direction` is "mutual" or "directed". Several codes become a list. Restricted
    bodies, their ties and restricted ties are left out unless `restricted`.
    """
    bodies, ties = bodies_and_ties(register, restricted=restricted)
    count = Counter(body.name.casefold() for body, _ in bodies)
    label = {
        body.id: body.name if count[body.name.casefold()] == 1 else f"{body.name} ({body.id})" for body, _ in bodies
    }
    elements = []
    for body, values in bodies:
        element: dict[str, object] = {"id": body.id, "label": label[body.id], "type": values.get("sector", "")}
        element |= {name: values[name] for name in ("short_name", "kind") if name in values}
        element |= {name: str(values[name]).split(";") for name in ("territory", "four_p") if name in values}
        elements.append(element)
    connections = []
    for tie, values in ties:
        connection: dict[str, object] = {
            "id": tie.id,
            "from": label[tie.source],
            "to": label[tie.target],
            "direction": values["direction"],
            "type": values["label"],
        }
        connection |= {
            name: values[name] for name in ("kind", "formality", "strength", "state", "year", "until") if name in values
        }
        connection["sources"] = str(values["sources"]).split(";") if "sources" in values else []
        connections.append(connection)
    blueprint = {"elements": elements, "connections": connections}
    return (json.dumps(blueprint, ensure_ascii=False, indent=1) + "\n").encode()
