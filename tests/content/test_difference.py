"""What changes in a file, said so that an editor recognises every line."""

from __future__ import annotations

import pytest

from bot.content.difference import ANOTHER_ORDER, NO_CHANGE, ONLY_COMMENTS, changes
from tests.content.conftest import DESTINATION, KNOWLEDGE

CARD = "destinations/emergency.yaml"


def said(old: str, new: str, name: str = CARD) -> list[str]:
    before = KNOWLEDGE[name]
    assert old in before
    return list(changes(name, before.encode(), before.replace(old, new, 1).encode()))


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("owner: 区で設定", "owner: 見守り担当", ["担当（owner）：「区で設定」 → 「見守り担当」"]),
        ("[場所]", "[場所, 階]", ["伝えること・持ち物（to_tell）：「階」を足しました"]),
        ("[場所]", "[階]", [
            "伝えること・持ち物（to_tell）：「階」を足しました",
            "伝えること・持ち物（to_tell）：「場所」を消しました",
        ]),
        ("say:", "aliases: [110番]\nsay:", ["別名（aliases）：「110番」を足しました"]),
        ("第1項", "第2項", ["出典（sources）の『plan』の条・箇所（cites）：「第1項」 → 「第2項」"]),
        ("say:", "# 言い方\nsay:", [ONLY_COMMENTS]),
        ("name: 警察・消防", 'name: "警察・消防"', [ONLY_COMMENTS]),
    ],
)  # fmt: skip
def test_a_card(old: str, new: str, words: list[str]) -> None:
    assert said(old, new) == words


def test_an_entry_of_a_list_is_named_once() -> None:
    name = "contacts.yaml"
    row = "  - {id: dial-119, name: 消防, phones: [], grade: V2, source_url: null, seen: null}\n"
    assert said("deny_list:", f"{row}deny_list:", name) == [
        "連絡先（contacts）：『dial-119』を足しました"
    ]
    assert said("name: 警察", "name: 警察署", name) == [
        "連絡先（contacts）の『dial-110』の名前（name）：「警察」 → 「警察署」"
    ]


def test_a_long_text_is_shown_where_it_differs() -> None:
    text = "あ" * 200
    (line,) = said("命に危険があるとき", text + "い", CARD)
    assert len(line) < 220
    before = DESTINATION.replace("命に危険があるとき", text + "い").encode()
    after = DESTINATION.replace("命に危険があるとき", text + "う").encode()
    assert changes(CARD, before, after) == (
        f"説明（description）：「…{'あ' * 12}い」 → 「…{'あ' * 12}う」",
    )


def test_utterances() -> None:
    before = "# 例\n殴られている\n倒れている\n".encode()
    after = "倒れている\n×電球が切れた\n火が出ている\n".encode()
    assert changes("examples/emergency.txt", before, after) == (
        "足した言い回し：「電球が切れた」（×：ここではない言い方）",
        "足した言い回し：「火が出ている」",
        "消した言い回し：「殴られている」",
    )


def test_order_sameness_and_new_files() -> None:
    name = "examples/emergency.txt"
    assert changes(name, b"a\nb\n", b"b\na\n") == (ANOTHER_ORDER,)
    assert changes(name, b"a\n", b"a\n") == (NO_CHANGE,)
    assert changes(name, b"a\n", b"# b\na\n") == (ONLY_COMMENTS,)
    assert changes(name, None, b"a\nb\n") == ("新しいファイルです（2行）。",)
    assert changes(name, b"a\n", None) == ("このファイルがなくなります。",)
