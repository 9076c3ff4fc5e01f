"""The 指標担当 at the front: a wave is opened, fed with paper and closed, once each."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bot.core.clock import TOKYO
from bot.core.indicator.questions import INDICATOR, usual_questions
from bot.core.permissions import NotPermitted
from bot.core.survey import WaveState
from bot.jobs.surveyor import Surveyor
from bot.service.report_child import ReportMaker
from bot.service.roster import OPERATOR
from bot.service.survey.words import CHANGED_SINCE, NO_OWNER
from bot.service.survey_files import SurveyFiles
from bot.slack.blocks import survey_files, survey_paper
from bot.slack.blocks.survey_desk import (
    ASKED,
    CLOSE,
    CLOSE_LOOK,
    FILES_LOOK,
    FROZEN_THEN,
    NO_MORE_THEN,
    OPEN,
    OPEN_LOOK,
    PAPER_LOOK,
)
from bot.slack.blocks.survey_figures import CHOOSE, WAVE
from bot.slack.blocks.survey_paper import ADD, FORM, GROUP, NO_DIGITS, NUMBER, STRANDED, block_of
from bot.slack.errors import SENTENCES
from bot.slack.file_job import NOT_MADE
from bot.store import survey
from tests.support.front import Front
from tests.support.service import (
    ADMIN,
    CLERK,
    COUNTER,
    DESK,
    EVERYBODY,
    HEALTH,
    STRANGER,
    SUPERVISOR,
    Someone,
)
from tests.support.slack_payloads import (
    Ack,
    Payload,
    Who,
    blocks_of,
    control,
    decoded,
    elements,
    modal,
    words_of,
)

W2, W0 = "r8-w2", "r9-w0"
FRIDAY = datetime(2027, 1, 22, 10, tzinfo=TOKYO)  # the reference day; the wave opens on Monday
QUESTIONS = usual_questions(end_of_year=True)
REFUSED = SENTENCES[NotPermitted]
ON_PAPER = 12
MORE = tuple(
    Someone(f"M{n:03}", f"檜 {n}号", DESK if n < 40 else HEALTH, slack=n >= ON_PAPER)
    for n in range(70)
)


@pytest.fixture
def officer_front(front: Front) -> Front:
    """The front on a reference day, of a ward of 78 of whom twelve answer on paper."""
    front.ward.clock.moment = FRIDAY
    front.ward.employ([*EVERYBODY, *MORE], FRIDAY - timedelta(days=30))
    return front


@pytest.fixture
def owned(officer_front: Front, tmp_path: Path) -> Iterator[Front]:
    """With the survey's owner at work."""
    front = officer_front
    surveyor = Surveyor(front.ward.service.surveys, front.ward.clock, tmp_path / "survey.db", None)
    surveyor.start()
    yield front
    surveyor.stop()


def page(front: Front, who: Who = COUNTER) -> list[Payload]:
    return blocks_of(front.command(who, "アンケート").body)


def press(front: Front, action_id: str, blocks: list[Payload], who: Who = COUNTER) -> Payload:
    """Press a button on the page; the view that opened."""
    front.forget()
    assert front.press(who, control(blocks, action_id), front.message()) == Ack(200, "")
    call = front.answer()
    view: Payload = decoded(call.args["view"])
    return view


def do(front: Front, action_id: str, view: Payload, who: Who = COUNTER) -> str:
    """Press the button that does it; what the modal says in the end."""
    front.forget()
    place = modal()
    place["view"]["private_metadata"] = view.get("private_metadata", "")
    assert front.press(who, control(view["blocks"], action_id), place) == Ack(200, "")
    first = front.stub.wait(lambda c: c.method == "views.update")
    assert ASKED in words_of(first.args)
    last = front.stub.wait(
        lambda c: c.method == "views.update" and "でき" in words_of(c.args) and c is not first
    )
    return words_of(last.args)


def states(front: Front) -> dict[str, WaveState]:
    return {wave.wave: wave.state for wave in front.ward.service.surveys.status(OPERATOR)}


def opened(front: Front) -> None:
    assert "開きました" in do(front, OPEN, press(front, OPEN_LOOK, page(front)))


# ------------------------------------------------------------ opening


