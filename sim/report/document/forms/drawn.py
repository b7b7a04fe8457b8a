"""Pictures of a report as SVG and PNG, each drawn once."""

import re
from io import BytesIO
from typing import TYPE_CHECKING, Any

from sim.report.document.parts import Picture
from sim.report.figures.style import drawing, least_share

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = ["Drawn"]

FRAME = re.compile(r'viewBox="0 0 ([\d.]+) ([\d.]+)"')
"""How wide and how high a picture is."""
DOTS = 150
"""Dots an inch of a picture that a text program scales."""


class Drawn:
    """Draws the pictures of one report, and remembers what it has drawn."""

    def __init__(self) -> None:
        self.figures: dict[str, Figure] = {}
        self.vectors: dict[str, str] = {}
        self.dots: dict[str, bytes] = {}

    def _figure(self, picture: Picture) -> "Figure":
        if picture.name not in self.figures:
            assert picture.draw is not None
            self.figures[picture.name] = picture.draw()
        return self.figures[picture.name]

    def svg(self, picture: Picture) -> str:
        """Return a picture as an ``svg`` element without anything around it."""
        if picture.kept is not None:
            return picture.kept.svg
        if picture.name not in self.vectors:
            page = BytesIO()
            quiet: dict[str, Any] = {"Date": None, "Creator": None}
            with drawing():
                self._figure(picture).savefig(page, format="svg", metadata=quiet)
            self.vectors[picture.name] = page.getvalue().decode()
        return self.vectors[picture.name]

    def element(self, picture: Picture) -> str:
        """Return the ``svg`` element for a page, with ids of its own and no URLs."""
        text = self.svg(picture)
        text = text[text.index("<svg") :]
        text = re.sub(r'<svg role="img" aria-label="[^"]*"', "<svg", text)
        text = re.sub(r"<metadata>.*?</metadata>", "", text, flags=re.DOTALL)
        text = re.sub(r'\bid="', f'id="{picture.name}-', text)
        text = re.sub(r"url\(#", f"url(#{picture.name}-", text)
        text = re.sub(r'href="#', f'href="#{picture.name}-', text)
        text = re.sub(r"<[^>]*>", _rounded, text)
        text = re.sub(r"\s*\n\s*", "\n", text)
        hidden = '<svg aria-hidden="true" focusable="false"'
        return text.replace("<svg", hidden, 1)

    def frame(self, picture: Picture) -> tuple[float, float]:
        """Return how wide and how high a picture was drawn, in points."""
        found = FRAME.search(self.svg(picture))
        assert found is not None
        return float(found[1]), float(found[2])

    def least(self, picture: Picture, room: float) -> float:
        """Return the least part of ``room``, in points, that a picture fills."""
        return least_share(self.frame(picture)[0], room)

    def png(self, picture: Picture) -> bytes:
        """Return a picture as dots, for programs that know no vectors."""
        if picture.kept is not None:
            return picture.kept.png
        if picture.name not in self.dots:
            page = BytesIO()
            quiet: dict[str, Any] = {"Software": None}
            figure = self._figure(picture)
            with drawing():
                figure.savefig(page, format="png", dpi=DOTS, metadata=quiet)
            self.dots[picture.name] = page.getvalue()
        return self.dots[picture.name]


def _rounded(tag: re.Match[str]) -> str:
    """Write the numbers of a tag to a tenth of a point, which is fine enough.

    Never those that are read: 39.600 is how some write 39,600.
    """
    return re.sub(r"(\.\d)\d+", r"\1", tag[0])
