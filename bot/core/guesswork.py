"""Guesses told as facts, and whose they are: what a line of a 気づきメモ should not hold.

A guess is the writer's own: 「たぶん認知症」「お金がないらしい」. What somebody said is
hearsay, however they put it (「盗られたと思うと本人が話した」「民生委員の話では、いない
らしい」), and so is anything in 「」. The rules read one sentence at a time and are bounded,
so that the time grows with the length of the text only. Nothing found is stored.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from bot.core.analysis import Analyser
from bot.core.guess_words import GuessKind, patterns
from bot.core.personal_data import PersonalDataDetector, PersonalDataKind
from bot.core.text import fold


@dataclass(frozen=True, slots=True)
class Finding:
    """A range of the text as typed, what is wrong with it, and how to put it instead.

    ``instead`` is a wording to copy or adapt, such as 「80代女性」 for a name.
    """

    start: int
    end: int
    kind: GuessKind | PersonalDataKind
    instead: str

    @property
    def is_guess(self) -> bool:
        """Whether it is a guess; otherwise it is personal data."""
        return isinstance(self.kind, GuessKind)


_SAID = "「（だれ）が〜と話した」"
INSTEAD: Mapping[GuessKind | PersonalDataKind, str] = {
    GuessKind.HEDGE: "この語をとり、見たこと・聞いたことだけを書きます",
    GuessKind.INFERENCE: f"見たことなら「〜のを見た」、聞いたことなら{_SAID}",
    GuessKind.BELIEF: f"そう思ったもとになった、見たこと・聞いたこと。聞いたことなら{_SAID}",
    GuessKind.EXPECTATION: "確かめたことだけ。確かめていなければ「確かめていない」",
    GuessKind.POSSIBILITY: "そう考えたもとになった、見たこと・聞いたこと",
    GuessKind.IMPRESSION: "見えたままの様子（顔色・動き・ことばなど）",
    PersonalDataKind.NAME: "年代と性別（例：80代女性）",
    PersonalDataKind.PHONE: "電話番号（書きません）",
    PersonalDataKind.ADDRESS: "区内の住まい",
    PersonalDataKind.BIRTH_DATE: "年代（例：80代）",
    PersonalDataKind.INDIVIDUAL_NUMBER: "番号（書きません）",
    PersonalDataKind.INSURANCE_NUMBER: "保険の番号（書きません）",
    PersonalDataKind.PENSION_NUMBER: "年金の番号（書きません）",
    PersonalDataKind.ACCOUNT_NUMBER: "口座（番号は書きません）",
    PersonalDataKind.EMAIL: "メールアドレス（書きません）",
    PersonalDataKind.POSTCODE: "区内の住まい",
    PersonalDataKind.LICENCE_NUMBER: "免許の番号（書きません）",
}

# What turns the words before it into somebody's words: 「…と本人が話した」.
_TELLING = (
    r"(?:話(?!し合)|言(?!え|うまでも)|いう|いった|いって|いわれ|いいま|述べ|訴え|聞[いきか]|きいた|申し"
    r"|語[りっら]|答え|おっしゃ|説明|教え|書[いか]|つぶや|もらし|漏らし|くり返|繰り返|電話|連絡|報告"
    r"|たずね|尋ね|叫|返事|診断|の(?:こと|話|訴え|相談|申し出|発言|ことば|言葉|返事|報告|連絡|電話))"
)
_TOLD = re.compile(rf"(?:と|って|旨を?)[^。\n]{{0,16}}?{_TELLING}")
_TURN = re.compile(r"が、|けど|けれど|(?<![のん])で、|し、|もの?の、|[。\n]")
_SOURCE = re.compile(
    r"に(?:よると|よれば|聞くと|たずねると|聞いたところ)|の(?:話|説明|報告|ことば|言葉)(?:では|だと|によると)"
    r"|から聞いた(?:話|ところ|こと)|[いわ曰]く、|(?:書類|手紙|診断書)(?:では|に)"
)
_QUOTED = re.compile(r"「[^「」\n]{0,200}」|『[^『』\n]{0,200}』")
_STOP = re.compile(r"[。\n]")
_REACH = 40  # characters behind a guess in which it may turn out to be hearsay
_AGE = re.compile(r"(\d{1,3}) ?(?:歳|才)|(\d{1,2})0?代")
_FEMALE = re.compile(r"女性|母|妻|娘|姉|妹|祖母|おばあ|長女|次女|孫娘|嫁|奥")
_MALE = re.compile(r"男性|父|夫|息子|兄|弟|祖父|おじい|長男|次男|主人|旦那")
_NEAR = 16  # characters around a name that say who it is
_GROWN, _DECADE = 20, 10


class Linter:
    """Looks at lines before they are taken."""

    def __init__(self, detector: PersonalDataDetector) -> None:
        self._detector = detector

    @classmethod
    def with_dictionary(cls) -> Linter:
        """One with a dictionary of its own (0.1 s)."""
        return cls(PersonalDataDetector(Analyser()))

    def check(self, text: str, *, guesses: bool = True) -> tuple[Finding, ...]:
        """What to put otherwise, by position; ``guesses`` False for a line marked 推測."""
        found = [*self._personal(text), *(find_guesses(text) if guesses else ())]
        return tuple(sorted(found, key=lambda finding: (finding.start, finding.end)))

    def _personal(self, text: str) -> Iterator[Finding]:
        for found in self._detector.find(text):
            named = found.kind is PersonalDataKind.NAME
            instead = _person(text, found.start, found.end) if named else INSTEAD[found.kind]
            yield Finding(found.start, found.end, found.kind, instead)


def find_guesses(text: str) -> tuple[Finding, ...]:
    """The writer's own guesses, by position and without overlaps."""
    folded = fold(text, kana=False)
    quoted = [match.span() for match in _QUOTED.finditer(folded.text)]
    taken: list[tuple[int, int, GuessKind]] = []
    for kind, pattern in patterns():
        for match in pattern.finditer(folded.text):
            start, end = match.span()
            inside = any(begin < start and end < finish for begin, finish in quoted)
            overlaps = any(start < finish and begin < end for begin, finish, _ in taken)
            if (
                end > start
                and not inside
                and not overlaps
                and not _hearsay(folded.text, start, end)
            ):
                taken.append((start, end, kind))
    return tuple(
        Finding(*folded.origin(start, end), kind, INSTEAD[kind])
        for start, end, kind in sorted(taken)
    )


