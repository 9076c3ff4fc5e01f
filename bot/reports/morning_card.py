"""朝礼5分カード: one question for a team talk on one A4 page.

The upper half is read aloud and talked over; the lower half, with the answer, is folded back.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from bot.reports.lines import Span, Style
from bot.reports.page import Block, Paper, height_of, rows

TITLE = "朝礼5分カード"
REQUIRED = "必修"
STEPS = "問いを読む（1分）→ えらんで話す（3分）→ 紙をひらいて、答えを読む（1分）"
TALK = "話し合ってみましょう"
FOLD = "ここで後ろに折っておき、話し合ったあとに開きます"
ANSWER, WHY = "答え", "なぜ"
TEMPTING = "迷いやすいところ"
EXPLANATION, SOURCES = "解説", "出典"
KEEP = "職員だけで使います。実際の区民の方や職員のお名前、どなたか分かる話は出しません。"
MARKS = "ＡＢＣＤＥＦＧＨ"
_MARGIN, _TOP, _FOOT = 15.0, 12.0, 11.0
_FOLD_AT = 148.5
_ROOM = _FOLD_AT - _TOP - _FOOT
_SIZES = tuple(half / 2 for half in range(32, 11, -1))  # 16 to 6 points
_SMALLER = 5  # what is read by one person may be smaller than what is read aloud
_LEADING, _GAP = 1.42, 2.2
_GREY = 50


@dataclass(frozen=True, slots=True)
class CardChoice:
    """A choice of the question; ``why``: why it is right, or why it tempts."""

    text: str
    right: bool
    why: str


@dataclass(frozen=True, slots=True)
class MorningCard:
    """A question with everything that is printed about it.

    ``prompts`` are what to talk about, ``sources`` lines with their dates, ``checked`` the
    day the question was last checked, ``note`` what must be confirmed, if anything.
    """

    concept: str
    required: bool
    kind: str
    stem: str
    choices: tuple[CardChoice, ...]
    prompts: tuple[str, ...]
    explanation: str
    sources: tuple[str, ...]
    checked: date
    version: str
    printed: date


def morning_card(card: MorningCard) -> bytes:
    """The card as a PDF of one A4 page, each half in the largest type in which it fits."""
    paper = Paper(TITLE, card.printed)
    upper = _fitting(paper, _SIZES, lambda half: list(half.question(card)))
    lower = _fitting(paper, _SIZES[_SMALLER:], lambda half: list(half.answer(card)))
    paper.add_page()
    _draw(paper, upper, _TOP)
    _fold(paper)
    _draw(paper, lower, _FOLD_AT + _TOP - 2)
    _foot(paper, card)
    return paper.finished()


class _Half:
    """The two halves in one type size."""

    def __init__(self, paper: Paper, size: float) -> None:
        self._paper = paper
        self._width = paper.width - 2 * _MARGIN
        self._text, self._bold = Style(size), Style(size, bold=True)
        self._small = Style(min(max(size - 2.5, 6), 10.5), grey=_GREY)
        self._title = Style(size + 5, bold=True)

    def question(self, card: MorningCard) -> Iterator[Block]:
        """Title, question, choices, and what to talk about."""
        tag = f"　〔{REQUIRED}〕" if card.required else ""
        yield self._block(TITLE, self._title)
        yield self._block(f"{card.concept}{tag}", self._bold)
        yield self._block(f"{STEPS}　（{card.kind}）", self._small)
        yield self._block(card.stem, self._text, above=1.0)
        for mark, choice in zip(MARKS, card.choices, strict=False):
            yield self._block(f"{mark}　{choice.text}", self._text, hang="Ａ　")
        yield self._block(TALK, self._bold, above=1.5, band=True)
        for prompt in card.prompts:
            yield self._block(f"・{prompt}", self._text, hang="・")

    def answer(self, card: MorningCard) -> Iterator[Block]:
        """The answer, why, what tempts, and what it rests on."""
        marked = list(zip(MARKS, card.choices, strict=False))
        for mark, choice in marked:
            if choice.right:
                yield self._block(f"{ANSWER}：{mark}　{choice.text}", self._bold, band=True)
                yield self._block(f"{WHY}：{choice.why}", self._text, hang="・")
        yield self._block(EXPLANATION, self._bold, above=0.8)
        yield self._block(card.explanation, self._text)
        yield self._block(TEMPTING, self._bold, above=0.8)
        for mark, choice in marked:
            if not choice.right:
                yield self._block(f"{mark}　{choice.why}", self._text, hang="Ａ　")
        for source in card.sources:
            yield self._block(f"{SOURCES}：{source}", self._small, hang="・")

    def _block(
        self, text: str, style: Style, *, above: float = 0.0, hang: str = "", band: bool = False
    ) -> Block:
        further = self._paper.width_of(hang, style) if hang else 0.0
        lines = self._paper.lines([Span(text, style)], self._width, further)
        return rows(lines, _LEADING, above, band=band)


def _fitting(
    paper: Paper, sizes: Sequence[float], blocks_of: Callable[[_Half], list[Block]]
) -> list[Block]:
    """A half in the largest type in which it has room, else in the smallest."""
    blocks: list[Block] = []
    for size in sizes:
        blocks = blocks_of(_Half(paper, size))
        if _height(blocks) <= _ROOM:
            break
    return blocks


def _height(blocks: Sequence[Block]) -> float:
    return sum(height_of(block) + _GAP for block in blocks)


def _draw(paper: Paper, blocks: Sequence[Block], y: float) -> None:
    for block in blocks:
        y = paper.draw(block, _MARGIN, y, paper.width - 2 * _MARGIN) + _GAP


def _fold(paper: Paper) -> None:
    """Where to fold: a dashed line across the page with its words."""
    dash, x = 3.0, 6.0
    while x < paper.width - 6:
        paper.rule(x, _FOLD_AT, min(x + dash, paper.width - 6), _FOLD_AT, grey=90)
        x += 2 * dash
    style = Style(7.5, grey=_GREY)
    paper.write((paper.width - paper.width_of(FOLD, style)) / 2, _FOLD_AT + 1.2, FOLD, style)


def _foot(paper: Paper, card: MorningCard) -> None:
    y = paper.height - _FOOT + 2
    small = Style(7, grey=_GREY)
    told = f"確かめた日 {_day(card.checked)}　印刷 {_day(card.printed)}　版 {card.version}"
    paper.write(_MARGIN, y, KEEP, Style(7, bold=True))
    paper.write_right(paper.width - _MARGIN, y, told, small)


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
