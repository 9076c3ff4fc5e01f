"""A ward in a week with two posts: two questions on Monday, one on Wednesday."""

from __future__ import annotations

import pytest

from tests.service.training.posts import Course, open_course
from tests.support.service import Ward


@pytest.fixture
def course(ward: Ward) -> Course:
    """Three people were given this week's three questions."""
    return open_course(ward)
