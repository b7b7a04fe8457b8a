"""The words on the page of scenario files that no schema holds."""
# ruff: noqa: E501 - prose is one sentence a line

from typing import get_args

from sim.scenario.plan import Answer

__all__ = [
    "DEFAULTS",
    "FIRST",
    "HEADINGS",
    "KINDS",
    "NAMES",
    "NEEDED",
    "SAID",
    "SPECIAL",
]

NAMES = {
    "Period": "period",
    "Stream": "referrals: a stream",
    "YearlyCounts": "referrals: per_year",
    "ReferralsChanged": "referrals: changes",
    "RateChanged": "gifts: changes",
    "Stage": "pathway: a stage",
    "StageCase": "pathway: cases",
    "Interim": "interim: a place",
    "Waiting": "waiting",
    "ShelterOrder": "placement: an order",
    "Acceptance": "acceptance: a case",
    "Return": "returns: a case",
    "Programme": "programmes: a programme",
    "Shelter": "shelters: a shelter",
    "Stay": "shelters: stay, as a list",
    "Extended": "shelters: stay, extended",
    "HeldBack": "shelters: held_back",
    "StaffLeave": "shelters: staff_leave",
    "Opening": "shelters: opens",
    "Closing": "shelters: closes",
    "Changed": "shelters: changes",
    "CostLine": "shelters: costs, a line",
    "Residents": "shelters: residents_now",
    "Closure": "shelters: closure",
    "Funder": "funding: a funder",
    "Arrears": "funding: paid",
    "Contract": "funding: contract",
    "Call": "funding: call",
    "Late": "funding: call, late",
    "UnderWay": "funding: under_way",
    "Owed": "funding: owed_from_before",
    "Gift": "funding: gifts",
    "Bridge": "bridge: a fund",
    "Compensation": "compensation: a fund",
    "Confiscations": "compensation: confiscations",
    "Lever": "levers: a lever",
    "LeverChoice": "levers: choices",
}
"""The heading of each mapping of the language; every model has one."""

FIRST = {
    "title": (
        "title",
        "question",
        "answered_by",
        "on_record",
        "period",
        "warm_up",
        "currency",
        "price_year",
    ),
    "counted_as_supported_after": (
        "counted_as_supported_after",
        "cost_of_a_displaced_night",
    ),
}
"""Sections that hold several keys of the top level."""

HEADINGS = {"title": "The beginning", "counted_as_supported_after": "Counting"}

KINDS = {
    "30 days": "time",
    "14 days": "time, or `never`",
    "€5,000": "money",
    "€300": "money",
    "€46,800 / year": "money for a time",
    "€36,000 / year": "money, or money for a time",
    "1 month": "money, or months",
    "50 %": "share",
    "2 % / year": "growth",
    "14 per year": "rate",
    "1.5 times": "rate, or a factor",
    "2017-01-01": "date",
    "2017-05-01": "date",
    "2.5": "number",
    "01-01": "day of the year, or date",
    "yes": "yes or no",
    "EUR": "currency code",
    "a few words": "text",
    "child": "word",
    "pvpt": "id",
    "police_station": "id of an interim place",
    "rent": "id of a cost line",
    "placement": "id of a stage",
    "rehabilitation": "id of a programme",
    "50 % on signature": "an instalment",
    "12": "number",
    "100": "number",
    "0.8": "number",
    "3": "number",
    "1900": "number",
}
"""What the readers of the language call their values, by the schema's examples."""

