"""Functions of places on the earth, taken as a sphere of 6,378,100 m as the clients of ODK take it."""

from __future__ import annotations

import itertools
import math
from collections.abc import Mapping

from filao.core.forms.running import Argument, Context, Function
from filao.core.forms.values import NAN, texts_of

_RADIUS = 6_378_100.0
Point = tuple[float, float]


def points(texts: list[str]) -> list[Point] | None:
    """Latitude and longitude in degrees of each point, from one trace or from several points; None where one is none."""
    pieces = texts[0].strip().strip(";").split(";") if len(texts) == 1 else texts
    found = [_point(piece) for piece in pieces]
    return [point for point in found if point] if all(found) else None


def _point(text: str) -> Point | None:
    words = text.split()
    try:
        latitude, longitude = float(words[0]), float(words[1])
    except (ValueError, IndexError):
        return None
    sound = len(words) <= 4 and abs(latitude) <= 90 and abs(longitude) <= 180
    return (latitude, longitude) if sound else None


def _points(context: Context, arguments: tuple[Argument, ...]) -> list[Point]:
    texts = [text for one in arguments for text in texts_of(one(context))]
    return points(texts) or [] if texts else []


def _area(context: Context, arguments: tuple[Argument, ...]) -> float:
    """Square metres within a line, which is closed if it is open (Chamberlain and Duquette, 2007)."""
    corners = _points(context, arguments)
    if len(corners) < 3:
        return 0.0
    if corners[0] != corners[-1]:
        corners.append(corners[0])
    total = sum(
        math.radians(b[1] - a[1]) * (2 + math.sin(math.radians(a[0])) + math.sin(math.radians(b[0])))
        for a, b in itertools.pairwise(corners)
    )
    return round(abs(total * _RADIUS * _RADIUS / 2), 2)


def _distance(context: Context, arguments: tuple[Argument, ...]) -> float:
    """Metres along a line of points."""
    line = _points(context, arguments)
    if len(line) < 2:
        return NAN
    return round(sum(_between(a, b) for a, b in itertools.pairwise(line)), 2)


def _between(a: Point, b: Point) -> float:
    first, second, across = math.radians(a[0]), math.radians(b[0]), math.radians(a[1] - b[1])
    cosine = math.sin(first) * math.sin(second) + math.cos(first) * math.cos(second) * math.cos(across)
    return math.acos(max(-1.0, min(1.0, cosine))) * _RADIUS


def _geofence(context: Context, arguments: tuple[Argument, ...]) -> bool:
    """Whether a point lies within a closed line (crossing number)."""
    point, shape = (_points(context, (one,)) for one in arguments)
    if len(point) != 1 or len(shape) < 2 or shape[0] != shape[-1]:
        return False
    y, x = point[0]
    crossings = sum(
        (b[0] > y) != (a[0] > y) and x < (a[1] - b[1]) * (y - b[0]) / (a[0] - b[0]) + b[1]
        for a, b in itertools.pairwise(shape)
    )
    return crossings % 2 == 1


PLACES: Mapping[str, Function] = {
    "area": Function(1, 1, _area),
    "distance": Function(1, None, _distance),
    "geofence": Function(2, 2, _geofence),
}
