"""Reports as files in a results folder: each whole or not at all."""

import errno
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Literal, TypeAlias

from sim.experiment.comparison import Comparison
from sim.experiment.curve import Sweep
from sim.experiment.estimate import Estimate
from sim.experiment.finding import Finding
from sim.experiment.results import Results
from sim.experiment.trying import Trials
from sim.report.decision.curve_reading import read_finding, read_sweep
from sim.report.decision.reading import is_comparison, read_comparison
from sim.report.document.building import build
from sim.report.document.comparing import build_comparison
from sim.report.document.deciding import Decided, build_decision, decision_in
from sim.report.document.forms.drawn import Drawn
from sim.report.document.parts import Audience, Document
from sim.report.document.searching import build_finding, build_sweep
from sim.report.folder.whole import enter, save_whole
from sim.report.language import speaking
from sim.report.language.catalogue import Words, read_words
from sim.report.titles import in_words

__all__ = [
    "FORMS",
    "Form",
    "read_office",
    "write_decision_report",
    "write_report",
]

Form: TypeAlias = Literal["html", "pdf", "word", "excel"]
FORMS: dict[Form, str] = {"html": "html", "pdf": "pdf", "word": "docx", "excel": "xlsx"}
"""Every form of a report and the ending of its file."""


def write_report(
    results: Results,
    folder: Path,
    *,
    forms: Sequence[Form],
    audience: Audience = "ministry",
    language: str = "en",
    shelter: str | None = None,
    sensitivity: Path | None = None,
    marginal: Path | None = None,
    trials: Trials | None = None,
    letterhead: Path | None = None,
    office: Words | None = None,
) -> tuple[Path, ...]:
    """Write a report into a results folder and return its files.

    Parameters
    ----------
    forms
        Which files are wanted.
    language
        One of the codes of :data:`sim.report.language.LANGUAGES`.
    shelter
        The id of the shelter that a director's report is about.
    sensitivity
        The folder of a sensitivity analysis of the same plan, to be told with it.
    marginal
        The folder of ``bednight marginal`` of the same plan, for a donor.
    trials
        What each change to the plan did that was tried.
    letterhead
        A Word file to which the Word report is added.
    office
        Words that an office puts over ours.

    Raises
    ------
    LookupError
        If there is no such shelter; its argument is the nearest id, or None.
    OSError
        If a file cannot be read or written; nothing half is left.
    """
    with speaking(language, office), in_words(results) as told:
        document = build(
            told,
            audience,
            shelter=shelter,
            sensitivity=sensitivity,
            marginal=marginal,
            trials=trials,
        )
        about = f"-{shelter}" if shelter else ""
        stem = f"report-{audience}{about}-{language}"
        return _write(document, told.estimates, folder / stem, forms, letterhead)


def write_decision_report(
    folder: Path,
    *,
    forms: Sequence[Form],
    audience: Audience = "ministry",
    language: str = "en",
    shelter: str | None = None,
    letterhead: Path | None = None,
    office: Words | None = None,
) -> tuple[Path, ...]:
    """Write the report of a decision into its folder and return its files.

    ``shelter`` is the id of the shelter that a comparison is told for.

    Raises
    ------
    LookupError
        If there is no such shelter; its argument is the nearest id, or None.
    OSError
        If a file cannot be read or written; nothing half is left.
    """
    found = _found(folder, audience)
    with speaking(language, office), in_words(found) as told:
        document, estimates = _decided(told, audience, shelter)
        about = f"-{shelter}" if shelter else ""
        stem = folder / f"report-{audience}{about}-{language}"
        return _write(document, estimates, stem, forms, letterhead)


def _found(folder: Path, audience: Audience) -> Comparison | Finding | Sweep | Decided:
    """Return whatever decision a folder holds."""
    if is_comparison(folder):
        return read_comparison(folder)
    if (folder / "finding.json").is_file():
        return read_finding(folder)
    if (folder / "sweep.json").is_file():
        return read_sweep(folder)
    return decision_in(folder, audience)


def _decided(
    found: Comparison | Finding | Sweep | Decided,
    audience: Audience,
    shelter: str | None,
) -> tuple[Document, tuple[Estimate, ...]]:
    """Return the report of a decision, and all its estimates."""
    match found:
        case Comparison():
            return build_comparison(found, audience, shelter=shelter), found.estimates
        case Finding():
            return build_finding(found, audience), ()
        case Sweep():
            return build_sweep(found, audience), ()
    return build_decision(found, audience), ()


def _write(
    document: Document,
    estimates: Sequence[Estimate],
    stem: Path,
    forms: Sequence[Form],
    letterhead: Path | None,
) -> tuple[Path, ...]:
    """Write a document in every form that is wanted; all are made before any is.

    ``stem`` is the folder with the name of the files, without their endings.
    """
    made = list(_made(document, estimates, forms, letterhead))
    written = []
    for form, content in made:
        target = stem.with_name(f"{stem.name}.{FORMS[form]}")
        save_whole(target, content)
        written.append(target)
    enter(stem.parent, [path.name for path in written])
    return tuple(written)


def _made(
    document: Document,
    estimates: Sequence[Estimate],
    forms: Sequence[Form],
    letterhead: Path | None,
) -> Iterator[tuple[Form, bytes]]:
    """Yield each form that is wanted, the pictures drawn once for them all."""
    drawn = Drawn()
    for form in FORMS:
        if form not in forms:
            continue
        match form:
            case "html":
                from sim.report.document.forms.html import as_html

                yield form, as_html(document, drawn).encode()
            case "pdf":
                from sim.report.document.forms.pdf import as_pdf

                yield form, as_pdf(document, drawn)
            case "word":
                from sim.report.document.forms.word import as_word

                yield form, as_word(document, letterhead=letterhead, drawn=drawn)
            case "excel":
                from sim.report.document.forms.excel import as_excel

                yield form, as_excel(document, estimates)


def read_office(path: Path) -> Words:
    """Return an office's own words from a ``.po`` file.

    Raises
    ------
    OSError
        If it cannot be read, or is no catalogue.
    """
    try:
        return read_words(path)
    except ValueError as error:
        raise OSError(errno.EINVAL, error.args[0], str(path)) from error
