"""Charts in house style: ``from recomputed import charts; charts.lines(frame, …)``.

The forms are listed in :mod:`recomputed.charts.forms`; plain Altair looks like the house as well
once :mod:`recomputed.charts.style` is loaded.
"""

from importlib import import_module
from importlib.util import find_spec


def __getattr__(name: str):
    """Load the forms when one is asked for: what pages need of this room is lighter than Altair."""
    unknown = AttributeError(f"module {__name__!r} has no attribute {name!r}")
    if name.startswith("_") or find_spec(f"{__name__}.{name}"):  # a module of this room, not a form
        raise unknown
    forms = import_module("recomputed.charts.forms")
    if name not in forms.__all__:
        raise unknown
    return getattr(forms, name)
