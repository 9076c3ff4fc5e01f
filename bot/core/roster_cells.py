"""What may stand in the cells of a roster, and the sentence for what may not.

Why somebody does not count is one of three coarse reasons. Health and family are refused:
the roster needs only the period, and what is not stored cannot leak.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from datetime import date, timedelta

from bot.core.people import EXCLUSION_LABELS, ROLE_LABELS, Exclusion, ExclusionReason, Role

STARTS, REASON = "適用日", "対象外の理由"
EXCLUDED_FROM, EXCLUDED_TO = "対象外の開始日", "対象外の終了日"
SLACK_ID, EMAIL = "Slackメンバーid", "メール"
REQUIRED = ("職員番号", "氏名", "課")
OPTIONAL = ("役割", SLACK_ID, EMAIL, STARTS, REASON, EXCLUDED_FROM, EXCLUDED_TO)
AS_WRITTEN = ("氏名", "課")
MAX_TEXT = 100
MAX_SECTION = 64  # a 課's name is its id too
FAR = timedelta(days=366)
LONG = timedelta(days=366 * 5)

_PATTERNS = {
    "職員番号": re.compile(r"[0-9A-Za-z-]{1,32}"),
    SLACK_ID: re.compile(r"[UW][A-Z0-9]{2,20}"),
    EMAIL: re.compile(r"[^@\s]{1,64}@[^@\s]{1,190}"),
}
_WRITTEN_AS = {
    "職員番号": "英字・数字・「-」で、32文字までです。",
    SLACK_ID: "UかWで始まる、英字の大文字と数字です（例：U012AB3CD）。",
    EMAIL: "「@」がひとつ入ります。",
}
_DATE = re.compile(
    r"(?P<era>令和|R)?\s?(?P<year>[0-9]{1,4}|元)\s?[-/.年]\s?(?P<month>[0-9]{1,2})\s?[-/.月]"
    r"\s?(?P<day>[0-9]{1,2})\s?日?"
)
_REIWA = 2018
_PRIVATE = re.compile(
    "休職|休業|休暇|育休|育児|産休|産前|産後|妊娠|出産|不妊|介護|看護|病|療養|入院|治療|通院|"
    "けが|怪我|メンタル|うつ|障害|障がい|停職|懲戒|組合専従"
)
PRIVATE = (
    "「対象外の理由」に、休職・病気・育休などのくわしい事情は書けません。健康やご家庭のことは"
    "守られるべき個人の情報で、集計には要らないため、名簿では受け取りません。"
    "「勤務していない期間」と書いてください。"
)


def clean(cell: str) -> str:
    """A cell in half-width forms, without blanks around."""
    return unicodedata.normalize("NFKC", cell).strip()


def value_of(column: str, cell: str) -> str:
    """A cell, names as written: NFKC would turn some kanji of names into others."""
    return cell.replace("\u3000", " ").strip() if column in AS_WRITTEN else clean(cell)


ROLES: Mapping[str, Role] = {
    **{clean(label): role for role, label in ROLE_LABELS.items()},
    "課長": Role.SUPERVISOR,
    "課長級": Role.SUPERVISOR,
}
REASONS: Mapping[str, ExclusionReason] = {
    label: reason for reason, label in EXCLUSION_LABELS.items()
}


def roles_in(values: Mapping[str, str]) -> tuple[str, ...]:
    """The labels in 「役割」."""
    return tuple(p for p in re.split(r"[・、,/\s]+", values.get("役割", "")) if p)


def read_date(text: str) -> date | None:
    """A day as offices write it (2026-04-01, 2026/4/1, 2026年4月1日, 令和8年4月1日, R8.4.1)."""
    found = _DATE.fullmatch(clean(text)) if text else None
    if found is None:
        return None
    year = 1 if found["year"] == "元" else int(found["year"])
    if found["era"]:
        year += _REIWA
    try:
        return date(year, int(found["month"]), int(found["day"]))
    except ValueError:
        return None


def exclusion_of(values: Mapping[str, str], day: date) -> Exclusion | None:
    """The 対象外 of a row without faults; it begins on ``day`` where the row does not say."""
    reason = values.get(REASON)
    if not reason:
        return None
    begins = read_date(values.get(EXCLUDED_FROM, "")) or day
    last = read_date(values.get(EXCLUDED_TO, ""))
    return Exclusion(REASONS[reason], begins, last + timedelta(days=1) if last else None)


def faults_in(values: Mapping[str, str], day: date) -> Iterator[str]:
    """Every mistake of one row, as sentences."""
    for name in REQUIRED:
        if not values.get(name):
            yield f"「{name}」が空です。"
    for name, value in values.items():
        if value:
            yield from _text_faults(name, value)
    for label in roles_in(values):
        if label not in ROLES:
            known = "・".join(ROLE_LABELS.values())
            yield f"役割「{label}」はありません。使えるのは{known}です。"
    yield from _start_faults(values, day)
    yield from _exclusion_faults(values, day)


def is_well_formed(name: str, value: str) -> bool:
    """Whether a cell of that column can be what it should be; any text where none is asked for."""
    pattern = _PATTERNS.get(name)
    return pattern is None or pattern.fullmatch(value) is not None


def _text_faults(name: str, value: str) -> Iterator[str]:
    limit = MAX_SECTION if name == "課" else MAX_TEXT
    if len(value) > limit:
        yield f"「{name}」が長すぎます（{limit}文字まで）。"
    if not value.isprintable() and any(unicodedata.category(c) == "Cc" for c in value):
        yield f"「{name}」に改行などの使えない文字があります。"
    if not is_well_formed(name, value):
        yield f"「{name}」の書き方が正しくありません。{_WRITTEN_AS[name]}"
    if name in (STARTS, EXCLUDED_FROM, EXCLUDED_TO) and read_date(value) is None:
        yield f"「{name}」を日付として読めません。2026-04-01 のように書いてください。"


def _start_faults(values: Mapping[str, str], day: date) -> Iterator[str]:
    starts = read_date(values.get(STARTS, ""))
    if starts is not None and abs(starts - day) > FAR:
        yield "「適用日」が、名簿の基準日から1年より離れています。年をお確かめください。"


def _exclusion_faults(values: Mapping[str, str], day: date) -> Iterator[str]:
    reason = values.get(REASON, "")
    begins = read_date(values.get(EXCLUDED_FROM, ""))
    ends = read_date(values.get(EXCLUDED_TO, ""))
    if not reason:
        if values.get(EXCLUDED_FROM) or values.get(EXCLUDED_TO):
            yield f"対象外の日付がありますが「対象外の理由」が空です。使えるのは{_reasons()}です。"
        return
    if reason not in REASONS:
        wrong = f"対象外の理由「{reason}」は使えません。使えるのは{_reasons()}です。"
        yield PRIVATE if _PRIVATE.search(reason) else wrong
    if ends is not None and ends < (begins or day):
        yield "「対象外の終了日」が、開始日より前です。"
    if any(when is not None and abs(when - day) > LONG for when in (begins, ends)):
        yield "対象外の日付が、名簿の基準日から5年より離れています。年をお確かめください。"


def _reasons() -> str:
    return "、".join(f"「{label}」" for label in REASONS)
