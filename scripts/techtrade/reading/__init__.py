"""What the chapters import: a Chapter, and the chart forms in house style."""

from techtrade.reading.chapter import Chapter

__all__ = ["Chapter"]
