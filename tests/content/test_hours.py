"""Opening hours as staff write them."""

from __future__ import annotations

from datetime import date

import pytest

from bot.content.hours import Timetable
from bot.content.nodes import compose
from bot.content.schema import Bad, Page, Record
from bot.core.opening import OnHolidays, Rule, Schedule
from tests.content.conftest import Desk

WEEK = frozenset(range(7))
WEEKDAYS = frozenset(range(5))


def read(*lines: str) -> tuple[Schedule | Bad, list[str]]:
    text = "[" + ", ".join(f'"{line}"' for line in lines) + "]"
    root = compose(text.encode()).root
    assert root is not None
    record = Record()
    value = Timetable().read(root, "受付時間（hours）", Page("knowledge/local.yaml", record))
    return value, [error.message for error in record.errors]


@pytest.mark.parametrize(
    ("line", "rules"),
    [
        ("平日 9:00〜17:30", (Rule(540, 1050, WEEKDAYS),)),
        ("月〜金 9:00～17:30", (Rule(540, 1050, WEEKDAYS),)),
        ("月-金 9:00-17:30", (Rule(540, 1050, WEEKDAYS),)),
        ("月～金　９：００～１７：３０", (Rule(540, 1050, WEEKDAYS),)),
        ("月火水木金 9時〜17時30分", (Rule(540, 1050, WEEKDAYS),)),
        ("火・木 10時〜16時", (Rule(600, 960, frozenset({1, 3})),)),
        ("日祝 9:00〜17:00", (Rule(540, 1020, frozenset({6}), holidays=True),)),
        ("土 0:00〜24:00", (Rule(0, 1440, frozenset({5})),)),
        ("第4日曜 9:00〜17:30", (Rule(540, 1050, frozenset({6}), nth=4),)),
        ("第2土曜日 9:00〜12:00", (Rule(540, 720, frozenset({5}), nth=2),)),
        ("毎日 16:00〜21:00", (Rule(960, 1260, WEEK, holidays=True),)),
        ("休日 0:00〜翌9:00", (Rule(0, 1980, frozenset({5, 6}), holidays=True),)),
        ("毎月10日 8:00〜翌8:00", (Rule(480, 1920, month_day=10),)),
        ("2027-03-28 9:00〜17:30", (Rule(540, 1050, day=date(2027, 3, 28)),)),
        ("2027-03-29 休み", (Rule(0, 0, day=date(2027, 3, 29)),)),
        (
            "平日 9:00〜12:00・13:00〜17:00",
            (Rule(540, 720, WEEKDAYS), Rule(780, 1020, WEEKDAYS)),
        ),
    ],
)
def test_a_line_is_read(line: str, rules: tuple[Rule, ...]) -> None:
    assert read(line) == (Schedule(rules, text=line), [])


@pytest.mark.parametrize(
    ("line", "policy"),
    [
        ("祝日は休み", OnHolidays.CLOSED),
        ("祝日も同じ", OnHolidays.AS_USUAL),
        ("祝日は不明", OnHolidays.UNKNOWN),
    ],
)
def test_a_line_says_what_holds_on_holidays(line: str, policy: OnHolidays) -> None:
    value, faults = read("火・木 10:00〜16:00", line)
    assert isinstance(value, Schedule)
    assert (value.on_holidays, faults) == (policy, [])


@pytest.mark.parametrize("line", ["24時間", "24時間365日"])
def test_around_the_clock(line: str) -> None:
    assert read(line) == (Schedule(always=True, text=line), [])


def test_lines_add_up_and_are_kept_as_written() -> None:
    value, _ = read("平日 9:00〜17:30", "金 17:30〜19:00")
    assert isinstance(value, Schedule)
    assert len(value.rules) == 2
    assert value.text == "平日 9:00〜17:30、金 17:30〜19:00"


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("9:00〜17:30", "「月〜金 9:00〜17:30」"),
        ("平日9:00〜17:30", "「月〜金 9:00〜17:30」"),
        ("平日 9:00", "「月〜金 9:00〜17:30」"),
        ("平日 朝〜夕方", "「月〜金 9:00〜17:30」"),
        ("だいたい毎日 9:00〜17:00", "「月〜金 9:00〜17:30」"),
        ("毎月32日 9:00〜17:00", "「月〜金 9:00〜17:30」"),
        ("第6日曜 9:00〜17:00", "「月〜金 9:00〜17:30」"),
        ("金〜月 9:00〜17:00", "曜日の順が逆です"),
        ("平日 17:30〜9:00", "翌日まで開くときは「翌9:00」"),
        ("平日 9:00〜9:00", "翌日まで開くときは「翌9:00」"),
        ("平日 9:00〜25:00", "時刻は0:00から24:00までです"),
        ("平日 9:60〜17:00", "時刻は0:00から24:00までです"),
        ("平日 24:00〜翌3:00", "始まりは0:00から23:59までです"),
        ("2027-02-30 休み", "その日付はありません"),
        ("月 休み", "休みと書けるのは"),
    ],
)
def test_what_cannot_be_read_is_told_with_how_to_write_it(line: str, said: str) -> None:
    value, faults = read(line)
    assert isinstance(value, Bad)
    assert len(faults) == 1
    assert faults[0].startswith(f"受付時間（hours）の『{line}』は読めません。")
    assert said in faults[0]


@pytest.mark.parametrize(
    "lines",
    [
        ("24時間", "平日 9:00〜17:30"),
        ("祝日は不明",),
        ("平日 9:00〜17:30", "祝日は不明", "祝日も同じ"),
    ],
)
def test_lines_that_contradict_each_other_are_a_mistake(lines: tuple[str, ...]) -> None:
    value, faults = read(*lines)
    assert isinstance(value, Bad)
    assert [fault.split("。")[0] for fault in faults] == ["受付時間（hours）の行どうしが合いません"]


SEEN = 'seen: "2026-07-26"'
HOURS = "\n    hours: 平日9時から"
SCHEDULES = '\n    schedules: ["平日 9:00〜17:00"]'


def test_a_contact_says_its_hours_twice(desk: Desk) -> None:
    desk.replace("knowledge/contacts.yaml", SEEN, SEEN + HOURS + SCHEDULES)
    assert desk.errors() == []


@pytest.mark.parametrize("beside", ["", f"{HOURS}\n    always_open: true"])
def test_hours_to_reckon_with_stand_beside_those_to_read(desk: Desk, beside: str) -> None:
    desk.replace("knowledge/contacts.yaml", SEEN, SEEN + beside + SCHEDULES)
    said = "時間割（schedules）は、受付時間（hours）と並べて、24時間でない番号にだけ書きます"
    assert [error.split(": ")[1] for error in desk.errors()] == [said]
