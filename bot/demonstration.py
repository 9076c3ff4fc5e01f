"""The demonstration: fictional staff, a local Slack, a movable clock and a database of its own."""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from starlette.routing import Route

from bot import collector
from bot.app import start_ticker
from bot.clock import MovableClock
from bot.config import Config, ConfigError
from bot.content.copied import copied
from bot.content.library import Library
from bot.core.learning.weeks import next_post_after
from bot.core.pace import Limits
from bot.databases import LIVE_FILE, open_store, sqlite_url
from bot.jobs.background import Background
from bot.jobs.surveyor import Surveyor
from bot.service.caretaking import open_caretaking
from bot.service.engine import Engines
from bot.service.rooms import Choices, Service, open_service
from bot.service.roster import OPERATOR
from bot.service.watch import Watch
from bot.serving import HttpServer, end_soon, stop_signals
from bot.slack.clients import make_clients
from bot.slack.connection import connect_socket, connected_app
from bot.slack.http import health_route
from bot.slack.manifest import manifest
from bot.slack.named_files import delete_named
from bot.status import Status
from bot.status import routes as status_routes
from bot.store import marker
from bot.store.engine import Store
from bot.store.errors import KindConflict
from bot.workspace.model import Person
from bot.workspace.server import SocketDelivery, Workspace

DEMO_FILE = "demo.db"
DEMO_SURVEY = "demo-survey.db"
STATE_FILE = "demo-workspace.json"
CONTENT_FOLDER = "demo-content"
CHANNELS = ("全体連絡", "窓口")
LOOPBACK = "127.0.0.1"
AT_ONCE = Limits(ceiling=20, start=20)  # nobody waits for a page of one's own
LIVE_IS_NOT_DEMO = (
    "このデータベースは本番用です。SLACK_BOT_TOKEN が設定されていないため起動しません。"
    "トークンを設定して、もう一度起動してください。"
)
NO_COPY = (
    "デモで使う知識と設問の写しを {folder} に作れませんでした。"
    "書き込める場所を DATA_DIR に設定して、もう一度起動してください。"
)


@dataclass(frozen=True, slots=True)
class DemoPerson:
    """One fictional member of staff; the names belong to nobody."""

    staff_id: str
    slack_user_id: str
    name: str
    section: str
    roles: str

    @property
    def title(self) -> str:
        """How the page introduces the person."""
        return f"{self.roles or '職員'}（{self.section}）"


PEOPLE = (
    DemoPerson("D001", "U0DEMO01", "海野 あおい", "窓口サービス課", ""),
    DemoPerson("D002", "U0DEMO02", "浜田 みなと", "窓口サービス課", "課長"),
    DemoPerson("D003", "U0DEMO03", "汐見 かなで", "保健福祉課", "研修担当"),
    DemoPerson("D004", "U0DEMO04", "磯貝 ひより", "保健福祉課", "知識編集者"),
    DemoPerson("D005", "U0DEMO05", "渡瀬 そら", "保健福祉課", "管理者"),
    DemoPerson("D006", "U0DEMO06", "波多野 りく", "保健福祉課", "指標担当"),
)


def roster_csv() -> bytes:
    """The fictional staff as a roster file, imported like any other."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(["職員番号", "氏名", "課", "役割", "Slackメンバーid"])
    for p in PEOPLE:
        writer.writerow([p.staff_id, p.name, p.section, p.roles, p.slack_user_id])
    return out.getvalue().encode()


def run_demo(
    config: Config,
    *,
    on_record: Callable[[Mapping[str, object]], None] | None = None,
) -> None:
    """Serve the local workspace on loopback until asked to end."""
    forget_proxies()
    refuse_beside_live(config)
    with ExitStack() as stack:
        store = open_demo_store(config)
        stack.callback(store.close)
        address = start_demo(stack, config, store, on_record=on_record)
        stopped = stop_signals()
        collector.leave_alone()
        print(
            f"気づきナビのデモを始めました。ブラウザーで開いてください： {address}\n"
            "終わるときは Ctrl+C を押してください。",
            flush=True,
        )
        stopped()
        end_soon()


def forget_proxies() -> None:
    """The demonstration talks to loopback only, whatever proxy the machine uses."""
    for name in ("HTTPS_PROXY", "https_proxy", "HTTP_PROXY", "http_proxy"):
        os.environ.pop(name, None)


def refuse_beside_live(config: Config) -> None:
    """Where real data lives, a lost token must not turn into an open page."""
    file = config.data_dir / LIVE_FILE
    if config.database_url or not file.exists():
        return
    store = Store.open(sqlite_url(file))
    try:
        with store.read() as tx:
            if store.revision() is not None and marker.kind(tx) == "live":
                raise ConfigError(LIVE_IS_NOT_DEMO)
    finally:
        store.close()


def open_demo_store(config: Config) -> Store:
    """The demonstration's own database; a live one is refused."""
    url = config.database_url or sqlite_url(config.data_dir / DEMO_FILE)
    try:
        return open_store(url, "demo")
    except KindConflict as error:
        raise ConfigError(LIVE_IS_NOT_DEMO) from error


