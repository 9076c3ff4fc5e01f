"""The pocket guide: what to do now on the first page, then every destination, A4 to fold.

A sheet lies across and holds two panels of A5, so that it can be folded down the middle.
Staff keep it; it is not for handing out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from bot.core.duties import SafetyKind
from bot.reports.guide_values import ActNow, Entry, Meeting, Phone, PocketGuide
from bot.reports.lines import Span, Style
from bot.reports.page import Block, Paper, height_of, rows

TITLE = "気づきナビ 手引き"
KEEP = "この紙を区民の方に渡さない（安全のため）"
NUMBERS_OF_THE_DAY = "番号は印刷した日のものです"
# What each card of the first page is about, in words that may be read over a shoulder.
KIND_TITLES: Mapping[SafetyKind, str] = {
    SafetyKind.LIFE_DANGER: "いますぐの危険",
    SafetyKind.SUICIDE: "とてもつらいお気持ち",
    SafetyKind.CHILD_ABUSE: "子どもの安全",
    SafetyKind.ELDER_ABUSE: "高齢の方の安全",
    SafetyKind.DISABILITY_ABUSE: "障がいのある方の安全",
    SafetyKind.DV: "パートナーとのあいだの安全",
    SafetyKind.NO_SHELTER_OR_FOOD_TODAY: "今日の食事と寝る場所",
}
MOST_PAGES = 4
_HOW_TO_USE = (
    "職員用です。気づいたら一人で抱えず、すぐ上司に声をかけてください。"
    "1ページは急ぐとき、2ページからはつなぎ先の一覧です。中央で折って持ち歩けます。"
)
_NOT_ALONE = (
    "どの場面でも：いま危険があれば、先に警察・救急へ。一人で抱えず、すぐ上司に声をかけ、"
    "保健福祉課へ直接行ってください。"
)
_MARKS = (
    "印の意味：〔二次情報〕公式のページを写した資料で確かめた番号です。"
    "〔要再確認〕古い番号です。かける前に確かめてください。"
    "〔区で設定〕区の一覧や所属で確かめてください。"
)
# Body sizes to try, largest first (pt): what the ward enters must not push it to a fifth page.
_SIZES = (9.4, 9.1, 8.8, 8.5, 8.2, 7.9, 7.6, 7.3, 7.0)
_MARGIN, _TOP, _FOOT = 11.0, 10.0, 10.0
_NUMBERS = "①②③④⑤⑥⑦"
_GAP = 1.8  # between blocks, mm
_LEADING = 1.36
_GREY = 70


Panel = list[Block]


def pocket_guide(guide: PocketGuide) -> bytes:
    """The guide as a PDF; at most four pages unless even the smallest type needs more."""
    paper = Paper(TITLE, guide.printed, landscape=True)
    first = _fitted(paper, 2, lambda setter: setter.first_page(guide))
    if len(first) % 2:
        first.append([])
    rest = _fitted(paper, 2 * MOST_PAGES - len(first), lambda setter: setter.destinations(guide))
    _draw(paper, [*first, *rest], guide)
    return paper.finished()


def _fitted(
    paper: Paper, most: int, blocks_of: Callable[[_Setter], Iterable[Block]]
) -> list[Panel]:
    """Blocks in the largest type that needs at most ``most`` panels, else in the smallest."""
    panels: list[Panel] = []
    for size in _SIZES:
        setter = _Setter(paper, size)
        panels = setter.panels(blocks_of(setter))
        if len(panels) <= most:
            break
    return panels


class _Setter:
    """Turns the guide's values into blocks of one type size."""

    def __init__(self, paper: Paper, size: float) -> None:
        self._paper = paper
        self._width = paper.width / 2 - 2 * _MARGIN
        self._room = paper.height - _TOP - _FOOT - 4
        self._text = Style(size)
        self._bold = Style(size, bold=True)
        self._small = Style(size - 1.2, grey=_GREY)
        self._name = Style(size + 1, bold=True)
        self._heading = Style(size + 2, bold=True)
        self._hang = paper.width_of("・", self._text)
        self._title = Style(19, bold=True)

    def panels(self, blocks: Iterable[Block]) -> list[Panel]:
        """Blocks dealt to panels in order; none is torn."""
        made: list[Panel] = [[]]
        left = self._room
        for block in blocks:
            needed = height_of(block) + _GAP
            if made[-1] and needed > left:
                made.append([])
                left = self._room
            made[-1].append(block)
            left -= needed
        return made

    def first_page(self, guide: PocketGuide) -> Iterator[Block]:
        """The title, the rule of the paper, and a card for each case."""
        yield self._set([Span(TITLE, self._title)])
        yield self._set([Span(f"★ {KEEP}", self._name)]) + self._set(
            [Span(_HOW_TO_USE, self._text)], above=0.6
        )
        for number, card in enumerate(guide.act_now):
            yield self._card(number, card)
        yield self._set([Span(_NOT_ALONE, self._bold)], above=0.8)

    def destinations(self, guide: PocketGuide) -> Iterator[Block]:
        """The destinations under their headings, the meetings, and the small print."""
        yield self._set([Span(_MARKS, self._small)])
        for domain in guide.domains:
            heading = self._heading_row(domain.title)
            first, *others = domain.entries
            yield heading + self._entry(first)
            yield from (self._entry(entry) for entry in others)
        heading = self._heading_row("会議の使い分け")
        for number, meeting in enumerate(guide.meetings):
            yield self._meeting(meeting) if number else heading + self._meeting(meeting)
        yield self._set([Span("".join(guide.thanks), self._small)], above=0.8)

    def _card(self, number: int, card: ActNow) -> Block:
        title = [Span(f"{_NUMBERS[number]} {KIND_TITLES[card.kind]}　", self._text)]
        block = self._set([*title, Span(card.act_now, self._name, whole=True)], band=True)
        for step in card.steps:
            block += self._item("・", step)
        for warning in card.do_not:
            block += self._item("×", warning)
        if card.desk:
            block += self._labelled("開庁中：", card.desk)
        for phone in card.phones:
            block += self._phone(phone)
        return block + self._set([Span(card.closing, self._text)])

    def _entry(self, entry: Entry) -> Block:
        name = [Span(entry.name, self._name), Span(f"　〔{entry.consent}〕", self._text)]
        block = self._set(name, above=0.4) + self._set([Span(entry.description, self._text)])
        if entry.place:
            block += self._set([Span(entry.place, self._text)])
        for phone in entry.phones:
            block += self._phone(phone, entry.name)
        return block

    def _phone(self, phone: Phone, under: str = "") -> Block:
        """One number; its name is left out right below an entry of the same name."""
        name = "" if phone.name == under else f"{phone.name}　"
        numbers = "・".join(phone.numbers)
        spans = [
            Span(f"☎{name}", self._text),
            Span(numbers, self._name) if numbers else Span("番号は区で設定", self._text),
            Span(f"　{phone.hours}", self._text),
            Span(f"（{phone.note}）", self._small, whole=True),
            Span(phone.hint, self._small),
        ]
        return self._set(spans, hang=self._hang)

    def _meeting(self, meeting: Meeting) -> Block:
        block = self._set([Span(meeting.name, self._name)], above=0.4)
        for use in meeting.use_when:
            block += self._item("・", use)
        block += self._labelled("同意：", meeting.consent)
        return block + self._labelled("はじめ方：", meeting.how_to_start)

    def _item(self, sign: str, text: str) -> Block:
        spans = [Span(sign, self._bold), Span(text, self._text)]
        return self._set(spans, hang=self._hang)

    def _labelled(self, label: str, text: str) -> Block:
        return self._set([Span(label, self._bold), Span(text, self._text)], hang=self._hang)

    def _heading_row(self, title: str) -> Block:
        return self._set([Span(title, self._heading)], above=0.8, band=True)

    def _set(
        self,
        spans: Sequence[Span],
        *,
        above: float = 0.0,
        hang: float = 0.0,
        band: bool = False,
    ) -> Block:
        return rows(self._paper.lines(spans, self._width, hang), _LEADING, above, band=band)


