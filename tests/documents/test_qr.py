"""A QR code is drawn as one path with its quiet zone, and says what it is to who does not see it."""

from __future__ import annotations

import re

from filao.documents import qr


def test_every_dark_square_of_the_code_is_drawn_and_no_other() -> None:
    import qrcode

    text = "http://192.168.43.1:8765/mauritius/a/k7qf3m2x9rtdw4hnk7qf3m2x9r"
    code = qrcode.QRCode(border=0, error_correction=qrcode.constants.ERROR_CORRECT_M)
    code.add_data(text)
    code.make(fit=True)
    dark = {(x + 4, y + 4) for y, row in enumerate(code.get_matrix()) for x, one in enumerate(row) if one}

    runs = re.findall(r"M(\d+) (\d+)h(\d+)", qr.svg(text, "Code"))

    drawn = [(int(x) + step, int(y)) for x, y, width in runs for step in range(int(width))]
    assert set(drawn) == dark
    assert len(drawn) == len(dark)


def test_the_code_is_black_on_white_with_a_quiet_zone_and_a_label() -> None:
    svg = qr.svg("short", 'Code of "the form"')

    assert 'aria-label="Code of &quot;the form&quot;"' in svg
    assert 'viewBox="0 0 29 29"' in svg
    assert '<rect width="29" height="29" fill="#fff"/>' in svg
    assert 'fill="#000"' in svg
