"""The forms of the plan: days and people, figures, 進捗状況 and 方向性."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from bot.content.plan import MOMENT_KEYS
from bot.content.plan_text import decimal
from bot.core.indicator.plan import Entered
from bot.core.indicator.plan_changes import outside
from bot.reports.survey_board import moment_text
from bot.service.plan_values import ActivityForm, ChoiceForm, Opened, ValueForm
from bot.slack.blocks.base import (
    Block,
    View,
    bold,
    context,
    inline,
    modal,
    option,
    plain,
    section,
    select,
)
from bot.slack.blocks.plan import NO_CASES, PASSED, days

ACTIVITY_FORM, VALUE_FORM, CHOICE_FORM = "plan-activity", "plan-value", "plan-choice"
SAVE, STOP = "入れる", "やめる"
ROW, GONE, NEW_WORD = "row", "gone", "new_progress"
LONGEST_LIST, LONGEST_LINE, LONGEST_SOURCE = 3000, 80, 200
_MOST_GONE, _MOST_WORDS = 10, 100
ONE_A_LINE = "1行に1つ書きます。例：10月5日"
NOT_ADDED = "並べて示すだけの数字は、目標の値に足しません。"
FOR_BOTH = "方向性は、9月末時点と年度末のシートに共通です。"
TOO_MANY_DAYS = "日が多すぎるため、ここからは直せません。ファイルで直してください。"


def activity_modal(form: ActivityForm) -> View:
    """Days and people of one activity, filled with what stands there."""
    activity = form.activity
    blocks: list[Block] = [section(bold(activity.name)), context(NO_CASES)]
    if form.passed:
        blocks.append(section(inline(PASSED.format(days=days(form.passed)))))
    blocks += [
        _days("held", "行った日", activity.held, form.fiscal_year),
        _input(
            "people",
            "参加した人数（行った日すべての合計）",
            "" if activity.people is None else str(activity.people),
            hint="数えていないときは、空のままにします。",
        ),
        _days("planned", "予定の日", activity.planned, form.fiscal_year),
        _input(
            "by",
            "日が決まらないときの時期",
            activity.by,
            hint="例：年内、年度内、12月ごろ",
        ),
    ]
    return _form("日程・人数を入れる", blocks, ACTIVITY_FORM, carried(form.opened))


def days_fit(form: ActivityForm) -> bool:
    """Whether all days can stand in their fields: what is cut would be lost on saving."""
    lists = (form.activity.held, form.activity.planned)
    return all(len(_lines(held, form.fiscal_year)) <= LONGEST_LIST for held in lists)


def value_modal(form: ValueForm) -> View:
    """A figure of one indicator, or of what stands beside it."""
    indicator = form.indicator
    target = f"目標：{indicator.by}{indicator.target}{indicator.unit}以上"
    blocks: list[Block] = [section([bold(indicator.name), inline(target)])]
    if len(form.rows) > 1:
        blocks += [_which(form), context(NOT_ADDED)]
    gone = list(_gone(form))
    source = indicator.latest(form.today)
    blocks += [
        _input("value", f"値（{indicator.unit}）", hint="例：180", optional=bool(gone)),
        _labelled("as_of", "いつの時点の値ですか", _date(_month_end(form.today))),
        _input(
            "source",
            "出典",
            source.source if source else "",
            longest=LONGEST_SOURCE,
            hint="例：保健福祉課の集計。人の名前は書きません。",
            optional=bool(gone),
        ),
        *_labelled_gone(gone),
    ]
    return _form("数字を入れる", blocks, VALUE_FORM, carried(form.opened))


def choice_modal(form: ChoiceForm) -> View:
    """進捗状況 of one sheet, and 方向性."""
    options = [_plain_option(word) for word in form.progress[:_MOST_WORDS]]
    chosen = select("進捗状況を選ぶ", "progress", options)
    known = [o for o, word in zip(options, form.progress, strict=False) if word == form.chosen]
    if known:
        chosen["initial_option"] = known[0]
    blocks = [
        section(bold(f"{form.moment.value}のシート")),
        _labelled("progress", "進捗状況", chosen, optional=True),
        _input(NEW_WORD, "一覧にない進捗状況", hint="書くと、こちらが使われ、一覧にも入ります。"),
        _input("next_year", "方向性（次の年度）", form.next_year, hint=FOR_BOTH, optional=False),
    ]
    metadata = f"{MOMENT_KEYS[form.moment]}|{form.print}"
    return _form("進捗状況・方向性を選ぶ", blocks, CHOICE_FORM, metadata)


def carried(opened: Opened) -> str:
    """What a form was opened over, for its ``private_metadata``."""
    return f"{opened.place}|{opened.print}"


# ------------------------------------------------------------ fields


def _form(title: str, blocks: Sequence[Block], callback_id: str, metadata: str) -> View:
    view = modal(title, blocks, callback_id=callback_id, submit=SAVE, close=STOP)
    return {**view, "private_metadata": metadata}


def _days(name: str, label: str, held: Sequence[date], year: int) -> Block:
    return _input(
        name, label, _lines(held, year), longest=LONGEST_LIST, hint=ONE_A_LINE, multiline=True
    )


def _lines(held: Sequence[date], year: int) -> str:
    return "\n".join(_day(day, year) for day in sorted(held))


def _day(day: date, year: int) -> str:
    """「10月5日」 where the 年度 says which year it is."""
    said = f"{day.month}月{day.day}日"
    return f"{day.year}年{said}" if outside((day,), year) else said


def _input(
    name: str,
    label: str,
    text: str = "",
    *,
    longest: int = LONGEST_LINE,
    hint: str = "",
    multiline: bool = False,
    optional: bool = True,
) -> Block:
    element: Block = {
        "type": "plain_text_input",
        "action_id": name,
        "multiline": multiline,
        "max_length": longest,
    }
    if text:
        element["initial_value"] = text[:longest]
    return _labelled(name, label, element, hint=hint, optional=optional)


def _labelled(
    name: str, label: str, element: Block, *, hint: str = "", optional: bool = False
) -> Block:
    block: Block = {
        "type": "input",
        "block_id": name,
        "optional": optional,
        "label": plain(label, 100),
        "element": element,
    }
    return {**block, "hint": plain(hint, 200)} if hint else block


def _date(day: date) -> Block:
    return {"type": "datepicker", "action_id": "as_of", "initial_date": day.isoformat()}


def _month_end(day: date) -> date:
    """The last day of a month that is over, today included: 「○月末時点」."""
    following = day + timedelta(days=1)
    return day if following.day == 1 else day.replace(day=1) - timedelta(days=1)


def _which(form: ValueForm) -> Block:
    options = [option(entry.name, row.code) for row, entry in form.rows]
    chosen = select("どの数字かを選ぶ", ROW, options)
    chosen["initial_option"] = chosen["options"][0]
    return _labelled(ROW, "どの数字ですか", chosen)


def _gone(form: ValueForm) -> Iterator[Block]:
    """The newest values, to be taken out where one was entered by mistake."""
    entered = [(row, entry.name, value) for row, entry in form.rows for value in entry.values]
    newest = sorted(entered, key=lambda one: one[2].as_of, reverse=True)
    for row, name, value in newest[:_MOST_GONE]:
        said = _value(value, form.indicator.unit)
        shown = said if row.beside is None else f"{said}　{name}"
        yield option(shown, f"{row.code}|{value.as_of.isoformat()}")


def _value(entered: Entered, unit: str) -> str:
    return f"{decimal(entered.value)}{unit}（{moment_text(entered.as_of)}）"


def _labelled_gone(options: Sequence[Block]) -> Iterator[Block]:
    if options:
        element = {"type": "checkboxes", "action_id": GONE, "options": list(options)}
        yield _labelled(GONE, "まちがえて入れた値を消す", element, optional=True)


def _plain_option(word: str) -> Block:
    return option(word, word)
