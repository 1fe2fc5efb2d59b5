"""The ledger as files for others to use: ``claims.json`` and ``claims.csv``."""

from __future__ import annotations

import csv
import json
from pathlib import Path

from recomputed.ledger import Held, current

FIELDS = [
    "id",
    "section",
    "statement",
    "printed",
    "qualifier",
    "unit",
    "kind",
    "source",
    "recomputed",
    "low",
    "high",
    "gap",
    "margin",
    "verdict_corrected",
    "verdict_printed",
    "words",
    "laxer",
    "stricter",
    "reason",
    "cause",
    "outside",
    "outside_found",
    "outside_source",
    "outside_address",
    "outside_note",
]


def records(data_dir: str | Path | None = None) -> list[dict[str, str]]:
    """One record per claim: as recomputed on the corrected data, with both editions' verdicts.

    What published figures say of it follows; several sources are set apart by semicolons.
    """
    ledger = current(data_dir, "corrected")
    corrected = ledger.grades()
    printed = current(data_dir, "printed").grades()
    rows = []
    for ours, theirs in zip(corrected, printed, strict=True):
        values = {**vars(ours.claim), **vars(ours)}
        values |= {"verdict_corrected": ours.verdict, "verdict_printed": theirs.verdict}
        values["words"] = ", ".join(ours.words)
        values |= _outside(ledger.held(ours.claim.id))
        rows.append({name: values[name] for name in FIELDS})
    return rows


def _outside(held: Held) -> dict[str, str]:
    sources = dict.fromkeys(f"{one.publisher}: {one.title}" for one in held.sources)
    return {
        "outside": held.judgement,
        "outside_found": held.found or held.searched,
        "outside_source": "; ".join(sources),
        "outside_address": "; ".join(dict.fromkeys(one.address for one in held.sources)),
        "outside_note": " ".join(held.notes),
    }


def write(data_dir: str | Path | None, out_dir: str | Path) -> None:
    """Write ``claims.json`` and ``claims.csv``.

    Parameters
    ----------
    data_dir : path or None
        The data folder.
    out_dir : path
        Where to write; the folder exists.
    """
    rows = records(data_dir)
    out = Path(out_dir)
    text = json.dumps(rows, ensure_ascii=False, indent=1)
    (out / "claims.json").write_text(text + "\n", encoding="utf-8")
    with (out / "claims.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, FIELDS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
