"""What the buttons under answers added up to, for those who may see it."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from bot.service.feedback import SHOWN_FROM, ReferralCount, ShownCorrection
from bot.slack.blocks.base import Block, Reply, bold, context, header, inline, section

TITLE = "実際につないだ件数（ボタンによる参考値）"
HOW_COUNTED = (
    f"「ここにつなぐ」が押された数を、区全体で月ごとに数えています。{SHOWN_FROM}件に"
    "なったつなぎ先から表示します。押した方とご相談の内容は記録していません。"
)
NO_COUNTS = f"まだ表示できる件数がありません（{SHOWN_FROM}件になると表示します）。"
NO_CORRECTIONS = "まだ「ちがう」の知らせはありません。"
NOT_KNOWN = "（分からない）"


def counts_reply(counts: Sequence[ReferralCount]) -> Reply:
    """Counts by month, newest first."""
    blocks: list[Block] = [header(TITLE)]
    for month, rows in groupby(counts, key=lambda c: c.month):
        lines = [inline(f"・{row.name}　{row.count}件") for row in rows]
        blocks.append(section([bold(_month(month)), *lines]))
    if not counts:
        blocks.append(section(NO_COUNTS))
    return Reply(TITLE, (*blocks, context(HOW_COUNTED)), "つなぎ件数")


def _month(month: str) -> str:
    year, number = month.split("-")
    return f"{year}年{int(number)}月"


def corrections_reply(rows: Sequence[ShownCorrection]) -> Reply:
    """What was understood, and what would have been right."""
    lines = [understood(row) for row in rows]
    told = "気づいた言葉の種類 → 合っていたつなぎ先（新しい順）"
    blocks = [header("「ちがう」の知らせ"), section(told)]
    blocks += [section(lines[i : i + 10]) for i in range(0, len(lines), 10)] or [
        section(NO_CORRECTIONS)
    ]
    return Reply("「ちがう」の知らせ", tuple(blocks), "「ちがう」の知らせ")


def understood(row: ShownCorrection) -> str:
    """One 「ちがう」 as a line."""
    older = "" if row.current else "（前の版）"
    signs = f"{'、'.join(row.signs) or NOT_KNOWN}{older}"
    return inline(f"・{signs} → {row.right or NOT_KNOWN}")
