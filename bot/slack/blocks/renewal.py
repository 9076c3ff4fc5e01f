"""「変わりありません」, what is overdue, and the form of the ward's own values."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from bot.core.local import LocalDesk
from bot.service.editing import Done
from bot.service.renewal import Due, DueList, Renewed, WardValues
from bot.slack.blocks.base import (
    Block,
    Reply,
    View,
    actions,
    bold,
    button,
    context,
    header,
    inline,
    modal,
    option,
    plain,
    section,
)
from bot.slack.blocks.cards import japanese_date
from bot.slack.blocks.editors import undo_button

RENEW, WARD = "renewal:renew", "renewal:ward"
WARD_MODAL = "ward-values"
TITLE = "見直し"
UNCHANGED = "変わりありません（今日確認）"
WARD_VALUES = "内線・場所・時間を直す"
NOTHING_OVERDUE = "見直しの期限をすぎた項目は、いまはありません。"
NOTHING_MINE = "見直す担当になっている項目は、いまはありません。"
LIST_INTRO = (
    "内容を確かめて、変わりがなければボタンを押してください。確認日が今日になり、"
    "次の見直し日も同じ間かくで先へ進みます。直すところがあるときは、ファイルを直します。"
)
RENEWED = "今日確かめたことにしました。"
WARD_INTRO = "区で決める値です。分かるところだけ書きます。"
SAVED = "値を保存しました。確かめた日は今日です。"
SAVED_TODAY = "保存すると、確かめた日は今日になります。空にした欄は、ファイルから消えます。"
_MOST_LISTED = 40
_COUNTER = "counter"
# Key of local.yaml → label, hint, whether it takes several lines, longest value.
FIELDS: Mapping[str, tuple[str, str, bool, int]] = {
    "section": ("担当の名前", "係や担当の名前です。人の名前は書きません。", False, 80),
    "place": ("階・窓口番号", "例：3階 31番", False, 80),
    "extension": ("内線", "例：1234（2つあるときは 1234・1235）", False, 40),
    "phones": ("外からかけられる電話番号", "市外局番から、1行に1つ書きます。", True, 200),
    "hours": (
        "この窓口だけの時間",
        "例：平日 9:00〜17:30（1行に1つ。区の窓口と同じときは空のままにします）",
        True,
        600,
    ),
}
LISTS = frozenset({"phones", "hours"})


def renew_row(destination_id: str, *, renew: bool, edit: bool) -> list[Block]:
    """The controls under a destination's page for those whose entry it is."""
    buttons = []
    if renew:
        buttons.append(button(UNCHANGED, RENEW, destination_id))
    if edit:
        buttons.append(button(WARD_VALUES, WARD, destination_id))
    return [actions(buttons)] if buttons else []


def with_controls(reply: Reply, destination_id: str, *, renew: bool, edit: bool) -> Reply:
    """A page with these controls below."""
    row = renew_row(destination_id, renew=renew, edit=edit)
    return Reply(reply.text, (*reply.blocks, *row), reply.title)


def due_reply(listed: DueList, notice: Sequence[Block] = ()) -> Reply:
    """What is overdue, the longest first; ``notice`` says what has just been done."""
    blocks = [*notice, header("見直しの期限")]
    if listed.overdue:
        blocks.append(section(LIST_INTRO))
        blocks += [_row(due) for due in listed.overdue[:_MOST_LISTED]]
    else:
        blocks.append(section(NOTHING_OVERDUE if listed.following else NOTHING_MINE))
    blocks += _further(listed)
    return Reply(TITLE, tuple(blocks), TITLE)


def _row(due: Due) -> Block:
    entry = due.destination
    lines = [bold(entry.name), inline(f"見直す日：{_day(entry.review_after)}　担当：{entry.owner}")]
    return section(lines, button(UNCHANGED, RENEW, entry.id))


