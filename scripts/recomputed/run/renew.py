"""Bring the executed chapters of a workspace up to date, running only those that must."""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from recomputed.run import execute
from recomputed.run.failures import Failure
from recomputed.run.freshness import Runs
from recomputed.run.project import Job, Project, Workspace


@dataclass(frozen=True)
class Sources:
    """What the chapters of a workspace are run from.

    Parameters
    ----------
    project : Project
        The notebooks.
    data : Path
        The data folder.
    space : Workspace
        Where the executed copies are.
    engine : str
        A papermill engine by name.
    """

    project: Project
    data: Path
    space: Workspace
    engine: str = execute.FASTEST

    def job(self, name: str, edition: str) -> Job:
        """The run of a notebook in an edition."""
        target = self.space.executed(edition) / name
        return Job(self.project, name, target, self.data, edition, self.engine)

    def runs(self) -> Runs:
        """What is known of earlier runs."""
        return Runs(self.space.folder / "runs.json", self.project, self.data)


def renew(sources: Sources, editions: Iterable[str]) -> list[Failure]:
    """Lay out the source trees for Sphinx, with every chapter executed.

    Parameters
    ----------
    sources : Sources
        What to run, and where.
    editions : iterable of str
        The editions wanted.

    Returns
    -------
    list of Failure
        Of the chapters that had to run; those that did are kept all the same.
    """
    runs = sources.runs()
    jobs = []
    for edition in editions:
        tree = sources.space.executed(edition)
        last = tree.with_name(f".{edition}-last")
        shutil.rmtree(last, ignore_errors=True)
        if tree.exists():
            tree.rename(last)
        sources.project.copy_sources(tree, sources.data)
        for name in sources.project.notebooks():
            job = sources.job(name, edition)
            if runs.is_fresh(job, last / name):
                job.target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copy2(last / name, job.target)
            else:
                jobs.append(job)
        shutil.rmtree(last, ignore_errors=True)
    return run(jobs, runs) if jobs else []


def run(jobs: list[Job], runs: Runs) -> list[Failure]:
    """Run jobs and remember from what."""
    jobs = sorted(jobs, key=_size, reverse=True)  # long chapters first: all cores end together
    keys = {job: runs.key(job) for job in jobs}
    failures = execute.run_all(jobs)
    failed = {(failure.chapter, failure.edition) for failure in failures}
    runs.note({job: keys[job] for job in jobs if (job.name, job.edition) not in failed})
    return failures


def _size(job: Job) -> int:
    return (job.project.root / job.name).stat().st_size
