"""The worked pieces on the page of scenario files.

The pieces of ``WHOLE``, put together in order, are one scenario that runs; a
test plays it.  ``MORE`` holds what else may stand in a section; each of them is
checked as a change of that scenario.
"""
# ruff: noqa: E501, ISC004 - prose is one sentence a line

__all__ = ["MORE", "WHOLE"]

WHOLE = {
    "title": """\
title: A late grant in Gjakova
question: Does the shelter stay open, and for how long does it turn everybody away?
answered_by: [closure_probability, freeze_days]
on_record: In 2026 the grant came in March, and the shelter admitted nobody for three weeks.
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
    enters_at: referral
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
    "levers": """\
levers:
  reserve:
    sets: shelters.centre.reserve
    from: 1 month
    to: 3 months
    step: 0.5 months
    price: {value: "€2,500", assumed: half a month of cost}
""",
    "translations": """\
translations:
  sq:
    A late grant in Gjakova: Një grant i vonuar në Gjakovë
    Crisis centre: Qendra e krizave
    half a month of cost: gjysmë muaji kostoje
  sr:
    A late grant in Gjakova: Grant koji kasni u Đakovici
    Crisis centre: Krizni centar
    half a month of cost: pola meseca troška
""",
    "counted_as_supported_after": """\
counted_as_supported_after: 1 night
cost_of_a_displaced_night: €40
""",
}

MORE = {
    "title": (
        (
            "Instead of residents who are there on the first day: people come for a "
            "month before it, while no money moves.",
            """\
warm_up: 30 days
shelters:
  centre: {residents_now: null, residents_mix: null}
""",
        ),
    ),
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
        (
            "Changes in full: a factor, or a new rate.",
            """\
referrals:
  identified:
    changes: {2027-03-01: {times: 1.5}, 2027-06-01: {rate: 30 per year}}
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
        (
            "Where those go who do not pass.",
            """\
pathway:
  interview: {otherwise: sent home}
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
    "acceptance": (
        (
            "An open house too may be declined; a case without `for` is for everybody.",
            """\
acceptance: [{open: 98 %, semi_open: 90 %, closed: 60 %}]
""",
        ),
    ),
    "returns": (
        (
            "Who comes back is not asked everything again.",
            """\
returns:
  - {for: {age: adult}, chance: 20 %, after: 90 days, enters_at: ready}
""",
        ),
    ),
    "programmes": (
        (
            "A name for readers, and the class in which people wait for it.",
            """\
programmes:
  reintegration: {title: Reintegration, waiting_class: 1}
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
        (
            "Creditors who wait for a sum instead of for days; intake that begins again "
            "with more money than it stopped at; closing before any bill is left "
            "unpaid.",
            """\
shelters:
  centre:
    closure: {tolerated_days: null, tolerated_arrears: 0.5 months, thaw_with: 21 days, close_below: 3 days}
""",
        ),
        (
            "A re-assessment of some only; more slots from a day on.",
            """\
shelters:
  centre:
    stay:
      - {for: {age: child}, stay: 60 days, becomes: {risk: low}}
      - {stay: 60 days}
  day_centre:
    {overnight: no, slots: 10, entry: no, changes: {2027-06-01: {slots: 15}}, stay: 90 days, exits: {home: 100 %}}
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
        (
            "A contract of three years, settled a month after its end, of a funder "
            "whose year begins in July; gifts that change.",
            """\
funding:
  ministry:
    contract: {from: 01-01, to: 12-31, years: 3}
    report_takes: 30 days
    fiscal_year_starts: 07-01
  well_wishers:
    gifts:
      haven:
        per_year: {counts: [4, 6, 3]}
        season: [1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 3]
        growth: 1 % / year
        changes: {2027-06-01: {times: 0.5}, 2027-10-01: {rate: 10 per year}}
        amount: €200
""",
        ),
    ),
    "bridge": (
        (
            "Money that is given, not lent.",
            """\
bridge:
  emergency: {title: Emergency fund, size: "€5,000", below: 3 days, up_to: 14 days, terms: granted, shelters: [centre]}
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
        (
            "What courts confiscate, counted in past years, and changing.",
            """\
compensation:
  state_fund:
    title: The state's fund
    confiscations:
      per_year: {counts: [1, 0, 2]}
      season: [1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1]
      growth: 1 % / year
      changes: {2027-07-01: 2 times}
      amount: €4,000
""",
        ),
    ),
    "levers": (
        (
            "Settings that move together, and positions that are no steps.",
            """\
levers:
  reserves:
    title: Reserve of both houses
    sets: [shelters.centre.reserve, shelters.haven.reserve]
    from: 0 months
    to: 2 months
    step: 1 month
    price: "€8,000"
  earlier_call:
    title: The call in time
    sets: funding.ministry.call.late
    choices: [{put: 0 days, price: "€3,000"}]
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
        (
            "Other shapes, for those who know theirs; and one value, never below "
            "another.",
            """\
shelters:
  centre:
    stay:
      - {for: {risk: high}, stay: {distribution: weibull, scale: 60 days, shape: 1.5}}
      - {for: {age: child}, stay: {distribution: triangular, low: 10 days, mode: 30 days, high: 90 days}}
      - {for: {risk: low}, stay: {distribution: gamma, mean: 40 days, sd: 35 days, at_least: 3 days}}
      - {stay: {distribution: fixed, value: 45 days}}
""",
        ),
    ),
}
