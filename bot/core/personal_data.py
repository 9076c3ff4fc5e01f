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
from functools import cache

from bot.core.addresses import ADDRESS_FORMS
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
_GAP = r"[\-ー~・._の ]{0,3}"  # between groups of digits, as people type them


def _digits(count: int) -> str:
    return rf"(?:\d{_GAP}){{{count - 1}}}\d"


def _after(words: str, number: str, gap: int = 12) -> str:
    """``number`` standing at most ``gap`` other characters behind one of ``words``."""
    return rf"(?:{words})[^\d。\n]{{0,{gap}}}(?P<n>{number})(?!\d|[\-ー]\d)"


_ERA = r"(?:明治|大正|昭和|平成|令和)"
_SMALL = r"(?:\d{1,2}|[十1-9]{1,4}|元)"
_DATE = (
    rf"(?:(?:(?:{_ERA}|[明大昭平令mtshr]) ?)?{_SMALL}|(?:19|20)\d\d) ?[年./・\-] ?{_SMALL}"
    rf" ?[月./・\-] ?{_SMALL} ?日?"
)
_BORN = r"[ )(]{0,2}に?(?:生(?![活徒保後産命計理涯物]|まれ変)|うまれ|産まれ|誕生)"

# In this order: a range that one kind has taken is not given to a later one.
_WRITTEN: tuple[tuple[PersonalDataKind, str], ...] = (
    (
        PersonalDataKind.EMAIL,
        r"[a-z0-9._%+\-]{1,64} ?@ ?[a-z0-9\-]{1,63}(?:\.[a-z0-9\-]{1,63}){1,4}",
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
    (
        PersonalDataKind.ACCOUNT_NUMBER,
        _after("ゆうちょ|郵便貯金|貯金記号|貯金", rf"\d{{5}}{_GAP}(?:番号)?{_GAP}\d{{6,8}}"),
    ),
    (
        PersonalDataKind.ACCOUNT_NUMBER,
        _after("口座|普通預金|普通|当座|預金|振込先|通帳の?番号|支店", _digits(7)),
    ),
    (
        PersonalDataKind.INSURANCE_NUMBER,
        _after(
            "被保険者|保険者番号|保険証|記号番号|記号|資格確認書|(?:受給者|医療|証|負担者)番号"
            "|(?:国保|国民健康保険|後期|介護保険|健保) ?の?番号",
            rf"\d{{1,6}}{_GAP}[、,]?(?:番号)?{_GAP}\d{{1,8}}(?:{_GAP}\d{{1,3}})?",
        ),
    ),
    (
        PersonalDataKind.PENSION_NUMBER,
        r"(?<![\d\-])(?!0120|0570|0800)\d{4}[\-ー]\d{6}(?![\d\-])",
    ),
    (
        PersonalDataKind.INDIVIDUAL_NUMBER,
        rf"(?<![\d\-])\d{{4}}{_GAP}\d{{4}}{_GAP}\d{{4}}(?![\d\-])",
    ),
    (
        PersonalDataKind.PHONE,
        r"(?<![\d\-])\(?(?:\+81[\- ]?\(?0?\)?|0) ?(?:\d[\-ー~・._() ]{0,3}){8,9}\d(?![\d\-])",
    ),
    (PersonalDataKind.PHONE, r"(?<!\d)0\d{1,3} ?[の、,/] ?\d{2,4} ?[の、,/] ?\d{4}(?!\d)"),
    (
        PersonalDataKind.PHONE,
        _after("電話|tel|でんわ|携帯|連絡先", rf"\d{{3,4}}{_GAP}\d{{4}}", 6),
    ),
    (PersonalDataKind.POSTCODE, r"〒 ?\d{3}[\-ー ]?\d{4}(?!\d)"),
    (PersonalDataKind.POSTCODE, _after("郵便番号", r"\d{3}[\-ー ]?\d{4}", 4)),
    (PersonalDataKind.POSTCODE, r"(?<![\d\-])\d{3}[\-ー]\d{4}(?![\d\-円人])"),
    (PersonalDataKind.BIRTH_DATE, rf"(?<![\da-z]){_DATE}{_BORN}"),
    (
        PersonalDataKind.BIRTH_DATE,
        (
            rf"(?:生年月日|誕生日|生まれは|生れは)[^\d。\n]{{0,6}}?(?P<n>{_DATE}"
            rf"|{_SMALL}月{_SMALL}日|(?:19|20)\d{{6}})"
        ),
    ),
    (
        PersonalDataKind.BIRTH_DATE,
        rf"(?:{_ERA} ?{_SMALL}|(?<!\d)(?:19|20)\d\d) ?年 ?(?:{_SMALL} ?月)?{_BORN}",
    ),
    (PersonalDataKind.BIRTH_DATE, rf"(?<![\d年~])(?<!から){_SMALL}(?:月{_SMALL}日|/\d\d?){_BORN}"),
    (
        PersonalDataKind.BIRTH_DATE,
        (
            rf"(?:(?:明治|大正|昭和) ?{_SMALL} ?年 ?{_SMALL} ?月 ?{_SMALL} ?日"
            rf"|(?<![a-z0-9])[mts]{_SMALL}[./\-]{_SMALL}[./\-]{_SMALL})(?!\d|以|付|施行|から|建)"
        ),
    ),
    *((PersonalDataKind.ADDRESS, form) for form in ADDRESS_FORMS),
)


@cache
def _patterns() -> tuple[tuple[PersonalDataKind, re.Pattern[str]], ...]:
    """Compiled when first needed: that takes longer than all the rest of the import."""
    return tuple((kind, re.compile(pattern)) for kind, pattern in _WRITTEN)


# Lines of offices, not of residents; 0800 only when grouped so (080-0… is a mobile).
_OFFICE_LINE = r"0120|0570|0088|0800[\-ー ]"
_UNITS = frozenset("年月日円万千人件/")
_DAY = r"(?:19|20)\d\d[\-ー.]?[01]?\d[\-ー.]?[0-3]?\d$"


class PersonalDataDetector:
    """Finds personal data; formatted numbers by pattern, names by the dictionary."""

    def __init__(self, analyser: Analyser) -> None:
        self._analyser = analyser

    def find(self, text: str, analyser: Analyser | None = None) -> tuple[Found, ...]:
        """What looks like personal data in ``text``, by position, without overlaps.

        ``analyser``: one that has perhaps split the text already.
        """
        folded = fold(text, kana=False)
        taken: list[tuple[PersonalDataKind, int, int]] = []
        for kind, start, end in _formatted(folded.text.translate(_NUMERALS)):
            _take(taken, kind, start, end)
        for start, end in find_names(folded, analyser or self._analyser):
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
    for kind, pattern in _patterns():
        for match in pattern.finditer(text):
            group = "n" if "n" in pattern.groupindex and match["n"] else 0
            if _is_plausible(kind, match[group], text[match.end() : match.end() + 1]):
                yield kind, match.start(group), match.end(group)


def _is_plausible(kind: PersonalDataKind, written: str, behind: str) -> bool:
    """Whether what fits a pattern is long enough and not something else."""
    if kind is PersonalDataKind.PHONE:
        return _is_phone(written)
    if kind is PersonalDataKind.ACCOUNT_NUMBER:
        return behind not in _UNITS
    if kind is PersonalDataKind.INSURANCE_NUMBER:
        digits = sum(character.isdigit() for character in written)
        enough = 4 if "番号" in written else 6  # 「記号12 番号34」
        return digits >= enough and behind not in _UNITS and not re.match(_DAY, written)
    return True


def _is_phone(written: str) -> bool:
    """A domestic number of a person: 10 digits, 11 for mobile and IP, 7–8 local."""
    digits = "".join(c for c in written if c.isdigit())
    if "+" in written:
        digits = "0" + digits.removeprefix("81").removeprefix("0")
    if re.match(_OFFICE_LINE, written):
        return False
    if len(digits) == 11:
        return digits[:3] in {"050", "060", "070", "080", "090"}
    return len(digits) in {7, 8, 10}
