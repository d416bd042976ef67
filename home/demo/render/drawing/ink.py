"""Colours and the few SVG words that everything is drawn with."""

from __future__ import annotations

from itertools import count

PLUM, DEEP, TEAL, MARIGOLD = "#4A1D4F", "#2B0F30", "#0B5D5E", "#F2B134"
PAPER, MIST, BRICK, INK = "#FBF7F0", "#F1E9DE", "#A3221B", "#2A1A2C"
ROSE, BLUSH, CLAY, SAND = "#D58F7C", "#F0CDB8", "#B65A42", "#E6D3B3"
SAGE, SEA, PALE_TEAL, LEAF = "#8FB39F", "#4C8C87", "#CFE1D8", "#3F7A5C"
LILAC, PALE_LILAC, MAUVE = "#B598B6", "#E6D9E4", "#7C4F80"
CREAM, OCHRE, WOOD, DARK_WOOD = "#F9E6BC", "#CF9223", "#B27B4B", "#7E4F30"
NIGHT, DUSK, SKY, STONE = "#33204A", "#6C5A8C", "#DCE9E6", "#CDBFB2"

# Families as raster.py names them: a family cannot be called by a figure without quotes.
WEIGHT_NAMES = {400: "Text", 650: "Strong", 750: "Title"}

_ids = count(1)


def new_id(stem: str) -> str:
    return f"{stem}{next(_ids)}"


def path(d: str, fill: str = "none", **more: object) -> str:
    return f'<path d="{d}" fill="{fill}"{_more(more)}/>'


def line(d: str, stroke: str, width: float, **more: object) -> str:
    return path(d, "none", stroke=stroke, stroke_width=width, stroke_linecap="round", stroke_linejoin="round", **more)


def circle(x: float, y: float, r: float, fill: str, **more: object) -> str:
    return f'<circle cx="{x:g}" cy="{y:g}" r="{r:g}" fill="{fill}"{_more(more)}/>'


def oval(x: float, y: float, rx: float, ry: float, fill: str, **more: object) -> str:
    return f'<ellipse cx="{x:g}" cy="{y:g}" rx="{rx:g}" ry="{ry:g}" fill="{fill}"{_more(more)}/>'


def rect(x: float, y: float, w: float, h: float, fill: str, r: float = 0, **more: object) -> str:
    return f'<rect x="{x:g}" y="{y:g}" width="{w:g}" height="{h:g}" rx="{r:g}" fill="{fill}"{_more(more)}/>'


def poly(points: str, fill: str, **more: object) -> str:
    return f'<polygon points="{points}" fill="{fill}"{_more(more)}/>'


def group(
    *parts: str, x: float = 0, y: float = 0, scale: float = 1, turn: float = 0, flip: bool = False, **more
) -> str:
    """Parts moved, turned (degrees), scaled and, if asked, mirrored around their own upright axis."""
    across = -scale if flip else scale
    place = f"translate({x:g} {y:g}) rotate({turn:g}) scale({across:g} {scale:g})"
    return f'<g transform="{place}"{_more(more)}>{"".join(parts)}</g>'


def clipped(shape: str, *parts: str) -> str:
    """Parts seen only inside the outline ``shape`` (path data)."""
    name = new_id("clip")
    return f'<clipPath id="{name}"><path d="{shape}"/></clipPath><g clip-path="url(#{name})">{"".join(parts)}</g>'


def fade(
    *stops: tuple[float, str, float], x1: float = 0, y1: float = 0, x2: float = 0, y2: float = 1
) -> tuple[str, str]:
    """A straight gradient: its definition and the fill that uses it. A stop is (place, colour, opacity)."""
    name = new_id("fade")
    inner = "".join(f'<stop offset="{o:g}" stop-color="{c}" stop-opacity="{a:g}"/>' for o, c, a in stops)
    return (
        f'<linearGradient id="{name}" x1="{x1}" y1="{y1}" x2="{x2}" y2="{y2}">{inner}</linearGradient>',
        f"url(#{name})",
    )


def glow(x: float, y: float, r: float, colour: str, strength: float = 0.6) -> str:
    name = new_id("glow")
    return (
        f'<radialGradient id="{name}"><stop offset="0" stop-color="{colour}" stop-opacity="{strength}"/>'
        f'<stop offset="1" stop-color="{colour}" stop-opacity="0"/></radialGradient>' + circle(x, y, r, f"url(#{name})")
    )


def text(x: float, y: float, words: str, size: float, fill: str, weight: int = 650, **more: object) -> str:
    safe = words.replace("&", "&amp;").replace("<", "&lt;")
    family = f"Demo{WEIGHT_NAMES[weight]}"
    return f'<text x="{x:g}" y="{y:g}" font-family="{family}" font-size="{size:g}" fill="{fill}"{_more(more)}>{safe}</text>'


def picture(*parts: str, view: tuple[float, float, float, float] = (0, 0, 1600, 900)) -> str:
    x, y, w, h = view
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{x:g} {y:g} {w:g} {h:g}" '
        f'width="{w:g}" height="{h:g}">{"".join(parts)}</svg>'
    )


def mix(a: str, b: str, share: float) -> str:
    """Colour ``a`` with ``share`` (0 to 1) of colour ``b`` in it."""
    one, two = (tuple(int(c[i : i + 2], 16) for i in (1, 3, 5)) for c in (a, b))
    return "#" + "".join(f"{round(p + (q - p) * share):02X}" for p, q in zip(one, two, strict=True))


def _more(attributes: dict[str, object]) -> str:
    return "".join(f' {k.replace("_", "-")}="{v}"' for k, v in attributes.items() if v is not None)
