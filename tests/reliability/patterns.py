"""Every regular expression of the bot, and texts made to be slow for each.

``python -m tests.reliability.patterns`` prints the expressions that come into being while
all of ``bot`` is imported and used a little, one JSON object a line: they are caught where
Python compiles them, so that one put together at run time is among them.
"""

from __future__ import annotations

import ast
import json
import pkgutil
import re
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from importlib import import_module
from inspect import signature
from pathlib import Path
from re import _constants as codes
from re import _parser as parser
from types import FrameType, ModuleType
from typing import Any

ROOT = Path(__file__).parents[2]
BOT = ROOT / "bot"
FUNCTIONS = {"compile", "search", "match", "fullmatch", "split", "findall", "finditer", "sub"}
LONG_REPEAT = 10
REPEATS = (codes.MAX_REPEAT, codes.MIN_REPEAT, codes.POSSESSIVE_REPEAT)
TRIED = "a1 あア亜-.、　<：0年Z/"
NOTHING_FITS = "\x00"
CORPUS = ROOT / "tests" / "referral" / "personal_data.jsonl"
CARD = b"assured_date: 2026-04-01\nreview_after: 2026-10-01\n"
FIRST = date(2026, 4, 1)


@dataclass(frozen=True)
class Written:
    """A regular expression and where it stands in the source."""

    file: str
    line: int
    pattern: str
    flags: int


def sites() -> Iterator[tuple[str, int, int]]:
    """Every call of ``re`` in the source: its file, first and last line."""
    for file in sorted(BOT.rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and _is_re(node.func):
                yield str(file.relative_to(ROOT)), node.lineno, node.end_lineno or node.lineno


def _is_re(function: ast.expr) -> bool:
    return (
        isinstance(function, ast.Attribute)
        and isinstance(function.value, ast.Name)
        and function.value.id == "re"
        and function.attr in FUNCTIONS
    )


def constants() -> Iterator[Written]:
    """The expressions that can be read off the source, with the constants of their module."""
    for file in sorted(BOT.rglob("*.py")):
        name = ".".join(file.relative_to(ROOT).with_suffix("").parts)
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and _is_re(node.func):
                found = _evaluated(node, name)
                if isinstance(found, str):
                    yield Written(str(file.relative_to(ROOT)), node.lineno, found, 0)


def _evaluated(call: ast.Call, module: str) -> object:
    """What the first argument is; None where only its function knows."""
    if module.endswith(("__main__", "env")):
        return None
    expression = compile(ast.Expression(call.args[0]), module, "eval")
    try:
        return eval(expression, dict(vars(import_module(module))))  # noqa: S307  # our own source
    except NameError:
        return None


def caught() -> list[Written]:
    """Import and use the bot, and note what it compiles. Only in a process of its own."""
    found: dict[tuple[str, int, str], Written] = {}
    usual = re._compile

    def noting(pattern: Any, flags: int) -> Any:
        frame: FrameType | None = sys._getframe(1)
        while frame is not None and not frame.f_code.co_filename.startswith(str(BOT)):
            frame = frame.f_back if frame.f_globals.get("__name__") == "re" else None
        if frame is not None and isinstance(pattern, str):
            file = str(Path(frame.f_code.co_filename).relative_to(ROOT))
            found[file, frame.f_lineno, pattern] = Written(
                file, frame.f_lineno, pattern, int(flags)
            )
        return usual(pattern, flags)

    re._compile = noting
    _use_everything()
    return list(found.values())


def _use_everything() -> None:
    for module in pkgutil.walk_packages([str(BOT)], "bot."):
        if not module.name.endswith(("__main__", ".env", ".versions")):
            _make_patterns(import_module(module.name))
    import_module("bot.content.dates").renewed(CARD, FIRST, FIRST)
    analyser = import_module("bot.core.analysis").Analyser()
    detector = import_module("bot.core.personal_data").PersonalDataDetector(analyser)
    for line in CORPUS.read_text(encoding="utf-8").splitlines():
        detector.find(json.loads(line)["text"])


def slow_texts(pattern: str, flags: int, length: int) -> Iterator[str]:
    """Texts of about ``length`` characters on which a careless engine goes back and forth."""
    tree = parser.parse(pattern, flags)
    pumps = dict.fromkeys(pump for pump in _pumps(tree) if pump)
    before = dict.fromkeys(["", *_beginnings(tree)])
    for pump in pumps:
        run = pump * max(1, length // len(pump))
        for prefix in before:
            yield prefix + run + NOTHING_FITS
        yield run


def _make_patterns(module: ModuleType) -> None:
    """Call what compiles its patterns when first needed."""
    for made in vars(module).values():
        if hasattr(made, "cache_info"):
            shape = signature(made)
            if not shape.parameters and "Pattern" in str(shape.return_annotation):
                made()


def sample(pattern: str) -> str:
    """A text that the pattern takes."""
    return _sample(parser.parse(pattern))


def _pumps(tree: Iterable[Any]) -> Iterator[str]:
    for code, value in tree:
        if code in REPEATS:
            _, most, inner = value
            if most >= LONG_REPEAT:
                yield from _samples(inner)
            yield from _pumps(inner)
        for child in _children(code, value):
            yield from _pumps(child)
    yield _sample(tree)


def _beginnings(tree: Any) -> Iterator[str]:
    """What has to stand before each long repetition at the top."""
    items = list(tree)
    for number, (code, value) in enumerate(items):
        if code in REPEATS and value[1] >= LONG_REPEAT:
            yield _sample(items[:number])


def _children(code: Any, value: Any) -> list[Any]:
    if code is codes.SUBPATTERN:
        return [value[3]]
    if code is codes.BRANCH:
        return list(value[1])
    if code in (codes.ASSERT, codes.ASSERT_NOT):
        return [value[1]]
    return [value] if code is codes.ATOMIC_GROUP else []


def _samples(tree: Any) -> Iterator[str]:
    """What the piece matches: the first way, and each branch of its choices."""
    yield _sample(tree)
    for code, value in tree:
        for child in _children(code, value):
            yield from _samples(child)


def _sample(tree: Iterable[Any]) -> str:
    return "".join(_one(code, value) for code, value in tree)


def _one(code: Any, value: Any) -> str:
    if code in REPEATS:
        return _sample(value[2]) * max(value[0], 1)
    if code in (codes.ASSERT, codes.ASSERT_NOT):
        return ""
    plain = {codes.LITERAL: [(codes.LITERAL, value)], codes.IN: value}
    plain |= {codes.ANY: [], codes.NOT_LITERAL: [(codes.NEGATE, None), (codes.LITERAL, value)]}
    if code in plain:
        return _member(plain[code])
    return next((_sample(child) for child in _children(code, value)), "")


def _member(choices: list[Any]) -> str:
    """A character of the class; tried out where the class says what it is not."""
    first, value = next(iter(choices), (codes.NEGATE, None))
    if first is codes.LITERAL:
        return chr(value)
    if first is codes.RANGE:
        return chr(value[0])
    if first is codes.CATEGORY:
        return {codes.CATEGORY_DIGIT: "1", codes.CATEGORY_SPACE: " "}.get(value, "a")
    excluded = {chr(v) for c, v in choices if c is codes.LITERAL}
    ranges = [v for c, v in choices if c is codes.RANGE]
    free = (c for c in TRIED if c not in excluded)
    return next((c for c in free if not any(lo <= ord(c) <= hi for lo, hi in ranges)), "\u2603")


if __name__ == "__main__":
    for written in [*caught(), *constants()]:
        sys.stdout.write(json.dumps(vars(written)) + "\n")
