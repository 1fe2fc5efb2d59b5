"""From executed notebooks to pages: a Sphinx extension for Jupyter Book.

It reads what is in the notebooks and nothing else: values and claims stored with the prose,
charts as Vega-Lite, tables as HTML.
"""


def setup(app) -> dict:
    """Register everything with Sphinx (imported here: pictures are drawn without Sphinx, too)."""
    from recomputed.pages import registration

    return registration.setup(app)
