"""Small spoilings of a text: what a tired hand or a bad copy does to a file."""

JUNK = (
    "\t", ":", ": ", "- ", "{", "}", "[", "]", ",", "&a ", "*a", "!!python/name:os ",
    "'", '"', "#", "%", "@", "|", ">", "?", "<<: ", "---\n", "\u200b", "\x00", "€",
    "1e309", "-1", "NaN", ".inf", "1.200", "2027-02-30", "null", "no", "0", "''", "ë",
    "99999999999999999999", "€99,999,999,999,999", "36525 days", "0 days", "100 %",
)  # fmt: skip


def mutated(text, rng):
    """Return ``text`` with one to three things gone wrong."""
    lines = text.split("\n")
    for _ in range(int(rng.integers(1, 4))):
        lines = lines or [""]
        lines = HANDS[int(rng.integers(len(HANDS)))](lines, rng)
    return "\n".join(lines)


def somewhere(items, rng):
    return int(rng.integers(max(1, len(items))))


def lose_a_line(lines, rng):
    at = somewhere(lines, rng)
    return lines[:at] + lines[at + 1 :]


def repeat_a_line(lines, rng):
    at = somewhere(lines, rng)
    return lines[:at] + lines[at : at + 1] + lines[at:]


def move_a_line(lines, rng):
    source, target = somewhere(lines, rng), somewhere(lines, rng)
    line = lines[source : source + 1]
    rest = lines[:source] + lines[source + 1 :]
    return rest[:target] + line + rest[target:]


def indent_otherwise(lines, rng):
    at = somewhere(lines, rng)
    shift = int(rng.integers(-4, 5))
    line = lines[at]
    lines[at] = " " * shift + line if shift > 0 else line[min(-shift, len(line)) :]
    return lines


def swap_values(lines, rng):
    one, other = somewhere(lines, rng), somewhere(lines, rng)
    if ":" in lines[one] and ":" in lines[other]:
        left, right = lines[one].split(":", 1), lines[other].split(":", 1)
        lines[one], lines[other] = f"{left[0]}:{right[1]}", f"{right[0]}:{left[1]}"
    return lines


def put_junk(lines, rng):
    at = somewhere(lines, rng)
    line = lines[at]
    place = somewhere(line + " ", rng)
    lines[at] = line[:place] + JUNK[somewhere(JUNK, rng)] + line[place:]
    return lines


def put_junk_as_value(lines, rng):
    at = somewhere(lines, rng)
    name, colon, _ = lines[at].partition(":")
    lines[at] = f"{name}{colon} {JUNK[somewhere(JUNK, rng)]}"
    return lines


def lose_some_letters(lines, rng):
    at = somewhere(lines, rng)
    line = lines[at]
    place = somewhere(line + " ", rng)
    lines[at] = line[:place] + line[place + int(rng.integers(1, 6)) :]
    return lines


def cut_short(lines, rng):
    return lines[: max(1, somewhere(lines, rng))]


HANDS = (
    lose_a_line,
    repeat_a_line,
    move_a_line,
    indent_otherwise,
    swap_values,
    put_junk,
    put_junk,
    put_junk_as_value,
    put_junk_as_value,
    lose_some_letters,
    cut_short,
)
