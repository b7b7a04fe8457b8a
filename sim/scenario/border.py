"""What pydantic needs to know of our words: scalar types and one base model.

Values arrive as text, lists and mappings.  Each scalar type reads its own text
and knows the names that the file defines, so that a wrong reference is located
in the same pass as a wrong number.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from re import fullmatch
from typing import Annotated, Any, TypeAlias

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    GetJsonSchemaHandler,
    PlainValidator,
    ValidationInfo,
    WithJsonSchema,
)
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema

from sim.money import CURRENCIES, format_number
from sim.said import Said, marked
from sim.scenario.names import Names
from sim.scenario.quantities import (
    read_count,
    read_date,
    read_days,
    read_flag,
    read_frequency,
    read_money,
    read_money_rate,
    read_months_or_money,
    read_number,
    read_share,
    read_trend,
    read_yearly_date,
)
from sim.scenario.tree import Fault, Quoted, did_you_mean

__all__ = [
    "Also",
    "Part",
    "bounded",
    "count_of",
    "one_of",
    "scalar",
    "short",
    "words",
]

TRAPS = frozenset(["yes", "no", "on", "off", "true", "false", "y", "n", "null"])


class Part(BaseModel):
    """A mapping of the language: no key but those named here."""

    model_config = ConfigDict(
        extra="forbid", frozen=True, use_attribute_docstrings=True
    )


def words(value: object, example: str) -> str:
    """Return the text of a scalar, or say that a single value is needed."""
    if isinstance(value, str):
        return value
    if isinstance(value, dict) and "value" in value and len(value) > 1:
        stray = next(key for key in value if key != "value")
        raise Fault(
            Said("'{stray}' does not belong beside a value", stray=stray),
            Said("is it part of a text? put text that holds a comma in quotes"),
            at=(stray,),
            key=True,
        )
    if value == {}:
        raise Fault(
            Said("there is evidence but no value"), Said("add  value: …  beside it")
        )
    problem = Said("one value is needed here, not several settings")
    if isinstance(value, list):
        problem = Said("one value is needed here, not a list")
    raise Fault(
        problem,
        Said("write for example {code}", code=f" {example}"),
    )


def scalar(
    read: Callable[[str, Names], object],
    example: str,
    kind: str = "string",
    longest: int = 200,
) -> Any:
    """Return the pieces of a type that is read from one scalar."""

    def check(value: object, info: ValidationInfo) -> object:
        names = info.context if isinstance(info.context, Names) else Names()
        text = words(value, example)
        if not text.strip():
            raise Fault(
                Said("the value is empty"),
                Said("write for example {code}", code=f" {example}"),
            )
        if len(text) > longest:
            raise Fault(
                Said(
                    "this value is too long: it has {number} characters",
                    number=f"{len(text):,}",
                ),
                Said(
                    "write at most {longest}, for example  {example}",
                    longest=f"{longest:,}",
                    example=example,
                ),
            )
        if isinstance(value, Quoted):
            text = Quoted(text)
        if not text.isprintable():
            raise Fault(
                Said("this value holds an invisible character"),
                Said("type the words again"),
            )
        return read(text, names)

    types: object = kind if kind == "string" else [kind, "string"]
    schema = {"type": types, "examples": [example]}
    return PlainValidator(check), WithJsonSchema(schema)


def _identifier(text: str, _: Names) -> str:
    if text.lower() in TRAPS and not isinstance(text, Quoted):
        raise Fault(
            Said("'{text}' as a name means yes or no to many programs", text=text),
            Said("write a longer name, such as {example}", example=_longer(text)),
        )
    if not fullmatch("[a-z][a-z0-9_]{0,59}", text):
        near = "".join(c if c.isascii() and c.isalnum() else "_" for c in text.lower())
        near = near.strip("_").lstrip("0123456789_")[:40] or "shelter_1"
        raise Fault(
            Said(
                "'{text}' cannot be a name: names have small letters, digits and _",
                text=text,
            ),
            Said("write for example {code}", code=near),
        )
    return str(text)


def _longer(text: str) -> str:
    return {"no": "norway", "on": "ontario"}.get(text.lower(), f"{text.lower()}_1")


def _word(text: str, _: Names) -> str:
    if text.lower() in TRAPS and not isinstance(text, Quoted):
        raise Fault(
            Said(
                "'{text}' means yes or no to many programs, so it cannot stand for a "
                "word",
                text=text,
            ),
            Said('write "{text}" in quotes', text=text),
        )
    if fullmatch("[0-9]{1,2}:[0-9]{2}", text):
        raise Fault(
            Said(
                "'{text}' looks like a time of day, and some programs read it as a "
                "number",
                text=text,
            ),
            Said("write {code}", code=text.replace(":", " to ")),
        )
    if not fullmatch(r"[\w+][\w+ /–-]{0,59}", text):
        raise Fault(
            Said(
                "'{text}' cannot be a word here: use letters, digits, spaces, _ + / "
                "and -",
                text=text,
            ),
        )
    return str(text)


def _currency(text: str, _: Names) -> str:
    if text not in CURRENCIES:
        known = {"€": "EUR", "euro": "EUR", "euros": "EUR", "$": "USD", "£": "GBP"}
        near = known.get(text.lower()) or (
            text.upper() if text.upper() in CURRENCIES else ""
        )
        fix = (
            Said("write {code}", code=near)
            if near
            else did_you_mean(text, sorted(CURRENCIES), "codes")
        )
        raise Fault(
            Said("'{text}' is not a currency code", text=text),
            fix
            if "here:" not in fix
            else Said("write three letters, such as {example}", example="EUR"),
        )
    return str(text)


def _reference(
    problem: str, kinds: str, pick: Callable[[Names], tuple[str, ...]]
) -> Callable[[str, Names], str]:
    def read(text: str, names: Names) -> str:
        known = pick(names)
        if text not in known:
            raise Fault(Said(problem, name=text), did_you_mean(text, known, kinds))
        return str(text)

    return read


def one_of(
    *choices: str, problem: str = marked("'{text}' is not one of the choices")
) -> Any:
    """Return the pieces of a type with a few possible words."""

    def check(value: object) -> str:
        text = words(value, choices[0])
        if text not in choices:
            fix = did_you_mean(text, choices, "choices")
            if fix.startswith("did"):
                if len(choices) <= 12:  # a long list hides the answer
                    fix = Said(
                        "{fix} you can write: {choices}",
                        fix=fix,
                        choices=", ".join(choices),
                    )
            else:
                fix = Said("write one of: {choices}", choices=", ".join(choices))
            raise Fault(Said(problem, text=text), fix)
        return str(text)

    return PlainValidator(check), WithJsonSchema({"enum": list(choices)})


def bounded(
    low: Fraction | float, high: Fraction | float
) -> Callable[[str, Names], Fraction]:
    """Return what reads a number from ``low`` to ``high``."""

    def read(text: str, _: Names) -> Fraction:
        value = read_number(text)
        if not low <= value <= high:
            raise Fault(
                Said("{text} is out of bounds", text=text),
                Said(
                    "write something from {low} to {high}",
                    low=format_number(low),
                    high=format_number(high),
                ),
            )
        return value

    return read


def count_of(low: int, high: int) -> Any:
    """Return the pieces of a whole number within bounds."""
    return scalar(lambda t, _: read_count(t, low, high), str(max(low, 12)), "integer")


def _days_or_never(text: str, _: Names) -> int | None:
    return None if text == "never" else int(read_days(text, whole=True))


def _day_count(text: str, _: Names) -> int:
    if text.isascii() and text.isdecimal():
        text = f"{text} days"
    return int(read_days(text, whole=True))


def _nights(text: str, _: Names) -> int:
    nights = int(read_days(text, whole=True))
    if nights < 1:
        raise Fault(
            Said("without a night in a bed nobody is supported"),
            Said("write {code} or more", code="1 night"),
        )
    return nights


def _months_or_money(text: str, names: Names) -> Fraction | int:
    return read_months_or_money(text, names.currency)


def _money_or_rate(text: str, names: Names) -> tuple[int, str | None]:
    if fullmatch(r".*[0-9].*(?:/|\bper\b).*", text):
        return read_money_rate(text, names.currency)
    return read_money(text, names.currency), None


def _date_or_yearly(text: str, _: Names) -> date | tuple[int, int]:
    if fullmatch(r".*[0-9]{4}.*", text):
        return read_date(text)
    return read_yearly_date(text)


@dataclass(frozen=True, slots=True)
class Short:
    """Says in the JSON Schema that one word may stand for a whole mapping."""

    example: str

    def __get_pydantic_json_schema__(
        self, core: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        short: dict[str, object] = {"type": ["string", "number"]}
        short["examples"] = [self.example]
        return {"anyOf": [short, handler(core)]}


@dataclass(frozen=True, slots=True)
class Also:
    """Says in the JSON Schema what else may stand there.

    ``model`` names another definition of the schema.
    """

    schema: dict[str, object] | None = None
    model: str = ""

    def __get_pydantic_json_schema__(
        self, core: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        other = self.schema or {"like": self.model}
        return {"anyOf": [other, handler(core)]}


def short(key: str, example: str) -> Any:
    """Return the pieces that read one word as a mapping with only ``key``."""

    def expand(value: object) -> object:
        return {key: value} if isinstance(value, str) else value

    return BeforeValidator(expand), Short(example)


_t, _s = scalar(lambda t, _: str(t), "a few words", longest=2000)
Text: TypeAlias = Annotated[str, _t, _s]
_t, _s = scalar(_identifier, "pvpt")
Id: TypeAlias = Annotated[str, _t, _s]
_t, _s = scalar(_word, "child")
Word: TypeAlias = Annotated[str, _t, _s]
_t, _s = scalar(_currency, "EUR")
Currency: TypeAlias = Annotated[str, _t, _s]
_t, _s = scalar(lambda t, _: read_date(t), "2017-01-01")
Day: TypeAlias = Annotated[date, _t, _s]
_t, _s = scalar(lambda t, _: read_yearly_date(t), "01-01")
YearlyDay: TypeAlias = Annotated[tuple[int, int], _t, _s]
_t, _s = scalar(_date_or_yearly, "01-01")
AnyDay: TypeAlias = Annotated[date | tuple[int, int], _t, _s]
_t, _s = scalar(lambda t, _: read_days(t), "30 days")
Days: TypeAlias = Annotated[Fraction, _t, _s]
_t, _s = scalar(lambda t, _: int(read_days(t, whole=True)), "30 days")
WholeDays: TypeAlias = Annotated[int, _t, _s]
_t, _s = scalar(_nights, "30 days")
Nights: TypeAlias = Annotated[int, _t, _s]
_t, _s = scalar(_day_count, "30 days", "integer")
DayCount: TypeAlias = Annotated[int, _t, _s]
_t, _s = scalar(_days_or_never, "14 days")
DaysOrNever: TypeAlias = Annotated[int | None, _t, _s]
_t, _s = scalar(lambda t, n: read_money(t, n.currency), "€5,000")
Money: TypeAlias = Annotated[int, _t, _s]
_t, _s = scalar(lambda t, n: read_money_rate(t, n.currency), "€46,800 / year")
MoneyRate: TypeAlias = Annotated[tuple[int, str], _t, _s]
_t, _s = scalar(_money_or_rate, "€36,000 / year")
MoneyOrRate: TypeAlias = Annotated[tuple[int, str | None], _t, _s]
_t, _s = scalar(_months_or_money, "1 month")
MonthsOrMoney: TypeAlias = Annotated[Fraction | int, _t, _s]
_t, _s = scalar(lambda t, _: read_share(t), "50 %", "number")
Share: TypeAlias = Annotated[Fraction, _t, _s]
_t, _s = scalar(lambda t, _: read_trend(t), "2 % / year")
Trend: TypeAlias = Annotated[Fraction, _t, _s]
_t, _s = scalar(lambda t, _: read_frequency(t), "14 per year")
Frequency: TypeAlias = Annotated[Fraction, _t, _s]
_t, _s = scalar(lambda t, _: read_flag(t), "yes", "boolean")
Flag: TypeAlias = Annotated[bool, _t, _s]
_t, _s = scalar(bounded(0, 1_000_000), "12", "number")
Number: TypeAlias = Annotated[Fraction, _t, _s]
_t, _s = scalar(bounded(Fraction(1, 100), 5), "0.8", "number")
Width: TypeAlias = Annotated[Fraction, _t, _s]
_t, _s = scalar(bounded(Fraction(1, 10), 20), "0.8", "number")
Shape: TypeAlias = Annotated[Fraction, _t, _s]
_t, _s = scalar(
    _reference(
        marked("there is no shelter '{name}'"), marked("shelters"), lambda n: n.shelters
    ),
    "pvpt",
)
ShelterId: TypeAlias = Annotated[str, _t, _s]
_t, _s = scalar(
    _reference(
        marked("there is no interim place '{name}'"),
        marked("interim places"),
        lambda n: n.interim,
    ),
    "police_station",
)
InterimId: TypeAlias = Annotated[str, _t, _s]
_t, _s = scalar(
    _reference(
        marked("there is no cost line '{name}'"),
        marked("cost lines"),
        lambda n: n.cost_lines,
    ),
    "rent",
)
CostLineId: TypeAlias = Annotated[str, _t, _s]
_t, _s = scalar(
    _reference(
        marked("there is no stage '{name}'"),
        marked("stages"),
        lambda n: (*n.stages, "ready", "referral"),
    ),
    "placement",
)
StageId: TypeAlias = Annotated[str, _t, _s]
_t, _s = scalar(
    _reference(
        marked("there is no funder '{name}'"), marked("funders"), lambda n: n.funders
    ),
    "ministry",
)
FunderId: TypeAlias = Annotated[str, _t, _s]
