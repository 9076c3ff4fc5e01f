"""What nobody waits for gives way to requests, and is not put off for ever."""

from __future__ import annotations

import threading
import time

import pytest

from bot.slack.afterwards import MOST_HOMES, Afterwards
from bot.slack.traffic import LULL_SECONDS, Traffic


def seconds_waited(traffic: Traffic, patience: float) -> float:
    began = time.monotonic()
    traffic.wait_for_lull(patience)
    return time.monotonic() - began


def test_where_nothing_is_under_way_nobody_waits() -> None:
    assert seconds_waited(Traffic(), 10) < 1


def test_a_request_that_takes_long_is_waited_for_no_longer_than_told() -> None:
    traffic = Traffic()
    with traffic.request():
        assert 0.1 <= seconds_waited(traffic, 0.1) < 5


def test_it_goes_on_soon_after_the_last_request() -> None:
    traffic, entered, release = Traffic(), threading.Event(), threading.Event()

    def request() -> None:
        with traffic.request():
            entered.set()
            assert release.wait(60)

    thread = threading.Thread(target=request)
    thread.start()
    assert entered.wait(60)
    threading.Timer(0.05, release.set).start()
    assert LULL_SECONDS <= seconds_waited(traffic, 30) < 10
    assert release.is_set()
    thread.join()


def test_a_request_that_fails_is_over_too() -> None:
    traffic = Traffic()
    with pytest.raises(KeyError), traffic.request():
        raise KeyError
    assert seconds_waited(traffic, 10) < 5


def test_a_home_is_published_once_however_often_it_is_named_meanwhile() -> None:
    traffic, done, published = Traffic(), threading.Event(), list[str]()

    def publish(user_id: str) -> None:
        published.append(user_id)
        if user_id == "last":
            done.set()

    afterwards = Afterwards(publish, traffic)
    with traffic.request():
        for _ in range(5):
            afterwards.refresh_home("U1")
        afterwards.refresh_home("last")
    assert done.wait(60)
    assert published == ["U1", "last"]


def test_in_the_greatest_rush_homes_are_left_out() -> None:
    traffic, published, all_done = Traffic(), list[str](), threading.Event()

    def publish(user_id: str) -> None:
        published.append(user_id)
        if len(published) == MOST_HOMES:
            all_done.set()

    afterwards = Afterwards(publish, traffic)
    with traffic.request():
        for number in range(MOST_HOMES + 50):
            afterwards.refresh_home(f"U{number}")
    assert all_done.wait(60)
    assert len(set(published)) == MOST_HOMES
