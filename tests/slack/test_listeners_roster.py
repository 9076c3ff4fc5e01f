"""A roster by direct message: looked through, confirmed by the button, and by nobody else."""

from __future__ import annotations

from typing import Any

import pytest

from bot.service.roster import OPERATOR, Roster
from bot.slack.blocks.roster import CONFIRM, DROP
from bot.store.errors import StoreUnavailable
from tests.support.front import Front
from tests.support.rosters import as_csv, as_xlsx, people, planted
from tests.support.service import (
    ADMIN,
    CLERK,
    DUE,
    EDITOR,
    EVERYBODY,
    HEALTH,
    NURSE,
    SUPERVISOR,
    Someone,
    roster_csv,
)
from tests.support.slack_payloads import blocks_of, control, dm, words_of
from tests.support.slack_stub import Call

NEW = Someone("T300", "槙 しずか", "税務課")
CSV = roster_csv([*EVERYBODY[:2], *EVERYBODY[3:], NEW])


def send(
    front: Front, data: bytes, name: str = "名簿.csv", who: Someone = ADMIN, text: str = ""
) -> None:
    """Send one file in the app's direct message."""
    front.stub.files["F0ROSTER"] = data
    file = {"id": "F0ROSTER", "name": name, "size": len(data)}
    front.say(who, text, f"Ev-{who.staff_id}", subtype="file_share", files=[file])


def said_to(front: Front, who: Someone, text: str) -> str:
    """What somebody reads after /kizuki."""
    return words_of(front.command(who, text).body)


def answer(front: Front, method: str = "chat.postMessage") -> Call:
    return front.stub.wait(lambda call: call.method == method and "blocks" in call.args)


def press(front: Front, shown: Call, action_id: str, who: Someone = ADMIN) -> None:
    front.press(who, control(blocks_of(shown.args), action_id), front.place_of(shown))


def section_of(front: Front, who: Someone) -> str | None:
    return front.ward.actor(who, DUE).section_id


def test_what_changes_is_shown_confirmed_and_done(front: Front) -> None:
    send(front, CSV)
    shown = answer(front)
    said = words_of(shown.args)
    for words in ("入（1人）", NEW.name, "出（1人）", NURSE.name, "2026年11月16日の名簿：3課8人"):
        assert words in said
    assert section_of(front, NEW) is None
    press(front, shown, CONFIRM)
    assert "3課8人の名簿を取り込みました" in words_of(answer(front, "chat.update").args)
    assert section_of(front, NEW) == NEW.section
    assert section_of(front, NURSE) is None


def test_a_workbook_with_a_day_of_its_own(front: Front) -> None:
    send(front, as_xlsx(people(60)), "名簿.XLSX", text="基準日：２０２６年１２月１日 です")
    assert "2026年12月1日の名簿：2課60人" in words_of(answer(front).args)


def test_a_day_that_is_none(front: Front) -> None:
    send(front, CSV, text="基準日 あした")
    assert "基準日を日付として読めません" in words_of(answer(front).args)


def test_every_fault_with_its_row_and_no_button(front: Front) -> None:
    send(front, as_csv(planted(people(300)), "cp932"))
    said = words_of(answer(front).args)
    assert "直すところが20か所あるため、何も取り込んでいません。" in said
    assert "・94行目: 「対象外の理由」に、休職・病気・育休などの" in said
    assert CONFIRM not in said


def test_giving_up_changes_nothing(front: Front) -> None:
    send(front, CSV)
    press(front, answer(front), DROP)
    assert "名簿は変わっていません" in words_of(answer(front, "chat.update").args)
    assert section_of(front, NEW) is None


def test_another_file_or_another_roster_meanwhile(front: Front) -> None:
    send(front, CSV)
    shown = answer(front)
    front.ward.service.roster.replace(OPERATOR, roster_csv([ADMIN, CLERK]), DUE)
    press(front, shown, CONFIRM)
    assert "何も変えていません" in words_of(answer(front, "chat.update").args)
    assert section_of(front, NEW) is None


def test_two_files_at_once(front: Front) -> None:
    files = [{"id": f"F{n}", "name": f"{n}.csv", "size": 1} for n in range(2)]
    front.say(ADMIN, "", subtype="file_share", files=files)
    assert "1つのファイルで" in words_of(answer(front).args)


