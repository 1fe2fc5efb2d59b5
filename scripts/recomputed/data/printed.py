"""A number as printed: its text, its decimals, and the interval of values it may stand for.

A printed number is a rounded one. ``6.3`` stands for every value from 6.25 to 6.35, and
``6.30`` for a tenth of that range, so a number is kept as text until its decimals are known.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

NOT_COMPILED = "—"
"""What the paper prints where a statistic was not compiled (未做统计)."""

_NUMBER = re.compile(r"-?\d{1,18}(?:\.\d{1,12})?", re.ASCII)
_MARKED = re.compile(r"-?\d[\d.,]*", re.ASCII)
_POINTS = re.compile(r"-?[1-9]\d{0,2}(?:\.\d{3})+(?:,\d+)?", re.ASCII)
_COMMAS = re.compile(r"-?[1-9]\d{0,2}(?:,\d{3})+(?:\.\d+)?", re.ASCII)
_SPACED = re.compile(
    r"-?[1-9]\d{0,2}(?:([ \u00a0\u2009\u202f'’])\d{3})(?:\1\d{3})*(?:[.,]\d+)?", re.ASCII
)
_EITHER = re.compile(r"-?[1-9]\d{0,2}[.,]\d{3}", re.ASCII)
_LONG = re.compile(r"(?<![\d.,])\d{5,}(?!\d)", re.ASCII)
_DASHES = {"—", "——", "–", "-", "--", "―"}
_FOLDED = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: " ", 0x2212: "-"}
"""Full-width forms and the typographic minus. No other character is ever read as a digit."""

NOISE = Fraction(1, 10**12)
"""A program's float is off by less than this part of itself."""


@dataclass(frozen=True)
class Notation:
    """How the numbers of a file are written, as far as the file shows it.

    Parameters
    ----------
    delimiter : str
        What stands between its cells. Where it is a semicolon, commas may be decimal marks.
    marks : frozenset of str
        The decimal marks of those of its numbers that can be read in one way only.
    """

    delimiter: str = ","
    marks: frozenset[str] = frozenset()

    @classmethod
    def of(cls, texts: Iterable[str], delimiter: str) -> Notation:
        """The notation of a file with these cells."""
        return cls(delimiter, frozenset(mark for text in texts if (mark := _decimal_mark(text))))


def fold(text: str) -> str:
    """Full-width forms as plain ones, without spaces about them."""
    return text.translate(_FOLDED).strip()


def clean_number(text: str, decimals: int | None = None, notation: Notation = Notation()) -> str:
    """Normalise the ways in which programs write one and the same number.

    Full-width forms, a typographic minus, thousands separators, decimal commas, zeros behind the
    column's decimals and the noise of floats are folded. No digit is made of anything else, and
    what may mean two numbers is left as it is, for the caller to refuse.

    Parameters
    ----------
    text : str
        A cell's text.
    decimals : int, optional
        The most that its column prints.
    notation : Notation
        Of its file.

    Returns
    -------
    str
        The plain text: a decimal number, ``"—"``, ``""``, or what could not be understood.
    """
    text = fold(text)
    if text in _DASHES:
        return NOT_COMPILED
    if text == "NA":  # R's empty cell
        return ""
    plain = _plain(text, decimals, notation)
    return text if plain is None else plain if decimals is None else _shorten(plain, decimals)


def _plain(text: str, decimals: int | None, notation: Notation) -> str | None:
    """A number's text with a point for its decimals and nothing else; None if it cannot be read."""
    if spaced := _SPACED.fullmatch(text):
        return text.replace(spaced[1], "").replace(",", ".")
    if not _MARKED.fullmatch(text):
        return None
    if is_ambiguous(text):
        return _thousand_or_part(text, decimals, notation)
    if _COMMAS.fullmatch(text):
        return text.replace(",", "")
    if _POINTS.fullmatch(text):
        return text.replace(".", "").replace(",", ".")
    if ("," in text and "," not in notation.marks) or text.count(",") + text.count(".") > 1:
        return None
    return text.replace(",", ".")


def _thousand_or_part(text: str, decimals: int | None, notation: Notation) -> str | None:
    """``1,234`` or ``1.234``, where the column's decimals and the file leave one reading."""
    mark = "." if "." in text else ","
    parts = decimals is None or decimals >= 3
    thousands = decimals is None or decimals < 3
    english = notation.delimiter != ";" and notation.marks <= {"."}
    if parts and (notation.marks == {mark} or (mark == "." and english)):
        return text.replace(",", ".")
    return text.replace(",", "") if thousands and mark == "," and english else None


