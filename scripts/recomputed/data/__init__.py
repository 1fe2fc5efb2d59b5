"""The paper's data: printed numbers, exact intervals, tables, figures, claims, errata, checks."""
