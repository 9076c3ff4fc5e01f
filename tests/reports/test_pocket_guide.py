"""The pocket guide whatever the ward enters: it stays within its pages and on the paper."""

from __future__ import annotations

import logging
from datetime import date

import pytest

from bot.core.duties import SafetyKind
from bot.reports.guide_values import ActNow, Domain, Entry, Meeting, Phone, PocketGuide
from bot.reports.pocket_guide import (
    KEEP,
    KIND_TITLES,
    NUMBERS_OF_THE_DAY,
    TITLE,
    pocket_guide,
)
from bot.slack.blocks.quiet import sensitive_words
from tests.support.pdf import page_texts

DAY = date(2026, 11, 22)
PHONE = Phone(
    "みほんの電話",
    ("06-0000-0001",),
    "平日9時〜17時",
    "二次情報・2026年7月26日時点",
    "みほんの注意。",
)


def guide(entries: int = 3, phones: int = 1, text: str = "みほんの窓口です。") -> PocketGuide:
    act_now = tuple(
        ActNow(kind, f"すぐにする{number}", (text,), (text,), "みほん課　3階", (PHONE,))
        for number, kind in enumerate(SafetyKind)
    )
    rows = tuple(
        Entry(f"みほん窓口その{n}", text, "了承を得てから", "3階 31番", (PHONE,) * phones)
        for n in range(entries)
    )
    meeting = Meeting("みほん会議", ("使うとき",), "同意が要ります", "まとめてください")
    domains = (Domain("みほんの分野", rows),)
    return PocketGuide("abc123", DAY, act_now, domains, (meeting,), ("資料を使っています。",))


def test_a_short_guide_has_two_pages_and_says_everything() -> None:
    pages = page_texts(pocket_guide(guide()))
    assert len(pages) == 2
    for said in (
        "みほん窓口その2",
        "〔了承を得てから〕",
        "06-0000-0001",
        "みほんの注意",
        "みほん会議",
        "資料を使って",
    ):
        assert said in pages[1]
    for number, kind in enumerate(SafetyKind):
        assert f"{KIND_TITLES[kind]}すぐにする{number}" in pages[0]


def test_every_page_says_what_must_be_read_beside_a_number() -> None:
    for number, page in enumerate(pages := page_texts(pocket_guide(guide(60))), start=1):
        assert KEEP in page
        assert f"{NUMBERS_OF_THE_DAY}印刷2026年11月22日内容の版abc123" in page
        assert f"{number}／{len(pages)}" in page


@pytest.mark.parametrize(("entries", "phones"), [(42, 2), (60, 1), (36, 3)])
def test_more_content_makes_the_type_smaller_not_the_guide_longer(
    entries: int, phones: int
) -> None:
    pages = page_texts(pocket_guide(guide(entries, phones)))
    assert len(pages) <= 4
    assert all(f"みほん窓口その{n}〔" in "".join(pages) for n in range(entries))


def test_what_cannot_fit_is_printed_on_more_pages_rather_than_left_out() -> None:
    pages = page_texts(pocket_guide(guide(150, 3)))
    assert len(pages) > 4
    assert "みほん窓口その149〔" in "".join(pages)


def test_the_same_guide_and_day_give_the_same_bytes() -> None:
    assert pocket_guide(guide()) == pocket_guide(guide())


def test_titles_may_be_read_over_a_shoulder() -> None:
    assert sensitive_words(TITLE) == []
    assert set(KIND_TITLES) == set(SafetyKind)
    neutral = [t for k, t in KIND_TITLES.items() if k is not SafetyKind.DISABILITY_ABUSE]
    assert [word for title in neutral for word in sensitive_words(title)] == []


def test_a_rare_kanji_is_drawn_by_the_other_font(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING, "fpdf"):
        pages = page_texts(pocket_guide(guide(text="𠮷と﨑の窓口です。")))
    assert "𠮷と﨑の窓口です。" in pages[1]
    assert [r.message for r in caplog.records if "missing" in r.message] == []
