"""The rows of the kana table (五十音の行), by which staff look something up."""

from __future__ import annotations

import unicodedata

ROWS = ("あ行", "か行", "さ行", "た行", "な行", "は行", "ま行", "や行", "ら行", "わ行", "その他")
_MEMBERS = (
    "あいうえおぁぃぅぇぉゔ",
    "かきくけこゕゖ",
    "さしすせそ",
    "たちつてとっ",
    "なにぬねの",
    "はひふへほ",
    "まみむめも",
    "やゆよゃゅょ",
    "らりるれろ",
    "わをんゎ",
)


def row_of(yomi: str) -> str:
    """The row of a reading's first character: 「が」 belongs to か行, a letter to その他."""
    first = unicodedata.normalize("NFKC", yomi.strip())[:1]
    if "ァ" <= first <= "ヶ":
        first = chr(ord(first) - 0x60)
    plain = unicodedata.normalize("NFD", first)[:1]
    for row, members in zip(ROWS, _MEMBERS, strict=False):
        if plain and plain in members:
            return row
    return ROWS[-1]
