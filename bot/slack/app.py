"""The Bolt app: one App, the same listeners whether events come by socket or by HTTP."""

from __future__ import annotations

import logging

from slack_bolt import App

from bot.service.rooms import Service
from bot.slack import errors
from bot.slack.clients import Clients
from bot.slack.conversations import register_all


def build_app(service: Service, clients: Clients, signing_secret: str | None) -> App:
    """The app with every listener; checks the token once (auth.test).

    ``process_before_response`` lets the acknowledgement follow the commit and avoids
    Bolt's 10 ms poll (measured, reliability.md §0.5). A button of an older version is
    told so by the error handler; Bolt alone answers 404.
    """
    app = App(
        name="kizuki",
        client=clients.posting,
        signing_secret=signing_secret or "",
        process_before_response=True,
        raise_error_for_unhandled_request=True,
        logger=logging.getLogger("bot.slack.bolt"),
    )
    errors.install(app, clients)
    register_all(app, service, clients)
    return app
