"""Numbers, plurals, dates and scripts are the reader's own."""

import re
import sys
from datetime import date
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from sim.report.document.values import value_told
from sim.report.language import LANGUAGES, say, some, speaking
from sim.report.language.catalogue import CATALOGUES, Words, read_words
from sim.report.language.cyrillic import cyrillic
from sim.report.numbers import amount, between, long_date, money, month_name, percent

sys.path.insert(0, str(Path(__file__).parents[1] / "docs"))
import build_catalogues

TABLE = [
    ("en", "€1,234,567", "12.5 %", "31 January 2027", "January 2027"),
    ("sq", "1\u00a0234\u00a0567\u00a0€", "12,5%", "31 janar 2027", "janar 2027"),
    ("sr-Latn", "1.234.567\u00a0€", "12,5%", "31. januar 2027.", "januar 2027."),
    ("sr-Cyrl", "1.234.567\u00a0€", "12,5%", "31. јануар 2027.", "јануар 2027."),
]


@pytest.mark.parametrize("code, amount_, share, day, month", TABLE)
def test_numbers_and_dates_are_written_as_readers_write_them(
    code, amount_, share, day, month
):
    with speaking(code):
        assert money(123_456_700, "EUR") == amount_
        assert amount(0.125, "share", 0.001) == share
        assert long_date(date(2027, 1, 31)) == day
        assert month_name(date(2027, 1, 31)) == month


def test_both_ends_of_a_range_share_one_sign():
    with speaking("sr-Latn"):
        assert between(2_231, 2_404, "EUR", 10) == "2.230–2.400\u00a0€"
        assert between(-5, 4, "EUR", 1) == "−5\u00a0€ do 4\u00a0€"
        assert percent(0.9999).endswith("99,9%")


def test_single_values_of_a_file_are_told_in_the_language_spoken():
    file = ("30 days", "1 month", "€36,000 / year", "23 per year", "50 % on signature")
    with speaking("sq"):
        assert [value_told(text) for text in file] == [
            "30 ditë", "1 muaj", "36\u00a0000\u00a0€ në vit", "23 në vit",
            "50% me nënshkrimin",
        ]  # fmt: skip
        assert value_told("yes") == "po"
    with speaking("sr-Cyrl"):
        assert value_told("21 days") == "21 дан"
        assert value_told("{fixed: 30 days}") == "{fixed: 30 days}"
        assert value_told("Pristina") == "Pristina"


SERBIAN = Words(
    many={"{number} day": ("{number} dan", "{number} dana!", "{number} dana")}
)


@pytest.mark.parametrize(
    "number, words",
    [(1, "1 dan"), (2, "2 dana!"), (5, "5 dana"), (11, "11 dana"), (21, "21 dan"),
     ("1.234", "1.234 dana!"), ("2,5", "2,5 dana"), ("2,1", "2,1 dan")],
)  # fmt: skip
def test_serbian_plurals_follow_the_number_that_is_written(number, words):
    with speaking("sr-Latn", SERBIAN):
        assert some("{number} day", "{number} days", number) == words


def test_an_office_says_its_own_words_even_in_english():
    office = Words(one={"people concerned": "beneficiaries"})
    with speaking("en", office):
        assert say("people concerned") == "beneficiaries"

    assert say("people concerned") == "people concerned"


def test_only_our_own_words_change_their_script():
    office = Words(one={"Shelter {name}": "Sklonište {name}"})
    with speaking("sr-Cyrl", office):
        assert (
            say("Shelter {name}", name="Hope and Homes") == "Склониште Hope and Homes"
        )


@pytest.mark.parametrize(
    "latin, other",
    [("Ljubav, NJEGA, džep", "Љубав, ЊЕГА, џеп"), ("nadživeti", "надживети"),
     ("`run.json` i Excel", "`run.json` и Excel")],
)  # fmt: skip
def test_cyrillic_is_letter_for_letter(latin, other):
    assert cyrillic(latin) == other


def test_no_word_is_in_two_scripts():
    for message in catalogue("sr"):
        for form in forms(message):
            told = re.sub(r"\{[^}]*\}|`[^`]*`", " ", cyrillic(form))
            for word in re.findall(r"[^\W\d_]+", told):
                assert not re.search(r"[a-zA-Z].*[Ѐ-ӿ]|[Ѐ-ӿ].*[a-zA-Z]", word), word


def test_what_is_no_catalogue_is_refused(tmp_path):
    page = tmp_path / "office.po"
    page.write_text("hello, planner\n", encoding="utf-8")

    with pytest.raises(ValueError, match=r"it is no catalogue of words"):
        read_words(page)


def test_every_language_names_itself():
    assert {language.name for language in LANGUAGES.values()} == {
        "English",
        "Shqip",
        "Srpski",
        "Српски",
    }


