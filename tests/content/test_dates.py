"""「変わりありません」 changes two dates in a card and not a byte besides."""

from __future__ import annotations

from datetime import date

import pytest

from bot.content.dates import NotEditable, next_review, renewed

TODAY, REVIEW = date(2027, 3, 2), date(2027, 6, 9)


@pytest.mark.parametrize(
    ("assured", "review", "expected"),
    [
        (date(2026, 11, 22), date(2027, 3, 1), date(2027, 6, 9)),
        (date(2026, 1, 1), date(2028, 1, 1), date(2028, 3, 1)),  # 365 days at most
        (date(2027, 3, 1), date(2027, 3, 2), date(2027, 3, 3)),
    ],
)
def test_the_interval_stays(assured: date, review: date, expected: date) -> None:
    assert next_review(assured, review, TODAY) == expected


@pytest.mark.parametrize(
    "card",
    [
        "id: x\nassured_date: {}\nreview_after: {}\n",
        "assured_date: \"{}\"  # 確かめた日\r\nreview_after:   '{}'\r\nsay: 2026-01-01\r\n",
        "# assured_date: 2020-01-01\nassured_date: {}\nreview_after: {} # 2020-01-01",
        "\ufeffassured_date: {}\n# ―― 見直し ――\nreview_after: {}\n",
    ],
)
def test_two_dates_change_and_nothing_else(card: str) -> None:
    before = card.format("2026-11-22", "2027-03-01").encode()
    assert renewed(before, TODAY, REVIEW) == card.format("2027-03-02", "2027-06-09").encode()


@pytest.mark.parametrize(
    "card",
    [
        "assured_date: 2026-11-22\n",
        "{assured_date: 2026-11-22, review_after: 2027-03-01}\n",
        "assured_date: 2026-11-22\nreview_after: 2027-03-01\nreview_after: 2027-03-01\n",
        "assured_date:\n  2026-11-22\nreview_after: 2027-03-01\n",
    ],
)
def test_what_is_written_otherwise_is_left_to_an_editor(card: str) -> None:
    with pytest.raises(NotEditable):
        renewed(card.encode(), TODAY, REVIEW)
