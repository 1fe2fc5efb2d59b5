"""Charts in house style: ``from recomputed import charts; charts.lines(frame, …)``.

The forms are listed in :mod:`recomputed.charts.forms`; plain Altair looks like the house as well
once :mod:`recomputed.charts.style` is loaded.
"""

from importlib import import_module


def __getattr__(name: str):
    """Load the forms when one is asked for: what pages need of this room is lighter than Altair."""
    forms = import_module("recomputed.charts.forms")
    if name not in forms.__all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(forms, name)