NEEDED = {
    "Shelter.beds": "unless `overnight: no`",
    "Shelter.slots": "with `overnight: no`",
    "Shelter.residents_per_staff": "with `staff`",
    "Opening.costs_before": "where there are fixed costs",
    "Closing.costs_after": "where there are fixed costs",
    "Stage.staff": "with `staff_changes`",
    "ShelterOrder.prefer": "this, or `then_by`",
    "ShelterOrder.then_by": "this, or `prefer`",
    "Confiscations.rate": "one of `rate`, `per_year`",
    "Confiscations.per_year": "one of `rate`, `per_year`",
    "ScenarioFile.waiting": "where people are referred",
    "ScenarioFile.people": "where people differ",
    "Stream.rate": "one of `rate`, `per_year`, `on`",
    "Stream.per_year": "one of `rate`, `per_year`, `on`",
    "Stream.on": "one of `rate`, `per_year`, `on`",
    "Stream.mix": "where an attribute has more than one value",
    "Gift.rate": "one of `rate`, `per_year`",
    "Gift.per_year": "one of `rate`, `per_year`",
    "Waiting.gives_up_to": "unless nobody waits",
    "Shelter.exits": "unless every stay has its own",
    "Shelter.planned_residents": "where a month of cost is used",
    "Shelter.reserve": "where there are costs",
    "Shelter.credit": "where it can close",
    "Shelter.closure": "where there are costs",
    "Shelter.residents_mix": "where `residents_now` leaves attributes open",
    "CostLine.fixed": "one of the amounts",
    "CostLine.per_team": "one of the amounts",
    "CostLine.per_bed_night": "one of the amounts",
    "CostLine.per_admission": "one of the amounts",
    "CostLine.per_exit": "one of the amounts",
    "CostLine.once": "one of the amounts",
    "CostLine.residents_per_team": "with `per_team`",
    "CostLine.on": "with `once`",
    "Closure.tolerated_days": "this, or `tolerated_arrears`",
    "Closure.tolerated_arrears": "this, or `tolerated_days`",
    "Funder.pays": "this, `gifts` or `owed_from_before`",
    "Funder.gifts": "this, `pays` or `owed_from_before`",
    "Funder.instrument": "with `pays`",
    "Funder.share_of_cost": "for a `share`",
    "Funder.eligible": "for a `share` and `earmarked`",
    "Funder.per_diem": "for a `per_diem`",
    "Funder.paid": "with `pays`",
    "Funder.contract": "with `pays`",
    "Funder.instalments": "if paid in advance",
    "Funder.report_takes": "with a payment after the report",
    "Funder.lag": "with `pays` or `owed_from_before`",
    "Funder.unspent": "if paid in advance, unless `block`",
    "Funder.pays_while_closed": "unless `block`",
    "Funder.unpaid_at_year_end": "with `pays`",
    "Funder.under_way": "for a contract that began before the period",
    "Call.decision_takes": "with `opens`",
    "Call.opens": "with `decision_takes`",
    "Call.if_late": "with `late`",
    "Call.amount_if_late": "with `late`",
    "Late.days": "this, or `months`",
    "Late.months": "this, or `days`",
}

DEFAULTS = {
    "ScenarioFile.warm_up": "0 days",
    "ScenarioFile.answered_by": "`[closure_probability]`",
    "ScenarioFile.counted_as_supported_after": "1 night",
    "Stage.passes": "100 %",
    "Stage.otherwise": "`not recognised`",
    "Programme.waiting_class": "0",
    "Shelter.entry": "yes",
    "Closure.thaw_with": "as `freeze_below`",
    "Contract.years": "1",
    "Shelter.overnight": "yes",
    "Shelter.regime": "`open`",
    "Shelter.security": "no limit",
    "StayOrMapping.distribution": "`fixed`",
    "Funder.fiscal_year_starts": "01-01",
    "DurationOrMapping.distribution": "`fixed`",
}

CONDITION = "condition: `{age: child, risk: [medium, low]}`"
SPECIAL = {
    "answered_by": f"list of [measures](measures.md) that can be told in a sentence: {', '.join(f'`{name}`' for name in get_args(Answer))}",
    "price_year": "a year: `2026`",
    "waiting_class": "whole number: `1`",
    "years": "whole number: `2`",
    "beds": "whole number: `12`",
    "places": "whole number: `2`",
    "number": "whole number: `3`",
    "planned_residents": "whole number: `8`",
    "residents_per_team": "whole number: `6`",
    "people": "list of words: `[child, adult]`",
    "mix": "shares for each attribute: `{age: {child: 40 %, adult: 60 %}}`",
    "residents_mix": "shares for each attribute: `{age: {child: 40 %, adult: 60 %}}`",
    "accepts": CONDITION,
    "for": CONDITION,
    "refuses": f"{CONDITION}; or a list of them",
    "first": "list of conditions: `[{risk: high}, {age: child}]`",
    "becomes": "attribute and new value: `{risk: low}`",
    "season": "list of 12 numbers",
    "counts": "list of whole numbers: `[15, 26, 17, 22]`",
    "spread": "number: `18`",
    "changes": "by date: `{2027-06-01: 1.5 times}`",
    "cuts": "by date: `{2027-07-01: 28 %}`",
    "on": "date: `2027-05-01`",
    "CostLine.changes": "by date: `{2027-07-01: €800 / month}`",
    "eligible": "`all`, or a list: `[staff, rent]`",
    "Stream.on": "list of dates: `[2027-05-14]`",
    "Return.from": "a word, or a list: `[home, unknown]`",
    "mix_changes": "by date: `{2027-09-01: {age: {child: 50 %, adult: 50 %}}}`",
    "staff_changes": "by date: `{2027-07-01: 2}`",
    "stay_changes": "by date: `{2027-06-01: 45 days}`",
    "held_back": (
        "`{for: {risk: high}, beds: 2}`, or a [list of these](#shelters-held_back)"
    ),
    "licensed_for": CONDITION,
    "Shelter.changes": "by date: [what is different then](#shelters-changes)",
    "Stream.changes": (
        "by date: `{2027-06-01: 1.5 times}`, or [more](#referrals-changes)"
    ),
    "gives_way_to": "by funder: `{ministry: 50 %}`",
    "staff": "whole number: `4`",
    "slots": "whole number: `10`",
    "exits": "shares that sum to one: `{home: 80 %, unknown: 20 %}`",
    "gives_up_to": "shares that sum to one: `{home: 80 %, unknown: 20 %}`",
    "pays": 'by shelter: `{centre: "€36,000 / year"}`',
    "instalments": (
        "`monthly`, `quarterly`, or parts by name, each a share and when:"
        " `50 % on signature`, `25 % on 04-01`, `40 % after 70 % is spent`,"
        " `10 % after the report`"
    ),
    "late": "`1 month`, `20 days`; or [a law](#funding-call-late)",
    "values": "values and shares: `{10 days: 50 %, 90 days: 50 %}`",
    "file": "file name: `stays.csv`",
}

