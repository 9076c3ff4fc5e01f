"""Changed files by direct message: judged off the acknowledgement, confirmed by buttons."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bot.slack.blocks.editors import CHECKING, CONFIRM, DROP, NOT_AN_EDITOR, UNDO
from bot.slack.listeners import editors
from tests.content.conftest import DESTINATION, Desk, desk
from tests.support.editing import CARD_FILE, editable, history, open_editable, proposals
from tests.support.front import TOKEN, Front
from tests.support.service import CLERK, EDITOR, Someone, Ward
from tests.support.slack_payloads import blocks_of, control, dm, words_of
from tests.support.slack_stub import Call, Trouble

__all__ = ["desk", "editable", "open_editable"]

CARD = "emergency.yaml"
NEW = DESTINATION.replace("owner: 区で設定", "owner: 見守り担当")
WRONG = DESTINATION.replace("kind: line", "kind: lime")


@pytest.fixture
def ward(editable: Ward) -> Ward:
    return editable


@pytest.fixture(autouse=True)
def told_at_once(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Long enough that no progress is told, unless a test wants it."""
    monkeypatch.setattr(editors, "PROGRESS_AFTER", 60.0)
    return


def send(
    front: Front, *files: tuple[str, str | bytes], who: Someone = EDITOR, text: str = ""
) -> None:
    """Send files in the app's direct message."""
    sent = []
    for number, (name, content) in enumerate(files):
        data = content.encode() if isinstance(content, str) else content
        front.stub.files[f"F{number}"] = data
        sent.append({"id": f"F{number}", "name": name, "size": len(data)})
    front.say(who, text, subtype="file_share", files=sent)


def answer(front: Front, method: str = "chat.postMessage") -> Call:
    """What the app says about them."""
    return front.stub.wait(lambda c: c.method == method and "blocks" in c.args)


def press(front: Front, shown: Call, action_id: str, who: Someone = EDITOR) -> None:
    element = control(blocks_of(shown.args), action_id)
    front.press(who, element, front.place_of(shown))


def test_faults_come_back_with_their_lines(front: Front, desk: Desk) -> None:
    send(front, (CARD, WRONG))
    said = words_of(answer(front).args)
    assert "直すところが1か所あります" in said
    assert "knowledge/destinations/emergency.yaml:2: 種類（kind）に『lime』は使えません" in said
    assert CONFIRM not in said
    assert proposals(desk) == []


def test_a_good_file_is_shown_confirmed_and_taken_back(front: Front, desk: Desk) -> None:
    old = desk.text(CARD_FILE)
    send(front, (CARD, NEW))
    shown = answer(front)
    said = words_of(shown.args)
    assert "担当（owner）：「区で設定」 → 「見守り担当」" in said
    assert "職員に見えるカード" in said
    assert "つなぎ方" in said
    assert desk.text(CARD_FILE) == old
    press(front, shown, CONFIRM)
    done = answer(front, "chat.update")
    assert "反映しました" in words_of(done.args)
    assert desk.text(CARD_FILE) == NEW
    front.forget()
    front.press(EDITOR, control(blocks_of(done.args), UNDO), front.message(dm(EDITOR), "1.5"))
    assert "元に戻しました" in words_of(answer(front, "chat.update").args)
    assert desk.text(CARD_FILE) == old
    assert len(history(desk)) == 2


def test_giving_up(front: Front, desk: Desk) -> None:
    send(front, (CARD, NEW))
    press(front, answer(front), DROP)
    assert "知識は変わっていません" in words_of(answer(front, "chat.update").args)
    assert proposals(desk) == []


def test_a_refusal_stands_beside_the_buttons(front: Front, desk: Desk) -> None:
    send(front, (CARD, NEW))
    shown = answer(front)
    desk.replace(CARD_FILE, "say: すぐに", "say: いますぐ")
    press(front, shown, CONFIRM)
    said = answer(front, "response_url").args
    assert said["replace_original"] is False
    assert "そのあとで別に変わっています" in said["text"]
    assert front.calls("chat.update") == []


def test_card_and_utterances_in_one_message(front: Front, desk: Desk) -> None:
    card = NEW.replace("id: emergency", "id: shobo").replace("name: 警察・消防", "name: 消防署")
    send(front, ("shobo.yaml", card), ("shobo.txt", "火が出ている\n"))
    shown = answer(front)
    assert "消防署" in words_of(shown.args)
    press(front, shown, CONFIRM)
    answer(front, "chat.update")
    assert desk.text("knowledge/examples/shobo.txt") == "火が出ている\n"
    assert "shobo" in front.ward.library.knowledge.destinations


