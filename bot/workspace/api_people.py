"""The Web API methods users.*, team.info, bots.info, auth.test."""

from __future__ import annotations

from bot.workspace.arguments import Arguments
from bot.workspace.errors import ApiError
from bot.workspace.hub import Hub
from bot.workspace.methods import Method, cut_page
from bot.workspace.model import Json, Person
from bot.workspace.payloads import TEAM_DOMAIN, TEAM_NAME, bot_row, username

_JAPAN_OFFSET = 9 * 3600


def _account(hub: Hub, user: str, name: str, *, bot: bool) -> Json:
    return {
        "id": user,
        "team_id": hub.app.team_id,
        "name": username(user),
        "deleted": False,
        "real_name": name,
        "tz": "Asia/Tokyo",
        "tz_label": "Japan Standard Time",
        "tz_offset": _JAPAN_OFFSET,
        "is_admin": False,
        "is_owner": False,
        "is_restricted": False,
        "is_ultra_restricted": False,
        "is_bot": bot,
        "is_app_user": False,
        "updated": 0,
        "profile": {"real_name": name, "display_name": name, "team": hub.app.team_id},
    }


def person_row(hub: Hub, person: Person) -> Json:
    """A member of staff; the address appears only with ``users:read.email``."""
    row = _account(hub, person.slack_user_id, person.name, bot=False)
    row["profile"]["title"] = person.title
    if "users:read.email" in hub.app.scopes:
        row["profile"]["email"] = f"{username(person.slack_user_id)}@example.jp"
    return row


def _app_row(hub: Hub) -> Json:
    row = _account(hub, hub.app.bot_user_id, hub.app.bot_name, bot=True)
    row["profile"] |= {"bot_id": hub.app.bot_id, "api_app_id": hub.app.app_id}
    return row


def user_info(hub: Hub, args: Arguments) -> Json:
    """users.info."""
    user = args.text("user")
    if user == hub.app.bot_user_id:
        return {"user": _app_row(hub)}
    if user not in hub.state.people:
        raise ApiError("user_not_found")
    return {"user": person_row(hub, hub.state.people[user])}


def user_list(hub: Hub, args: Arguments) -> Json:
    """users.list: all staff, and the app's bot."""
    rows = [person_row(hub, person) for person in hub.state.people.values()]
    page, metadata = cut_page([*rows, _app_row(hub)], args)
    return {"members": page, "cache_ts": 0, "response_metadata": metadata}


def team_info(hub: Hub, args: Arguments) -> Json:
    """team.info of the one workspace."""
    if args.text("team", hub.app.team_id) != hub.app.team_id:
        raise ApiError("team_not_found")
    return {"team": {"id": hub.app.team_id, "name": TEAM_NAME, "domain": TEAM_DOMAIN}}


def bot_info(hub: Hub, args: Arguments) -> Json:
    """bots.info of the one bot."""
    if args.text("bot", hub.app.bot_id) != hub.app.bot_id:
        raise ApiError("bot_not_found")
    return {"bot": bot_row(hub)}


def auth_test(hub: Hub, _args: Arguments) -> Json:
    """auth.test: who the bot token belongs to."""
    return {
        "url": f"{hub.base_url}/",
        "team": TEAM_NAME,
        "user": hub.app.bot_name,
        "team_id": hub.app.team_id,
        "user_id": hub.app.bot_user_id,
        "bot_id": hub.app.bot_id,
        "is_enterprise_install": False,
    }


METHODS = {
    "auth.test": Method(auth_test),
    "users.info": Method(user_info, ("user",), "users:read"),
    "users.list": Method(user_list, (), "users:read"),
    "team.info": Method(team_info, (), "team:read"),
    "bots.info": Method(bot_info, (), "users:read"),
}
