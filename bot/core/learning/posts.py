"""What one post asks, as its delivery carries it: ids of questions, and the track it is of."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum

QUESTIONS = "questions"
TRACK = "track"
SIGNS = "signs"
"""The id of the group of signs that a newcomer's first post shows (course.newcomers)."""
NOTICE = "notice"
LAST_FOR_NOW = "last-for-now"
"""The notice of a post after which the posts stand still: nobody answered for three weeks."""


class Track(StrEnum):
    """Why a post asks what it asks; COURSE is the ordinary week and is not written down."""

    COURSE = "course"
    NEWCOMER = "newcomer"
    PRETEST = "pretest"
    CATCH_UP = "catch-up"


def payload_of(question_ids: Iterable[str], track: Track = Track.COURSE) -> Mapping[str, str]:
    """The payload of a post with these questions, in the order they are asked."""
    asked = {QUESTIONS: " ".join(question_ids)}
    return asked if track is Track.COURSE else {**asked, TRACK: track.value}


def questions_of(payload: Mapping[str, str]) -> tuple[str, ...]:
    """The ids of the questions of a post; none where a message asks nothing."""
    return tuple(payload.get(QUESTIONS, "").split())


def track_of(payload: Mapping[str, str]) -> Track:
    """The track of a post; one that a later version wrote counts as the ordinary course."""
    try:
        return Track(payload.get(TRACK, Track.COURSE))
    except ValueError:
        return Track.COURSE
