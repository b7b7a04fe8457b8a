"""What is said when something goes wrong that is not a fault of a scenario."""

from pathlib import Path

from sim import __version__
from sim.report.language import marked, say
from sim.report.language.retelling import retold
from sim.said import Said

__all__ = ["apology", "reason"]

SYSTEM = (
    marked("No space left on device"),
    marked("Disk quota exceeded"),
    marked("File too large"),
    marked("File name too long"),
    marked("Input/output error"),
    marked("Read-only file system"),
    marked("Too many open files"),
)
"""What the system itself says of a disk, a file or a folder."""


def reason(error: OSError) -> str:
    """Say in plain words why a file cannot be read or written.

    >>> reason(FileExistsError(17, "File exists", "one.yaml"))
    'one.yaml exists already; choose another name.'
    >>> reason(FileExistsError("x is not a results folder; move it away first"))
    'x is not a results folder; move it away first.'
    """
    if error.errno is None:
        return say("{sentence}.", sentence=_told(error))
    where = error.filename or say("the file")
    match error:
        case FileExistsError():
            return say("{place} exists already; choose another name.", place=where)
        case FileNotFoundError() if not Path(where).absolute().parent.is_dir():
            folder = Path(where).parent
            text = marked("there is no folder {folder}; make it, or name another.")
            return say(text, folder=folder)
        case FileNotFoundError():
            return say("there is no {place}.", place=where)
        case IsADirectoryError():
            return say("{place} is a folder, not a file.", place=where)
        case NotADirectoryError():
            return say("{place} is not a folder.", place=where)
        case PermissionError():
            return say("you may not read or write {place}.", place=where)
    return say("{place}: {problem}.", place=where, problem=_told(error))


def _told(error: OSError) -> str:
    """Say what an error says of itself, or what the system calls it."""
    said = error.strerror or (error.args[0] if error.args else "")
    if isinstance(said, Said):
        return retold(said)
    return say(said) if said in SYSTEM else str(said or error)


def apology(error: Exception) -> str:
    """Admit a fault of this program, with the one line that a report needs."""
    where = ""
    trace = error.__traceback__
    while trace is not None:
        where = f"{Path(trace.tb_frame.f_code.co_filename).name}:{trace.tb_lineno}"
        trace = trace.tb_next
    lines = (
        say("Sorry, this is a fault of bednight and not of your file."),
        say("Please report it to the project, with your scenario file and this line:"),
        f"  bednight {__version__}, {where}, {type(error).__name__}: {error}",
    )
    return "\n".join(lines)
