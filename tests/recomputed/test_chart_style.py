"""Colours and house style: contrast, colour blindness, one colour per entity, both themes."""

import itertools
import math
import re

import altair as alt
import pytest
from chart_samples import EVERY, FORMS_OF_CHART, LAST, hex_values, picture, svg_of

from recomputed.charts import style
from recomputed.charts.palette import PALETTE
from recomputed.charts.relations import STRONG

PAPERS_DARK = ("#14181e", "#121212")


def linear(hex_value):
    channels = (int(hex_value[i : i + 2], 16) / 255 for i in (1, 3, 5))
    return [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]


def contrast(one, other):
    def luminance(hex_value):
        return sum(w * c for w, c in zip((0.2126, 0.7152, 0.0722), linear(hex_value), strict=True))

    bright, dim = sorted((luminance(one), luminance(other)), reverse=True)
    return (bright + 0.05) / (dim + 0.05)


def oklab(rgb):
    r, g, b = rgb
    long = math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b)
    medium = math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b)
    short = math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b)
    return (
        0.2104542553 * long + 0.7936177850 * medium - 0.0040720468 * short,
        1.9779984951 * long - 2.4285922050 * medium + 0.4505937099 * short,
        0.0259040371 * long + 0.7827717662 * medium - 0.8086757660 * short,
    )


# Machado, Oliveira and Fernandes (2009), full severity, on linear RGB.
SIGHT = {
    "normal": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protanopia": ((0.152, 1.053, -0.205), (0.115, 0.786, 0.099), (-0.004, -0.048, 1.052)),
    "deuteranopia": ((0.367, 0.861, -0.228), (0.280, 0.673, 0.047), (-0.012, 0.043, 0.969)),
}


def difference(one, other, matrix):
    seen = (
        oklab([sum(m * c for m, c in zip(row, linear(h), strict=True)) for row in matrix])
        for h in (one, other)
    )
    return math.dist(*seen)


@pytest.mark.parametrize("name", PALETTE["colours"])
def test_entity_colours_stand_out_in_both_themes(name):
    entry = PALETTE["colours"][name]
    assert contrast(entry["light"], "#ffffff") >= 3
    assert contrast(entry["text"], "#ffffff") >= 4.5
    for paper in PAPERS_DARK:
        assert contrast(entry["dark"], paper) >= 4.5, "dark colours also serve as label colours"


def test_text_inks_are_readable_in_both_themes():
    for name in ("ink", "muted"):
        assert contrast(PALETTE["inks"][name]["light"], "#ffffff") >= 4.5
        for paper in PAPERS_DARK:
            assert contrast(PALETTE["inks"][name]["dark"], paper) >= 4.5
    assert contrast(PALETTE["inks"]["faint"]["light"], "#ffffff") >= 3
    assert all(contrast(PALETTE["inks"]["faint"]["dark"], paper) >= 3 for paper in PAPERS_DARK)


@pytest.mark.parametrize("scheme", ["blue", "diverging"])
def test_numbers_on_heat_map_cells_are_readable(scheme):
    for i, step in enumerate(PALETTE["ramps"][scheme]):
        ink = PALETTE["inks"]["paper" if i in STRONG[scheme] else "ink"]
        assert contrast(step["light"], ink["light"]) >= 4.5, (i, step)
        assert contrast(step["dark"], ink["dark"]) >= 4.5, (i, step)


@pytest.mark.parametrize("sight", SIGHT)
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_frequent_colours_are_told_apart_with_colour_blindness(theme, sight):
    hues = {name: PALETTE["colours"][name][theme] for name in PALETTE["sequence"]}
    for (one, a), (other, b) in itertools.combinations(hues.items(), 2):
        assert difference(a, b, SIGHT[sight]) >= 0.07, (one, other)


def test_unknown_entities_get_neutral_colours_and_unknown_kinds_fail():
    neutrals = [PALETTE["colours"][name]["light"] for name in PALETTE["neutrals"]]
    assert style.colours("partner", ["Mars", "Japan", "Venus"])[::2] == neutrals[:2]
    with pytest.raises(KeyError):
        style.colour("planet", "Mars")


def test_every_light_colour_has_one_dark_counterpart():
    pairs = [(p["light"], p["dark"]) for p in PALETTE["inks"].values()]
    pairs += [
        (c[role], c["dark"]) for c in PALETTE["colours"].values() for role in ("light", "text")
    ]
    pairs += [(s["light"], s["dark"]) for steps in PALETTE["ramps"].values() for s in steps]
    assert len({light for light, _ in pairs}) == len(set(pairs)) == len(style.dark_map())
    assert all(re.fullmatch(r"#[0-9a-f]{6}", value) for pair in pairs for value in pair)


@EVERY
def test_all_colours_come_from_the_palette(name):
    spec = FORMS_OF_CHART[name].to_dict()
    assert hex_values(spec) <= style.dark_map().keys()
    for svg in (picture(name), picture(name, phone=True)):
        assert set(re.findall(r"#[0-9a-fA-F]{3,8}\b", svg)) <= style.dark_map().keys()
        paints = set(re.findall(r'(?:fill|stroke|stop-color)="([^"#]+)"', svg))
        assert paints <= {"none", "transparent"}, "a colour that no theme can switch"


def test_plain_altair_charts_get_the_house_style():
    chart = alt.Chart(LAST).mark_bar().encode(x="value", y="series")
    assert hex_values(chart.to_dict()) <= style.dark_map().keys()
    assert style.PALETTE["colours"]["blue"]["light"] in svg_of(chart.to_dict())
