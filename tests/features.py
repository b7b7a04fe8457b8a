"""Every feature of the model: its words, its exact log, and where the docs show it.

``tests/test_features.py`` holds this table to the language, to the tests, to the
files that Hypothesis draws, and to the docs.
"""

from dataclasses import dataclass

__all__ = ["FEATURES", "PLAYED", "Feature"]

PLAYED = (
    "test_written.py::test_whatever_a_file_says_both_players_play_it_alike",
    "test_players.py::test_drawn_worlds_are_played_alike",
    "test_invariants.py::test_every_history_of_drawn_luck_passes_the_audit",
)
"""The invariants that are held in whatever is drawn."""


@dataclass(frozen=True)
class Feature:
    """Something that a scenario may have.

    ``words`` are keys of the language, ``Mapping.key``; ``sign`` is a pattern by
    which a drawn file shows a feature that has no word of its own.  ``log`` names
    tests of tiny worlds, ``shown`` sections of the docs.
    """

    name: str
    log: str
    shown: str
    words: str = ""
    sign: str = ""


BASIC = "reference/scenario-file.md#"
GRANT = "guides/model-a-late-grant.md#"
PEOPLE, PLACES, STAYS = "guides/people.md#", "guides/places.md#", "guides/stays.md#"
CHANGE, FUNDS = "guides/change.md#", "guides/funds.md#"

