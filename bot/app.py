"""The only place where the parts meet: settings, store, content, Slack and the clock."""

from __future__ import annotations

import logging
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from enum import StrEnum

from starlette.applications import Starlette
from starlette.routing import Route

from bot import collector
from bot.clock import SystemClock
from bot.config import Config, ConfigError, SlackSettings
from bot.content.library import Library
from bot.core.clock import Clock
from bot.core.pace import Limits
from bot.databases import DEMO_IS_NOT_LIVE, SURVEY_FILE, live_url, open_store
from bot.jobs.background import Background
from bot.jobs.caretaker import Caretaker
from bot.jobs.surveyor import Surveyor
from bot.jobs.ticker import Ticker
from bot.jobs.worker import Worker
from bot.service.caretaking import Caretaking, open_caretaking
from bot.service.engine import Engines
from bot.service.rooms import Choices, Service, open_service
from bot.serving import HttpServer, end_soon, stop_signals
from bot.slack.clients import Clients, make_clients
from bot.slack.connection import check_token, connect_socket, connected_app
from bot.slack.http import events_route, health_route
from bot.slack.named_files import delete_named
from bot.slack.probe import SlackProbe
from bot.slack.sender import SlackSender
from bot.slack.unasked import post_anchors, post_surveys, publish_homes
from bot.status import Status
from bot.status import routes as status_routes
from bot.store.engine import Store
from bot.store.errors import KindConflict

log = logging.getLogger(__name__)

LOOPBACK = "127.0.0.1"
NO_CONTACT = (
    "「%s」の昼間の区の連絡先がまだ入っていません。"
    "knowledge/local.yaml に、窓口の内線か電話番号を書いてください。"
)


class Part(StrEnum):
    """What a process does: all, or one of the two halves."""

    ALL = "all"
    WEB = "web"
    WORKER = "worker"


def run_live(config: Config, settings: SlackSettings, part: Part) -> None:
    """Connect to Slack and serve until asked to end."""
    try:
        store = open_store(live_url(config), "live")
    except KindConflict as error:
        raise ConfigError(DEMO_IS_NOT_LIVE) from error
    with ExitStack() as stack:
        stack.callback(store.close)
        live = _open_live(config, settings, store)
        surveyor = _own_survey(stack, live)
        if part is Part.WORKER:
            check_token(live.clients)
        else:
            live.service.referral.warm_up()
            _receive(stack, live)
        _serve_status(stack, live)
        sending = part is not Part.WEB
        ticker = start_ticker(
            stack,
            live.service,
            live.clients,
            live.clock,
            on_tick=live.beat,
            catch_up=live.catch_up,
            sending=sending,
        )
        _look_after(stack, live)
        if sending:
            _beside(stack, live)
        stopped = stop_signals()
        collector.leave_alone()
        log.info("ready: content %s, part %s", live.content_version, part.value)
        stopped()
        end_soon()
        surveyor.stop()
        ticker.halt()


@dataclass(frozen=True, slots=True)
class _Live:
    """The parts of a live process."""

    config: Config
    settings: SlackSettings
    clock: Clock
    service: Service
    clients: Clients
    caretaking: Caretaking
    probe: SlackProbe
    content_version: str

    @property
    def status(self) -> Status:
        """What can be asked from outside."""
        return Status(self.caretaking.health, self.service.metrics, self.clock, self.probe)

    def beat(self) -> None:
        """The scheduler has been round."""
        self.caretaking.watch.beat(self.clock.now())

    def catch_up(self) -> None:
        """Before anything is sent: after an outage nobody gets a burst."""
        spread, owed = self.caretaking.recovery.catch_up(self.clock.now())
        if spread or owed:
            log.warning("after an outage: %d deliveries spread, %d apologies owed", spread, owed)


def _open_live(config: Config, settings: SlackSettings, store: Store) -> _Live:
    engines = Engines(config.data_dir)
    library = Library.open(config.knowledge_dir, config.quizzes_dir, engines.knowledge)
    clock = SystemClock()
    posting = Limits.per_minute(config.posts_per_minute)
    service = open_service(
        store,
        library,
        clock,
        config.data_dir,
        Choices(
            posting=posting,
            terms=config.terms,
            question_seconds=config.question_seconds,
            sheet_free_text=config.sheet_free_text,
            sheet_files=config.sheet_files,
        ),
        engines,
    )
    clients = make_clients(settings.bot_token, settings.api_url)
    chores = caretaking_of(config, store, library)
    version = library.knowledge.version
    return _Live(config, settings, clock, service, clients, chores, SlackProbe(clients), version)