def catalogue(name):
    found = []
    for path in sorted(CATALOGUES.glob(f"{name}*.po")):
        with path.open("rb") as page:
            found += [message for message in read_po(page) if message.id]
    return found


def forms(message):
    return (message.string,) if isinstance(message.string, str) else message.string


@pytest.mark.parametrize("name, plural", [("sq", 2), ("sr", 3)])
def test_everything_that_is_said_is_translated(name, plural):
    said = {
        text if isinstance(text, str) else text[0]
        for text in build_catalogues.messages()
    }
    told = {
        message.id if isinstance(message.id, str) else message.id[0]: message
        for message in catalogue(name)
    }
    plurals = set(build_catalogues.plurals().values())

    assert said - set(told) - plurals == set()
    for text, message in told.items():
        assert all(forms(message)), f"{text!r} is not translated"
        if not isinstance(message.id, str):
            assert len(message.string) == plural


@pytest.mark.parametrize("name", ["sq", "sr"])
def test_translations_fill_the_same_places(name):
    for message in catalogue(name):
        ids = (message.id,) if isinstance(message.id, str) else message.id
        wanted = set(re.findall(r"\{\w+\}", ids[0]))
        for form in forms(message):
            assert set(re.findall(r"\{\w+\}", form)) == wanted, message.id


@pytest.mark.parametrize("name", ["sq", "sr"])
def test_labels_have_room_for_their_translation(name):
    """A head of a column, a label of a picture: what is short stays short."""
    for message in catalogue(name):
        if [place for place, _ in message.locations] == ["scenarios/evidence"]:
            continue  # a sentence of a table, with room
        ids = message.id if isinstance(message.id, str) else message.id[0]
        if len(ids) <= 32:
            for form in forms(message):
                assert len(form) <= 1.6 * len(ids) + 18, (ids, form)


def test_a_serbian_date_ends_a_sentence():
    office = Words(one={"It closes on {date}.": "Zatvara se {date}."})
    with speaking("sr-Latn", office):
        told = say("It closes on {date}.", date=long_date(date(2017, 2, 1)))

    assert told == "Zatvara se 1. februar 2017."


@pytest.mark.parametrize(
    "said, told",
    [
        ("{date}, then", "1. februar 2017, onda"),
        ("until {date}; then", "do 1. februar 2017; onda"),
        ("closed ({date})", "zatvoreno (1. februar 2017)"),
    ],
)
def test_another_mark_takes_the_place_of_the_stop_of_a_serbian_date(said, told):
    office = Words(
        one={
            "{date}, then": "{date}, onda",
            "until {date}; then": "do {date}; onda",
            "closed ({date})": "zatvoreno ({date})",
        }
    )
    with speaking("sr-Latn", office):
        assert say(said, date=long_date(date(2017, 2, 1))) == told


@pytest.mark.parametrize("name, word", [("sq", "viktim"), ("sr", "žrtv")])
def test_people_are_persons_in_every_translation(name, word):
    told = [form for message in catalogue(name) for form in forms(message)]

    assert [form for form in told if word in form.lower()] == []


ONE_WORD_EACH = {
    "sq": {
        "simulim": "përsërit(je|jet)\\b",  # replication
        "simuloj": "\\bluaj(?!në rol)|\\bluh",  # to play
        "rastësi": "\\bfat(i|in|it)?\\b",  # luck
        "matje": "\\bmasë kaq",  # measure; a masë is a lever
        "refuzim": "të kthyer menjëherë|\\bkthime\\b",  # turned away
        "kompensim": "dëmshpërbl",  # compensation
        "personel": "\\bstafi?t?\\b",  # staff
        "mosnjohje": "mosdij",  # not knowing
        "pasiguri": "dyshim",  # doubt about a number; a dyshim is a suspicion
        "ndikim": "(?<!-)\\befekt",  # effect
        "kufij": "diapazon",  # range
        "lakore": "\\bkurba?\\b",  # curve
    },
    "sr": {
        "simulacija": "ponavljanj",
        "simulirati": "odigra|\\bigrač|\\bigra se",
        "slučajnost": "sreć",
        "pokazatelj": "svaka mera ima|mera po mera|tražen[aei]h? mera",
        "naknada": "obešteć",
        "neizvesnost": "sumnj",
        "izmešten": "raselj",
        "zbrinjavanje": "\\bbrig[aeu]\\b",
        "podešavanje": "\\bparamet",
        "sadejstvo": "s društvom|njeno društvo",
    },
}
"""For what reports say: the word of a term, and other words that were said for it."""


@pytest.mark.parametrize("name", ONE_WORD_EACH)
def test_a_term_has_one_word_in_each_language(name):
    told = [form for message in catalogue(name) for form in forms(message)]
    others = {
        word: [form for form in told if re.search(other, form, re.IGNORECASE)]
        for word, other in ONE_WORD_EACH[name].items()
    }

    assert {word: found for word, found in others.items() if found} == {}