FEATURES = (
    # --- the file as a whole
    Feature(
        "a period, a currency",
        log="test_model_people.py::test_nothing_but_the_last_midnight_happens_at_the_end",
        shown=f"{BASIC}The beginning",
        words="whole.period Period.start Period.end whole.currency",
    ),
    Feature(
        "what is only told",
        log="test_town_people.py::test_what_is_only_told_or_could_be_done_changes_no_log",
        shown=f"{BASIC}The beginning; {BASIC}groups; {BASIC}Counting; "
        f"{BASIC}translations",
        words="whole.title whole.question whole.answered_by whole.on_record "
        "whole.price_year whole.groups whole.counted_as_supported_after "
        "whole.cost_of_a_displaced_night whole.translations",
    ),
    Feature(
        "levers",
        log="test_town_people.py::test_what_is_only_told_or_could_be_done_changes_no_log",
        shown=f"{BASIC}levers",
        words="whole.levers Lever.title Lever.sets Lever.from Lever.to Lever.step "
        "Lever.price Lever.choices LeverChoice.put LeverChoice.price",
    ),
    Feature(
        "a warm-up",
        log="test_model_money.py::test_the_warm_up_moves_no_money",
        shown=f"{BASIC}The beginning",
        words="whole.warm_up",
    ),
    # --- people
    Feature(
        "invented attributes",
        log="test_town_people.py::test_an_invented_attribute_decides_who_may_go_where",
        shown=f"{PEOPLE}Attributes of your own",
        words="whole.people",
        sign='"status"',
    ),
    Feature(
        "joint shares",
        log="test_town_people.py::test_joint_shares_are_of_pairs_and_change_whole_on_a_day",
        shown=f"{PEOPLE}Joint shares",
        words="whole.referrals Stream.mix",
        sign='"sex, age"',
    ),
    Feature(
        "shares that change",
        log="test_town_people.py::test_joint_shares_are_of_pairs_and_change_whole_on_a_day",
        shown=f"{CHANGE}Rates and shares",
        words="Stream.mix_changes",
    ),
    Feature(
        "rates, surges, campaigns, seasons",
        log="test_town_people.py::test_more_come_only_on_the_days_that_a_file_says",
        shown=f"{CHANGE}Surges and campaigns; {BASIC}referrals",
        words="Stream.rate Stream.season Stream.changes ReferralsChanged.rate "
        "ReferralsChanged.times",
    ),
    Feature(
        "counts of past years, and growth",
        log="test_chance_rate.py::test_growth_steps_on_the_first_of_january; "
        "test_chance_common.py::test_the_luck_of_one_scenario_is_known_by_heart",
        shown=f"{BASIC}referrals",
        words="Stream.per_year YearlyCounts.counts YearlyCounts.spread Stream.growth",
    ),
    Feature(
        "several at once, on a day",
        log="test_town_people.py::"
        "test_joint_shares_are_of_pairs_and_change_whole_on_a_day; "
        "test_chance_people.py::test_dated_batches_come_on_their_day_beside_the_rate",
        shown=f"{CHANGE}Surges and campaigns",
        words="Stream.on Stream.batch_size",
    ),
    Feature(
        "detection",
        log="test_town_people.py::test_more_come_only_on_the_days_that_a_file_says",
        shown=f"{PEOPLE}Detection",
        words="Stream.detected ReferralsChanged.detected",
    ),
    Feature(
        "households",
        log="test_town_people.py::test_a_household_comes_as_one_and_needs_a_bed_each; "
        "test_model_people.py::test_a_larger_household_can_be_overtaken",
        shown=f"{PEOPLE}Households",
        words="Stream.accompanied_by",
    ),
    Feature(
        "people at risk who are never identified",
        log="test_town_people.py::"
        "test_whoever_is_at_risk_is_never_identified_and_takes_a_bed",
        shown=f"{PEOPLE}At-risk persons",
        words="Stream.enters_at",
        sign='"enters_at": "ready"',
    ),
    # --- the way to a bed
    Feature(
        "stages",
        log="test_model_people.py::"
        "test_the_pathway_takes_its_time_and_not_everybody_passes",
        shown=f"{BASIC}pathway",
        words="whole.pathway Stage.takes Stage.passes Stage.otherwise",
    ),
    Feature(
        "channels with delays of their own",
        log="test_town_people.py::test_each_channel_has_its_own_delay_and_share",
        shown=f"{PEOPLE}Channels with delays of their own",
        words="Stage.cases StageCase.for StageCase.takes StageCase.passes",
        sign='"channel"',
    ),
    Feature(
        "stages with limited staff",
        log="test_model_people.py::test_a_stage_with_limited_staff_is_a_queue; "
        "test_model_people.py::"
        "test_more_staff_on_duty_from_a_date_take_the_next_in_line",
        shown=f"{PEOPLE}Stages with limited staff",
        words="Stage.staff Stage.staff_changes",
    ),
    Feature(
        "interim places",
        log="test_model_people.py::"
        "test_an_interim_place_is_no_bed_and_has_its_own_payer; "
        "test_town_people.py::test_whoever_queues_for_an_interview_is_somewhere_meanwhile",
        shown=f"{PLACES}Interim places; {BASIC}pathway",
        words="Stage.meanwhile whole.interim Interim.kind Interim.cost_per_night "
        "Interim.payer Interim.places Interim.accepts Waiting.interim",
    ),
    Feature(
        "patience",
        log="test_model_people.py::"
        "test_at_one_instant_a_stay_ends_before_patience_does",
        shown=f"{BASIC}waiting",
        words="whole.waiting Waiting.patience Waiting.gives_up_to",
    ),
    Feature(
        "priorities with ageing",
        log="test_model_people.py::"
        "test_a_higher_class_goes_first_and_a_misfit_is_skipped; "
        "test_model_places.py::test_ageing_lets_those_who_waited_long_go_first",
        shown=f"{PLACES}Priorities and ageing",
        words="Waiting.first Waiting.ageing",
    ),
    Feature(
        "preferences",
        log="test_model_people.py::test_the_preferred_shelter_with_room_is_taken; "
        "test_model_places.py::test_the_emptiest_goes_first_and_ties_by_file_order; "
        "test_model_places.py::test_the_cheapest_bed_night_goes_first; "
        "test_model_places.py::test_the_best_fit_takes_the_fewest_kinds_of_people",
        shown=f"{PLACES}Preferences",
        words="whole.placement ShelterOrder.for ShelterOrder.prefer "
        "ShelterOrder.then_by",
    ),
    Feature(
        "willingness by regime",
        log="test_model_places.py::test_a_declined_regime_is_not_offered_again; "
        "test_model_places.py::"
        "test_who_declines_everything_leaves_at_once_and_has_no_unmet_nights",
        shown=f"{PEOPLE}Willingness by regime; {BASIC}acceptance",
        words="whole.acceptance Acceptance.for Acceptance.open Acceptance.semi_open "
        "Acceptance.closed Shelter.regime",
    ),
    Feature(
        "returns",
        log="test_model_people.py::test_someone_who_returns_begins_a_new_episode; "
        "test_model_people.py::test_people_return_only_from_where_the_file_says",
        shown=f"{STAYS}Returns; {BASIC}returns",
        words="whole.returns Return.for Return.chance Return.after Return.from "
        "Return.enters_at",
    ),
    # --- places
    Feature(
        "beds",
        log="test_model_people.py::test_a_freed_bed_goes_to_who_joined_first",
        shown=f"{BASIC}shelters",
        words="whole.shelters Shelter.beds Shelter.title",
    ),
    Feature(
        "sex and age limits",
        log="test_model_people.py::test_refused_people_are_not_eligible; "
        "test_model_people.py::"
        "test_no_place_for_such_a_person_is_no_fit_however_patient",
        shown=f"{PLACES}Regimes, licences, sex and age limits",
        words="Shelter.accepts Shelter.refuses",
    ),
    Feature(
        "licences",
        log="test_towns.py::"
        "test_a_house_takes_only_those_it_is_licensed_for_at_every_date; "
        "test_towns.py::test_nobody_is_moved_to_a_house_without_the_licence",
        shown=f"{PLACES}Regimes, licences, sex and age limits",
        words="Shelter.licensed_for",
    ),
    Feature(
        "security levels",
        log="test_towns.py::"
        "test_who_is_at_high_risk_goes_past_the_house_of_low_security; "
        "test_towns.py::test_where_no_house_is_secure_enough_nobody_fits",
        shown=f"{PLACES}Security levels",
        words="Shelter.security",
    ),
    Feature(
        "staff ratio",
        log="test_model_places.py::test_staff_cap_the_beds_that_can_be_used; "
        "test_model_places.py::test_more_staff_from_a_date_open_more_beds",
        shown=f"{PLACES}Staff ratio",
        words="Shelter.staff Shelter.residents_per_staff Changed.staff",
    ),
    Feature(
        "staff who leave unpaid",
        log="test_model_places.py::"
        "test_staff_come_back_some_days_after_all_they_are_owed_is_paid",
        shown=f"{FUNDS}Staff who leave unpaid",
        words="Shelter.staff_leave StaffLeave.unpaid StaffLeave.after "
        "StaffLeave.one_every StaffLeave.back_after",
    ),
    Feature(
        "beds held back",
        log="test_model_places.py::test_beds_held_back_count_for_their_class_only; "
        "test_model_places.py::test_the_class_uses_its_own_beds_first",
        shown=f"{PLACES}Beds held back; {BASIC}shelters",
        words="Shelter.held_back HeldBack.for HeldBack.beds",
    ),
    Feature(
        "programmes without a bed",
        log="test_model_places.py::"
        "test_a_programme_without_a_bed_has_slots_costs_and_closures",
        shown=f"{PLACES}Programmes without a bed; {BASIC}shelters",
        words="Shelter.overnight Shelter.slots Changed.slots",
    ),
    Feature(
        "foster families",
        log="test_towns.py::"
        "test_a_child_goes_to_a_foster_family_which_has_its_own_payer",
        shown=f"{PLACES}Foster families and witness protection",
        sign='"Foster families"',
    ),
    Feature(
        "witness protection, and steps from one programme to the next",
        log="test_towns.py::test_a_witness_keeps_the_bed_until_the_unit_has_room; "
        "test_model_people.py::test_a_bed_is_kept_no_longer_than_allowed",
        shown=f"{PLACES}Foster families and witness protection; "
        "guides/write-a-scenario.md#Several shelters",
        words="whole.programmes Programme.blocked_at_most Shelter.entry "
        "Shelter.programme",
        sign='"Witness protection"',
    ),
    Feature(
        "classes of waiting for a programme",
        log="test_town_money.py::test_a_programme_says_in_which_class_its_people_wait",
        shown=f"{BASIC}programmes",
        words="Programme.title Programme.waiting_class",
    ),
    Feature(
        "planned openings and closings, and what they cost",
        log="test_towns.py::test_before_it_opens_only_the_costs_named_are_billed; "
        "test_towns.py::test_after_it_closes_only_the_costs_named_are_billed",
        shown=f"{CHANGE}A house opens; {CHANGE}A house closes as planned",
        words="Shelter.opens Opening.on Opening.costs_before Shelter.closes "
        "Closing.on Closing.residents Closing.costs_after",
    ),
    Feature(
        "more or fewer beds: finish, transfer, forced exit",
        log="test_model_places.py::test_people_above_a_new_limit_may_finish; "
        "test_model_places.py::"
        "test_people_above_a_new_limit_are_transferred_last_admitted_first; "
        "test_model_places.py::test_people_above_a_new_limit_may_be_forced_out",
        shown=f"{CHANGE}More or fewer beds",
        words="Shelter.changes Changed.beds Changed.residents",
    ),
    Feature(
        "conversions",
        log="test_model_places.py::"
        "test_a_conversion_moves_those_who_are_no_longer_taken; "
        "test_towns.py::test_who_declines_a_house_changes_with_its_regime_on_the_day",
        shown=f"{CHANGE}A house becomes another house",
        words="Changed.accepts Changed.regime",
    ),
    # --- stays
    Feature(
        "stays and where they lead",
        log="test_model_people.py::test_someone_is_referred_stays_and_leaves; "
        "test_model_people.py::test_a_step_down_judges_people_as_they_are_by_then",
        shown=f"{BASIC}shelters",
        words="Shelter.stay Stay.for Stay.stay Stay.exits Stay.becomes "
        "Shelter.exits Shelter.becomes",
    ),
    Feature(
        "laws of chance",
        log="test_town_people.py::test_every_law_keeps_within_its_limits",
        shown=f"{BASIC}Laws of chance; {BASIC}funding; "
        "guides/write-a-scenario.md#4. Say how long people stay",
        words="law.distribution law.value law.mean law.mean_after_limit law.median "
        "law.p90 law.sd law.cv law.sigma law.scale law.shape law.low law.mode "
        "law.high law.values law.observed law.at_least law.at_most",
    ),
    Feature(
        "observed stays in a file",
        log="test_town_people.py::test_stays_may_stand_in_a_file_beside_the_scenario",
        shown=f"{BASIC}Laws of chance",
        words="law.file",
    ),
    Feature(
        "extensions",
        log="test_town_people.py::test_a_stay_is_longer_for_those_whose_limit_is_extended",
        shown=f"{STAYS}Extensions",
        words="law.extended Extended.chance Extended.by",
    ),
    Feature(
        "stays that change on a day",
        log="test_town_people.py::"
        "test_a_stay_is_longer_for_those_whose_limit_is_extended; "
        "test_model_places.py::"
        "test_a_stay_that_changes_at_a_date_is_for_those_admitted_from_then_on",
        shown=f"{STAYS}Stays that change on a day",
        words="Shelter.stay_changes",
    ),
    Feature(
        "residents of the first day",
        log="test_town_people.py::test_whoever_has_been_here_for_40_days_of_50_stays_for_10",
        shown=f"{STAYS}Residents who are here on the first day; {BASIC}shelters",
        words="Shelter.residents_now Residents.number Residents.so_far "
        "Shelter.residents_mix",
    ),
    # --- what it costs, and when there is too little
    Feature(
        "costs of every kind",
        log="test_town_money.py::test_every_kind_of_cost_is_billed_on_its_day; "
        "test_model_money.py::test_growth_steps_on_the_first_of_january",
        shown=f"{BASIC}shelters; {CHANGE}Prices",
        words="Shelter.costs CostLine.fixed CostLine.per_team "
        "CostLine.residents_per_team CostLine.per_bed_night CostLine.per_admission "
        "CostLine.per_exit CostLine.once CostLine.on CostLine.growth "
        "CostLine.changes",
    ),
    Feature(
        "a reserve and credit",
        log="test_model_closure.py::test_closed_days_are_delay_less_reserve; "
        "test_model_money.py::test_credit_is_an_overdraft_that_receipts_repay",
        shown=f"{FUNDS}A reserve; {BASIC}shelters",
        words="Shelter.reserve Shelter.credit Shelter.planned_residents",
    ),
    Feature(
        "freezing, closing and reopening",
        log="test_town_money.py::"
        "test_intake_begins_again_with_more_than_it_stopped_at; "
        "test_town_money.py::"
        "test_a_shelter_closes_before_a_bill_is_unpaid_if_the_file_says_so; "
        "test_town_money.py::test_creditors_may_tolerate_a_sum_instead_of_days; "
        "test_model_closure.py::test_arrears_are_tolerated_for_their_days; "
        "test_model_closure.py::test_a_shelter_closes_when_notice_is_over; "
        "test_model_closure.py::test_reopening_takes_its_days_and_its_cost",
        shown=f"{BASIC}shelters",
        words="Shelter.closure Closure.freeze_below Closure.thaw_with "
        "Closure.close_below Closure.tolerated_days Closure.tolerated_arrears "
        "Closure.notice Closure.while_closed Closure.reopen_with "
        "Closure.reopening_cost Closure.reopening_takes",
    ),
    # --- who pays
    Feature(
        "block grants, shares, earmarks",
        log="test_model_grants.py::test_a_shared_grant_releases_half_of_each_bill",
        shown=f"{BASIC}funding",
        words="whole.funding Funder.title Funder.pays Funder.instrument "
        "Funder.share_of_cost Funder.eligible Funder.unspent",
    ),
    Feature(
        "per-diems, invoiced in arrears",
        log="test_towns.py::"
        "test_a_child_goes_to_a_foster_family_which_has_its_own_payer; "
        "test_model_grants.py::"
        "test_a_per_diem_pays_for_nights_and_never_above_its_amount",
        shown=f"{BASIC}funding",
        words="Funder.per_diem Funder.paid Arrears.in_arrears Funder.pays_while_closed",
    ),
    Feature(
        "contracts, also longer than a year",
        log="test_towns.py::test_a_contract_of_two_years_is_signed_and_late_once; "
        "test_towns.py::"
        "test_contracts_of_one_year_are_signed_and_late_every_year",
        shown=f"{GRANT}What would help; {BASIC}funding",
        words="Funder.contract Contract.from Contract.to Contract.years",
        sign=r'"to": "2018-|"years": [23]',
    ),
    Feature(
        "calls, late or lost",
        log="test_town_money.py::"
        "test_a_call_is_signed_when_it_was_decided_and_late_after_that; "
        "test_town_money.py::test_nobody_is_paid_who_is_not_awarded; "
        "test_model_grants.py::test_a_late_amount_is_prorated_by_days; "
        "test_model_grants.py::test_backdated_entitlement_comes_at_once_on_signature",
        shown=f"{GRANT}How late?; {GRANT}Late, or lost?; {BASIC}funding",
        words="Funder.call Call.opens Call.decision_takes Call.award Call.late "
        "Late.days Late.months Call.if_late Call.amount_if_late",
    ),
    Feature(
        "instalments and their lag",
        log="test_towns.py::test_a_contract_of_two_years_is_signed_and_late_once; "
        "test_model_grants.py::"
        "test_the_second_instalment_waits_for_seventy_per_cent",
        shown=f"{BASIC}funding",
        words="Funder.instalments Funder.lag Funder.report_takes",
        sign="after the report",
    ),
    Feature(
        "contracts under way, and money owed from before",
        log="test_model_settlement.py::"
        "test_what_was_earned_before_day_0_and_not_yet_paid_is_released_when_paid; "
        "test_town_money.py::test_money_is_owed_from_before_and_cut_from_a_day_on",
        shown=f"{BASIC}funding",
        words="Funder.under_way UnderWay.received UnderWay.spent "
        "Funder.owed_from_before Owed.shelter Owed.amount Owed.due",
    ),
    Feature(
        "ceilings, cuts and the funder's own year",
        log="test_town_money.py::test_a_ceiling_is_of_the_funders_own_year; "
        "test_town_money.py::test_money_is_owed_from_before_and_cut_from_a_day_on; "
        "test_model_grants.py::"
        "test_what_is_unpaid_at_the_years_end_lapses_or_is_carried",
        shown=f"{BASIC}funding",
        words="Funder.ceiling Funder.cuts Funder.fiscal_year_starts "
        "Funder.unpaid_at_year_end",
    ),
    Feature(
        "a funder who gives way",
        log="test_model_grants.py::test_a_funder_gives_way_to_anothers_award",
        shown=f"{FUNDS}A funder who gives way",
        words="Funder.gives_way_to",
    ),
    Feature(
        "gifts",
        log="test_model_money.py::"
        "test_arrears_are_paid_oldest_first_and_money_is_conserved; "
        "test_town_money.py::test_gifts_come_only_on_the_days_that_a_file_says",
        shown=f"{BASIC}funding",
        words="Funder.gifts Gift.amount Gift.rate Gift.per_year Gift.season "
        "Gift.growth Gift.changes RateChanged.rate RateChanged.times",
    ),
    Feature(
        "bridges",
        log="test_town_money.py::"
        "test_what_a_bridge_lends_comes_back_and_what_it_grants_does_not",
        shown=f"{BASIC}bridge",
        words="whole.bridge Bridge.title Bridge.size Bridge.below Bridge.up_to "
        "Bridge.terms Bridge.shelters",
    ),
    Feature(
        "a compensation fund, fed by confiscations, paid by case",
        log="test_model_money.py::"
        "test_a_compensation_fund_pays_each_case_while_it_lasts; "
        "test_town_money.py::test_what_is_confiscated_pays_those_who_leave_after_it",
        shown=f"{FUNDS}A compensation fund; {BASIC}compensation",
        words="whole.compensation Compensation.title Compensation.balance "
        "Compensation.per_case Compensation.for Compensation.confiscations "
        "Confiscations.amount Confiscations.rate Confiscations.per_year "
        "Confiscations.season Confiscations.growth Confiscations.changes",
    ),
)