def _further(listed: DueList) -> Iterator[Block]:
    more = len(listed.overdue) - _MOST_LISTED
    if more > 0:
        yield context(f"ほかに{more}件あります。上から順に見直してください。")
    if listed.following:
        entry = listed.following.destination
        said = f"次に見直すのは「{entry.name}」（{_day(entry.review_after)}）です。"
        yield context(inline(said))


def _day(day: date) -> str:
    return japanese_date(day.isoformat())


def renewed_notice(renewed: Renewed) -> list[Block]:
    """Which entry was renewed until when, with the way back."""
    until = f"「{renewed.destination.name}」の次の見直しは{_day(renewed.review_after)}です。"
    return [section(RENEWED), section(inline(until)), actions([undo_button(renewed.done)])]


def ward_modal(values: WardValues) -> View:
    """The form of what the ward says about one destination, filled with what it says now."""
    name = values.destination.name
    blocks: list[Block] = [section(WARD_INTRO), section(bold(name))]
    if values.desk is not None:
        again = "（異動期・要確認）" if values.needs_confirming else ""
        blocks.append(context(inline(f"前に確かめた日：{_day(values.desk.confirmed)}{again}")))
    blocks += [_input(key, values.desk) for key in FIELDS]
    blocks += [_counter(values.desk), context(SAVED_TODAY)]
    view = modal("区で決める値", blocks, callback_id=WARD_MODAL, submit="保存する", close="やめる")
    return {**view, "private_metadata": values.destination.id}


def _input(key: str, desk: LocalDesk | None) -> Block:
    label, hint, multiline, longest = FIELDS[key]
    element: Block = {
        "type": "plain_text_input",
        "action_id": key,
        "multiline": multiline,
        "max_length": longest,
    }
    held = "\n".join(_held(key, desk))
    if held:
        element["initial_value"] = held[:longest]
    return {
        "type": "input",
        "block_id": key,
        "optional": True,
        "label": plain(label, 100),
        "hint": plain(hint, 200),
        "element": element,
    }


def _held(key: str, desk: LocalDesk | None) -> Sequence[str]:
    if desk is None:
        return ()
    if key == "hours":
        return desk.schedule.text.split("、") if desk.schedule else ()
    held = getattr(desk, key)
    return held if key in LISTS else tuple(filter(None, (held,)))


def _counter(desk: LocalDesk | None) -> Block:
    same = option("証明・届出などの窓口と同じ時間に開いています", _COUNTER)
    element: Block = {"type": "checkboxes", "action_id": _COUNTER, "options": [same]}
    if desk is not None and desk.counter:
        element["initial_options"] = [same]
    return {
        "type": "input",
        "block_id": _COUNTER,
        "optional": True,
        "label": plain("開いている時間", 100),
        "element": element,
    }


def values_of(state: Mapping[str, Any]) -> dict[str, str | bool | Sequence[str]]:
    """What was filled in, as keys of local.yaml (from ``view.state.values``)."""
    values: dict[str, str | bool | Sequence[str]] = {}
    for key in FIELDS:
        text = (state[key][key].get("value") or "").strip()
        lines = tuple(filter(None, (line.strip() for line in text.splitlines())))
        values[key] = lines if key in LISTS else " ".join(lines)
    values[_COUNTER] = bool(state[_COUNTER][_COUNTER].get("selected_options"))
    return values


def errors_by_field(by_key: Mapping[str, str]) -> dict[str, str]:
    """Sentences under the fields of the form; one about another key stands under the first."""
    shown: dict[str, str] = {}
    for key, message in by_key.items():
        field = key if key in FIELDS or key == _COUNTER else next(iter(FIELDS))
        shown[field] = f"{shown[field]} {message}" if field in shown else message
    return shown


def saved_reply(name: str, done: Done) -> Reply:
    """After the form: what was kept, and the way back."""
    blocks = (section(SAVED), section(bold(name)), actions([undo_button(done)]))
    return Reply(SAVED, blocks, "区で決める値")
