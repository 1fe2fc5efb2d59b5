"""Teaching from the book: checked answers, quizzes, editions of the chapters, planted errors.

What a notebook imports is here; what makes editions, slides and the printed book is in
:mod:`techtrade.teaching.editions` and :mod:`techtrade.teaching.press`.
"""

from importlib import import_module

__all__ = ["check", "quiz", "what_if"]

_HOMES = {
    "check": "techtrade.teaching.checking",
    "quiz": "techtrade.teaching.questions",
    "what_if": "techtrade.teaching.whatif",
}


def __getattr__(name: str):
    """Load what is asked for: importing the package alone costs nothing."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)
