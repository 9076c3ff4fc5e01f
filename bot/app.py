"""The only place where the parts meet: settings, store, content, Slack and the clock."""

from __future__ import annotations

import logging
from contextlib import ExitStack
from enum import StrEnum
from pathlib import Path

from starlette.applications import Starlette
from starlette.routing import Route

from bot.clock import SystemClock
from bot.config import Config, ConfigError, SlackSettings
from bot.content.library import Library
from bot.core.clock import Clock
from bot.jobs.ticker import Ticker
from bot.jobs.worker import Worker
from bot.service.rooms import Service, open_service
from bot.serving import HttpServer, stop_signals
from bot.slack.clients import Clients, make_clients
from bot.slack.connection import check_token, connect_socket, connected_app
from bot.slack.http import events_route, health_route
from bot.slack.sender import SlackSender
from bot.store import marker
from bot.store.engine import Store
from bot.store.errors import KindConflict

log = logging.getLogger(__name__)

LIVE_FILE = "kizuki.db"
DEMO_IS_NOT_LIVE = (
    "このデータベースはデモ用です。Slackにつなぐときは、デモで使ったものとは別の"
    "データベースを DATABASE_URL か DATA_DIR で指定してください。"
)


class Part(StrEnum):
    """What a process does: all, or one of the two halves."""

    ALL = "all"
    WEB = "web"
    WORKER = "worker"


def live_url(config: Config) -> str:
    """The real database: DATABASE_URL, else the SQLite file in DATA_DIR."""
    return config.database_url or sqlite_url(config.data_dir / LIVE_FILE)


def sqlite_url(file: Path) -> str:
    """A file as SQLAlchemy names it."""
    return f"sqlite:///{file}"


def open_store(url: str, kind: marker.Kind) -> Store:
    """Open and upgrade a database, and mark it on its first start (KindConflict otherwise).

    A database of the other kind is refused before anything in it is changed.
    """
    store = Store.open(url)
    if store.revision() is not None:
        with store.read() as tx:
            marked = marker.kind(tx)
        if marked not in {None, kind}:
            store.close()
            raise KindConflict(f"このデータベースは {marked} 用です。")
    store.upgrade()
    with store.write() as tx:
        marker.set_kind(tx, kind)
    return store


def run_live(config: Config, settings: SlackSettings, part: Part) -> None:
    """Connect to Slack and serve until asked to end."""
    try:
        store = open_store(live_url(config), "live")
    except KindConflict as error:
        raise ConfigError(DEMO_IS_NOT_LIVE) from error
    with ExitStack() as stack:
        stack.callback(store.close)
        library = Library.open(config.knowledge_dir, config.quizzes_dir)
        clock = SystemClock()
        service = open_service(store, library, clock)
        clients = make_clients(settings.bot_token, settings.api_url)
        if part is Part.WORKER:
            check_token(clients)
        else:
            _receive(stack, config, settings, service, clients)
        start_ticker(stack, service, clients, clock, sending=part is not Part.WEB)
        stopped = stop_signals()
        log.info("ready: content %s, part %s", library.knowledge.version, part.value)
        stopped()


def start_ticker(
    stack: ExitStack,
    service: Service,
    clients: Clients,
    clock: Clock,
    *,
    sending: bool = True,
    seconds_between_posts: float = 1.0,
) -> Ticker:
    """Start following the content, planning and sending; stopped when ``stack`` closes."""
    worker = Worker(
        service.delivery,
        SlackSender(service, clients),
        clock,
        seconds_between_posts=seconds_between_posts,
    )
    ticker = Ticker(service.delivery, worker, service.editors, service.inbox, clock)
    ticker.start(sending=sending)
    stack.callback(ticker.stop)
    return ticker


def _receive(
    stack: ExitStack, config: Config, settings: SlackSettings, service: Service, clients: Clients
) -> None:
    app = connected_app(service, clients, settings.signing_secret)
    routes: list[Route] = [health_route(lambda: True)]
    if not settings.socket_mode:
        routes.append(events_route(app))
    server = HttpServer(config.host, config.port)
    server.start(Starlette(routes=routes))
    stack.callback(server.stop)
    if settings.app_token is not None:
        stack.callback(connect_socket(app, clients, settings.app_token))
    log.info("listening on port %d", server.port)