SAID = {
    "title": """\
A scenario begins with what it is called, the question it is to answer, and the time that is played.
`end` is the first day *after* the period.
A warm-up lets people come and go before the first day, so that the shelters are neither empty nor full by accident; no money moves in it.""",
    "people": """\
What people differ by.
The names are yours: use what decides who may go where, and what you want to see reported apart.
Nothing here is about a real person.""",
    "groups": """\
People who are reported together.
Without this section every value is a group of its own.""",
    "referrals": """\
Who comes.
Each stream has a rate, or counts of past years, or dates; and a mix that says how its people divide by each attribute.
The shares of an attribute sum to one.
A rate counts people at one point of the pathway, which `enters_at` names: `referral` counts everybody referred, a stage those who reach it, `ready` those who need a bed.""",
    "pathway": """\
The stages between a referral and the need for a bed, in order: identification, interviews, a decision.
Leave it out where people come straight to the door.""",
    "interim": """\
Places where people are while they have no shelter bed: a police station, a refuge.
A night there is no bed-night.""",
    "waiting": """\
There is one waiting list for the whole system.
Patience is how long people hold out; it has nothing to do with how long they would have stayed.""",
    "placement": """\
Which shelter is offered first, and to whom.
Without it: the order of the file.""",
    "acceptance": """\
How likely people accept a bed, by the regime of the shelter: open, semi-open or closed.
Whoever declines a regime is not offered it again; whoever declines everything leaves the list.""",
    "returns": """\
Some of those who left are referred again, as a new episode of the same person.
Up to four episodes of a person are played.""",
    "programmes": """\
A programme is a kind of stay.
Shelters of one programme can take over each other's people when one closes; a programme named among another shelter's exits is a step-down, and people keep their old bed until there is room.""",
    "shelters": """\
Beds, whom the shelter takes, how long they stay, where they go, what it costs, what it has, and when lack of money stops it.
Nothing about money has a silent default: where there are costs, the file must say reserve, credit and closure.""",
    "funding": """\
Who pays, and on what terms.
The terms are what closes shelters, so all of them must be said: how the money is tied (`instrument`), when it comes (`paid`, `instalments`, `lag`), how late the contract can be (`call`), and what happens to what is left.""",
    "bridge": """\
Money that covers lateness, not deficit.
It steps in when a shelter's money lasts for fewer days than `below`, and lifts it to `up_to`.""",
    "compensation": """\
A fund that pays victims for their case when they leave, while it lasts.""",
    "levers": """\
What could be done about the plan, step by step, and at what price.
Levers change nothing by themselves; `bednight marginal` and `bednight allocate` pull them.
The price is for the period that is played, and must be said: nothing about money has a silent default.""",
    "translations": """\
What the file says to readers, said again in another language: under `en`, `sq` or `sr`, each text as it stands in the file, a colon, and its translation.
It may be a title, the question, the record, a reason (`assumed`, `proxy`, `note`), or a name that you gave to a group, a cost line or a place.
Reports, pictures and the terminal tell the text in the language that is asked for; what is not translated stays as it is.
No number depends on it, and the digest of the scenario stays the same.
Serbian is written in Latin script; the Cyrillic follows letter by letter.
A text that the file does not say is a mistake; one of a file that this one extends is simply not used where it was replaced.""",
    "counted_as_supported_after": """\
How the results are counted.""",
}
