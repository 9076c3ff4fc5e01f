"""The whole service over a real store, the shipped content and a small fictional ward."""

from __future__ import annotations

import csv
import io
import shutil
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bot.content.library import Library
from bot.core.clock import TOKYO
from bot.core.delivery import (
    CheckResult,
    DeliveryKind,
    DeliveryState,
    NotArrived,
    RetryAfter,
    SendResult,
    Sent,
)
from bot.core.pace import Limits
from bot.core.people import Actor
from bot.service.delivery import DeliveryDesk
from bot.service.home import Home
from bot.service.homes import Homes
from bot.service.planning import ASKING_ALL, Asking
from bot.service.referral import Referral
from bot.service.rooms import Choices, Service, open_service
from bot.service.roster import OPERATOR, RosterImport
from bot.service.sendings import Sendings
from bot.service.training import DueQuestion, Feedback
from bot.store import deliveries, occurrences
from bot.store.engine import Store
from tests.support.engines import kept_engines

ROOT = Path(__file__).parents[2]
KNOWLEDGE_DIR = ROOT / "knowledge"
QUIZZES_DIR = ROOT / "quizzes"

WEEK, KEY = "2026-W47", "quiz/2026-W47/1"
DUE = datetime(2026, 11, 16, 10, tzinfo=TOKYO)  # Monday of that week
SECOND_KEY, SECOND_DUE = "quiz/2026-W47/2", datetime(2026, 11, 18, 10, tzinfo=TOKYO)
LAST = datetime(2026, 11, 17, 17, tzinfo=TOKYO)  # Tuesday, when sending of the first ends
FRIDAY = datetime(2026, 11, 20, 17, tzinfo=TOKYO)  # when sending of the second ends
CLOSE = datetime(2026, 11, 24, 9, tzinfo=TOKYO)  # the Monday after is a holiday
NEXT_DUE = datetime(2026, 11, 24, 10, tzinfo=TOKYO)
NEXT_WEEK, NEXT_KEY = "2026-W48", "quiz/2026-W48/1"
HIRED = datetime(2026, 4, 1, 9, tzinfo=TOKYO)
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)

DESK, HEALTH = "窓口サービス課", "保健福祉課"


@dataclass(frozen=True)
class Someone:
    """One invented member of staff, as a row of the roster."""

    staff_id: str
    name: str
    section: str
    roles: str = ""
    slack: bool = True
    email: str = ""

    @property
    def account(self) -> str:
        return f"U0{self.staff_id}"

    @property
    def row(self) -> Sequence[str]:
        account = self.account if self.slack else ""
        return (self.staff_id, self.name, self.section, self.roles, account, self.email)


CLERK = Someone("T001", "青葉 みどり", DESK)
SUPERVISOR = Someone("T002", "若草 はじめ", DESK, "課長")
NURSE = Someone("T003", "山吹 のぞみ", HEALTH)
HEAD = Someone("T004", "藤 ゆかり", HEALTH, "課長")
TRAINER = Someone("T005", "萩 つづる", HEALTH, "研修担当")
COUNTER = Someone("T006", "桔梗 かぞえ", HEALTH, "指標担当")
EDITOR = Someone("T007", "椿 しるす", HEALTH, "知識編集者")
ADMIN = Someone("T008", "楓 まもる", HEALTH, "管理者")
EVERYBODY = (CLERK, SUPERVISOR, NURSE, HEAD, TRAINER, COUNTER, EDITOR, ADMIN)
STRANGER = "U0STRANGER"


def roster_csv(people: Sequence[Someone] = EVERYBODY) -> bytes:
    """A roster file with these people."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(["職員番号", "氏名", "課", "役割", "Slackメンバーid", "メール"])
    writer.writerows(p.row for p in people)
    return out.getvalue().encode()


class SetClock:
    """A clock that shows what it was set to."""

    def __init__(self, moment: datetime) -> None:
        self.moment = moment

    def now(self) -> datetime:
        return self.moment


@dataclass(frozen=True)
class Ward:
    """One process's view of the ward: its service over the shared store."""

    store: Store
    library: Library
    clock: SetClock
    service: Service

    def actor(self, who: Someone | str, now: datetime = DUE) -> Actor:
        """Whoever that is, as the service knows them at that moment."""
        account = who.account if isinstance(who, Someone) else who
        return self.service.people.actor(account, now)

    def employ(self, people: Sequence[Someone], now: datetime) -> RosterImport:
        """Replace the roster from that day on."""
        result = self.service.roster.replace(OPERATOR, roster_csv(people), now)
        assert result.faults == ()
        return result

    def post(self, now: datetime = DUE) -> int:
        """Plan what is due and send all of it; how many were sent."""
        desk = self.service.delivery
        desk.ensure_due(now)
        sent = 0
        while batch := desk.claim(now):
            for delivery in batch:
                desk.settle(delivery, Sent(f"D{delivery.to}", f"{sent}.0"))
                sent += 1
        return sent

    def due(self, who: Someone, now: datetime = DUE) -> DueQuestion:
        """The question that waits for somebody; there must be one."""
        question = self.service.training.due(self.actor(who, now), now)
        assert question is not None
        return question

    def answer(self, who: Someone, now: datetime = DUE, *, right: bool = True) -> Feedback:
        """Answer what waits for somebody, rightly or wrongly."""
        due = self.due(who, now)
        rights = self.library.course.questions[due.question_id].right_indexes
        chosen = next(c.index for c in due.choices if (c.index in rights) is right)
        return self.service.training.answer(
            self.actor(who, now), due.occurrence_key, due.question_id, chosen, True, now
        )

    def finish(self, who: Someone, now: datetime = SECOND_DUE) -> Feedback:
        """Answer everything that waits for somebody by then; the last feedback."""
        while True:
            last = self.answer(who, now)
            if self.service.training.due(self.actor(who, now), now) is None:
                return last

    def states(self, key: str | None = KEY) -> Mapping[DeliveryState, int]:
        """How many deliveries of a post are in which state; states without any are left out.

        None: of everything there is.
        """
        with self.store.read() as tx:
            if key is None:
                counts = deliveries.counts(tx)
            else:
                found = occurrences.progress(tx, 1, key)
                counts = found[0].counts if found else {}
        return {state: count for state, count in counts.items() if count}


