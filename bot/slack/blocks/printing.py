"""What goes with the printed pages: the way to them, and the message they come with."""

from __future__ import annotations

from bot.slack.blocks.base import Block, Reply, actions, bold, button, section
from bot.slack.blocks.quiet import SAFE_OPENING

PRINT = "print:send"
GUIDE_TITLE = "気づきナビの手引き"
URGENT_TITLE = "急ぎの電話"
_KEEP = (
    "紙は職員だけで使い、区民の方には渡さないでください（安全のため）。番号は印刷した日のものです。"
)
_SENT = (
    "アプリとのメッセージに、PDFを2つ送っています（10秒ほどかかります）。"
    "届かないときは、もう一度「印刷」を押すか、管理者に声をかけてください。"
)


def print_button() -> Block:
    """「印刷」: both pages as files in the asker's messages with the app."""
    return button("印刷", PRINT)


def print_reply() -> Reply:
    """What can be printed, with the button."""
    told = [
        bold("印刷して使う紙"),
        f"・{GUIDE_TITLE}（A4・4ページまで、折って持ち歩けます）",
        f"・{URGENT_TITLE}（A4・1ページ、執務室に貼る大きな番号）",
        _KEEP,
    ]
    blocks = (section(SAFE_OPENING), section(told), actions([print_button()]))
    return Reply("印刷して使う紙の案内です", blocks, "印刷")


def sending_reply() -> Reply:
    """Said at once when the button was pressed."""
    return Reply("印刷用の紙を送っています", (section(SAFE_OPENING), section(_SENT)), "印刷")


def enclosed_reply() -> Reply:
    """The message that comes before the files."""
    blocks = (section(SAFE_OPENING), section(_KEEP))
    return Reply(f"{SAFE_OPENING}。印刷用の紙を2つお届けします。", blocks)
