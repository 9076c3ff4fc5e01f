"""What a sentence denies: 「認知症ではなく」「叩かれてへん」「手を上げたことはない」.

A bag of words cannot tell 「XではなくY」 from 「XとY」. These rules find the range
that is denied. They are deliberately narrow: *lacking* something (お金がない,
食べるものがない, 身寄りがない) is a sign, never a denial.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

_BREAK = re.compile(r"[、。,.!?！？「」『』\n]|ので|から(?!れ)|けれど|けど|でも(?!ない|なく)|だが")

# Behind a statement: it is not so. Bounded, alternatives only, no nesting.
_CONTRAST = re.compile(
    r"(?:では|じゃ|や|とかや)(?:ない|無い|なくて?|なかった|ありません|あらへん|あれへん)(?!か|でしょうか|の\?)"
    r"|(?:とは|とも|とちゃ|とは全然)(?:違う|ちがう|違い|違って|ちゃう)"
    r"|(?<!ほど)(?<!んと)ちゃう(?:くて|て|ねん|けど|し|らしい|みたい)"
    r"|[ただ](?:こと|事)[はもが]?(?:一度も|1度も|全く|まったく)?(?:ない|無い|ありません|なかった|あらへん)"
    r"|(?:受け|使い|利用し|申請し|受給し|頼り|かかり)たくは?(?:ない|ありません|あらへん)"
    r"|気[はも](?:ない|無い|ありません|あらへん)"
    r"|わけ(?:では|じゃ|や)(?:ない|なく|ありません)"
)
_DOUBT = r"(?!か|やろ|だろ|でしょ|のか|んか|\?)"  # 「〜ではないか」「〜やないやろか」 deny nothing
_NO = rf"(?:ない|無い|なく|なかった|ありません|ございません|あらへん|あれへん){_DOUBT}"
# Directly behind a sign, whatever the sign: it is not so.
_NOT_SO = re.compile(
    rf"(?:など|とか|という|な|の|の話|の相談|の件)?(?:では|じゃ|や|でも|というわけでは){_NO}"
    # 死にた-いとかではなくて, 死にた-いわけではない
    rf"|[いくう]?(?:とか|という|って)?(?:わけ)?(?:では|じゃ|や){_NO}"
    # 死にた-い気持ちはもうない
    rf"|[いうく]?(?:という)?(?:気持ち|気|考え|つもり)[はも](?:もう|全く|まったく|特に|今は)?{_NO}"
    # 虐待-とか大げさな話ではなく, 虐待-や困り事ではなく
    rf"|(?:とか|や)[^、。]{{1,8}}(?:話|こと|事)(?:では|じゃ|や){_NO}"
    r"|[ぁ-ん]{0,4}?[ただ](?:という|といった)?(?:こと|事|様子|形跡|事実)"
    rf"(?:は|も|とか)?(?:一度も|1度も|全く|まったく)?(?:なし|{_NO})"
    r"|(?:など|とか|を受けた|があった|された)?(?:の)?"
    r"(?:心配|疑い|おそれ|恐れ|様子|事実|形跡|可能性|兆候|傾向)"
    rf"(?:は|も|とか)?(?:一切|全く|まったく|特に|今のところ)?"
    rf"(?:なし|無し|なさそう|{_NO}|見られない|見られず|認められ)"
    rf"|ほど(?:では|じゃ|や|で)?(?:ちゃう|{_NO})"
    r"|(?:の話|の相談|の件)?(?:とは|とちゃ|と)(?:違|ちが|ちゃ)[うい]"
)
# Behind a sign of something done (not of something lacking): it was not done.
_NOT_DONE = re.compile(
    # 殴-られてへん, 手を上げ-てない
    r"[られりっいしきんえけせめげべ]{0,2}[てで](?:は|も)?い?"
    rf"(?:ない{_DOUBT}|なかった|ません|へん{_DOUBT}|おらず|おりません|なく)"
    # 殴-らない, 叩-かへん
    rf"|[らかまさたなばわ]?[れせ]?(?:ない{_DOUBT}|なかった|ません|へん{_DOUBT})"
    # 叩-いたりはしてない
    r"|[られりっいしきんえけせめげべ]{0,2}[ただ]りは?し?て?い?(?:ない|なかった|ません|へん)"
    # 暴力-はない, 虐待-なし
    rf"|(?:とか|など)?[はも](?:一切|全く|まったく|特に|今のところ|もう)?(?:なし|なさそう|{_NO})"
    r"|なし|無し"
)
_PARTICLES = frozenset("にがをはのでとも")
_ABSENT = re.compile(rf"(?!なくな){_NO}|なし|無し|見当たら")  # behind あざも, 傷は: there is none
_NEGATIVE = re.compile(r"ない|無い|なし|無し|へん|ません|ず$|ずに|なく|無く|なかっ")
_REACH = 24  # characters behind a sign that may deny it


def contrasted(text: str) -> tuple[tuple[int, int], ...]:
    """Ranges of normalised ``text`` that it says it is *not* about."""
    ranges = []
    begin = read = 0
    for match in _CONTRAST.finditer(text):
        for stop in _BREAK.finditer(text, read, match.start()):
            begin = stop.end()
        read = match.start()
        ranges.append((begin, match.end()))
        begin = match.end()
    return tuple(ranges)


def speaks_of_lack(surfaces: Iterable[str]) -> bool:
    """Whether a sign is about something lacking: then 「ない」 behind it affirms it."""
    return any(_NEGATIVE.search(surface) for surface in surfaces)


def is_denied(text: str, end: int, *, lack: bool = False) -> bool:
    """Whether the sign that ends at ``end`` is denied by the words right behind it.

    ``lack``: the sign is of something lacking (see :func:`speaks_of_lack`).
    """
    reach = min(len(text), end + _REACH)
    if _NOT_SO.match(text, end, reach):
        return True
    if lack:
        return False
    last = text[end - 1 : end]
    if last in ("も", "は"):
        return _ABSENT.match(text, end, reach) is not None
    return last not in _PARTICLES and _NOT_DONE.match(text, end, reach) is not None
