"""Japanese sentences for what goes wrong before a file has any structure.

Covers undecodable bytes, characters that no editor shows, full-width signs typed
where YAML wants half-width ones, and the parser's own English messages.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from yaml.error import MarkedYAMLError

MAX_BYTES = 1024 * 1024

# What libyaml cannot read, and the characters it counts as line breaks although
# editors do not: with them the line numbers of every later message would be wrong.
_UNUSABLE = re.compile(
    "[^\t\n\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]"
)
_LINE_SLIPS: tuple[tuple[re.Pattern[str], str, str], ...] = (
    (re.compile(r"^[ ]*\t\s*\S"), "字下げのタブ", "半角の空白"),
    (re.compile(r"^[ \t]*\u3000"), "全角の空白", "半角の空白"),
    (re.compile(r"^\s*(?:- *)?[a-z_]+\s*："), "全角の『：』", "半角の『:』"),
    (re.compile(r"^[^\"'#]*:\u3000"), "全角の空白", "半角の空白"),
    (re.compile(r"^(?:[^\"']*\s)?＃"), "全角の『＃』", "半角の『#』"),
    (re.compile(r"^\s*(?:- +)?(?:[a-z_]+: +)?[“”＂‘’＇]"), "全角の引用符", '半角の『"』'),
)
_SCALAR_SLIPS: tuple[tuple[re.Pattern[str], str, str], ...] = (
    (re.compile(r"^[a-z_]+\s*："), "全角の『：』", "半角の『:』"),
    (re.compile(r"^\u3000|\u3000$"), "全角の空白", "半角の空白"),
    (re.compile(r"(?:^|\s)＃"), "全角の『＃』", "半角の『#』"),
    (re.compile(r"^[“”＂‘’＇]"), "全角の引用符", '半角の『"』'),
)
# Most values hold none of these; asking for them all at once is five times faster.
_SUSPECT = re.compile("[：\u3000＃“”＂‘’＇]")
_NO_SPACE = re.compile(r"^\s*(?:- +)?[a-z_]+:[^\s:/]")

_BY_CONTEXT: tuple[tuple[str, str], ...] = (
    ("scanning an alias", "『*』で始まる文は引用符で囲んでください"),
    ("scanning an anchor", "『&』で始まる文は引用符で囲んでください"),
    ("scanning a tag", "『!』で始まる文は引用符で囲んでください"),
    ("parsing a tag", "『!』で始まる文は引用符で囲んでください"),
    ("scanning a quoted scalar", "引用符が閉じていません"),
    ("parsing a flow sequence", "『[』で始めた並びが『]』で閉じていないか、『,』が抜けています"),
    ("parsing a flow mapping", "『{』で始めたまとまりが『}』で閉じていないか、『,』が抜けています"),
    ("scanning a directive", "『%』で始まる文は引用符で囲んでください"),
)
_BY_PROBLEM: tuple[tuple[str, str], ...] = (
    ("could not find expected ':'", "項目名のあとに半角の『:』と半角の空白がありません"),
    (
        "mapping values are not allowed",
        "ここに『: 』は置けません。文の中の『: 』なら、文全体を引用符で囲んでください",
    ),
    (
        "did not find expected key",
        "項目名がありません。字下げの幅か、引用符の閉じ忘れを確かめてください",
    ),
    ("expected '-' indicator", "箇条書きの途中に『-』のない行があります。字下げを確かめてください"),
    ("block sequence entries", "箇条書きの『-』は次の行から書いてください"),
    (
        "cannot start any token",
        "値の先頭に使えない文字があります。『@』『`』『%』で始まる文は引用符で囲んでください",
    ),
    ("expected node content", "『[』『{』のあとの値がないか、余分な『]』『}』『,』があります"),
    ("tab character", "字下げにタブが使われています。半角の空白にしてください"),
    ("unknown escape character", '『"…"』の中の『\\』の使い方に誤りがあります'),
    ("escape code", '『"…"』の中の『\\』の使い方に誤りがあります'),
    ("<document start>", "文書の終わり（...）のあとに続きがあります"),
)
_AT_CONTEXT = ("simple key", "quoted scalar", "flow sequence", "flow mapping")


def decode(data: bytes) -> tuple[str, int, str | None]:
    """Text of a file with line breaks as LF, or the line and sentence of its fault.

    UTF-8 with or without BOM, LF or CRLF. The third value is None when all is well.
    """
    if len(data) > MAX_BYTES:
        return "", 1, "ファイルが大きすぎます（1 MiB まで）。分けてください"
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        return "", line, "UTF-8 として読めません。文字コードを UTF-8 にして保存し直してください"
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    found = _UNUSABLE.search(text)
    if found:
        line = text.count("\n", 0, found.start()) + 1
        return "", line, f"使えない制御文字（U+{ord(found.group()):04X}）があります"
    return text, 1, None


def _slip(kinds: Sequence[tuple[re.Pattern[str], str, str]], text: str, line: int) -> str | None:
    for pattern, seen, wanted in kinds:
        if pattern.search(text):
            return f"{line}行目: {seen}です。{wanted}にしてください"
    return None


def line_slip(text: str, line: int) -> str | None:
    """What is mistyped in one line of a file that does not parse, if anything."""
    return _slip(_LINE_SLIPS, text, line)


def tab_slips(lines: Sequence[str]) -> Iterator[tuple[int, str]]:
    """Every line indented with a tab, whether or not the parser minds."""
    for number, text in enumerate(lines, 1):
        slip = _slip(_LINE_SLIPS[:1], text, number)
        if slip:
            yield number, slip


def is_suspect(text: str) -> bool:
    """Whether a value holds any full-width sign that could be a slip; quick to ask."""
    return _SUSPECT.search(text) is not None


def scalar_slip(text: str, line: int) -> str | None:
    """A full-width sign in an unquoted value that was surely meant as syntax."""
    return _slip(_SCALAR_SLIPS, text, line)


def key_slip(text: str, line: int) -> str | None:
    """As ``scalar_slip`` for a key, where no full-width sign has any business."""
    if "：" in text:
        return f"{line}行目: 全角の『：』です。半角の『:』にしてください"
    return scalar_slip(text, line)


def _place(error: MarkedYAMLError) -> int:
    context = error.context or ""
    mark = error.problem_mark
    if any(part in context for part in _AT_CONTEXT):
        mark = error.context_mark
    return mark.line + 1 if mark else 1


def _sentence(error: MarkedYAMLError) -> str:
    problem, context = error.problem or "", error.context or ""
    if "escape" not in problem:
        for part, message in _BY_CONTEXT:
            if part in context:
                return message
    for part, message in _BY_PROBLEM:
        if part in problem:
            return message
    return "YAML の書き方に誤りがあります。字下げ、『:』、引用符を確かめてください"


def explain(error: MarkedYAMLError, lines: Sequence[str]) -> Iterator[tuple[int, str]]:
    """Line and sentence for a syntax error, and every mistyped sign in the file.

    A file that does not parse shows only its first fault to the parser; the
    mistyped lines are looked for one by one so that an editor fixes them in one go.
    """
    place = min(_place(error), max(len(lines), 1))
    slips = [(n, slip) for n, text in enumerate(lines, 1) if (slip := line_slip(text, n))]
    yield from slips
    if any(place - 1 <= number <= place for number, _ in slips):
        return
    for number in (place - 1, place):
        if 0 < number <= len(lines) and _NO_SPACE.search(lines[number - 1]):
            yield number, f"{number}行目: 『:』のあとに半角の空白を入れてください"
            return
    yield place, _sentence(error)
