"""修了証: how far somebody is, the way to the paper, and the check of a number."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from bot.core.certificate import KIND_LABELS, CertificateKind
from bot.core.serial import shown_serial
from bot.service.certificates import Checked, Stand, YearOf
from bot.service.referral import UnknownEntry
from bot.slack.blocks.base import (
    Block,
    Reply,
    View,
    actions,
    bold,
    button,
    context,
    inline,
    modal,
    plain,
    section,
)

TITLE = "修了証"
GET, CHECK, CHECK_FORM, WITHDRAW = (
    "certificate:get",
    "certificate:check",
    "certificate:form",
    "certificate:withdraw",
)
SERIAL, NAME = "serial", "name"
KEPT = "ファイルはあなたにだけ送ります。点数や正解の数は、どこにも出ません。"
HOW = (
    "必修のテーマすべてに一度は答えるか、集合に参加すると「受講」の修了証になります"
    "（正解・不正解は問いません）。さらに全テーマの8割以上を習得すると「習得」の修了証になります。"
)
SENDING = (
    "アプリとのメッセージに、修了証を送っています（10秒ほどかかります）。"
    "届かないときは、もう一度ボタンを押すか、管理者に声をかけてください。"
)
ENCLOSED = "修了証をお届けします。"
ENCLOSED_NOTE = "お名前が違うときは、名簿を直したあとに、もう一度受け取れます（番号は同じです）。"
NOT_EARNED = "まだ修了証をお渡しできません。「/kizuki 修了証」で、あと何テーマかを確かめられます。"
NO_GLYPH = (
    "お名前のうち「{0}」を印刷する字形が、このアプリにありません。"
    "違う字で印刷しないように、修了証を作りませんでした。管理者に、この文字を伝えてください。"
)
STAND_TEXTS: Mapping[Stand, str] = {
    Stand.VALID: "有効な修了証の番号です。",
    Stand.WITHDRAWN: "この修了証は取り消されています。",
    Stand.ERASED: (
        "この番号の修了証は発行されました。"
        "持ち主の記録は消去されているため、お名前は確かめられません。"
    ),
    Stand.UNKNOWN: "この番号の修了証は発行されていません。",
    Stand.MISTYPED: "番号を読み取れません。打ちまちがいがないか、もう一度見比べてください。",
}
SAME, OTHER = (
    "お名前：いまの名簿のお名前と一致します。",
    "お名前：いまの名簿のお名前と一致しません。改姓などがないか、ご本人に確かめてください。",
)
WITHDRAWN = "修了証を取り消しました。番号を確かめると「取り消されています」と表示されます。"
NOT_THERE = "有効な修了証が見つかりませんでした。もう取り消されているかもしれません。"
WITHDRAW_ASKED = "番号を確かめた人に「取り消されています」と表示されます。元に戻せません。"


def certificate_reply(years: Sequence[YearOf], *, may_check: bool) -> Reply:
    """How the asker stands in each 年度, with the buttons."""
    blocks = [part for year in years for part in _year(year)]
    if years:
        blocks.append(context(inline(HOW), inline(KEPT)))
    if may_check:
        blocks.append(section([bold("番号を確かめる"), inline("お名前は表示されません。")]))
        blocks.append(actions([button("番号を確かめる", CHECK)]))
    return Reply("修了証のご案内です", tuple(blocks), TITLE)


def _year(year: YearOf) -> list[Block]:
    stands = year.progress
    lines = [
        bold(f"{year.year}年度"),
        inline(f"必修：{stands.required}テーマのうち{stands.required_taken}テーマを受講"),
        inline(f"習得：{stands.mastered}テーマ（{stands.to_master}テーマから「習得」の修了証）"),
    ]
    if year.offered is None:
        missing = stands.required - stands.required_taken
        left = f"あと{missing}テーマで「受講」の修了証になります。" if missing else ""
        return [section([*lines, inline(left)])]
    label = f"「{KIND_LABELS[year.offered]}」の修了証を受け取る（{year.year}年度）"
    ask = button(label, f"{GET}:{year.year}", str(year.year), style="primary")
    return [section(lines), actions([ask])]


def sending_reply() -> Reply:
    """Said at once when the button was pressed."""
    return Reply("修了証を送っています", (section(SENDING),), TITLE)


def enclosed_reply() -> Reply:
    """The message that comes before the file."""
    return Reply(ENCLOSED, (section(ENCLOSED), context(inline(ENCLOSED_NOTE))), TITLE)


def not_made_reply(sentence: str) -> Reply:
    """Why there is no paper."""
    return Reply("修了証をお渡しできませんでした", (section(inline(sentence)),), TITLE)


def check_form() -> View:
    """A number and, to be compared, the name on the paper."""
    fields = [
        _field(
            SERIAL, "修了証の番号", "英字と数字10文字（大文字・小文字はどちらでも）", optional=False
        ),
        _field(NAME, "修了証にあるお名前（比べるとき）", "", optional=True),
    ]
    told = section("お名前は表示しません。書いたお名前が名簿と同じかどうかだけを答えます。")
    return modal(TITLE, [told, *fields], callback_id=CHECK_FORM, submit="確かめる", close="やめる")


def typed(values: Mapping[str, Any]) -> tuple[str, str]:
    """Number and name as they were typed; UnknownEntry for another form."""
    try:
        serial, name = (values[field][field].get("value") or "" for field in (SERIAL, NAME))
    except (KeyError, TypeError, AttributeError) as error:
        raise UnknownEntry from error
    return str(serial), str(name)


def checked_reply(found: Checked) -> Reply:
    """What the number stands for; the 年度 and kind only of one that was issued."""
    lines = [STAND_TEXTS[found.stand]]
    if found.serial:
        lines.append(inline(f"番号：{shown_serial(found.serial)}"))
    if found.year is not None:
        lines.append(inline(_issued(found.year, found.kind)))
    if found.same_name is not None:
        lines.append(SAME if found.same_name else OTHER)
    blocks = [section(lines)]
    if found.stand is Stand.VALID:
        blocks.append(actions([_withdraw(found.serial)]))
    return Reply("番号を確かめました", tuple(blocks), TITLE)


def _issued(year: int, kind: CertificateKind | None) -> str:
    said = f"（{KIND_LABELS[kind]}）" if kind else ""
    return f"年度：{year}年度{said}"


def _withdraw(serial: str) -> Block:
    confirm = {
        "title": plain("この修了証を取り消しますか", 100),
        "text": plain(WITHDRAW_ASKED, 300),
        "confirm": plain("取り消す", 30),
        "deny": plain("やめる", 30),
    }
    return {**button("取り消す", WITHDRAW, serial, style="danger"), "confirm": confirm}


def withdrawn_reply(*, done: bool) -> Reply:
    """That it is withdrawn, or that there was none."""
    return Reply("修了証の取り消し", (section(WITHDRAWN if done else NOT_THERE),), TITLE)


def _field(name: str, label: str, placeholder: str, *, optional: bool) -> Block:
    element: Block = {"type": "plain_text_input", "action_id": name, "max_length": 100}
    if placeholder:
        element["placeholder"] = plain(placeholder, 150)
    return {
        "type": "input",
        "block_id": name,
        "label": plain(label, 100),
        "element": element,
        "optional": optional,
    }
