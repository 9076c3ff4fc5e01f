"""team_join and user_change: matched, told once, and nothing kept of anybody else."""

from __future__ import annotations

from typing import Any

from bot.service.roster import OPERATOR
from bot.store import occurrences
from tests.support.front import Front
from tests.support.service import ADMIN, CLERK, DESK, DUE, EVERYBODY, Someone, roster_csv
from tests.support.slack_payloads import words_of

NEW = Someone("T300", "槙 しずか", DESK, slack=False, email="maki@example.jp")


def user(account: str, *, email: str | None = None, **more: object) -> dict[str, Any]:
    profile = {} if email is None else {"email": email}
    return {
        "id": account,
        "name": "x",
        "deleted": False,
        "is_bot": False,
        "profile": profile,
    } | more


def heard(front: Front, kind: str, who: dict[str, Any], event_id: str) -> int:
    return front.event({"type": kind, "user": who}, event_id).status


def notices(front: Front) -> int:
    with front.ward.store.read() as tx:
        return sum(p.key.startswith("account_closed/") for p in occurrences.progress(tx, 50))


def test_a_newcomer_on_the_roster_is_matched(front: Front) -> None:
    front.ward.service.roster.replace(OPERATOR, roster_csv([*EVERYBODY, NEW]), DUE)
    assert heard(front, "team_join", user("U0NEW", email=NEW.email), "Ev-a") == 200
    staff = front.ward.actor("U0NEW").staff
    assert staff is not None
    assert staff.staff_id == NEW.staff_id


def test_strangers_and_bots_are_passed_over(front: Front) -> None:
    front.ward.service.roster.replace(OPERATOR, roster_csv([*EVERYBODY, NEW]), DUE)
    odd: list[dict[str, Any]] = [
        user("U0BOT9", email=NEW.email, is_bot=True),
        user("U0FAR", email=NEW.email, is_stranger=True),
        user("U0NONE"),
        user("U0SAYS", email=NEW.email, is_email_confirmed=False),
        user("", email=NEW.email),
        {"id": "U0BARE", "profile": "?"},
    ]
    for number, who in enumerate(odd):
        assert heard(front, "team_join", who, f"Ev-{number}") == 200
    for account in ("U0BOT9", "U0FAR", "U0NONE", "U0SAYS", "U0BARE"):
        assert front.ward.actor(account).staff is None
    assert front.event({"type": "user_change", "user": "U1"}, "Ev-odd").status == 200


def test_a_closed_account_is_told_to_the_administrators_once(front: Front) -> None:
    for number in range(3):
        gone = user(CLERK.account, deleted=True)
        assert heard(front, "user_change", gone, f"Ev-{number}") == 200
    assert notices(front) == 1
    front.deliver(ADMIN)
    posts = [str(call.args) for call in front.calls("chat.postMessage")]
    (said,) = [post for post in posts if "アカウントが止まった職員がいます" in post]
    assert CLERK.name not in said
    assert CLERK.name in words_of(front.command(ADMIN, "名簿").body)
    heard(front, "user_change", user(CLERK.account), "Ev-back")
    assert CLERK.name not in words_of(front.command(ADMIN, "名簿").body)


def test_a_change_of_anybody_elses_account_is_nothing(front: Front) -> None:
    heard(front, "user_change", user("U0STRANGER", deleted=True), "Ev-x")
    assert notices(front) == 0
