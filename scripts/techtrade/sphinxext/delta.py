"""The difference between two JSON values, so that a page holds a chart's second form for little.

A difference is an object that names what differs, by key or position: ``[value]`` stands for a
new value, ``[]`` for a key that is gone, an object for differences further inside.
``static/charts.js`` applies it.
"""

from __future__ import annotations

from typing import Any


def delta(old: Any, new: Any) -> dict | list:
    """What turns `old` into `new`.

    Parameters
    ----------
    old, new : JSON value
        Two forms of one thing.

    Returns
    -------
    dict or list
        The difference; ``{}`` if there is none.
    """
    if isinstance(old, dict) and isinstance(new, dict):
        changes = {key: delta(old[key], new[key]) for key in old.keys() & new.keys()}
        changes |= {key: [new[key]] for key in new.keys() - old.keys()}
        changes |= {key: [] for key in old.keys() - new.keys()}
        return {key: changes[key] for key in sorted(changes) if changes[key] != {}}
    if isinstance(old, list) and isinstance(new, list) and len(old) == len(new):
        pairs = zip(old, new, strict=True)
        changes = {str(at): delta(*pair) for at, pair in enumerate(pairs)}
        return {at: change for at, change in changes.items() if change != {}}
    return {} if type(old) is type(new) and old == new else [new]


def apply(old: Any, change: dict | list) -> Any:
    """Undo :func:`delta`: the new value, from the old one and the difference."""
    if isinstance(change, list):
        return change[0]
    out = dict(old) if isinstance(old, dict) else list(old) if isinstance(old, list) else old
    for key, inner in change.items():
        if isinstance(out, list):
            out[int(key)] = apply(out[int(key)], inner)
        elif inner == []:
            del out[key]
        else:
            out[key] = apply(out.get(key), inner)
    return out
