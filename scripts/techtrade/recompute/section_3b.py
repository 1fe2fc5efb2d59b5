"""Section 3.1.2 (Table 18) and 3.1.3: patent applications, grants and grants abroad."""

from __future__ import annotations

from recomputed.ledger.figures import point
from recomputed.ledger.formulas import cagr, multiple, recompute
from recomputed.ledger.verbal import exceeds, nth_largest, undecided
from techtrade.recompute.conventions import fast, greatly
from techtrade.recompute.section_3a import TRADITIONAL, each

FIELDS = ("computer-technology", "pharmaceuticals", "food-chemistry")
CHINA = "China"
OTHERS = ("United States", "Japan", "South Korea", "France", "Germany", "Sweden")
OVERTAKEN = OTHERS[1:]


def digital(T, year: int, others: tuple[str, ...] = OTHERS) -> dict:
    """China's and others' patents granted abroad in digital communication in a year, Figure 6."""
    return {c: point(T, 6, c.lower().replace(" ", "_"), year) for c in (CHINA, *others)}


@recompute("3.1.2-three-applications-grow-fast", kind=["applications"], first=[2001])
@recompute("3.1.2-three-grants-grow-fast", kind=["grants"], first=[2002])
def three_grow_fast(T, kind, first):
    """Average annual growth to 2019 in each sector, Table 18; grants of 2001 are zero."""
    paces = {}
    for sector in TRADITIONAL:
        name = f"{sector}_{kind}"
        paces[sector] = fast(T, "快速", T[18][first, name], T[18][2019, name], 2019 - first)
    return each(paces)


@recompute("3.1.2-{sector}-applications-{year}", sector=TRADITIONAL, year=(2001, 2019))
@recompute("3.1.2-telecom-applications-{year}", sector=["telecom"], year=(2001, 2019))
def applications(T, sector, year):
    """Applications for invention patents in the year, Table 18."""
    return T[18][year, f"{sector}_applications"]


@recompute("3.1.2-{sector}-grants-{year}", sector=TRADITIONAL, year=[2019])
@recompute("3.1.2-telecom-grants-{year}", sector=["telecom"], year=(2001, 2019))
def grants(T, sector, year):
    """Invention patents granted in the year, Table 18."""
    return T[18][year, f"{sector}_grants"]


@recompute("3.1.2-three-grants-2001")
def most_grants_2001(T):
    """The largest of the three sectors' grants in 2001, Table 18."""
    cells = [T[18][2001, f"{sector}_grants"] for sector in TRADITIONAL]
    return max(cells, key=lambda cell: cell.value)


@recompute("3.1.2-{sector}-grants-cagr", sector=(*TRADITIONAL, "telecom"))
def grants_growth(T, sector):
    """Average annual growth of patents granted, 2002–2019, n = 17."""
    name = f"{sector}_grants"
    return cagr(T[18][2002, name], T[18][2019, name], 2019 - 2002)


@recompute(
    "3.1.2-{sector}-grants-multiple-{base}", sector=(*TRADITIONAL, "telecom"), base=(2002, 2010)
)
def grants_multiple(T, sector, base):
    """Patents granted in 2019 as a multiple of the base year, Table 18."""
    return multiple(T[18][base, f"{sector}_grants"], T[18][2019, f"{sector}_grants"])


@recompute("3.1.2-telecom-applications-cagr")
def telecom_applications_growth(T):
    """Average annual growth of patent applications in telecommunications, 2001–2019, n = 18."""
    name = "telecom_applications"
    return cagr(T[18][2001, name], T[18][2019, name], 2019 - 2001)


@recompute("3.1.2-software-grows-fast")
def software_grows_fast(T):
    """Average annual growth of software copyrights registered, 2001–2019, against the bar."""
    name = "software_copyrights"
    return fast(T, "迅速", T[18][2001, name], T[18][2019, name], 2019 - 2001)


@recompute("3.1.2-software-{year}", year=(2001, 2010, 2019))
def software_registrations(T, year):
    """Software copyrights registered in the year, Table 18."""
    return T[18][year, "software_copyrights"]


@recompute("3.1.2-software-cagr")
def software_growth(T):
    """Average annual growth of software copyrights registered, 2001–2019, n = 18."""
    name = "software_copyrights"
    return cagr(T[18][2001, name], T[18][2019, name], 2019 - 2001)


@recompute("3.1.2-software-multiple-{base}", base=(2001, 2010))
def software_multiple(T, base):
    """Software copyrights registered in 2019 as a multiple of the base year."""
    return multiple(T[18][base, "software_copyrights"], T[18][2019, "software_copyrights"])


@recompute("3.1.3-overseas-rise")
def overseas_grow_greatly(T):
    """Patents granted abroad in each field in 2018 as a multiple of 2003, Figure 5."""
    ends = {f: [point(T, 5, f.replace("-", "_"), year) for year in (2003, 2018)] for f in FIELDS}
    return each({name: greatly(T, "大幅", *pair, ("2003", "2018")) for name, pair in ends.items()})


@recompute("3.1.3-{field}-overseas-cagr", field=FIELDS)
def overseas_growth(T, field):
    """Average annual growth between the stated endpoints, Figure 5, 2003–2018, n = 15."""
    name = field.replace("-", "_")
    return cagr(point(T, 5, name, 2003), point(T, 5, name, 2018), 2018 - 2003)


@recompute("3.1.3-{field}-overseas-multiple-2003", field=FIELDS)
def overseas_multiple(T, field):
    """Patents granted abroad in 2018 as a multiple of 2003, from the stated endpoints."""
    name = field.replace("-", "_")
    return multiple(point(T, 5, name, 2003), point(T, 5, name, 2018))


@recompute("3.1.3-digital-china-cagr-2000-2010")
def digital_growth_to_2010(T):
    """Average annual growth between the stated levels, Figure 6, 2000–2010, n = 10."""
    return cagr(point(T, 6, "china", 2000), point(T, 6, "china", 2010), 2010 - 2000)


@recompute("3.1.3-digital-weak-2010")
def digital_behind_in_2010(T):
    """China against each of the six other countries in 2010, Figure 6."""
    granted = digital(T, 2010)
    behind = {c: greatly(T, "明显", granted[CHINA], granted[c], (CHINA, "")) for c in OTHERS}
    return each(behind)


@recompute("3.1.3-digital-marked-increase")
def digital_marked_increase(T):
    """China's average yearly addition to its grants after 2010 against that before, Figure 6."""
    china = {year: point(T, 6, "china", year) for year in (2000, 2010, 2018)}
    before, after = (china[2010] - china[2000]) / 10, (china[2018] - china[2010]) / 8
    return greatly(T, "显著", before, after, ("a year 2000–2010", "a year 2010–2018"))


@recompute("3.1.3-digital-china-multiple-2010")
def digital_multiple(T):
    """China's grants in 2018 as a multiple of 2010, from the stated levels, Figure 6."""
    return multiple(point(T, 6, "china", 2010), point(T, 6, "china", 2018))


@recompute("3.1.3-digital-overtakes")
def digital_overtakes(T):
    """China against each country it is said to have passed by 2018, Figure 6."""
    granted = digital(T, 2018, OVERTAKEN)
    return each({c: exceeds(granted[CHINA], granted[c]) for c in OVERTAKEN})


@recompute("3.1.3-digital-second")
def digital_second(T):
    """China's place among the seven countries of Figure 6 in 2018; others are not drawn."""
    place = nth_largest(CHINA, digital(T, 2018), 2)
    if not place.holds:
        return place
    return undecided(f"{place.evidence}; countries that Figure 6 does not draw may lie between")
