"""Mark a student's answer: right, right up to rounding, wrong with a hint; never the answer."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from html import escape

from recomputed.data.quantity import Unit
from recomputed.teach import given
from recomputed.teach.given import KINDS, NUMBER, SET, TRUTH, WHOLE, Unclear
from recomputed.teach.keys import RIGHT, ROUNDING, Key, rounded

WRONG, UNCLEAR, UNANSWERED = "wrong", "unclear", "unanswered"
STATUSES = {
    RIGHT: ("✓", "Right"),
    ROUNDING: ("≈", "Right up to rounding"),
    WRONG: ("✗", "Not yet"),
    UNCLEAR: ("?", "Cannot be checked as it stands"),
    UNANSWERED: ("○", "Not answered yet"),
}
"""What a check may say, with its sign and its name."""

_COLOURS = {RIGHT: "#1a7f37", ROUNDING: "#1a7f37", WRONG: "#b3261e"}
_POWERS = (-9, -8, -6, -5, -4, -3, -2, -1, 1, 2, 3, 4, 5, 6, 8, 9)


@dataclass(frozen=True)
class Checked:
    """What a check found.

    Parameters
    ----------
    exercise : str
        The exercise's label.
    status : str
        One of :data:`STATUSES`.
    note : str
        Why, or what to look at; a sentence.
    """

    exercise: str
    status: str
    note: str = ""

    def __bool__(self) -> bool:
        return self.status in (RIGHT, ROUNDING)

    @property
    def name(self) -> str:
        """``Exercise 1.3``."""
        return f"Exercise {self.exercise.removeprefix('ex-').replace('-', '.')}"

    def __repr__(self) -> str:
        sign, words = STATUSES[self.status]
        return " ".join(part for part in (f"{sign} {self.name}: {words}.", self.note) if part)

    def _repr_html_(self) -> str:
        sign, words = STATUSES[self.status]
        colour = _COLOURS.get(self.status, "currentColor")
        return (
            f'<p class="tt-check" data-exercise="{self.exercise}" data-status="{self.status}" '
            f'style="border-left:4px solid {colour};padding:0.2em 0.8em">'
            f'<span aria-hidden="true">{sign}</span> <b>{self.name}: {words}.</b> '
            f"{escape(self.note)}</p>"
        )


def mark(key: Key, value: object, unit: Unit | None = None) -> Checked:
    """Compare a student's value with a key.

    Parameters
    ----------
    key : Key
        Open or sealed.
    value : object
        What the student gives; see :mod:`recomputed.teach.given`.
    unit : Unit, optional
        The key's unit.
    """
    if given.is_blank(value):
        return Checked(key.exercise, UNANSWERED, _asked(key))
    try:
        if key.kind in (NUMBER, WHOLE):
            status, note = _number(key, given.read_number(value, unit))
        elif key.kind == TRUTH:
            status, note = _plain(key, given.read_truth(value))
        else:
            status, note = _names(key, given.read_names(value, key.kind))
    except Unclear as unclear:
        return Checked(key.exercise, UNCLEAR, f"{str(unclear)[:1].upper()}{str(unclear)[1:]}.")
    return Checked(key.exercise, status, note)


def _asked(key: Key) -> str:
    """What to give, for a cell in which nothing stands yet."""
    unit = f" in {key.words}" if key.words else ""
    decimals = ""
    if key.kind == NUMBER:
        decimals = f", with {_how_many(key)}" if key.decimals else ", without decimals"
    return f"Asked for: {KINDS[key.kind]}{unit}{decimals}."


def _how_many(key: Key) -> str:
    return "one decimal" if key.decimals == 1 else f"{key.decimals} decimals"


def _number(key: Key, number: given.Number) -> tuple[str, str]:
    if key.kind == WHOLE and number.value.denominator != 1:
        return WRONG, " ".join(filter(None, (f"The answer is {KINDS[WHOLE]}.", key.hint)))
    text = rounded(number.value, key.decimals)
    if verdict := key.verdict(text):
        written = number.decimals
        if written is not None and written < key.decimals:
            return UNCLEAR, _decimals(key)
        return verdict, _ROUNDING_NOTE if verdict == ROUNDING else ""
    return _why_wrong(key, number, text)


_ROUNDING_NOTE = "The rounding of the printed numbers allows your value, and its neighbours too."


def _decimals(key: Key) -> str:
    return f"So far so good: give it with {_how_many(key)}."


def _why_wrong(key: Key, number: given.Number, text: str) -> tuple[str, str]:
    """What to say to a wrong number, from the most to the least particular."""
    if hint := key.slip(text):
        return WRONG, hint
    for decimals in range(key.decimals):
        short = rounded(number.value, decimals)
        if Fraction(short) == number.value and key.token(short) in key.coarse:
            return UNCLEAR, _decimals(key)
    asked = f" The answer is asked for in {key.words}." if key.words else ""
    if number.value:
        if key.verdict(rounded(-number.value, key.decimals)):
            return WRONG, f"Look at the sign.{asked}"
        if key.kind == NUMBER and _moved(key, number.value):
            return WRONG, f"The digits are right, the decimal point is not.{asked}"
    return WRONG, key.hint or f"Compute it again from the printed cells.{asked}"


def _moved(key: Key, value: Fraction) -> bool:
    """Whether the value is right but for a power of ten; trailing zeros do not count as digits."""
    shifted = (value * Fraction(10) ** power for power in _POWERS)
    return any(
        one and key.verdict(rounded(one, key.decimals))
        for one in shifted
        if abs(one) >= Fraction(1, 10**key.decimals)
    )


def _plain(key: Key, text: str) -> tuple[str, str]:
    if verdict := key.verdict(text):
        return verdict, ""
    return WRONG, key.slip(text) or key.hint


def _names(key: Key, names: list[str]) -> tuple[str, str]:
    text = "|".join(names)
    if verdict := key.verdict(text):
        return verdict, ""
    if hint := key.slip(text):
        return WRONG, hint
    if not key.parts:
        return WRONG, key.hint
    known = sum(key.token(name) in key.parts for name in set(names))
    wanted = len(key.parts)
    if known == wanted == len(names) and key.kind != SET:
        return WRONG, "All parts are there; their order is not right."
    told = f"Right so far: {known} of the {len(names)} you name; asked for: {wanted}."
    return WRONG, f"{told} {key.hint}".strip()
