"""calendar.yaml and newcomers.yaml: what may stand in them, and what is said about the rest."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from bot.content.library import Library
from bot.core.learning.course_calendar import Blackout, CourseCalendar, Weekday, YearlyPause
from bot.core.learning.first_signs import GENERAL, group_for
from tests.content.conftest import Desk
from tests.support.service import KNOWLEDGE_DIR, QUIZZES_DIR

GOOD = """\
post_time: "9:30"
first_weekday: tue
second_weekday: fri
pause: {from: 03-20, to: 04-20}
blackouts:
  - sections: [税務課, 窓口サービス課]
    from: 2027-02-16
    to: 2027-03-15
    note: 申告の受付
"""
SIGNS = """\
groups:
  - id: general
    signs:
      - {text: 気づき1, action: すること, concept: call-first}
      - {text: 気づき2, action: すること, concept: call-first}
      - {text: 気づき3, action: すること, concept: call-first}
"""


def test_without_the_files_the_usual_calendar_holds(desk: Desk) -> None:
    course = desk.course().value
    assert course is not None
    assert course.calendar == CourseCalendar()
    assert course.newcomers == ()


def test_a_calendar_is_read_and_a_reload_takes_it(desk: Desk) -> None:
    library = Library.open(desk.knowledge_dir, desk.quizzes_dir)
    before = library.course.version
    desk.write("quizzes/calendar.yaml", GOOD)
    assert library.changed_on_disk()
    assert library.reload().changed
    busy = Blackout(
        ("税務課", "窓口サービス課"), date(2027, 2, 16), date(2027, 3, 15), "申告の受付"
    )
    pause = YearlyPause((3, 20), (4, 20))
    wanted = CourseCalendar(570, Weekday.TUESDAY, Weekday.FRIDAY, pause, (busy,))
    assert library.course.calendar == wanted
    assert library.course.version != before


def test_a_mistake_leaves_the_last_calendar_in_use(desk: Desk) -> None:
    desk.write("quizzes/calendar.yaml", GOOD)
    library = Library.open(desk.knowledge_dir, desk.quizzes_dir)
    desk.write("quizzes/calendar.yaml", GOOD.replace("9:30", "8:30"))
    (error,) = library.reload().errors
    assert (error.path, error.line) == ("quizzes/calendar.yaml", 1)
    assert library.course.calendar.minute == 570


def test_what_cannot_be_is_named_with_its_line(told: Callable[[], list[str]]) -> None:
    """
    == quizzes/calendar.yaml
    post_time: "12:30"
    first_weekday: wed
    second_weekday: thu
    pause: {from: 02-30, to: 4/14}
    blackouts:
      - sections: [税務課]
        from: 2027-03-15
        to: 2027-02-16
        note: 申告
    """
    calendar = "quizzes/calendar.yaml"
    hours = '9:00から11:30までの時刻を、"10:00" の形で書いてください'
    wanted = "は日付ではありません。03-25（3月25日）の形にしてください"
    assert told() == [
        f"{calendar}:1: 届ける時刻（post_time）の『12:30』は使えません。{hours}",
        f"{calendar}:4: 始まりの日（from）の『02-30』{wanted}",
        f"{calendar}:4: 終わりの日（to）の『4/14』{wanted}",
        f"{calendar}:8: 終わりの日（to）は、始まりの日（from）と同じか、あとにしてください",
    ]


def test_two_posts_need_a_day_between(told: Callable[[], list[str]]) -> None:
    """
    == quizzes/calendar.yaml
    post_time: "10:00"
    first_weekday: wed
    second_weekday: thu
    """
    said = "1回目の曜日の2日あとか、それよりあとにしてください"
    assert told() == [
        f"quizzes/calendar.yaml:3: 2回目の曜日（second_weekday）は、{said}",
    ]


def test_signs_are_three_and_name_a_concept_that_exists(desk: Desk) -> None:
    path = "quizzes/newcomers.yaml"
    desk.write(path, SIGNS)
    assert desk.errors() == []
    desk.write(path, SIGNS.replace("concept: call-first}", "concept: call-frist}", 1))
    said = "『call-frist』は concepts にありません。『call-first』のことですか"
    assert desk.errors() == [f"{path}:4: 学ぶことのID（concept）の{said}"]
    desk.write(path, SIGNS.replace("general", "tax"))
    assert desk.errors() == [
        f"{path}:1: どの課にも当たらないときのまとまり（id: general）がありません"
    ]
    desk.write(path, "\n".join(SIGNS.splitlines()[:-1]))
    assert desk.errors() == [f"{path}:4: 三つの気づき（signs）には3つ以上書いてください"]


def test_each_section_of_the_shipped_course_has_its_signs() -> None:
    groups = Library.open(KNOWLEDGE_DIR, QUIZZES_DIR).course.newcomers
    found = {
        name: group.id
        for name in ("税務課", "保険年金課", "窓口サービス課", "子育て支援課", "保健福祉課")
        if (group := group_for(groups, name))
    }
    assert list(found.values()) == ["tax", "insurance", "desk", "children", "health"]
    general = group_for(groups, "総務課")
    assert general is not None
    assert general.id == GENERAL
    assert group_for((), "総務課") is None
