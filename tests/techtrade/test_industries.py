"""The eight industries: the same number from tables that lay them out differently."""

import pytest

from recomputed.data.book import Book
from recomputed.errors import NotPrinted
from techtrade.stories.industries import group_and_rest, industry_cell, multiples

INDUSTRY = "Industrial enterprises above designated size"


@pytest.fixture(scope="module")
def tables():
    return Book().T


@pytest.mark.parametrize(
    ("number", "printed"), [(15, 1064.8), (16, 1.51), (17, 83589), (19, 42454.7)]
)
def test_cells_are_found_in_rows_and_in_columns(tables, number, printed):
    cell = industry_cell(tables, number, "Electronics and communications equipment", 2012)
    assert float(cell) == printed


def test_an_unknown_industry_is_not_printed(tables):
    with pytest.raises(NotPrinted, match="Table 15 has no column for Tobacco"):
        industry_cell(tables, 15, "Tobacco", 2012)


def test_multiples_follow_the_order_of_industries(tables):
    found = multiples(tables, ["Food", "Chemicals"], {"R&D": (15, 2012, 2018)})
    assert found == {"R&D": pytest.approx([161 / 86.9, 899.9 / 554.7])}


def test_group_and_rest_make_up_the_whole(tables):
    own, rest = group_and_rest(tables, ["Food"], INDUSTRY, (17, 2012, 2018))
    assert own == pytest.approx(10906 / 2375)
    assert rest == pytest.approx((1094200 - 10906) / (277196 - 2375))
