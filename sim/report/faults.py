"""What is said when something goes wrong that is not a fault of a scenario."""

from pathlib import Path

from sim import __version__

__all__ = ["apology", "reason"]


def reason(error: OSError) -> str:
    """Say in plain words why a file cannot be read or written.

    >>> reason(FileExistsError(17, "File exists", "one.yaml"))
    'one.yaml exists already; choose another name.'
    >>> reason(FileExistsError("x is not a results folder; move it away first"))
    'x is not a results folder; move it away first.'
    """
    if error.errno is None:
        return f"{error}."
    where = error.filename or "the file"
    said = {
        FileExistsError: f"{where} exists already; choose another name",
        FileNotFoundError: f"there is no {where}",
        IsADirectoryError: f"{where} is a folder, not a file",
        NotADirectoryError: f"{where} is not a folder",
        PermissionError: f"you may not read or write {where}",
    }.get(type(error))
    return f"{said or f'{where}: {error.strerror or error}'}."


def apology(error: Exception) -> str:
    """Admit a fault of this program, with the one line that a report needs."""
    where = ""
    trace = error.__traceback__
    while trace is not None:
        where = f"{Path(trace.tb_frame.f_code.co_filename).name}:{trace.tb_lineno}"
        trace = trace.tb_next
    return (
        "Sorry, this is a fault of bednight and not of your file.\n"
        "Please report it to the project, with your scenario file and this line:\n"
        f"  bednight {__version__}, {where}, {type(error).__name__}: {error}"
    )
