"""One spelling for what people type: width, kana, old kanji, Slack markup.

Everything that is matched goes through :func:`fold`, on the side of the content as
on the side of the question, so that 「ﾔﾁﾝ」, 「ヤチン」 and 「やちん」 are one string.
Each folded character remembers which characters of the original it came from: what
is shown back to the asker are the words as they were typed.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

MAX_INPUT = 2000  # characters; what stands behind is not read

_OLD_AND_NEW = (
    "亞亜惡悪壓圧圍囲醫医爲為壹壱稻稲飮飲隱隠營営榮栄衞衛驛駅圓円緣縁艷艶鹽塩應応歐欧毆殴櫻桜"
    "溫温穩穏假仮價価畫画會会懷懐繪絵擴拡殼殻覺覚學学嶽岳樂楽勸勧卷巻寬寛歡歓關関觀観顏顔歸帰"
    "氣気龜亀僞偽戲戯犧犠舊旧據拠擧挙虛虚峽峡狹狭鄕郷曉暁區区驅駆勳勲徑径惠恵溪渓經経繼継莖茎"
    "螢蛍輕軽鷄鶏藝芸缺欠儉倹劍剣圈圏檢検權権獻献縣県險険顯顕驗験嚴厳效効廣広恆恒鑛鉱號号國国"
    "黑黒濟済碎砕齋斎劑剤櫻桜册冊雜雑參参慘惨棧桟蠶蚕贊賛殘残絲糸齒歯兒児辭辞濕湿實実舍舎寫写"
    "釋釈壽寿收収從従澁渋獸獣縱縦肅粛處処敍叙奬奨將将燒焼稱称證証乘乗剩剰壤壌孃嬢條条淨浄疊畳"
    "讓譲釀醸囑嘱觸触寢寝愼慎眞真晉晋盡尽圖図粹粋醉酔隨随髓髄數数樞枢聲声靜静齊斉攝摂竊窃專専"
    "戰戦淺浅潛潜纖繊踐践錢銭禪禅雙双壯壮搜捜插挿爭争總総聰聡莊荘裝装騷騒增増藏蔵臟臓屬属續続"
    "墮堕體体對対帶帯滯滞臺台瀧滝擇択澤沢單単擔担膽胆團団彈弾斷断癡痴遲遅晝昼蟲虫鑄鋳廳庁聽聴"
    "敕勅鎭鎮塚塚遞逓鐵鉄轉転點点傳伝黨党盜盗燈灯當当鬪闘德徳獨独讀読屆届繩縄貳弐惱悩腦脳廢廃"
    "拜拝賣売麥麦發発髮髪拔抜蠻蛮濱浜賓賓甁瓶拂払佛仏竝並變変邊辺邉辺辯弁瓣弁辨弁舖舗步歩穗穂"
    "寶宝豐豊沒没飜翻槇槙萬万滿満默黙彌弥藥薬譯訳豫予餘余與与譽誉搖揺樣様謠謡來来賴頼亂乱覽覧"
    "龍竜兩両獵猟綠緑壘塁淚涙勵励禮礼隸隷靈霊齡齢戀恋爐炉勞労樓楼錄録灣湾髙高﨑崎嶋島嶌島德徳"
)
_DASHES = "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\u2500"
_CHARACTERS = {
    **{ord(old): new for old, new in zip(_OLD_AND_NEW[::2], _OLD_AND_NEW[1::2], strict=True)},
    **{ord(dash): "-" for dash in _DASHES},
    ord("\u301c"): "~",
    ord("ヶ"): "か",  # 三ヶ月 = 三か月
    ord("ヵ"): "か",
}
_HIRAGANA = {code: chr(code - 0x60) for code in range(0x30A1, 0x30F5)}
_SOUND_MARK = re.compile("[\uff9e\uff9f\u3099\u309a]")  # ﾞ ﾟ and the combining ones

_MARKUP = re.compile(
    r"<(?P<sigil>[@#!])[^<>|]{1,80}(?:\|(?P<name>[^<>]{0,200}))?>"
    r"|<(?P<url>(?:https?|mailto|tel):[^<>|\s]{1,1500})(?:\|(?P<label>[^<>]{0,500}))?>"
    r"|https?://[\x21-\x7e]{1,1500}"
    r"|:[a-z][a-z0-9_+\-]{1,40}:"
    r"|&(?:amp|lt|gt);"
)
_SINGLE = tuple((place, place + 1) for place in range(MAX_INPUT))
_MARKUP_SIGN = re.compile("[<&:]")
_IN_CLUSTERS = re.compile("[<&:\uff9e\uff9f\u3099\u309a]")  # one of the two above


@dataclass(frozen=True, slots=True)
class Folded:
    """A normalised text and where each of its characters came from.

    ``origins[i]`` is the half-open range of the original that became ``text[i]``.
    """

    text: str
    origins: tuple[tuple[int, int], ...]
    original: str

    def as_typed(self, start: int, end: int) -> str:
        """The asker's own characters behind ``text[start:end]``."""
        begin, finish = self.origin(start, end)
        return self.original[begin:finish]

    def origin(self, start: int, end: int) -> tuple[int, int]:
        """The range of the original behind ``text[start:end]`` (not empty)."""
        return self.origins[start][0], self.origins[end - 1][1]

    @classmethod
    def plain(cls, text: str) -> Folded:
        """A text that stands for itself."""
        return cls(text, _single(len(text)), text)

    def replaced(self, start: int, end: int, by: str) -> Folded:
        """The same text with one range written differently; origins are kept."""
        origin = self.origin(start, end)
        return Folded(
            self.text[:start] + by + self.text[end:],
            self.origins[:start] + (origin,) * len(by) + self.origins[end:],
            self.original,
        )


