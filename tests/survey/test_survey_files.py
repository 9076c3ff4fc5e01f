"""The survey's report as files: which waves and which plan are in it, and what stands beside."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from bot.cli import survey as commands
from bot.config import Config, read_config
from bot.core.indicator.plan import Moment
from bot.core.people import Actor, Membership, Role
from bot.core.permissions import NotPermitted
from bot.databases import live_url, open_store
from bot.reports.orders import FileKind, MadeFile, Order
from bot.service.report_child import ReportMaker
from bot.service.roster import OPERATOR
from bot.service.survey.opening import CannotOpen
from bot.service.survey_files import SurveyFiles
from bot.store import feedback
from tests.support.pdf import page_texts
from tests.support.process import ROOT
from tests.survey.wards import CLOSES, HIRED, OPENS, WAVE, SurveyWard, actor, planned_library

LATER = CLOSES + timedelta(days=30)
PLAN = """
fiscal_year: 2026
activities:
  - {half: conference, name: 合同会議, held: [2026-10-05], people: 12}
"""


class Remembering(ReportMaker):
    """Says what would be drawn."""

    def make(self, orders: Sequence[Order]) -> list[list[MadeFile]]:
        return [[MadeFile(kind, b"") for kind in order.kinds] for order in orders]


def closed(ward: SurveyWard) -> SurveyFiles:
    """Everybody has answered and the wave is closed."""
    ward.open()
    for number in range(len(ward.truth)):
        ward.answer(number)
    ward.owner.close_wave(WAVE, CLOSES)
    return SurveyFiles(ward.store, ward.surveys._library, ward.surveys, Remembering())


def test_the_report_holds_what_everybody_answered(ward: SurveyWard) -> None:
    found = closed(ward).result(OPERATOR, LATER)
    assert found.wave is not None
    yes = {"そう思う", "どちらかといえばそう思う"}
    assert found.wave.answered == len(ward.truth)
    assert found.wave.yes == sum(form["q1"] in yes for form in ward.truth)
    assert found.moment is Moment.SEPTEMBER
    assert found.as_of == LATER.date()
    assert found.plan.fiscal_year == 2026
    assert found.companions is not None
    assert (found.companions.start, found.companions.end) == (date(2026, 4, 1), date(2026, 9, 17))
    assert found.companions.first_answers is None, "fewer than thirty answers are no figure"


def test_referrals_of_the_span_stand_beside(ward: SurveyWard) -> None:
    files = closed(ward)
    with ward.store.write() as tx:
        for month in ("2026-03", "2026-04", "2026-09", "2026-09", "2026-10"):
            feedback.count_referral(tx, "kurashi-assist", month)
    found = files.result(OPERATOR, LATER)
    assert found.companions is not None
    assert found.companions.referred == 3


def test_before_any_wave_is_closed_there_are_the_sheet_and_the_board(ward: SurveyWard) -> None:
    ward.open()
    files = SurveyFiles(ward.store, ward.surveys._library, ward.surveys, Remembering())
    found = files.result(OPERATOR, OPENS)
    assert (found.waves, found.wave, found.moment) == ((), None, Moment.SEPTEMBER)
    with pytest.raises(CannotOpen):
        files.result(OPERATOR, OPENS, WAVE)


def test_the_plan_of_another_year_is_not_mixed_in(ward: SurveyWard, tmp_path: Path) -> None:
    library = planned_library(tmp_path / "content")
    quizzes = tmp_path / "content" / "quizzes"
    files = closed(ward)
    for year, activities in (("2026", 1), ("2027", 0)):
        (quizzes / "plan.yaml").write_text(PLAN.replace("2026\n", f"{year}\n", 1), "utf-8")
        again = type(library).open(tmp_path / "content" / "knowledge", quizzes)
        files = SurveyFiles(ward.store, again, ward.surveys, Remembering())
        found = files.result(OPERATOR, LATER)
        assert (found.plan.fiscal_year, len(found.plan.activities)) == (2026, activities)


def test_only_those_who_may_see_results_have_it(ward: SurveyWard) -> None:
    files = closed(ward)
    with pytest.raises(NotPermitted):
        files.result(actor(3), LATER)
    held = (Membership("sec00", Role.INDICATOR_OFFICER, HIRED),)
    officer: Actor = replace(actor(4), memberships=held)
    assert files.result(officer, LATER).wave is not None
    assert [file.name for file in files.make(officer, LATER)] == list(FileKind)[:3]


def test_the_command_writes_the_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(commands, "_now", lambda: datetime.fromisoformat("2026-11-22T10:00+09:00"))
    config: Config = read_config({"DATA_DIR": str(tmp_path / "data")}, ROOT)
    assert commands.report(config, None, tmp_path) == 1
    assert "データベースがありません" in capsys.readouterr().err
    (tmp_path / "data").mkdir()
    open_store(live_url(config), "live").close()
    assert commands.report(config, None, tmp_path) == 0
    (paper,) = tmp_path.glob("*.pdf")
    text = "".join(page_texts(paper.read_bytes()))
    assert "職員アンケートは、まだ行っていません（実施予定）。" in text
    assert "年間300人以上未入力" in text
    assert len(list(tmp_path.glob("職員アンケートの結果_9月末時点_2026年度_20261122.*"))) == 3
    assert commands.report(config, None, tmp_path / "nowhere") == 1
    assert "書けません" in capsys.readouterr().err


def test_of_a_wave_that_too_few_answered_the_report_holds_only_their_number(
    ward: SurveyWard,
) -> None:
    ward.open()
    for number in range(9):
        ward.answer(number)
    ward.owner.close_wave(WAVE, CLOSES)
    files = SurveyFiles(ward.store, ward.surveys._library, ward.surveys, Remembering())
    for named in ("", WAVE):
        found = files.result(OPERATOR, LATER, named)
        assert (found.waves, found.companions) == ((), None)
        (told,) = found.withheld
        assert (told.answered, told.staff, told.least) == (9, len(ward.truth), 10)
        assert found.moment is Moment.SEPTEMBER


def test_i5_every_reader_and_every_export_has_the_same_rows(ward: SurveyWard) -> None:
    files = closed(ward)
    first = files.result(OPERATOR, LATER).wave
    assert first is not None
    later = SurveyFiles(ward.store, ward.surveys._library, ward.elsewhere(), Remembering())
    again = later.result(OPERATOR, LATER + timedelta(days=300), WAVE).wave
    assert again == first == ward.surveys.result(OPERATOR, WAVE)


def test_only_who_runs_the_survey_has_files_made(ward: SurveyWard) -> None:
    files = closed(ward)
    held = (Membership("sec00", Role.SUPERVISOR, HIRED),)
    reader: Actor = replace(actor(4), memberships=held)
    assert files.result(reader, LATER).wave is not None
    with pytest.raises(NotPermitted):
        files.make(reader, LATER)
