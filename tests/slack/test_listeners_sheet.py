"""シート: from the first screen to the result, in the writer's modal and nowhere else."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

from bot.core.people import Actor
from bot.core.sheet import ASK_NO_MORE, HEADER, Noticed, Observation, Sheet
from bot.service.printing import Printing
from bot.slack.app import build_app
from bot.slack.blocks.base import View
from bot.slack.blocks.controls import SHEET
from bot.slack.blocks.sheet import (
    ADD,
    BACK,
    CHOSEN,
    CONTINUE,
    FILL,
    FINISH,
    GROUPS,
    PLACE,
    RESULT,
    START,
    TAKE_FILE,
    UNFOLD,
)
from bot.slack.blocks.sheet_state import (
    NOTE,
    TICK,
    OpenSheet,
    note_block,
    pack_sheet,
    tick_block,
    unpack_sheet,
)
from bot.slack.listeners.sheet import NOTHING_CHOSEN
from bot.slack.sheet_turn import NOTHING_TICKED
from bot.store import sheet as ticks
from tests.support.front import SECRET, Front
from tests.support.service import CLERK, DUE, NURSE, STRANGER, SUPERVISOR, Someone
from tests.support.slack_payloads import (
    Payload,
    blocks_of,
    control,
    decoded,
    elements,
    home,
    modal,
    selected,
    words_of,
)

PENSION = {
    "money": ("money-pension-gone", "money-arrears"),
    "neighbourhood": ("neighbourhood-alone",),
}
ACTOR = Actor(STRANGER)


def boxes(*ids: str) -> Payload:
    """A list of boxes with these ticked."""
    options = [{"text": {"type": "plain_text", "text": i}, "value": i} for i in ids]
    return {"type": "checkboxes", "selected_options": options}


def ticked(heard: Mapping[str, tuple[str, ...]], answer: Noticed = Noticed.HEARD) -> Payload:
    """The state of the second screen."""
    return {tick_block(group, answer): {TICK: boxes(*ids)} for group, ids in heard.items()}


def begin(front: Front, *groups: str, who: Someone | str = CLERK, place: str = "counter") -> View:
    """The second screen after choosing these headings."""
    chosen = {"selected_option": {"value": place}}
    values = {PLACE: {PLACE: chosen}, CHOSEN: {GROUPS: boxes(*groups)}}
    ack = front.submit(who, START, values)
    view: View = ack.body["view"]
    assert view["callback_id"] == FILL
    return view


def finish(front: Front, view: View, state: Payload, who: Someone | str = CLERK) -> View:
    """The result of the second screen filled in like that."""
    ack = front.submit(who, FILL, state, private_metadata=view["private_metadata"])
    result: View = ack.body["view"]
    assert result["callback_id"] == RESULT
    return result


def on(view: View) -> Payload:
    """A press in that view."""
    place = modal()
    place["view"] |= {k: view[k] for k in ("private_metadata", "callback_id")}
    return place


def tick(front: Front, view: View, state: Payload) -> None:
    """Tick a box of the second screen."""
    block_id = next(iter(state))
    element = {"type": "checkboxes", "action_id": TICK, "block_id": block_id}
    assert front.press(CLERK, {**element, **state[block_id][TICK]}, on(view), state).status == 200


def updated(front: Front) -> View:
    """What the modal became."""
    view: View = decoded(front.only("views.update").args["view"])
    front.forget()
    return view


def test_the_first_screen_fits_a_phone(front: Front) -> None:
    assert front.command(STRANGER, "シート").status == 200
    view = decoded(front.only("views.open").args["view"])
    lines = sum(_lines(block) for block in view["blocks"])
    assert lines <= 12
    assert view["blocks"][0]["text"]["text"] == f"*{HEADER}*"


def _lines(block: Payload) -> int:
    if block["type"] == "input":
        return 1 + len(block["element"]["options"])
    return len(block["text"]["text"].split("\n"))


@pytest.mark.parametrize("word", ["しーと", "気づきメモ", "事実確認シート"])
def test_other_words_for_it(front: Front, word: str) -> None:
    front.command(STRANGER, word)
    assert START in str(front.only("views.open").args["view"])


def test_a_shortcut_and_a_door_open_it(front: Front) -> None:
    front.shortcut(STRANGER, "open:sheet")
    front.press(STRANGER, {"type": "button", "action_id": "open:sheet"}, home())
    assert front.seen() == ["views.open", "views.open"]


def test_from_three_signs_to_two_desks_with_reasons(front: Front) -> None:
    view = begin(front, "money", "neighbourhood")
    labels = [b["label"]["text"] for b in view["blocks"] if b["type"] == "input"]
    assert labels == [
        "お金：見た",
        "お金：聞いた",
        "近隣・つながり：見た",
        "近隣・つながり：聞いた",
        "急ぎの様子",
        "ご本人の意向・同意",
    ]
    state = ticked(PENSION) | ticked({"wish": ("wish-consent",)}, Noticed.SEEN)
    said = words_of(finish(front, view, state))
    assert said.index("くらしアシスト住之江") < said.index("見守り相談室")
    assert "理由：相談できる人がいない" in said
    assert "聞いたこと" in said
    assert "*見たこと*" not in said
    assert "見慣れない人" not in said
    assert front.seen() == []


def test_nothing_chosen_and_nothing_ticked_are_said_where_they_are(front: Front) -> None:
    ack = front.submit(CLERK, START, {PLACE: {PLACE: {}}, CHOSEN: {GROUPS: boxes()}})
    assert ack.body["errors"] == {CHOSEN: NOTHING_CHOSEN}
    view = begin(front, "money")
    state = ticked({"money": ()})
    ack = front.submit(CLERK, FILL, state, private_metadata=view["private_metadata"])
    assert ack.body["errors"] == {tick_block("money", Noticed.HEARD): NOTHING_TICKED}


def test_a_tick_of_danger_brings_the_card_at_once_and_on_top(front: Front) -> None:
    view = begin(front, "money")
    state = ticked({"urgency": ("urgency-dv",)}, Noticed.SEEN) | ticked({"money": ("money-debt",)})
    tick(front, view, state)
    stopped = updated(front)
    said = words_of(stopped)
    assert said.index(ASK_NO_MORE) < said.index("相手と離れた静かな場所へ")
    assert "自宅や携帯に連絡しない" in said
    assert "お金：見た" not in said
    ending = control(stopped["blocks"], FINISH)
    assert (ending["style"], ending["text"]["text"]) == ("primary", "ここで終えて連絡へ")
    front.press(CLERK, ending, on(stopped), {})
    said = words_of(updated(front))
    assert said.index("相手と離れた静かな場所へ") < said.index("警察（緊急）")
    assert said.index("警察（緊急）") < said.index("いまやること"), "whoever ends here goes to call"
    assert said.index("いまやること") < said.index("つなぎ先と、その理由")
    assert "会議を待たず" in said
    assert "借金や督促の話がある" in said


def test_the_card_stays_on_top_of_what_is_still_filled_in(front: Front) -> None:
    view = begin(front, "money")
    state = ticked({"urgency": ("urgency-dv",)}, Noticed.SEEN) | ticked({"money": ("money-debt",)})
    tick(front, view, state)
    stopped = updated(front)
    front.press(CLERK, control(stopped["blocks"], CONTINUE), on(stopped), {})
    again = updated(front)
    said = words_of(again)
    assert said.index("相手と離れた静かな場所へ") < said.index(FINISH) < said.index("お金：見た")
    kept = [e["initial_options"] for e in elements_of_inputs(again) if "initial_options" in e]
    assert [o["value"] for options in kept for o in options] == ["money-debt", "urgency-dv"]
    tick(front, again, state)
    assert front.seen() == []
    front.press(CLERK, control(again["blocks"], FINISH), on(again), state)
    assert "借金や督促の話がある" in words_of(updated(front))


def elements_of_inputs(view: View) -> list[Payload]:
    return [b["element"] for b in view["blocks"] if b["type"] == "input"]


def test_the_card_goes_when_the_tick_was_a_mistake(front: Front) -> None:
    view = begin(front, "money")
    tick(front, view, ticked({"urgency": ("urgency-life",)}, Noticed.SEEN))
    stopped = updated(front)
    front.press(CLERK, control(stopped["blocks"], CONTINUE), on(stopped), {})
    tick(front, updated(front), ticked({"urgency": ()}, Noticed.SEEN))
    assert ASK_NO_MORE not in words_of(updated(front))


def test_other_ticks_change_nothing_on_the_screen(front: Front) -> None:
    view = begin(front, "person")
    tick(front, view, ticked({"person": ("person-bruise",)}))
    assert front.seen() == []
    tick(front, view, ticked({"person": ("person-bruise", "person-fear")}))
    assert ASK_NO_MORE in words_of(updated(front))


def test_the_folded_lists_open_and_keep_what_is_ticked(front: Front) -> None:
    view = begin(front, "money")
    state = ticked({"money": ("money-debt",)})
    front.press(CLERK, control(view["blocks"], UNFOLD), on(view), state)
    more = updated(front)
    labels = [b["label"]["text"] for b in more["blocks"] if b["type"] == "input"]
    assert "お金：確かめたが、なかった" in labels
    assert "お金：わからない" in labels
    kept = [e for e in elements_of_inputs(more) if e.get("initial_options")]
    assert [o["value"] for e in kept for o in e["initial_options"]] == ["money-debt"]
    state |= ticked({"money": ("money-job",)}, Noticed.CHECKED_NOT)
    said = words_of(finish(front, more, state))
    assert "確かめたが、見聞きしなかったこと" in said
    assert "なし" not in said.replace("話さない", "")


def test_a_heading_can_be_added_later(front: Front) -> None:
    view = begin(front, "money")
    chooser = control(view["blocks"], ADD)
    front.press(CLERK, selected(chooser, "children"), on(view), ticked({}))
    assert "子ども：見た" in words_of(updated(front))


def test_back_to_the_screen_as_it_was(front: Front) -> None:
    view = begin(front, "money", place="visit")
    result = finish(front, view, ticked({"money": ("money-debt",)}))
    assert "訪問先" in words_of(result)
    front.press(CLERK, control(result["blocks"], BACK), on(result), {})
    again = updated(front)
    kept = [e for e in elements_of_inputs(again) if e.get("initial_options")]
    assert [o["value"] for e in kept for o in e["initial_options"]] == ["money-debt"]


def test_an_answers_button_takes_the_signs_over_but_ticks_nothing(front: Front) -> None:
    ack = front.command(CLERK, "相談 家賃を滞納している一人暮らしの方、相談相手がいない")
    button = control(blocks_of(ack.body), SHEET)
    assert "家賃" not in button["value"]
    front.press(CLERK, button, front.message(ephemeral=True))
    view = decoded(front.only("views.open").args["view"])
    assert view["callback_id"] == FILL
    assert "ご質問にあったサイン" in words_of(view)
    assert "住まい：見た" in words_of(view)
    assert not any(e.get("initial_options") for e in elements_of_inputs(view))


def test_beside_a_duty_there_is_no_sheet(front: Front) -> None:
    ack = front.command(CLERK, "相談 小学生の体にあざ、親に叩かれていると言う")
    assert SHEET not in [e["action_id"] for e in elements(blocks_of(ack.body))]


def test_in_a_modal_the_sheet_takes_its_place(front: Front) -> None:
    element = {"type": "button", "action_id": SHEET, "value": '[[],"",["debt"],[],""]'}
    front.press(CLERK, element, modal())
    assert front.only("views.update").args["view_id"] == "V1"


@pytest.mark.parametrize("metadata", ["", "[]", "nonsense", "[[[", '["a"]', "null"])
def test_a_forged_sheet_ends_in_a_sentence(front: Front, metadata: str) -> None:
    ack = front.submit(CLERK, FILL, ticked(PENSION), private_metadata=metadata)
    assert "その項目は見つかりませんでした" in words_of(ack.body)


def test_what_is_learnt_leaves_in_lots_of_ten_by_three_people(
    front: Front, monkeypatch: pytest.MonkeyPatch
) -> None:
    service, learnt = front.ward.service.sheet, threading.Semaphore(0)
    real = service.learn

    def learn(*args: Any) -> bool:
        try:
            return real(*args)
        finally:
            learnt.release()

    monkeypatch.setattr(service, "learn", learn)
    people = (CLERK, SUPERVISOR, NURSE)
    for number in range(10):
        assert counts(front) == {}
        who = people[number % 3]
        view = begin(front, "money", who=who)
        finish(front, view, ticked({"money": ("money-debt",)}), who)
        assert learnt.acquire(timeout=20)
    assert counts(front) == {("money-debt", "heard"): 10}


def counts(front: Front) -> dict[tuple[str, str], int]:
    with front.ward.store.read() as tx:
        return {(t.item, t.answer): t.count for t in ticks.ticks(tx, "2026-01")}


def test_a_sheet_is_learnt_from_once(front: Front) -> None:
    result = finish(front, begin(front, "money"), ticked({"money": ("money-debt",)}))
    groups = front.ward.service.sheet.form(ACTOR).groups
    opened = unpack_sheet(result["private_metadata"], groups)
    assert opened.counted
    front.press(CLERK, control(result["blocks"], BACK), on(result), {})
    assert unpack_sheet(updated(front)["private_metadata"], groups).counted


def test_nothing_about_wishing_to_die_is_learnt(front: Front) -> None:
    service = front.ward.service.sheet
    sheet = Sheet((Observation("person-death-words", Noticed.HEARD),))
    people = [Actor(f"U{number}") for number in range(3)]
    assert not any(service.learn(people[n % 3], sheet, DUE) for n in range(30))
    debt = Sheet((Observation("money-debt", Noticed.HEARD),))
    assert [service.learn(people[n % 3], debt, DUE) for n in range(10)] == [False] * 9 + [True]
    assert counts(front) == {("money-debt", "heard"): 10}


def test_an_editor_who_takes_items_away_breaks_no_open_sheet(front: Front) -> None:
    opened = OpenSheet(groups=("money", "gone"), marked=("gone-item",))
    view = begin(front, "money")
    view["private_metadata"] = pack_sheet(opened)
    assert "くらしアシスト" in words_of(finish(front, view, ticked(PENSION)))


def with_files(front: Front) -> None:
    """The same office after the ward has turned files on."""
    printing = Printing(front.ward.library, sheet_files=True)
    service = replace(front.ward.service, printing=printing)
    front.app = build_app(service, front.clients, SECRET)


def test_a_file_is_offered_only_where_the_ward_turned_it_on(front: Front) -> None:
    result = finish(front, begin(front, "money"), ticked({"money": ("money-debt",)}))
    assert TAKE_FILE not in ids_of(result)
    forged = {"type": "button", "action_id": TAKE_FILE}
    front.press(CLERK, forged, on(result))
    assert "見つかりませんでした" in words_of(front.only("views.push").args)
    with_files(front)
    result = finish(front, begin(front, "money"), ticked({"money": ("money-debt",)}))
    assert TAKE_FILE in ids_of(result)


def test_nothing_is_offered_on_paper_where_somebody_is_pursued(front: Front) -> None:
    with_files(front)
    state = ticked({"counter": ("counter-hide-address",)})
    result = finish(front, begin(front, "counter"), state)
    assert TAKE_FILE not in ids_of(result)
    assert "書面・名刺を渡さず" in words_of(result)


def ids_of(view: View) -> list[str]:
    return [e["action_id"] for e in elements(view["blocks"])]


def test_a_line_that_nobody_checked_becomes_no_file(front: Front) -> None:
    """Ending in a hurry skips the check of the lines; they stay on the screen alone."""
    with_files(front)
    view = begin(front, "children")
    note = {note_block(0): {NOTE: {"value": "090-1234-5678に電話した"}}}
    state = ticked({"children": ("children-hungry",)})
    for values, offered in ((state, True), (state | note, False)):
        front.press(CLERK, {"type": "button", "action_id": FINISH}, on(view), values)
        assert (TAKE_FILE in ids_of(updated(front))) is offered
