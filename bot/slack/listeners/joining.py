"""People who join Slack or whose account closes: matched to the roster, or told."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from slack_bolt import App

from bot.service.rooms import Service


def register(app: App, service: Service) -> None:
    """Register the two events; nothing of them is kept but whose account it is."""

    def on_user(body: Mapping[str, Any], event: Mapping[str, Any]) -> None:
        user = event.get("user")
        # Bots and people of other workspaces are nobody on the roster.
        if isinstance(user, Mapping) and not user.get("is_bot") and not user.get("is_stranger"):
            _noticed(service, user)

    app.event("team_join")(on_user)
    app.event("user_change")(on_user)


def _noticed(service: Service, user: Mapping[str, Any]) -> None:
    account = str(user.get("id") or "")
    if not account:
        return
    if user.get("deleted"):
        service.accounts.closed(account, service.clock.now())
        return
    service.accounts.seen(account, _address(user))


def _address(user: Mapping[str, Any]) -> str | None:
    """The confirmed address: there only where the ward granted users:read.email.

    One that nobody confirmed could be typed in by anybody, and would make them somebody.
    """
    profile = user.get("profile")
    email = profile.get("email") if isinstance(profile, Mapping) else None
    return str(email) if email and user.get("is_email_confirmed") is not False else None
