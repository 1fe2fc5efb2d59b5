"""The paper's entities and their colours."""

from __future__ import annotations

import json
import re

import pandas as pd
import pytest

from recomputed.charts import style
from recomputed.charts.palette import known
from recomputed.data.book import find_data


def test_frequent_partners_and_industries_have_colours_of_their_own():
    frequent = {
        "partner": "United States,Japan,Germany,Italy,Sweden,Russia,Hong Kong,South Korea",
        "form": "Patents,Know-how,Technical consulting and services,Computer software,"
        "Trademark licensing,Joint and co-operative production,Other forms",
        "firm": "State-owned enterprises,Collective enterprises,Foreign-invested enterprises,"
        "Private enterprises,Other",
        "industry": "Electronics and communications equipment,Electrical machinery,"
        "Transport equipment,Pharmaceuticals,Chemicals,General machinery,"
        "Special-purpose machinery,Food",
        "flow": "Exports,Imports,Balance",
    }
    for kind, names in frequent.items():
        entities = re.split(r",(?! )", names)
        assert len(set(style.colours(kind, entities))) == len(entities), kind


def test_an_entity_keeps_its_colour_under_every_spelling():
    russia = style.colour("partner", "Russia")
    for spelling in ("Soviet Union / Russia", "ussr_russia", "USSR / Russia"):
        assert style.colour("partner", spelling) == russia
    electronics = "Electronics and communications equipment"
    measure = f"{electronics}: main business revenue"
    assert style.colour("industry", measure) == style.colour("industry", electronics)


def test_every_entity_of_the_data_has_a_colour_of_its_kind(data_package):
    kinds = dict.fromkeys((1, 11, 12), "partner") | dict.fromkeys((9, 10), "firm")
    kinds |= dict.fromkeys((2, 4, 5, 6, 7, 8), "form")
    kinds |= dict.fromkeys((3, *range(13, 21)), "industry")
    for table, kind in kinds.items():
        lost = [name for name in data_package[table] if not known(kind, name)]
        assert not lost, (table, lost)


@pytest.fixture
def data_package():
    """What each table is about: its row labels, or else its columns' titles."""
    folder = find_data()
    package = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    found = {}
    for resource in package["resources"]:
        if resource["name"].startswith("table_"):
            titles = [f["title"] for f in resource["schema"]["fields"]]
            titles = [t for t in titles if not t.startswith(("Year", "Share"))]
            frame = pd.read_csv(folder / resource["path"], dtype=str)
            labelled = "label_en" in frame
            found[int(resource["name"][-2:])] = frame["label_en"] if labelled else titles
    return found