def test_only_who_runs_the_survey_has_the_buttons(officer_front: Front) -> None:
    ours = (OPEN_LOOK, CLOSE_LOOK, PAPER_LOOK, FILES_LOOK)
    for who in (COUNTER, ADMIN):
        assert {e["action_id"] for e in elements(page(officer_front, who))} >= {OPEN_LOOK}
    for other in (CLERK, SUPERVISOR):
        found = {e["action_id"] for e in elements(page(officer_front, other))}
        assert found.isdisjoint(ours)


@pytest.mark.parametrize("who", [CLERK, SUPERVISOR, STRANGER])
def test_forged_presses_and_forms_are_refused(officer_front: Front, who: Who) -> None:
    value = f"{'a' * 32}|{W2}|{'b' * 64}"
    place = modal()
    place["view"]["private_metadata"] = f'["a","1","{W2}","g",[[1]]]'
    for action_id in (OPEN_LOOK, CLOSE_LOOK, PAPER_LOOK, FILES_LOOK, OPEN, CLOSE, ADD):
        officer_front.forget()
        button = {"type": "button", "action_id": action_id, "value": value}
        officer_front.press(who, button, place)
        (call,) = officer_front.calls("views.push")
        assert REFUSED in words_of(call.args), action_id
    for form in (FORM, survey_files.FORM):
        ack = officer_front.submit(who, form, {}, private_metadata=W2)
        assert REFUSED in words_of(ack.body)
    assert states(officer_front) == {}


def test_before_the_reference_day_it_says_when(officer_front: Front) -> None:
    officer_front.ward.clock.moment = FRIDAY - timedelta(days=3)
    view = press(officer_front, OPEN_LOOK, page(officer_front))
    words = words_of({"view": view})
    assert "まだ開けません" in words
    assert "いまの名簿で数えたもの" in words
    assert "78人（うち紙でお願いする方12人）" in words
    assert OPEN not in {e["action_id"] for e in elements(view["blocks"])}


def test_everything_that_will_be_frozen_is_shown_and_then_opened_once(owned: Front) -> None:
    view = press(owned, OPEN_LOOK, page(owned))
    words = words_of({"view": view})
    assert INDICATOR in words
    assert "78人（うち紙でお願いする方12人）" in words
    assert "基準日（この日の名簿の方が対象）：1月22日" in words
    assert "この年度の結果とする回です" in words
    assert f"{DESK}　" in words
    assert FROZEN_THEN in words
    assert control(view["blocks"], OPEN)["confirm"]["text"]["text"] == FROZEN_THEN
    for _ in range(2):  # pressed twice, or delivered again
        said = do(owned, OPEN, view)
        assert "（2026年度・年度末）」を開きました。対象は78人です。" in said
    assert states(owned) == {W2: WaveState.OPEN}
    with owned.ward.store.read() as tx:
        assert survey.requests(tx) == ()


def test_what_changed_since_it_was_shown_is_not_opened(owned: Front) -> None:
    view = press(owned, OPEN_LOOK, page(owned))
    owned.ward.employ([*EVERYBODY, *MORE[:-1]], FRIDAY)
    assert CHANGED_SINCE in do(owned, OPEN, view)
    assert states(owned) == {}


