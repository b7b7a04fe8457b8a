"""Money and numbers as people write them, read without guessing.

Money is an integer number of minor units (cents).  ``1200``, ``1,200``,
``1 200`` and ``1_200`` are the same number; ``1.200`` is refused, because it is
twelve hundred in Prishtinë and a little more than one in London.  Every
``ValueError`` here carries two sentences: the problem and the fix.
"""

import re
from fractions import Fraction
from functools import lru_cache

from sim.said import Said, marked

__all__ = [
    "CURRENCIES",
    "format_money",
    "format_number",
    "minor_digits",
    "parse_money",
    "parse_number",
]

CODES = """
AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD
BTN BWP BYN BZD CAD CDF CHF CLP CNY COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB
EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD HKD HNL HTG HUF IDR ILS INR IQD IRR ISK
JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA
MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK
PHP PKR PLN PYG QAR RON RSD RUB RWF SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN
SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX USD UYU UZS VES VND VUV WST
XAF XCD XOF XPF YER ZAR ZMW ZWL
"""
CURRENCIES = frozenset(CODES.split())
SYMBOLS = {"€": "EUR", "$": "USD", "£": "GBP", "¥": "JPY", "₺": "TRY"}
SIGNS = {code: sign for sign, code in SYMBOLS.items()}
WHOLE = "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX VND VUV XAF XOF"
NO_MINOR = frozenset(WHOLE.split())
THREE_MINOR = frozenset(["BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"])
LARGEST = 10**13  # minor units: sums over a period still fit 64 bits

PLAIN = re.compile(r"[0-9]+(?:\.[0-9]+)?|\.[0-9]+", re.ASCII)
GROUPED = re.compile(
    r"[0-9]{1,3}(?:([, _])[0-9]{3})(?:\1[0-9]{3})*(?:\.[0-9]+)?", re.ASCII
)
DOTS = re.compile(r"([1-9][0-9]{0,2})\.([0-9]{3})((?:\.[0-9]{3})*)(,[0-9]+)?", re.ASCII)
COMMA = re.compile(r"([0-9]+),([0-9]+)", re.ASCII)
SCIENCE = re.compile(r"[0-9]+(?:\.[0-9]+)?[eE][+-]?[0-9]+", re.ASCII)
CLOCK = re.compile(r"[0-9]{1,2}:[0-9]{2}(:[0-9]{2})?", re.ASCII)
OCTAL = re.compile(r"0[0-9]+", re.ASCII)
SPACES = str.maketrans({"\u00a0": " ", "\u202f": " ", "\u2009": " ", "−": "-"})


def minor_digits(currency: str) -> int:
    """Return how many decimals a currency has: 2 for most.

    >>> minor_digits("EUR"), minor_digits("JPY")
    (2, 0)
    """
    if currency in NO_MINOR:
        return 0
    return 3 if currency in THREE_MINOR else 2


@lru_cache(4096)  # a search reads the same file hundreds of times
def parse_number(text: str) -> Fraction:
    """Return the exact number that ``text`` says.

    >>> parse_number("1,200"), parse_number("0.5"), parse_number("-3")
    (Fraction(1200, 1), Fraction(1, 2), Fraction(-3, 1))

    Raises
    ------
    ValueError
        With the problem and the fix, when it is no number or could mean two.
    """
    said = text.translate(SPACES).strip()
    sign = -1 if said.startswith("-") else 1
    digits = said.lstrip("+-").strip() if said[:1] in "+-" else said
    if len(digits) > 40:
        raise ValueError(
            Said("this number is too long to be meant"), Said("write a shorter one")
        )
    if match := DOTS.fullmatch(digits):
        raise _ambiguous(said, match)
    if OCTAL.fullmatch(digits):
        raise ValueError(
            Said(
                "'{text}' begins with a zero, which some programs read as base 8",
                text=said,
            ),
            Said(
                "write {code}",
                code=f"{said[: len(said) - len(digits)]}{digits.lstrip('0') or '0'}",
            ),
        )
    if PLAIN.fullmatch(digits):
        return sign * Fraction(digits)
    if GROUPED.fullmatch(digits):
        return sign * Fraction(re.sub("[, _]", "", digits))
    raise _no_number(said, digits)


def _ambiguous(said: str, match: re.Match[str]) -> ValueError:
    first, second, more, cents = match.groups()
    whole = int((first + second + more).replace(".", ""))
    small = f"{first}.{second}".rstrip("0").rstrip(".")
    if cents:
        return ValueError(
            Said(
                "'{text}' mixes dots and commas: dots are decimal points here",
                text=said,
            ),
            Said("write {code}", code=f"{whole:,}.{cents[1:]}"),
        )
    return ValueError(
        Said(
            "'{text}' is ambiguous: it could mean {first} or {second}",
            text=said,
            first=whole,
            second=small,
        ),
        Said(
            "write {first} or {second}; or {small} if you mean the small number",
            first=whole,
            second=f"{whole:,}",
            small=small,
        ),
    )