def _hearsay(text: str, start: int, end: int) -> bool:
    """Whether the sentence says that somebody else said so."""
    begin = max((m.end() for m in _STOP.finditer(text, 0, start)), default=0)
    if _SOURCE.search(text, begin, start):
        return True
    turn = _TURN.search(text, end)
    reach = min(turn.start() if turn else len(text), end + _REACH)
    return _TOLD.search(text, end, reach) is not None


def _person(text: str, start: int, end: int) -> str:
    """Who it is without the name: age and sex as far as the words beside it tell."""
    beside = text[max(0, start - _NEAR) : start] + " " + text[end : end + _NEAR]
    beside = fold(beside, kana=False).text
    age, decade = _AGE.search(beside), ""
    if age:
        years = int(age[1]) if age[1] else int(age[2]) * _DECADE
        decade = f"{years // _DECADE * _DECADE}代" if years >= _GROWN else "10代以下"
    if not decade and not _FEMALE.search(beside) and not _MALE.search(beside):
        return INSTEAD[PersonalDataKind.NAME]
    female, male = _FEMALE.search(beside), _MALE.search(beside)
    who = "女性" if female and not male else "男性" if male and not female else "の方"
    return f"{decade}{who}" if decade or who != "の方" else INSTEAD[PersonalDataKind.NAME]
