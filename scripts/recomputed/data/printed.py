"""A number as printed: its text, its decimals, and the interval of values it may stand for.

A printed number is a rounded one. ``6.3`` stands for every value from 6.25 to 6.35, and
``6.30`` for a tenth of that range, so a number is kept as text until its decimals are known.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

NOT_COMPILED = "—"
"""What the paper prints where a statistic was not compiled (未做统计)."""

_NUMBER = re.compile(r"-?\d{1,18}(?:\.\d{1,12})?", re.ASCII)
_GROUPED = re.compile(r"-?\d{1,3}(?:[, ]\d{3})+(?:\.\d+)?", re.ASCII)
_LONG = re.compile(r"(?<![\d.,])\d{5,}(?!\d)", re.ASCII)
_DASHES = {"—", "——", "–", "-", "--", "―"}


def clean_number(text: str) -> str:
    """Normalise the ways in which spreadsheets write one and the same number.

    Full-width digits, a typographic minus and thousands separators are folded; the decimals
    stay as they are.

    Parameters
    ----------
    text : str
        A cell's text.

    Returns
    -------
    str
        The plain text: a decimal number, ``"—"``, ``""``, or what could not be understood.
    """
    text = unicodedata.normalize("NFKC", text).strip().replace("\N{MINUS SIGN}", "-")
    if text in _DASHES:
        return NOT_COMPILED
    return re.sub("[, ]", "", text) if _GROUPED.fullmatch(text) else text


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
