"""The recomputations."""
