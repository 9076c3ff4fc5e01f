"""資料: the form in which files are asked for, and what is said while they are made."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from bot.core.clock import TOKYO
from bot.core.figures import WARD_ID, WARD_NAME
from bot.core.period import Period, PeriodFault, code_of, period_of
from bot.reports.orders import KIND_LABELS, FileKind
from bot.service.referral import UnknownEntry
from bot.service.report_files import Choices, Wish
from bot.slack.blocks.base import (
    Block,
    Reply,
    View,
    context,
    modal,
    option,
    plain,
    section,
    select,
)

FORM = "report:form"
WHAT, PERIOD, KINDS, NAMES = "what", "period", "kinds", "names"
TITLE = "資料を作る"
WARD, BUNDLE, _SECTION = "ward", "bundle", "section:"
USUAL = (FileKind.PICTURE, FileKind.PAPER, FileKind.SHEET)
INTRO = "受講の状況を、図・PDF・表にします。できあがりは、アプリとのメッセージに届きます。"
NAMES_LABEL = "未受講の方のお名前"
NAMES_OPTION = "お名前を載せる（PDFとExcelだけ）"
NAMES_HINT = (
    "受け持つ課だけです。作ったことは記録され、載っている方にも見えます。"
    "ファイルは24時間後にSlackから消します。"
)
NO_NAMES_THERE = "お名前を載せられるのは、課長として受け持つ課の資料だけです。"
NO_KIND = "作るものを、1つ以上えらんでください。"
NO_SECTION = "資料を作れる課が名簿にありません。管理者に確かめてください。"
ASKED = (
    "資料を作っています。1分ほどで、アプリとのメッセージに届きます。この画面は閉じてかまいません。"
)
BUSY = "いま資料づくりが混み合っています。10分ほどおいて、もう一度お試しください。"
MAKING = "受講の資料を作っています…（1分ほどかかります）"
READY = "受講の資料ができました。"
FAILED = "受講の資料を作れませんでした。"
KEPT = (
    "お名前を載せた資料です。{until}ごろ、このファイルをSlackから自動で消します。"
    "入り用なときは、それまでに、決められた場所へ保存してください。"
    "作ったことは記録しました。載っている方も、だれがいつ作ったかを確かめられます。"
)


def form(choices: Choices, section_id: str | None = None, period: Period | None = None) -> View:
    """The form; ``section_id`` and ``period`` say what is chosen at first."""
    units = _units(choices)
    if not units:
        return modal(TITLE, [section(NO_SECTION)])
    blocks: list[Block] = [
        section(INTRO),
        _menu(WHAT, "どこの資料ですか", units, _value_of(section_id)),
        _menu(PERIOD, "期間", _periods(choices, period), code_of(period) if period else None),
        _kinds(),
    ]
    if choices.named:
        blocks.append(_names())
    return modal(TITLE, blocks, callback_id=FORM, submit="作る", close="やめる")


def wish_of(values: Mapping[str, Any]) -> Wish:
    """What was filled in; UnknownEntry for what the form does not offer."""
    try:
        what = str(values[WHAT][WHAT]["selected_option"]["value"])
        period = period_of(str(values[PERIOD][PERIOD]["selected_option"]["value"]))
        kinds = tuple(FileKind(value) for value in _checked(values, KINDS))
        named = bool(_checked(values, NAMES))
    except (AttributeError, KeyError, TypeError, ValueError, PeriodFault) as error:
        raise UnknownEntry from error
    if what in {WARD, BUNDLE}:
        unit = WARD_ID
    elif what.startswith(_SECTION) and what != _SECTION:
        unit = what.removeprefix(_SECTION)
    else:
        raise UnknownEntry(what[:40])
    return Wish(unit, period, kinds, named, bundle=what == BUNDLE)


def _units(choices: Choices) -> list[Block]:
    units = [option(s.name, f"{_SECTION}{s.section_id}") for s in choices.sections]
    if choices.ward:
        units.insert(0, option(WARD_NAME, WARD))
        units.insert(1, option("すべての課（課ごとのファイルを1つにまとめて）", BUNDLE))
    return units


def _value_of(section_id: str | None) -> str | None:
    if section_id is None:
        return None
    return WARD if section_id == WARD_ID else f"{_SECTION}{section_id}"


def _periods(choices: Choices, chosen: Period | None) -> list[Block]:
    listed = choices.periods
    if chosen is not None and chosen not in listed:
        listed = (chosen, *listed)
    return [option(period.label, code_of(period)) for period in listed]


def _menu(name: str, label: str, options: Sequence[Block], initial: str | None) -> Block:
    menu = select("えらぶ", name, options)
    shown: Sequence[Block] = menu["options"]
    menu["initial_option"] = next((o for o in shown if o["value"] == initial), shown[0])
    return _input(name, label, menu)


def _kinds() -> Block:
    options = [option(label, kind) for kind, label in KIND_LABELS.items()]
    boxes = {
        "type": "checkboxes",
        "action_id": KINDS,
        "options": options,
        "initial_options": [o for o in options if o["value"] in USUAL],
    }
    return _input(KINDS, "作るもの", boxes)


def _names() -> Block:
    boxes = {"type": "checkboxes", "action_id": NAMES, "options": [option(NAMES_OPTION, "yes")]}
    return _input(NAMES, NAMES_LABEL, boxes, hint=NAMES_HINT)


def _input(name: str, label: str, element: Block, hint: str = "") -> Block:
    block: Block = {
        "type": "input",
        "block_id": name,
        "label": plain(label, 100),
        "element": element,
        "optional": bool(hint),
    }
    return {**block, "hint": plain(hint, 200)} if hint else block


def _checked(values: Mapping[str, Any], name: str) -> Iterable[str]:
    boxes = (values.get(name) or {}).get(name) or {}
    return [str(o["value"]) for o in boxes.get("selected_options") or ()]


def asked_reply() -> Reply:
    """Said in place of the form."""
    return Reply(ASKED, (section(ASKED),), TITLE)


def busy_reply() -> Reply:
    """Too many are waiting."""
    return Reply(BUSY, (section(BUSY),), TITLE)


def making_reply(ahead: int) -> Reply:
    """The message that stands until the files are there."""
    wait = f"先に{ahead}件あります。順番に作ります。" if ahead else ""
    return Reply(MAKING, (section([MAKING, wait]),), TITLE)


def ready_reply(delete_at: datetime | None) -> Reply:
    """The files stand below; with names, until when."""
    blocks = [section(READY)]
    if delete_at is not None:
        blocks.append(context(KEPT.format(until=_moment(delete_at))))
    return Reply(READY, tuple(blocks), TITLE)


def failed_reply(sentence: str) -> Reply:
    """Why there are none, and what to do."""
    return Reply(FAILED, (section([FAILED, sentence]),), TITLE)


def _moment(at: datetime) -> str:
    local = at.astimezone(TOKYO)
    return f"{local.month}月{local.day}日 {local.hour}時{local.minute:02d}分"
