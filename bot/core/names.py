"""Names of persons in a sentence, by the dictionary and what stands beside them.

A family name alone is not taken (「森」, 「芦屋」 are also other things): it needs an
honorific, a given name, an age, a heading such as 「氏名」 or words that only go with a
person beside it. Missed are names that are also an everyday word (「薬袋」).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from bot.core.analysis import Analyser, Token
from bot.core.text import Folded

Range = tuple[int, int]


def _words(written: str) -> frozenset[str]:
    return frozenset(written.split())


_HONORIFICS = _words("さん 様 さま 氏 君 くん ちゃん 殿 はん")
# Everyday words for people that the dictionary also lists as somebody's name; in the
# form of Token.base, that is in hiragana where they are in katakana.
_ROLES = _words(
    "奥 娘 息子 兄 姉 弟 妹 父 母 親 爺 婆 孫 嫁 婿 子 叔父 叔母 大家 主人 旦那 客 患者 "
    "利用者 先生 校長 会長 町会 課長 係長 部長 店長 隣 皆 みな お前 赤 坊 坊や 姪 甥 彼 彼女 "
    "仏 神 月 花嫁 町 若 ばあ じい おばあ おじい おば おじ おかあ おとう おねえ おにい ねえ "
    "にい とう かあ 母親 父親 同僚 先輩 後輩 上司 包括 社協 民生 けあまね へるぱー わーかー "
    "なーす どくたー 保健師 看護師 医者 弁護士 警察 消防 お巡り 業者 職人 管理人 留学生 学生 "
    "生徒 児童 園児 高校生 中学生 小学生 外国人 若者 常連 住人 入居者 家族 本人 "
    "花屋 米屋 酒屋 魚屋 肉屋 床屋 薬屋 靴屋 茶屋 本屋 質屋 宿屋 問屋 ぱん屋 八百屋 見方 守衛 "
    "元夫 元妻 前夫 前妻 長男 次男 三男 四男 長女 次女 三女 四女"
)
# Places of the ward and around that double as family names.
_PLACES = _words(
    "住之江 住吉 粉浜 浜口 御崎 加賀屋 安立 北島 南港 平林 緑木 柴谷 泉 大阪 堺 難波 梅田 "
    "天王寺 阿倍野 西成 大正 港 浪速 生野 東成 平野 東住吉 鶴見 城東 旭 都島 福島 此花 西淀川 "
    "淀川 東淀川 奈良 京都 神戸 兵庫 和歌山 岸和田 玉出 天下茶屋 長居 我孫子 関西 東京 北 南 "
    "東 西 中央"
)
_GIVEN_TAILS = _words("子 美 男 郎 夫 也 江 代 吉 助 介 太 雄 彦 一 二 三 香 恵 枝 奈 乃 ツ")
_AGE = r" ?[(]? ?\d{1,3} ?(?:歳|才|[)])"
# A given name that the dictionary does not have, by the age or the honorific behind it.
_LOOSE_GIVEN = (
    r" ?[ぁ-んァ-ヶー一-鿿]{1,5} ?[(]? ?\d{1,3} ?(?:歳|才|[)])"
    r"| ?(?![がとなにのはへもやを])[ぁ-ん]{2,4}(?=さん|様|さま|氏|ちゃん|くん|君)"
)
_HEADING = r"(?:氏名|名前|名字|苗字|名義|申請者|世帯主|相談者|対象者|契約者)(?:は|が|:| )+"
_KIN = (
    "夫|妻|父|母|兄|姉|弟|妹|息子|娘|長男|長女|次男|次女|孫|祖父|祖母|主人|旦那|嫁|奥さ|奥様|子ども"
)
# What only goes with a person: 「田中のおばあちゃん」, 「山崎と名乗る」, 「西村が」 …
_PERSON_AFTER = (
    rf"の(?:[おご]?(?:{_KIN}|ばあ|じい|ばさ|じさ|ばちゃ|っちゃ|かあ|とう|にい|ねえ)"
    r"|[おご]?(?:子さ|家族|宅|両親|件|世帯))"
    r"|一家|夫妻|夫婦|宅|先生|家(?=[のがはにを、])|が|です(?=[」と])"
    r"|」?、?と(?:だけ)?(?:名乗|申し|言い?ます|いいます)|」?と?(?:いう|言う)(?:方|人|男|女|名)"
)
_PERSON_BEFORE = (
    rf"(?:{_KIN}|彼氏?|彼女|恋人|大家|担任|主治医|上司|社長|店長|隣人|部屋|相手|保証人)"
    r"(?:の|は|が|:|\()$"
)
# 「渡さん」 and 「出さま(へん)」 are verbs as they are said in Osaka.
_VERB_STEMS = frozenset("渡出話直返貸指押許殺残消隠離落放回移壊汚探起倒治試過外")
_JOB = (
    r"[ァ-ヶー]{0,20}(?:ワーカー|ヘルパー|ネーター|マネー?ジャー|マネ|サポーター|カウンセラー|アドバイザー|リーダー"
    r"|スタッフ|ボランティア|ドライバー|トレーナー|パートナー|メンバー|オーナー|セラピスト|ドクター|キーパー)"
)
_NO_NAME_TAIL = frozenset("人名組者員師手家屋店代目日長夫妻男女姑舅主")  # 「二人様」, 「班長さん」
_KANJI = r"[一-鿿]"
_KANA = r"[ぁ-ん]{1,5}"
_KATAKANA = {code: chr(code + 0x60) for code in range(0x3041, 0x3097)}
_FOREIGN = (
    r"(?P<name>[ァ-ヶー]{2,12}(?:[・ ][ァ-ヶー]{1,12}){1,4}"
    r"|(?<![a-z])[a-z]{2,15}(?: [a-z]{1,15}){0,3})"
    r" ?(?:さん|様|さま|氏|ちゃん|くん|と名乗|という(?:方|人|男|女))"
)
_FOREIGN_WORD = r"[ァ-ヶー]{1,30}"
_FOREIGN_PAIR = r"[ァ-ヶー]{2,12}(?:・[ァ-ヶー]{1,12}){1,4}"


@cache
def _pattern(written: str) -> re.Pattern[str]:
    """Compiled when first needed: that takes longer than all the rest of the import."""
    return re.compile(written)


def find_names(folded: Folded, analyser: Analyser) -> tuple[Range, ...]:
    """Ranges of the width-normalised text (kana kept) that name a person, by position."""
    tokens = analyser.tokens(folded.text)
    ranges = {*_foreign(folded, tokens), *_japanese(folded.text, tokens, analyser)}
    found: list[Range] = []
    for start, end in sorted(ranges):
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
            end = _given_name_end(tokens, number) or _loose_end(text, token)
            if end or _is_among_persons(text, token):
                yield token.start, end or token.end
    yield from _headed(text, tokens)


def _headed(text: str, tokens: Sequence[Token]) -> Iterator[Range]:
    """What stands behind 「氏名:」 and the like."""
    for match in _pattern(_HEADING).finditer(text):
        named = next((t for t in tokens if t.start == match.end()), None)
        if not named or len(named.surface) < 2 or named.surface.isascii():
            continue
        if named.is_person or named.unknown:
            yield named.start, named.end


def _is_family_name(token: Token) -> bool:
    return token.pos[2] == "人名" and token.pos[3] == "姓"


def _before_honorific(tokens: Sequence[Token], honorific: int, analyser: Analyser) -> int:
    """Where the name before an honorific begins; ``honorific`` itself if none does."""
    if tokens[honorific - 1].surface[-1] in _VERB_STEMS and tokens[honorific].surface[0] == "さ":
        return honorific
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
    taken_apart = _in_kana(tokens, honorific, analyser), _in_single_characters(tokens, honorific)
    return first if certain else min(taken_apart)


def _in_kana(tokens: Sequence[Token], honorific: int, analyser: Analyser) -> int:
    """Where a family name in hiragana begins that was taken apart (「やま|もと」)."""
    first = honorific
    written = ""
    while first > 0 and _pattern(_KANA).fullmatch(tokens[first - 1].surface + written):
        first -= 1
        written = tokens[first].surface + written
    known = len(written) > 2 and analyser.is_family_name(written.translate(_KATAKANA))
    return first if known and honorific - first > 1 else honorific


def _in_single_characters(tokens: Sequence[Token], honorific: int) -> int:
    """Where a kanji name begins that fell into characters, not being in the dictionary."""
    first = honorific
    while first > 0 and _pattern(_KANJI).fullmatch(tokens[first - 1].surface):
        first -= 1
    run = [token.surface for token in tokens[first:honorific]]
    if not 2 <= len(run) <= 4 or run[-1] in _NO_NAME_TAIL or not _ROLES.isdisjoint(run):
        return honorific
    return first


def _may_belong(token: Token, before: Token | None) -> bool:
    """Whether a token before an honorific can be a part of the name."""
    if token.surface in _ROLES or token.base in _ROLES or _pattern(_JOB).fullmatch(token.surface):
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
        # a proper noun of no kind is a firm more often than a person
        return token.pos[2] != "一般" or analyser.is_family_name(token.surface)
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
    next_to_it = following == number + 1
    if len(family.surface) == 1 and next_to_it and _pattern(_KANA).fullmatch(given.surface):
        return 0  # 「所はない」
    if (
        given.pos[2] != "人名"
        or given.surface in _PLACES
        or len(family.surface + given.surface) < 3
    ):
        return 0
    if given.pos[3] != "名" and (
        family.surface in _PLACES or _pattern(_FOREIGN_WORD).fullmatch(given.surface)
    ):
        return 0  # a place, or a test called after two persons
    tail = tokens[following + 1] if following + 1 < len(tokens) else None
    return tail.end if tail and tail.surface in _GIVEN_TAILS else given.end


def _loose_end(text: str, family: Token) -> int:
    """End of 「姓(72)」, 「姓ゆずは(19)」 or 「姓ゆずは」 before さん, 0 if none stands there."""
    if family.surface in _PLACES or len(family.surface) < 2:
        return 0
    if _pattern(_AGE).match(text, family.end):
        return family.end
    loose = _pattern(_LOOSE_GIVEN).match(text, family.end)
    return loose.end() if loose else 0


def _is_among_persons(text: str, family: Token) -> bool:
    """Whether the words around a family name on its own speak of a person."""
    if len(family.surface) < 2 or family.surface in _PLACES or family.surface in _ROLES:
        return False
    before = text[max(0, family.start - 8) : family.start]
    return bool(
        _pattern(_PERSON_AFTER).match(text, family.end) or _pattern(_PERSON_BEFORE).search(before)
    )


def _foreign(folded: Folded, tokens: Sequence[Token]) -> Iterator[Range]:
    for match in _pattern(_FOREIGN).finditer(folded.text):
        if not match["name"].isascii() or _is_latin_name(folded.as_typed(*match.span("name"))):
            yield match.span("name")
    for match in _pattern(_FOREIGN_PAIR).finditer(folded.text):
        if any(t.is_person for t in tokens if match.start() <= t.start < match.end()):
            yield match.start(), match.end()


def _is_latin_name(typed: str) -> bool:
    """「Kim」 and 「maria」 are names, 「CSW」 and 「NPO」 are not."""
    return " " in typed or len(typed) > 4 or (typed[0].isupper() and typed[1:].islower())
