"""What the chapters import: a Chapter, and the chart forms in house style."""

from recomputed.chapter.chapter import Chapter

__all__ = ["Chapter"]
