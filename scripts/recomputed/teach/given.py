"""What a student gives as an answer, read as what the exercise asks for."""

from __future__ import annotations

import math
import numbers
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from recomputed.data.printed import Printed, clean_number, fold
from recomputed.data.quantity import Quantity, Unit
from recomputed.errors import UnitError

NUMBER, WHOLE, TRUTH, NAME, SET, LIST = "number", "whole", "truth", "name", "set", "list"
KINDS = {
    NUMBER: "a number",
    WHOLE: "a whole number",
    TRUTH: "True or False",
    NAME: "a name as text, in quotation marks",
    SET: "the names in braces, {…, …}, in any order",
    LIST: "the parts in brackets, […, …], in order",
}
"""What an answer may be, in words for the student."""

_DRESS = re.compile(r"^(?:US\$|RMB|CNY|USD|\$|¥)\s*|\s*(?:billion|million|times|per cent|percent)$")
_YES, _NO = {"yes", "true", "y"}, {"no", "false", "n"}


class Unclear(Exception):
    """The value cannot be read as what is asked for; the message says what is."""


@dataclass(frozen=True)
class Number:
    """A number as a student gives it.

    Parameters
    ----------
    value : Fraction
        The number, in the unit that is asked for.
    decimals : int or None
        How many decimals were written; None where the value is a computed one.
    """

    value: Fraction
    decimals: int | None = None


def is_blank(value: object) -> bool:
    """Whether nothing has been filled in yet."""
    return value is None or value is Ellipsis or (isinstance(value, str) and not value.strip())


def read_number(value: object, unit: Unit | None) -> Number:
    """Read a number of almost any type.

    Parameters
    ----------
    value : object
        A number of Python's, NumPy's or pandas', a quantity, or text such as ``"13.5%"``.
    unit : Unit or None
        What is asked for; None for pure numbers.

    Raises
    ------
    Unclear
        If it is no number, or one of another kind.
    """
    value = _single(value)
    if isinstance(value, Quantity):
        return Number(_converted(value, unit))
    if isinstance(value, bool):
        raise Unclear("a number is asked for, not True or False")
    if isinstance(value, str):
        return _from_text(value, unit)
    if isinstance(value, numbers.Rational | Decimal | numbers.Real):
        if not math.isfinite(value):
            raise Unclear(f"{value} is not a number that can be checked")
        exact = isinstance(value, numbers.Rational | Decimal)
        return Number(Fraction(value) if exact else Fraction(str(float(value))))
    raise Unclear(f"a number is asked for, not {_a(value)}")


def _single(value: object) -> object:
    """The one element of an array or a column that holds no more."""
    if isinstance(value, str | Quantity) or not hasattr(value, "item"):
        return value
    if getattr(value, "size", 1) != 1:
        raise Unclear(f"one number is asked for, not {getattr(value, 'size', 'many')} of them")
    return value.item()


def _converted(value: Quantity, unit: Unit | None) -> Fraction:
    target = unit or Unit("ratio", "ratio")
    if value.unit.base == target.base:
        return value.to(target).value
    if target.exact or target.base in ("none", "count"):
        return value.value
    raise Unclear(f"the answer is asked for in {target.id}, and this is in {value.unit.id}")


def _from_text(text: str, unit: Unit | None) -> Number:
    plain = fold(text)
    is_percent = plain.endswith("%")
    plain = _DRESS.sub("", _DRESS.sub("", plain.rstrip("% ")))
    try:
        number = Printed(clean_number(plain.lstrip("+")))
    except ValueError:
        raise Unclear(f"{text!r} cannot be read as a number") from None
    ratio = unit is None or (unit.base == "ratio" and unit.factor == 1)
    if is_percent and ratio:
        return Number(number.value / 100, number.decimals + 2)
    return Number(number.value, number.decimals)


def read_truth(value: object) -> str:
    """Read a yes or a no."""
    value = _single(value)
    if isinstance(value, str) and value.strip().casefold() in _YES | _NO:
        return "yes" if value.strip().casefold() in _YES else "no"
    if isinstance(value, bool) or type(value).__name__ == "Finding":
        return "yes" if value else "no"
    raise Unclear("the answer is True or False")


def read_names(value: object, kind: str) -> list[str]:
    """Read a name, or several.

    Returns
    -------
    list of str
        Normal forms: see :func:`normal`; sorted where the order does not matter.
    """
    if isinstance(value, str):
        parts: Iterable = value.split(";") if kind != NAME and ";" in value else [value]
    elif isinstance(value, Iterable) and kind != NAME:
        parts = list(value)
    elif isinstance(value, numbers.Integral) and kind != NAME:
        parts = [value]
    else:
        raise Unclear(f"the answer is {KINDS[kind]}, not {_a(value)}")
    if kind == LIST and isinstance(value, set | frozenset):
        raise Unclear("the order matters: give the parts in brackets, […, …]")
    names = [normal(part) for part in parts]
    return sorted(set(names)) if kind == SET else names


def normal(name: object) -> str:
    """A name without case, spaces and signs: ``United States`` and ``united_states`` are one."""
    name = _single(name)
    if isinstance(name, float) and name.is_integer():
        name = int(name)
    text = unicodedata.normalize("NFKC", str(name)).casefold()
    return "".join(character for character in text if character.isalnum())


def _a(value: object) -> str:
    name = type(value).__name__
    return f"a value of the type {name}"


def in_unit(value: Quantity, unit: Unit) -> Quantity:
    """A quantity in the unit that is asked for; pure numbers pass as counts and ranks.

    Raises
    ------
    UnitError
        If they measure different things.
    """
    if value.unit.base == "ratio" and (unit.exact or unit.base == "none"):
        return Quantity(value.value, value.bounds, unit, value.parts)
    if value.unit.base != unit.base:
        raise UnitError(f"{value.unit.id} cannot be expressed in {unit.id}")
    return value.to(unit)
