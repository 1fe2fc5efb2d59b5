"""The evidence map: what each recommendation rests on, linked both ways."""

import re

import pytest

from recomputed.chapter.evidence import (
    Recommendation,
    evidence_frame,
    evidence_map,
    read_evidence,
    recommendations,
    resting_on,
)
from recomputed.errors import DataError
from recomputed.ledger import Ledger


@pytest.fixture(scope="module")
def ledger():
    return Ledger()


def written(folder, text):
    (folder / "evidence.csv").write_text(text, encoding="utf-8")
    return folder


def test_rows_of_one_recommendation_are_gathered_in_order(tmp_path):
    folder = written(
        tmp_path, "recommendation,section,claim\nA,5.1,1-x\nB,5.2,1-x\nA,5.1,2-y\nA,5.1,1-x\n"
    )
    found = read_evidence(folder, ["1-x", "2-y"])
    assert found == [
        Recommendation("A", "5.1", ("1-x", "2-y")),
        Recommendation("B", "5.2", ("1-x",)),
    ]
    assert [one.title for one in resting_on("1-x", found)] == ["A", "B"]
    assert resting_on("3-z", found) == []


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("recommendation,claim\nA,1-x\n", "row 1"),
        ("recommendation,section,claim\nA,5.1,1-typo\n", "row 2, column claim: found '1-typo'"),
        ("recommendation,section,claim\nA,,1-x\n", "row 2: found"),
    ],
)
def test_a_wrong_mapping_is_refused_by_row(tmp_path, text, says):
    with pytest.raises(DataError, match=re.escape(says)):
        read_evidence(written(tmp_path, text), ["1-x"])


def test_every_part_of_section_5_has_a_recommendation(ledger):
    expected = {"5", *(f"5.{part}" for part in range(1, 7))}
    assert {one.section for one in recommendations(ledger)} == expected


def test_anchors_are_unique(ledger):
    anchors = [one.anchor for one in recommendations(ledger)]
    assert len(set(anchors)) == len(anchors)


def test_the_map_links_every_claim_with_its_verdict(ledger):
    html = evidence_map(ledger).html
    for one in recommendations(ledger):
        assert f'id="{one.anchor}"' in html
        for claim in one.claims:
            assert f"#claim-{claim}" in html
    assert html.count("tt-verdict") == sum(len(one.claims) for one in recommendations(ledger))


def test_the_frame_counts_each_claim_once(ledger):
    frame = evidence_frame(ledger)
    counted = frame.groupby("recommendation")["value"].sum().to_dict()
    assert counted == {one.title: len(one.claims) for one in recommendations(ledger)}
