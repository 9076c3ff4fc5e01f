"""The 指標担当's plan: entered by field, written through the reader, confirmed, taken back."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from fractions import Fraction

import pytest

from bot.content.plan_form import FieldFaults
from bot.content.shelf import ChangedMeanwhile
from bot.core.clock import TOKYO
from bot.core.indicator.plan import Entered, Moment
from bot.core.indicator.plan_changes import Row
from bot.core.indicator.wave import WaveFault
from bot.core.permissions import NotPermitted
from bot.service.editing import AlreadyBack, ProposalGone, StillFaulty
from bot.service.plan_desk import PlanDesk
from bot.service.plan_rules import NOT_YET_KNOWN, PEOPLE_OF_NOTHING, PERSONAL
from bot.service.plan_values import (
    DraftChanged,
    EntryChanged,
    NoProgress,
    Opened,
    PlanPage,
    SurveyUnreadable,
)
from bot.service.referral import UnknownEntry
from tests.content.conftest import Desk
from tests.support.editing import editable, open_editable
from tests.support.service import (
    ADMIN,
    CLERK,
    COUNTER,
    EDITOR,
    STRANGER,
    SUPERVISOR,
    TRAINER,
    Someone,
    Ward,
)

__all__ = ["editable", "open_editable"]

pytestmark = pytest.mark.parametrize("engine_name", ["sqlite"])

NOW = datetime(2026, 11, 16, 10, tzinfo=TOKYO)
FILE = "quizzes/plan.yaml"
PLAN = """\
fiscal_year: 2026
activities:
  - {half: training, name: e-ラーニング, by: 年内}
  - half: conference
    name: 合同会議
    held: [2026-06-01]
    planned: [2026-09-02, 2026-12-01]
    people: 20
indicators:
  - id: supporters
    name: 地域向けの参加者数
    target: 300
    unit: 人
    by: 年間
    values:
      - {value: 120, as_of: 2026-08-31, source: 課の集計}
    beside:
      - name: 学校向けの参加者数
