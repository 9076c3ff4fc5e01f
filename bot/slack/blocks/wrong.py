"""「ちがう」 and 「どれでもない」: where else to look, and one question of the bot."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from bot.core.kana import ROWS, row_of
from bot.core.knowledge import Destination
from bot.service.cards import DestinationCard
from bot.slack.blocks import first_layer
from bot.slack.blocks.base import Block, View, actions, context, modal, option, plain, section
from bot.slack.blocks.carried import Carried, pack
from bot.slack.blocks.controls import domain_select
from bot.slack.blocks.quiet import SAFE_OPENING

WRONG_MODAL = "wrong"
RIGHT, PICKED = "right", "picked"
NOT_KNOWN = "not-known"
INTRO = "合っていなくて申し訳ありません。"
NONE_FITS = "この三つではないのですね。分野から探すか、総合の窓口に相談してください。"
WHAT_IS_KEPT = (
    "残すのは、気づきナビが知っている言葉の種類と、えらんだつなぎ先だけです。"
    "書いた文章も、押した方も残しません。"
)
NOTHING_KEPT = "このご相談については、何も残しません。"
THANKS = "教えてくださって、ありがとうございます。"
_MOST_OPTIONS = 100


def wrong_modal(
    carried: Carried,
    everything: Sequence[Destination],
    desk: DestinationCard | None,
    *,
    none_fits: bool = False,
) -> View:
    """Ask where the matter belongs; with ``none_fits`` after other ways to look."""
    blocks: list[Block] = [section(SAFE_OPENING), section(NONE_FITS if none_fits else INTRO)]
    if none_fits:
        blocks += other_ways(desk)
    blocks += [
        _question(carried, everything),
        context(WHAT_IS_KEPT if carried.key else NOTHING_KEPT),
    ]
    view = modal("ちがうとき", blocks, callback_id=WRONG_MODAL, submit="送る")
    return {**view, "private_metadata": pack(carried)}


def other_ways(desk: DestinationCard | None) -> list[Block]:
    """The general desk and the categories."""
    way = [section(first_layer.candidate_line(desk))] if desk else []
    return [*way, actions([domain_select()])]


def _question(carried: Carried, everything: Sequence[Destination]) -> Block:
    near = [d for i in carried.ids for d in everything if d.id == i]
    rest = [d for d in everything if d.id not in carried.ids]
    groups = [_group("近いつなぎ先", near), *(_group(row, _in(row, rest)) for row in ROWS)]
    unknown = {"label": plain("あてはまらないとき", 75), "options": [_not_known()]}
    element = {
        "type": "static_select",
        "action_id": PICKED,
        "placeholder": plain("つなぎ先をえらぶ", 150),
        "option_groups": [*(g for g in groups if g["options"]), unknown],
    }
    label = plain("どこが合っていましたか", 100)
    return {"type": "input", "block_id": RIGHT, "label": label, "element": element}


def _group(label: str, destinations: Iterable[Destination]) -> Block:
    options = [option(d.name, d.id) for d in destinations]
    return {"label": plain(label, 75), "options": options[:_MOST_OPTIONS]}


def _in(row: str, destinations: Iterable[Destination]) -> list[Destination]:
    return [d for d in destinations if row_of(d.yomi) == row]


def _not_known() -> Block:
    return option("わからない", NOT_KNOWN)


def thanks_modal(card: DestinationCard | None, desk: DestinationCard | None) -> View:
    """Thanks, and the destination that was named, or other ways to look."""
    shown = first_layer.one(card, Carried()) if card else other_ways(desk)
    return modal("ちがうとき", [section(SAFE_OPENING), section(THANKS), *shown])
