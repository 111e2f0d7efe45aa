from __future__ import annotations

import pytest

from harness.errors import RecordError, UsageError
from harness.records.ratings import FILE, add_rating, read_ratings, scan_ratings, standing_of
from tests.harness.fakes import ticking_clock


@pytest.fixture
def run_dir(tmp_path):
    (tmp_path / "model.py").write_text("x")
    return tmp_path


def test_the_latest_rating_of_each_rater_counts(run_dir):
    for rater, stars in (("ana", 1), ("ben", 3), ("ana", 5)):
        add_rating(run_dir, rater=rater, overall=stars, criteria={"physics": stars}, clock=ticking_clock())
    ratings = read_ratings(run_dir)
    assert [(rating.rater, rating.overall) for rating in ratings] == [("ana", 1), ("ben", 3), ("ana", 5)]
    standing = standing_of(ratings)
    assert (standing.mean, standing.raters, standing.criteria) == (4.0, 2, {"physics": 4.0})
    assert standing.agreement == 0.5
    assert standing_of([]).mean is None
    assert standing_of(ratings[:1]).agreement is None


def test_stars_are_taken_away_for_each_fault(run_dir):
    given = {"geometry": 4, "articulation": 5, "physics": 3}
    assert add_rating(run_dir, rater="ana", criteria=given).overall == 2
    assert add_rating(run_dir, rater="ana", criteria={"geometry": 1, "physics": 1}).overall == 1


@pytest.mark.parametrize(
    "given",
    [
        {},
        {"overall": 0},
        {"overall": 6},
        {"criteria": {"beauty": 5}},
        {"criteria": {"physics": 0}},
        {"overall": 3, "rater": " "},
    ],
)
def test_nonsense_is_refused(run_dir, given):
    with pytest.raises(UsageError):
        add_rating(run_dir, **{"rater": "ana", **given})
    assert not (run_dir / FILE).exists()


@pytest.mark.parametrize("position", range(0, 600, 7))
def test_no_byte_can_be_changed_unnoticed(run_dir, position):
    for stars in (2, 4):
        add_rating(run_dir, rater="ana", overall=stars, clock=ticking_clock())
    path = run_dir / FILE
    data = bytearray(path.read_bytes())
    data[position % (len(data) - 1)] ^= 1
    path.write_bytes(bytes(data))
    _, problems = scan_ratings(run_dir)
    assert problems
    with pytest.raises(RecordError):
        add_rating(run_dir, rater="ben", overall=3)
