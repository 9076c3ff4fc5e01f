"""What reads as a phone number and what only looks a little like one."""

from __future__ import annotations

import pytest

from bot.content.phones import find_numbers, number_key, registered


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("電話06-6682-9824まで", ["0666829824"]),
        ("TEL0666829824", ["0666829824"]),
        ("０６－６６８２－９８２４", ["0666829824"]),
        ("06‐6682―9824", ["0666829824"]),
        ("06ー6682ー9824", ["0666829824"]),
        ("06(6682)9824", ["0666829824"]),
        ("（06）6682-9824", ["0666829824"]),
        ("06 6682 9824", ["0666829824"]),
        ("06.6682.9824", ["0666829824"]),
        ("〇六-六六八二-九八二四", ["0666829824"]),
        ("+81-6-6682-9824", ["0666829824"]),
        ("6682-9824（市外局番なし）", ["66829824"]),
        ("0120-279-338を押して2", ["0120279338"]),
        ("0120-279-338 2番", ["0120279338"]),
        ("0120-061-338・0570-064-556", ["0120061338", "0570064556"]),
        ("0570-078374", ["0570078374"]),
        ("090-1234-5678", ["09012345678"]),
        ("070-2300-4902", ["07023004902"]),
        ("0800-123-4567", ["08001234567"]),
        ("#7119へ", ["#7119"]),
        ("＃８００８", ["#8008"]),
        ("すぐ110番", ["110"]),
        ("１１９番へ", ["119"]),
        ("189に電話する", ["189"]),
        ("189番に通告", ["189"]),
    ],
)
def test_numbers_are_found_however_they_are_typed(text: str, keys: list[str]) -> None:
    assert [found.key for found in find_numbers(text)] == keys


@pytest.mark.parametrize(
    "text",
    [
        "2026-11-22",
        "2026-07-01 2026-08-01",
        "2025-2026年度",
        "令和7年度（2025-2026）",
        "第110条",
        "110円",
        "110番地",
        "100番目",
        "第189回に参加",
        "9:00-17:00",
        "100,000円",
        "https://www.city.osaka.lg.jp/page/0000323019.html",
        "www.city.osaka.lg.jp/page/0000323019.html",
        "https://laws.e-gov.go.jp/law/413M60000100001",
        "413M60000100001",
        "id-0123456789012345",
        "# 2026年",
        "&#1234;",
        "",
    ],
)
def test_other_digits_are_left_alone(text: str) -> None:
    assert list(find_numbers(text)) == []


def test_a_web_address_does_not_swallow_the_number_behind_it() -> None:
    found = list(find_numbers("https://example.jp/（06-6682-9824）"))
    assert [item.key for item in found] == ["0666829824"]


def test_a_number_is_known_by_its_digits() -> None:
    numbers = frozenset({number_key("06-6682-9824")})
    assert registered(number_key("6682-9824"), numbers)
    assert not registered(number_key("6682-9825"), numbers)


def test_long_lines_take_no_time() -> None:
    assert list(find_numbers("a" * 300_000)) == []
    assert list(find_numbers("a." * 150_000)) == []
    assert list(find_numbers("0" + "-" * 300_000)) == []
