"""The report of a comparison: what differs, how surely, what changed, at what cost."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from sim.experiment.comparison import Comparison
from sim.report.answer.tables import label_of
from sim.report.decision.again import comparison_again
from sim.report.decision.comparison import basis, single_values
from sim.report.decision.comparison_answer import answers
from sim.report.decision.comparison_tables import (
    are_many,
    base_of,
    is_nothing,
    is_untold,
    pair,
)
from sim.report.decision.naming import label_of_one, quoted
from sim.report.decision.plan_titles import by_title, in_quotes
from sim.report.decision.wording import (
    UNITS,
    difference_headline,
    gap,
    named,
    price_of_one,
    value_cell,
)
from sim.report.document.comparing_shelter import (
    chosen,
    of_shelter,
)
from sim.report.document.differences import pictures_of, table_of
from sim.report.document.framing import fits
from sim.report.document.glance import at_a_glance, best_of
from sim.report.document.glossary import glossary
from sim.report.document.opening import left_out
from sim.report.document.parts import (
    Audience,
    Block,
    Column,
    Document,
    Headline,
    Headlines,
    Paragraph,
    Picture,
    Section,
    Table,
    cell,
)
from sim.report.document.pricing import (
    bargains,
    best_plans,
    by_price,
    trades_of,
    trades_table,
)
from sim.report.document.written import told_in_words
from sim.report.language import say, some, spoken
from sim.report.numbers import long_date
from sim.report.settings import setting_told, whose_setting
from sim.scenario.plan import ShelterPlan

__all__ = ["build_comparison"]

FIGURES = 4
"""So many figures stand on the first page."""
TRADES = 8
"""So many prices of an effect stand on a donor's first page; all of them after it."""
SENTENCES = 3
"""So many sentences of several variants do; one more may, but not many."""


def build_comparison(
    found: Comparison, audience: Audience = "ministry", *, shelter: str | None = None
) -> Document:
    """Return the report of a comparison in the language that is spoken.

    A ministry's opens on what differs in the whole system; a donor's on what one more
    of each effect costs; a director's on one shelter: the one named, or else the one
    that the base closes most often.

    Raises
    ------
    LookupError
        If there is no such shelter; its argument is the nearest id, or None.
    """
    base, files, line = found.base, found.names, comparison_again(found)
    found = by_title(found)
    one = None
    if audience == "director" or shelter is not None:
        one = chosen(found, shelter)
    first, rest = _sections(found, files, audience, one)
    if one is None and not are_many(found):
        first, rest = _with_picture(found, first, rest)
    title = base.title
    if one is not None:
        title = say("{title}: {shelter}", title=title, shelter=one.title)
    return Document(
        title=title,
        question=base.question,
        audience=audience,
        for_whom=say("A comparison of plans under the same luck"),
        language=spoken().tag,
        currency=base.currency,
        digest=base.digest,
        basis=basis(found),
        sections=(*first, *rest, glossary((*first, *rest)), _again(line)),
    )


def _sections(
    found: Comparison, files: Sequence[str], audience: Audience, one: ShelterPlan | None
) -> tuple[list[Section], list[Section]]:
    """Return the sections of the first page, and those that follow.

    Of many plans the pictures come before the long tables, which fill pages.
    """
    many = are_many(found)
    answer = Section(
        name="answer",
        title=say("The answer"),
        blocks=tuple(_first(found, audience, one)),
    )
    nothing = Section(
        name="nothing",
        title=say("What doing nothing means"),
        blocks=(_nothing_done(found, one),),
    )
    excluded = Section(
        name="left-out", title=say("What the model leaves out"), blocks=(left_out(),)
    )
    plans = Section(
        name="plans",
        title=say("The plans"),
        blocks=(_plans(found, files),),
        starts_page=True,
    )
    told, drawn, listed = (
        tuple(_told_later(found, audience, one)),
        tuple(pictures_of(found)),
        tuple(table_of(found)),
    )
    differ = Section(
        name="differences",
        title=say("What differs")
        if one is None
        else say("What differs, in the whole system"),
        blocks=(*told, *drawn, *(() if many else listed)),
    )
    changed = Section(
        name="changes", title=say("The changes"), blocks=(_changes(found, files),)
    )
    tables = [changed]
    if many:
        title = say("Every difference")
        tables = [Section(name="every", title=title, blocks=listed), changed]
    if one is None and audience == "donor":
        after = [_best(found), replace(plans, starts_page=False), differ, *tables]
        if many:
            differ = replace(differ, blocks=(*differ.blocks, *plans.blocks))
            after = [_best(found), differ, _trades(found), *tables]
        return [answer, _cheapest_first(found), nothing, excluded], after
    after = [plans, differ, _bought(found), *tables]
    if one is None:
        seen = [_glance(found, {})] if many else []
        return [answer, *seen, nothing, excluded], after
    about = of_shelter(found, one)
    if not many:
        return [answer, about, nothing, excluded], after
    glance = _glance(found, {"shelter": one.name})
    after.insert(-len(tables), about)
    return [answer, glance, nothing, excluded], after


