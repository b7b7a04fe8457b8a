"""The scenario that times everything uses every word of the language."""

from pathlib import Path

from ruamel.yaml import YAML
from words import unused, used_by

from sim.scenario import load

FILE = Path(__file__).parents[1] / "bench/every-feature.yaml"
INSTEAD = {
    ("whole", "warm_up"): "residents_now, which a warm-up excludes",
    ("law", "file"): "observed, the same numbers in place",
}
"""Words that the file has another word instead of."""


def test_every_word_of_the_language_is_used():
    used = used_by(YAML(typ="safe").load(FILE))

    assert unused(used) == set(INSTEAD)


def test_every_trigger_of_an_instalment_is_used():
    plan = load(FILE)

    triggers = {i.trigger for funder in plan.funders for i in funder.instalments}

    assert triggers == {"signature", "date", "spent", "final"}


def test_it_has_ten_shelters_with_beds_and_plays_one_year():
    plan = load(FILE)

    assert sum(shelter.overnight for shelter in plan.shelters) == 10
    assert (plan.days, plan.warm_up_days) == (365, 0)
