"""T12, S1, S2: whatever somebody types, presses or forges, they see what their role allows.

The real Bolt app is driven through signed requests: every command and shortcut, App Home,
every control that anybody was shown, pressed by everybody, with the ids of other sections
and people put into its value, and every modal handed in with forged metadata.
"""

from __future__ import annotations

import re
import shutil
import sys
from collections.abc import Iterator, Mapping
from types import FrameType
from typing import Any

import pytest
from sqlalchemy import event

from bot.content.library import Library
from bot.core import permissions
from bot.core.people import Role
from bot.core.permissions import Action, Scope
from bot.service.referral import Referral
from bot.slack.blocks.together import CONFIRM_FORM, PEOPLE_FORM, UNDO_FORM
from bot.slack.commands import Command
from bot.slack.conversations import LISTENERS
from bot.slack.errors import SENTENCES
from bot.store import items
from bot.store.tables import answer, completion, learning_state
from tests.store.conftest import sqlite_template
from tests.support.crawler import Crawl, catch_files, work_at_once
from tests.support.engines import SHELF, FirstEngine
from tests.support.front import (
    Front,
    database,
    front,
    made_clients,
    staffed_template,
    store,
    ward,
)
from tests.support.service import (
    ADMIN,
    CLERK,
    COUNTER,
    DESK,
    DUE,
    EDITOR,
    EVERYBODY,
    HEAD,
    HEALTH,
    HOUR,
    KNOWLEDGE_DIR,
    NURSE,
    QUIZZES_DIR,
    STRANGER,
    SUPERVISOR,
    TRAINER,
    Someone,
    clock,
)
from tests.support.slack_payloads import words_of

__all__ = [
    "clock",
    "database",
    "front",
    "library",
    "made_clients",
    "referral",
    "sqlite_template",
    "staffed_template",
    "store",
    "ward",
]


pytestmark = pytest.mark.timeout(600)  # half a minute where nobody else is at work


@pytest.fixture(scope="session")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    """A copy of the shipped content: some of what is pressed changes its files."""
    content = tmp_path_factory.mktemp("content")
    knowledge = shutil.copytree(KNOWLEDGE_DIR, content / "knowledge")
    return Library.open(knowledge, shutil.copytree(QUIZZES_DIR, content / "quizzes"))


@pytest.fixture(scope="session")
def referral(library: Library) -> Referral:
    """What is answered does not matter here."""
    return Referral(library, FirstEngine(SHELF))


REFUSED = SENTENCES[permissions.NotPermitted]
IDLE = Someone("T010", "欅 ひろと", DESK)
RESTING = Someone("T011", "楠 いずみ", HEALTH)
ALL = (*EVERYBODY, IDLE, RESTING)
# 管理者 keep the roster and see its names there; who looked at a list is told to those on it.
HERE = {
    "desk": (CLERK, SUPERVISOR, IDLE),
    "health": (NURSE, HEAD, TRAINER, COUNTER, EDITOR, RESTING),
}
FORGED = (DESK, HEALTH, IDLE.staff_id, RESTING.staff_id)
TRYING = (CLERK, SUPERVISOR, TRAINER, COUNTER, EDITOR, ADMIN, STRANGER)
ROLE_OF: Mapping[Someone, Role] = {
    CLERK: Role.STAFF,
    SUPERVISOR: Role.SUPERVISOR,
    TRAINER: Role.TRAINING_OFFICER,
    COUNTER: Role.INDICATOR_OFFICER,
    EDITOR: Role.KNOWLEDGE_EDITOR,
    ADMIN: Role.ADMINISTRATOR,
}


@pytest.fixture
def busy(front: Front, monkeypatch: pytest.MonkeyPatch) -> Front:
    """Two sections in a week in which some have answered, one of them wrongly."""
    front.ward.employ(ALL, DUE)
    front.ward.post()
    for who, right in ((CLERK, True), (NURSE, False)):
        front.ward.answer(who, right=right)
    front.ward.clock.moment = DUE + HOUR
    return front


@pytest.fixture(autouse=True)
def one_after_the_other(monkeypatch: pytest.MonkeyPatch) -> None:
    """What follows an acknowledgement is said to whoever asked."""
    work_at_once(monkeypatch)


