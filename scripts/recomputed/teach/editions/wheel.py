"""The package as one file to install: what notebooks import, and no more than they need."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path

import recomputed
from recomputed.data.paper import Paper
from recomputed.run.project import BuildError
from recomputed.teach.checking import SEALED

TOOLKIT = Path(recomputed.__file__).parent
LEFT_OUT = (
    *("command.py", "run", "pages", "preview"),
    *(
        "teach/commands.py",
        "teach/editions",
        "teach/press",
        "teach/templates",
        "teach/extension.py",
    ),
)
"""What makes pages and editions; a notebook needs none of it."""

ANSWERS = "answers"
DEPENDENCIES = (
    "altair>=6.3,<7",
    "frictionless>=5.18",
    "jsonschema-rs",
    "jupyterlab",
    "pandas>=3,<4",
    "python-calamine",
    "statsmodels",
    "vl-convert-python>=1.9",
)
_PROJECT = """[build-system]
requires = ["setuptools>=77"]
build-backend = "setuptools.build_meta"

[project]
name = "{name}"
version = "{version}"
description = "{title}: what its notebooks need"
requires-python = ">=3.11"
license = "MIT"
dependencies = [{dependencies}]

[tool.setuptools.packages.find]
include = ["recomputed*", "{name}*"]

[tool.setuptools.package-data]
"*" = ["**/*.json", "**/*.toml"]
"""
_BUILD = "import setuptools.build_meta as b, sys; print(b.build_wheel(sys.argv[1]))"


def build(paper: Paper, version: str, sealed: str | None) -> tuple[str, bytes]:
    """Build the wheel of the notebook editions.

    Parameters
    ----------
    paper : Paper
        Whose package goes in beside the toolkit.
    version : str
        The book's version.
    sealed : str or None
        The sealed keys, which then take the place of the answers; None leaves the answers in.

    Returns
    -------
    name : str
        The wheel's file name.
    content : bytes
        The wheel.
    """
    with tempfile.TemporaryDirectory(prefix="tt-") as folder:
        root = Path(folder, "source")
        _copy(TOOLKIT, root / "recomputed", LEFT_OUT)
        _copy(paper.folder, root / paper.name, (ANSWERS,) if sealed else ())
        if sealed:
            (root / "recomputed" / "teach" / SEALED).write_text(sealed, encoding="utf-8")
        names = ", ".join(f'"{name}"' for name in DEPENDENCIES)
        project = _PROJECT.format(
            name=paper.name, title=paper.title, version=version, dependencies=names
        )
        (root / "pyproject.toml").write_text(project, encoding="utf-8")
        done = subprocess.run(
            [sys.executable, "-c", _BUILD, folder],
            cwd=root,
            capture_output=True,
            text=True,
            check=False,
            env={**_environment(), "SOURCE_DATE_EPOCH": "1609459200"},
        )
        if done.returncode:
            raise BuildError(f"the notebooks' package cannot be built:\n{done.stderr[-800:]}")
        name = done.stdout.split()[-1]
        return name, Path(folder, name).read_bytes()


def _copy(package: Path, target: Path, without: Iterable[str]) -> None:
    gone = {package / name for name in without}
    shutil.copytree(
        package,
        target,
        ignore=lambda at, names: [
            name for name in names if name == "__pycache__" or Path(at, name) in gone
        ],
    )


def _environment() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
