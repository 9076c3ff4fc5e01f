"""The reminder the bot sends by itself: friendly, never the same twice running, never about guilt.

What is open, how long it takes, and that it may wait: nothing is counted, compared or
threatened with.
"""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import sha256

from bot.core.office_calendar import monday_of

WORDS = "words"
REMINDER_TEXTS = (
    "今週の設問が、まだ残っています。お手すきの1分で、1問だけでもどうぞ。",
    "ひと息つくときに、今週の設問はいかがですか。1問1分ほどです。",
    "今週の設問をホームに置いています。ご都合のよいときにひらいてください。",
    "窓口の合間に、気づきの練習を1問どうぞ。答え合わせもその場で読めます。",
    "お忙しいところ失礼します。今週の設問は、次の開庁日の朝9時まで受け付けています。",
    "今週の設問のお知らせです。迷ったら「自信はない」を選んで大丈夫です。",
    "今週はどんな場面の設問でしょうか。1分ほどで読めて、答えもすぐ分かります。",
    "週の終わりのお知らせです。今週の設問は、まだ答えられます。",
)


def words_for(staff_id: str, week: str) -> Mapping[str, str]:
    """The payload of a person's reminder in an ISO week: the number of its text."""
    begins = int.from_bytes(sha256(staff_id.encode()).digest()[:4])
    number = (begins + monday_of(week).toordinal() // 7) % len(REMINDER_TEXTS)
    return {WORDS: str(number)}


def reminder_text(payload: Mapping[str, str]) -> str | None:
    """The text of a reminder; None for one that a supervisor sent, which has its own."""
    number = payload.get(WORDS, "")
    return REMINDER_TEXTS[int(number) % len(REMINDER_TEXTS)] if number.isdigit() else None
