"""Shoulder-safe: what may be read over the clerk's shoulder, or in a banner, says nothing.

Slack's desktop banner takes the first block, screen readers and phones the first
characters of ``text``. Neither may hold a word of this list.
"""

from __future__ import annotations

import unicodedata

SAFE_OPENING = "お探しの案内です"
FIRST_CHARACTERS = 40
SENSITIVE = (
    "虐待",
    "DV",
    "ドメスティック",
    "暴力",
    "殴",
    "性被害",
    "性犯罪",
    "性的",
    "自殺",
    "自死",
    "死",
    "自傷",
    "いのちの電話",
    "保護",
    "困窮",
    "貧困",
    "借金",
    "債務",
    "滞納",
    "障がい",
    "障害",
    "認知症",
    "ひきこもり",
    "不登校",
    "非行",
    "依存",
    "精神",
    "うつ",
    "妊娠",
    "離婚",
    "通報",
    "通告",
    "警察",
    "逃げ",
    "ホームレス",
)


def sensitive_words(text: str) -> list[str]:
    """The words of the list that stand in ``text``, whatever their width or case."""
    plain = unicodedata.normalize("NFKC", text).upper()
    return [word for word in SENSITIVE if word in plain]
