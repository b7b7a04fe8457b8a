"""What a reader would stumble over on a picture: clipped, crowded and tiny words."""

from sim.report.figures.style import LEGIBLE, drawing, least_share

PAPER = 170 / 25.4
"""Inches of text of the narrowest printed page, that of Word."""


def texts_of(figure):
    """Return every text that a figure draws, with its box in pixels."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.text import Text

    with drawing():
        canvas = FigureCanvasAgg(figure)
        canvas.draw()
        renderer = canvas.get_renderer()
        drawn = list(figure.texts)
        for axes in figure.axes:
            drawn += axes.texts
            for axis in (axes.xaxis, axes.yaxis):
                drawn += [tick.label1 for tick in axis._update_ticks()]
                drawn.append(axis.label)
        return [
            (text, Text.get_window_extent(text, renderer))
            for text in drawn
            if text.get_visible() and text.get_text().strip()
        ]


def faults_of(figure):
    """Return the texts that leave the page, or lie upon each other."""
    width, height = figure.bbox.width, figure.bbox.height
    shown = [(text.get_text(), box) for text, box in texts_of(figure)]
    faults = [
        f"{text!r} is clipped"
        for text, box in shown
        if box.x0 < 0 or box.y0 < 0 or box.x1 > width or box.y1 > height
    ]
    for number, (text, box) in enumerate(shown):
        for other, another in shown[:number]:
            wide = min(box.x1, another.x1) - max(box.x0, another.x0)
            deep = min(box.y1, another.y1) - max(box.y0, another.y0)
            if wide > 1 and deep > 1:
                faults.append(f"{text!r} lies upon {other!r}")
    return faults


def too_small(figure):
    """Return the texts whose letters are too small where the picture is smallest.

    That is on paper, where it may fill a little less than the width of the text.
    """
    wide = figure.get_figwidth()
    shrunk = least_share(wide, PAPER) * PAPER / wide
    return [
        text.get_text()
        for text, _ in texts_of(figure)
        if text.get_fontsize() * shrunk < LEGIBLE - 0.01
    ]
