"""The founding document's own 9月末 sheet of 具体的取組2-1-1, rebuilt from its own values.

令和7年度: what facts.md of the project's domain knowledge quotes of it. No survey had been held.
"""

from __future__ import annotations

from datetime import date

from bot.core.indicator.plan import Activity, Half, Moment, Plan, SheetChoice
from bot.core.indicator.questions import INDICATOR
from bot.core.indicator.result import SurveyResult
from bot.reports.survey_draft import draft

FOUNDING = SurveyResult(
    waves=(),
    plan=Plan(
        fiscal_year=2025,
        activities=(
            Activity(Half.TRAINING, "研修（e-ラーニング）", by="年内"),
            Activity(Half.CONFERENCE, "つながる場を兼ねた住之江区合同会議", "開催", by="年内"),
        ),
        choices=(SheetChoice(Moment.SEPTEMBER, "予定どおり"),),
    ),
    as_of=date(2025, 9, 30),
    moment=Moment.SEPTEMBER,
)


def test_the_september_sheet_of_the_founding_document() -> None:
    made = draft(FOUNDING)
    assert made.heading.text == "令和7年度　経営課題2　具体的取組2-1-1"
    assert made.moment.value == "9月末時点"
    assert INDICATOR in made.goal.text
    assert made.goal.text.endswith("と回答した職員の割合　80％以上")
    assert [(line.part, line.state, line.sentence.text) for line in made.done] == [
        ("研修", "実施予定", "研修（e-ラーニング）を年内に実施予定"),
        ("会議", "実施予定", "つながる場を兼ねた住之江区合同会議を年内に開催予定"),
        ("指標", "実施予定", "職員アンケートは、まだ行っていません（実施予定）。"),
    ]
    assert made.progress == "予定どおり"
    assert [sentence.text for sentence in made.directions] == ["令和8年度継続実施"]
    assert made.status == "案（指標担当の確認前）"
    assert made.unsettled == ()


def test_the_content_names_both_halves_and_what_the_conferences_are() -> None:
    training, conferences = (sentence.text for sentence in draft(FOUNDING).content)
    assert "研修" in training
    for named in ("つながる場", "生活困窮者支援会議（シェア会議）", "関係法令に基づく会議"):
        assert named in conferences
