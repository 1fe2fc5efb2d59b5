"""The paper's colours, for charts that no chapter draws."""

from recomputed.charts import palette
from recomputed.data.paper import read_paper

palette.declare(read_paper("techtrade").colours)  # as a Chapter does; charts alone have none