def _with_picture(
    found: Comparison, first: list[Section], rest: list[Section]
) -> tuple[list[Section], list[Section]]:
    """Move the first picture of differences to the first page, if that has room.

    It is of the whole system; many plans have a table there instead.
    """
    at = next(n for n, section in enumerate(rest) if section.name == "differences")
    blocks = rest[at].blocks
    drawn = next((block for block in blocks if isinstance(block, Picture)), None)
    if drawn is None:
        return first, rest
    title = say("The plans at a glance")
    shown = Section(name="drawn", title=title, blocks=(drawn,))
    opens = [*first[:-1], shown, first[-1]]
    if not fits(found.base.title, found.base.question, basis(found), opens):
        return first, rest
    left = replace(
        rest[at], blocks=tuple(block for block in blocks if block is not drawn)
    )
    return opens, [*rest[:at], left, *rest[at + 1 :]]


def _glance(found: Comparison, by: Mapping[str, str]) -> Section:
    return Section(
        name="glance",
        title=say("The plans at a glance"),
        blocks=(at_a_glance(found, by),),
    )


def _bought(found: Comparison) -> Section:
    """Return what effects cost, what they are worth, and which plan is best when."""
    table, (drawn, told) = trades_table(found), best_plans(found)
    return Section(
        name="prices",
        title=say("What it costs, and what it buys"),
        blocks=(*drawn, table, *told) if are_many(found) else (table, *drawn, *told),
    )


def _cheapest_first(found: Comparison) -> Section:
    """Return the prices of effects that a donor's first page has room for."""
    return Section(
        name="prices",
        title=say("What it costs, and what it buys"),
        blocks=(trades_table(found, TRADES),),
    )


def _best(found: Comparison) -> Section:
    """Return which plan is best at any price, and the prices that are not told yet."""
    drawn, told = best_plans(found)
    return Section(
        name="best",
        title=say("Which plan is best, by what an effect is worth"),
        blocks=(*drawn, *told)
        if are_many(found)
        else (*_every_trade(found), *drawn, *told),
        starts_page=True,
    )


def _trades(found: Comparison) -> Section:
    """Return what one more of each effect costs with every plan."""
    return Section(
        name="trades",
        title=say("What one more of an effect costs"),
        blocks=tuple(_every_trade(found)),
    )


def _every_trade(found: Comparison) -> Iterator[Block]:
    """Yield all trades, where the first page has room for the first of them only."""
    if len(trades_of(found)) > TRADES:
        every = trades_table(found)
        yield replace(every, name="trades_all", title=say("The same for every plan"))


def _again(line: str) -> Section:
    return Section(
        name="again",
        title=say("Where this comes from"),
        blocks=(
            Paragraph(say("In the results folder, this line gives the same numbers:")),
            Paragraph(line, "code"),
        ),
    )


def _first(
    found: Comparison, audience: Audience, one: ShelterPlan | None
) -> Iterator[Block]:
    """Yield the answer, and as figures the differences that were asked for."""
    by = {} if one is None else {"shelter": one.name}
    if one is None and audience == "donor" and (bought := list(bargains(found))):
        yield from _led(bought)
    else:
        now, later = _told(found, one)
        yield from _led(now)
        if later and not are_many(found):
            yield Paragraph(
                some(
                    "{number} more measure was asked for: see “What differs”.",
                    "{number} more measures were asked for: see “What differs”.",
                    len(later),
                )
            )
    figures = best_of(found, by) if are_many(found) else list(_figures(found, one))
    if one is None and audience == "donor":
        figures = list(_prices_of_one(found)) or figures
    yield Headlines(tuple(figures[:FIGURES]))


def _led(texts: Sequence[str]) -> Iterator[Paragraph]:
    """Yield paragraphs of which the first is set apart."""
    for number, text in enumerate(texts):
        yield Paragraph(text, "plain" if number else "answer")


def _told_later(
    found: Comparison, audience: Audience, one: ShelterPlan | None
) -> Iterator[Block]:
    """Yield what differs in sentences, as far as the first page does not tell it."""
    if are_many(found):
        return
    told = list(answers(in_quotes(found)))
    if one is None and not (audience == "donor" and any(bargains(found))):
        told = _told(found, one)[1]
    yield from (Paragraph(each) for each in told)


def _told(found: Comparison, one: ShelterPlan | None) -> tuple[list[str], list[str]]:
    """Return the sentences that the first page has room for, and the others."""
    told = list(answers(in_quotes(found), None if one is None else one.name))
    room = SENTENCES if len(told) > SENTENCES + 1 else len(told)
    if are_many(found):
        room = 1
    return told[:room], told[room:]


