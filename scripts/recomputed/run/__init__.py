"""From notebooks and data to a published book: execute, render, publish."""

# Papermill loads engine.py by its entry point while it is being imported itself; were engine.py
# imported before papermill, papermill would find it half-made.
import papermill.engines  # noqa: F401
