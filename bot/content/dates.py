"""「変わりありません」 in a card: its two dates change, and not a byte besides."""

from __future__ import annotations

import re
from datetime import date, timedelta

LONGEST_INTERVAL = timedelta(days=365)
_DATE = r"^(\ufeff?{name}:[ ]+)([\"']?)\d{{4}}-\d{{2}}-\d{{2}}\2(?=[ \t]*(?:#.*)?\r?$)"


class NotEditable(Exception):
    """A file is written in a way that cannot be changed line by line."""


def next_review(assured: date, review_after: date, today: date) -> date:
    """The review date after a check on ``today``: as far ahead as it was before.

    Never more than 365 days, and at least one.
    """
    interval = min(max(review_after - assured, timedelta(days=1)), LONGEST_INTERVAL)
    return today + interval


def renewed(data: bytes, assured: date, review_after: date) -> bytes:
    """The card with these two dates; NotEditable when one does not stand on a line of its own."""
    # Decoded and encoded alike: no byte but the dates' changes, a BOM included.
    text = data.decode("utf-8")
    for name, day in (("assured_date", assured), ("review_after", review_after)):
        line = re.compile(_DATE.format(name=name), re.MULTILINE)
        text, count = line.subn(rf"\g<1>\g<2>{day.isoformat()}\g<2>", text)
        if count != 1:
            raise NotEditable(name)
    return text.encode("utf-8")
