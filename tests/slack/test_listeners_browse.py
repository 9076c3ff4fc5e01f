"""Browsing by select and button, and what happens to values that no button of ours holds."""

from __future__ import annotations

from bot.core.knowledge import LIFE_DOMAIN_LABELS, LifeDomain
from bot.slack.blocks.carried import unpack
from bot.slack.blocks.controls import CONFERENCE, DELETE, DOMAIN
from bot.slack.blocks.duty import DUTY
from bot.slack.blocks.lists import ROW
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
        assert LIFE_DOMAIN_LABELS[LifeDomain(option["value"])] in str(listed[1])
        first = next(elements(listed))
        assert front.press(STRANGER, first, modal("V1")) == EMPTY
        name = front.ward.library.knowledge.destinations[unpack(first["value"]).ids[0]].name
        assert name[:70] in words_of(front.only("views.push").args)


def test_every_destination_opens_by_letter(front: Front) -> None:
    destinations = front.ward.library.knowledge.destinations
    opened: list[str] = []
    for row in [e for e in elements(browse(front)) if e["action_id"].startswith(ROW)]:
        front.forget()
        assert front.press(STRANGER, row, modal("V1")) == EMPTY
        for pressed in elements(blocks_of(front.only("views.push").args)):
            front.press(STRANGER, pressed, modal("V2", previous="V1"))
            said = words_of(front.calls("views.update")[-1].args)
            (identifier,) = unpack(pressed["value"]).ids
            assert destinations[identifier].name in said
            assert "出典" in said
            opened.append(identifier)
    assert sorted(opened) == sorted(destinations)


def test_every_duty_and_conference_has_its_page(front: Front) -> None:
    blocks = browse(front)
    for action_id in (f"{DUTY}:choose", f"{CONFERENCE}:choose"):
        select = control(blocks, action_id)
        for option in select["options"]:
            front.forget()
            assert front.press(STRANGER, selected(select, option["value"]), modal("V1")) == EMPTY
            said = words_of(front.only("views.push").args)
            assert option["text"]["text"][:30] in said
            assert "出典" in said


def test_every_answer_to_the_command_can_be_removed(front: Front) -> None:
    for text in ("さがす", "緊急", "会議", "ことば", "ヘルプ", "相談 家賃が払えない"):
        removal = control(blocks_of(front.command(STRANGER, text).body), DELETE)
        assert front.press(STRANGER, removal, front.message(ephemeral=True)) == EMPTY
    assert {c.method for c in front.stub.calls} == {"response_url", "auth.test"}
    assert all(c.args == {"delete_original": True} for c in front.calls("response_url"))
