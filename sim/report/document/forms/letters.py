"""How wide words are in the letters of a Word report, and how high lines of them."""

from functools import cache

__all__ = ["LINE", "SIGN", "height_of_text", "signs_of"]

LINE = 1.22
"""How high a line is, in sizes of its letters."""
OTHER = 0.53
"""How wide a sign is taken to be that is not in the list."""
WIDTHS = {
    0.23: " '\u00a0ilії",
    0.25: ",.I·jјІЇ‘’",
    0.28: ":;`",
    0.31: "-[]f{}()JЈ",
    0.34: "!tr°ѓг",
    0.39: '/\\sšт"zž',
    0.42: "Lcçćčз“”„xЃГх",
    0.45: "kvyуўэє",
    0.47: "?FS|ŠЅкќZgŽЗчья",
    0.49: "aäавETYËЀЁЕТ",
    0.505: "#*+<=>^_e~§±×éëеѐё–−≤≥$0123456789£л€",
    0.53: "KPXРХпџCbdhnopquÇöüĆČЎСУЬбнорћBRЌБВКийцъђѝ",
    0.56: "đЄЭЧЯдVAА",
    0.62: "ЛЪDHĐЂЋЏНПфGUЍДИЙЦ",
    0.66: "NOОQ½ы&м",
    0.7: "ж…Ф%w",
    0.74: "юшщљЫњ",
    0.84: "mЖMМ",
    0.89: "ЉШЊЮ@WЩ—",
    0.0: "\u2060",
}
"""Signs of Calibri by their width, in sizes of its letters: to some hundredths."""
SIGN = 0.5
"""How wide a sign is on average, in sizes of its letters."""
WIDTH_OF = {sign: width for width, signs in WIDTHS.items() for sign in signs}
SPACE = WIDTH_OF[" "]


def height_of_text(text: str, size: float, wide: float) -> float:
    """Return how high some text is in lines that are so wide, in points.

    ``size`` is that of its letters.
    """
    room, lines, used = wide / size, 1, 0.0
    for word in text.split(" "):
        for part in _parts(word):
            length = _width(part)
            if used and used + length > room:
                lines, used = lines + 1, 0.0
            used += length
        used += SPACE
    return lines * size * LINE


def signs_of(text: str) -> float:
    """Return how long a text is in signs of average width.

    >>> signs_of("one, two, till") < 14 < signs_of("WOMEN AND MEN!")
    True
    """
    words = text.replace("\u200b", "").split(" ")
    return (sum(map(_width, words)) + SPACE * (len(words) - 1)) / SIGN


@cache
def _parts(word: str) -> tuple[str, ...]:
    """Return the parts of a word after which a line may end."""
    return tuple(word.replace("-", "-\u200b").split("\u200b"))


@cache
def _width(word: str) -> float:
    """Return how wide a word is, in sizes of its letters."""
    return sum(WIDTH_OF.get(sign, OTHER) for sign in word)
