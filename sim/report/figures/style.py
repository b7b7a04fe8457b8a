"""One look for all pictures: colours, months, money, labels, the same bytes.

The colours are Okabe and Ito's, which people with any colour vision tell apart;
every line differs in its style as well, so that a grey print says the same.
Sizes are in inches, so that no layout engine has to guess.
"""

import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

__all__ = [
    "BLACK",
    "BLUE",
    "CLEARED",
    "GREEN",
    "GREEN_TEXT",
    "GREY",
    "LARGE",
    "LEGIBLE",
    "MARGIN",
    "NORMAL",
    "ORANGE_TEXT",
    "PALE",
    "SKY",
    "SMALL",
    "STROKES",
    "VERMILION",
    "VERMILION_TEXT",
    "WIDTH",
    "Page",
    "drawing",
    "folded",
    "height_of",
    "inches_of",
    "is_dark",
    "least_share",
    "open_page",
    "points_of",
    "save",
]

Ints = NDArray[np.int64]

BLACK = "#000000"
BLUE = "#0072B2"
SKY = "#56B4E9"
VERMILION = "#D55E00"
GREEN = "#009E73"
ORANGE_TEXT = (
    "#8F5C00"  # darker than theirs, so that text on white has a contrast above 4.5:1
)
VERMILION_TEXT = "#B04A00"
GREEN_TEXT = "#00734F"
GREY = "#595959"
PALE = "#D9D9D9"
STROKES = (
    (BLACK, "-"),
    (BLUE, (0, (6, 2))),
    (VERMILION_TEXT, (0, (1.5, 1.2))),
    (GREEN_TEXT, (0, (4, 1.5, 1, 1.5))),
    (ORANGE_TEXT, (0, (3, 3))),
    (GREY, (0, (8, 2, 2, 2))),
)
"""Colours and strokes of lines, in order; a grey print tells them by the stroke."""
CLEARED = {"facecolor": "white", "edgecolor": "none", "pad": 0.8, "alpha": 0.85}
"""The box of a text that is written over a plot."""

SMALL = 8.5
NORMAL = 9.5
LARGE = 11.0
LEGIBLE = 6.5
"""Points: on paper no letter of a picture is smaller."""
POINTS_PER_INCH = 72.0
WIDTH = 7.4
"""Inches: about the text of an A4 page, so that small letters stay legible there."""
MARGIN = 0.15
"""Inches that are left free on every side of a sheet."""
MEASURED = 1000.0
"""The size of letters in points at which words are measured."""
SPARE = 1.03
"""Words are taken for a little wider than they are: a reader's font may be another."""
POINTS = 110
"""More points of a line an inch than these nobody can see."""
LINE = 1.25  # height of a line of text, in font sizes, with a little to spare


@contextmanager
def drawing() -> Iterator[None]:
    """Draw with our own settings, whatever the user's matplotlibrc says."""
    import matplotlib as mpl

    with mpl.rc_context(), warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="Glyph .* missing from font")
        mpl.rcdefaults()
        mpl.rcParams.update(
            {
                "axes.edgecolor": GREY,
                "axes.linewidth": 0.6,
                "axes.spines.right": False,
                "axes.spines.top": False,
                "font.size": NORMAL,
                "path.simplify_threshold": 0.2,
                "svg.fonttype": "none",
                "svg.hashsalt": "bednight",
                "text.parse_math": False,
                "xtick.color": GREY,
                "xtick.labelcolor": BLACK,
                "ytick.color": GREY,
                "ytick.labelcolor": BLACK,
            }
        )
        yield


def save(figure: "Figure", stem: Path, title: str) -> tuple[Path, Path]:
    """Write ``stem``.svg and ``stem``.png: the same figure, the same bytes."""
    svg, png = stem.with_suffix(".svg"), stem.with_suffix(".png")
    quiet: dict[str, Any] = {"Date": None, "Creator": None, "Title": title}
    with drawing():
        figure.savefig(svg, format="svg", metadata=quiet)
        named = {"Software": None, "Title": title}
        figure.savefig(png, format="png", dpi=130, metadata=named)
    _name_for_readers(svg, title)
    return svg, png


def _name_for_readers(svg: Path, title: str) -> None:
    """Tell a screen reader that the drawing is one picture, and what it says."""
    label = escape(title, quote=True)
    text = svg.read_text(encoding="utf-8")
    named = text.replace("<svg ", f'<svg role="img" aria-label="{label}" ', 1)
    svg.write_bytes(named.encode())


