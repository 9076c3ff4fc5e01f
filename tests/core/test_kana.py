"""The rows of the kana table."""

from __future__ import annotations

import pytest

from bot.core.kana import ROWS, row_of


@pytest.mark.parametrize(
    ("yomi", "row"),
    [
        ("あんしん", "あ行"),
        ("ヴ", "あ行"),
        ("がっこう", "か行"),
        ("じどう", "さ行"),
        ("ッ", "た行"),
        ("ﾃﾞｨｰﾌﾞｲ", "た行"),
        ("ねんきん", "な行"),
        ("ぱすぽーと", "は行"),
        ("みまもり", "ま行"),
        ("ょ", "や行"),
        ("リンク", "ら行"),
        ("んん", "わ行"),
        ("DV", "その他"),
        ("", "その他"),
        ("  えん", "あ行"),
    ],
)
def test_the_first_character_decides(yomi: str, row: str) -> None:
    assert row_of(yomi) == row
    assert row in ROWS
