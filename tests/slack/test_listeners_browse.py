"""Browsing by select and button, and what happens to values that no button of ours holds."""

from __future__ import annotations

from bot.core.knowledge import LIFE_DOMAIN_LABELS, LifeDomain
from bot.service.referral import UnknownEntry
from bot.slack.blocks.lists import DESTINATION, DOMAIN
from bot.slack.errors import SENTENCES
from tests.support.front import Front
from tests.support.service import STRANGER
from tests.support.slack_payloads import (
    Ack,
    Payload,
    blocks_of,
    control,
    elements,
    modal,
    selected,
    words_of,
)

EMPTY = Ack(200, "")
GONE = SENTENCES[UnknownEntry]


def browse(front: Front) -> list[Payload]:
    """The two selects."""
    return blocks_of(front.command(STRANGER, "さがす").body)


def test_every_domain_lists_its_destinations_and_each_opens(front: Front) -> None:
    select = control(browse(front), DOMAIN)
    assert [o["value"] for o in select["options"]] == [d.value for d in LifeDomain]
    for option in select["options"]:
        front.forget()
        front.press(STRANGER, selected(select, option["value"]), front.message(ephemeral=True))
        listed = blocks_of(front.only("views.open").args)
        assert LIFE_DOMAIN_LABELS[LifeDomain(option["value"])] in str(listed[0])
        first = next(elements(listed))
        assert front.press(STRANGER, first, modal("V1")) == EMPTY
        name = front.ward.library.knowledge.destinations[first["value"]].name
        assert name[:70] in words_of(front.only("views.push").args)


def test_every_destination_opens_by_name(front: Front) -> None:
    select = control(browse(front), DESTINATION)
    destinations = front.ward.library.knowledge.destinations
    assert {o["value"] for o in select["options"]} == set(destinations)
    for option in select["options"]:
        assert front.press(STRANGER, selected(select, option["value"]), modal("V1")) == EMPTY
    pages = front.calls("views.push")
    for option, page in zip(select["options"], pages, strict=True):
        said = words_of(page.args)
        assert destinations[option["value"]].name in said
        assert "出典" in said
