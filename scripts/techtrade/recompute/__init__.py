"""The recomputations, one module per section of the paper."""
