"""A small made-up map as an OpenStreetMap file: points given in metres around one spot in Jutland."""

from __future__ import annotations

from pathlib import Path
from xml.sax.saxutils import quoteattr

import numpy as np

from data.distances.utm import to_degrees

#: where (0, 0) of a made-up map lies, ETRS89 / UTM 32N
ORIGIN = np.array([550_000.0, 6_200_000.0])

Point = tuple[float, float]


def place(*points: Point) -> np.ndarray:
    """[k] easting, northing of points in metres from the origin."""
    return np.array(points, dtype=np.float64).reshape(-1, 2) + ORIGIN


def write_map(
    path: Path, points: dict[str, Point], ways: list[tuple[str, dict[str, str]]], nodes: dict[str, dict[str, str]] | None = None
) -> Path:
    """Write a .osm file; a way is the names of its points (with spaces) and its tags, `nodes` the tags of points."""
    numbers = {name: k for k, name in enumerate(points, start=1)}
    lines = ['<?xml version="1.0"?>', '<osm version="0.6" generator="made up">']
    east, north = to_degrees(*place(*points.values()).T)
    for name, lon, lat in zip(points, east, north, strict=True):
        lines.append(f'<node id="{numbers[name]}" version="1" lat="{lat:.9f}" lon="{lon:.9f}">{_tags((nodes or {}).get(name, {}))}</node>')
    for number, (names, tags) in enumerate(ways, start=1):
        refs = "".join(f'<nd ref="{numbers[name]}"/>' for name in names.split())
        lines.append(f'<way id="{number}" version="1">{refs}{_tags(tags)}</way>')
    path.write_text("\n".join([*lines, "</osm>"]), encoding="utf-8")
    return path


def _tags(tags: dict[str, str]) -> str:
    return "".join(f"<tag k={quoteattr(k)} v={quoteattr(v)}/>" for k, v in tags.items())
