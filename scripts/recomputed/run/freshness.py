"""When a chapter must run again: the one rule.

An executed copy stands as long as its notebook, its parameters, the data, the code and the lock
are what they were when it was made, by their contents; times play no part.
"""

from __future__ import annotations

import json
import os
import sys
from functools import cache, cached_property
from pathlib import Path

import recomputed
from recomputed.data.book import Book
from recomputed.files import content, digest, state, write
from recomputed.run.project import Job, Project

CODE = Path(recomputed.__file__).resolve().parent
LOCK = "requirements/lock.txt"


@cache
def environment() -> str:
    """The interpreter and the toolkit, as this process has loaded them."""
    return digest(sys.version, state(CODE, "*.py", "*.json", "*.toml"))


def surroundings(root: Path, data: Path) -> str:
    """What every chapter of a project depends on besides its notebook and its parameters."""
    lock = content(root / LOCK)
    return digest(
        environment(), lock, state(Book(data).paper.folder, "*.py", "*.toml"), state(data)
    )


class Runs:
    """The executed copies of one workspace, and what each was made from.

    Parameters
    ----------
    file : Path
        Where it is remembered.
    project : Project
        The notebooks.
    data : Path
        The data folder in use.
    """

    def __init__(self, file: Path, project: Project, data: Path):
        self.file, self.project, self.data = file, project, data
        try:
            self.known: dict[str, list[str]] = dict(json.loads(file.read_text(encoding="utf-8")))
        except (OSError, ValueError, TypeError):
            self.known = {}

    @cached_property
    def surroundings(self) -> str:
        """Data, code and lock when they were first asked for."""
        return surroundings(self.project.root, self.data)

    def key(self, job: Job) -> str:
        """What running a notebook would start from now."""
        pictures = os.environ.get("RECOMPUTED_PICTURES", "0")
        notebook = content(self.project.root / job.name)
        return digest(self.surroundings, notebook, job.edition, pictures)

    def is_fresh(self, job: Job, copy: Path) -> bool:
        """Whether an executed copy is what running the notebook now would give."""
        return self.known.get(_name(job)) == [self.key(job), content(copy)]

    def note(self, done: dict[Job, str]) -> None:
        """Remember runs by the keys with which they began; a crash leaves the old record.

        What was edited while they ran is not taken for known.
        """
        again = Runs(self.file, self.project, self.data)
        for job, key in done.items():
            self.known.pop(_name(job), None)
            if key == again.key(job):
                self.known[_name(job)] = [key, content(job.target)]
        write(self.file, json.dumps(self.known, indent=1))


def _name(job: Job) -> str:
    return f"{job.edition}/{job.name}"
