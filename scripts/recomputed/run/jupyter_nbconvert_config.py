"""For nbconvert, which reads it in ``.venv/etc/jupyter``: what it executes shows its values."""

from nbconvert.exporters import Exporter

OWN = {"nbconvert.preprocessors.ExecutePreprocessor": "recomputed.run.engine.Execute"}

c = get_config()  # noqa: F821 (Jupyter gives it)
c.Exporter.default_preprocessors = [
    OWN.get(name, name) for name in Exporter.default_preprocessors.default()
]