@dataclass(frozen=True, slots=True)
class Page:
    """A sheet measured in inches from its upper left corner."""

    figure: "Figure"
    width: float
    height: float

    def axes(self, left: float, top: float, width: float, height: float) -> "Axes":
        """Put a plot whose upper left corner is (``left``, ``top``)."""
        bottom = self.height - top - height
        return self.figure.add_axes(
            (
                left / self.width,
                bottom / self.height,
                width / self.width,
                height / self.height,
            )
        )

    def write(
        self, left: float, top: float, text: str, *, size: float, **looks: Any
    ) -> None:
        """Write ``text`` with its upper left corner at (``left``, ``top``)."""
        dressed: dict[str, Any] = {"va": "top", "linespacing": 1.2} | looks
        at = (left / self.width, 1 - top / self.height)
        self.figure.text(*at, text, fontsize=size, **dressed)


def folded(text: str, inches: float, size: float, *, bold: bool = False) -> list[str]:
    """Break ``text`` into lines that fit into a width at a font size.

    >>> folded("Shelter for Victims of Trafficking in Human Beings", 1.6, 9)
    ['Shelter for Victims of', 'Trafficking in Human', 'Beings']
    """
    lines: list[str] = []
    space, used = inches_of("\u00a0", size, bold=bold), inches
    for word in text.split(" "):
        wide = inches_of(word, size, bold=bold)
        if lines and used + space + wide <= inches:
            lines[-1] += f" {word}"
            used += space + wide
        else:
            lines.append(word)
            used = wide
    return lines


@cache
def inches_of(text: str, size: float, *, bold: bool = False) -> float:
    """Measure a word, with a little to spare for a reader's other font."""
    from matplotlib.font_manager import FontProperties, findfont, get_font

    weight = "bold" if bold else "normal"
    font = get_font(findfont(FontProperties(family="DejaVu Sans", weight=weight)))
    # measured large: the widths of small letters are rounded to whole dots
    font.set_size(MEASURED, POINTS_PER_INCH)
    font.set_text(text, 0.0)
    wide = float(font.get_width_height()[0]) / 64 * size / MEASURED
    return SPARE * wide / POINTS_PER_INCH


def least_share(wide: float, room: float) -> float:
    """Return how small a picture may be made: what part of ``room`` it fills at least.

    ``wide`` is how wide it was drawn, in the unit of ``room``.

    >>> round(least_share(7.4, 6.93), 2), least_share(12.0, 6.93)
    (0.82, 1.0)
    """
    return min(1.0, LEGIBLE / SMALL * wide / room)


def is_dark(colour: Sequence[float]) -> bool:
    """Say whether white is read better on a colour than black (WCAG's luminance).

    >>> is_dark((0.0, 0.45, 0.7)), is_dark((0.34, 0.71, 0.91))
    (True, False)
    """
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in colour[:3]
    )
    luminance = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    return 1.05 / (luminance + 0.05) > (luminance + 0.05) / 0.05


def points_of(days: int, inches: float) -> Ints:
    """Choose the days of a line ``inches`` long that are drawn: all, or enough."""
    most = min(days, round(POINTS * inches))
    return np.unique(np.linspace(0, days - 1, most).astype(np.int64))


def height_of(lines: int, size: float) -> float:
    """Give the height in inches of some lines of text."""
    return lines * size * LINE / POINTS_PER_INCH


def open_page(
    title: str, note: str, *, width: float, body: float
) -> tuple[Page, float]:
    """Start a sheet with its title and its note; also give where the body begins.

    ``width`` and ``body`` (the height of what comes between) are in inches.
    """
    from matplotlib.figure import Figure

    titles = folded(title, width - 2 * MARGIN, LARGE, bold=True)
    notes = folded(note, width - 2 * MARGIN, SMALL)
    top = MARGIN + height_of(len(titles), LARGE) + 0.12
    height = top + body + 0.12 + height_of(len(notes), SMALL) + MARGIN
    page = Page(Figure(figsize=(width, height), facecolor="white"), width, height)
    page.write(MARGIN, MARGIN, "\n".join(titles), size=LARGE, weight="bold")
    page.write(MARGIN, top + body + 0.12, "\n".join(notes), size=SMALL, color=GREY)
    return page, top
