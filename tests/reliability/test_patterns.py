"""Every regular expression takes time in proportion to its text, whatever the text (ReDoS).

What people send is at most 2,000 characters, files at most some megabytes. Nothing is exempt
for being short: a pattern that is quadratic is written another way.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import time
from collections.abc import Iterable

import pytest

from tests.reliability.patterns import ROOT, Written, sites, slow_texts

LENGTHS = (1_500, 6_000)
STEPS = (12, 16, 20, 24, 32, 64, 250)
TOO_LONG_FOR_SHORT = 0.02  # seconds for at most 250 characters: something explodes
LINEAR = 8.0  # four times the text: 4 where the time is linear, 16 where it is quadratic
NOISE = 0.002  # seconds below which nothing is told apart
TRIES = 4


@pytest.fixture(scope="module")
def patterns() -> list[Written]:
    program = [sys.executable, "-m", "tests.reliability.patterns"]
    run = subprocess.run(program, cwd=ROOT, capture_output=True, text=True, check=True)
    return [Written(**json.loads(line)) for line in run.stdout.splitlines()]


def test_every_place_that_uses_one_is_known(patterns: list[Written]) -> None:
    """A pattern that only some rare request puts together would be missing here."""
    known = {(p.file, p.line) for p in patterns}
    unseen = [
        f"{file}:{first}"
        for file, first, last in sites()
        if not any((file, line) in known for line in range(first, last + 1))
    ]
    assert unseen == []
    assert len({p.pattern for p in patterns}) >= 90


def test_each_is_linear(patterns: list[Written]) -> None:
    wanted = {(p.pattern, p.flags): p for p in patterns}
    slow = [f"{p.file}:{p.line} {told}" for p in wanted.values() if (told := _slowest(p))]
    assert slow == []


@pytest.mark.parametrize(
    "bad", [r"^([a-zA-Z0-9._-]+)+@x$", r"(a|a)*b", r"\s*\(\d\)$", r"[^:]*:", r"(\d+-?)+x", "a+b"]
)
def test_a_pattern_that_goes_back_and_forth_is_found_out(bad: str) -> None:
    assert _slowest(Written("here", 1, bad, 0))


@pytest.mark.parametrize("good", [r"[0-9]+", r"\s{0,5}\(\d\)$", r"[^:]{0,40}:", "a{1,9}b|c"])
def test_a_linear_one_is_let_pass(good: str) -> None:
    assert not _slowest(Written("here", 1, good, 0))


def _slowest(written: Written) -> str:
    """The text on which the pattern is not linear, shortened; empty where there is none."""
    pattern = re.compile(written.pattern, written.flags)
    for length in STEPS:
        for text in _texts(written, length):
            if _seconds(pattern, text) > TOO_LONG_FOR_SHORT:
                return f"{text[:40]!r} of {length}"
    short, long = (_texts(written, length) for length in LENGTHS)
    for brief, lengthy in zip(short, long, strict=True):
        if not any(_is_linear(pattern, brief, lengthy) for _ in range(TRIES)):
            return f"{lengthy[:40]!r}"
    return ""


def _texts(written: Written, length: int) -> Iterable[str]:
    return slow_texts(written.pattern, written.flags, length)


def _is_linear(pattern: re.Pattern[str], brief: str, lengthy: str) -> bool:
    seconds = _seconds(pattern, lengthy)
    return seconds < NOISE or seconds < LINEAR * _seconds(pattern, brief)


def _seconds(pattern: re.Pattern[str], text: str) -> float:
    """Of this thread's own, so that a busy machine changes little."""
    began = time.thread_time()
    for _ in pattern.finditer(text):
        pass
    pattern.fullmatch(text)
    return time.thread_time() - began