def _no_number(said: str, digits: str) -> ValueError:
    if SCIENCE.fullmatch(digits) and len(digits) < 12:
        exponent = int(re.split("[eE]", digits)[1])
        small = abs(exponent) < 12
        fix = Said("write all its digits")
        if small:
            fix = Said("write {code}", code=format_number(Fraction(digits)))
        return ValueError(
            Said(
                "'{text}' is in scientific notation, which readers take for text",
                text=said,
            ),
            fix,
        )
    if CLOCK.fullmatch(digits):
        return ValueError(
            Said(
                "'{text}' looks like a time of day, and some programs read it as a "
                "number",
                text=said,
            ),
            Said("write a number, such as {example}", example="12.5"),
        )
    if match := COMMA.fullmatch(digits):
        whole, part = match.groups()
        return ValueError(
            Said(
                "'{text}' is ambiguous: it could mean {first} or {second}",
                text=said,
                first=f"{whole}.{part}",
                second=f"{whole}{part}",
            ),
            Said(
                "write {first} or {second}",
                first=f"{whole}.{part}",
                second=f"{whole}{part}",
            ),
        )
    return ValueError(
        Said("'{text}' is not a number", text=said),
        Said("write a number, such as {example} or {other}", example="12", other="0.5"),
    )


def parse_money(text: str, currency: str) -> int:
    """Return the minor units that ``text`` says, in the scenario's ``currency``.

    >>> parse_money("€1,200", "EUR"), parse_money("5.50 EUR", "EUR")
    (120000, 550)

    Raises
    ------
    ValueError
        With the problem and the fix: no currency, another one, no number, one
        that could mean two, or more decimals than the currency has.
    """
    said = text.translate(SPACES).strip()
    code, number = _split(said)
    example = format_money(_example(number, currency), currency)
    if code is None:
        parse_number(number)
        raise ValueError(
            Said("'{text}' has no currency", text=said),
            Said("write {code}", code=example),
        )
    if code != currency:
        known = code in CURRENCIES
        problem = marked(
            "'{text}' names no currency I know: this scenario is in {currency}"
        )
        if known:
            problem = marked(
                "'{text}' is in another currency: this scenario is in {currency}"
            )
        raise ValueError(
            Said(problem, text=said, currency=currency),
            Said("convert it to {currency}", currency=currency)
            if known
            else Said("write {code}", code=example),
        )
    minor = parse_number(number) * _coins(currency)
    if minor.denominator != 1:
        raise ValueError(
            Said("'{text}' is finer than the smallest coin", text=said),
            Said(
                "{currency} has {number} decimals",
                currency=currency,
                number=minor_digits(currency),
            ),
        )
    if abs(minor) > LARGEST:
        raise ValueError(
            Said("'{text}' is more than this program counts", text=said),
            Said(
                "the largest amount is {amount}",
                amount=format_money(LARGEST, currency),
            ),
        )
    return int(minor)


def _coins(currency: str) -> int:
    """Return how many minor units make one of a currency."""
    return {0: 1, 2: 100, 3: 1000}[minor_digits(currency)]


def _split(said: str) -> tuple[str | None, str]:
    sign = ""
    if said[:1] == "-" and not said[1:2].isdecimal():
        sign, said = "-", said[1:].lstrip()
    for symbol, code in SYMBOLS.items():
        if said.startswith(symbol):
            return code, sign + said[len(symbol) :].strip()
        if said.endswith(symbol):
            return code, sign + said[: -len(symbol)].strip()
    if match := re.fullmatch(r"([A-Za-z]{3,5})\s*([-+0-9.].*)", said):
        return match[1].upper(), sign + match[2]
    if match := re.fullmatch(r"([-+0-9.].*?)\s*([A-Za-z]{3,5})", said):
        return match[2].upper(), sign + match[1]
    return None, sign + said


def _example(number: str, currency: str) -> int:
    try:
        minor = parse_number(number) * _coins(currency)
    except ValueError:
        return 1200 * _coins(currency)
    return int(abs(minor))


def format_money(minor: int, currency: str) -> str:
    """Return an amount for readers, cents only where there are any.

    >>> format_money(3_600_000, "EUR"), format_money(-550, "EUR")
    ('€36,000', '-€5.50')
    >>> format_money(120_000, "CHF")
    'CHF 1,200'
    """
    digits = minor_digits(currency)
    whole, cents = divmod(abs(minor), 10**digits)
    amount = f"{whole:,}" + (f".{cents:0{digits}d}" if cents else "")
    sign = "-" if minor < 0 else ""
    if currency in SIGNS:
        return f"{sign}{SIGNS[currency]}{amount}"
    return f"{sign}{currency} {amount}"


def format_number(number: Fraction | float) -> str:
    """Return a number for readers: no more digits than it has.

    >>> format_number(Fraction(1200)), format_number(0.125)
    ('1,200', '0.125')
    """
    exact = Fraction(number)
    if exact.denominator == 1:
        return f"{int(exact):,}"
    return f"{float(exact):,.10g}"