def _single(length: int) -> tuple[tuple[int, int], ...]:
    """The origins of a text that is its own original."""
    if length <= MAX_INPUT:
        return _SINGLE[:length]
    return tuple((place, place + 1) for place in range(length))


def normalise(text: str) -> str:
    """The one spelling under which words are compared (see :func:`fold`)."""
    text = text[:MAX_INPUT]
    if _IN_CLUSTERS.search(text):
        spelled = "".join(piece for piece, _, _ in _spelled(text, kana=True))
    else:
        spelled = text.translate(_SPELLINGS[True])
    return " ".join(spelled.split())


def word_set(written: str) -> frozenset[str]:
    """A set of normalised words written with spaces between them."""
    return frozenset(normalise(word) for word in written.split())


def fold(text: str, *, kana: bool = True) -> Folded:
    """Normalise ``text`` and keep the way back to what was typed.

    Strips Slack markup, links and invisible characters, applies NFKC, lower case,
    new kanji forms and single spaces; with ``kana`` katakana becomes hiragana.
    Reads the first 2,000 characters.
    """
    original = text[:MAX_INPUT]
    if not _IN_CLUSTERS.search(original):
        pieces = [_SPELLINGS[kana][ord(character)] for character in original]
        spelled = "".join(pieces)
        # Character by character, as most texts are: nothing vanished, grew or is left out.
        if {*map(len, pieces)} <= {1} and spelled == " ".join(spelled.split()):
            return Folded(spelled, _single(len(spelled)), original)
    return _folded(original, kana=kana)


def _folded(original: str, *, kana: bool) -> Folded:
    characters: list[str] = []
    origins: list[tuple[int, int]] = []
    last = " "  # so that no space stands at the beginning
    for spelled, start, end in _spelled(original, kana=kana):
        for character in spelled:
            if character != " " or last != " ":
                characters.append(character)
                origins.append((start, end))
                last = character
    if characters and last == " ":
        characters.pop()
        origins.pop()
    return Folded("".join(characters), tuple(origins), original)


def _spelled(text: str, *, kana: bool) -> Iterator[tuple[str, int, int]]:
    """The clusters of ``text`` in normalised spelling, with their ranges."""
    spelling = _SPELLINGS[kana]
    for piece, start, end in _clusters(text):
        known = spelling[ord(piece)] if len(piece) == 1 else _spell(piece, kana=kana)
        yield known, start, end


def _spell(piece: str, *, kana: bool) -> str:
    """One cluster of the original in normalised spelling; "" when invisible."""
    spelled = unicodedata.normalize("NFKC", piece).lower().translate(_CHARACTERS)
    if kana:
        spelled = spelled.translate(_HIRAGANA)
    return "".join(" " if c.isspace() else c for c in spelled if c.isspace() or _visible(c))


class _Spelling(dict[int, str]):
    """How single characters are spelled, worked out when they are first met.

    It stops growing at a size that no honest text reaches.
    """

    _MOST = 16384

    def __init__(self, *, kana: bool) -> None:
        super().__init__()
        self._kana = kana

    def __missing__(self, code: int) -> str:
        spelled = _spell(chr(code), kana=self._kana)
        if len(self) < self._MOST:
            self[code] = spelled
        return spelled


_SPELLINGS = {kana: _Spelling(kana=kana) for kana in (False, True)}


def _visible(character: str) -> bool:
    # Cc control, Cf format (zero width, direction marks), Cs lone surrogates,
    # Mn marks left alone by NFKC (variation selectors of names such as 葛󠄀)
    return unicodedata.category(character) not in {"Cc", "Cf", "Cs", "Co", "Cn", "Mn"}


def _clusters(text: str) -> list[tuple[str, int, int]]:
    """Pieces of ``text`` that are normalised together, with their ranges."""
    pieces: list[tuple[str, int, int]] = []
    position = 0
    if not _MARKUP_SIGN.search(text):
        return _kana_clusters(text, 0, len(text))
    for match in _MARKUP.finditer(text):
        pieces += _kana_clusters(text, position, match.start())
        pieces += _markup_pieces(match)
        position = match.end()
    return pieces + _kana_clusters(text, position, len(text))


def _kana_clusters(text: str, start: int, end: int) -> list[tuple[str, int, int]]:
    """Single characters, a voiced sound mark joined to the kana before it."""
    if not _SOUND_MARK.search(text, start, end):
        return [(text[i], i, i + 1) for i in range(start, end)]
    pieces: list[tuple[str, int, int]] = []
    for position in range(start, end):
        if pieces and _SOUND_MARK.match(text[position]):
            piece, begin, _ = pieces.pop()
            pieces.append((piece + text[position], begin, position + 1))
        else:
            pieces.append((text[position], position, position + 1))
    return pieces


def _markup_pieces(match: re.Match[str]) -> list[tuple[str, int, int]]:
    """What is read of one piece of markup: a label, a channel's name, an entity."""
    if match[0].startswith("&"):
        return [(html.unescape(match[0]), match.start(), match.end())]
    group = "label" if match["label"] else "name"
    if match[group] and match["sigil"] != "@":
        space = (" ", match.start(), match.start(group))
        return [space, *_kana_clusters(match.string, match.start(group), match.end(group))]
    return [(" ", match.start(), match.end())]
