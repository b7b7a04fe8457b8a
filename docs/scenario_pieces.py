"""The worked pieces on the page of scenario files.

The pieces of ``WHOLE``, put together in order, are one scenario that runs; a
test plays it.  ``MORE`` holds what else may stand in a section; each of them is
checked as a change of that scenario.
"""
# ruff: noqa: E501, ISC004 - prose is one sentence a line

__all__ = ["DEFAULTS", "MORE", "NEEDED", "SAID", "SPECIAL", "WHOLE"]

WHOLE = {
    "title": """\
title: A late grant in Gjakova
question: Does the shelter stay open, and what does the delay cost?
period: {start: 2027-01-01, end: 2028-01-01}
currency: EUR
price_year: 2026
""",
    "people": """\
people:
  age: [child, adult]
  risk: [high, medium, low]
""",
    "groups": """\
groups:
  children: {age: child}
  adults at risk: {age: adult, risk: [medium, low]}
""",
    "referrals": """\
referrals:
  identified:
    rate: 20 per year
    mix:
      age: {child: 40 %, adult: 60 %}
      risk: {high: 20 %, medium: 50 %, low: 30 %}
""",
    "pathway": """\
pathway:
  interview: {takes: 12 hours, passes: 80 %, meanwhile: police_station}
  placement: {takes: {distribution: exponential, mean: 1 day}}
""",
    "interim": """\
interim:
  police_station: {kind: police_station, cost_per_night: €0, payer: police}
""",
    "waiting": """\
waiting:
  patience: {distribution: exponential, mean: 14 days, assumed: nobody has counted}
  gives_up_to: {home: 60 %, unknown: 40 %}
  first: [{age: child}]
""",
    "acceptance": """\
acceptance:
  - {for: {age: adult}, closed: 58 %, semi_open: 90 %}
""",
    "returns": """\
returns:
  - {chance: 20 %, after: {distribution: exponential, mean: 120 days}, from: [home]}
""",
    "placement": """\
placement:
  - {for: {age: child}, prefer: [haven, centre]}
  - {prefer: [centre]}
""",
    "programmes": """\
programmes:
  reintegration: {blocked_at_most: 30 days}
""",
    "shelters": """\
shelters:
  centre:
    title: Crisis centre
    regime: semi_open
    beds: 8
    stay: {distribution: lognormal, mean: 60 days, sigma: 1.0, at_most: 180 days}
    exits: {reintegration: 30 %, home: 70 %}
    residents_now: [{number: 2, so_far: 20 days}, {number: 1}]
    residents_mix:
      age: {child: 40 %, adult: 60 %}
      risk: {medium: 50 %, low: 50 %}
    costs:
      staff: {value: "€40,000 / year", range: [36000, 44000], source: [F159]}
      rent: €700 / month
      food: {per_bed_night: €5}
    planned_residents: 4
    reserve: 1 month
    credit: €0
    closure:
      freeze_below: 14 days
      tolerated_days: 30
      notice: 7 days
      while_closed: [rent]
      reopen_with: 14 days
      reopening_cost: €500
      reopening_takes: 7 days
  haven:
    title: Home for children
    programme: reintegration
    beds: 6
    accepts: {age: child}
    stay: 90 days
    exits: {home: 100 %}
    costs: {running: "€30,000 / year"}
    reserve: €0
    closure: never
""",
    "funding": """\
funding:
  ministry:
    title: The ministry
    pays: {centre: "€40,000 / year"}
    instrument: share
    share_of_cost: 75 %
    eligible: [staff, rent]
    paid: in_advance
    contract: {from: 01-01, to: 12-31}
    call: {award: 100 %, late: 1 month, if_late: backdated, amount_if_late: full}
    instalments: {first: 60 % on signature, second: 40 % after 70 % is spent}
    lag: {distribution: uniform, low: 0 days, high: 20 days}
    unspent: returned
    pays_while_closed: no
    unpaid_at_year_end: carried
  municipality:
    pays: {centre: "€20,000 / year", haven: "€30,000 / year"}
    instrument: block
    paid: in_advance
    contract: {from: 01-01, to: 12-31}
    instalments: quarterly
    lag: 0 days
    unpaid_at_year_end: lapses
""",
    "bridge": """\
bridge:
  float: {size: "€10,000", below: 7 days, up_to: 30 days, terms: lent, shelters: [centre]}
""",
    "compensation": """\
compensation:
  state_fund: {balance: "€20,000", per_case: "€3,000", for: {age: adult}}
""",
    "counted_as_supported_after": """\
counted_as_supported_after: 1 night
cost_of_a_displaced_night: €40
""",
}

