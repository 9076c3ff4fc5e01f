"""The reports of the 職員アンケート: I7 (each number has a cell), I8 (the same bytes), wording."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from functools import cache

import openpyxl
import pytest

from bot.core.indicator.plan import Moment, SheetChoice
from bot.core.indicator.result import SurveyResult, Withheld
from bot.core.indicator.wave_hash import digest
from bot.reports.orders import FileKind, Order, file_name
from bot.reports.survey_board import board
from bot.reports.survey_draft import draft
from bot.reports.survey_facts import number, say
from bot.reports.survey_method import method
from bot.reports.survey_pdf import survey_pdf
from bot.reports.survey_words import SHARE
from bot.reports.survey_workbook import (
    EVIDENCE,
    METHOD,
    RESULT,
    SHEET,
    TREND,
    survey_workbook,
)
from bot.service.report_child import ReportMaker
from tests.reports.survey_samples import blank, definition, result, wave, without_waves
from tests.support.pdf import bad_line_ends, page_texts

NUMBER = re.compile(r"\d+(?:\.\d+)?")
FEW = Withheld("職員アンケート（2026年度・年度当初）", 2026, 300, 8, 10)
SAMPLES = {
    "september": replace(
        result(Moment.SEPTEMBER), waves=result().waves[:2], as_of=date(2027, 2, 28)
    ),
    "year end": result(),
    "before any wave": without_waves(),
    "nobody": replace(result(), waves=(wave(definition(), 0.0, 0.0),)),
    "everybody": replace(result(), waves=(wave(definition(), 1.0, 1.0),)),
    "yes or no": replace(result(), waves=(wave(definition(four=False), 0.5, 0.6),)),
    "too few": replace(without_waves(), withheld=(FEW,)),
    "too few before": replace(result(), withheld=(FEW,)),
}


@cache
def pdf(sample: str) -> bytes:
    """The paper, with any picture: what is drawn on it is tested elsewhere."""
    return survey_pdf(SAMPLES[sample], blank())


@cache
def paper(sample: str) -> list[str]:
    return page_texts(pdf(sample))


@cache
def book(sample: str) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(survey_workbook(SAMPLES[sample])))


def sheet(sample: str, name: str) -> list[tuple[object, ...]]:
    return [tuple(row) for row in book(sample)[name].iter_rows(values_only=True)]


@cache
def cells(sample: str) -> set[str]:
    """Every number that stands in a cell of 「数字の根拠」, as a reader of the sheet sees it."""
    found: set[str] = set()
    for _, _, value, written in sheet(sample, EVIDENCE)[1:]:
        found |= set(_shown(value, str(written)))
    return found


def _shown(value: object, written: str) -> Iterator[str]:
    if isinstance(value, datetime):
        yield from (str(part) for part in (value.year, value.month, value.day))
    elif isinstance(value, float | int) and written.endswith("％") and "." in written:
        yield f"{100 * value:.1f}"
    elif isinstance(value, float | int):
        yield f"{value:g}" if value < 10**6 else str(int(value))
    else:
        yield from NUMBER.findall(str(value))


# ------------------------------------------------------------ I7


@pytest.mark.parametrize("sample", SAMPLES)
def test_i7_each_number_of_the_sheet_is_a_cell_of_the_workbook(sample: str) -> None:
    """The paper and the workbook are read by other programs and compared."""
    known, made = cells(sample), draft(SAMPLES[sample])
    text = "".join(paper(sample))
    checked = 0
    for sentence in made.sentences:
        assert "".join(sentence.text.split()) in text, sentence.text
        for token in NUMBER.findall(sentence.text):
            assert token in known, (sentence.text, token)
            checked += 1
    assert checked >= 8


@pytest.mark.parametrize("sample", [s for s in SAMPLES if SAMPLES[s].wave])
def test_i7_so_is_each_number_of_the_result_and_of_the_method(sample: str) -> None:
    known, texts = cells(sample), paper(sample)
    wave_ = SAMPLES[sample].wave
    assert wave_ is not None
    lines = [s.text for _, sentences in method(wave_) for s in sentences]
    assert all("".join(line.split()) in texts[-1] for line in lines), "one page of its own"
    for token in NUMBER.findall("".join(lines)):
        assert token in known, token
    first = texts[0].partition("いっしょに見る数字")[0].partition("ことを意識して行動できる。・")[2]
    assert first
    assert set(NUMBER.findall(first)) <= known


def test_i7_a_changed_number_would_be_found() -> None:
    known = cells("year end")
    assert "83.3" in known
    assert "83.4" not in known
    with pytest.raises(ValueError, match="without a cell"):
        say("回答は12人です。")
    assert say("回答は{n}です。", n=number("回答", 12, "人")).text == "回答は12人です。"


def test_i7_the_sheet_of_the_workbook_says_what_the_paper_says() -> None:
    text = "".join(paper("year end"))
    for name, _, said in sheet("year end", SHEET)[2:]:
        assert "".join(str(said).split()) in text, name


# ------------------------------------------------------------ I8, I6


@pytest.mark.parametrize("sample", SAMPLES)
def test_i8_the_same_result_gives_the_same_workbook(sample: str) -> None:
    again = SAMPLES[sample]
    assert survey_workbook(again) == survey_workbook(again)


def test_i8_the_same_result_gives_the_same_paper() -> None:
    assert survey_pdf(result(), blank()) == pdf("year end")


def test_i8_the_child_process_draws_the_same_files_twice() -> None:
    kinds = (FileKind.PICTURE, FileKind.PAPER, FileKind.SHEET)
    maker = ReportMaker()
    first, second = maker.make([Order(result(), kinds), Order(result(), kinds)])
    assert first == second
    assert [file.name for file in first] == [
        f"職員アンケートの結果_年度末_2026年度_20270301.{kind}" for kind in kinds
    ]
    assert first[0].description.startswith(f"{SHARE}の推移の図。")
    assert first[0].content.startswith(b"\x89PNG")
    assert len({len(file.content) for file in first}) == 3


def test_i6_the_hash_of_the_frozen_wave_is_on_the_paper_and_in_the_workbook() -> None:
    frozen = digest(definition())
    texts = paper("year end")
    assert frozen in texts[-1]
    assert all(frozen[:12] in text for text in texts)
    assert any(frozen in str(cell) for row in sheet("year end", METHOD) for cell in row)


def test_i6_other_options_break_the_series_and_it_is_said() -> None:
    texts = "".join(paper("year end"))
    assert texts.count("前の回とくらべられません") == 1
    said = [row[-1] for row in sheet("year end", "これまでの回")[1:]]
    assert said == ["くらべられます", "くらべられません", "くらべられます"]


# ------------------------------------------------------------ what is said

FALSE_LABEL = re.compile(
    "(?:行動して|気づいて|つなげて)い(?:る|た)職員の割合|行動(?:する|できる|できた)職員の割合"
    "|職員の割合(?=[はが（：、。]).{0,12}行動"
)


def everything(sample: str) -> str:
    texts = [
        str(cell)
        for one in book(sample)
        for row in one.iter_rows(values_only=True)
        for cell in row
        if cell
    ]
    return "\n".join([*texts, *paper(sample)])


@pytest.mark.parametrize("sample", SAMPLES)
def test_a_figure_is_called_what_people_answered_and_nothing_more(sample: str) -> None:
    text = everything(sample)
    assert FALSE_LABEL.search(text) is None
    assert "回答した職員の割合" in text
    for match in re.finditer("職員の割合", text):
        assert text[max(0, match.start() - 5) : match.start()].endswith("と回答した"), text[
            max(0, match.start() - 20) : match.end()
        ]


def test_the_false_labels_are_recognised() -> None:
    assert FALSE_LABEL.search("気づいて行動している職員の割合　82.5％")
    assert FALSE_LABEL.search("課題に気づいている職員の割合")
    assert FALSE_LABEL.search("行動できる職員の割合")
    assert FALSE_LABEL.search(f"{SHARE}は、回答者のうち82.5％です。") is None


@pytest.mark.parametrize("sample", SAMPLES)
def test_lines_are_broken_by_the_rules(sample: str) -> None:
    assert bad_line_ends(pdf(sample)) == []


def test_never_one_bare_percentage() -> None:
    text = paper("year end")[0]
    for said in (
        "対象300人のうち270人",
        "回答率90.0％",
        "「はい」は225人",
        "うち「そう思う」109人",
    ):
        assert said in text
    for said in (
        "回答者のうち83.3％",
        "対象の職員全員のうち75.0％",
        "75.0％、みな「はい」なら85.0％",
    ):
        assert said in text
    assert "達成(回答者ベース・区間下限も80%以上)" in text
    assert "初めて見る設問の正答率は74.0％" in text
    assert "実際につないだ件数（ボタンによる参考値）は88件" in text


def test_reasons_for_leaving_the_denominator_are_the_wards_and_none_is_small() -> None:
    text = paper("year end")[-1]
    assert "名簿313人のうち、対象300人、対象外13人（育休6人、休職5人、その他2人）" in text
    assert "長期派遣" not in everything("year end")


def test_rows_that_are_hidden_have_no_number_of_yes_anywhere() -> None:
    rows = sheet("year end", "まとまりごと")[1:]
    hidden = [row for row in rows if row[5] and "表示しません" in str(row[5])]
    assert hidden
    assert all(row[4] is None for row in hidden)
    banded = [row for row in rows if str(row[5]).endswith(("以上", "以下"))]
    assert banded
    assert all(row[4] is None for row in banded)


# ------------------------------------------------------------ the sheet of the plan


def test_what_has_not_happened_is_never_written_as_done() -> None:
    made = draft(result())
    said = {(line.state, line.sentence.text) for line in made.done}
    assert ("実施予定", "窓口の事例研修を3月12日に実施予定") in said
    assert ("実施予定", "シェア会議を今後に開催予定") in said
    assert ("実施予定", "つながる場を年度内に開催予定") in said
    joint = "つながる場を兼ねた住之江区合同会議を11月5日、2月3日に開催（全2回、参加46人）"
    assert ("実施済", joint) in said
    for state, text in said:
        assert (state == "実施予定") == text.endswith(("予定", "（実施予定）。"))
    assert [s.text for s in made.unsettled] == [
        "シェア会議の予定の日（2月20日）をすぎています。行ったかどうかを入力してください。"
    ]


def test_a_meeting_after_the_day_of_the_sheet_is_still_ahead() -> None:
    early = replace(result(), as_of=date(2026, 12, 1))
    said = [line.sentence.text for line in draft(early).done]
    name = "つながる場を兼ねた住之江区合同会議"
    assert f"{name}を11月5日に開催（全1回、参加46人）" not in said, "46 is the sum of both"
    assert f"{name}を11月5日に開催（全1回）" in said
    assert f"{name}を2月3日に開催予定" in said


def test_the_sheet_of_september_stays_what_it_was() -> None:
    """Whenever it is printed: later meetings and values belong to the sheet of the year's end."""
    september = replace(result(Moment.SEPTEMBER), as_of=date(2026, 9, 30))
    later = replace(september, as_of=date(2027, 3, 1))
    assert draft(later).mark == draft(september).mark
    said = [line.sentence.text for line in draft(later).done]
    assert "つながる場を兼ねた住之江区合同会議を11月5日、2月3日に開催予定" in said
    rows = {row.name: row.value_text for row in board(later)}
    assert rows["まちづくりセンター等の支援"] == "未入力"


