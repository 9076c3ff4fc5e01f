"""Errors end in a Japanese sentence and a 200; what was typed never reaches the log."""

from __future__ import annotations

import logging
from collections.abc import Callable

import pytest
from slack_bolt import Ack, App, BoltRequest, BoltResponse

from bot.core.permissions import Action, NotPermitted
from bot.service.referral import QuestionTooLong
from bot.slack import errors
from bot.slack.clients import make_clients
from bot.store.errors import StoreUnavailable
from tests.support import signed
from tests.support.slack_stub import SlackStub, slack_stub

SECRET = "error-test-secret"  # noqa: S105  # a fixed value for this test
TYPED = "秘密の相談ひみつ太郎"


def dispatch(stub: SlackStub, raise_it: Callable[[], None], body: str) -> BoltResponse:
    """Send one signed request to an app whose every listener raises."""
    clients = make_clients("xoxb-test", f"{stub.url}api/")
    app = App(client=clients.posting, signing_secret=SECRET, process_before_response=True)
    errors.install(app, clients)

    def listener(ack: Ack) -> None:
        ack()
        raise_it()

    app.command("/kizuki")(listener)
    app.view("ask")(listener)
    app.action("press")(listener)
    return app.dispatch(BoltRequest(body=body, headers=signed.headers(SECRET, body)))


def raising(error: Exception) -> Callable[[], None]:
    def raise_it() -> None:
        raise error

    return raise_it


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (NotPermitted(Action.SEE_FIGURES), "担当の役割がある方だけ"),
        (QuestionTooLong(), "500文字"),
        (StoreUnavailable("x"), "いま記録を保存できません"),
        (RuntimeError(TYPED), "番号"),
    ],
)
def test_a_failing_command_answers_200_with_a_sentence(error: Exception, words: str) -> None:
    with slack_stub(lambda record: None) as stub:
        response = dispatch(stub, raising(error), signed.command_body("U1", TYPED))
    assert response.status == 200
    assert words in response.body
    assert TYPED not in response.body


def test_an_unknown_error_is_logged_by_kind_and_reference_without_what_was_typed(
    caplog: pytest.LogCaptureFixture,
) -> None:
    with caplog.at_level(logging.DEBUG), slack_stub(lambda record: None) as stub:
        response = dispatch(stub, raising(KeyError(TYPED)), signed.command_body("U1", TYPED))
    logged = "\n".join(r.getMessage() for r in caplog.records if r.name == errors.__name__)
    reference = logged.split("ref=")[1][:8]
    assert reference in response.body
    assert "KeyError" in logged
    assert TYPED not in logged


def test_a_failing_modal_shows_the_sentence_in_its_place() -> None:
    payload = {
        "type": "view_submission",
        "user": {"id": "U1"},
        "team": {"id": "T1"},
        "view": {"id": "V1", "type": "modal", "callback_id": "ask", "state": {"values": {}}},
    }
    with slack_stub(lambda record: None) as stub:
        response = dispatch(stub, raising(RuntimeError()), signed.interaction_body(payload))
    assert response.status == 200
    assert '"response_action": "update"' in response.body


def test_a_failing_button_tells_the_person_by_response_url() -> None:
    with slack_stub(lambda record: None) as stub:
        payload = {
            "type": "block_actions",
            "user": {"id": "U1"},
            "team": {"id": "T1"},
            "response_url": f"{stub.url}hook",
            "trigger_id": "1.2",
            "actions": [{"type": "button", "action_id": "press", "block_id": "b", "value": "v"}],
        }
        response = dispatch(stub, raising(RuntimeError()), signed.interaction_body(payload))
        told = stub.wait(lambda c: c.method == "response_url")
    assert response.status == 200
    assert told.args["replace_original"] is False
    assert "申し訳ありません" in told.args["text"]
