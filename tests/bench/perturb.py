"""Questions as they are mistyped: each function changes one thing, by a fixed seed.

Homophones are taken from the dictionary's readings of single kanji, kana from its
readings of words; a function returns None when a text has nothing of the kind.
"""

from __future__ import annotations

import random
import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable
from functools import cached_property

from bot.core.analysis import Analyser, Token
from bot.core.text import _OLD_AND_NEW

_KANJI = re.compile(r"[一-鿿]")
_KANA = "あいうえおかきくけこさしすせそたちつてとなにぬねのはひふへほまみむめもやゆよらりるれろわん"
_TO_KATAKANA = {code: chr(code + 0x60) for code in range(0x3041, 0x3097)}
_TO_HIRAGANA = {code: chr(code - 0x60) for code in range(0x30A1, 0x30F7)}
_TO_OLD = dict(zip(_OLD_AND_NEW[1::2], _OLD_AND_NEW[::2], strict=True))
_HALF = {
    unicodedata.normalize("NFKC", chr(code)): chr(code)
    for code in range(0xFF66, 0xFF9E)
    if code != 0xFF70
} | {"ー": "ｰ"}

Change = Callable[[str, random.Random], str | None]


class Perturbations:
    """All changes, by the name under which they are reported."""

    def __init__(self, analyser: Analyser) -> None:
        self._analyser = analyser
        self.all: dict[str, Change] = {
            "typo in a noun": self.typo,
            "homophone": self.homophone,
            "one word in kana": self.kana_word,
            "half width": half_width,
            "old kanji": old_kanji,
            "katakana to hiragana": to_hiragana,
            "hiragana to katakana": to_katakana,
        }

    def typo(self, text: str, chance: random.Random) -> str | None:
        """One character of a noun dropped, doubled, swapped or mistyped."""
        noun = self._noun(text, chance, least=2)
        if noun is None:
            return None
        place = chance.randrange(noun.start, noun.end)
        kind = chance.randrange(4)
        if kind == 0:
            return text[:place] + text[place + 1 :]
        if kind == 1:
            return text[:place] + text[place] + text[place:]
        if kind == 2 and place + 1 < noun.end:
            return text[:place] + text[place + 1] + text[place] + text[place + 2 :]
        return text[:place] + chance.choice(_KANA) + text[place + 1 :]

    def homophone(self, text: str, chance: random.Random) -> str | None:
        """One kanji of a noun replaced by another one of the same reading."""
        noun = self._noun(text, chance, least=2, kanji=True)
        if noun is None:
            return None
        places = [i for i in range(noun.start, noun.end) if _KANJI.match(text[i])]
        place = chance.choice(places)
        sounds = [s for s in self._analyser.readings_of(text[place]) if s in noun.reading]
        others = sorted({k for s in sounds for k in self._by_sound[s]} - {text[place]})
        return text[:place] + chance.choice(others) + text[place + 1 :] if others else None

    def kana_word(self, text: str, chance: random.Random) -> str | None:
        """One noun left unconverted."""
        noun = self._noun(text, chance, least=2, kanji=True)
        return None if noun is None else text[: noun.start] + noun.reading + text[noun.end :]

    @cached_property
    def _by_sound(self) -> dict[str, list[str]]:
        """The common kanji (JIS level 1) of every reading of two kana or more."""
        found: dict[str, list[str]] = defaultdict(list)
        for row in range(16, 48):
            for cell in range(1, 95):
                try:
                    kanji = bytes((row + 0xA0, cell + 0xA0)).decode("euc_jp")
                except UnicodeDecodeError:
                    continue
                for sound in self._analyser.readings_of(kanji):
                    if len(sound) > 1:
                        found[sound].append(kanji)
        return found

    def _noun(
        self, text: str, chance: random.Random, *, least: int, kanji: bool = False
    ) -> Token | None:
        """A noun of the text by chance, as the dictionary cuts it."""
        nouns = [
            token
            for token in self._analyser.tokens(text)
            if token.is_content
            and token.pos[0] == "名詞"
            and len(token.surface) >= least
            and (not kanji or all(map(_KANJI.match, token.surface)))
        ]
        return chance.choice(nouns) if nouns else None


def _changed(text: str, new: str) -> str | None:
    return new if new != text else None


def half_width(text: str, chance: random.Random) -> str | None:
    """Katakana in half width, Latin letters and digits in full width."""
    decomposed = (
        "".join(unicodedata.normalize("NFD", c) if "ァ" <= c <= "ー" else c for c in text)
        .replace("\u3099", "ﾞ")
        .replace("\u309a", "ﾟ")
    )
    wide = {ord(c): chr(ord(c) + 0xFEE0) for c in map(chr, range(0x21, 0x7F))}
    return _changed(text, "".join(_HALF.get(c, c) for c in decomposed).translate(wide))


def old_kanji(text: str, chance: random.Random) -> str | None:
    """Every kanji that has an old form in it."""
    return _changed(text, "".join(_TO_OLD.get(c, c) for c in text))


def to_hiragana(text: str, chance: random.Random) -> str | None:
    """Every katakana in hiragana."""
    return _changed(text, text.translate(_TO_HIRAGANA))


def to_katakana(text: str, chance: random.Random) -> str | None:
    """Every hiragana in katakana."""
    return _changed(text, text.translate(_TO_KATAKANA))