def caretaking_of(config: Config, store: Store, library: Library) -> Caretaking:
    """The chores of the installation that these settings describe."""
    folder = config.backup_dir or config.data_dir / "backups"
    return open_caretaking(store, library, folder, config.backup_copies, config.terms)


def start_ticker(
    stack: ExitStack,
    service: Service,
    clients: Clients,
    clock: Clock,
    *,
    on_tick: Callable[[], None] = lambda: None,
    catch_up: Callable[[], None] = lambda: None,
    sending: bool = True,
) -> Ticker:
    """Start following the content, planning and sending; stopped when ``stack`` closes."""
    worker = Worker(service.delivery, SlackSender(service, clients), clock)

    def before_sending() -> None:
        service.statistics.open_year(clock.now())
        service.statistics.note_completed(clock.now())
        service.monthly.ensure_due(clock.now())
        service.standing.look(clock.now())
        service.editors_queue.ensure_due(clock.now())
        catch_up()

    def count_questions() -> None:
        service.asked.flush(clock.now())

    ticker = Ticker(
        service.delivery,
        worker,
        service.editors,
        service.inbox,
        clock,
        on_tick=on_tick,
        catch_up=before_sending,
        on_reload=count_questions,
    )
    ticker.start(sending=sending)
    stack.callback(ticker.stop)
    return ticker


def _own_survey(stack: ExitStack, live: _Live) -> Surveyor:
    """Start as the survey's owner, or next in turn; what waits is counted at the end."""
    config = live.config
    folder = config.backup_dir or config.data_dir / "backups"
    surveyor = Surveyor(
        live.service.surveys,
        live.clock,
        config.data_dir / SURVEY_FILE,
        folder if config.backup_copies else None,
    )
    surveyor.start()
    stack.callback(surveyor.stop)
    return surveyor


def _beside(stack: ExitStack, live: _Live) -> None:
    """Start what the app does unasked beside messages; stopped when ``stack`` closes."""
    service, clients, channel = live.service, live.clients, live.config.admin_channel

    def audit() -> bool:
        service.audit.close_months(live.clock.now())
        return post_anchors(service, clients, channel) if channel else False

    def surveys() -> bool:
        return post_surveys(service, clients, channel) if channel else False

    background = Background(
        {
            "homes": lambda: publish_homes(service, clients),
            "audit": audit,
            "survey-posts": surveys,
            "named-files": lambda: delete_named(service, clients),
        }
    )
    background.start()
    stack.callback(background.stop)


def _receive(stack: ExitStack, live: _Live) -> None:
    settings = live.settings
    stack.callback(live.service.report_files.close)
    app = connected_app(live.service, live.clients, settings.signing_secret)
    stack.callback(app.close)
    routes: list[Route] = [health_route(lambda: True), *status_routes(live.status)]
    if not settings.socket_mode:
        routes.append(events_route(app))
    server = HttpServer(live.config.host, live.config.port)
    server.start(Starlette(routes=routes))
    stack.callback(server.stop)
    if settings.app_token is not None:
        link = connect_socket(app, live.clients, settings.app_token)
        stack.callback(link)
        live.probe.follow(link.is_connected)
    log.info("listening on port %d", server.port)


def _serve_status(stack: ExitStack, live: _Live) -> None:
    """Serve what only this machine may ask, where a port is set for it."""
    if not live.config.status_port:
        return
    server = HttpServer(LOOPBACK, live.config.status_port)
    routes = [health_route(lambda: True), *status_routes(live.status, with_metrics=True)]
    server.start(Starlette(routes=routes))
    stack.callback(server.stop)


def _look_after(stack: ExitStack, live: _Live) -> None:
    caretaker = Caretaker(live.caretaking, live.clock)
    caretaker.start()
    stack.callback(caretaker.stop)
    for name in live.service.editors.duties_without_contact():
        log.warning(NO_CONTACT, name)
