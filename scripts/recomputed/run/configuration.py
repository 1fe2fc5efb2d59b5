"""How Sphinx is told to build a source tree, and when what it has read of one is void."""

from __future__ import annotations

import json
from pathlib import Path

from recomputed.files import below, content, digest, state
from recomputed.run.freshness import CODE, environment
from recomputed.run.project import Project


def configure(source: Path, settings: dict) -> dict:
    """Jupyter Book's configuration of a source tree, as Sphinx wants it.

    Parameters
    ----------
    source : Path
        The tree, with ``_config.yml`` and ``_toc.yml``.
    settings : dict
        Values on top of ``_config.yml``.
    """
    # Sphinx takes about a second to import, and the command line should answer before that.
    from jupyter_book.config import get_final_config

    overrides = {
        "latex_individualpages": False,
        "external_toc_path": "_toc.yml",
        "nb_execution_mode": "off",
        "nitpicky": True,
        **settings,
    }
    config, _ = get_final_config(
        user_yaml=source / "_config.yml", cli_config=overrides, sourcedir=source
    )
    return config


def edition_settings(project: Project, edition: str, with_other: bool) -> dict:
    """What Sphinx is told of an edition.

    Parameters
    ----------
    project : Project
        Whose it is.
    edition : {"corrected", "printed"}
        The edition.
    with_other : bool
        Whether the other one stands beside it, for the switch.
    """
    return {
        "recomputed_both_editions": with_other,
        "recomputed_edition": edition,
        "recomputed_cache": str(project.cache.resolve()),
    }


def surroundings(source: Path, settings: dict) -> str:
    """A hash over what pages depend on besides the contents of their notebooks.

    Data in CSV are only passed on to readers; what pages show of them is in the notebooks.
    """
    names = [path.relative_to(source).as_posix() for path in below(source, "*.ipynb")]
    read = [path for path in below(source) if path.suffix not in (".ipynb", ".csv")]
    told = [[path.relative_to(source).as_posix(), content(path)] for path in read]
    looks = state(CODE, "*.css", "*.js", "*.html")
    return digest(environment(), looks, json.dumps([settings, names, told], sort_keys=True))
