import pickle

from sim.errors import Problem, ScenarioError


def problem(**changes):
    given = {
        "file": "plan.yaml",
        "line": 14,
        "column": 12,
        "path": "shelters.pvpt.beds",
        "source": "    beds: €1.200 / month",
        "width": 3,
        "problem": "this is wrong",
        "fix": "write it otherwise",
    }
    return Problem(**{**given, **changes})


def test_a_problem_shows_place_line_caret_problem_and_fix():
    assert problem(column=11, width=14).lines() == [
        "plan.yaml:14:11  shelters › pvpt › beds",
        "  14 │     beds: €1.200 / month",
        "     │           ^^^^^^^^^^^^^^",
        "  problem: this is wrong",
        "  fix:     write it otherwise",
    ]


def test_a_long_fix_is_wrapped_under_itself():
    long = " ".join(["one of many words"] * 8)
    lines = problem(fix=long).lines()[4:]

    assert all(len(line) <= 88 for line in lines)
    assert lines[0].startswith("  fix:     one")
    assert lines[1].startswith(" " * 11 + "one") or lines[1].startswith(" " * 11)
    assert " ".join(line.removeprefix("  fix:").strip() for line in lines) == long


def test_a_long_line_is_cut_around_the_caret():
    source = "stay: {" + "x" * 60 + "WRONG" + "y" * 60 + "}"
    shown, carets = problem(source=source, column=68, width=5).excerpt()

    assert len(shown) <= 80
    assert shown.startswith("…")
    assert shown.endswith("…")
    assert shown[carets.index("^") : carets.rindex("^") + 1] == "WRONG"


def test_items_of_lists_are_counted_as_people_count():
    path = "a.1.b.2.c.3.d.4.e.11.f.12.g.13.h.21.i.102"

    assert problem(path=path).trail() == (
        "a › 1st › b › 2nd › c › 3rd › d › 4th › e › 11th › f › 12th › g › 13th"
        " › h › 21st › i › 102nd"
    )


def test_a_problem_of_the_whole_file_has_no_trail_and_no_line():
    whole = problem(path="", source="", line=1, column=1, fix="")

    assert str(whole) == "plan.yaml:1:1\n  problem: this is wrong"


def test_control_characters_never_reach_the_terminal():
    shown, _ = problem(source="a\x1b[31mred\x07").excerpt()

    assert shown == "a [31mred"


def test_the_summary_counts_problems_and_names_files():
    one, other = problem(), problem(file="base.yaml")

    assert ScenarioError([one]).summary == "1 problem in plan.yaml. Nothing was run."
    assert ScenarioError([one, other, one]).summary == (
        "3 problems in plan.yaml and base.yaml. Nothing was run."
    )
    assert str(ScenarioError([one])).endswith("\n\n" + ScenarioError([one]).summary)


def test_problems_are_data_too():
    assert ScenarioError([problem()]).as_data() == {
        "problems": [
            {
                "file": "plan.yaml",
                "line": 14,
                "column": 12,
                "path": "shelters.pvpt.beds",
                "problem": "this is wrong",
                "fix": "write it otherwise",
            }
        ]
    }


def test_an_error_survives_the_way_between_processes():
    error = pickle.loads(pickle.dumps(ScenarioError([problem()])))

    assert error.problems == (problem(),)
