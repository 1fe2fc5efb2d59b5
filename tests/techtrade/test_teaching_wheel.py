"""What the students' wheel imports is what it asks pip to install."""

from __future__ import annotations

import ast
import re
import sys
from pathlib import Path

import techtrade
from recomputed.teach.editions.wheel import DEPENDENCIES, LEFT_OUT, TOOLKIT

BROUGHT = {
    "IPython": "jupyterlab",
    "jsonschema_rs": "jsonschema-rs",
    "numpy": "pandas",
    "python_calamine": "python-calamine",
    "vl_convert": "vl-convert-python",
}
"""Modules that come with a declared package of another name."""


def imported() -> set[str]:
    found = set()
    paths = [
        p
        for p in TOOLKIT.rglob("*.py")
        if not p.relative_to(TOOLKIT).as_posix().startswith(LEFT_OUT)
    ]
    for path in [*paths, *Path(techtrade.__file__).parent.rglob("*.py")]:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                found |= {name.name.partition(".")[0] for name in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                found.add(node.module.partition(".")[0])
    return found - set(sys.stdlib_module_names) - {"recomputed", "techtrade"}


def test_every_import_is_declared():
    declared = {re.match(r"[\w-]+", each)[0] for each in DEPENDENCIES}
    assert {BROUGHT.get(name, name) for name in imported()} <= declared
