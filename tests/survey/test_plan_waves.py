"""The sheets of the plan after a survey: each draws from its own wave, as the files do."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.core.indicator.plan import Moment
from bot.reports.survey_draft import draft
from bot.service.plan_desk import PlanDesk
from bot.service.referral import Referral
from bot.service.roster import OPERATOR
from bot.service.survey.desk import Surveys
from bot.service.survey_files import SurveyFiles
from tests.survey.test_survey_files import LATER, PLAN
from tests.survey.wards import CLOSES, WAVE, SurveyWard, planned_library

pytestmark = pytest.mark.parametrize("engine_name", ["sqlite"])

NOT_YET = "職員アンケートは、まだ行っていません（実施予定）。"


@pytest.fixture
def desk(ward: SurveyWard, tmp_path: Path) -> PlanDesk:
    """The plan's room over the ward's survey, with a file of its own."""
    library = planned_library(tmp_path / "content")
    (library.quizzes_dir / "plan.yaml").write_text(PLAN, encoding="utf-8")
    library.reload()
    ward.surveys = Surveys(ward.store, library)
    files = SurveyFiles(ward.store, library, ward.surveys)
    return PlanDesk(library, ward.surveys, files, Referral(library), tmp_path / "data")


def hold(ward: SurveyWard, answers: int) -> None:
    """A wave that so many answer, closed."""
    ward.open()
    for number in range(answers):
        ward.answer(number)
    ward.owner.close_wave(WAVE, CLOSES)


def test_the_sheets_draw_from_the_closed_wave(ward: SurveyWard, desk: PlanDesk) -> None:
    before = desk.sheet(OPERATOR, Moment.SEPTEMBER, LATER).draft
    assert NOT_YET in [line.sentence.text for line in before.done]
    hold(ward, 100)
    for moment in Moment:
        made = desk.sheet(OPERATOR, moment, LATER).draft
        said = [line.sentence.text for line in made.done]
        assert "対象120人のうち100人が回答しました（回答率83.3％）。" in said
        assert made.mark != before.mark
    own = desk.page(OPERATOR, LATER).own
    assert "（回答者）" in own.value_text
    assert own.day_text == "2026年9月17日時点"


def test_the_files_carry_the_mark_that_is_confirmed_here(ward: SurveyWard, desk: PlanDesk) -> None:
    """What is confirmed in chat is 「指標担当が確認済」 on the paper, and not another draft."""
    hold(ward, 100)
    form = desk.choice(OPERATOR, Moment.SEPTEMBER)
    typed = {"progress": "予定どおり", "next_year": "継続実施"}
    desk.save_choice(OPERATOR, Moment.SEPTEMBER, form.print, typed, LATER)
    mark = desk.sheet(OPERATOR, Moment.SEPTEMBER, LATER).draft.mark
    desk.confirm(OPERATOR, Moment.SEPTEMBER, mark, LATER)
    ward.surveys._library.reload()
    printed = draft(
        SurveyFiles(ward.store, ward.surveys._library, ward.surveys).result(OPERATOR, LATER, WAVE)
    )
    assert (printed.mark, printed.status) == (mark, "指標担当が確認済")


def test_of_too_few_answers_no_sheet_says_a_figure(ward: SurveyWard, desk: PlanDesk) -> None:
    hold(ward, 7)
    for sheet in desk.page(OPERATOR, LATER).sheets:
        text = "".join(line.sentence.text for line in sheet.draft.done)
        assert "％" not in text
        assert "「はい」" not in text