def test_without_an_owner_it_says_so(officer_front: Front, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.slack.listeners.survey_desk.WAIT_SECONDS", 0.3)
    view = press(officer_front, OPEN_LOOK, page(officer_front))
    assert NO_OWNER in do(officer_front, OPEN, view)
    assert states(officer_front) == {}


def test_who_has_closed_the_modal_is_written_to(owned: Front) -> None:
    view = press(owned, OPEN_LOOK, page(owned))
    owned.forget()
    place = modal()
    assert owned.press(COUNTER, control(view["blocks"], OPEN), place) == Ack(200, "")
    owned.stub.answers["views.update"] = {"ok": False, "error": "not_found"}
    post = owned.stub.wait(lambda c: c.method == "chat.postMessage")
    assert post.args["channel"] == COUNTER.account
    assert "開きました" in words_of(post.args)


# ------------------------------------------------------------ paper


def filled(numbers: dict[tuple[str, int], str], group: str = f"group-{DESK}") -> Payload:
    """The form with these numbers, by question and place of the option."""
    values: Payload = {GROUP: {GROUP: {"selected_option": {"value": group}}}}
    for (question, place), text in numbers.items():
        values[block_of(question, place)] = {NUMBER: {"type": "plain_text_input", "value": text}}
    return values


def group_of(view: Payload) -> str:
    (block,) = [b for b in view["blocks"] if b.get("block_id") == GROUP]
    (option,) = block["element"]["options"]
    assert "まだの用紙12枚" in option["text"]["text"]
    return str(option["value"])


def test_paper_is_entered_looked_at_and_added_once(owned: Front) -> None:
    opened(owned)
    view = press(owned, PAPER_LOOK, page(owned))
    group = group_of(view)
    assert view["callback_id"] == FORM
    fields = [b for b in view["blocks"] if b["type"] == "input"]
    assert len(fields) == 1 + sum(len(q.options) for q in QUESTIONS)
    good = filled({("q1", 0): "６", ("q1", 3): "2人", ("q3", 1): " 7 "}, group)
    ack = owned.submit(COUNTER, FORM, good, private_metadata=W2)
    assert ack.body["response_action"] == "push"
    confirm = ack.body["view"]
    words = words_of({"view": confirm})
    assert "用紙8枚を足します" in words
    assert "・「そう思う」　6人" in words
    assert "・答えのないもの　1人" in words
    assert "まだの用紙は4枚です" in words
    assert STRANDED.format(4, 5) in words
    for _ in range(2):
        said = do(owned, ADD, confirm)
        assert "用紙8枚を足しました。このまとまりで、まだの用紙は4枚です。" in said
    status = owned.ward.service.surveys.status(OPERATOR)[0]
    assert sum(group.on_paper for group in status.groups) == 8
    again = owned.submit(COUNTER, FORM, good, private_metadata=W2)
    assert "4人超えています" in again.body["errors"][GROUP]
    last = press(owned, PAPER_LOOK, page(owned))
    assert "いま入れられる紙の回答はありません" in words_of({"view": last})


def test_another_lot_in_between_is_not_doubled(owned: Front) -> None:
    opened(owned)
    group = group_of(press(owned, PAPER_LOOK, page(owned)))
    values = filled({("q1", 0): "5"}, group)
    first, second = (
        owned.submit(COUNTER, FORM, values, private_metadata=W2).body["view"] for _ in range(2)
    )
    assert "用紙5枚を足しました" in do(owned, ADD, first)
    assert "二重に足さないように、何も足していません" in do(owned, ADD, second)


def test_every_fault_stands_at_its_field(owned: Front) -> None:
    opened(owned)
    group = group_of(press(owned, PAPER_LOOK, page(owned)))

    def errors(numbers: dict[tuple[str, int], str], where: str = group) -> Payload:
        ack = owned.submit(COUNTER, FORM, filled(numbers, where), private_metadata=W2)
        assert ack.body["response_action"] == "errors"
        found: Payload = ack.body["errors"]
        return found

    assert errors({("q1", 0): "三", ("q2", 1): "-1", ("q3", 0): "1.5"}) == {
        block_of("q1", 0): NO_DIGITS,
        block_of("q2", 1): NO_DIGITS,
        block_of("q3", 0): NO_DIGITS,
    }
    few = errors({("q1", 1): "4", ("q2", 0): "5", ("q4", 3): "6"})
    assert set(few) == {block_of("q1", 0), block_of("q2", 0), block_of("q4", 0)}
    assert "5枚以上まとめて" in few[block_of("q1", 0)]
    assert "超えています" in few[block_of("q2", 0)]
    many = errors({("q1", 0): "９９"})
    assert "87人超えています" in many[GROUP]
    assert list(errors({("q1", 0): "5"}, "")) == [GROUP]


def test_what_no_form_of_ours_hands_in_is_refused(owned: Front) -> None:
    opened(owned)
    for values in ({}, filled({}, "group-elsewhere"), {GROUP: {GROUP: 3}}):
        ack = owned.submit(COUNTER, FORM, values, private_metadata=W2)
        assert ack.body["response_action"] == "update"
    for metadata in ("", "{", '["a","x","r8-w2","g",[[1]]]', '["a","1","r8-w2","g",[["1"]]]'):
        place = modal()
        place["view"]["private_metadata"] = metadata
        owned.forget()
        owned.press(COUNTER, {"type": "button", "action_id": ADD}, place)
        call = owned.answer()
        assert ASKED not in words_of(call.args)


# ------------------------------------------------------------ closing


def test_closing_says_how_many_and_is_done_once(owned: Front) -> None:
    opened(owned)
    view = press(owned, CLOSE_LOOK, page(owned))
    words = words_of({"view": view})
    assert "回答0人／対象78人（回答率0.0％）" in words
    assert "まだ入れていない紙：12枚" in words
    assert "回答が10人に満たないため、結果は表示できません" in words
    assert control(view["blocks"], CLOSE)["confirm"]["text"]["text"] == NO_MORE_THEN
    for _ in range(2):
        assert "を閉じました" in do(owned, CLOSE, view)
    assert states(owned) == {W2: WaveState.CLOSED}
    gone = do(owned, CLOSE, {"blocks": [_named(view, "c" * 32)]})
    assert "いま開いていません" in gone


def _named(view: Payload, name: str) -> Payload:
    """The button as another screen would carry it."""
    pressed = control(view["blocks"], CLOSE)
    value = name + pressed["value"][32:]
    return {"type": "actions", "elements": [{**pressed, "value": value}]}


# ------------------------------------------------------------ results and files


def two_closed(front: Front) -> None:
    """The wave of the year's end, and the next year's first."""
    held = front.ward.service.surveys.owner
    assert held is not None
    for wave, day in ((W2, FRIDAY), (W0, datetime(2027, 4, 21, 10, tzinfo=TOKYO))):
        front.ward.clock.moment = day
        held.open_wave(front.ward.service.surveys.plan, wave, day)
        held.close_wave(wave, day)


def test_another_closed_wave_can_be_chosen(owned: Front) -> None:
    two_closed(owned)
    blocks = page(owned, SUPERVISOR)
    assert "（2027年度・年度当初）の結果" in words_of({"blocks": blocks})
    select = control(blocks, WAVE)
    assert select["placeholder"]["text"] == CHOOSE
    assert [o["value"] for o in select["options"]] == [W0, W2]
    owned.forget()
    chosen = {**select, "selected_option": select["options"][1]}
    owned.press(SUPERVISOR, chosen, owned.message(ephemeral=True))
    call = owned.answer()
    assert "（2026年度・年度末）の結果" in words_of(call.args)


def test_files_of_any_closed_wave_are_offered_and_failure_is_told(owned: Front) -> None:
    two_closed(owned)
    rooms = owned.ward.service
    maker = ReportMaker(("false",))
    files = SurveyFiles(owned.ward.store, owned.ward.library, rooms.surveys, maker)
    object.__setattr__(rooms, "survey_files", files)
    view = press(owned, FILES_LOOK, page(owned))
    inputs = {b["block_id"]: b["element"] for b in view["blocks"] if b["type"] == "input"}
    assert [o["value"] for o in inputs[survey_files.WAVE]["options"]] == [W0, W2]
    kinds = inputs[survey_files.KINDS]["options"]
    assert [o["value"] for o in kinds] == ["png", "pdf", "xlsx"]

    def wish(wave: str, chosen: list[Payload]) -> Ack:
        name, boxes = survey_files.WAVE, survey_files.KINDS
        values = {
            name: {name: {"selected_option": {"value": wave}}},
            boxes: {boxes: {"selected_options": chosen}},
        }
        return owned.submit(COUNTER, survey_files.FORM, values)

    assert wish(W2, []).body["errors"] == {survey_files.KINDS: survey_files.NO_KIND}
    assert wish(W2, [{"value": "csv"}]).body["response_action"] == "update"
    owned.forget()
    assert survey_files.ASKED in words_of(wish(W2, kinds).body)
    update = owned.stub.wait(lambda c: c.method == "chat.update")
    assert NOT_MADE in words_of(update.args)
    assert owned.only("chat.postMessage").args["channel"] == COUNTER.account
    owned.forget()
    wish("r1-w0", kinds)
    update = owned.stub.wait(lambda c: c.method == "chat.update")
    assert "閉じてから見られます" in words_of(update.args)


@pytest.mark.parametrize(
    ("text", "number"),
    [("", 0), (" ", 0), ("１２", 12), ("7枚", 7), ("0", 0), ("99999", 99999)],
)
def test_numbers_as_people_write_them(text: str, number: int) -> None:
    assert survey_paper.number_of(text) == number


@pytest.mark.parametrize("text", ["三", "-1", "1.5", "1e3", "100000", "1 2"])
def test_what_is_no_number(text: str) -> None:
    assert survey_paper.number_of(text) is None
