"""The number of a certificate: not to be guessed, short enough to type, wrong typing noticed.

Nine signs by lot and a tenth that checks them, shown as two groups of five. There are 29
signs, a prime: with weights 1 to 10 the check finds every single wrong sign and every two
that changed places. Vowels but A, and 0 and 1, are left out: no number reads as a word,
and none is mistaken for O, I or L.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Sequence

SIGNS = "23456789ABCDFGHJKMNPQRSTVWXYZ"
DRAWN, LENGTH = 9, 10
_GROUP = 5
_BETWEEN = " \u3000-‐‑‒–—―−ーｰ"  # what stands between groups, however it is typed


def new_serial(choose: Callable[[Sequence[str]], str]) -> str:
    """A number whose signs ``choose`` draws (``secrets.choice``), as it is stored."""
    body = "".join(choose(SIGNS) for _ in range(DRAWN))
    return body + check_sign(body)


def check_sign(body: str) -> str:
    """The sign that makes the weighted sum of all ten a multiple of 29."""
    rest = _weighed(body)
    # The last sign weighs LENGTH: the sum is made zero by its inverse modulo a prime.
    return SIGNS[-rest * pow(LENGTH, -1, len(SIGNS)) % len(SIGNS)]


def read_serial(typed: str) -> str | None:
    """The number somebody typed, whatever its width, case and hyphens; None for a mistyped one."""
    plain = unicodedata.normalize("NFKC", typed).upper()
    signs = "".join(sign for sign in plain if sign not in _BETWEEN)
    if len(signs) != LENGTH or not set(signs) <= set(SIGNS):
        return None
    return signs if _weighed(signs) % len(SIGNS) == 0 else None


def shown_serial(serial: str) -> str:
    """The number as it is printed: 「3HK7P-9QX2A」."""
    return f"{serial[:_GROUP]}-{serial[_GROUP:]}"


def _weighed(signs: str) -> int:
    return sum(weight * SIGNS.index(sign) for weight, sign in enumerate(signs, start=1))
