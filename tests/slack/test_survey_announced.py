"""What is frozen at an opening is made known: once in the channel, and to administrators."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from bot.core.clock import TOKYO
from bot.core.indicator.questions import usual_questions
from bot.service.survey.values import Announcement
from bot.slack.unasked import post_surveys
from tests.support.front import Front
from tests.support.service import ADMIN, EVERYBODY
from tests.support.slack_payloads import words_of

WAVE = "r8-w2"
OPENS = datetime(2027, 1, 25, 10, tzinfo=TOKYO)
CHANNEL = "C0ADMIN"


@pytest.fixture
def told(front: Front, tmp_path: Path) -> Announcement:
    """A wave that has just opened."""
    surveys = front.ward.service.surveys
    front.ward.clock.moment = OPENS
    assert surveys.take_ownership(tmp_path / "survey.db", OPENS)
    assert surveys.owner is not None
    surveys.owner.open_wave(surveys.plan, WAVE, OPENS)
    made = surveys.announcement(WAVE)
    assert made is not None
    return made


def is_all_of(told: Announcement, words: str) -> bool:
    questions = usual_questions(end_of_year=True)
    said = [told.digest, f"対象{len(EVERYBODY)}人", f"「{WAVE}」", *(q.text for q in questions)]
    return all(part in words for part in [*said, *(o for q in questions for o in q.options)])


def test_hash_number_and_wording_stand_in_the_channel_once(
    front: Front, told: Announcement
) -> None:
    front.forget()
    for _ in range(3):
        post_surveys(front.ward.service, front.clients, CHANNEL)
    post = front.answer()
    assert (post.method, post.args["channel"]) == ("chat.postMessage", CHANNEL)
    assert is_all_of(told, words_of(post.args))


def test_without_a_channel_administrators_are_told_the_same(
    front: Front, told: Announcement
) -> None:
    front.forget()
    front.deliver(ADMIN)
    posts = [
        words_of(c.args) for c in front.calls_since_forgotten() if c.method.endswith("Message")
    ]
    assert [is_all_of(told, words) for words in posts].count(True) == 1
