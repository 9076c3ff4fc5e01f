"""plan.yaml: what the 指標担当 keeps, read whole or with every mistake and its line."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from bot.content.reader import read_course
from bot.core.indicator.plan import Entered, Half, Moment, Plan
from tests.support.service import QUIZZES_DIR

GOOD = """\
fiscal_year: 2026
progress: [予定どおり, 一部遅れあり]
activities:
  - half: conference
    name: 合同会議
    held: [2026-06-01, 2026-09-02]
    planned: [2026-12-01]
    people: 40
  - {half: training, name: e-ラーニング, by: 年内}
indicators:
  - id: supporters
    name: 参加者数
    target: 300
    unit: 人
    by: 年間
    values:
      - {value: 180, as_of: 2026-09-30, source: 課の集計}
      - {value: 87.5, as_of: 2026-10-31, source: 課の集計}
    beside:
      - name: 学校向け
        values:
          - {value: 95, as_of: 2026-09-30, source: 課の集計}
sheets:
  - {moment: september, progress: 一部遅れあり, confirmed: abc123}
"""


def read(folder: Path, text: str) -> tuple[Plan | None, list[str]]:
    """The plan of a folder that holds nothing else, and the mistakes in its file."""
    (folder / "plan.yaml").write_text(text, encoding="utf-8")
    (folder / "concepts").mkdir(exist_ok=True)
    source = QUIZZES_DIR / "concepts"
    for file in sorted(source.glob("*.yaml"))[:1]:
        (folder / "concepts" / file.name).write_bytes(file.read_bytes())
    loaded = read_course(folder, None)
    told = [f"{e.line}: {e.message}" for e in loaded.errors if e.path.endswith("plan.yaml")]
    return (None if loaded.value is None else loaded.value.plan), told


def test_the_file_becomes_a_plan(tmp_path: Path) -> None:
    plan, faults = read(tmp_path, GOOD)
    assert faults == []
    assert plan is not None
    assert plan.fiscal_year == 2026
    meeting, training = plan.activities
    assert (meeting.half, meeting.verb, meeting.people) == (Half.CONFERENCE, "開催", 40)
    assert meeting.held == (date(2026, 6, 1), date(2026, 9, 2))
    assert (training.verb, training.by, training.people) == ("実施", "年内", None)
    (indicator,) = plan.indicators
    assert indicator.values[1] == Entered(Fraction(175, 2), date(2026, 10, 31), "課の集計")
    assert indicator.latest(date(2026, 10, 1)) == indicator.values[0]
    choice = plan.choice(Moment.SEPTEMBER)
    assert choice is not None
    assert (choice.progress, choice.confirmed) == ("一部遅れあり", "abc123")


def test_without_the_file_there_is_an_empty_plan(tmp_path: Path) -> None:
    read(tmp_path, GOOD)
    (tmp_path / "plan.yaml").unlink()
    loaded = read_course(tmp_path, None)
    assert loaded.value is not None
    assert loaded.value.plan == Plan()


def test_the_shipped_plan_has_the_targets_and_claims_nothing() -> None:
    loaded = read_course(QUIZZES_DIR, None)
    assert loaded.value is not None
    plan = loaded.value.plan
    assert [(i.target, i.unit) for i in plan.indicators] == [
        (300, "人"),
        (12, "件"),
        (90, "％"),
        (150, "件"),
        (60, "％"),
        (90, "％"),
    ]
    assert all(not i.values for i in plan.indicators), "values are the ward's to enter"
    assert all(not activity.held for activity in plan.activities)
    assert [b.name for b in plan.indicators[0].beside] == ["学校向けの参加者数"]


@pytest.mark.parametrize(
    ("wrong", "line", "said"),
    [
        (("fiscal_year: 2026", "fiscal_year: 令和8"), 1, "年度（fiscal_year）の『令和8』"),
        (("target: 300", "target: -3"), 13, "0以上の整数"),
        (("target: 300", "target: 12.5"), 13, "0以上の整数"),
        (("unit: 人", "unit: 名"), 14, "使えるのは 人・件・％"),
        (("value: 180", "value: 約180"), 17, "0以上の数"),
        ((", source: 課の集計}", "}"), 17, "出典（source）がありません"),
        (("2026-12-01", "12月"), 7, "日付ではありません"),
        (("progress: 一部遅れあり, c", "progress: おおむね, c"), 24, "予定どおり・一部遅れあり"),
        (("half: training", "half: event"), 9, "使えません"),
        (("moment: september", "moment: 10月"), 24, "september・year_end"),
    ],
)
def test_every_mistake_has_its_line(
    tmp_path: Path, wrong: tuple[str, str], line: int, said: str
) -> None:
    plan, faults = read(tmp_path, GOOD.replace(*wrong, 1))
    assert plan is None
    assert [f for f in faults if f.startswith(f"{line}: ") and said in f], faults


def test_two_sheets_of_one_moment_are_refused(tmp_path: Path) -> None:
    twice = f"{GOOD}  - {{moment: september, progress: 予定どおり}}\n"
    _, faults = read(tmp_path, twice)
    assert faults == ["25: 同じ時点（moment）のシートが2つあります"]
