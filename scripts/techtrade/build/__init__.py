"""From notebooks and data to a published book: execute, render, publish."""
