"""Numbers of certificates: read however they are typed, and wrong typing is noticed."""

from __future__ import annotations

import secrets
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.serial import (
    DRAWN,
    LENGTH,
    SIGNS,
    check_sign,
    new_serial,
    read_serial,
    shown_serial,
)

bodies = st.text(SIGNS, min_size=DRAWN, max_size=DRAWN)
serials = bodies.map(lambda body: body + check_sign(body))
places = st.integers(0, LENGTH - 1)


@given(serials)
def test_a_number_is_read_as_it_is_printed(serial: str) -> None:
    assert read_serial(shown_serial(serial)) == serial


@given(serials, st.sampled_from(["-", "－", "—", " ", "\u3000", "ー", ""]))
def test_width_case_and_hyphens_do_not_matter(serial: str, between: str) -> None:
    typed = between.join((serial[:5].lower(), serial[5:]))
    wide = "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in typed)
    assert read_serial(f" {typed} ") == serial
    assert read_serial(wide) == serial
    assert unicodedata.normalize("NFKC", wide) == unicodedata.normalize("NFKC", typed)


@given(serials, places, st.sampled_from(SIGNS))
def test_one_wrong_sign_is_noticed(serial: str, place: int, other: str) -> None:
    wrong = serial[:place] + other + serial[place + 1 :]
    assert (read_serial(wrong) is None) is (wrong != serial)


@given(serials, places, places)
def test_two_signs_that_changed_places_are_noticed(serial: str, one: int, two: int) -> None:
    signs = list(serial)
    signs[one], signs[two] = signs[two], signs[one]
    wrong = "".join(signs)
    assert (read_serial(wrong) is None) is (wrong != serial)


@given(st.text(max_size=14))
def test_whatever_is_typed_is_a_number_or_none(typed: str) -> None:
    found = read_serial(typed)
    assert found is None or (len(found) == LENGTH and set(found) <= set(SIGNS))


@pytest.mark.parametrize("typed", ["", "0", "3HK7P-9QX2", "3HK7P-9QX2AA", "OIL1E-OIL1E"])
def test_what_cannot_be_a_number(typed: str) -> None:
    assert read_serial(typed) is None


def test_the_signs_are_a_prime_number_and_cannot_be_mistaken() -> None:
    assert len(set(SIGNS)) == len(SIGNS) == 29
    assert set(SIGNS).isdisjoint("01OILEU")


def test_numbers_are_drawn_by_lot() -> None:
    drawn = {new_serial(secrets.choice) for _ in range(300)}
    assert len(drawn) == 300
    assert all(read_serial(serial) == serial for serial in drawn)
    assert all({serial[place] for serial in drawn} > {"2"} for place in range(DRAWN))
