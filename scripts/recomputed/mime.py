"""The types under which charts and graded numbers stand in executed notebooks."""

CHART = "application/vnd.vegalite.v5+json"
"""The newest Vega-Lite type that JupyterLab draws; the specs keep to what it knows."""

CLAIM = "application/vnd.recomputed.claim+json"
"""A number or statement of the paper with its grade."""
