"""`audit verify`: whether the record of looks at lists of names is as it was written."""

from __future__ import annotations

from bot.cli.database import Refused, existing, told
from bot.config import Config
from bot.core.audit import Anchor, read_anchor
from bot.service.audit import Audit, Verified
from bot.service.roster import OPERATOR

UNREAD = "「{0}」は読めません。お知らせにある「月:件数:しるし」の1行をそのまま書いてください。"
GOOD = "書きかえ、消去、切りとりは見つかりませんでした。"
BAD = "記録に{0}か所、書かれたときと違うところがあります。"


def verify(config: Config, anchors: list[str]) -> int:
    """Check the chain, and the posted counts and marks against it; 1 when something is wrong."""

    def work() -> None:
        known = [_read(text) for text in anchors]
        with existing(config) as store:
            found = Audit(store).verify(OPERATOR, known)
        _print(found)
        if found.tampering:
            lines = [f"{one.month}：{one.sentence}" for one in found.tampering]
            raise Refused("\n".join([*lines, BAD.format(len(lines))]))
        print(GOOD)

    return told(work)


def _read(text: str) -> Anchor:
    anchor = read_anchor(text)
    if anchor is None:
        raise Refused(UNREAD.format(text))
    return anchor


def _print(found: Verified) -> None:
    print(f"{found.months}か月分、{found.entries}件を確かめました。")
    if found.dropped:
        print(f"うち{found.dropped}か月分は、残す期間がすぎて件数としるしだけです。")
    for anchor in found.closed:
        print(f"  {anchor}")
