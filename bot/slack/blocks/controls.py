"""The controls under answers and pages, and the ids by which listeners know them."""

from __future__ import annotations

from collections.abc import Iterable

from bot.core.knowledge import LIFE_DOMAIN_LABELS, Destination
from bot.slack.blocks.base import Block, actions, button, clip, option, plain, select
from bot.slack.blocks.carried import Carried, pack

DETAILS = "destination:details"
REFER = "answer:refer"
WRONG = "answer:wrong"
NONE_OF_THEM = "answer:none"
CLARIFY = "answer:clarify"
SHARE = "answer:share"
SHEET = "sheet:open"
SUGGEST = "answer:suggest"
DELETE = "reply:delete"
BROWSE = "open:browse"
DOMAIN = "browse:domain"
CONFERENCE = "conference:details"
AGENDA = "conference:agenda"

_SHARE_TEXT = (
    "「{name}」の案内だけを、このチャンネルの全員に見えるように投稿します。"
    "質問と手がかりは投稿しません。"
)


def details_button(carried: Carried) -> Block:
    """「くわしく」 for the one destination that is carried."""
    return button("くわしく", DETAILS, pack(carried))


def refer_button(carried: Carried) -> Block:
    """「ここにつなぐ」 for the one destination that is carried."""
    return button("ここにつなぐ", REFER, pack(Carried(carried.ids, carried.key)))


def refer_select(destinations: Iterable[Destination], key: str) -> Block:
    """「ここにつなぐ」 where one of several is meant."""
    options = [option(d.name, pack(Carried((d.id,), key))) for d in destinations]
    return select("ここにつなぐ", f"{REFER}:one", options)


def share_button(destination: Destination) -> Block:
    """「共有」, asked once more before anything is posted."""
    confirm = {
        "title": plain("チャンネルに共有しますか", 100),
        "text": plain(_SHARE_TEXT.format(name=clip(destination.name, 100)), 300),
        "confirm": plain("共有する", 30),
        "deny": plain("やめる", 30),
    }
    return {**button("共有", SHARE, pack(Carried((destination.id,)))), "confirm": confirm}


def agenda_button(conference_id: str) -> Block:
    """「議題シート」 of one conference."""
    return button("議題シート", AGENDA, conference_id)


def domain_select() -> Block:
    """The life domains to browse by."""
    options = [option(label, domain.value) for domain, label in LIFE_DOMAIN_LABELS.items()]
    return select("分野をえらぶ", DOMAIN, options)


def last_row(*more: Block, browse: bool = True) -> Block:
    """What stands at the end of every answer; ``browse``: unless the domains stand in it."""
    ways = [button("分野から探す", BROWSE)] if browse else []
    return actions([*ways, *more, delete_button()])


def sheet_button(signs: tuple[str, ...]) -> Block:
    """「シート」, which takes over the signs that were recognised (ids only)."""
    return button("シート", SHEET, pack(Carried(signs=signs)))


def delete_button() -> Block:
    """「消す」."""
    return button("消す", DELETE)
