"""argparse in Japanese: what was typed wrong, how it is written, and the headings of --help."""

from __future__ import annotations

import argparse
import re
from typing import NoReturn

SEE = "くわしくは「{prog} --help」で見られます。"
_OTHERS = "書き方が違います（{0}）。"
# What Python 3.11 to 3.14 say, in English only; the first that fits the whole message.
_SAYINGS = (
    (r"the following arguments are required: (.+)", "「{0}」を書いてください。"),
    (
        r"argument (.+?): invalid choice: '?(.*?)'?(?:, maybe .*)? \(choose from .*\)",
        "「{0}」に『{1}』はありません。",
    ),
    (r"argument (.+?): invalid \S+ value: '(.*)'", "{0} の『{1}』を読み取れません。"),
    (r"argument (.+?): expected .*argument.*", "{0} のあとに、その値を書いてください。"),
    (r"argument (.+?): ignored explicit argument '(.*)'", "{0} に値（{1}）は書けません。"),
    (r"argument (.+?): (.+)", "{0}：{1}"),
    (r"unrecognized arguments: (.+)", "『{0}』は、ここには書けません。"),
    (r"ambiguous option: (\S+) .*", "{0} では、どれのことか分かりません。"),
)
_NAMES = {"action": "すること", "what": "書き出すもの"}
_HEADINGS = (
    ("usage: ", "書き方： "),
    ("positional arguments:", "続けて書くもの："),
    ("options:", "付けられるもの："),
    ("show this help message and exit", "この説明を表示します"),
)


class JapaneseParser(argparse.ArgumentParser):
    """A parser whose every word is Japanese; it ends with exit code 2, as argparse does."""

    def error(self, message: str) -> NoReturn:
        """Say what is wrong, how the command is written, and where more is said."""
        see = SEE.format(prog=self.prog)
        self.exit(2, f"{in_japanese(message)}\n{self.format_usage()}{see}\n")

    def format_usage(self) -> str:
        """How the command is written, in one line."""
        return _with_headings(super().format_usage())

    def format_help(self) -> str:
        """What --help prints."""
        return _with_headings(super().format_help())


def in_japanese(message: str) -> str:
    """What argparse says is wrong, as one sentence."""
    for pattern, saying in _SAYINGS:
        found = re.fullmatch(pattern, message, re.DOTALL)
        if found is not None:
            return saying.format(*(_NAMES.get(part, part) for part in found.groups()))
    return _OTHERS.format(message)


def _with_headings(text: str) -> str:
    for english, japanese in _HEADINGS:
        text = text.replace(english, japanese, 1)
    return text
