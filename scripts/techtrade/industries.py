"""Industries as the tables name them: all, manufacturing, and the eight that the paper follows."""

from __future__ import annotations

ALL_INDUSTRY, MANUFACTURING = "Industrial enterprises above designated size", "Manufacturing"
"""The rows of Tables 16 and 17 for all industry, and of Table 16 for all manufacturing."""

EIGHT = {
    "electronics": "Electronics and communications equipment",
    "electrical_machinery": "Electrical machinery",
    "transport_equipment": "Transport equipment",
    "special_machinery": "Special-purpose machinery",
    "general_machinery": "General machinery",
    "chemicals": "Chemicals",
    "pharmaceuticals": "Pharmaceuticals",
    "food": "Food",
}
"""The columns of Tables 15 and 19, and the rows of Tables 16 and 17."""


def manufacturing(T, table: int, year: int) -> tuple[str, ...]:
    """Which industries of a year's list are manufacturing: their Chinese names end in 制造业.

    Parameters
    ----------
    T : Tables
        The tables.
    table : {13, 14}
        Importers or exporters.
    year : int
        The year of the list.
    """
    names = T[table].keys(year=year)
    return tuple(n for n in names if T[table].text(year, n, "label_zh").endswith("制造业"))
