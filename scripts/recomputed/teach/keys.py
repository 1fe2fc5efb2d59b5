"""Keys: what an answer is compared with, open or sealed.

A key holds every value that would be accepted, with the verdict of the ledger's own grader
(:func:`recomputed.ledger.verdicts.judge`) on it, as if the student's number were one that the paper
prints. Open, it is made from the registered function and the data. Sealed, for the student
edition, it holds digests of the same values: enough to check by, and nothing to read off. (A
digest keeps honest people from seeing the answer by accident. It keeps nobody from trying
all numbers.)
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass, field
from fractions import Fraction

from recomputed.data.book import Book
from recomputed.data.printed import Printed, decimal_text, round_half_up
from recomputed.data.quantity import RATIO, Quantity, Unit
from recomputed.errors import BookError
from recomputed.ledger.verbal import Finding
from recomputed.ledger.verdicts import DISCREPANT, REPRODUCED, judge
from recomputed.teach.given import LIST, NAME, NUMBER, SET, TRUTH, WHOLE, in_unit, normal
from recomputed.teach.register import Answer

RIGHT, ROUNDING = "right", "rounding"
MOST_ACCEPTED = 5000
"""An answer known so vaguely that more values pass is no answer."""


@dataclass(frozen=True)
class Key:
    """What an answer is checked by.

    Parameters
    ----------
    exercise : str
        The exercise's label.
    kind : str
        One of :data:`recomputed.teach.given.KINDS`.
    accepted : dict
        Token of a value to ``right`` or ``rounding``.
    decimals : int
        How many decimals are asked for.
    unit : str
        The unit's id, or nothing.
    words : str
        The unit in words.
    hint : str
        For a wrong answer.
    coarse : tuple of str
        Tokens of the right value with fewer decimals.
    parts : tuple of str
        Tokens of the single names of a set or list.
    slips : tuple of (list of str, str)
        Tokens of wrong values with the hint for each.
    salt : str
        What is hashed with a value; nothing for an open key.
    """

    exercise: str
    kind: str
    accepted: dict[str, str]
    decimals: int = 0
    unit: str = ""
    words: str = ""
    hint: str = ""
    coarse: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()
    slips: tuple[tuple[list[str], str], ...] = field(default=())
    salt: str = ""

    def token(self, text: str) -> str:
        """A value's text as the key holds it."""
        if not self.salt:
            return text
        return hashlib.sha256(f"{self.salt}/{self.exercise}/{text}".encode()).hexdigest()[:20]

    def verdict(self, text: str) -> str:
        """``right``, ``rounding`` or nothing."""
        return self.accepted.get(self.token(text), "")

    def slip(self, text: str) -> str:
        """The hint for a wrong value that was expected, or nothing."""
        token = self.token(text)
        return next((hint for tokens, hint in self.slips if token in tokens), "")

    def sealed(self, salt: str) -> Key:
        """The same key with digests in the place of values."""
        if self.salt:
            return self
        told = asdict(self) | {"salt": salt}
        blank = Key(**told)
        told["accepted"] = dict(sorted((blank.token(t), v) for t, v in self.accepted.items()))
        for name in ("coarse", "parts"):
            told[name] = tuple(sorted(blank.token(text) for text in told[name]))
        told["slips"] = tuple((sorted(map(blank.token, ts)), hint) for ts, hint in self.slips)
        return Key(**told)


def known_unit(name: str, book: Book) -> tuple[Unit | None, str]:
    """A unit by its id, with its words; None for a pure number."""
    if not name:
        return None, ""
    if name not in book.units:
        raise BookError(f"answer: found the unit {name!r}, expected one of the data package's")
    words = book.package["units"][name]["en"]
    return book.units[name], {"%": "per cent"}.get(words, words)


def open_key(answer: Answer, book: Book) -> Key:
    """Compute an answer and everything that passes for it.

    Raises
    ------
    BookError
        If the function's result is not one that can be asked for.
    """
    unit, words = known_unit(answer.unit, book)
    result = answer.function(book.T)
    kind = kind_of(result)
    common = {"exercise": answer.exercise, "kind": kind, "unit": answer.unit, "words": words}
    common["hint"] = answer.hint
    tokens = _tokens(kind, unit, answer, book)
    accepted = tokens(result)
    slips = tuple(
        (_slip_tokens(slip.function(book.T), kind, tokens), slip.hint) for slip in answer.slips
    )
    if kind == NUMBER:
        value = _quantity(result, unit, answer).value
        coarse = {decimal_text(value, d) for d in range(answer.decimals)}
        return Key(
            **common,
            accepted=accepted,
            decimals=answer.decimals,
            coarse=tuple(sorted(coarse)),
            slips=slips,
        )
    parts = tuple(map(normal, result)) if kind in (SET, LIST) else ()
    return Key(**common, accepted=accepted, parts=parts, slips=slips)