@dataclass(frozen=True)
class Message:
    """One message as a front was asked to send it."""

    kind: DeliveryKind
    ids: Mapping[str, str]
    to: str


class Recorder:
    """A front that writes down what it is asked to send and answers as told.

    ``results`` are used up one by one; afterwards every message is accepted.
    """

    def __init__(self, *results: SendResult) -> None:
        self.sent: list[Message] = []
        self.looked_for: list[str] = []
        self.found: CheckResult = NotArrived()
        self._results = list(results)

    def __call__(
        self, kind: DeliveryKind, payload_ids: Mapping[str, str], to: str, /
    ) -> SendResult:
        self.sent.append(Message(kind, dict(payload_ids), to))
        if self._results:
            return self._results.pop(0)
        return Sent(f"D{to}", f"{len(self.sent)}.000")

    def find(self, delivery_id: str, to: str, age: timedelta, /) -> CheckResult:
        self.looked_for.append(delivery_id)
        return self.found


LATER = RetryAfter(90)
UNPACED = Limits(1e6, 1e6)  # as many at once as there are


def open_desk(
    store: Store, library: Library, clock: SetClock, opened: Service | None = None
) -> DeliveryDesk:
    """The door for sending without a pace, and with real time as the clock was set to."""
    return DeliveryDesk(
        store,
        library,
        posting=UNPACED,
        checking=UNPACED,
        wall=lambda _: clock.moment,
        asking=Asking(opened.standing.usable, opened.trials.avoided) if opened else ASKING_ALL,
    )


def open_ward(
    store: Store,
    library: Library,
    referral: Referral,
    clock: SetClock,
    data_dir: Path = ROOT / "build" / "data",
    *,
    sheet_free_text: bool = False,
    sheet_files: bool = False,
) -> Ward:
    """Every room as ``open_service`` opens them, but with a guide that is ready, and unpaced."""
    choices = Choices(sheet_free_text=sheet_free_text, sheet_files=sheet_files)
    opened = open_service(store, library, clock, data_dir, choices, referral.engines)
    desk = open_desk(store, library, clock, opened)
    service = replace(
        opened,
        home=Home(
            referral,
            opened.training,
            opened.statistics,
            desk,
            opened.editors,
            opened.course_choices,
            opened.surveys,
        ),
        delivery=desk,
        sendings=Sendings(store, UNPACED, lambda _: clock.moment),
        homes=Homes(store, library, lambda _: clock.moment),
    )
    return Ward(store, library, clock, service)


@pytest.fixture(scope="session")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    """The shipped content, read once: a copy, because forms of the front change its files."""
    content = tmp_path_factory.mktemp("shipped")
    knowledge = shutil.copytree(KNOWLEDGE_DIR, content / "knowledge")
    return Library.open(knowledge, shutil.copytree(QUIZZES_DIR, content / "quizzes"))


@pytest.fixture(scope="session")
def referral(library: Library) -> Referral:
    """The guide over it, taken over from whoever made it first."""
    return Referral(library, kept_engines())


@pytest.fixture
def clock() -> SetClock:
    """Monday of the week, when the post is due."""
    return SetClock(DUE)


@pytest.fixture
def ward(store: Store, library: Library, referral: Referral, clock: SetClock) -> Ward:
    """The ward with everybody on the roster since April, nothing planned yet."""
    opened = open_ward(store, library, referral, clock)
    opened.employ(EVERYBODY, HIRED)
    return opened


@pytest.fixture
def posted(ward: Ward) -> Ward:
    """The ward after Monday's post went out to everybody."""
    assert ward.post() == len(EVERYBODY)
    return ward


@pytest.fixture
def second(
    ward: Ward, url: str, library: Library, referral: Referral, clock: SetClock
) -> Iterator[Ward]:
    """Another process's view of the same ward: a store of its own on the same database."""
    store = Store.open(url)
    yield open_ward(store, library, referral, clock)
    store.close()
