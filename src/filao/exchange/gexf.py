"""Ties as GEXF 1.3 for Gephi: attributes without drawing (no viz), each tie of its kind kept beside the others.

Writing only. Positions, colours and sizes are left to the program that reads it.
"""

from __future__ import annotations

from collections.abc import Mapping
from xml.sax.saxutils import quoteattr

from filao.core.register import Register
from filao.exchange.graph_attributes import BODY, TIE, Attribute, bodies_and_ties, xml_text


def write(register: Register, *, restricted: bool = False) -> bytes:
    """The register's organisations and ties as one directed multigraph (GEXF 1.3, gexf.net).

    Parallel ties stay apart by the edge attribute `kind`; a mutual tie is one edge of type "mutual". `weight` is the
    strength where it is above 0. Restricted bodies, their ties and restricted ties are left out unless `restricted`.
    """
    bodies, ties = bodies_and_ties(register, restricted=restricted)
    day = register.reference_date
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<gexf xmlns="http://gexf.net/1.3" version="1.3">',
        f"<meta lastmodifieddate={_quoted(day)}>" if len(day) == 10 else "<meta>",
        "<creator>Filao</creator>",
        "</meta>",
        '<graph defaultedgetype="directed" mode="static">',
        *_declared("node", BODY),
        *_declared("edge", TIE),
        "<nodes>",
    ]
    for body, values in bodies:
        lines += [f"<node id={_quoted(body.id)} label={_quoted(body.short_name or body.name)}>", *_values(values)]
        lines.append("</node>")
    lines += ["</nodes>", "<edges>"]
    for tie, values in ties:
        weight = f' weight="{tie.strength:g}"' if tie.strength else ""
        lines.append(
            f"<edge id={_quoted(tie.id)} source={_quoted(tie.source)} target={_quoted(tie.target)} "
            f'type="{"mutual" if tie.mutual else "directed"}" kind={_quoted(tie.kind)} '
            f"label={_quoted(str(values['label']))}{weight}>"
        )
        lines += [*_values(values), "</edge>"]
    lines += ["</edges>", "</graph>", "</gexf>", ""]
    return "\n".join(lines).encode()


def _declared(of: str, types: Mapping[str, str]) -> list[str]:
    rows = [f'<attribute id="{name}" title="{name}" type="{type_}"/>' for name, type_ in types.items()]
    return [f'<attributes class="{of}">', *rows, "</attributes>"]


def _values(values: Mapping[str, Attribute]) -> list[str]:
    rows = [f'<attvalue for="{name}" value={_quoted(str(value))}/>' for name, value in values.items()]
    return ["<attvalues>", *rows, "</attvalues>"]


def _quoted(text: str) -> str:
    return quoteattr(xml_text(text))
