"""Files: written whole or not at all, and told apart by what they hold."""

from __future__ import annotations

import hashlib
import os
import tempfile
from pathlib import Path

ABSENT = "absent"


def write(path: Path, content: str | bytes) -> Path:
    """Write a file so that nobody ever sees half of it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as file:
        file.write(content.encode() if isinstance(content, str) else content)
    os.replace(file.name, path)
    os.chmod(path, 0o644)
    return path


def digest(*parts: str | bytes) -> str:
    """A short name for what some texts or bytes say."""
    told = hashlib.sha256()
    for part in parts:
        told.update(part.encode() if isinstance(part, str) else part)
        told.update(b"\0")
    return told.hexdigest()[:32]


def content(path: Path) -> str:
    """A short name for what a file holds."""
    try:
        return digest(path.read_bytes())
    except OSError:
        return ABSENT


def _is_litter(name: str) -> bool:
    """What editors, spreadsheets and Python leave beside the files that count."""
    return name.startswith((".", "~", "__pycache__")) or name.endswith((".pyc", ".egg-info"))


def below(folder: Path, *patterns: str) -> list[Path]:
    """The files of a folder and of those within it, litter left out."""
    found = (path for pattern in patterns or ("*",) for path in folder.rglob(pattern))
    return sorted(
        path
        for path in found
        if path.is_file() and not any(map(_is_litter, path.relative_to(folder).parts))
    )


def state(folder: Path, *patterns: str) -> str:
    """A short name for the names and contents of a folder's files."""
    found = [(p.relative_to(folder).as_posix(), content(p)) for p in below(folder, *patterns)]
    return digest(*(part for pair in found for part in pair))
