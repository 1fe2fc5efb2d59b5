"""Search for English words and Chinese terms in one index.

Chinese has no spaces. Every run of Chinese characters is indexed as single characters and
overlapping pairs, and a query is cut in the same way, so a term of any length is found wherever
it stands, with no dictionary to know it.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise
from typing import ClassVar

from sphinx.search.en import SearchEnglish

_CHINESE = re.compile("[\u3400-\u9fff\uf900-\ufaff]+")

_SPLIT_QUERY = """
var splitQuery = (query) => query
  .split(/[^\\p{Letter}\\p{Number}_]+/gu)
  .flatMap((word) => word.split(/([\\u3400-\\u9fff\\uf900-\\ufaff]+)/))
  .flatMap((word) => {
    const characters = [...word];
    if (!/^[\\u3400-\\u9fff\\uf900-\\ufaff]/.test(word) || characters.length < 2) return [word];
    return characters.slice(1).map((second, i) => characters[i] + second);
  })
  .filter((word) => word);
"""


def split_chinese(run: str) -> list[str]:
    """Characters and pairs of neighbours of a run of Chinese characters."""
    return [*run, *(first + second for first, second in pairwise(run))]


class SearchEnglishAndChinese(SearchEnglish):
    """Sphinx's English search, with Chinese terms."""

    lang = "en"
    language_name = "English and Chinese"
    js_splitter_code: ClassVar[str] = _SPLIT_QUERY

    def split(self, input: str) -> list[str]:
        """Cut a text into words."""
        chinese = [term for run in _CHINESE.findall(input) for term in split_chinese(run)]
        return chinese + super().split(_CHINESE.sub(" ", input))

    def stem(self, word: str) -> str:
        """The stem of a word; a book uses the same words over and over."""
        return self._stem(word)

    def init(self, options: dict[str, str]) -> None:
        """Prepare the stemmer."""
        super().init(options)
        self._stem = lru_cache(maxsize=None)(super().stem)