def _draw(paper: Paper, panels: Sequence[Panel], guide: PocketGuide) -> None:
    pages = (len(panels) + 1) // 2
    for page in range(pages):
        paper.add_page()
        for side, panel in enumerate(panels[2 * page : 2 * page + 2]):
            y = _TOP
            for block in panel:
                x = side * paper.width / 2 + _MARGIN
                y = paper.draw(block, x, y, paper.width / 2 - 2 * _MARGIN) + _GAP
        _furniture(paper, guide, page + 1, pages)


def _furniture(paper: Paper, guide: PocketGuide, page: int, pages: int) -> None:
    """The fold and, on both halves, what must be read beside any number."""
    middle, y = paper.width / 2, paper.height - _FOOT
    paper.rule(middle, 2, middle, 7)
    paper.rule(middle, paper.height - 7, middle, paper.height - 2)
    small = Style(7, grey=_GREY)
    day = f"{guide.printed.year}年{guide.printed.month}月{guide.printed.day}日"
    paper.write(_MARGIN, y, f"{NUMBERS_OF_THE_DAY}　印刷 {day}　内容の版 {guide.version}", small)
    paper.write(middle + _MARGIN, y, KEEP, Style(7, bold=True))
    paper.write_right(paper.width - _MARGIN, y, f"{page}／{pages}", small)