MORE = {
    "referrals": (
        (
            "Counts of past years instead of a rate: the true rate is then uncertain,"
            " as it is in life, and every replication draws its own.",
            """\
referrals:
  identified:
    rate: null
    per_year: {counts: [15, 26, 17, 22], spread: 18}
    season: [1, 1, 1, 1, 1, 1, 1, 1, 1, 1.3, 1.3, 1.3]
    growth: 2 % / year
    changes: {2027-06-01: 1.5 times}
""",
        ),
        (
            "People who come several at once, at random or on a day; joint shares;"
            " people who skip the pathway.",
            """\
referrals:
  raids:
    rate: 2 per year
    on: [2027-05-14]
    batch_size: {distribution: uniform, low: 3, high: 8}
    mix:
      age, risk: {"adult, high": 70 %, "adult, medium": 20 %, "child, high": 10 %}
    enters_at: ready
""",
        ),
        (
            "Mothers with children; how many of those present come to notice, and a"
            " campaign after which more do; a mix that changes.",
            """\
referrals:
  identified:
    accompanied_by: {distribution: discrete, values: {0: 80 %, 1: 12 %, 2: 8 %}}
    detected: 40 %
    changes: {2027-06-01: {detected: 60 %}}
    mix_changes:
      2027-09-01: {age: {child: 50 %, adult: 50 %}}
""",
        ),
    ),
    "pathway": (
        (
            "Few interviewers, whom people wait for; another way for some.",
            """\
pathway:
  interview:
    takes: 2 days
    staff: 1
    staff_changes: {2027-07-01: 2}
    cases: [{for: {age: child}, takes: 6 hours, passes: 100 %}]
""",
        ),
    ),
    "placement": (
        (
            "No fixed order: the emptiest first.",
            """\
placement: [{then_by: emptiest}]
""",
        ),
    ),
    "shelters": (
        (
            "Different stays for different people; whom a shelter refuses; what a"
            " re-assessment changes.",
            """\
shelters:
  centre:
    refuses: [{risk: high, age: adult}]
    becomes: {risk: low}
    stay:
      - {for: {age: child}, stay: 30 days, exits: {reintegration: 100 %}}
      - {stay: {distribution: exponential, mean: 45 days, at_most: 180 days}}
""",
        ),
        (
            "A limit that is longer for some; beds held back; staff as a limit on beds,"
            " and staff who leave when they are not paid.",
            """\
shelters:
  centre:
    stay:
      distribution: lognormal
      mean: 60 days
      sigma: 1.0
      at_most: 90 days
      extended: {chance: 40 %, by: 60 days}
    held_back: [{for: {risk: high}, beds: 1}]
    staff: 4
    residents_per_staff: 2.5
    staff_leave: {unpaid: staff, after: 30 days, one_every: 10 days, back_after: 14 days}
""",
        ),
        (
            "What changes on a day: beds, staff, regime, or whom it takes; how long"
            " people stay from then on.",
            """\
shelters:
  centre:
    changes:
      2027-05-01: {beds: 5, residents: transfer}
      2027-09-01: {beds: 8, regime: open}
    stay_changes: {2027-06-01: 45 days}
""",
        ),
        (
            "A shelter that opens during the period, and closes as planned; a day"
            " programme without beds.",
            """\
shelters:
  flat:
    programme: reintegration
    beds: 3
    opens: {on: 2027-04-01, costs_before: [rent]}
    closes: {on: 2027-11-01, residents: transfer, costs_after: []}
    stay: 60 days
    exits: {home: 100 %}
    costs: {rent: €400 / month}
    reserve: €4,000
    closure: never
  day_centre:
    overnight: no
    slots: 10
    entry: no
    stay: 90 days
    exits: {home: 100 %}
""",
        ),
        (
            "All kinds of cost line.",
            """\
shelters:
  centre:
    costs:
      care: {per_team: "€12,000 / year", residents_per_team: 6}
      intake: {per_admission: €40}
      leaving: {per_exit: €150}
      roof: {once: "€33,000", on: 2027-05-01}
      rent: {fixed: €700 / month, growth: 2 % / year}
""",
        ),
    ),
    "funding": (
        (
            "A per-diem, invoiced after each quarter.",
            """\
funding:
  region:
    pays: {haven: "€10,000 / year"}
    instrument: per_diem
    per_diem: €31.29
    paid: {in_arrears: quarterly}
    contract: {from: 01-01, to: 12-31}
    lag: 30 days
    pays_while_closed: no
    unpaid_at_year_end: carried
""",
        ),
        (
            "A call that opens in October and is late by chance; a cut in the middle"
            " of the year; a ceiling; money still owed from the year before; gifts.",
            """\
funding:
  ministry:
    call:
      opens: 10-01
      decision_takes: 60 days
      award: 90 %
      late: {months: {0: 20 %, 1: 40 %, 2: 28 %, 3: 12 %}}
      if_late: from_signature
      amount_if_late: prorated
    cuts: {2027-07-01: 28 %}
    ceiling: €35,000 / year
    owed_from_before: [{shelter: centre, amount: "€3,600", due: 2027-01-31}]
  well_wishers:
    gifts:
      haven: {rate: 12 per year, amount: {distribution: exponential, mean: €300}}
""",
        ),
        (
            "A contract that is already under way on the first day.",
            """\
funding:
  donor:
    pays: {centre: "€12,000"}
    instrument: earmarked
    eligible: [food]
    paid: in_advance
    contract: {from: 2026-07-01, to: 2027-06-30}
    instalments: {all: 100 % on signature}
    under_way: {centre: {received: "€12,000", spent: "€3,500"}}
    lag: 0 days
    unspent: kept
    pays_while_closed: yes
    unpaid_at_year_end: carried
""",
        ),
    ),
    "compensation": (
        (
            "A fund that is fed by what courts confiscate.",
            """\
compensation:
  state_fund:
    confiscations: {rate: 2 per year, amount: {distribution: exponential, mean: "€4,000"}}
""",
        ),
    ),
    "laws": (
        (
            "The same stay, said in other ways: choose what you know.",
            """\
shelters:
  centre:
    stay:
      - {for: {risk: high}, stay: {distribution: gamma, mean: 60 days, cv: 0.8}}
      - for: {risk: medium}
        stay: {distribution: lognormal, median: 40 days, p90: 150 days}
      - stay: {distribution: discrete, values: {10 days: 50 %, 90 days: 50 %}}
""",
        ),
        (
            "What you have observed, taken as it is; or in a file beside the scenario"
            " (`file: stays.csv`, one number a line, in days).",
            """\
shelters:
  centre:
    stay: {distribution: empirical, observed: [12 days, 30 days, 31 days, 95 days]}
""",
        ),
    ),
}

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
    "ScenarioFile.counted_as_supported_after": "1 night",
    "Stage.passes": "100 %",
    "Stage.otherwise": "`not recognised`",
    "Programme.waiting_class": "0",
    "Shelter.entry": "yes",
    "Closure.thaw_with": "as `freeze_below`",
    "Contract.years": "1",
    "Shelter.overnight": "yes",
    "Shelter.regime": "`open`",
    "StayOrMapping.distribution": "`fixed`",
    "Funder.fiscal_year_starts": "01-01",
    "DurationOrMapping.distribution": "`fixed`",
}

CONDITION = "condition: `{age: child, risk: [medium, low]}`"
SPECIAL = {
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
The shares of an attribute sum to one.""",
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
    "counted_as_supported_after": """\
How the results are counted.""",
}
