"""Ids of a file as a reader should meet them: words, in the language spoken."""

from sim.report.language import marked, named

__all__ = ["USUAL", "word_of"]

USUAL = (
    # who
    marked("children"),
    marked("women"),
    marked("men"),
    marked("girls"),
    marked("boys"),
    marked("families"),
    marked("child"),
    marked("adult"),
    marked("adults"),
    marked("female"),
    marked("male"),
    marked("local"),
    marked("foreign"),
    marked("foreign women"),
    marked("foreign girls"),
    marked("local women"),
    marked("local girls"),
    marked("with a disability"),
    marked("age"),
    marked("sex"),
    marked("origin"),
    marked("risk"),
    marked("high"),
    marked("medium"),
    marked("low"),
    marked("disability"),
    marked("none"),
    marked("some"),
    marked("status"),
    marked("identified"),
    marked("at risk"),
    marked("case"),
    marked("large case"),
    marked("trafficking"),
    marked("begging"),
    marked("violence"),
    marked("war crime"),
    # how they come, and what they go through first
    marked("channel"),
    marked("police"),
    marked("social work"),
    marked("raids"),
    marked("helped out"),
    marked("decides"),
    marked("at once"),
    marked("later"),
    marked("interviews"),
    marked("assessment"),
    marked("placement"),
    marked("application"),
    marked("first night"),
    marked("refuge"),
    marked("police station"),
    marked("on their own"),
    # what costs
    marked("staff"),
    marked("running"),
    marked("premises"),
    marked("rent"),
    marked("food"),
    marked("daily needs"),
    marked("renovation"),
    marked("heating"),
    marked("transport"),
    marked("medical care"),
    marked("legal aid"),
    marked("lawyer"),
    marked("trainer"),
    marked("training"),
    marked("courses"),
    marked("tools"),
    marked("equipment"),
    marked("guard"),
    marked("administration"),
    marked("interim places"),
    marked("reopening"),
    marked("grant"),
    marked("not promised"),
    # where people go
    marked("home"),
    marked("unknown"),
    marked("abroad"),
    marked("repatriation"),
    marked("rehabilitation"),
    marked("reintegration housing"),
    marked("other care"),
    marked("foster care"),
    marked("drop in care"),
    marked("witness protection"),
    marked("employment"),
    marked("employed"),
    marked("new start"),
    marked("not recognised"),
    marked("helped without a shelter"),
    marked("lost while the office decided"),
)
"""Names that files often use, and the names of ours among theirs."""


def word_of(name: str) -> str:
    """Return an id as words, translated where it is one of the usual.

    >>> word_of("daily_needs")
    'daily needs'
    """
    return named(name.replace("_", " "))
