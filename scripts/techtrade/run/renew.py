"""Bring the executed chapters of a workspace up to date, running only those that must."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import nbformat

from techtrade.run import execute
from techtrade.run.dependencies import Places, Record, content
from techtrade.run.failures import Failure
from techtrade.run.project import Project, Workspace

RUNS = "runs.json"


@dataclass(frozen=True)
class Sources:
    """What the chapters of a workspace are run from.

    Parameters
    ----------
    project : Project
        The notebooks and the code.
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

    def job(self, name: str, edition: str) -> execute.Job:
        """The run of a notebook in an edition."""
        target = self.space.executed(edition) / name
        return execute.Job(self.project, name, target, self.data, edition, self.engine)

    def record(self) -> Record:
        """What is known of earlier runs."""
        return Record(self.space.folder / RUNS, Places(self.project, self.data))


def settings(job: execute.Job) -> dict:
    """What changes a chapter's outcome besides files."""
    return {
        "edition": job.edition,
        "pictures": os.environ.get("TECHTRADE_PICTURES", "0"),
        "time_limit": execute.TIME_LIMIT,
    }


def _name(job: execute.Job) -> str:
    return f"{job.edition}/{job.name}"


def is_fresh(record: Record, job: execute.Job, copy: Path) -> bool:
    """Whether a copy is what the job would write."""
    source = job.project.root / job.name
    return record.is_fresh(_name(job), source, settings(job), copy)


def renew(
    sources: Sources, editions: Iterable[str], baseline: Workspace | None = None
) -> list[Failure]:
    """Lay out the source trees for Sphinx, with every chapter executed.

    Parameters
    ----------
    sources : Sources
        What to run, and where.
    editions : iterable of str
        The editions wanted.
    baseline : Workspace, optional
        A workspace of the same project with other data: its copies of chapters that read none of
        what differs are taken over.

    Returns
    -------
    list of Failure
        Of the chapters that had to run; those that did are kept all the same.
    """
    record = sources.record()
    lender = _lender(sources, baseline)
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
            if is_fresh(record, job, last / name):
                job.target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copy2(last / name, job.target)
            elif not (lender and _borrow(record, lender, job, baseline)):
                jobs.append(job)
        shutil.rmtree(last, ignore_errors=True)
    return run(jobs, record)


def run(jobs: Sequence[execute.Job], record: Record) -> list[Failure]:
    """Run jobs and remember what they read."""
    jobs = sorted(jobs, key=_size, reverse=True)  # long chapters first: all cores end together
    before = {job: content(job.project.root / job.name) for job in jobs}

    def remember(job: execute.Job, done: execute.Run) -> None:
        if not done.failure:
            note(record, job, done, before[job])
            record.save()

    failures = execute.run_all(jobs, remember) if jobs else []
    record.save()
    return failures


def note(record: Record, job: execute.Job, done: execute.Run, before: str) -> None:
    """Remember one run; `before` is the state of its notebook when it began."""
    source = job.project.root / job.name
    record.note(_name(job), source, settings(job), job.target, done.reads, before)


def _size(job: execute.Job) -> int:
    return (job.project.root / job.name).stat().st_size


def _lender(sources: Sources, baseline: Workspace | None) -> Record | None:
    """The baseline's runs, to be judged by our data."""
    if baseline is None:
        return None
    return Record(baseline.folder / RUNS, Places(sources.project, sources.data))


def _borrow(record: Record, lender: Record, job: execute.Job, baseline: Workspace) -> bool:
    """Take over a copy of the baseline's, if the job would give the same."""
    copy = baseline.executed(job.edition) / job.name
    if not is_fresh(lender, job, copy):
        return False
    nb = nbformat.read(copy, nbformat.NO_CONVERT)
    execute.make_portable(nb, {"data_dir": job.data_dir, "edition": job.edition}, job.project)
    execute.write(nb, job.target)
    record.runs[_name(job)] = {**lender.runs[_name(job)], "copy": content(job.target)}
    return True