def kind_of(result: object) -> str:
    """What kind of answer a function's result is."""
    if isinstance(result, bool | Finding):
        return TRUTH
    if isinstance(result, int):
        return WHOLE
    if isinstance(result, Quantity):
        return WHOLE if result.unit.exact else NUMBER
    if isinstance(result, Fraction | float):
        return NUMBER
    if isinstance(result, str):
        return NAME
    if isinstance(result, set | frozenset):
        return SET
    if isinstance(result, list | tuple):
        return LIST
    raise BookError(f"answer: a {type(result).__name__} cannot be asked for")


def _tokens(kind: str, unit: Unit | None, answer: Answer, book: Book) -> Callable:
    """What turns a result into the values that pass for it."""
    if kind == NUMBER:
        if answer.decimals is None:
            raise BookError(f"answer {answer.exercise}: how many decimals are asked for?")
        return lambda result: passing(_quantity(result, unit, answer), answer.decimals)
    if kind == WHOLE:
        return lambda result: {decimal_text(_exact(result), 0): RIGHT}
    if kind == TRUTH:
        return lambda result: {"yes" if result else "no": RIGHT}
    if kind == NAME:
        return lambda result: dict.fromkeys(_aliases(result, book), RIGHT)
    if kind == SET:
        return lambda result: {"|".join(sorted(map(normal, result))): RIGHT}
    return lambda result: {"|".join(map(normal, result)): RIGHT}


def _slip_tokens(result: object, kind: str, tokens: Callable) -> list[str]:
    """The values of a slip; a slip may be of a simpler kind than the answer, a list or a set."""
    many = isinstance(result, list | tuple | set | frozenset)
    if kind == NAME and many:
        return sorted({token for one in result for token in tokens(one)})
    return sorted(tokens(result))


def _exact(result: int | Quantity) -> Fraction:
    return result.value if isinstance(result, Quantity) else Fraction(result)


def _quantity(result: object, unit: Unit | None, answer: Answer) -> Quantity:
    if isinstance(result, float):
        result = Fraction(str(result))
    if not isinstance(result, Quantity):
        return Quantity.exact(result, unit or RATIO)
    try:
        return in_unit(result, unit) if unit else result
    except BookError as error:
        raise BookError(f"answer {answer.exercise}: {error}") from None


def passing(result: Quantity, decimals: int) -> dict[str, str]:
    """Every number with so many decimals that the ledger's grader does not find discrepant.

    Returns
    -------
    dict
        The number's text to ``right`` (reproduced) or ``rounding``.
    """
    unit = Fraction(1, 10**decimals)
    ends = [end for end in (result.low, result.high) if end is not None] + [result.value]
    first = math.floor(min(ends) / unit) - 1
    last = math.ceil(max(ends) / unit) + 1
    if last - first > MOST_ACCEPTED:
        raise BookError("answer: rounding leaves too many values; ask for fewer decimals")
    accepted = {}
    for step in range(first, last + 1):
        text = decimal_text(step * unit, decimals)
        verdict = judge(Printed(text), "", result).verdict
        if verdict != DISCREPANT:
            accepted[text] = RIGHT if verdict == REPRODUCED else ROUNDING
    return accepted


def _aliases(name: str, book: Book) -> Iterable[str]:
    """A name, and the label as printed that stands beside it in a table."""
    yield normal(name)
    for number in book.table_numbers:
        table = book.T[number]
        if {"label_en", "label_zh"} <= table.fields.keys():
            for row in table.rows:
                if normal(row["label_en"]) == normal(name):
                    yield normal(row["label_zh"])
        for field_name, described in table.fields.items():
            if normal(name) in (normal(field_name), normal(described.get("title", ""))):
                yield normal(field_name)
                yield normal(described.get("title", field_name))


def rounded(value: Fraction, decimals: int) -> str:
    """A student's number with the decimals that are asked for."""
    return decimal_text(round_half_up(value, decimals), decimals)