@pytest.fixture
def files(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What would stand in the files that are made on request."""
    return catch_files(monkeypatch)


# 研修担当 tick by name who took part in a 朝礼5分カード, in any section; each such list is
# in the audit.
TICKING = (PEOPLE_FORM, CONFIRM_FORM, UNDO_FORM)


def elsewhere_shown_to(crawl: Crawl, who: Someone) -> str:
    """Everything somebody was shown, for 研修担当 without the forms in which they tick."""
    said = crawl.shown.get(who.account, [])
    if who is TRAINER:
        said = [one for one in said if not any(form in one for form in TICKING)]
    return "\n".join(said)


def leaks(crawl: Crawl) -> Iterator[str]:
    """Names of the other section that somebody was shown."""
    for section, others in (("desk", "health"), ("health", "desk")):
        for who in HERE[section]:
            shown = elsewhere_shown_to(crawl, who)
            yield from (f"{who.name} saw {o.name}" for o in HERE[others] if o.name in shown)
    shown = crawl.words_shown_to(STRANGER)
    yield from (f"a stranger saw {who.name}" for who in ALL if who.name in shown)


def test_s1_and_s2_whatever_anybody_tries(busy: Front, files: list[str]) -> None:
    """No name of another section is shown, and answers are read for their owner only."""
    crawl = Crawl(busy, FORGED, files)
    watch = AnswersWatch(busy)
    for look in (Crawl.look_around, Crawl.press_everything, Crawl.hand_in_everything):
        for who in TRYING:
            watch.asking = who
            look(crawl, who)
    assert list(leaks(crawl)) == []
    assert watch.strange == []
    assert IDLE.name in crawl.words_shown_to(SUPERVISOR), "the fuzz reaches the lists of names"
    for who in (CLERK, TRAINER, COUNTER, EDITOR):
        others = {o.name for o in (CLERK, IDLE, NURSE, RESTING)} - {who.name}
        assert [name for name in others if name in elsewhere_shown_to(crawl, who)] == []
    ticked = [said for said in crawl.shown[TRAINER.account] if f'"{PEOPLE_FORM}"' in said]
    assert any(IDLE.name in said for said in ticked), "the fuzz reaches the ticking by name"
    assert len(ticked) <= len(_looks_of(busy, TRAINER, "（集合の記録）"))


def _looks_of(front: Front, viewer: Someone, what: str) -> list[str]:
    """What the audit holds of somebody's looks at the lists of both sections."""
    return [
        look.what
        for who in (IDLE, RESTING)
        for look in front.ward.service.audit.looks_at_me(front.ward.actor(who))
        if look.viewer and look.viewer.staff_id == viewer.staff_id and look.what.endswith(what)
    ]


class AnswersWatch:
    """Every statement over the answers that a request makes names who asked, or counts."""

    def __init__(self, front: Front) -> None:
        self.asking: Someone | str = ""
        self.strange: list[str] = []
        for engine in (front.ward.store._reader, front.ward.store._writer):
            event.listen(engine, "before_cursor_execute", self._look)

    def _look(self, _c: Any, _cursor: Any, statement: str, values: Any, _x: Any, _m: Any) -> None:
        if not re.search(r"\b(FROM|JOIN) (answer|learning_state)\b", statement):
            return
        if _for_figures_about_questions():
            return
        own = isinstance(self.asking, Someone) and self.asking.staff_id in str(values)
        if not own and "count(" not in statement.lower():
            self.strange.append(f"{self.asking}: {statement} {values}")


def _for_figures_about_questions() -> bool:
    """Read by ``store.items``, which gives numbers for people and never leaves the service."""
    frame: FrameType | None = sys._getframe()
    while frame is not None:
        if frame.f_code is items.first_attempts.__code__:
            return True
        frame = frame.f_back
    return False


def test_s1_the_fuzz_finds_a_table_that_reaches_too_far(
    busy: Front, files: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The test of the test: with one cell of the table wrong, names get out."""
    wrong = {**permissions.PERMISSIONS, Action.SEE_NAMES: {Role.SUPERVISOR: Scope.WARD}}
    monkeypatch.setattr(permissions, "PERMISSIONS", wrong)
    crawl = Crawl(busy, FORGED, files)
    crawl.look_around(SUPERVISOR)
    pressed = crawl.press_everything(SUPERVISOR)
    crawl.press_everything(SUPERVISOR, but=pressed)
    assert any("saw" in leak for leak in leaks(crawl))


def test_s2_what_others_see_does_not_depend_on_an_answer(busy: Front, files: list[str]) -> None:
    """IDLE answers rightly in one ward and wrongly in the other: nobody else sees a difference."""
    seen = []
    for right in (True, True, False):  # the first time is for what is shown only once
        with busy.ward.store.write() as tx:
            for table in (answer, completion, learning_state):
                tx.execute(table.delete().where(table.c.staff_id == IDLE.staff_id))
        busy.ward.answer(IDLE, DUE + HOUR, right=right)
        crawl = Crawl(busy, FORGED, files)
        for who in (SUPERVISOR, TRAINER, ADMIN):
            crawl.look_around(who)
        seen.append({a: [_steady(words) for words in said] for a, said in crawl.shown.items()})
    assert seen[1] == seen[2]


def _steady(words: str) -> str:
    """Without keys, times and the looks that the fuzz itself is written down for."""
    if "名前の一覧を見た人" in words:
        return "record"
    return re.sub(r"[0-9a-f]{16,}", "key", words)


@pytest.mark.parametrize(
    "who", [*ROLE_OF, STRANGER], ids=lambda w: getattr(w, "roles", w) or "本人"
)
def test_every_command_opens_for_exactly_the_roles_of_the_table(
    busy: Front, who: Someone | str
) -> None:
    role = ROLE_OF.get(who) if isinstance(who, Someone) else None
    for command in LISTENERS:
        ack = busy.command(who, command.word)
        said = words_of(ack.body) if ack.body else words_of(busy.calls("views.open")[-1].args)
        assert (REFUSED in said) == (not _opens(command, role)), command.id


def _opens(command: Command, role: Role | None) -> bool:
    if command.needs is None:
        return True
    table = permissions.PERMISSIONS[command.needs]
    return role is not None and bool({role, Role.STAFF} & set(table))