def movable_clock(store: Store) -> MovableClock:
    """A clock whose offset is kept in the demonstration's database."""

    def keep(offset: timedelta) -> None:
        with store.write() as tx:
            marker.set_clock_offset(tx, offset)

    with store.read() as tx:
        return MovableClock(marker.clock_offset(tx), keep)


def open_copy(config: Config, engines: Engines) -> Library:
    """The content as a copy, made anew at each start (ContentUnusable, ConfigError).

    What visitors put in place is nobody's real guide.
    """
    folder = config.data_dir / CONTENT_FOLDER
    try:
        knowledge, quizzes = copied((config.knowledge_dir, config.quizzes_dir), folder)
    except OSError as error:
        raise ConfigError(NO_COPY.format(folder=folder)) from error
    return Library.open(knowledge, quizzes, engines.knowledge)


class DemoClock:
    """What the page may do with the clock: read it and move it forward."""

    def __init__(self, clock: MovableClock, library: Library) -> None:
        self._clock = clock
        self._library = library

    def now(self) -> datetime:
        """The demonstration's present moment."""
        return self._clock.now()

    def advance_to(self, moment: datetime) -> None:
        """Move forward (ValueError for the past)."""
        self._clock.advance_to(moment)

    def next_post(self) -> datetime:
        """When the next weekly question arrives."""
        return next_post_after(self._clock.now(), self._library.course.calendar)


def start_demo(
    stack: ExitStack,
    config: Config,
    store: Store,
    *,
    on_record: Callable[[Mapping[str, object]], None] | None = None,
) -> str:
    """Start everything on loopback and return the page's address."""
    clock = movable_clock(store)
    engines = Engines(config.data_dir)
    library = open_copy(config, engines)
    service = open_service(
        store,
        library,
        clock,
        config.data_dir,
        Choices(
            posting=AT_ONCE,
            sheet_free_text=config.sheet_free_text,
            sheet_files=config.sheet_files,
        ),
        engines,
    )
    service.referral.warm_up()
    service.roster.replace(OPERATOR, roster_csv(), clock.now())
    workspace = Workspace(
        manifest=manifest(),
        people=[Person(p.slack_user_id, p.name, p.title) for p in PEOPLE],
        channels=CHANNELS,
        clock=DemoClock(clock, library),
        state_file=config.data_dir / STATE_FILE,
        delivery=SocketDelivery(),
        on_record=on_record,
    )
    watch, routes = _seen_from_outside(config, store, library, service)
    server = HttpServer(LOOPBACK, config.port)
    server.start(workspace.asgi(extra_routes=routes))
    stack.callback(server.stop)
    stack.callback(workspace.close)
    address = f"http://{LOOPBACK}:{server.port}/"
    clients = make_clients(workspace.bot_token, f"{address}api/")
    app = connected_app(service, clients, None)
    stack.callback(app.close)
    stack.callback(connect_socket(app, clients, workspace.app_token))
    beat = partial(_beat, watch, clock)
    ticker = start_ticker(stack, service, clients, clock, on_tick=beat)
    clock.on_move.append(ticker.wake)
    surveyor = Surveyor(service.surveys, clock, config.data_dir / DEMO_SURVEY, None)
    surveyor.start()
    clock.on_move.append(surveyor.wake)
    stack.callback(surveyor.stop)
    named_files = Background({"named-files": lambda: delete_named(service, clients)})
    named_files.start()
    stack.callback(named_files.stop)
    stack.callback(service.report_files.close)
    return address


def _seen_from_outside(
    config: Config, store: Store, library: Library, service: Service
) -> tuple[Watch, list[Route]]:
    """What a live installation shows; everything of the demonstration stays on loopback."""
    chores = open_caretaking(store, library, config.data_dir, 0, config.terms)
    status = Status(chores.health, service.metrics, service.clock, lambda: None)
    routes = [health_route(lambda: True), *status_routes(status, with_metrics=True)]
    return chores.watch, routes


def _beat(watch: Watch, clock: MovableClock) -> None:
    """The scheduler has been round; that its clock was moved is no silence to tell of."""
    watch.beat(clock.now(), telling=False)
