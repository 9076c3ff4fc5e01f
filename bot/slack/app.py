"""The Bolt app: one App, the same listeners whether events come by socket or by HTTP."""

from __future__ import annotations

import logging
import re
import time
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from slack_bolt import App, BoltRequest, BoltResponse

from bot.service.rooms import Service
from bot.service.trace import Pseudonyms, request
from bot.slack import errors
from bot.slack.afterwards import Afterwards
from bot.slack.clients import Clients
from bot.slack.conversations import find, register_all
from bot.slack.traffic import Traffic
from bot.slack.turns import AT_ONCE, UNBOUNDED, Turns
from bot.store.patience import hurry

log = logging.getLogger(__name__)

# Slack waits three seconds, the way there and back included, and so does the id with which a
# sentence about the failure can be shown.
WAIT_SECONDS = 1.8
REFUSED = "refused"
# What Bolt's own matching raises on a list where Slack sends an object, and the like.
MISSHAPEN = (AttributeError, IndexError, KeyError, TypeError, ValueError)


class KizukiApp(App):
    """Bolt's App, but no request waits for the database longer than Slack waits for us.

    Each is counted and logged by its listener, never by its content.
    """

    afterwards: Afterwards

    def observe(self, service: Service) -> None:
        """Count into that service's metrics."""
        self._service = service
        self.traffic = Traffic()
        self._turns = Turns(AT_ONCE if service.in_turn else UNBOUNDED)
        self._pseudonyms = Pseudonyms()

    def close(self) -> None:
        """Finish what follows the acknowledgements; no request may come any more."""
        self.afterwards.close()

    def dispatch(self, req: BoltRequest) -> BoltResponse:
        """Answer one request, in time."""
        began = time.monotonic()
        with self.traffic.request(), request(), hurry(WAIT_SECONDS), self._turns.taken():
            answer = self._answer(req)
            seconds = time.monotonic() - began
            trusted = req.body if answer.status < HTTPStatus.BAD_REQUEST else {}
            listener = listener_of(trusted) if trusted else REFUSED
            self._service.metrics.took(listener, seconds)
            log.info("request", extra={"fields": self._fields(trusted, listener, answer, seconds)})
        return answer

    def _answer(self, req: BoltRequest) -> BoltResponse:
        """What Bolt answers; 400 for a request of a shape that Slack does not send."""
        try:
            answer: BoltResponse = super().dispatch(req)
        except MISSHAPEN as error:
            log.warning("a request of an unknown shape (%s)", type(error).__name__)
            return BoltResponse(status=HTTPStatus.BAD_REQUEST, body="")
        return answer

    def _fields(
        self, body: Mapping[str, Any], listener: str, answer: BoltResponse, seconds: float
    ) -> Mapping[str, object]:
        return {
            "listener": listener,
            "status": answer.status,
            "ms": round(seconds * 1000, 2),
            "person": self._pseudonyms.of(_person(body), self._service.clock.now()),
        }


def build_app(service: Service, clients: Clients, signing_secret: str | None) -> KizukiApp:
    """The app with every listener; checks the token once (auth.test).

    ``process_before_response`` lets the acknowledgement follow the commit and avoids
    Bolt's 10 ms poll (measured, reliability.md §0.5). A button of an older version is
    told so by the error handler; Bolt alone answers 404.
    """
    app = KizukiApp(
        name="kizuki",
        client=clients.posting,
        signing_secret=signing_secret or "",
        process_before_response=True,
        raise_error_for_unhandled_request=True,
        logger=logging.getLogger("bot.slack.bolt"),
    )
    app.observe(service)
    errors.install(app, clients, service.metrics.rate_limited)
    app.afterwards = register_all(app, service, clients, app.traffic)
    return app


def listener_of(body: Mapping[str, Any]) -> str:
    """Which conversation a request belongs to, by names that the app itself gave."""
    if "command" in body:
        return f"command/{find(str(body.get('text') or ''))[0].id}"
    event = body.get("event")
    if isinstance(event, Mapping):
        return f"event/{event.get('type')}"
    places = (*_listed(body.get("actions"))[:1], body, body.get("view"))
    known = (p for p in places if isinstance(p, Mapping))
    name = next((n for p in known if (n := p.get("action_id") or p.get("callback_id"))), "")
    return f"{body.get('type', 'unknown')}/{re.sub('[0-9]+', 'n', str(name))[:60]}"


def _listed(value: object) -> list[object]:
    return value if isinstance(value, list) else []


def _person(body: Mapping[str, Any]) -> str:
    event = body.get("event")
    if isinstance(event, Mapping):
        return str(event.get("user") or "")
    user = body.get("user")
    if isinstance(user, Mapping):
        return str(user.get("id") or "")
    return str(body.get("user_id") or "")
