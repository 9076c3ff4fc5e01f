"""The 事実確認シート while it is filled in: a short first screen, then the chosen headings.

On whatever screen, an immediate danger stands on top with the way to end there.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from bot.core.block_limits import limit as limit_of
from bot.core.sheet import (
    ASK_NO_MORE,
    BASIS_LABELS,
    HEADER,
    NOTICED_LABELS,
    PLACE_LABELS,
    POSITIVE,
    Basis,
    Noticed,
    Place,
)
from bot.core.sheet_items import SheetGroup, SheetItem, SheetPart
from bot.service.cards import DutyCard
from bot.service.sheet import SheetForm
from bot.slack.blocks.base import (
    Block,
    View,
    actions,
    bold,
    button,
    context,
    divider,
    inline,
    modal,
    option,
    plain,
    section,
    select,
)
from bot.slack.blocks.duty import duty_line, duty_short
from bot.slack.blocks.sheet_state import (
    LONGEST_NOTE,
    MOST_NOTES,
    NOTE,
    NOTE_BASIS,
    TICK,
    OpenSheet,
    basis_block,
    note_block,
    pack_sheet,
    tick_block,
)

START, FILL, STOP, RESULT = "sheet:start", "sheet:fill", "sheet:stop", "sheet:result"
PLACE, GROUPS, CHOSEN = "sheet:place", "sheet:groups", "sheet:chosen"
UNFOLD, ADD, FINISH = "sheet:unfold", "sheet:add", "sheet:finish"
BACK, CONTINUE, TAKE_FILE = "sheet:back", "sheet:continue", "sheet:file"
TITLE = "気づきメモ"
FOLDED = "確かめたが、なかった／わからない"
RECOGNISED = "ご質問にあったサインです。見たか聞いたかを選んでください"
REST_IS_OPTIONAL = "ここから下は、書ける範囲でかまいません。"
ASK_GROUPS = "気になったこと（いくつでも）"
NO_NAMES = "お名前・住所・番号は書かず、「80代の女性」のように書いてください。"


def start_view(form: SheetForm) -> View:
    """Where it was noticed and which headings; twelve lines on a phone."""
    places = select("場所", PLACE, [_place(place) for place in Place])
    places["initial_option"] = _place(Place.COUNTER)
    headings = [*form.part(SheetPart.URGENCY), *form.part(SheetPart.SIGNS)]
    # Slack refuses an empty list; content without any heading leads to an empty sheet.
    options = [option(group.title, group.id) for group in headings] or [option(TITLE, "-")]
    boxes = {"type": "checkboxes", "action_id": GROUPS, "options": options}
    blocks = [
        section(bold(HEADER)),
        {**section("どこで気づきましたか", places), "block_id": PLACE},
        _input(CHOSEN, ASK_GROUPS, boxes, optional=False),
    ]
    return modal(TITLE, blocks, callback_id=START, submit="すすむ")


def fill_view(form: SheetForm, opened: OpenSheet, urgent: Sequence[DutyCard]) -> View:
    """The chosen headings, then urgency, wish and consent; ``urgent`` cards on top."""
    chosen = [g for g in form.part(SheetPart.SIGNS) if g.id in opened.groups]
    blocks = [section(bold(HEADER)), *urgent_blocks(urgent)]
    early = [g for g in form.part(SheetPart.URGENCY) if g.id in opened.groups]
    late = [g for g in form.part(SheetPart.URGENCY) if g.id not in opened.groups]
    blocks += [_boxes(group, Noticed.SEEN, opened, group.title) for group in early]
    for group in chosen:
        blocks += _group(group, opened)
    blocks += _add(form, opened)
    blocks += [_boxes(group, Noticed.SEEN, opened, group.title) for group in late]
    blocks += [_boxes(g, Noticed.SEEN, opened, g.title) for g in form.part(SheetPart.WISH)]
    if form.free_text:
        blocks += _notes(opened)
    view = modal(TITLE, blocks, callback_id=FILL, submit="結果を見る")
    return {**view, "private_metadata": pack_sheet(opened)}


def stop_view(opened: OpenSheet, urgent: Sequence[DutyCard]) -> View:
    """The cards alone, at the moment of the tick: a box far down hides what is on top."""
    further = button("メモをつづける（任意）", CONTINUE)
    blocks = [section(bold(HEADER)), *_cards(urgent), actions([_finish(), further])]
    view = modal(TITLE, blocks, callback_id=STOP)
    return {**view, "private_metadata": pack_sheet(opened)}


def urgent_blocks(urgent: Sequence[DutyCard]) -> Iterator[Block]:
    """What stays on top of everything: the cards, to ask no more, and the way to end here."""
    if urgent:
        yield from _cards(urgent)
        yield actions([_finish()])
        yield divider()
        yield context(REST_IS_OPTIONAL)


def _cards(urgent: Sequence[DutyCard]) -> Iterator[Block]:
    """The first card, the others in two lines, and to ask no more.

    Without 「くわしく」: it would take the sheet's place where two modals are open already.
    """
    yield section(bold(ASK_NO_MORE))
    yield from _without_buttons(duty_short(urgent[0]))
    yield from _without_buttons(duty_line(card) for card in urgent[1:])


def _finish() -> Block:
    return button("ここで終えて連絡へ", FINISH, style="primary")


def _without_buttons(blocks: Iterable[Block]) -> list[Block]:
    return [{k: v for k, v in block.items() if k != "accessory"} for block in blocks]


def _group(group: SheetGroup, opened: OpenSheet) -> Iterator[Block]:
    folded = group.id not in opened.unfolded
    for answer in POSITIVE if folded else Noticed:
        yield _boxes(group, answer, opened, f"{group.title}：{NOTICED_LABELS[answer]}")
    if folded:
        yield actions([button(FOLDED, UNFOLD, group.id)], block_id=f"{UNFOLD}|{group.id}")


def _boxes(group: SheetGroup, answer: Noticed, opened: OpenSheet, label: str) -> Block:
    """One list of boxes; a tick is told at once where it may bring a card."""
    ticked = {o.item_id for o in opened.sheet.observations if o.noticed is answer}
    boxes: Block = {
        "type": "checkboxes",
        "action_id": TICK,
        "options": [_item(item, opened) for item in group.items],
    }
    initial = [_item(item, opened) for item in group.items if item.id in ticked]
    if initial:
        boxes["initial_options"] = initial
    tells = answer in POSITIVE and any(item.danger or item.watch for item in group.items)
    block = _input(tick_block(group.id, answer), label, boxes, optional=True)
    return {**block, "dispatch_action": True} if tells else block


def _item(item: SheetItem, opened: OpenSheet) -> Block:
    shown = option(item.text, item.id)
    if item.id in opened.marked:
        shown["description"] = plain(RECOGNISED, limit_of("option", "description"))
    return shown


def _add(form: SheetForm, opened: OpenSheet) -> list[Block]:
    """Headings that were not chosen on the first screen."""
    rest = [g for g in form.part(SheetPart.SIGNS) if g.id not in opened.groups]
    if not rest:
        return []
    chooser = select("ほかの見出しを足す", ADD, [option(g.title, g.id) for g in rest])
    return [actions([chooser], block_id=f"{ADD}|{len(rest)}")]


def _notes(opened: OpenSheet) -> Iterator[Block]:
    yield section([bold("自分の言葉で（書かなくてもかまいません）"), inline(NO_NAMES)])
    for number in range(MOST_NOTES):
        yield from _note(number, opened)


def _note(number: int, opened: OpenSheet) -> Iterator[Block]:
    notes = opened.sheet.notes
    basis = select("見た・聞いた・推測", NOTE_BASIS, [_basis(b) for b in Basis])
    field: Block = {"type": "plain_text_input", "action_id": NOTE, "max_length": LONGEST_NOTE}
    if number < len(notes):
        basis["initial_option"] = _basis(notes[number].basis)
        field["initial_value"] = notes[number].text
    name = f"{number + 1}行目"
    yield _input(note_block(number), name, field, optional=True)
    yield _input(basis_block(number), f"{name}は、どれですか", basis, optional=True)


def _input(block_id: str, label: str, element: Block, *, optional: bool) -> Block:
    return {
        "type": "input",
        "block_id": block_id,
        "label": plain(label, 200),
        "element": element,
        "optional": optional,
    }


def _place(place: Place) -> Block:
    return option(PLACE_LABELS[place], place.value)


def _basis(basis: Basis) -> Block:
    return option(BASIS_LABELS[basis], basis.value)
