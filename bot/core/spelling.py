"""Repairing what was mistyped or mis-converted, by the words the content knows.

Two repairs, both towards the vocabulary of the loaded content only:

* a kanji word with the same reading as a known one (「難秒」→「難病」), also when only
  one of its kanji was converted wrongly (「逆待」→「虐待」);
* a known word written in hiragana (「ほうかつ」→「包括」), or half of it (「ぼう力」→「暴力」).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from bot.core.analysis import Analyser, Token, joined_reading
from bot.core.katakana import Katakana, glued
from bot.core.text import Folded, word_set

_KANJI = re.compile(r"[一-鿿々]{2,30}")
_HIRAGANA = re.compile(r"[ぁ-ゖー]{4,80}")
_BORDER = re.compile(r"[ぁ-ゖ](?=[一-鿿])|[一-鿿](?=[ぁ-ゖ])")
_LONGEST_HALF = 4
# what hiragana beside a kanji mostly is: not a half-written word
_ENDINGS = word_set(
    "ない たい らい いう という こう そう どう よう もう ほう ろう せん かん わん らん へん "
    "たん てん ん うち なく よく しく いく いい とう つつ さん"
)
_VERBAL = frozenset("しさすだ")  # …する, …だ behind a noun
_LONGEST_KANJI, _LONGEST_KANA, _SHORTEST_KANA = 4, 12, 4


@dataclass(frozen=True, slots=True)
class Repair:
    """``text[start:end]`` of a folded text is taken to mean ``word``.

    Not ``sure``: what was typed is a word too, only not one of this content.
    """

    start: int
    end: int
    word: str
    sure: bool = True


class Speller:
    """Repairs towards the kanji words of one content set.

    ``tokens`` are all tokens of the content, ``katakana`` its katakana words.
    """

    def __init__(self, tokens: Iterable[Token], katakana: Katakana, analyser: Analyser) -> None:
        self._analyser = analyser
        self._katakana = katakana
        self._known: dict[str, str] = {}
        counts: Counter[str] = Counter()
        for token in tokens:
            if len(token.surface) >= 2 and _KANJI.fullmatch(token.surface):
                counts[token.surface] += 1
                self._known.setdefault(token.surface, token.reading)
        self._by_reading: dict[str, str] = {}
        self._by_gap: dict[tuple[str, int, str], list[str]] = {}
        for word, _ in counts.most_common():  # of homophones the more frequent is meant
            self._by_reading.setdefault(self._known[word], word)
            for place in range(len(word)):
                key = (word[:place], place, word[place + 1 :])
                self._by_gap.setdefault(key, []).append(word)

        self._sounds = {reading[:_SHORTEST_KANA] for reading in self._by_reading}
        self._mixed = dict(self._half_written())
        self._mixed_heads = {written[:2] for written in self._mixed}

    def _half_written(self) -> Iterator[tuple[str, str]]:
        """Two-kanji words with one kanji in kana, and the word meant."""
        for word, reading in self._known.items():
            if len(word) != 2:
                continue
            for part in self._analyser.readings_of(word[1]):
                if reading.endswith(part) and _sino_sound(reading[: -len(part)]):
                    yield reading[: -len(part)] + word[1], word
            for part in self._analyser.readings_of(word[0]):
                if reading.startswith(part) and _sino_sound(reading[len(part) :]):
                    yield word[0] + reading[len(part) :], word

    def repair(
        self, folded: Folded, analyser: Analyser | None = None
    ) -> tuple[Folded, tuple[Repair, ...]]:
        """``folded`` with what is surely mistyped replaced, and the unsure repairs.

        ``analyser``: one that has perhaps split the text already.
        """
        text = folded.text
        found = (*self._kanji_repairs(text), *self._kana_repairs(text), *self._mixed_repairs(text))
        tokens = (analyser or self._analyser).tokens(text) if found else ()
        repairs = _apart(r for r in found if not _cuts_a_word(r, text, tokens))
        for repair in reversed(repairs):
            if repair.sure:
                folded = folded.replaced(repair.start, repair.end, repair.word)
        return folded, tuple(repair for repair in repairs if not repair.sure)

    def _kanji_repairs(self, text: str) -> Iterator[Repair]:
        for run in _KANJI.finditer(text):
            position = run.start()
            while position < run.end() - 1:
                repair = self._kanji_word_at(text, position, run.end())
                if repair and repair.word != text[position : repair.end]:
                    yield repair
                position = repair.end if repair else position + 1

    def _kanji_word_at(self, text: str, start: int, stop: int) -> Repair | None:
        """The known word at ``start``, or else the one that is meant there."""
        longest = min(stop, start + _LONGEST_KANJI)
        ends = range(longest, start + 1, -1)
        for end in ends:
            if text[start:end] in self._known:
                return Repair(start, end, text[start:end])
        for end in ends:
            window = text[start:end]
            tokens = self._analyser.tokens(window)
            proper_word = len(tokens) == 1 and not tokens[0].unknown
            meant = self._same_reading(tokens, len(window))
            meant = meant or ("" if proper_word else self._one_kanji_off(window))
            if meant:
                return Repair(start, end, meant, sure=not proper_word)
        return None

    def _same_reading(self, tokens: tuple[Token, ...], length: int) -> str:
        word = self._by_reading.get(joined_reading(tokens), "")
        return word if len(word) == length else ""

    def _one_kanji_off(self, window: str) -> str:
        for place, character in enumerate(window):
            for word in self._by_gap.get((window[:place], place, window[place + 1 :]), ()):
                if self._sounds_there(character, place, word):
                    return word
        return ""

    def _sounds_there(self, character: str, place: int, word: str) -> bool:
        """Whether ``character`` can be read as the kanji at ``place`` of ``word`` is."""
        reading = self._known[word]
        heard = self._analyser.readings_of(character)
        if place == 0:
            return any(len(r) > 1 and reading.startswith(r) for r in heard)
        if place == len(word) - 1:
            return any(len(r) > 1 and reading.endswith(r) for r in heard)
        return any(len(r) > 1 and r in reading for r in heard)

    def _kana_repairs(self, text: str) -> Iterator[Repair]:
        for run in _HIRAGANA.finditer(text):
            position = run.start()
            while position <= run.end() - _SHORTEST_KANA:
                length, word = self._kana_word_at(text, position, run.end())
                if word:
                    yield Repair(position, position + length, word)
                position += length or 1

    def _kana_word_at(self, text: str, start: int, stop: int) -> tuple[int, str]:
        if text[start : start + _SHORTEST_KANA] not in self._sounds:
            return 0, ""
        for end in range(min(stop, start + _LONGEST_KANA), start + _SHORTEST_KANA - 1, -1):
            word = self._by_reading.get(text[start:end], "")
            if word and text[start:end] not in self._katakana and _stands_alone(text, start, end):
                return end - start, word
        return 0, ""

    def _mixed_repairs(self, text: str) -> Iterator[Repair]:
        for match in _BORDER.finditer(text):
            border = match.end()
            for start in range(max(0, border - _LONGEST_HALF), border):
                if text[start : start + 2] not in self._mixed_heads:
                    continue
                for end in range(border + 1, min(len(text), border + _LONGEST_HALF) + 1):
                    word = self._mixed.get(text[start:end])
                    if word and _starts_a_word(text, start):
                        yield Repair(start, end, word)


def _sino_sound(kana: str) -> bool:
    """Whether ``kana`` reads like a Chinese-derived kanji and not like an ending."""
    return len(kana) >= 2 and kana[-1] in "んうくつちきい" and kana not in _ENDINGS


def _apart(repairs: Iterable[Repair]) -> tuple[Repair, ...]:
    """The repairs that do not touch an earlier or longer one."""
    kept: list[Repair] = []
    for repair in sorted(repairs, key=lambda r: (r.start, -r.end)):
        if not kept or kept[-1].end <= repair.start:
            kept.append(repair)
    return tuple(kept)


def _cuts_a_word(repair: Repair, text: str, tokens: Iterable[Token]) -> bool:
    """Whether the range takes a part of a proper kanji word, or the unit of a number."""
    if repair.start and text[repair.start - 1].isdigit():
        return True
    for token in tokens:
        inside = repair.start <= token.start and token.end <= repair.end
        apart = token.end <= repair.start or repair.end <= token.start
        if not inside and not apart and not token.unknown and _KANJI.fullmatch(token.surface):
            return True
    return False


def _stands_alone(text: str, start: int, end: int) -> bool:
    """Whether hiragana at ``start``..``end`` can be a noun: 「そうだん」 in 「にそうだんした」."""
    after = text[end] if end < len(text) else " "
    return not glued(text[start - 1] if start else " ") and (not glued(after) or after in _VERBAL)


def _starts_a_word(text: str, start: int) -> bool:
    before = text[start - 1] if start else " "
    return not glued(before) and not ("一" <= before <= "鿿" and "一" <= text[start] <= "鿿")
