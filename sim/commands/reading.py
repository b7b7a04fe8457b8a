"""Commands that read a scenario and play nothing: new, check, explain, schema."""

from pathlib import Path
from typing import Annotated

import typer

from sim.commands.options import AsJson, ScenarioFile, ScenarioFiles, Spoken
from sim.commands.terminal import (
    PROBLEMS,
    columns,
    complain,
    did_you_mean,
    print_json,
    quoted,
    say,
    told_kindly,
)
from sim.said import Said

__all__ = ["check", "explain", "new", "schema"]


@told_kindly
def check(
    files: ScenarioFiles,
    *,
    as_json: AsJson = False,
    _language: Spoken = None,
) -> None:
    """Find every problem in scenario files. Nothing is run."""
    from textwrap import fill

    from sim.errors import ScenarioError
    from sim.report.language.retelling import retold
    from sim.report.summary import is_fine
    from sim.scenario import examined

    found = [(file, examined(file)) for file in files]
    error = ScenarioError(problem for _, seen in found for problem in seen.problems)
    if as_json:
        rows = [{"file": str(f), "problems": len(seen.problems)} for f, seen in found]
        remarks = [each.as_data(retold) for _, seen in found for each in seen.remarks]
        print_json({**error.as_data(retold), "remarks": remarks, "files": rows})
    else:
        for file, seen in found:
            if seen.scenario is not None:
                say(fill(is_fine(file.name, seen.scenario), columns()))
            for remark in seen.remarks:
                say("\n" + "\n".join(remark.lines(retold, columns())))
        if error.problems:
            complain(error.told(retold, columns()))
        else:
            say("")
            say(Said("Next: {command}", command=f"bednight run {quoted(files[0])}"))
    if error.problems:
        raise typer.Exit(PROBLEMS)


@told_kindly
def explain(
    file: ScenarioFile,
    key: Annotated[
        str | None,
        typer.Argument(help="One setting, such as shelters.pvpt.beds.", metavar="KEY"),
    ] = None,
    *,
    as_json: AsJson = False,
    _language: Spoken = None,
) -> None:
    """Show what a scenario means, and where each value came from, before it runs."""
    from sim.report.explain.page import as_data, settings_as_data, tell, tell_settings
    from sim.report.titles import in_words
    from sim.scenario import load

    try:
        with in_words(load(file)) as scenario:
            if as_json and key is None:
                print_json(as_data(scenario))
            elif as_json and key is not None:
                print_json(settings_as_data(scenario, key))
            elif key is None:
                say(tell(scenario, width=columns()))
                say("")
                say(Said("Next: {command}", command=f"bednight run {quoted(file)}"))
            else:
                say(tell_settings(scenario, key, width=columns()))
    except LookupError as unknown:
        raise typer.BadParameter(
            did_you_mean(Said("no setting '{name}'", name=key), unknown)
        ) from None


@told_kindly
def new(file: ScenarioFile, *, _language: Spoken = None) -> None:
    """Write a commented scenario to begin with: one shelter, one funder."""
    from sim.report.language.starting import starter_told

    with file.open("x", encoding="utf-8", newline="\n") as page:
        page.write(starter_told())
    say(Said("{file} is ready to be edited.", file=file))
    say("")
    say(Said("Next: {command}", command=f"bednight explain {quoted(file)}"))


@told_kindly
def schema(
    *,
    out: Annotated[
        Path | None, typer.Option(help="A file instead of the terminal.")
    ] = None,
    _language: Spoken = None,
) -> None:
    """Write the JSON Schema of scenario files, with which editors complete keys."""
    from sim.report.summary import as_json
    from sim.scenario import json_schema

    text = as_json(json_schema())
    if out is None:
        say(text)
    else:
        out.write_text(f"{text}\n", encoding="utf-8", newline="\n")
        say(Said("The schema is in {file}.", file=out))
