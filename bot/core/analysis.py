"""Japanese words: SudachiPy with its small dictionary, A mode (short units).

The measurements chose this analyser: short units, normalised form, content words
only and a stop list are worth nine points of right first answers over raw surface
tokens. The dictionary is loaded when an :class:`Analyser` is made, not at import.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from bot.core.text import fold, normalise, word_set

if TYPE_CHECKING:
    from sudachipy import Morpheme, Tokenizer

_CONTENT = frozenset({"名詞", "動詞", "形容詞", "形状詞", "副詞"})

# Words that stand in questions about everything and so tell nothing apart: who is
# in front of the clerk, that they came, said, asked, and how the clerk wonders.
STOP_WORDS = word_set(
    "為る 居る 有る 成る 言う 云う 来る 行く 見る 思う 事 物 者 方 人 様 様だ 此れ 其れ 何れ "
    "何処 何 誰 何時 其の 此の 此処 其処 良い 出来る 遣る 呉れる 貰う 下さる 置く 仕舞う "
    "御座る 申す 居らっしゃる 頂く 上げる 付く 因る 就く 於く 対する 関する 聞く 話す 話 "
    "教える 知る 分かる 困る 相談 相談者 質問 窓口 担当 課 係 区役所 役所 区 市 来庁 住民 "
    "区民 市民 職員 今 今日 所 時 後 前 中 上 内 的 等 達 迄 程 位 訳 筈 積もり 如何 如何して "
    "迷う 仕方 場合 為 又 先 気 感じ 掛かる 掛ける 出る 入る 受ける 書く 持つ 取る 使う 成程 "
    "一寸 未だ もう 又は 及び 特に 凄い 電話 連絡 案内 対応 説明 確認 必要 可能 希望 御 化 性 "
    "男性 女性 さん 君 ちゃん 奥 僕 私 自分"
)


_Pos = tuple[str, str, str, str]
_Details = tuple[str, str, _Pos, tuple[int, ...], bool]


class Token(NamedTuple):
    """One short unit. ``start``/``end`` count in the analysed text.

    ``base`` is the normalised dictionary form, ``reading`` is in hiragana,
    ``pos`` are the first four levels of Sudachi's part of speech. ``is_content``:
    it says what the text is about.
    """

    surface: str
    start: int
    end: int
    base: str
    reading: str
    pos: _Pos
    synonyms: tuple[int, ...]
    is_content: bool
    unknown: bool

    @property
    def is_person(self) -> bool:
        """Whether the dictionary lists it as a part of a person's name."""
        return self.pos[2] == "人名"


class Analyser:
    """Splits text into words. One instance is shared by all threads; loading takes 0.1 s."""

    def __init__(self) -> None:
        from sudachipy import Dictionary  # noqa: PLC0415 - 50 MB, only when needed

        self._dictionary = Dictionary(dict="small")
        self._idle: list[Tokenizer] = []
        self._details: dict[int, _Details] = {}
        self._readings = lru_cache(maxsize=4096)(self._look_up)

    def tokens(self, text: str) -> tuple[Token, ...]:
        """All tokens of ``text`` as it stands (fold it first)."""
        # A tokenizer refuses a second thread, so each call takes one for itself.
        try:
            tokenizer = self._idle.pop()
        except IndexError:
            tokenizer = self._dictionary.tokenizer(mode="A")
        try:
            return tuple(map(self._token, tokenizer.tokenize(text)))
        finally:
            self._idle.append(tokenizer)

    def _token(self, morpheme: Morpheme) -> Token:
        word = morpheme.word_id()
        details = self._details.get(word)
        unknown = details is None and morpheme.is_oov()
        if details is None:
            details = _details(morpheme)
            if not unknown:
                self._details[word] = details  # bounded by the dictionary's size
        return Token(morpheme.surface(), morpheme.begin(), morpheme.end(), *details, unknown)

    def words(self, text: str) -> tuple[str, ...]:
        """The content words of ``text`` in dictionary form, in order, with repeats."""
        folded = fold(text, kana=False)
        return tuple(token.base for token in self.tokens(folded.text) if token.is_content)

    def reading(self, text: str) -> str:
        """``text`` in hiragana as the dictionary reads it, signs and spaces left out."""
        return joined_reading(self.tokens(fold(text, kana=False).text))

    def readings_of(self, character: str) -> frozenset[str]:
        """Every reading the dictionary lists for one written form, in hiragana."""
        return self._readings(character)

    def is_family_name(self, surface: str) -> bool:
        """Whether the dictionary lists ``surface`` as a family name."""
        # Looked up each time: what is remembered here would be residents' names.
        found = self._dictionary.lookup(surface)
        return any(morpheme.part_of_speech()[3] == "姓" for morpheme in found)

    def _look_up(self, surface: str) -> frozenset[str]:
        found = self._dictionary.lookup(surface)
        return frozenset(normalise(morpheme.reading_form()) for morpheme in found)


class OneQuestion(Analyser):
    """The same analyser for the length of one question: it splits each text once.

    Made anew for each question, for nothing that was typed may stay.
    """

    def __init__(self, analyser: Analyser) -> None:
        vars(self).update(vars(analyser))
        self._seen: dict[str, tuple[Token, ...]] = {}

    def tokens(self, text: str) -> tuple[Token, ...]:
        """All tokens of ``text``, split only when asked for the first time."""
        if text not in self._seen:
            self._seen[text] = super().tokens(text)
        return self._seen[text]


def joined_reading(tokens: tuple[Token, ...]) -> str:
    """The readings of ``tokens`` in one string."""
    return "".join(token.reading for token in tokens)


def _details(morpheme: Morpheme) -> _Details:
    level = morpheme.part_of_speech()
    pos = (level[0], level[1], level[2], level[3])
    base = normalise(morpheme.normalized_form())
    silent = pos[0] in {"補助記号", "空白"}
    spoken = morpheme.surface() if pos[1] == "数詞" else morpheme.reading_form()
    reading = "" if silent else normalise(spoken)
    return base, reading, pos, tuple(morpheme.synonym_group_ids()), _is_content(base, pos)


def _is_content(base: str, pos: _Pos) -> bool:
    telling = pos[0] in _CONTENT and pos[1] != "数詞"
    return telling and base not in STOP_WORDS and not base.isdigit()
