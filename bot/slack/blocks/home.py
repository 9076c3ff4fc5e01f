"""App Home: the front door, in a fixed order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.core.delivery import DeliveryState
from bot.core.permissions import Action
from bot.service.editors import ContentHealth
from bot.service.home import HomeOverview
from bot.service.training import OwnRecord
from bot.slack.blocks.base import (
    VIEW_BLOCKS,
    Block,
    View,
    actions,
    bold,
    button,
    context,
    divider,
    fitted,
    header,
    inline,
    section,
)
from bot.slack.blocks.catch_up import door_blocks
from bot.slack.blocks.figures import figures_blocks
from bot.slack.blocks.lists import urgent_blocks
from bot.slack.blocks.preferences import OPEN as PREFERENCES
from bot.slack.blocks.preferences import home_blocks
from bot.slack.blocks.quiz import NOTHING_DUE, quiz_blocks
from bot.slack.blocks.survey import home_blocks as survey_blocks

HOME_WEEKS = 4
NOT_ON_ROSTER = (
    "つなぎ先の案内はどなたでも使えます。設問は、名簿に登録された職員に届きます。"
    "届くはずなのに届かないときは、管理者に声をかけてください。"
)
DELIVERY_LABELS: Mapping[DeliveryState, str] = {
    DeliveryState.QUEUED: "待っている",
    DeliveryState.SENDING: "送っている",
    DeliveryState.SENT: "届いた",
    DeliveryState.DEAD: "届かなかった（要確認）",
    DeliveryState.CANCELLED: "取りやめた",
    DeliveryState.HELD: "送らずにホームで待っている",
}


@dataclass(frozen=True, slots=True)
class Door:
    """A button of App Home; shown to those who may do what it ``needs``."""

    label: str
    action_id: str
    needs: Action | None


def home_view(overview: HomeOverview, doors: Sequence[Door]) -> View:
    """The App Home of one person, with the doors that open for them."""
    open_doors = [d for d in doors if d.needs is None or d.needs in overview.may]
    blocks = [
        *urgent_blocks(overview.urgent),
        actions([button(door.label, door.action_id) for door in open_doors]),
        divider(),
        *survey_blocks(overview.survey, may_look=Action.SEE_SURVEY in overview.may),
        *_training(overview),
        *_figures(overview),
        *_health(overview.health),
        *_content(overview.content),
    ]
    # Blocks without an id get a new one at every publish, and what looks the same is drawn
    # anew under the finger of whoever is pressing a button.
    shown = [{"block_id": f"home-{i}", **b} for i, b in enumerate(fitted(blocks, VIEW_BLOCKS))]
    return {"type": "home", "blocks": shown}


def _training(overview: HomeOverview) -> list[Block]:
    if not overview.on_roster:
        return [section(NOT_ON_ROSTER)]
    due = quiz_blocks(overview.due) if overview.due else [section(NOTHING_DUE)]
    rest = home_blocks(overview.choice) if overview.choice else []
    return [*rest, *due, *_progress(overview.progress)]


def _progress(record: OwnRecord | None) -> list[Block]:
    if record is None:
        return []
    met = f"ふれたテーマ {record.concepts_met}／{record.concepts_in_all}"
    said = f"{record.name}さん　答えた設問 {record.answered}問　{met}"
    ways = actions([button("設問の受け取り方", PREFERENCES)])
    return [*door_blocks(record.required), context(inline(said)), ways]


def _figures(overview: HomeOverview) -> list[Block]:
    if overview.figures is None:
        return []
    return [divider(), *figures_blocks(overview.figures, HOME_WEEKS)]


def _health(counts: Mapping[DeliveryState, int] | None) -> list[Block]:
    if counts is None:
        return []
    lines = [inline(f"・{DELIVERY_LABELS[s]}：{counts.get(s, 0)}件") for s in DeliveryState]
    return [divider(), header("配信の状態"), section(lines)]


def _content(content: ContentHealth | None) -> list[Block]:
    if content is None:
        return []
    state = f"つなぎ先{content.destinations}か所、設問{content.questions}問を使っています。"
    blocks = [divider(), header("知識と設問の状態"), section(inline(state))]
    if content.errors:
        mistakes = [inline(f"・{e}") for e in content.errors[:20]]
        note = "直すまで、前の版を使い続けます。"
        blocks.append(section([bold("新しいファイルに直すところがあります"), note, *mistakes]))
    if content.overdue:
        names = [inline(f"・{name}") for name in content.overdue[:20]]
        blocks.append(section([bold("確認の期限をすぎた項目"), *names]))
    return blocks
