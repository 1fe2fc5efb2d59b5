"""Every number in the paper's prose, by section: what the records must cover.

Run as a script with the path of the paper's text to make
``tests/techtrade/data/paper_numbers.tsv`` again.
Left out, by rule: tables and their captions, headings, table and figure references, calendar
years and dates, page numbers and addresses of sources, and the names in NAMES ("8类" is the name
of the group of industries wherever it recurs; what it counts is recorded once per section).
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

FIXTURE = Path(__file__).parent / "data" / "paper_numbers.tsv"
NAMES = r"北京 100050|8类|5G|3D打印|《[^》]*》|第六届|“156项工程”(?=遍布)"

_CHINESE = "一二三四五六"
_PART = re.compile(rf"^([{_CHINESE}])、")
_SECTION = re.compile(rf"^（([{_CHINESE}])）")
_FOOTNOTE = re.compile(r"^\^?[①②③④⑤⑥]")
_REFERENCE = re.compile(r"^- \[\d\]")
_LEFT_OUT = re.compile(
    r"https?://\S+|\d{4}-\d\d-\d\d *第\d+版"
    r"|[（(][^（）()]*[图表]\d+[^（）()]*[）)]"  # (图1、表1)
    r"|[图表]\s*\d+"
    r"|\d{4}—\d{4}年?|(?:19|20)\d\d(?:\s*[年、-]|(?=[，。]))|(?:19|20)\d\d(?=和)"
    r"|\d+月(?:\d+日)?|第\d+页|20世纪\d+年代|“\d+”"
    r"|\d+年代"
)
NUMBER = re.compile(r"\d+(?:\.\d+)?")


def numbers(text: str) -> list[tuple[str, str]]:
    """The numbers of the paper's prose.

    Parameters
    ----------
    text : str
        The paper's text as scanned: tables are the lines with tabs.

    Returns
    -------
    list of (section, number)
        In reading order. The section is ``abstract``, ``intro`` or the second level (``2.1``);
        a footnote's is its part and ``note`` (``2.note``).
    """
    part, section, found = "abstract", "abstract", []
    for line in text.splitlines():
        line = line.strip()
        if line.startswith("[参考文献]"):
            break
        if not line or "\t" in line or re.match(r"^(图\d|表\d|数据来源|注：|单位|\(单位)", line):
            continue
        if line.startswith("[作者简介]"):
            part = section = "intro"
            continue
        if line.startswith("[") and not line.startswith("[摘要]"):
            continue
        if heading := _PART.match(line):
            part = section = str(_CHINESE.index(heading[1]) + 1)
            continue
        if heading := _SECTION.match(line):
            section = f"{part}.{_CHINESE.index(heading[1]) + 1}"
            continue
        where = f"{part}.note" if _FOOTNOTE.match(line) else section
        line = re.sub(r"^\d\. ?(?=[^\d])", "", line)
        line = _LEFT_OUT.sub("#", re.sub(NAMES, "#", line))
        found += [(where, number) for number in NUMBER.findall(line)]
    return found


if __name__ == "__main__":
    rows = numbers(Path(sys.argv[1]).read_text(encoding="utf-8"))
    FIXTURE.write_text("".join(f"{s}\t{n}\n" for s, n in rows), encoding="utf-8")
    print(f"{len(rows)} numbers")