def _decimal_mark(text: str) -> str:
    """The mark before a number's decimals, if it has such a one and it can be no other."""
    text = fold(text)
    if spaced := _SPACED.fullmatch(text):
        text = text.replace(spaced[1], "")
    elif _EITHER.fullmatch(text):
        return ""
    if not _MARKED.fullmatch(text):
        return ""
    last = max(".,", key=text.rfind)
    return last if text.count(last) == 1 else ""


def is_ambiguous(text: str) -> bool:
    """Whether a text may be a number with three decimals, or one of thousands."""
    return bool(_EITHER.fullmatch(text))


def _shorten(text: str, decimals: int) -> str:
    """A number without zeros, or a float's noise, behind the decimals of its column."""
    try:
        value = Fraction(text)
    except ValueError:
        return text
    rounded = round_half_up(value, decimals)
    if len(text.partition(".")[2]) <= decimals or abs(value - rounded) > abs(value) * NOISE:
        return text
    if value == rounded:
        return decimal_text(rounded, decimals)
    if not _is_float(text):
        return text
    short = decimal_text(rounded, decimals)
    return short.rstrip("0").rstrip(".") if "." in short else short


def _is_float(text: str) -> bool:
    """Whether a number has as many digits as programs write of a float."""
    return len(text.strip("-0.").replace(".", "")) >= 15


@dataclass(frozen=True)
class Printed:
    """A printed decimal number.

    Parameters
    ----------
    text : str
        Plain decimal notation, trailing zeros included; see :func:`clean_number`.

    Raises
    ------
    ValueError
        If the text is not a plain decimal number.
    """

    text: str

    def __post_init__(self) -> None:
        if not _NUMBER.fullmatch(self.text):
            raise ValueError(f"{self.text!r} is not a plain decimal number")

    @cached_property
    def value(self) -> Fraction:
        """The number itself, exact."""
        return Fraction(self.text)

    @cached_property
    def decimals(self) -> int:
        """How many digits stand behind the point."""
        return len(self.text.partition(".")[2])

    @cached_property
    def half_unit(self) -> Fraction:
        """Half a unit in the last printed digit."""
        return Fraction(1, 2 * 10**self.decimals)

    @property
    def low(self) -> Fraction:
        """The least value that rounds to this number."""
        return self.value - self.half_unit

    @property
    def high(self) -> Fraction:
        """The greatest value that rounds to this number."""
        return self.value + self.half_unit


def same_number(one: str, other: str) -> bool:
    """Whether two cells say the same: ``6.4`` is ``6.40``."""
    try:
        return Printed(one).value == Printed(other).value
    except ValueError:
        return one == other


def round_half_up(value: Fraction, decimals: int) -> Fraction:
    """Round as statistical yearbooks do: ties go away from zero.

    Parameters
    ----------
    value : Fraction
        The exact value.
    decimals : int
        How many decimals to keep.
    """
    scaled = abs(value) * 10**decimals
    whole = (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)
    return Fraction(whole if value >= 0 else -whole, 10**decimals)


def truncate(value: Fraction, decimals: int) -> Fraction:
    """Cut the digits behind the kept decimals off, toward zero."""
    whole = int(abs(value) * 10**decimals)
    return Fraction(whole if value >= 0 else -whole, 10**decimals)


def decimal_text(value: Fraction, decimals: int) -> str:
    """Write an exact value with a fixed number of decimals, rounded half up."""
    rounded = round_half_up(value, decimals)
    digits = str(abs(int(rounded * 10**decimals))).rjust(decimals + 1, "0")
    sign = "-" if rounded < 0 else ""
    if not decimals:
        return sign + digits
    return f"{sign}{digits[:-decimals]}.{digits[-decimals:]}"


def group_digits(text: str) -> str:
    """Set off the thousands of every long number in a text: ``4427370.00`` is ``4,427,370.00``."""
    return _LONG.sub(lambda found: f"{int(found[0]):,}", text)


def shift_decimal(text: str, places: int) -> str:
    """Move the decimal point of a printed number, keeping its digits.

    ``shift_decimal("24.85", -1)`` is ``"2.485"``: the same precision in a unit ten times larger.
    """
    number = Printed(text)
    decimals = max(number.decimals - places, 0)
    return decimal_text(number.value * Fraction(10) ** places, decimals)
