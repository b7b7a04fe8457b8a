"""Help in the reader's language; English help as it always was."""

import re

import pytest
from typer.main import get_command
from typer.testing import CliRunner

import cli
from sim.commands.helping import help_texts
from sim.report.language import say, speaking

COMMANDS = [command.__name__ for command in cli.COMMANDS]


def helped(*words, **env):
    done = CliRunner().invoke(
        cli.app, [*words, "--help"], env={"COLUMNS": "400", **env}
    )
    assert done.exit_code == 0
    return re.sub(r"\s+", " ", done.stdout)


@pytest.mark.parametrize("code", ["sq", "sr-Latn", "sr-Cyrl"])
@pytest.mark.parametrize("command", COMMANDS)
def test_every_text_of_a_help_is_told_in_the_language_asked(command, code):
    shown = helped(command, "--lang", code)
    texts = [
        t for name, t in help_texts(get_command(cli.app)) if name.endswith(command)
    ]

    assert len(texts) >= 2
    for text in texts:
        with speaking(code):
            told = say(text)
        assert told != text
        assert " ".join(told.split()) in shown or len(told) > 90
        assert text not in shown


@pytest.mark.parametrize("command", COMMANDS)
def test_english_help_is_what_the_commands_say(command):
    shown = helped(command)
    texts = [
        t for name, t in help_texts(get_command(cli.app)) if name.endswith(command)
    ]

    assert all(text in shown or len(text) > 90 for text in texts)
    assert "Usage: " in shown
    assert " Options " in shown


@pytest.mark.parametrize(
    "words, env",
    [
        (("--lang", "sq", "run"), {}),
        (("run", "--lang", "sq"), {}),
        (("run",), {"BEDNIGHT_LANG": "sq"}),
    ],
)
def test_the_language_of_help_is_asked_for_as_that_of_answers_is(words, env):
    shown = helped(*words, **env)

    assert "Përdorimi: " in shown
    assert " Opsionet " in shown
    assert "Dosja për rezultatet. [nëse nuk jepet: outputs]" in shown
    assert "Tregon këtë ndihmë dhe mbaron." in shown


@pytest.mark.parametrize(
    "words, env", [(("--lang", "sr-Cyrl"), {}), ((), {"BEDNIGHT_LANG": "sr-Cyrl"})]
)
def test_the_list_of_commands_is_told_too(words, env):
    shown = helped(*words, **env)

    assert " Наредбе " in shown
    assert "Симулира сценарио много пута" in shown
    assert "[или у променљивој BEDNIGHT_LANG]" in shown


def test_a_help_in_one_language_leaves_the_next_in_english():
    before = helped("run")
    helped("run", "--lang", "sq")

    assert helped("run") == before


def test_how_a_command_is_written_is_told_beside_what_was_mistyped():
    done = CliRunner().invoke(cli.app, ["run"], env={"BEDNIGHT_LANG": "sq"})

    assert done.exit_code == 2
    assert done.stderr.startswith("Përdorimi: ")


@pytest.mark.parametrize("command", COMMANDS)
def test_what_takes_no_value_has_no_kind_of_value_beside_it(command):
    shown = helped(command)

    assert "<bool>" not in shown
    assert "<=x" not in shown
    assert "…" not in shown.partition("Options")[2]


def test_the_first_command_of_all_is_the_one_to_begin_with():
    shown = helped()

    assert COMMANDS[0] == "new"
    assert "To begin: 'bednight new my-shelter.yaml'" in shown
