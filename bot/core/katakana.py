"""Katakana words that folding turned into hiragana, turned back before analysis.

The dictionary splits katakana words in hiragana wrongly (「へるぱー」). Question and
content go the same way, so that katakana and hiragana spellings are analysed identically.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from bot.core.text import normalise

_KATAKANA = re.compile(r"[ァ-ヺー]{3,20}")
_PARTICLES = frozenset("をにがはのともへでや")


class Katakana:
    """The katakana words of one content set, to be restored in folded text."""

    def __init__(self, texts: Iterable[str]) -> None:
        words = sorted({word for text in texts for word in _KATAKANA.findall(text)})
        self._words: dict[str, str] = {normalise(word): word for word in words}
        self._heads = {word[:2] for word in self._words}
        self._longest = max(map(len, self._words), default=0)

    def __contains__(self, hiragana: str) -> bool:
        return hiragana in self._words

    def restored(self, text: str) -> str:
        """Folded ``text`` with the known katakana words restored; same length."""
        pieces: list[str] = []
        position = 0
        for start in range(len(text) - 2):
            if start >= position and text[start : start + 2] in self._heads:
                word = self._word_at(text, start)
                if word:
                    pieces += (text[position:start], word)
                    position = start + len(word)
        return "".join((*pieces, text[position:])) if pieces else text

    def _word_at(self, text: str, start: int) -> str:
        for length in range(min(self._longest, len(text) - start), 2, -1):
            word = self._words.get(text[start : start + length], "")
            # three kana also stand inside other words (臭いと / サイト)
            if word and (length > 3 or not _inside_hiragana(text, start, start + length)):
                return word
        return ""


def _inside_hiragana(text: str, start: int, end: int) -> bool:
    before = text[start - 1] if start else " "
    after = text[end] if end < len(text) else " "
    return glued(before) or glued(after)


def glued(character: str) -> bool:
    """Whether a neighbour belongs to the same hiragana word: hiragana, but no particle."""
    return "ぁ" <= character <= "ゖ" and character not in _PARTICLES
