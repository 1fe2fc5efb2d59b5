"""The eight manufacturing industries that the paper follows, by the tables' columns."""

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
