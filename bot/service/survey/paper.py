"""Paper forms, entered as counts of a group: never fewer than five at once.

They come from a form in chat, or from a file: a table of three columns, the question, the
option, how many chose it. Both are judged by the same ``faults_of``.
"""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from bot.core.indicator.wave import WaveDefinition
from bot.core.pooling import LEAST_ON_PAPER, Tally, Yes
from bot.service.survey.opening import CannotOpen

HEAD = ("設問", "選択肢", "人数")


@dataclass(frozen=True, slots=True)
class PaperLot:
    """Paper forms of one group: how many, and how often each option was chosen, by question."""

    group: str
    people: int
    options: Mapping[str, Mapping[str, int]]


@dataclass(frozen=True, slots=True)
class PaperFault:
    """Why a lot cannot be added: at a question's numbers, or of the group (no question)."""

    question: str
    text: str


@dataclass(frozen=True, slots=True)
class PaperGroup:
    """A group with a list of people on paper, and how many of their forms are counted."""

    id: str
    name: str
    people: int
    counted: int

    @property
    def left(self) -> int:
        """How many forms are still out."""
        return self.people - self.counted


@dataclass(frozen=True, slots=True)
class PaperSheet:
    """What can be entered from paper in an open wave."""

    definition: WaveDefinition
    groups: tuple[PaperGroup, ...]

    @property
    def enterable(self) -> tuple[PaperGroup, ...]:
        """The groups of which a lot is still out."""
        return tuple(group for group in self.groups if group.left >= LEAST_ON_PAPER)

    def group(self, group_id: str) -> PaperGroup | None:
        """The group of that id."""
        return next((one for one in self.groups if one.id == group_id), None)


def sheet_of(definition: WaveDefinition, counted: Mapping[str, int]) -> PaperSheet:
    """The groups of a wave with people on paper; ``counted``: forms counted by group."""
    return PaperSheet(
        definition,
        tuple(
            PaperGroup(one.id, one.name, one.paper, counted.get(one.id, 0))
            for one in definition.groups
            if one.paper
        ),
    )


def template(definition: WaveDefinition) -> str:
    """The table to be filled in, as CSV, every number empty."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(HEAD)
    for question in definition.questions:
        writer.writerows((question.text, option, "") for option in question.options)
    return out.getvalue()


def read_table(text: str, group: str, definition: WaveDefinition) -> PaperLot:
    """The lot in a filled table (CannotOpen, with the row, when it cannot be read)."""
    rows = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"))))
    if not rows or tuple(cell.strip() for cell in rows[0]) != HEAD:
        raise CannotOpen(f"1行目を「{'、'.join(HEAD)}」にしてください。")
    ids = {question.text: question for question in definition.questions}
    options: dict[str, dict[str, int]] = {}
    for number, row in enumerate(rows[1:], 2):
        cells = [cell.strip() for cell in row]
        if not any(cells):
            continue
        if len(cells) != len(HEAD) or cells[0] not in ids:
            raise CannotOpen(f"{number}行目の設問が、この回の設問と違います。")
        question = ids[cells[0]]
        if cells[1] not in question.options or cells[1] in options.get(question.id, {}):
            raise CannotOpen(f"{number}行目の選択肢が、この回の選択肢と違うか、2回あります。")
        if not (cells[2].isascii() and cells[2].isdigit() and len(cells[2]) < 6) and cells[2]:
            raise CannotOpen(f"{number}行目の人数を、0以上の数字で書いてください。")
        options.setdefault(question.id, {})[cells[1]] = int(cells[2] or 0)
    people = sum(options.get(definition.headline.id, {}).values())
    return PaperLot(group, people, options)


def tally_of(
    lot: PaperLot, definition: WaveDefinition, counted: Mapping[str, int]
) -> tuple[Tally, int]:
    """The lot's counters, and how many of the group's paper list are still out afterwards.

    ``counted``: how many paper forms of each group are counted already. CannotOpen when the
    numbers cannot be.
    """
    group = next((one for one in definition.groups if one.id == lot.group), None)
    if group is None:
        raise CannotOpen(f"「{lot.group}」というまとまりは、この回にありません。")
    left = group.paper - counted.get(lot.group, 0) - lot.people
    for fault in faults_of(lot, definition, left):
        raise CannotOpen(fault.text)
    sums = Counter(
        {(q, option): n for q, by in lot.options.items() for option, n in by.items() if n}
    )
    headline = definition.headline
    yes = sum(sums[headline.id, option] for option in headline.yes)
    return Tally(dict(sorted(sums.items())), Yes(lot.people, yes), {}), left


def faults_of(lot: PaperLot, definition: WaveDefinition, left: int) -> Iterator[PaperFault]:
    """Everything that is wrong with a lot after which ``left`` forms of the group would be out."""
    by_id = {question.id: question for question in definition.questions}
    for question, options in lot.options.items():
        if question not in by_id or set(options) - set(by_id[question].options):
            yield PaperFault(question, "この回にない設問か選択肢があります。")
            return
    yield from _of_headline(lot, definition)
    if left < 0:
        yield PaperFault("", f"紙でお願いした人数を{-left}人超えています。枚数を確かめてください。")
    for question, options in lot.options.items():
        if sum(options.values()) > lot.people or min(options.values(), default=0) < 0:
            text = by_id[question].text
            yield PaperFault(
                question, f"「{text}」の合計が、用紙の枚数（{lot.people}）を超えています。"
            )


def _of_headline(lot: PaperLot, definition: WaveDefinition) -> Iterator[PaperFault]:
    """Its options add up to the forms; five or more at once."""
    headline = definition.headline
    if lot.people != sum(lot.options.get(headline.id, {}).values()):
        text = f"「{headline.text}」の合計が、用紙の枚数（{lot.people}）と違います。"
        yield PaperFault(headline.id, text)
    if lot.people < LEAST_ON_PAPER:
        yield PaperFault(
            headline.id,
            f"用紙は{LEAST_ON_PAPER}枚以上まとめて入れてください（いま{lot.people}枚）。"
            "だれの回答か分からなくするためです。",
        )
