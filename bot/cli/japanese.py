"""argparse in Japanese: what was typed wrong, how it is written, and the headings of --help."""

from __future__ import annotations

import argparse
from typing import NoReturn

SEE = "くわしくは「{prog} --help」で見られます。"
_OTHERS = "書き方が違います（{0}）。"
# How what Python 3.11 to 3.14 say begins, in English only.
_SAYINGS = (
    ("the following arguments are required: ", "「{0}」を書いてください。"),
    ("unrecognized arguments: ", "『{0}』は、ここには書けません。"),
    ("ambiguous option: ", "{0} では、どれのことか分かりません。"),
)
_OF_ONE = (
    ("invalid choice: ", "「{0}」に『{1}』はありません。"),
    ("expected ", "{0} のあとに、その値を書いてください。"),
    ("ignored explicit argument ", "{0} に値（{1}）は書けません。"),
    ("invalid ", "{0} の『{1}』を読み取れません。"),
    ("", "{0}：{1}"),
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
    if message.startswith("argument "):
        name, _, what = message.removeprefix("argument ").partition(": ")
        begins, saying = next(known for known in _OF_ONE if what.startswith(known[0]))
        return saying.format(_name(name), _quoted(what.removeprefix(begins)))
    for begins, saying in _SAYINGS:
        if message.startswith(begins):
            said = message.removeprefix(begins)
            return saying.format(_name(said.partition(" could match")[0]))
    return _OTHERS.format(message)


def _name(name: str) -> str:
    return _NAMES.get(name, name)


def _quoted(what: str) -> str:
    """What was typed, without what Python says around it (「int value: '三'」)."""
    typed = what.partition(" (choose from ")[0].partition(", maybe ")[0]
    _, found, value = typed.partition(" value: ")
    return (value if found else typed).strip("'")


def _with_headings(text: str) -> str:
    for english, japanese in _HEADINGS:
        text = text.replace(english, japanese, 1)
    return text
