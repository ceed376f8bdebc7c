"""Which bodies a large choice can do without, so that five thousand organisations stay solvable.

Only coverage is looked at: what is left out here may still be wanted for reach, and is, in the later levels.
"""

from __future__ import annotations

from filao.core.committee.model import Instance


def dominated(instance: Instance) -> frozenset[str]:
    """Bodies without which the best coverage stays the same.

    A body goes when another of its class fills every cell it fills. A class holds the bodies that every rule counts
    alike. Of each class at least as many bodies stay as there are free seats, so that a rule that needs many of the
    class still finds them. Whoever has left can then be swapped, in any committee, for the body that fills its cells,
    or for another of the class if that one sits already: no rule notices and no cell is lost.
    """
    held = instance.filled(instance.seated)
    free = max(0, instance.limit - len(instance.seated))
    classes: dict[tuple[int, ...], list[str]] = {}
    for body in instance.bodies:
        if body not in instance.seated | instance.excluded:
            alike = tuple(constraint.terms.get(body, 0) for constraint, _, _ in instance.rules)
            classes.setdefault(alike, []).append(body)
    out: set[str] = set()
    for members in classes.values():
        cells = {body: instance.covers[body] - held for body in members}
        kept: list[str] = []
        rest: list[str] = []
        holders: dict[int, int] = {}
        for body in sorted(members, key=lambda body: (-len(cells[body]), body)):
            wider = (1 << len(kept)) - 1
            for cell in cells[body]:
                wider &= holders.get(cell, 0)
            if wider:
                rest.append(body)
                continue
            for cell in cells[body]:
                holders[cell] = holders.get(cell, 0) | 1 << len(kept)
            kept.append(body)
        out.update(rest[max(0, free - len(kept)) :])
    return frozenset(out)
