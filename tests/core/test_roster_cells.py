"""Dates, 対象外 and refused reasons in the cells of a roster."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.people import Exclusion, ExclusionReason, Membership, Role
from bot.core.roster import RosterFile, parse_roster
from bot.core.roster_cells import PRIVATE, read_date

DAY = date(2026, 4, 1)
HEADER = "職員番号,氏名,課,役割,適用日,対象外の理由,対象外の開始日,対象外の終了日\n"


def read(row: str) -> RosterFile:
    roster, faults = parse_roster(f"{HEADER}1,青葉,税務課,{row}\n".encode(), DAY)
    assert faults == ()
    assert roster is not None
    return roster


def faults(row: str) -> list[str]:
    roster, found = parse_roster(f"{HEADER}1,青葉,税務課,{row}\n".encode(), DAY)
    assert roster is None
    return [str(fault) for fault in found]


@pytest.mark.parametrize(
    "text",
    [
        "2026-04-01",
        "2026/4/1",
        "２０２６／４／１",
        "2026年4月1日",
        "2026.04.01",
        "令和8年4月1日",
        "R8.4.1",
        "令和８年４月１日",
        " 2026年 4月 1日 ",
    ],
)
def test_dates_as_offices_write_them(text: str) -> None:
    assert read_date(text) == DAY


def test_the_first_year_of_an_era() -> None:
    assert read_date("令和元年5月1日") == date(2019, 5, 1)


@pytest.mark.parametrize(
    "text", ["", "4月1日", "2026-13-01", "2026-02-30", "46113", "26/4/1x", "元"]
)
def test_what_is_no_date(text: str) -> None:
    assert read_date(text) is None


@given(st.dates(date(1900, 1, 1), date(2200, 1, 1)))
def test_every_day_comes_back(day: date) -> None:
    assert read_date(day.isoformat()) == day
    assert read_date(f"{day.year}年{day.month}月{day.day}日") == day


def test_a_row_may_have_a_day_of_its_own() -> None:
    roster = read("課長,2026-05-01,,,")
    held = [membership for _, membership in roster.memberships]
    starts = date(2026, 5, 1)
    assert held == [Membership("税務課", role, starts) for role in (Role.STAFF, Role.SUPERVISOR)]
    assert roster.moves == (("1", starts),)


@pytest.mark.parametrize(
    ("label", "reason"),
    [
        ("勤務していない期間", ExclusionReason.NOT_WORKING),
        ("派遣・出向", ExclusionReason.SECONDED),
        ("基準日後の着任", ExclusionReason.AFTER_REFERENCE_DAY),
    ],
)
def test_the_three_coarse_reasons(label: str, reason: ExclusionReason) -> None:
    (whose, found) = read(f",,{label},2026-07-01,2026-09-30").exclusions[0]
    assert (whose, found) == ("1", Exclusion(reason, date(2026, 7, 1), date(2026, 10, 1)))
    assert found.holds_on(date(2026, 9, 30))
    assert not found.holds_on(date(2026, 10, 1))


def test_without_dates_it_begins_with_the_roster_and_stays_open() -> None:
    ((_, found),) = read(",,派遣・出向,,").exclusions
    assert found == Exclusion(ExclusionReason.SECONDED, DAY)
    assert read(",,,,").exclusions == ()


@pytest.mark.parametrize(
    "reason",
    [
        "休職",
        "病気休職中",
        "育休",
        "育児休業",
        "産休",
        "介護休暇",
        "病気療養のため",
        "うつ病",
        "入院",
    ],
)
def test_health_and_family_are_refused_and_the_sentence_says_why(reason: str) -> None:
    """And does not repeat what stood there: it would go on standing in the terminal."""
    assert faults(f",,{reason},,") == [f"2行目: {PRIVATE}"]
    assert "個人の情報" in PRIVATE
    assert reason not in PRIVATE or reason in {"休職", "育休"}


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (",,長い旅,,", "対象外の理由「長い旅」は使えません。"),
        (",,,2026-07-01,", "対象外の日付がありますが「対象外の理由」が空です。"),
        (",,派遣・出向,2026-07-02,2026-07-01", "「対象外の終了日」が、開始日より前です。"),
        (",,派遣・出向,,2026-03-31", "「対象外の終了日」が、開始日より前です。"),
        (",,派遣・出向,2062-07-01,", "対象外の日付が、名簿の基準日から5年より離れています。"),
        (",2062-04-01,,,", "「適用日」が、名簿の基準日から1年より離れています。"),
        (",あした,,,", "「適用日」を日付として読めません。"),
        (",,派遣・出向,7月,", "「対象外の開始日」を日付として読めません。"),
    ],
)
def test_each_fault_has_its_sentence(row: str, said: str) -> None:
    (fault,) = faults(row)
    assert fault.startswith(f"2行目: {said}")


def test_the_supervisor_is_one_role_however_it_is_written() -> None:
    for label in ("課長", "課長級", "課長（課長級）", "課長(課長級)"):
        held = [membership.role for _, membership in read(f"{label},,,,").memberships]
        assert held == [Role.STAFF, Role.SUPERVISOR]