def test_a_file_that_cannot_be_fetched(front: Front) -> None:
    file = {"id": "F0GONE", "name": "a.csv", "size": 1}
    front.say(ADMIN, "", subtype="file_share", files=[file])
    assert "ファイルを受け取れませんでした" in words_of(answer(front).args)


def test_trouble_with_the_database_is_told(front: Front, monkeypatch: pytest.MonkeyPatch) -> None:
    def away(*_: object) -> None:
        raise StoreUnavailable("いま使えません。")

    monkeypatch.setattr(Roster, "look", away)
    send(front, CSV)
    assert "いま記録を保存できません" in words_of(answer(front).args)


def test_nobody_else_can_send_one_or_press_for_one(front: Front) -> None:
    """A forged button with a file of one's own: the service refuses, whatever it carries."""
    send(front, CSV)
    shown = answer(front)
    for who in (CLERK, SUPERVISOR, EDITOR):
        front.forget()
        send(front, CSV, who=who)
        assert CONFIRM not in words_of(answer(front).args)
        front.forget()
        element: dict[str, Any] = control(blocks_of(shown.args), CONFIRM)
        front.press(who, element, front.message(dm(who), "1.5"))
        assert "担当の役割がある方だけ" in str(answer(front, "response_url").args)
    assert section_of(front, NURSE) == HEALTH
    assert section_of(front, NEW) is None


def test_a_button_that_never_was(front: Front) -> None:
    for value in ("", "F0ROSTER", "F0ROSTER|2026-11-16|", "../../x|2026-11-16|" + "0" * 32):
        front.forget()
        element = {"type": "button", "action_id": CONFIRM, "value": value}
        front.press(ADMIN, element, front.message(dm(ADMIN), "1.5"))
        assert answer(front, "response_url").args["text"]
    assert section_of(front, NURSE) == HEALTH


def test_the_state_is_for_administrators(front: Front) -> None:
    said = said_to(front, ADMIN, "名簿")
    assert "2026年4月1日の名簿：いま2課8人" in said
    for who in EVERYBODY[:-1]:
        assert "担当の役割がある方だけ" in said_to(front, who, "名簿")


def test_the_own_record_says_who_looked(front: Front) -> None:
    assert "見た人は、記録のあるかぎりいません" in said_to(front, NURSE, "記録")
    send(front, CSV)
    answer(front)
    said = said_to(front, NURSE, "自分の記録")
    assert f"2026年11月16日10時00分　{ADMIN.name}さん　名簿を取り込む前の確認" in said


LOST = Someone("T301", "深井 あおい", "税務課")
ADDRESS = "t301@example.jp"


def by_address(who: Someone, address: str) -> bytes:
    """A roster in which one person has an address and no member id."""
    return CSV + f"{who.staff_id},{who.name},{who.section},,,{address}\n".encode()


def slack_knows(front: Front, address: str) -> None:
    account = {"id": "U0LOST", "profile": {"email": address}}
    front.stub.answers["users.list"] = {"ok": True, "members": [account]}


def test_an_address_that_slack_does_not_know_is_shown_with_its_row(front: Front) -> None:
    slack_knows(front, "somebody.else@example.jp")
    data = by_address(LOST, ADDRESS)
    send(front, data)
    shown = answer(front)
    row = len(data.decode().splitlines())
    assert f"{row}行目: このメール（{ADDRESS}）" in words_of(shown.args)
    press(front, shown, CONFIRM)
    assert "Slackの相手が分からない人が1人" in words_of(answer(front, "chat.update").args)


def test_an_address_that_slack_knows_is_matched_by_the_import(front: Front) -> None:
    slack_knows(front, ADDRESS)
    send(front, by_address(LOST, ADDRESS.upper()))
    shown = answer(front)
    assert "見つかりません" not in words_of(shown.args)
    press(front, shown, CONFIRM)
    assert "分からない人" not in words_of(answer(front, "chat.update").args)
    assert front.ward.service.people.actor("U0LOST", DUE).staff is not None


def test_an_account_that_is_somebody_elses_is_not_taken_away(front: Front) -> None:
    account = {"id": CLERK.account, "profile": {"email": ADDRESS}}
    front.stub.answers["users.list"] = {"ok": True, "members": [account]}
    send(front, by_address(LOST, ADDRESS))
    press(front, answer(front), CONFIRM)
    assert "Slackの相手が分からない人が1人" in words_of(answer(front, "chat.update").args)
    owner = front.ward.service.people.actor(CLERK.account, DUE).staff
    assert owner is not None
    assert owner.staff_id == CLERK.staff_id
