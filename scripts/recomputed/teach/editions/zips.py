"""Zip files that are equal when their content is."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

from recomputed.files import write

_DATE = (2021, 1, 1, 0, 0, 0)
_MODE = 0o644 << 16


def pack(files: dict[str, bytes | str], target: Path, top: str) -> Path:
    """Write a zip file.

    Parameters
    ----------
    files : dict
        Path within the zip to content.
    target : Path
        The zip file, replaced at once if it exists.
    top : str
        The folder that everything lies in.
    """
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in sorted(files.items()):
            entry = zipfile.ZipInfo(f"{top}/{name}", _DATE)
            entry.compress_type, entry.external_attr = zipfile.ZIP_DEFLATED, _MODE
            archive.writestr(entry, content.encode() if isinstance(content, str) else content)
    return write(target, buffer.getvalue())


def tree(folder: Path, prefix: str = "") -> dict[str, bytes]:
    """All files of a folder, for :func:`pack`."""
    return {
        f"{prefix}{path.relative_to(folder).as_posix()}": path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and "__pycache__" not in path.parts and not path.name.startswith(".")
    }