def _prices_of_one(found: Comparison) -> Iterator[Headline]:
    """Yield what one more of an effect costs, as figures, where that can be told.

    Of many plans the one of each effect with which it costs least.
    """
    trades = trades_of(found)
    if are_many(found):
        effects = dict.fromkeys(trade.effect for trade in trades)
        trades = [t for effect in effects for t in by_price(trades, effect)[:1]]
    for trade in trades:
        if trade.verdict == "costs" and trade.ratio.value is not None:
            value, _, ends = price_of_one(trade.ratio).partition(" (")
            yield Headline(
                label=f"{say(UNITS[trade.effect])}: {trade.variant}",
                value=value,
                doubt=ends.removesuffix(")"),
            )


def _figures(found: Comparison, one: ShelterPlan | None) -> Iterator[Headline]:
    """Yield the differences that were asked for, those that can be told first."""
    by = {} if one is None else {"shelter": one.name}
    pairs = [
        (measure, name, difference)
        for measure in found.asked
        for name, same in zip(found.names[1:], found.unchanged, strict=True)
        if not same and (difference := pair(found, name, measure, **by)) is not None
    ]
    pairs.sort(key=lambda each: is_nothing(each[2]) or is_untold(each[2]))
    for measure, name, difference in pairs:
        if difference.estimate.value is not None:
            label = named(measure) if one is None else label_of_one(measure)
            yield Headline(
                label=f"{label}: {name}",
                value=difference_headline(difference.estimate),
                doubt=say("no difference in any replication")
                if is_nothing(difference)
                else gap(difference.estimate),
            )


def _nothing_done(found: Comparison, one: ShelterPlan | None) -> Paragraph:
    """Say what the base leads to, if nobody changes it."""
    by = {} if one is None else {"shelter": one.name}
    told = [
        f"{(label_of if one is None else label_of_one)(measure)}: {value_cell(base)}"
        for measure in found.asked
        if (base := base_of(found, measure, by)) is not None and base.value is not None
    ]
    return Paragraph(
        say(
            "The base, {plan}, as it stands leads to: {told}.",
            plan=quoted(found.names[0]),
            told="; ".join(told),
        )
    )


def _plans(found: Comparison, files: Sequence[str]) -> Table:
    """Return what each plan is called, here and as a file, and by what it is known."""
    plans = (found.base, *found.variants)
    rows = [(found.names[0], files[0], say("the base"))]
    rows += [
        (name, file, say("the same as the base") if same else say("a variant"))
        for name, file, same in zip(
            found.names[1:], files[1:], found.unchanged, strict=True
        )
    ]
    return Table(
        name="plans",
        title=say("Which plans are compared"),
        columns=(
            Column(title=say("Plan"), meaning=say("what the file calls it")),
            Column(title=say("File"), meaning=say("the name of its file")),
            Column(title=say("Part"), meaning=say("the base, or a variant of it")),
            Column(title=say("Digest"), meaning=say("the same for the same plan")),
        ),
        rows=tuple(
            (cell(name), cell(file), cell(part), cell(plan.digest))
            for (name, file, part), plan in zip(rows, plans, strict=True)
        ),
        note=say(
            "Each is played from {start} with the same luck.",
            start=long_date(found.base.start),
        ),
    )


def _changes(found: Comparison, files: Sequence[str]) -> Table:
    """Return every setting that a variant changes, with file and line."""
    rows = []
    for name, file, plan, changes in zip(
        found.names[1:], files[1:], found.variants, found.changes, strict=True
    ):
        for change in single_values(changes):
            before, after = (
                say("nothing") if not text else told_in_words(change.path, text, plan)
                for text in (change.before, change.after)
            )
            rows.append(
                (
                    cell(name),
                    cell(whose_setting(change.path, plan)),
                    cell(setting_told(change.path, plan)),
                    cell(before),
                    cell(after),
                    cell(_where(change.after_at or change.before_at, file)),
                )
            )
    return Table(
        name="changes",
        title=say("What each variant changes"),
        columns=(
            Column(title=say("Plan"), meaning=say("what the file calls it")),
            Column(title=say("Of what"), meaning=say("a shelter, a funder, a stream")),
            Column(title=say("What it is"), meaning=say("the setting, in words")),
            Column(title=say("Before"), meaning=say("as the base has it")),
            Column(title=say("After"), meaning=say("as the variant has it")),
            Column(
                title=say("Where"),
                meaning=say("the line of the plan's file that sets it, or of another"),
            ),
        ),
        rows=tuple(rows),
        grouped=1,
    )


def _where(at: tuple[str, int] | None, file: str) -> str:
    """Return the line that sets something, with its file where it is not the plan's."""
    if at is None:
        return ""
    name, line = at[0].rpartition("/")[2], at[1]
    return say("line {line}", line=line) if name == f"{file}.yaml" else f"{name}:{line}"
