"""plan.yaml as the program writes it, and forms read by the readers of the file."""

from __future__ import annotations

import string
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.content.plan import UNITS
from bot.content.plan_form import (
    FieldFaults,
    activity_of,
    choice_of,
    days_of,
    entered_of,
    plain_number,
)
from bot.content.plan_text import HEAD, decimal, read_plan, written
from bot.core.indicator.plan import (
    Activity,
    Beside,
    Entered,
    Half,
    Indicator,
    Moment,
    Plan,
    SheetChoice,
)
from tests.content.test_plan import GOOD
from tests.support.service import QUIZZES_DIR

# What the reader of a text takes: no sign that nobody sees, no blank space around it.
_SIGNS = st.characters(codec="utf-8", exclude_categories=("Cc", "Cf", "Cs", "Zl", "Zp", "Cn"))
_AWKWARD = st.sampled_from(
    [
        *("no", "~", "010", "12:30", "2026-01-01", "- a", "a: b", "#x", "「"),
        *('"\\"', "：全角", "a\nb", "%x"),
    ]
)


def texts(longest: int) -> st.SearchStrategy[str]:
    """Texts as they can stand in the file."""
    made = st.text(_SIGNS, min_size=1, max_size=min(longest, 12)).map(str.strip)
    return (made | _AWKWARD).filter(bool)


DAYS = st.dates(date(2000, 1, 1), date(2199, 12, 31))
LISTS = st.lists(DAYS, max_size=4, unique=True).map(tuple)
VALUES = st.lists(
    st.builds(
        Entered,
        st.integers(0, 9_999_999_99).map(lambda n: Fraction(n, 100)),
        DAYS,
        texts(200),
    ),
    max_size=3,
    unique=True,
).map(tuple)
BESIDE = st.lists(st.builds(Beside, texts(200), VALUES), max_size=2, unique=True).map(tuple)


@st.composite
def activities(draw: st.DrawFn) -> Activity:
    half = draw(st.sampled_from(Half))
    verb = "実施" if half is Half.TRAINING else "開催"
    people = draw(st.none() | st.integers(0, 9_999_999))
    by = draw(st.just("") | texts(80))
    return Activity(half, draw(texts(80)), verb, draw(LISTS), draw(LISTS), by, people)


@st.composite
def plans(draw: st.DrawFn) -> Plan:
    ids = draw(st.lists(st.text(string.ascii_lowercase, min_size=1), max_size=3, unique=True))
    words = draw(st.lists(texts(80), min_size=1, max_size=3, unique=True))
    moments = draw(st.lists(st.sampled_from(Moment), max_size=2, unique=True))
    indicators = tuple(
        Indicator(
            id_,
            draw(texts(200)),
            draw(st.integers(0, 9_999_999)),
            draw(st.sampled_from(UNITS)),
            draw(st.just("") | texts(80)),
            draw(VALUES),
            draw(BESIDE),
        )
        for id_ in ids
    )
    choices = tuple(
        SheetChoice(m, draw(st.sampled_from(words)), draw(st.just("") | texts(80))) for m in moments
    )
    held = tuple(draw(st.lists(activities(), max_size=3)))
    year, next_year = draw(st.integers(2000, 2199)), draw(texts(80))
    return Plan(year, held, indicators, choices, tuple(words), next_year)


@settings(max_examples=60, deadline=None)
@given(plans())
def test_any_plan_is_read_as_it_was_written(plan: Plan) -> None:
    data = written(plan)
    assert read_plan(data) == plan
    assert data.decode().startswith(HEAD)


def test_the_shipped_file_is_written_by_the_same_rule() -> None:
    """So that the first change in chat changes its own lines, and no others."""
    shipped = (QUIZZES_DIR / "plan.yaml").read_bytes()
    plan = read_plan(shipped)
    assert isinstance(plan, Plan)
    assert written(plan) == shipped


