"""The page for the fridge door: one page, large numbers, night lines marked."""

from __future__ import annotations

from datetime import date

import pytest

from bot.reports.pocket_guide import KEEP, NUMBERS_OF_THE_DAY
from bot.reports.urgent_page import ALWAYS, NIGHT, TITLE, UrgentLine, UrgentPage, urgent_page
from bot.slack.blocks.quiet import sensitive_words
from tests.support.pdf import largest_type, page_texts

NIGHT_LINE = UrgentLine(
    "みほん夜間の電話", ("06-0000-0001",), NIGHT, "平日17時〜翌9時", "2024年12月時点"
)
ALWAYS_LINE = UrgentLine(
    "みほんの電話", ("#0000", "06-0000-0002"), ALWAYS, "24時間365日", "2025年時点"
)
PLAIN_LINE = UrgentLine("番号のない電話", (), "", "受付時間は要確認", "区で設定")


def page(*lines: UrgentLine) -> UrgentPage:
    return UrgentPage("abc123", date(2026, 11, 22), lines, ("資料を使っています。",))


def test_everything_is_on_one_page() -> None:
    (text,) = page_texts(urgent_page(page(NIGHT_LINE, ALWAYS_LINE, PLAIN_LINE)))
    for said in (
        f"{NIGHT}みほん夜間の電話平日17時〜翌9時2024年12月時点",
        f"{ALWAYS}みほんの電話2025年時点",
        "番号のない電話受付時間は要確認",
        "06-0000-0002",
        f"{NUMBERS_OF_THE_DAY}（2026年11月22日）",
        KEEP,
        "内容の版abc123資料を使っています。",
    ):
        assert said in text


@pytest.mark.parametrize("count", [0, 1, 8, 14])
def test_any_number_of_lines_stays_on_one_page(count: int) -> None:
    (text,) = page_texts(urgent_page(page(*[NIGHT_LINE] * count)))
    assert text.count("06-0000-0001") == count


def test_the_largest_type_is_the_numbers_and_the_title_is_quiet() -> None:
    made = urgent_page(page(NIGHT_LINE, NIGHT_LINE))
    assert largest_type(made) == "06-0000-0001" * 2
    assert sensitive_words(TITLE) == []


def test_the_same_page_and_day_give_the_same_bytes() -> None:
    assert urgent_page(page(NIGHT_LINE)) == urgent_page(page(NIGHT_LINE))
