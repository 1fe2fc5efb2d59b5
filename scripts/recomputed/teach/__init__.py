"""Teaching from the book: checked answers, quizzes, editions of the chapters, planted errors.

What a notebook imports is here; what makes editions, slides and the printed book is in
:mod:`recomputed.teach.editions` and :mod:`recomputed.teach.press`.
"""

from importlib import import_module

__all__ = ["check", "quiz", "what_if"]

_HOMES = {
    "check": "recomputed.teach.checking",
    "quiz": "recomputed.teach.questions",
    "what_if": "recomputed.teach.whatif",
}


def __getattr__(name: str):
    """Load what is asked for: importing the package alone costs nothing."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)
