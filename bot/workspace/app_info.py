"""The installed app, as its own manifest describes it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.workspace.identifiers import stable_id


@dataclass(frozen=True, slots=True)
class Command:
    """A slash command of the manifest."""

    command: str
    description: str
    usage_hint: str


@dataclass(frozen=True, slots=True)
class Shortcut:
    """A global shortcut of the manifest."""

    callback_id: str
    name: str
    description: str


@dataclass(frozen=True, slots=True)
class InstalledApp:
    """Names, ids, scopes and subscriptions of the one app in the workspace."""

    name: str
    bot_name: str
    app_id: str
    bot_id: str
    bot_user_id: str
    team_id: str
    scopes: tuple[str, ...]
    events: tuple[str, ...]
    commands: tuple[Command, ...]
    shortcuts: tuple[Shortcut, ...]
    home_tab: bool
    messages_tab: bool


def install(manifest: Mapping[str, Any]) -> InstalledApp:
    """Read the manifest; commands and shortcuts exist only with the scope ``commands``."""
    name = str(manifest["display_information"]["name"])
    features: Mapping[str, Any] = manifest.get("features", {})
    scopes = tuple(manifest.get("oauth_config", {}).get("scopes", {}).get("bot", ()))
    home = features.get("app_home", {})
    with_commands = "commands" in scopes
    return InstalledApp(
        name=name,
        bot_name=str(features.get("bot_user", {}).get("display_name", name)),
        app_id=stable_id("A", name),
        bot_id=stable_id("B", name),
        bot_user_id=stable_id("U", name),
        team_id=stable_id("T", "demo"),
        scopes=scopes,
        events=_events(manifest),
        commands=_commands(features) if with_commands else (),
        shortcuts=_shortcuts(features) if with_commands else (),
        home_tab=bool(home.get("home_tab_enabled", False)),
        messages_tab=bool(home.get("messages_tab_enabled", True)),
    )


def _events(manifest: Mapping[str, Any]) -> tuple[str, ...]:
    subscriptions = manifest.get("settings", {}).get("event_subscriptions", {})
    return tuple(subscriptions.get("bot_events", ()))


def _commands(features: Mapping[str, Any]) -> tuple[Command, ...]:
    return tuple(
        Command(
            str(row["command"]), str(row.get("description", "")), str(row.get("usage_hint", ""))
        )
        for row in features.get("slash_commands", ())
    )


def _shortcuts(features: Mapping[str, Any]) -> tuple[Shortcut, ...]:
    return tuple(
        Shortcut(str(row["callback_id"]), str(row["name"]), str(row.get("description", "")))
        for row in features.get("shortcuts", ())
        if row.get("type") == "global"
    )
