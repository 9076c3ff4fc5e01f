"""Noticing names, numbers and addresses of residents in what a clerk typed.

Nothing that is found is stored or repeated; the asker is only told the kinds. The
patterns read width-normalised text in which Chinese numerals count as digits; all
repetitions are bounded, so that the time grows with the length of the text only.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from bot.core.analysis import Analyser
from bot.core.names import find_names
from bot.core.text import fold


class PersonalDataKind(StrEnum):
    """Kinds of personal data; the values are those of ``refer --json``."""

    NAME = "name"
    PHONE = "phone"
    ADDRESS = "address"
    BIRTH_DATE = "birth_date"
    INDIVIDUAL_NUMBER = "individual_number"  # マイナンバー
    INSURANCE_NUMBER = "insurance_number"
    PENSION_NUMBER = "pension_number"
    ACCOUNT_NUMBER = "account_number"
    EMAIL = "email"
    POSTCODE = "postcode"
    LICENCE_NUMBER = "licence_number"


@dataclass(frozen=True, slots=True)
class Found:
    """A range of the original text that looks like personal data."""

    kind: PersonalDataKind
    start: int
    end: int


_NUMERALS = str.maketrans("〇零一二三四五六七八九", "00123456789")
_GAP = r"[\-ー~・. ]{0,2}"  # between groups of digits, as people type them


def _digits(count: int) -> str:
    return rf"(?:\d{_GAP}){{{count - 1}}}\d"


def _after(words: str, number: str, gap: int = 12) -> str:
    """``number`` standing at most ``gap`` other characters behind one of ``words``."""
    return rf"(?:{words})[^\d。\n]{{0,{gap}}}(?P<n>{number})(?!\d)"


_TOWNS = (
    "粉浜|粉浜西|浜口東|浜口西|浜口|御崎|加賀屋|北加賀屋|西加賀屋|東加賀屋|南加賀屋|中加賀屋|安立|住之江"
    "|西住之江|北島|新北島|南港東|南港中|南港北|南港南|南港|平林|平林南|平林北|緑木|柴谷|泉"
)
_BLOCK = r"\d{1,4}(?:番地の?|番|号|[\-ーの])"
_ERA = r"(?:明治|大正|昭和|平成|令和)"
_SMALL = r"(?:\d{1,2}|[十1-9]{1,4}|元)"
_DATE = rf"(?:{_ERA} ?{_SMALL}|(?:19|20)\d\d) ?[年./\-] ?{_SMALL} ?[月./\-] ?{_SMALL} ?日?"
_SHORT_ERA = rf"[mtshr] ?{_SMALL}[年./\-]{_SMALL}[月./\-]{_SMALL}日?"
_BORN = r"[ )(]{0,2}(?:生|うまれ|誕生)"

# In this order: a range that one kind has taken is not given to a later one.
_PATTERNS: tuple[tuple[PersonalDataKind, re.Pattern[str]], ...] = tuple(
    (kind, re.compile(pattern))
    for kind, pattern in (
        (
            PersonalDataKind.EMAIL,
            r"[a-z0-9._%+\-]{1,64}@[a-z0-9\-]{1,63}(?:\.[a-z0-9\-]{1,63}){1,4}",
        ),
        (PersonalDataKind.LICENCE_NUMBER, _after("免許", _digits(12), 16)),
        (
            PersonalDataKind.INDIVIDUAL_NUMBER,
            _after("マイナンバー|まいなんばー|個人番号|マイナ", _digits(12), 16),
        ),
        (
            PersonalDataKind.PENSION_NUMBER,
            _after(
                "基礎年金番号|年金番号|年金手帳|年金証書|年金コード|年金の番号",
                rf"\d{{4}}{_GAP}\d{{6}}(?:{_GAP}\d{{4}})?",
            ),
        ),
        (PersonalDataKind.PENSION_NUMBER, r"(?<![\d\-])\d{4}[\-ー]\d{6}(?![\d\-])"),
        (
            PersonalDataKind.ACCOUNT_NUMBER,
            _after("ゆうちょ|郵便貯金|貯金記号|貯金", rf"\d{{5}}{_GAP}(?:番号)?{_GAP}\d{{6,8}}"),
        ),
        (
            PersonalDataKind.ACCOUNT_NUMBER,
            _after("口座|普通預金|普通|当座|預金|振込先|通帳番号|支店", _digits(7)),
        ),
        (
            PersonalDataKind.INSURANCE_NUMBER,
            _after(
                "被保険者|保険者番号|保険証|記号番号|記号|資格確認書|証番号|(?:国保|後期|介護保険|健保)の?番号",
                rf"\d{{2,6}}{_GAP}(?:番号)?{_GAP}\d{{1,8}}(?:{_GAP}\d{{1,2}})?",
            ),
        ),
        (
            PersonalDataKind.INDIVIDUAL_NUMBER,
            rf"(?<![\d\-])\d{{4}}{_GAP}\d{{4}}{_GAP}\d{{4}}(?![\d\-])",
        ),
        (
            PersonalDataKind.PHONE,
            r"(?<![\d\-])\(?(?:\+81[\- ]?\(?0?\)?|0)(?:\d[\-ー~・.() ]{0,2}){8,9}\d(?![\d\-])",
        ),
        (
            PersonalDataKind.PHONE,
            _after("電話|tel|でんわ|携帯|連絡先", rf"\d{{3,4}}{_GAP}\d{{4}}", 6),
        ),
        (PersonalDataKind.POSTCODE, r"〒 ?\d{3}[\-ー ]?\d{4}(?!\d)"),
        (PersonalDataKind.POSTCODE, _after("郵便番号", r"\d{3}[\-ー ]?\d{4}", 4)),
        (PersonalDataKind.POSTCODE, r"(?<![\d\-])\d{3}[\-ー]\d{4}(?![\d\-])"),
        (PersonalDataKind.BIRTH_DATE, rf"(?:{_DATE}|{_SHORT_ERA}){_BORN}"),
        (
            PersonalDataKind.BIRTH_DATE,
            (
                rf"(?:生年月日|誕生日|生まれは|生れは)[^\d。\n]{{0,6}}(?P<n>{_DATE}|{_SHORT_ERA}"
                rf"|{_SMALL}月{_SMALL}日|(?:19|20)\d{{6}})"
            ),
        ),
        (PersonalDataKind.BIRTH_DATE, rf"{_ERA} ?{_SMALL} ?年 ?(?:{_SMALL}月)?(?:生|うまれ)"),
        (PersonalDataKind.BIRTH_DATE, r"(?<!\d)19\d\d ?年 ?(?:\d{1,2}月)?(?:生|うまれ)"),
        (PersonalDataKind.BIRTH_DATE, rf"(?<![\d年]){_SMALL}月{_SMALL}日(?:生|うまれ)"),
        (
            PersonalDataKind.BIRTH_DATE,
            (
                rf"(?:(?:明治|大正|昭和) ?{_SMALL} ?年 ?{_SMALL} ?月 ?{_SMALL} ?日"
                rf"|(?<![a-z0-9])[mts]{_SMALL}[./\-]{_SMALL}[./\-]{_SMALL})(?!\d|以|付|施行|から|建)"
            ),
        ),
        (
            PersonalDataKind.ADDRESS,
            (
                rf"(?:{_TOWNS})(?:{_SMALL}丁目 ?(?:{_BLOCK}|\d{{1,4}}) ?(?:\d{{1,4}})?"
                rf"|\d{{1,2}}[\-ーの]\d{{1,3}}(?:[\-ーの]\d{{1,4}}){{0,2}})"
            ),
        ),
        (
            PersonalDataKind.ADDRESS,
            (
                r"[ァ-ヶぁ-ん一-鿿]\d{1,2}(?:丁目 ?\d{1,3} ?(?:番地?|[\-ーの]) ?\d{0,3}"
                r"|[\-ー]\d{1,3}[\-ー]\d{1,4})(?![\d\-])"
            ),
        ),
        (
            PersonalDataKind.ADDRESS,
            (
                r"(?:マンション|アパート|ハイツ|コーポ|団地|住宅|荘|メゾン|ビル|レジデンス|号棟|棟)"
                r"[^\d。、\n]{0,6}\d{1,5}(?:号室?|号)"
            ),
        ),
        (PersonalDataKind.ADDRESS, r"[一-鿿]\d{1,4}番地(?:の?\d{1,4})?"),
    )
)
# Lines of offices, not of residents; 0800 only when grouped so (080-0… is a mobile).
_OFFICE_LINE = re.compile(r"0120|0570|0088|0800[\-ー ]")


class PersonalDataDetector:
    """Finds personal data; formatted numbers by pattern, names by the dictionary."""

    def __init__(self, analyser: Analyser) -> None:
        self._analyser = analyser

    def find(self, text: str) -> tuple[Found, ...]:
        """What looks like personal data in ``text``, by position, without overlaps."""
        folded = fold(text, kana=False)
        taken: list[tuple[PersonalDataKind, int, int]] = []
        for kind, start, end in _formatted(folded.text.translate(_NUMERALS)):
            _take(taken, kind, start, end)
        for start, end in find_names(folded.text, self._analyser):
            _take(taken, PersonalDataKind.NAME, start, end)
        found = (Found(kind, *folded.origin(start, end)) for kind, start, end in taken)
        return tuple(sorted(found, key=lambda f: (f.start, f.end)))


def _take(
    taken: list[tuple[PersonalDataKind, int, int]], kind: PersonalDataKind, start: int, end: int
) -> None:
    if all(end <= begin or finish <= start for _, begin, finish in taken):
        taken.append((kind, start, end))


def _formatted(text: str) -> Iterator[tuple[PersonalDataKind, int, int]]:
    if not any(character.isdigit() for character in text) and "@" not in text:
        return
    for kind, pattern in _PATTERNS:
        for match in pattern.finditer(text):
            group = "n" if "n" in pattern.groupindex and match["n"] else 0
            if kind is not PersonalDataKind.PHONE or _is_phone(match[group]):
                yield kind, match.start(group), match.end(group)


def _is_phone(written: str) -> bool:
    """A domestic number of a person: 10 digits, 11 for mobile and IP, 7–8 local."""
    digits = "".join(c for c in written if c.isdigit())
    if "+" in written:
        digits = "0" + digits.removeprefix("81").removeprefix("0")
    if _OFFICE_LINE.match(written):
        return False
    if len(digits) == 11:
        return digits[:3] in {"050", "060", "070", "080", "090"}
    return len(digits) == 10 or not digits.startswith("0")
