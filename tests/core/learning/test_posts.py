"""What a post carries is read as it was written, and what others wrote does no harm."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.learning.posts import Track, payload_of, questions_of, track_of

IDS = st.lists(st.from_regex(r"[a-z][a-z0-9-]{0,20}", fullmatch=True), max_size=8)


@given(ids=IDS, track=st.sampled_from(Track))
def test_a_post_is_read_as_it_was_written(ids: list[str], track: Track) -> None:
    payload = payload_of(ids, track)
    assert questions_of(payload) == tuple(ids)
    assert track_of(payload) is track


@pytest.mark.parametrize("payload", [{}, {"other": "x"}, {"track": "of a later version"}])
def test_what_asks_nothing_asks_nothing(payload: dict[str, str]) -> None:
    assert questions_of(payload) == ()
    assert track_of(payload) is Track.COURSE
