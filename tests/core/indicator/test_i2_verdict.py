"""I2: the verdict at every boundary, with the numbers of the design's table."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.indicator.figures import Counts, CountsFault, Verdict, figures

MISSED, RESPONDENTS, INTERVAL, CERTAIN = (
    Verdict.MISSED,
    Verdict.RESPONDENTS,
    Verdict.INTERVAL,
    Verdict.CERTAIN,
)


@pytest.mark.parametrize(
    ("answered", "yes", "verdict"),
    [
        (300, 239, MISSED),
        (300, 240, CERTAIN),
        (300, 241, CERTAIN),
        (285, 227, MISSED),
        (285, 228, RESPONDENTS),
        (285, 230, RESPONDENTS),
        (285, 231, INTERVAL),
        (285, 239, INTERVAL),
        (285, 240, CERTAIN),
        (270, 215, MISSED),
        (270, 216, RESPONDENTS),
        (270, 219, RESPONDENTS),
        (270, 220, INTERVAL),
        (270, 239, INTERVAL),
        (270, 240, CERTAIN),
        (240, 191, MISSED),
        (240, 192, RESPONDENTS),
        (240, 197, RESPONDENTS),
        (240, 198, INTERVAL),
        (240, 239, INTERVAL),
        (240, 240, CERTAIN),
        (180, 143, MISSED),
        (180, 144, RESPONDENTS),
        (180, 150, RESPONDENTS),
        (180, 151, INTERVAL),
        (180, 180, INTERVAL),
        (1, 1, RESPONDENTS),
        (0, 0, MISSED),
    ],
)
def test_i2_the_verdict_at_every_boundary(answered: int, yes: int, verdict: Verdict) -> None:
    assert figures(Counts(300, answered, yes)).verdict is verdict


def test_the_words_are_those_of_the_plan() -> None:
    assert [verdict.value for verdict in Verdict] == [
        "達成(確実)",
        "達成(回答者ベース・区間下限も80%以上)",
        "達成(回答者ベースのみ)",
        "未達成",
    ]


def test_rounding_does_not_turn_a_verdict() -> None:
    """2,399 of 2,999 are 79.99 %, which is printed 80.0 %."""
    assert figures(Counts(2999, 2999, 2399)).verdict is MISSED
    assert figures(Counts(2999, 2999, 2400)).verdict is CERTAIN


ORDER = (MISSED, RESPONDENTS, INTERVAL, CERTAIN)


@given(st.integers(1, 400), st.data())
def test_one_more_yes_never_makes_the_verdict_worse(staff: int, data: st.DataObject) -> None:
    answered = data.draw(st.integers(1, staff))
    yes = data.draw(st.integers(0, answered - 1))
    before, after = (figures(Counts(staff, answered, n)).verdict for n in (yes, yes + 1))
    assert ORDER.index(before) <= ORDER.index(after)


@pytest.mark.parametrize(
    ("counts", "said"),
    [
        ((0, 0, 0), "対象の人数（0）"),
        ((-3, 0, 0), "対象の人数（-3）"),
        ((300, 301, 0), "回答した人数（301）"),
        ((300, -1, 0), "回答した人数（-1）"),
        ((300, 240, 241), "「はい」の人数（241）"),
        ((300, 240, -1), "「はい」の人数（-1）"),
    ],
)
def test_counts_that_cannot_be_are_refused(counts: tuple[int, int, int], said: str) -> None:
    with pytest.raises(CountsFault, match=said):
        Counts(*counts)
