"""The data package's description: read, and known to be one."""

from __future__ import annotations

import json
from functools import lru_cache

from recomputed.errors import DataError


@lru_cache(8)
def read_package(raw: bytes) -> dict:
    """What ``datapackage.json`` says; not to be changed.

    Raises
    ------
    DataError
        If it is no JSON, or does not describe tables with their columns and units.
    """
    try:
        package = json.loads(raw)
    except ValueError as error:
        raise DataError(f"datapackage.json: is not valid JSON ({error})") from None
    if not (isinstance(package, dict) and _is_list(package.get("resources"), ("path",))):
        raise DataError(
            "datapackage.json: found no list of resources, each with a path; expected the "
            "description of a data package"
        )
    return package


def faults(package: dict) -> list[str]:
    """What keeps a data package from describing tables with their columns and units."""
    units = package.get("units")
    if not isinstance(units, dict) or not all(isinstance(one, dict) for one in units.values()):
        return ["datapackage.json: found no units; expected an object with one for each unit"]
    problems = []
    for one in package["resources"]:
        at = f"datapackage.json, resource {one.get('name', one['path'])}"
        schema = one.get("schema")
        fields = schema.get("fields") if isinstance(schema, dict) else None
        if not isinstance(one.get("name"), str):
            problems.append(f"{at}: found no name")
        if not fields or not _is_list(fields, ("name", "type")):
            problems.append(f"{at}: found no schema with fields, each with a name and a type")
            continue
        names = [field["name"] for field in fields]
        problems += [
            f"{at}, field {field['name']}: found unit {field['unit']!r}, expected one of its units"
            for field in fields
            if field.get("unit", "none") not in (*units, "none")
        ]
        problems += [
            f"{at}, primaryKey: found {key!r}, expected one of its fields"
            for key in listed(schema.get("primaryKey", []))
            if key not in names
        ]
    return problems


def listed(key: str | list[str]) -> list[str]:
    """A primary key's columns, of which the data package may name one alone."""
    return [key] if isinstance(key, str) else key


def _is_list(found: object, names: tuple[str, ...]) -> bool:
    """Whether it is a list of objects that give each of the names a text."""
    return isinstance(found, list) and all(
        isinstance(one, dict) and all(isinstance(one.get(name), str) for name in names)
        for one in found
    )
