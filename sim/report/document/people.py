"""What a report says of people: whom it reached, who waited, who was left without."""

from sim.experiment.results import Results
from sim.report.answer.sentences import CAUSES, find
from sim.report.answer.tables import label_of
from sim.report.document.cells import NOTHING, estimate_cell, ever, measured, told
from sim.report.document.few import hardly_anybody_came, left_out_few
from sim.report.document.parts import Block, Column, Section, Table, cell
from sim.report.document.pictures import flow_picture, people_picture, wait_picture
from sim.report.language import marked, say
from sim.report.names import word_of

__all__ = ["by_group", "people", "unmet"]

COUNTED = (
    "referrals",
    "supported_victims",
    "coverage_rate",
    "mean_wait_days",
    "p90_wait_days",
    "not_placed_within_24h",
    "turn_aways",
    "abandonments",
    "displaced",
    "unmet_bed_nights",
    "police_station_child_nights",
    "bed_nights",
    "occupancy_rate",
)
BY_GROUP = (
    ("referrals", marked("Referred"), "number"),
    ("supported_victims", marked("Supported"), "number"),
    ("coverage_rate", marked("Supported, of those referred"), "share"),
    ("mean_wait_days", marked("Mean wait, days"), "number"),
    ("turn_aways", marked("Turned away"), "number"),
    ("abandonments", marked("Gave up waiting"), "number"),
    ("unmet_bed_nights", marked("Nights not had"), "number"),
)
"""Measures of people, what their column is called, and what is in it."""


def people(results: Results) -> Section:
    """Return who came, where they went, how long they waited, who went without."""
    blocks: list[Block] = [measures(results), flow_picture(results)]
    if ever(results, "mean_wait_days"):
        blocks.append(wait_picture(results))
    blocks.append(people_picture(results))
    groups = by_group(results)
    if groups.rows:
        blocks.append(groups)
    return Section(name="people", title=say("People"), blocks=tuple(blocks))


def measures(results: Results) -> Table:
    """Return the measures of people: average, interval, and one period."""
    return measured(
        "people",
        say("Who came and what became of them"),
        ((label_of(name), find(results, name)) for name in COUNTED),
    )


def unmet(results: Results) -> Table:
    """Return the nights that were needed and not had, by cause."""
    nights = [e for e in results.by("unmet_bed_nights", "cause") if e.value]
    nights.sort(key=lambda night: -(night.value or 0.0))
    return Table(
        name="unmet",
        title=say("Need that was not met, by cause"),
        columns=(
            Column(title=say("Because"), meaning=say("what kept people from a bed")),
            Column(
                title=say("Nights"),
                kind="number",
                meaning=say("mean nights needed and not had in the period"),
                adds_up=True,
            ),
            Column(
                title=say("Turned away"),
                kind="number",
                meaning=say("mean number of people turned away at once"),
                adds_up=True,
            ),
            Column(
                title=say("Gave up waiting"),
                kind="number",
                meaning=say("mean number of people who gave up"),
                adds_up=True,
            ),
        ),
        rows=tuple(
            (
                cell(say(CAUSES[night.by["cause"]])),
                told(night),
                estimate_cell(results, "turn_aways", cause=night.by["cause"]),
                estimate_cell(results, "abandonments", cause=night.by["cause"]),
            )
            for night in nights
        ),
    )


def by_group(results: Results) -> Table:
    """Return the measures of people for each group that the scenario reports."""
    shown = [row for row in BY_GROUP if ever(results, row[0])]
    few = hardly_anybody_came(results)
    rows = tuple(
        (
            cell(word_of(group.name)),
            *(
                NOTHING
                if kind == "share" and group in few
                else estimate_cell(results, name, group=group.name)
                for name, _, kind in shown
            ),
        )
        for group in results.scenario.groups
    )
    first = Column(title=say("Group"), meaning=say("people reported together"))
    return Table(
        name="groups",
        title=say("By group"),
        columns=(
            first,
            *(
                Column(
                    title=say(label),
                    kind="share" if kind == "share" else "number",
                    meaning=say("mean in the period, with its 95 % interval"),
                )
                for _, label, kind in shown
            ),
        ),
        rows=rows,
        note=" ".join(
            text
            for text in (
                say(
                    "Groups may overlap, and distinct persons do not add up to the "
                    "whole."
                ),
                left_out_few(few),
            )
            if text
        ),
    )