"""
OWN = Row(0)
MEETING = {"held": "6月1日\n10月5日", "planned": "12月1日", "by": "", "people": "46"}


@pytest.fixture
def ward(desk: Desk, editable: Ward) -> Ward:
    desk.write(FILE, PLAN)
    editable.service.editors.reload(NOW)
    return editable


def plan_of(ward: Ward) -> PlanDesk:
    return ward.service.plan


def page(ward: Ward, who: Someone = COUNTER, now: datetime = NOW) -> PlanPage:
    return plan_of(ward).page(ward.actor(who, now), now)


def opened(ward: Ward, place: int = 1) -> Opened:
    return plan_of(ward).activity(ward.actor(COUNTER), place, NOW).opened


def save(ward: Ward, **typed: str) -> None:
    plan_of(ward).save_activity(ward.actor(COUNTER), opened(ward), {**MEETING, **typed}, NOW)


def enter(ward: Ward, row: Row = OWN, **typed: str) -> None:
    filled = {"value": "180", "as_of": "2026-09-30", "source": "保健福祉課の集計", **typed}
    form = plan_of(ward).values(ward.actor(COUNTER), 0, NOW)
    plan_of(ward).save_value(ward.actor(COUNTER), form.opened, row, filled, NOW)


def choose(ward: Ward, moment: Moment = Moment.SEPTEMBER, progress: str = "予定どおり") -> None:
    form = plan_of(ward).choice(ward.actor(COUNTER), moment)
    typed = {"progress": progress, "next_year": "継続実施"}
    plan_of(ward).save_choice(ward.actor(COUNTER), moment, form.print, typed, NOW)


def mark(ward: Ward, moment: Moment = Moment.SEPTEMBER) -> str:
    return plan_of(ward).sheet(ward.actor(COUNTER), moment, NOW).draft.mark


def faults(wrong: pytest.ExceptionInfo[FieldFaults]) -> dict[str, str]:
    return dict(wrong.value.by_field)


def test_the_page_shows_everything_there_is(ward: Ward) -> None:
    found = page(ward)
    assert found.fiscal_year == 2026
    training, meeting = found.activities
    assert (training.activity.by, training.passed) == ("年内", ())
    assert meeting.passed == (date(2026, 9, 2),), "nobody said whether it was held"
    (supporters,) = found.indicators
    own, school = supporters.rows
    assert (own.value_text, own.day_text, own.progress, own.source) == (
        "120人",
        "2026年8月末時点",
        "目標の40.0％",
        "課の集計",
    )
    assert (school.value, school.progress) == (None, "目標に数えません")
    assert [sheet.moment for sheet in found.sheets] == list(Moment)
    assert all(sheet.draft.status.startswith("案") and not sheet.chosen for sheet in found.sheets)
    assert (found.last, found.new_year) == (None, None)


@pytest.mark.parametrize("who", [CLERK, SUPERVISOR, TRAINER, EDITOR, STRANGER])
def test_only_the_officer_and_administrators_keep_it(ward: Ward, who: Someone | str) -> None:
    actor, plan = ward.actor(who), plan_of(ward)
    there = opened(ward)
    for deed in (
        lambda: plan.page(actor, NOW),
        lambda: plan.sheet(actor, Moment.SEPTEMBER, NOW),
        lambda: plan.activity(actor, 0, NOW),
        lambda: plan.values(actor, 0, NOW),
        lambda: plan.choice(actor, Moment.SEPTEMBER),
        lambda: plan.save_activity(actor, there, MEETING, NOW),
        lambda: plan.save_value(actor, there, Row(0), {}, NOW),
        lambda: plan.save_choice(actor, Moment.SEPTEMBER, "", {}, NOW),
        lambda: plan.confirm(actor, Moment.SEPTEMBER, "x", NOW),
        lambda: plan.start_year(actor, NOW),
        lambda: plan.undo(actor, "x", NOW),
    ):
        with pytest.raises(NotPermitted):
            deed()
    assert page(ward, ADMIN) == page(ward, COUNTER)


def test_days_and_people_stand_in_the_file_and_can_be_taken_back(ward: Ward, desk: Desk) -> None:
    save(ward)
    assert "held:\n      - 2026-06-01\n      - 2026-10-05\n" in desk.text(FILE)
    last = page(ward).last
    assert last is not None
    assert (last.at, last.words) == (NOW, ("「合同会議」の日程・人数",))
    assert ward.library.course.plan.activities[1].people == 20, "taken up by the next reading"
    ward.service.editors.reload(NOW)
    assert ward.library.course.plan.activities[1].people == 46
    back = plan_of(ward).undo(ward.actor(COUNTER), last.id, NOW)
    assert desk.text(FILE) == PLAN, "byte for byte, comments and all"
    with pytest.raises(AlreadyBack):
        plan_of(ward).undo(ward.actor(COUNTER), last.id, NOW)
    assert back.words == ("「合同会議」の日程・人数",)
    again = page(ward).last
    assert again is not None
    assert again.id == back.id, "taking back can be taken back, too"


def test_only_the_last_change_is_taken_back(ward: Ward, desk: Desk) -> None:
    save(ward)
    first = page(ward).last
    assert first is not None
    enter(ward)
    text = desk.text(FILE)
    with pytest.raises(ChangedMeanwhile):
        plan_of(ward).undo(ward.actor(COUNTER), first.id, NOW)
    with pytest.raises(ProposalGone):
        plan_of(ward).undo(ward.actor(COUNTER), "20261116-100000-00000000", NOW)
    assert desk.text(FILE) == text


@pytest.mark.parametrize(
    ("typed", "field", "said"),
    [
        ({"held": "6月1日\n12月1日"}, "held", "2026年12月1日は、まだ来ていません"),
        ({"held": "2025-06-01"}, "held", "2026年度（4月から3月）の日ではありません"),
        ({"planned": "2027年4月1日"}, "planned", "2026年度（4月から3月）の日ではありません"),
        ({"held": "", "people": "5"}, "people", PEOPLE_OF_NOTHING),
        ({"held": "きのう"}, "held", "日付ではありません"),
        ({"by": "田中さんの都合しだい"}, "by", PERSONAL),
    ],
)
def test_a_fault_is_named_by_its_field_and_nothing_is_written(
    ward: Ward, desk: Desk, typed: dict[str, str], field: str, said: str
) -> None:
    with pytest.raises(FieldFaults) as wrong:
        save(ward, **typed)
    assert said in faults(wrong)[field]
    assert desk.text(FILE) == PLAN


def test_today_is_no_day_to_come(ward: Ward) -> None:
    save(ward, held="11月16日")
    assert page(ward).activities[1].activity.held == (NOW.date(),)


def test_a_figure_has_its_day_and_source_and_one_value_a_day(ward: Ward) -> None:
    enter(ward, value="１８０")
    enter(ward, value="185人")
    enter(ward, Row(0, 0), value="95")
    form = plan_of(ward).values(ward.actor(COUNTER), 0, NOW)
    day, source = date(2026, 9, 30), "保健福祉課の集計"
    assert [v.value for v in form.indicator.values] == [120, 185]
    assert form.indicator.beside[0].values == (Entered(Fraction(95), day, source),)
    own, school = page(ward).indicators[0].rows
    assert (own.value_text, school.value_text) == ("185人", "95人"), "never added"


@pytest.mark.parametrize(
    ("typed", "field", "said"),
    [
        ({"value": "約180"}, "value", "0以上の数"),
        ({"value": ""}, "value", "値を入れてください"),
        ({"as_of": "2026-11-17"}, "as_of", NOT_YET_KNOWN),
        ({"as_of": ""}, "as_of", "時点を入れてください"),
        ({"source": ""}, "source", "出典を入れてください"),
        ({"source": "住之江区の佐藤花子さんの記録"}, "source", PERSONAL),
        ({"source": "090-1234-5678に聞き取り"}, "source", PERSONAL),
        ({"source": "集計 0570 000 999"}, "source", PERSONAL),
    ],
)
def test_a_wrong_figure_is_named_by_its_field(
    ward: Ward, desk: Desk, typed: dict[str, str], field: str, said: str
) -> None:
    with pytest.raises(FieldFaults) as wrong:
        enter(ward, **typed)
    assert list(faults(wrong)) == [field]
    assert said in faults(wrong)[field]
    assert desk.text(FILE) == PLAN


@pytest.mark.parametrize(
    "source",
    [
        "課の集計",
        "保健福祉課の集計",
        "協働まちづくり担当の集計（令和8年9月30日）",
        "地域活動協議会へのアンケート",
        "ポータルサイトの管理画面",
        "区社会福祉協議会からの報告",
        "すみのえ情報局の記事数",
    ],
)
def test_usual_sources_are_taken(ward: Ward, source: str) -> None:
    enter(ward, source=source)


def test_a_value_entered_by_mistake_is_taken_out(ward: Ward) -> None:
    form = plan_of(ward).values(ward.actor(COUNTER), 0, NOW)
    gone = [(Row(0), date(2026, 8, 31))]
    plan_of(ward).save_value(ward.actor(COUNTER), form.opened, Row(0), {}, NOW, gone)
    form = plan_of(ward).values(ward.actor(COUNTER), 0, NOW)
    assert form.indicator.values == ()
    with pytest.raises(UnknownEntry):
        plan_of(ward).save_value(
            ward.actor(COUNTER), form.opened, Row(0), {}, NOW, [(Row(0, 7), date(2026, 8, 31))]
        )


def test_a_form_over_what_somebody_else_has_changed_is_refused(ward: Ward, desk: Desk) -> None:
    mine = opened(ward)
    save(ward)
    text = desk.text(FILE)
    with pytest.raises(EntryChanged):
        plan_of(ward).save_activity(ward.actor(COUNTER), mine, MEETING, NOW)
    with pytest.raises(UnknownEntry):
        plan_of(ward).save_activity(ward.actor(COUNTER), Opened(9, mine.print), MEETING, NOW)
    other = plan_of(ward).activity(ward.actor(COUNTER), 0, NOW).opened
    plan_of(ward).save_activity(ward.actor(COUNTER), other, {"by": "年度内"}, NOW)
    assert "2026-10-05" in desk.text(FILE), "another entry's form loses nothing of this one"
    assert desk.text(FILE) != text


def test_nothing_new_writes_nothing(ward: Ward, desk: Desk) -> None:
    same = {"held": "6/1", "planned": "9月2日\n12月1日", "by": "", "people": "20"}
    done = plan_of(ward).save_activity(ward.actor(COUNTER), opened(ward), same, NOW)
    assert (done.id, done.words, desk.text(FILE)) == ("", (), PLAN)


def test_exactly_the_draft_that_was_shown_is_confirmed(ward: Ward) -> None:
    plan, officer = plan_of(ward), ward.actor(COUNTER)
    with pytest.raises(NoProgress):
        plan.confirm(officer, Moment.SEPTEMBER, mark(ward), NOW)
    choose(ward)
    shown = mark(ward)
    save(ward, held="6月1日\n9月2日")
    with pytest.raises(DraftChanged):
        plan.confirm(officer, Moment.SEPTEMBER, shown, NOW)
    plan.confirm(officer, Moment.SEPTEMBER, mark(ward), NOW)
    september, year_end = page(ward).sheets
    assert september.draft.status == "指標担当が確認済"
    assert year_end.draft.status == "案（指標担当の確認前）"
    enter(ward, as_of="2026-10-31")
    assert page(ward).sheets[0].draft.confirmed, "a figure of October is none of September's"
    save(ward, held="6月1日\n9月2日\n10月5日")
    (line,) = [x for x in page(ward).sheets[0].draft.done if "10月5日" in x.sentence.text]
    assert line.state == "実施予定", "of the day of September's sheet"
    assert not page(ward).sheets[0].draft.confirmed, "another word, and it is 案 again"


def test_a_new_word_for_the_progress_can_be_chosen_again(ward: Ward) -> None:
    choose(ward, progress="一部遅れあり")
    form = plan_of(ward).choice(ward.actor(COUNTER), Moment.YEAR_END)
    assert form.progress == ("予定どおり", "一部遅れあり")
    assert page(ward).sheets[0].draft.progress == "一部遅れあり"


def test_the_new_year_keeps_what_is_to_be_done_and_nothing_done(ward: Ward, desk: Desk) -> None:
    choose(ward)
    assert plan_of(ward).start_year(ward.actor(COUNTER), NOW).id == "", "not before April"
    april = datetime(2027, 4, 1, 9, tzinfo=TOKYO)
    assert page(ward, now=april).new_year == 2027
    done = plan_of(ward).start_year(ward.actor(COUNTER, april), april)
    found = page(ward, now=april)
    assert (found.fiscal_year, found.new_year) == (2027, None)
    assert [f.activity.name for f in found.activities] == ["e-ラーニング", "合同会議"]
    assert not any(f.activity.held or f.activity.planned for f in found.activities)
    assert all(row.value is None for i in found.indicators for row in i.rows)
    assert not any(sheet.chosen for sheet in found.sheets)
    plan_of(ward).undo(ward.actor(COUNTER, april), done.id, april)
    assert "fiscal_year: 2026" in desk.text(FILE)


def test_a_record_of_the_survey_that_cannot_be_relied_on_leaves_the_rest(
    ward: Ward, monkeypatch: pytest.MonkeyPatch
) -> None:
    def closed(actor: object) -> tuple[str, ...]:
        raise WaveFault("しるしが合いません")

    monkeypatch.setattr(ward.service.surveys, "closed", closed)
    save(ward)
    assert page(ward).sheets == ()
    assert page(ward).activities[1].activity.people == 46
    with pytest.raises(SurveyUnreadable):
        mark(ward)


def test_a_file_with_mistakes_is_shown_and_not_written_over(ward: Ward, desk: Desk) -> None:
    mine = opened(ward)
    wrong = PLAN.replace("unit: 人", "unit: 名")
    desk.write(FILE, wrong)
    for deed in (
        lambda: page(ward),
        lambda: plan_of(ward).save_activity(ward.actor(COUNTER), mine, MEETING, NOW),
    ):
        with pytest.raises(StillFaulty) as faulty:
            deed()
        assert "quizzes/plan.yaml:13:" in str(faulty.value.errors[0])
    assert desk.text(FILE) == wrong


def test_mistakes_of_other_files_are_no_mistakes_of_this_one(ward: Ward, desk: Desk) -> None:
    desk.replace("quizzes/concepts/call-first.yaml", "type: duty", "type: dooty")
    save(ward)
    assert page(ward).activities[1].activity.people == 46


def test_without_the_file_there_is_nothing_to_change(ward: Ward, desk: Desk) -> None:
    (desk.quizzes_dir / "plan.yaml").unlink()
    assert page(ward).fiscal_year == 0
    with pytest.raises(UnknownEntry):
        opened(ward)


def test_changes_of_two_processes_meet(ward: Ward, open_editable: object) -> None:
    """Another process sees the file as it stands, though it has not read it again."""
    other: Ward = open_editable()  # type: ignore[operator]
    save(ward)
    assert page(other).activities[1].activity.people == 46
    assert replace(page(other), last=None) == replace(page(ward), last=None)
