"""What only the whole file shows of people: changed mixes, regimes, returns."""

from collections.abc import Iterator

from sim.said import Said
from sim.said import together as listed
from sim.scenario.findings import Findings
from sim.scenario.language import ScenarioFile
from sim.scenario.names import Names
from sim.scenario.people import Stream
from sim.scenario.tree import Steps, did_you_mean

__all__ = ["check_people"]

OUTCOMES = "turned away", "declined", "displaced", "forced exit"
"""Where people are who left no stay behind them as planned."""


def check_people(file: ScenarioFile, names: Names, findings: Findings) -> None:
    """Note what is wrong with changed mixes, acceptance, waiting and returns."""
    for name, stream in file.referrals.items():
        _check_mixes(("referrals", name), stream, findings)
    if _read_whole(file, ("referrals", "pathway", "returns"), findings):
        _check_shares_played(file, findings)
    if _read_whole(file, ("shelters", "acceptance"), findings):
        _check_acceptance(file, findings)
    if _read_whole(file, ("programmes",), findings):
        _check_ageing(file, findings)
    if not _read_whole(file, ("shelters", "waiting", "pathway"), findings):
        return
    for number, plan in enumerate(file.returns):
        for item, place in enumerate(plan.from_ or ()):
            at = ("returns", number, "from", item)
            _check_place(at, place, file, names, findings)


def _read_whole(
    file: ScenarioFile, sections: tuple[str, ...], findings: Findings
) -> bool:
    """Return whether all of some sections could be read, so that nothing is missing."""
    for section in sections:
        read = getattr(file, section)
        if isinstance(read, dict):
            missing = len(read) != len(findings.tree.keys_of(section))
        else:
            missing = not read and findings.tree.get(section) is not None
        if missing:
            return False
    return True


def _check_mixes(at: Steps, stream: Stream, findings: Findings) -> None:
    """Refuse to change one of two attributes that have joint shares."""
    mixed = [attributes for attributes, _ in stream.mix]
    for day, part in sorted(stream.mix_changes.items()):
        changed = {name for attributes, _ in part for name in attributes}
        if not changed:
            place = (*at, "mix_changes", str(day))
            fix = Said(
                "write for example {code}", code="{age: {child: 90 %, adult: 10 %}}"
            )
            findings.add(place, Said("nothing changes here"), fix, key=True)
        for together in mixed:
            left = [name for name in together if name not in changed]
            if left and len(left) < len(together):
                findings.add(
                    (*at, "mix_changes", str(day)),
                    Said(
                        "the shares of {names} are joint, but this does not say "
                        "how people divide by {others}",
                        names=listed(together),
                        others=listed(left),
                    ),
                    Said("write  {code}", code=f'"{", ".join(together)}": {{…}}'),
                    key=True,
                )
        kept = [names for names in mixed if not {*names} & changed]
        mixed = kept + [attributes for attributes, _ in part]


def _check_shares_played(file: ScenarioFile, findings: Findings) -> None:
    """Refuse a share who pass a stage that nobody enters from before it (C5)."""
    order = ["referral", *file.pathway, "ready"]
    entered = [stream.enters_at for stream in file.referrals.values()]
    entered += [plan.enters_at for plan in file.returns]
    first = min((order.index(stage or order[1]) for stage in entered), default=0)
    for number, (name, stage) in enumerate(file.pathway.items(), start=1):
        if first < number:
            return
        named: list[Steps] = [("passes",)] * ("passes" in stage.model_fields_set)
        cases = enumerate(stage.cases)
        named += [("cases", n, "passes") for n, c in cases if c.passes is not None]
        if named:
            findings.add(
                ("pathway", name, *named[0]),
                Said("this share is never played: all who come were counted after it"),
                Said(
                    "write  enters_at: referral  in a stream that counts everybody "
                    "referred, or remove the share"
                ),
            )


def _check_acceptance(file: ScenarioFile, findings: Findings) -> None:
    for number, entry in enumerate(file.acceptance[:-1]):
        if not entry.for_:
            findings.add(
                ("acceptance", number),
                Said("this holds for everybody, so those after it never count"),
                Said("move it to the end, or say whom it is for"),
            )
            return
    if file.acceptance and not any(
        "regime" in part.model_fields_set
        for shelter in file.shelters.values()
        for part in (shelter, *shelter.changes.values())
    ):
        findings.add(
            ("acceptance",),
            Said("no shelter has a regime: all are open"),
            Said("write for example  regime: closed  at a shelter"),
            key=True,
        )


def _check_ageing(file: ScenarioFile, findings: Findings) -> None:
    waiting = file.waiting
    if waiting is None or waiting.ageing is None or waiting.first:
        return
    if not any(programme.waiting_class for programme in file.programmes.values()):
        findings.add(
            ("waiting", "ageing"),
            Said("nobody goes first, so nobody can move up"),
            Said("add  {code}, or remove it", code="first: [{risk: high}]"),
            key=True,
        )


def _check_place(
    at: Steps, place: str, file: ScenarioFile, names: Names, findings: Findings
) -> None:
    known = (*dict.fromkeys(_destinations(file)), *OUTCOMES)
    places = tuple(name for name in known if name not in names.programmes)
    if place in places:
        return
    problem, fix = (
        Said("nobody goes to '{place}'", place=place),
        did_you_mean(place, places, "places"),
    )
    if place in names.programmes:
        problem = Said(
            "'{place}' is a programme: who steps down has not left", place=place
        )
        fix = Said("name a place where people go, such as home")
    elif place in {stage.otherwise for stage in file.pathway.values()}:
        problem = Said("who is '{place}' does not come back by this", place=place)
        fix = Said("only those who were looking for a bed, or had one, come back")
    findings.add(at, problem, fix)


def _destinations(file: ScenarioFile) -> Iterator[str]:
    """Yield every place that a stay, or giving up, leads to."""
    yield from (file.waiting and file.waiting.gives_up_to) or ()
    for shelter in file.shelters.values():
        yield from shelter.exits or ()
        for plan in shelter.stay:
            yield from plan.exits or ()
        for plans in shelter.stay_changes.values():
            for plan in plans:
                yield from plan.exits or ()
