"""Time against size as a picture: a small SVG with two logarithmic axes, made from the results of `benchmarks.report`.

python -m benchmarks.plot FILE.json [PICTURE.svg]       # from figures kept by --json; default docs/benchmarks.svg
"""

from __future__ import annotations

import json
import math
import sys
from collections.abc import Sequence
from html import escape
from pathlib import Path
from typing import Any

from benchmarks.registry import PROJECT
from benchmarks.rivals.race import RIVALS

PICTURE = PROJECT / "docs" / "benchmarks.svg"
#: of the picture, and of the field of the points in it
WIDTH, HEIGHT = 860, 440
LEFT, TOP, RIGHT, BOTTOM = 70, 30, 480, 380
#: colours that the colour-blind tell apart too (Okabe and Ito)
COLOURS = ("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#000000")
#: (applications, seconds, whether the time ran out: then more than these seconds)
Point = tuple[int, float, bool]


def series(mode: str, results: Sequence[dict[str, Any]]) -> dict[str, list[Point]]:
    """The lines of the picture: the whole round, its solve, and where rivals ran, the solve in mode points and each rival's."""
    lines: dict[str, list[Point]] = {}
    for result in sorted(results, key=lambda result: int(result["applications"])):
        size = result["applications"]
        points: list[tuple[str, float, bool]] = [
            (f"Redekasse, mode {mode}: files to stored round", result["total"], False),
            (f"Redekasse, mode {mode}: solve", result["seconds"]["solve"], False),
        ]
        if "rivals" in result:
            points.append(("Redekasse, mode points: solve", result["points"]["seconds"]["solve"], False))
            points += [(f"{RIVALS[r['rival']]} (mode points)", r["seconds"], not r["done"]) for r in result["rivals"]]
        for name, seconds, ended in points:
            lines.setdefault(name, []).append((size, max(seconds, 0.001), ended))
    return lines


def decades(values: Sequence[float]) -> tuple[int, int]:
    """The powers of ten that the values lie between; at least one apart."""
    low, high = math.floor(math.log10(min(values))), math.ceil(math.log10(max(values)))
    return low, max(high, low + 1)


class Axes:
    """Where a size and a time are in the picture."""

    def __init__(self, points: Sequence[Point]) -> None:
        self.sizes, self.times = decades([size for size, _, _ in points]), decades([seconds for _, seconds, _ in points])

    def at(self, size: float, seconds: float) -> tuple[float, float]:
        """The spot, in the picture's units."""
        (low, high), (least, most) = self.sizes, self.times
        across = (math.log10(size) - low) / (high - low)
        up = (math.log10(seconds) - least) / (most - least)
        return round(LEFT + across * (RIGHT - LEFT), 1), round(BOTTOM - up * (BOTTOM - TOP), 1)

    def drawn(self) -> list[str]:
        """Lines at each power of ten, and what they mean."""
        out = []
        for power in range(self.sizes[0], self.sizes[1] + 1):
            x, _ = self.at(10**power, 10 ** self.times[0])
            said = f"{10**power:,}"
            out += [
                f'<path class="grid" d="M{x} {TOP}V{BOTTOM}"/>',
                f'<text x="{x}" y="{BOTTOM + 20}" text-anchor="middle">{said}</text>',
            ]
        for power in range(self.times[0], self.times[1] + 1):
            _, y = self.at(10 ** self.sizes[0], 10**power)
            said = f"{10.0**power:g}"
            out += [
                f'<path class="grid" d="M{LEFT} {y}H{RIGHT}"/>',
                f'<text x="{LEFT - 8}" y="{y + 4}" text-anchor="end">{said}</text>',
            ]
        out.append(f'<text x="{(LEFT + RIGHT) / 2}" y="{BOTTOM + 42}" text-anchor="middle">applications</text>')
        out.append(f'<text x="{LEFT - 8}" y="{TOP - 12}" text-anchor="end">seconds</text>')
        return out


def svg(lines: dict[str, list[Point]]) -> str:
    """The picture. A hollow mark is a lower bound: the time ran out there."""
    axes = Axes([point for points in lines.values() for point in points])
    body = axes.drawn()
    for number, (name, points) in enumerate(lines.items()):
        colour = COLOURS[number % len(COLOURS)]
        dashes = ' stroke-dasharray="6 4"' if number >= len(COLOURS) else ""
        spots = [axes.at(size, seconds) for size, seconds, _ in points]
        way = " ".join(f"{x},{y}" for x, y in spots)
        body.append(f'<polyline points="{way}" fill="none" stroke="{colour}" stroke-width="2"{dashes}/>')
        for (x, y), (size, seconds, ended) in zip(spots, points, strict=True):
            said = escape(f"{name}: {size:,} applications, {'more than ' if ended else ''}{seconds:.2f} s")
            fill = "#ffffff" if ended else colour
            body.append(f'<circle cx="{x}" cy="{y}" r="4" fill="{fill}" stroke="{colour}" stroke-width="2"><title>{said}</title></circle>')
        y = TOP + 10 + 22 * number
        body.append(f'<path d="M{RIGHT + 20} {y - 4}h24" stroke="{colour}" stroke-width="2"{dashes}/>')
        body.append(f'<text x="{RIGHT + 50}" y="{y}">{escape(name)}</text>')
    body.append(f'<text x="{RIGHT + 20}" y="{TOP + 20 + 22 * len(lines)}">hollow: not done in its time</text>')
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label="Seconds against applications">'
    style = "<style>text{font:12px sans-serif;fill:#222}.grid{stroke:#ccc;stroke-width:1}</style>"
    return "\n".join([head, style, f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#ffffff"/>', *body, "</svg>"]) + "\n"


def write_plot(mode: str, results: Sequence[dict[str, Any]], path: Path = PICTURE) -> None:
    """Draw the results. Raises ValueError where there are none."""
    if not results:
        raise ValueError("no results to draw")
    path.write_text(svg(series(mode, results)), encoding="utf-8")


def main(figures: str, picture: str = "") -> None:
    """The command."""
    kept = json.loads(Path(figures).read_text(encoding="utf-8"))
    write_plot(kept["mode"], kept["results"], Path(picture) if picture else PICTURE)


if __name__ == "__main__":
    main(*sys.argv[1:])
