"""Paper forms, entered as counts of a group: never fewer than five at once.

The file is a table of three columns: the question, the option, how many chose it.
"""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from bot.core.indicator.wave import WaveDefinition
from bot.core.pooling import LEAST_ON_PAPER, Tally
from bot.service.survey.opening import CannotOpen

HEAD = ("設問", "選択肢", "人数")


@dataclass(frozen=True, slots=True)
class PaperLot:
    """Paper forms of one group: how many, and how often each option was chosen, by question."""

    group: str
    people: int
    options: Mapping[str, Mapping[str, int]]


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
    _check(lot, definition, left)
    sums = Counter(
        {(q, option): n for q, by in lot.options.items() for option, n in by.items() if n}
    )
    return Tally(dict(sorted(sums.items())), {}), left


def _check(lot: PaperLot, definition: WaveDefinition, left: int) -> None:
    headline = definition.headline
    if lot.people != sum(lot.options.get(headline.id, {}).values()):
        raise CannotOpen(f"「{headline.text}」の合計が、用紙の枚数（{lot.people}）と違います。")
    if lot.people < LEAST_ON_PAPER:
        raise CannotOpen(
            f"用紙は{LEAST_ON_PAPER}枚以上まとめて入れてください（いま{lot.people}枚）。"
            "だれの回答か分からなくするためです。"
        )
    if left < 0:
        raise CannotOpen(f"紙でお願いした人数を{-left}人超えています。枚数を確かめてください。")
    by_id = {question.id: question for question in definition.questions}
    for question, options in lot.options.items():
        if question not in by_id or set(options) - set(by_id[question].options):
            raise CannotOpen("この回にない設問か選択肢があります。")
        if sum(options.values()) > lot.people or min(options.values(), default=0) < 0:
            raise CannotOpen(
                f"「{by_id[question].text}」の合計が、用紙の枚数（{lot.people}）を超えています。"
            )
