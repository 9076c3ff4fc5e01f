"""The founding document's own 9月末 sheet of 具体的取組2-1-1, rebuilt from its own values.

令和7年度: everything that the project's domain knowledge quotes of it (facts.md §1 and §7), and
the board of 経営課題2 as issue 8 gives it. No survey had been held.

What is not quoted there, and therefore not here: the table itself as a picture or file, its
課題 word for word, its クローズアップ, the wording of 取組内容 about the training, values of the
other indicators at the end of September, and the names of the two of 令和11年度末.
"""

from __future__ import annotations

import io
from datetime import date

import openpyxl
import pytest

from bot.content.plan_text import read_plan, written
from bot.core.indicator.plan import (
    PROGRESS,
    Activity,
    Beside,
    Half,
    Indicator,
    Moment,
    Plan,
    SheetChoice,
)
from bot.core.indicator.questions import INDICATOR
from bot.core.indicator.result import SurveyResult
from bot.reports.survey_board import NOT_ENTERED, board
from bot.reports.survey_draft import draft
from bot.reports.survey_pdf import survey_pdf
from bot.reports.survey_words import SHARE
from bot.reports.survey_workbook import SHEET, survey_workbook
from tests.reports.survey_samples import blank
from tests.support.pdf import page_texts
from tests.support.shared import shared_file

INDICATORS = (
    Indicator(
        "supporters",
        "地域向け見守りあったかネットサポーター養成講座の年間参加者数",
        300,
        "人",
        "年間",
        beside=(Beside("学校向けの参加者数"),),
    ),
    Indicator("local-activities", "地元企業・NPO等の地域資源を活用した地域活動", 12, "件", "年間"),
    Indicator("support", "まちづくりセンター等の支援", 90, "％", ""),
    Indicator("portal", "ポータルサイトによる情報発信", 150, "件", "年間"),
    Indicator("outcome-60", "令和11年度末の指標（目標60％）", 60, "％", "令和11年度末"),
    Indicator("outcome-90", "令和11年度末の指標（目標90％）", 90, "％", "令和11年度末"),
)
FOUNDING = SurveyResult(
    waves=(),
    plan=Plan(
        fiscal_year=2025,
        activities=(
            Activity(Half.TRAINING, "研修（e-ラーニング）", by="年内"),
            Activity(Half.CONFERENCE, "つながる場を兼ねた住之江区合同会議", "開催", by="年内"),
        ),
        indicators=INDICATORS,
        choices=(SheetChoice(Moment.SEPTEMBER, "予定どおり"),),
    ),
    as_of=date(2025, 9, 30),
    moment=Moment.SEPTEMBER,
)
GOAL = f"区役所の全職員に対して実施するアンケートで「{INDICATOR}」と回答した職員の割合　80％以上"
CONFERENCES = (
    "関係機関の情報共有・連携のため、関係法令に基づく会議のほか、総合的な支援調整の場（つながる場）"
    "及び生活困窮者支援会議（シェア会議）などの積極的な活用を進める"
)
DONE = [
    ("研修", "実施予定", "研修（e-ラーニング）を年内に実施予定"),
    ("会議", "実施予定", "つながる場を兼ねた住之江区合同会議を年内に開催予定"),
    ("指標", "実施予定", "職員アンケートは、まだ行っていません（実施予定）。"),
]


def test_the_september_sheet_of_the_founding_document() -> None:
    made = draft(FOUNDING)
    assert made.heading.text == "令和7年度　経営課題2　具体的取組2-1-1"
    assert made.moment.value == "9月末時点"
    assert made.goal.text == GOAL
    assert [(line.part, line.state, line.sentence.text) for line in made.done] == DONE
    assert made.progress == "予定どおり"
    assert [sentence.text for sentence in made.directions] == ["令和8年度継続実施"]
    assert made.status == "案（指標担当の確認前）"
    assert made.unsettled == ()


def test_the_content_names_both_halves_and_says_the_plans_own_words() -> None:
    training, conferences = (sentence.text for sentence in draft(FOUNDING).content)
    assert "研修" in training
    assert conferences == CONFERENCES


@pytest.mark.parametrize(
    "quoted",
    [
        "令和7年度住之江区運営方針",
        "取組実績等(9月末時点)",
        "方向性の確認: 課題+方向性",
        "つながる場を兼ねた住之江区合同会議を年内に開催予定",
        "研修(e-ラーニング)を年内に実施予定",
        "進捗「予定どおり」",
        "令和8年度継続実施",
        CONFERENCES.translate(str.maketrans("（）", "()")),
    ],
)
def test_what_is_rebuilt_is_what_is_quoted(quoted: str) -> None:
    """Read again where it is quoted, so that nobody's memory stands here."""
    assert quoted in shared_file("domain/facts.md").read_text(encoding="utf-8")


def test_the_only_progress_that_is_quoted_is_the_only_one_offered() -> None:
    assert PROGRESS == ("予定どおり",)


def test_the_board_of_the_founding_year_claims_no_value() -> None:
    rows = board(FOUNDING)
    assert [(row.name, row.target) for row in rows] == [
        (SHARE, "80％以上"),
        (INDICATORS[0].name, "年間300人以上"),
        ("（並べて示す）学校向けの参加者数", "－"),
        (INDICATORS[1].name, "年間12件以上"),
        (INDICATORS[2].name, "90％以上"),
        (INDICATORS[3].name, "年間150件以上"),
        (INDICATORS[4].name, "令和11年度末60％以上"),
        (INDICATORS[5].name, "令和11年度末90％以上"),
    ]
    assert {(row.value, row.value_text, row.day_text) for row in rows} == {
        (None, NOT_ENTERED, "－")
    }


def test_paper_and_workbook_say_the_same_in_the_layout_of_the_plan() -> None:
    text = "".join(page_texts(survey_pdf(FOUNDING, blank())))
    book = openpyxl.load_workbook(io.BytesIO(survey_workbook(FOUNDING)))
    rows = [tuple(row) for row in book[SHEET].iter_rows(values_only=True)][1:]
    assert [name for name, _, _ in rows] == [
        "シート",
        "計画（取組内容）",
        "計画（取組内容）",
        "計画（指標）",
        "取組実績等（研修）",
        "取組実績等（会議）",
        "取組実績等（指標）",
        "進捗状況",
        "課題",
        "方向性",
        "この案のしるし",
    ]
    said = [str(row[2]) for row in rows]
    assert said[2:8] == [CONFERENCES, GOAL, *(sentence for _, _, sentence in DONE), "予定どおり"]
    assert said[9] == "令和8年度継続実施"
    assert "".join(draft(FOUNDING).heading.text.split()) in text
    for sentence in said[1:]:
        assert "".join(sentence.split()) in text, sentence


def test_its_values_go_through_the_file_unchanged() -> None:
    """Entered in chat or by hand, the same sheet comes out."""
    assert read_plan(written(FOUNDING.plan)) == FOUNDING.plan
