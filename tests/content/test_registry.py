"""sources.yaml and contacts.yaml: numbers, dates and where they come from."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from bot.core.knowledge import Contact, Grade
from tests.content.conftest import Desk

Told = Callable[[], list[str]]
CONTACTS = "knowledge/contacts.yaml"


def test_a_row_becomes_a_contact(desk: Desk) -> None:
    loaded = desk.knowledge()
    assert loaded.value is not None
    assert loaded.value.contacts["dial-110"] == Contact(
        "dial-110",
        "警察",
        ("110", "06-6682-0000"),
        Grade.V2,
        "https://example.jp/",
        "2026-07-26",
    )


def test_a_date_that_is_not_known_is_explained(told: Told) -> None:
    """
    == knowledge/contacts.yaml + seen: "2026-07-26" → seen: null
    == knowledge/sources.yaml +     seen: "2026-07"⏎ →
    """
    sentence = "掲載日・確認日（seen）がないときは、日付の説明（seen_note）に理由を書いてください"
    assert told() == [
        f"knowledge/contacts.yaml:7: {sentence}",
        f"knowledge/sources.yaml:2: {sentence}",
    ]


def test_a_contact_without_a_page_says_why(told: Told) -> None:
    """
    == knowledge/contacts.yaml + source_url: https://example.jp/ → source_url: null
    """
    assert told() == [
        (
            "knowledge/contacts.yaml:6: "
            "出典のURL（source_url）がないときは、備考（note）に理由を書いてください"
        )
    ]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("source_url: https://example.jp/", "source_url: null\n    note: 一覧の引用"),
        ("source_url: https://example.jp/", "source_url: null\n    seen_note: 一覧の引用"),
        ("grade: V2\n    source_url: https://example.jp/", "grade: ward"),
        ('phones: ["110", "06-6682-0000"]', "phones: []"),
        ("grade: V2", "grade: V-old\n    always_open: true\n    hours: 24時間"),
    ],
)
def test_rows_that_are_complete(desk: Desk, old: str, new: str) -> None:
    desk.replace(CONTACTS, old, new)
    assert [e for e in desk.errors() if e.startswith(CONTACTS)] == []


@pytest.mark.parametrize("number", ["06-6682", "６６８２", "06-6682-98245678", "電話", "066-"])
def test_what_is_no_number(desk: Desk, number: str) -> None:
    desk.replace(CONTACTS, '"06-6682-0000"', f'"{number}"')
    assert desk.errors() == [
        (
            f"{CONTACTS}:4: 電話番号（phones）の『{number}』は電話番号ではありません。"
            "06-0000-0000・110・#7119 のように半角の数字と『-』で書いてください"
        )
    ]


def test_an_unquoted_short_number(told: Told) -> None:
    """
    == knowledge/contacts.yaml + "110", → 110,
    """
    assert told() == [
        (
            "knowledge/contacts.yaml:4: 電話番号（phones）の『110』は引用符で囲んでください"
            "（囲まないと数と読まれます）"
        )
    ]


@pytest.mark.parametrize("url", ["example.jp", "https://example.jp/ (広報)", "javascript:alert(1)"])
def test_a_page_is_a_web_address(desk: Desk, url: str) -> None:
    desk.replace(CONTACTS, "source_url: https://example.jp/", f"source_url: '{url}'")
    assert desk.errors() == [
        (
            f"{CONTACTS}:6: 出典のURL（source_url）の『{url}』は使えません。"
            "https:// で始まる、空白や全角文字のない URL にしてください"
        )
    ]


@pytest.mark.parametrize("always_open", ["yes", "on", '"true"', "True"])
def test_yes_and_no_are_true_and_false(desk: Desk, always_open: str) -> None:
    desk.replace(CONTACTS, "grade: V2", f"grade: V2\n    always_open: {always_open}")
    sentence = "24時間受付（always_open）は true か false で書いてください"
    assert desk.errors() == [f"{CONTACTS}:6: {sentence}"]


def test_a_source_has_no_ward_grade(told: Told) -> None:
    """
    == knowledge/sources.yaml + grade: plan → grade: ward
    """
    assert told() == [
        (
            "knowledge/sources.yaml:5: 確かさ（grade）に『ward』は使えません"
            "（使えるのは V1・V2・V-old・plan）"
        )
    ]
