"""Answers to the exercises of the introduction: reading one table with care."""

from recomputed.ledger.formulas import share, top
from recomputed.teach.register import answer, slip


def _industries(T):
    """The ten importing industries of 2019, without the sums."""
    cells = T[13].column("value", year=2019)
    return {name: q for name, q in cells.items() if name not in ("Total", "Top ten")}


@answer("ex-0-1", hint="The industries that make goods are those that Table 16 lists as well.")
def not_manufacturing(T):
    """Industries among the ten largest importers of 2019 that do not manufacture."""
    made = {key if isinstance(key, str) else key[0] for key in T[16].keys()}  # noqa: SIM118
    return {name for name in _industries(T) if name not in made}


@answer(
    "ex-0-2",
    decimals=1,
    unit="percent",
    hint="Exports over imports; the totals stand in Tables 7 and 8.",
)
def cover(T):
    """Exports of technology as a share of imports, 2019."""
    return share(T[8][2019, "Total", "value"], T[7][2019, "Total", "value"])


@slip("ex-0-2", "That is exports as a share of both directions together.")
def part_of_trade(T):
    sold, bought = (T[table][2019, "Total", "value"] for table in (8, 7))
    return share(sold, sold + bought)


@slip("ex-0-2", "That is imports over exports.")
def upside_down(T):
    return share(T[7][2019, "Total", "value"], T[8][2019, "Total", "value"])


@answer("ex-0-3", hint="Add the shares from the largest down, until they pass fifty per cent.")
def half_of_imports(T):
    """How many industries, from the largest down, bought half of all imports in 2019."""
    industries, whole = _industries(T), T[13][2019, "Total", "value"]
    for number in range(1, len(industries) + 1):
        if 2 * sum(float(q) for q in top(industries, number).values()) >= float(whole):
            return number
    return 0


@slip("ex-0-3", "So many hold half of what the *ten* bought; the question is about all imports.")
def half_of_ten(T):
    industries = _industries(T)
    ten = sum(float(q) for q in industries.values())
    for number in range(1, len(industries) + 1):
        if 2 * sum(float(q) for q in top(industries, number).values()) >= ten:
            return number
    return 0
