"""What goes with the printed pages: the way to them, and the messages they come with."""

from __future__ import annotations

from bot.slack.blocks.base import Block, Reply, actions, bold, button, section
from bot.slack.blocks.quiet import SAFE_OPENING

PRINT = "print:send"
PRINT_FORM = "print:form"
GUIDE_TITLE = "気づきナビの手引き"
URGENT_TITLE = "急ぎの電話"
FORM_TITLE = "気づきメモの用紙"
FILLED_TITLE = "気づきメモ"
_KEEP = (
    "紙は職員だけで使い、区民の方には渡さないでください（安全のため）。番号は印刷した日のものです。"
)
_KEEP_FORM = "紙は職員だけで使います。お名前・住所・電話番号は書きません。"
_KEEP_FILLED = (
    "このファイルは、書いたあなたにだけ送りました。所属の決まりで保管し、"
    "要らなくなったら、このメッセージのファイルも消してください。"
)
_SENDING = (
    "アプリとのメッセージに、{what}を送っています（10秒ほどかかります）。"
    "届かないときは、もう一度ボタンを押すか、管理者に声をかけてください。"
)


def print_button() -> Block:
    """「印刷」: both pages as files in the asker's messages with the app."""
    return button("印刷", PRINT)


def form_button() -> Block:
    """「気づきメモの用紙」: the blank form as PDF and XLSX."""
    return button(FORM_TITLE, PRINT_FORM)


def print_reply() -> Reply:
    """What can be printed, with the buttons."""
    told = [
        bold("印刷して使う紙"),
        f"・{GUIDE_TITLE}（A4・4ページまで、折って持ち歩けます）",
        f"・{URGENT_TITLE}（A4・1ページ、執務室に貼る大きな番号）",
        _KEEP,
    ]
    form = [
        bold(FORM_TITLE),
        "・何も書いていない用紙（PDF：A4・両面1枚）",
        "・同じ項目の表（Excel：画面で印を付けられます）",
        _KEEP_FORM,
    ]
    blocks = (
        section(SAFE_OPENING),
        section(told),
        section(form),
        actions([print_button(), form_button()]),
    )
    return Reply("印刷して使う紙の案内です", blocks, "印刷")


def sending_reply(what: str = "PDFを2つ") -> Reply:
    """Said at once when a button was pressed."""
    said = section(_SENDING.format(what=what))
    return Reply("印刷用の紙を送っています", (section(SAFE_OPENING), said), "印刷")


def enclosed_reply() -> Reply:
    """The message that comes before the guide and the urgent numbers."""
    blocks = (section(SAFE_OPENING), section(_KEEP))
    return Reply(f"{SAFE_OPENING}。印刷用の紙を2つお届けします。", blocks)


def form_enclosed_reply() -> Reply:
    """The message that comes before blank sheets to fill in."""
    blocks = (section(SAFE_OPENING), section(_KEEP_FORM))
    return Reply(f"{SAFE_OPENING}。用紙をお届けします。", blocks)


def filled_enclosed_reply() -> Reply:
    """The message that comes before the writer's own sheet."""
    blocks = (section(SAFE_OPENING), section(_KEEP_FILLED))
    return Reply(f"{SAFE_OPENING}。書いたメモをお届けします。", blocks)