def test_a_file_with_mistakes_is_no_plan() -> None:
    assert read_plan(None) == Plan()
    faults = read_plan(GOOD.replace("value: 180", "value: 約180").encode())
    assert not isinstance(faults, Plan)
    assert [str(fault)[:23] for fault in faults] == ["quizzes/plan.yaml:17: 値"]
    assert read_plan(b"a: [") != Plan()


@pytest.mark.parametrize(
    ("value", "said"), [("180", "180"), ("87.5", "87.5"), ("0.05", "0.05"), ("12.30", "12.3")]
)
def test_decimals(value: str, said: str) -> None:
    assert decimal(Fraction(value)) == said


@given(DAYS)
def test_a_day_is_read_however_it_is_written(day: date) -> None:
    year = day.year if day.month >= 4 else day.year - 1
    spellings = [
        f"{day.month}月{day.day}日",
        f"{day.month}/{day.day}",
        f"{day.year}/{day.month}/{day.day}",
        f"{day.year}年{day.month}月{day.day}日",
        day.isoformat(),
        f"{day.month}月{day.day}日（月）",
    ]
    if 2018 < day.year < 2118:
        spellings += [f"R{day.year - 2018}.{day.month}.{day.day}"]
        spellings += [f"令和{day.year - 2018}年{day.month}月{day.day}日"]
    assert set(days_of("\n".join(spellings), year)) == {day.isoformat()}


def test_full_width_digits_units_and_lists() -> None:
    found = days_of("１０月５日、11月2日\n\n あした ", 2026)
    assert found == ("2026-10-05", "2026-11-02", "あした")
    assert plain_number("１，２３４人", "人") == "1234"
    assert plain_number("８７．５％", "％") == "87.5"
    assert plain_number("約180", "人") == "約180"
    assert plain_number("12,5", "％") == "12,5", "what is no thousands' comma is not guessed at"


def test_a_form_of_an_activity() -> None:
    typed = {"held": "10月5日\n4/1", "planned": "", "by": " 年内 ", "people": "４０人"}
    made = activity_of("合同会議", Half.CONFERENCE, typed, 2026)
    held = (date(2026, 10, 5), date(2026, 4, 1))
    assert made == Activity(Half.CONFERENCE, "合同会議", "開催", held, (), "年内", 40)


def faults_of(make: object, *args: object) -> dict[str, str]:
    with pytest.raises(FieldFaults) as wrong:
        make(*args)  # type: ignore[operator]
    return dict(wrong.value.by_field)


def test_each_fault_stands_at_its_field_without_a_word_of_code() -> None:
    typed = {"held": "10月5日\n10/5", "planned": "2月30日", "by": "あ" * 81, "people": "多数"}
    faults = faults_of(activity_of, "合同会議", Half.CONFERENCE, typed, 2026)
    assert faults == {
        "held": "行った日に『2026-10-05』が2回あります。",
        "planned": "予定の日の『2027-02-30』は日付ではありません。2026-11-22 の形にしてください。",
        "by": "予定の時期が長すぎます（81文字。80文字まで）。",
        "people": "参加した人数の『多数』は使えません。0以上の整数にしてください。",
    }
    assert faults_of(entered_of, {"value": "", "as_of": "", "source": " "}, "人") == {
        "value": "値を入れてください。",
        "as_of": "時点を入れてください。",
        "source": "出典を入れてください。",
    }
    assert faults_of(choice_of, {"progress": "", "next_year": "継続"}) == {
        "progress": "進捗状況を入れてください。"
    }


def test_a_form_of_a_figure() -> None:
    day = date(2026, 9, 30)
    typed = {"value": "１８０", "as_of": day.isoformat(), "source": "課の\u200b集計"}
    assert set(faults_of(entered_of, typed, "人")) == {"source"}, "a sign that nobody sees"
    assert entered_of({**typed, "source": "課の 集計"}, "人") == Entered(
        Fraction(180), day, "課の 集計"
    )
