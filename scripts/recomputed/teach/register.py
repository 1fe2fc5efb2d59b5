"""The answers to the exercises, as functions of the tables, like the recomputations of the ledger.

::

    @answer("ex-1-3", decimals=1, unit="percent", hint="How many years lie between the two?")
    def export_growth(T):
        "Compound annual growth of technology exports, 2001–2013."
        return cagr(T[5][2001, "total"], T[5][2013, "total"], 12)

The modules of a paper's ``answers`` are loaded when an answer is first asked for.
"""

from __future__ import annotations

import importlib
import pkgutil
import re
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field

from recomputed.data.book import Tables
from recomputed.data.paper import paper_of
from recomputed.errors import BookError

LABEL = re.compile(r"ex-\d+-\d+")


@dataclass(frozen=True)
class Slip:
    """A wrong answer that is to be expected, and what to say to it."""

    function: Callable[[Tables], object]
    hint: str


@dataclass(frozen=True)
class Answer:
    """A registered answer.

    Parameters
    ----------
    exercise : str
        The exercise's label, ``ex-1-3``.
    function : callable
        Takes the tables and returns the answer: a quantity, a whole number, a truth value or a
        finding, a name, a set of names, or a list of names in order.
    decimals : int, optional
        How many decimals are asked for; needed where the answer is not a whole number.
    unit : str
        The unit that is asked for, an id of the data package's.
    hint : str
        What to say to a wrong answer; never the answer.
    edition : {"corrected", "printed"}
        Which tables the exercise is about.
    slips : list of Slip
        Wrong answers with hints of their own.
    """

    exercise: str
    function: Callable[[Tables], object]
    decimals: int | None
    unit: str
    hint: str
    edition: str
    slips: list[Slip] = field(default_factory=list)


ANSWERS: dict[str, dict[str, Answer]] = defaultdict(dict)
"""A paper's package to exercise to its answer."""

_SLIPS: dict[tuple[str, str], list[Slip]] = {}


def answer(
    exercise: str,
    *,
    decimals: int | None = None,
    unit: str = "",
    hint: str = "",
    edition: str = "corrected",
) -> Callable:
    """Register a function as the answer to an exercise; see :class:`Answer`.

    Raises
    ------
    BookError
        If the label is not one, or has an answer already.
    """
    if not LABEL.fullmatch(exercise):
        raise BookError(f"answer {exercise}: expected a label such as ex-1-3")

    def register(function: Callable) -> Callable:
        paper = paper_of(function)
        known = ANSWERS[paper].get(exercise)
        if known and known.function.__module__ != function.__module__:
            raise BookError(f"answer {exercise}: registered twice")
        slips = _SLIPS.setdefault((paper, exercise), [])
        ANSWERS[paper][exercise] = Answer(exercise, function, decimals, unit, hint, edition, slips)
        return function

    return register


def slip(exercise: str, hint: str) -> Callable:
    """Register a function as a wrong answer to be expected, with the hint that helps."""

    def register(function: Callable) -> Callable:
        _SLIPS.setdefault((paper_of(function), exercise), []).append(Slip(function, hint))
        return function

    return register


def load_answers(paper: str) -> dict[str, Answer]:
    """All answers of a paper by exercise.

    Parameters
    ----------
    paper : str
        The name of its package.

    Returns
    -------
    dict
        Empty where the answers are not part of the package: in the student edition.
    """
    try:
        answers = importlib.import_module(f"{paper}.answers")
    except ModuleNotFoundError as error:
        if error.name != f"{paper}.answers":
            raise
        return {}
    for module in sorted(m.name for m in pkgutil.iter_modules(answers.__path__)):
        importlib.import_module(f"{answers.__name__}.{module}")
    return ANSWERS[paper]