def test_who_waits_is_told_and_gets_the_answer_in_its_place(
    front: Front, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(editors, "PROGRESS_AFTER", 0.0)
    send(front, (CARD, NEW))
    final = answer(front, "chat.update")
    (progress,) = front.calls("chat.postMessage")
    assert progress.args["text"] == CHECKING
    assert final.args["ts"] == front.place_of(progress)["container"]["message_ts"]


def test_the_acknowledgement_does_not_wait(front: Front) -> None:
    """Slack does not answer at all, and still the event is acknowledged."""
    front.stub.troubles["files.info"] = Trouble(status=500)
    send(front, (CARD, NEW))
    assert "受け取れませんでした" in words_of(answer(front).args)


def test_an_event_delivered_twice_is_answered_once(front: Front, desk: Desk) -> None:
    send(front, (CARD, NEW))
    answer(front)
    send(front, (CARD, NEW))
    front.say(EDITOR, "はしご", "Ev2")
    front.stub.wait(lambda c: "はしご" not in str(c.args) and c.method == "chat.postMessage")
    assert len(proposals(desk)) == 1


def test_the_token_is_shown_for_the_file_and_nowhere_else(front: Front) -> None:
    send(front, (CARD, NEW))
    answer(front)
    assert front.stub.shown_for_files == [TOKEN]
    front.forget()
    front.stub.answers["files.info"] = {
        "ok": True,
        "file": {"id": "F0", "size": 1, "url_private": "https://evil.example/files/F0"},
    }
    front.say(EDITOR, "", "Ev3", subtype="file_share", files=[{"id": "F0", "name": CARD}])
    assert "受け取れませんでした" in words_of(answer(front).args)


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ([(CARD, DESTINATION)], "いまの知識と同じ内容です"),
        ([("写真.png", b"\x89PNG")], "受け取れない名前です"),
        ([("local.example.yaml", "")], "見本です"),
        ([(CARD, "#" * (1024 * 1024 + 1))], "大きすぎます"),
        ([(CARD, NEW), ("emergency (1).yaml", NEW)], "同じ名前のファイルが2つあります"),
        ([(f"a{n}.txt", "") for n in range(7)], "一度に送れるのは6ファイルまで"),
        ([(CARD, "あ".encode("cp932"))], "UTF-8 として読めません"),
    ],
)
def test_what_cannot_be_taken_is_said(
    files: list[tuple[str, Any]], said: str, front: Front, desk: Desk
) -> None:
    send(front, *files)
    assert said in words_of(answer(front).args)
    assert proposals(desk) == []


def test_others_are_told_kindly_and_nothing_is_fetched(front: Front) -> None:
    send(front, (CARD, NEW), who=CLERK)
    assert NOT_AN_EDITOR in words_of(answer(front).args)
    assert front.stub.shown_for_files == []


def test_others_cannot_use_the_buttons(front: Front, desk: Desk) -> None:
    send(front, (CARD, NEW))
    press(front, answer(front), CONFIRM, who=CLERK)
    assert "担当の役割がある方だけ" in answer(front, "response_url").args["text"]
    assert "見守り担当" not in desk.text(CARD_FILE)


def test_what_others_write_beside_a_file_is_a_question(front: Front) -> None:
    send(front, ("メモ.txt", "x"), who=CLERK, text="人が倒れている")
    assert NOT_AN_EDITOR not in words_of(answer(front).args)
    assert front.stub.shown_for_files == []


def test_a_picture_beside_an_editors_question_is_a_question_too(front: Front) -> None:
    send(front, ("図.png", b"x"), text="人が倒れている")
    assert "受け取れない名前" not in words_of(answer(front).args)


def test_the_command_says_how(front: Front) -> None:
    assert "ダイレクトメッセージ" in words_of(front.command(EDITOR, "知識を直す").body)
    assert "担当の役割" in front.command(CLERK, "知識を直す").body["text"]


@pytest.mark.parametrize("action_id", [CONFIRM, UNDO])
@pytest.mark.parametrize("value", ["", "../../x", "20261116-100000-01234567"])
def test_forged_buttons_do_nothing(action_id: str, value: str, front: Front, desk: Desk) -> None:
    before = desk.text(CARD_FILE)
    element = {"type": "button", "action_id": action_id, "value": value}
    front.press(EDITOR, element, front.message(dm(EDITOR)))
    answer(front, "response_url")
    assert (desk.text(CARD_FILE), history(desk)) == (before, [])


def test_no_file_is_left_in_the_log(front: Front, caplog: pytest.LogCaptureFixture) -> None:
    send(front, (CARD, WRONG))
    answer(front)
    send(front, ("秘密の名前.png", b"x"))
    assert "lime" not in caplog.text
    assert "秘密" not in caplog.text
    assert not list(Path().glob("knowledge-proposals"))
