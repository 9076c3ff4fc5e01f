"""Names of persons in a sentence, by the dictionary and what stands beside them.

A family name alone is not taken (「森」, 「東」 are also words): it needs an honorific,
a given name, an age or a heading such as 「氏名」 beside it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from bot.core.analysis import Analyser, Token
from bot.core.text import word_set

Range = tuple[int, int]

_HONORIFICS = word_set("さん 様 さま 氏 君 くん ちゃん 殿 はん")
# Everyday words for people that the dictionary also lists as somebody's name.
_ROLES = word_set(
    "奥 娘 息子 兄 姉 弟 妹 父 母 親 爺 婆 孫 嫁 婿 子 叔父 叔母 大家 主人 旦那 客 患者 "
    "利用者 先生 校長 会長 町会 課長 係長 部長 店長 隣 皆 みな お前 赤 坊 坊や 姪 甥 彼 彼女 "
    "仏 神 月 花嫁 町 若 ばあ じい おばあ おじい おば おじ おかあ おとう おねえ おにい ねえ "
    "にい とう かあ 母親 父親 同僚 先輩 後輩 上司 包括 社協 民生 ケアマネ ヘルパー ワーカー "
    "ナース ドクター 保健師 看護師 医者 弁護士 警察 消防 お巡り 業者 職人 管理人 留学生 学生 "
    "生徒 児童 園児 高校生 中学生 小学生 外国人 若者 常連 住人 入居者 家族 本人"
)
# Places of the ward and around that double as family names.
_PLACES = word_set(
    "住之江 住吉 粉浜 浜口 御崎 加賀屋 安立 北島 南港 平林 緑木 柴谷 泉 大阪 堺 難波 梅田 "
    "天王寺 阿倍野 西成 大正 港 浪速 生野 東成 平野 東住吉 鶴見 城東 旭 都島 福島 此花 西淀川 "
    "淀川 東淀川 奈良 京都 神戸 兵庫 和歌山 岸和田 玉出 天下茶屋 長居 我孫子 関西 東京 北 南 "
    "東 西 中央"
)
_GIVEN_TAILS = word_set("子 美 男 郎 夫 也 江 代 吉 助 介 太 雄 彦 一 二 三 香 恵 枝 奈 乃 ツ")
_AGE = re.compile(r" ?[(]? ?\d{1,3} ?(?:歳|才|[)])")
_LOOSE_GIVEN = re.compile(r" ?[ぁ-んァ-ヶー一-鿿]{1,5} ?[(]? ?\d{1,3} ?(?:歳|才|[)])")
_HEADING = re.compile(r"(?:氏名|名前|お名前|名義|申請者|世帯主)(?:は|が|:| )+")
_FOREIGN = re.compile(
    r"(?P<name>[ァ-ヶー]{2,12}(?:[・ ][ァ-ヶー]{1,12}){1,4}"
    r"|[a-z]{2,15}(?: [a-z]{1,15}){1,3}|[a-z]{5,15})"  # CSWさん, NPOさん are no names
    r" ?(?:さん|様|さま|氏|ちゃん|くん)"
)
_FIRM = re.compile(r"[ァ-ヶー]{1,30}")
_FOREIGN_PAIR = re.compile(r"[ァ-ヶー]{2,12}(?:・[ァ-ヶー]{1,12}){1,4}")


def find_names(text: str, analyser: Analyser) -> tuple[Range, ...]:
    """Ranges of width-normalised ``text`` that name a person, by position."""
    tokens = analyser.tokens(text)
    found: list[Range] = []
    for start, end in sorted({*_foreign(text, tokens), *_japanese(text, tokens, analyser)}):
        if found and start < found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return tuple(found)


def _japanese(text: str, tokens: Sequence[Token], analyser: Analyser) -> Iterator[Range]:
    for number, token in enumerate(tokens):
        if token.surface in _HONORIFICS and number:
            first = _before_honorific(tokens, number, analyser)
            if first < number:
                yield tokens[first].start, token.start
        if _is_family_name(token):
            end = _given_name_end(tokens, number) or _aged_end(text, token)
            if end:
                yield token.start, end
    for match in _HEADING.finditer(text):
        named = next((t for t in tokens if t.start == match.end()), None)
        if named and (named.is_person or named.unknown):
            yield named.start, named.end


def _is_family_name(token: Token) -> bool:
    return token.pos[2] == "人名" and token.pos[3] == "姓"


def _before_honorific(tokens: Sequence[Token], honorific: int, analyser: Analyser) -> int:
    """Where the name before an honorific begins; ``honorific`` itself if none does."""
    first = honorific
    certain = False
    while first > 0 and honorific - first < 5:
        token = tokens[first - 1]
        if not _may_belong(token, tokens[first - 2] if first > 1 else None):
            break
        certain = certain or _is_name_like(token, analyser)
        first -= 1
    while first < honorific and tokens[first].pos[0] in {"空白", "補助記号"}:
        first += 1
    return first if certain else honorific


def _may_belong(token: Token, before: Token | None) -> bool:
    """Whether a token before an honorific can be a part of the name."""
    if token.surface in _ROLES or token.base in _ROLES:
        return False
    if token.surface in _GIVEN_TAILS or token.pos[0] == "空白":
        return before is not None and (before.is_person or before.surface in _GIVEN_TAILS)
    if token.pos[0] == "名詞" and token.pos[1] == "数詞":
        return False
    return token.pos[1] == "固有名詞" or token.unknown or token.pos[0] == "名詞"


def _is_name_like(token: Token, analyser: Analyser) -> bool:
    if token.surface.isascii():
        return False  # CSWさん, NPOさん
    if token.pos[1] == "固有名詞":
        # a proper noun of no kind in katakana is a firm more often than a person
        return token.pos[2] != "一般" or not _FIRM.fullmatch(token.surface)
    if token.unknown:
        return len(token.surface) >= 2
    return len(token.surface) <= 3 and analyser.is_family_name(token.surface)


def _given_name_end(tokens: Sequence[Token], number: int) -> int:
    """End of a given name that follows a family name, 0 if none does."""
    following = number + 1
    if following < len(tokens) and tokens[following].pos[0] == "空白":
        following += 1
    if following >= len(tokens):
        return 0
    family, given = tokens[number], tokens[following]
    if (
        given.pos[2] != "人名"
        or given.surface in _PLACES
        or len(family.surface + given.surface) < 3
    ):
        return 0
    if family.surface in _PLACES and given.pos[3] != "名":
        return 0
    tail = tokens[following + 1] if following + 1 < len(tokens) else None
    return tail.end if tail and tail.surface in _GIVEN_TAILS else given.end


def _aged_end(text: str, family: Token) -> int:
    """End of 「姓(72)」 or 「姓ゆずは(19)」, 0 if no age stands there."""
    if family.surface in _PLACES or len(family.surface) < 2:
        return 0
    if _AGE.match(text, family.end):
        return family.end
    loose = _LOOSE_GIVEN.match(text, family.end)
    return loose.end() if loose else 0


def _foreign(text: str, tokens: Sequence[Token]) -> Iterator[Range]:
    for match in _FOREIGN.finditer(text):
        yield match.span("name")
    for match in _FOREIGN_PAIR.finditer(text):
        if any(t.is_person for t in tokens if match.start() <= t.start < match.end()):
            yield match.start(), match.end()
