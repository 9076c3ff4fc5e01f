"""Recognising that somebody may be in danger, before and whatever the ranking says.

The rules are content (duties.yaml) over the signs of lexicon.yaml. What is decided
here is which signs count: not those that the sentence denies, that lie in the past
of a person who is said to be safe now, that name a leaflet or a training, or that
exaggerate the clerk's own tiredness. Where language leaves doubt, the sign counts.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from bot.core.denial import is_denied
from bot.core.duties import DutyToReport, SafetyKind, SignRule
from bot.core.lexicon import LexiconHit
from bot.core.text import normalise

_PAST = re.compile(
    r"昔|以前|かつて|過去に|前に|当時|若い頃|若いころ|子どもの頃|子どものころ|子供の頃|子供のころ"
    r"|(?:\d{1,2}|[一二三四五六七八九十]{1,3}|何)(?:年|か月|箇月)(?:も|ほど|以上)?前|前は|去年|一昨年|おととし"
)
_SAFE_NOW = re.compile(
    r"(?:今|現在|もう|すでに|既に)(?:は|では|も)?[^。]{0,14}"
    r"(?:安全|安心|落ち着|おちつ|元気|解決|終わっ|おわっ|再婚して|平穏|何もない|なにもない|会社員|なくなっ|無くなっ)"
    r"|(?:昔|過去)の(?:話|こと|事)|もう(?:終わった|済んだ)(?:話|こと)|笑い話"
)
# 昔は…やったけど今は…: what stands before is over (昔は優しかったけど今は殴る is not).
_ONCE = re.compile(
    r"(?:昔|前|以前|かつて|当時)は?[^。]{1,30}?(?:けど|けれど|ものの|が)[、 ]?"
    r"(?:今|現在)(?:は|では|も)"
)
_STILL = re.compile(
    r"昔から|以前から|前から|ずっと|今も|いまも|まだ|また(?!は)|再び|最近|昨日|昨夜|先日|先週|今朝|今日も"
    r"|今夜|毎日|毎晩|再発|怖|こわ|おびえ|つきまと"
)
# A sign that only names a subject: 虐待防止月間のポスター, DVの研修.
_SUBJECT = re.compile(
    r"(?:の|に関する|についての|に係る)?(?:相談)?(?:等|など)?(?:の)?"
    r"(?:防止|予防|対策|対応|啓発|早期発見|通報先|通告先|連絡先|通報|通告)?(?:の)?(?:ため)?(?:の)?"
    r"(?:月間|週間|キャンペーン|きゃんぺーん|研修|講座|講演|勉強会|ポスター|ぽすたー|チラシ|ちらし|"
    r"パンフ|ぱんふ|りーふれっと|かーど|まにゅある|冊子|統計|件数|計画|条例|法の|法は|法って|防止法|"
    r"支援措置の?(?:期限|期間|延長|更新|終了)|条文|様式|報告書|改訂|学習|作文|授業|署名|定義|りぼん|研究|記事|本を|本は|映画|ドラマ|どらま|げーむ|クイズ|くいず|の日)"
    r"(?!を見て|を見た|を読んで|見て|で知)"
)
_EXAGGERATED_BEHIND = re.compile(
    r"[ぁ-ん]{0,3}?(?:ほど(?:忙|眠|暑|寒|暇|疲|おもしろ|面白|笑|恥|好き|うま|腹)"
    r"|かと(?:思|おも)|[ぁ-んー]{0,4}[(]?(?:笑|ww|草|冗談))"
)
_EXAGGERATED_BEFORE = re.compile(
    r"(?:忙し|残業|会議|締切|〆切|えくせる|しすてむ|仕事量|眠く|ねむく|退屈|恥ずかし|笑い|暇)[^。、]{0,10}$"
)
_PARTICLES = ("に", "が", "を", "は", "で")  # behind them something is told of the sign
_LOOSE_WORDS = re.compile(r"死|殺")  # the words that are used for exaggerating


class Rules:
    """The rules of one loaded content set, laid out by sign: of hundreds a few can apply."""

    def __init__(self, duties: Mapping[SafetyKind, DutyToReport]) -> None:
        self._by_sign: dict[str, list[tuple[SafetyKind, SignRule]]] = {}
        for kind, duty in duties.items():
            for rule in duty.rules:
                # Any of its groups must be matched, so the smallest one finds it.
                for sign in min(rule.all_of, key=len):
                    self._by_sign.setdefault(sign, []).append((kind, rule))

    def recognise(self, text: str, lexicon_hits: Iterable[LexiconHit]) -> tuple[SafetyKind, ...]:
        """The kinds ``text`` points to, most urgent first.

        ``lexicon_hits`` are those of the same text (``Ranking.lexicon_hits``).
        """
        spelled = normalise(text)
        over = _over_until(spelled)
        present = {hit.entry_id for hit in lexicon_hits if hit.end > over and _counts(spelled, hit)}
        candidates = (found for sign in present for found in self._by_sign.get(sign, ()))
        seen = {kind for kind, rule in candidates if _matches(rule, present)}
        return tuple(kind for kind in SafetyKind if kind in seen)  # declared by urgency


def is_over(text: str) -> bool:
    """Whether all that ``text`` tells lies in the past of somebody who is safe now."""
    spelled = normalise(text)
    return _over_until(spelled) == len(spelled)


def _matches(rule: SignRule, present: set[str]) -> bool:
    return rule.none_of.isdisjoint(present) and not any(map(present.isdisjoint, rule.all_of))


def _counts(text: str, hit: LexiconHit) -> bool:
    """Whether a sign is said of somebody and in earnest."""
    return not (
        is_denied(text, hit.end, lack=hit.lack)
        or _names_a_subject(text, hit.end)
        or _is_exaggerated(text, hit)
    )


def _names_a_subject(text: str, end: int) -> bool:
    """「DVの研修」 names a subject; 「夫にカードを折られ」 tells what was done by whom."""
    told = text.endswith(_PARTICLES, 0, end)
    return not told and _SUBJECT.match(text, end) is not None


def _is_exaggerated(text: str, hit: LexiconHit) -> bool:
    if not _LOOSE_WORDS.search(text, hit.start, hit.end):
        return False
    before = text[max(0, hit.start - 20) : hit.start + 1]
    return bool(_EXAGGERATED_BEHIND.match(text, hit.end) or _EXAGGERATED_BEFORE.search(before))


def _over_until(text: str) -> int:
    """Up to where ``text`` speaks of what is over: 「昔は…けど今は」, or all, or 0."""
    if _STILL.search(text):
        return 0
    if _PAST.search(text) and _SAFE_NOW.search(text):
        return len(text)
    return max((once.end() for once in _ONCE.finditer(text)), default=0)