def test_it_is_a_draft_until_this_very_draft_is_confirmed() -> None:
    made = draft(result())
    assert made.status == "案（指標担当の確認前）"
    assert "案（指標担当の確認前）" in "".join(paper("year end"))
    confirmed = _confirmed(result(), made.mark)
    assert draft(confirmed).status == "指標担当が確認済"
    assert "確かめること" not in "".join(page_texts(survey_pdf(confirmed, blank())))
    other = replace(confirmed, waves=(*confirmed.waves[:-1], wave(definition(), 0.9)))
    assert draft(other).status == "案（指標担当の確認前）"


def _confirmed(found: SurveyResult, mark: str) -> SurveyResult:
    choice = SheetChoice(found.moment, "予定どおり", mark)
    return replace(found, plan=replace(found.plan, choices=(choice,)))


def test_both_halves_of_the_plan_stand_in_the_draft() -> None:
    for sample in ("september", "year end", "before any wave"):
        parts = {line.part for line in draft(SAMPLES[sample]).done}
        assert parts == {"研修", "会議", "指標"}


# ------------------------------------------------------------ the board


def test_the_board_shows_each_value_with_its_day_and_adds_nothing() -> None:
    rows = {row.name: row for row in board(result())}
    own = rows[SHARE]
    assert own.value_text == "83.3％（回答者）・75.0％（対象の全員）"
    supporters = rows["地域向け見守りあったかネットサポーター養成講座の年間参加者数"]
    assert (supporters.target, supporters.value_text) == ("年間300人以上", "180人")
    assert (supporters.progress, supporters.day_text) == ("目標の60.0％", "2026年9月末時点")
    school = rows["（並べて示す）学校向けの参加者数"]
    assert (school.value_text, school.target, school.progress) == ("95人", "－", "目標に数えません")
    activities = rows["地元企業・NPO等の地域資源を活用した地域活動"]
    assert (activities.progress, activities.day_text) == ("達成", "2027年1月15日時点")
    assert rows["まちづくりセンター等の支援"].progress == "あと2.5ポイント"
    assert rows["ポータルサイトによる情報発信"].value_text == "未入力"
    assert not any("275" in row.value_text for row in rows.values()), "180 + 95"
    text = "".join(paper("year end"))
    assert all("".join(row.value_text.split()) in text for row in rows.values())


def test_values_of_after_the_day_of_the_sheet_are_not_yet_on_the_board() -> None:
    rows = {row.name: row for row in board(replace(result(), as_of=date(2026, 9, 30)))}
    assert rows["まちづくりセンター等の支援"].value_text == "未入力"
    assert rows["地域向け見守りあったかネットサポーター養成講座の年間参加者数"].value == 180


def test_names_of_files_say_what_and_when() -> None:
    assert (
        file_name(without_waves(), "pdf") == "職員アンケートの結果_9月末時点_2026年度_20270301.pdf"
    )


def test_of_a_wave_that_too_few_answered_only_their_number_is_told() -> None:
    said = "対象300人のうち回答が8人で、10人に満たないため"
    for sample in ("too few", "too few before"):
        assert said in "".join(paper(sample))
        assert any(said in str(row) for row in sheet(sample, SHEET))
    alone = "".join(paper("too few"))
    assert "まだ行っていません" not in alone
    assert "判定" not in alone
    assert RESULT not in book("too few").sheetnames
    assert any(said in str(row) for row in sheet("too few before", RESULT))
    assert len(sheet("too few before", TREND)) == 1 + len(result().waves)
