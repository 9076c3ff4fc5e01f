"""運営方針のシート: what is held and planned, the board of 経営課題2, and the sheets' drafts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from bot.content.plan import MOMENT_KEYS
from bot.core.indicator.plan import HALF_LABELS, Half, Moment
from bot.reports.survey_board import NOT_ENTERED, NOTE, BoardRow
from bot.reports.survey_draft import era_year
from bot.service.plan_values import ActivityForm, IndicatorRows, LastChange, PlanPage, Saved, Sheet
from bot.slack.blocks.base import (
    Block,
    Reply,
    bold,
    button,
    context,
    divider,
    header,
    inline,
    plain,
    section,
)
from bot.slack.blocks.reach import moment

PAGE, SHEET = "plan:page", "plan:sheet"
ACTIVITY, VALUE = "plan:activity", "plan:value"
UNDO, NEW_YEAR = "plan:undo", "plan:year"
TITLE = "運営方針のシート"
NO_CASES = "個別のケースのことは書きません。書くのは、日と人数、数字とその出典だけです。"
NO_PLAN = "運営方針のファイルがまだありません。気づきナビの管理者に伝えてください。"
NO_SHEETS = (
    "職員アンケートの記録を確かめられないため、いまはシートの案を出せません。"
    "気づきナビの管理者に伝えてください。"
)
NOTHING_YET = "まだ何も入っていません。"
PASSED = "予定の日（{days}）をすぎています。行ったかどうかを入れてください。"
SAVED, SAME, BACK_AGAIN = "入れました。", "変わったところはありません。", "元に戻しました。"
YEAR_OVER = "いまは{year}です。前の年度の年度末のシートができたら、新しい年度の計画にしてください。"
_YEAR_ASKED = (
    "取組と指標の名前・目標はそのままで、日程・人数・数字・シートの案が空になります。"
    "あとから「元に戻す」で戻せます。"
)
MOST_LISTED = 14  # of activities and of indicators, so that the page stays one message
_MOST_FIELDS, _FIELD_TEXT = 10, 2000


def sheet_button() -> Block:
    """The way to the page from elsewhere."""
    return button(TITLE, PAGE)


def page_reply(page: PlanPage, notice: Sequence[Block] = ()) -> Reply:
    """The whole page; ``notice`` says what has just been done."""
    if not page.fiscal_year:
        return Reply(TITLE, (*notice, section(NO_PLAN)), TITLE)
    blocks = [
        *notice,
        *_last(page.last),
        header(f"{era_year(page.fiscal_year)}　運営方針"),
        context(NO_CASES),
        *_new_year(page),
        *_activities(page.activities),
        *_board(page),
        *_sheets(page.sheets),
    ]
    return Reply(TITLE, tuple(blocks), TITLE)


def _new_year(page: PlanPage) -> Iterator[Block]:
    if page.new_year is None:
        return
    year = era_year(page.new_year)
    pressed = button(f"{year}の計画にする", NEW_YEAR, str(page.new_year))
    again = asked(f"{year}の計画にしますか", _YEAR_ASKED, "計画にする")
    yield section(inline(YEAR_OVER.format(year=year)), {**pressed, "confirm": again})


def _activities(forms: Sequence[ActivityForm]) -> Iterator[Block]:
    for half in Half:
        yield section(bold(f"取組（{HALF_LABELS[half]}）"))
        for form in (f for f in forms[:MOST_LISTED] if f.activity.half is half):
            enter = button("日程・人数を入れる", ACTIVITY, str(form.opened.place))
            yield section(list(_activity(form)), enter)
    yield from _more(len(forms))


def _activity(form: ActivityForm) -> Iterator[str]:
    activity = form.activity
    yield bold(activity.name)
    if activity.held:
        took = "" if activity.people is None else f"、参加{activity.people}人"
        often = f"（全{len(activity.held)}回{took}）"
        yield inline(f"行った日：{days(activity.held)}{often}")
    ahead = [day for day in activity.planned if day not in (*activity.held, *form.passed)]
    if ahead:
        yield inline(f"予定の日：{days(ahead)}")
    if form.passed:
        yield inline(PASSED.format(days=days(form.passed)))
    if activity.by and not activity.held and not ahead:
        yield inline(f"予定の時期：{activity.by}")
    if not (activity.held or activity.planned or activity.by):
        yield NOTHING_YET


def days(held: Iterable[date]) -> str:
    """「10月5日、11月2日」."""
    return "、".join(f"{day.month}月{day.day}日" for day in sorted(held))


def _board(page: PlanPage) -> Iterator[Block]:
    yield divider()
    yield section(bold("経営課題2の指標"))
    yield section(list(_row(page.own)))
    for indicator in page.indicators[:MOST_LISTED]:
        yield _indicator(indicator)
    yield from _more(len(page.indicators))
    yield context(NOTE)


def _indicator(indicator: IndicatorRows) -> Block:
    """One indicator; what stands beside it in a column of its own, never in the same figure."""
    enter = button("数字を入れる", VALUE, str(indicator.place))
    texts = ["\n".join(_row(row)) for row in indicator.rows]
    in_columns = 1 < len(texts) <= _MOST_FIELDS and max(map(len, texts)) <= _FIELD_TEXT
    if not in_columns:
        return section([line for row in indicator.rows for line in _row(row)], enter)
    fields = [{"type": "mrkdwn", "text": text} for text in texts]
    return {"type": "section", "fields": fields, "accessory": enter}


def _row(row: BoardRow) -> Iterator[str]:
    yield bold(row.name)
    if row.as_of is None:
        yield inline(f"目標：{row.target}　{NOT_ENTERED}")
        return
    yield inline(f"目標：{row.target}　値：{row.value_text}（{row.day_text}）")
    yield inline(f"進み：{row.progress}　出典：{row.source}")


def _more(count: int) -> Iterator[Block]:
    if count > MOST_LISTED:
        yield context(f"ほかに{count - MOST_LISTED}件あります。ファイルで直してください。")


def _sheets(sheets: Sequence[Sheet]) -> Iterator[Block]:
    yield divider()
    yield section(bold("シート"))
    if not sheets:
        yield section(NO_SHEETS)
    for sheet in sheets:
        made = sheet.draft
        lines = [
            bold(f"{sheet.moment.value}　{made.status}"),
            inline(f"進捗状況：{made.progress}　この案のしるし：{made.mark}"),
        ]
        yield section(lines, button("案を見る", SHEET, MOMENT_KEYS[sheet.moment]))


def _last(last: LastChange | None) -> Iterator[Block]:
    if last is None:
        return
    said = f"最後の変更（{moment(last.at)}）：{'、'.join(last.words) or '言葉だけ'}"
    yield section(inline(said), button("元に戻す", UNDO, last.id))


def asked(title: str, text: str, yes: str) -> Block:
    """The dialog of a button that is asked once more."""
    return {
        "title": plain(title, 100),
        "text": plain(text, 300),
        "confirm": plain(yes, 30),
        "deny": plain("まだしない", 30),
    }


def notice_of(saved: Saved, said: str = SAVED) -> list[Block]:
    """That a change was made, for the top of the page, which names it and the way back."""
    return [section(bold(said) if saved.id else SAME)]


def with_undo(saved: Saved, said: str) -> list[Block]:
    """The same for the top of a sheet, with the way back beside it."""
    if not saved.id:
        return notice_of(saved)
    return [section(bold(said), button("元に戻す", UNDO, saved.id))]


def refused_notice(sentence: str) -> list[Block]:
    """Why something was not done, for the top of the page."""
    return [section(inline(sentence))]


def refused_page(sentence: str, lines: Iterable[str] = ()) -> Reply:
    """Why there is no page."""
    listed = [inline(f"・{line}") for line in lines]
    blocks = [section(inline(sentence)), *([section(listed)] if listed else [])]
    return Reply(TITLE, tuple(blocks), TITLE)


def moment_of(key: str) -> Moment | None:
    """The sheet that a control names."""
    return next((m for m, known in MOMENT_KEYS.items() if known == key), None)
