"""QR codes as SVG: one path for all dark squares, black on white whatever the page's colours."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

_QUIET = 4
"""Light squares around the code (ISO/IEC 18004, section 5.3.8)."""


def svg(text: str, label: str) -> str:
    """The code of a text, with a label for those who do not see it; it takes the size its place gives."""
    import qrcode

    code = qrcode.QRCode(border=0, error_correction=qrcode.constants.ERROR_CORRECT_M)
    code.add_data(text)
    code.make(fit=True)
    size = code.modules_count + 2 * _QUIET
    path = "".join(_runs(code.get_matrix()))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="qr" role="img" aria-label="{escape(label)}" '
        f'viewBox="0 0 {size} {size}" shape-rendering="crispEdges"><rect width="{size}" height="{size}" fill="#fff"/>'
        f'<path d="{path}" fill="#000"/></svg>'
    )


def _runs(matrix: list[list[bool]]) -> Iterator[str]:
    """Each run of dark squares in a row as one bar."""
    for y, row in enumerate(matrix, _QUIET):
        start = None
        for x, dark in enumerate([*row, False], _QUIET):
            if dark and start is None:
                start = x
            elif not dark and start is not None:
                yield f"M{start} {y}h{x - start}v1h-{x - start}z"
                start = None
