"""The first layer of an answer: short enough for a phone without scrolling.

One destination takes at most 8 lines and 240 characters, the opening, its buttons and
the row below included; a property test holds that for every entry and for any content.
"""

from __future__ import annotations

from collections.abc import Sequence

from bot.core.reasons import ReasonKind
from bot.service.cards import DestinationCard
from bot.slack.blocks.base import Block, actions, button, clip, context, inline, section
from bot.slack.blocks.cards import consent_line
from bot.slack.blocks.carried import Carried, pack
from bot.slack.blocks.controls import (
    NONE_OF_THEM,
    WRONG,
    details_button,
    refer_button,
    refer_select,
    share_button,
)
from bot.slack.blocks.reach import is_closed, where_line

NEAREST = "近いつなぎ先です。上から順に確かめてください。"
# Characters of each line; with the opening and all buttons they add up to 240.
LONGEST_NAME, LONGEST_WHERE, LONGEST_SAY, LONGEST_WHY = 32, 66, 58, 24
# Only words of the lexicon and names of destinations are said back: a word that the index
# happens to know could be a part of somebody's name.
_SAID_BACK = frozenset({ReasonKind.SIGN, ReasonKind.ALIAS})


def one(card: DestinationCard, carried: Carried, *, share: bool = False) -> list[Block]:
    """One destination: who, how to reach them now, what to say, consent, buttons."""
    entry = card.destination
    mine = carried.about(entry.id)
    lines = [
        f"*{line(entry.name, LONGEST_NAME)}*",
        line(where_line(card), LONGEST_WHERE),
        f"ひと言：「{line(entry.say, LONGEST_SAY)}」",
        inline(consent_line(entry)),
    ]
    controls = [details_button(mine), wrong_button(carried), refer_button(mine)]
    if share:
        controls.append(share_button(entry))
    return [section(lines), *why_block(card), actions(controls)]


def several(cards: Sequence[DestinationCard], carried: Carried) -> list[Block]:
    """A line for each destination, those closed now last, and 「どれでもない」."""
    rows = [
        section(candidate_line(card), details_button(carried.about(card.destination.id)))
        for card in sorted(cards, key=is_closed)
    ]
    controls = [button("どれでもない", NONE_OF_THEM, pack(carried))]
    if cards:
        controls.append(refer_select((c.destination for c in cards), carried.key))
    return [section(NEAREST), *rows, actions(controls)]


def candidate_line(card: DestinationCard) -> str:
    """Name and way in one line."""
    name = line(card.destination.name, LONGEST_NAME)
    return f"*{name}*  {line(where_line(card), LONGEST_WHERE)}"


def wrong_button(carried: Carried) -> Block:
    """「ちがう」."""
    return button("ちがう", WRONG, pack(carried))


def why_block(card: DestinationCard) -> list[Block]:
    """The asker's own words and what they were taken to mean, as small print."""
    said = [r for r in card.why if r.kind in _SAID_BACK and r.asked][:1]
    return [context(line(f"「{r.asked}」→{r.means}", LONGEST_WHY)) for r in said]


def line(text: str, longest: int) -> str:
    """One line of at most ``longest`` characters, as literal mrkdwn."""
    return inline(clip(" ".join(text.split()), longest))
