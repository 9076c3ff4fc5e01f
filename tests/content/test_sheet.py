"""sheet.yaml: lines that fit the screen, cards for what is urgent, consent where it belongs."""

from __future__ import annotations

import pytest

from bot.core.duties import SafetyKind
from bot.core.sheet_items import Agreement, SheetPart
from tests.content.conftest import Desk

SHEET = "knowledge/sheet.yaml"
ITEM = "{id: x-%s, text: あざがある, sources: []%s}"
HEAD = "groups:\n  - id: x\n    title: 見出し\n    part: %s\n    items:\n"


def written(desk: Desk, part: str, *items: str) -> list[str]:
    desk.write(SHEET, HEAD % part + "".join(f"      - {item}\n" for item in items))
    return desk.errors()


def test_everything_an_item_may_say(desk: Desk) -> None:
    more = ", danger: [dv], watch: [elder_abuse], leads: [emergency]"
    assert written(desk, "signs", ITEM % ("a", more)) == []
    knowledge = desk.knowledge().value
    assert knowledge is not None
    (group,) = knowledge.sheet
    (item,) = group.items
    assert group.part is SheetPart.SIGNS
    assert (item.danger, item.watch) == ((SafetyKind.DV,), (SafetyKind.ELDER_ABUSE,))
    assert (item.lead_ids, item.group) == (("emergency",), "x")


def test_consent_stands_under_the_wishes(desk: Desk) -> None:
    item = ITEM % ("a", ", agreement: agreed")
    assert written(desk, "wish", item) == []
    knowledge = desk.knowledge().value
    assert knowledge is not None
    assert knowledge.sheet[0].items[0].agreement is Agreement.AGREED
    assert written(desk, "signs", item) == [
        f"{SHEET}:5: agreement（同意）は、part: wish の見出しの中だけに書けます"
    ]


@pytest.mark.parametrize(
    ("part", "more", "line", "sentence"),
    [
        (
            "urgency",
            "",
            5,
            "急ぎの様子の項目には、どれも danger（すぐ出すカード）を書いてください",
        ),
        ("wish", ", danger: [dv]", 5, "意向の項目には、danger と leads を書けません"),
        (
            "signs",
            ", leads: [emergenci]",
            6,
            (
                "つなぎ先（leads）の『emergenci』は destinations にありません。"
                "『emergency』のことですか"
            ),
        ),
    ],
)
def test_mistakes_are_named_where_they_stand(
    desk: Desk, part: str, more: str, line: int, sentence: str
) -> None:
    assert written(desk, part, ITEM % ("a", more)) == [f"{SHEET}:{line}: {sentence}"]


def test_a_list_of_boxes_holds_ten_short_lines(desk: Desk) -> None:
    eleven = [ITEM % (number, "") for number in range(11)]
    assert written(desk, "signs", *eleven) == [
        f"{SHEET}:6: 項目（items）が多すぎます（11個。10個まで）"
    ]
    long = (ITEM % ("a", "")).replace("あざがある", "あ" * 76)
    assert written(desk, "signs", long) == [
        f"{SHEET}:6: 文（text）が長すぎます（76文字。75文字まで）"
    ]


def test_the_first_screen_holds_nine_headings(desk: Desk) -> None:
    group = "  - {id: g%d, title: 見出し, items: [{id: i%d, text: あざがある, sources: []}]}\n"
    desk.write(SHEET, "groups:\n" + "".join(group % (n, n) for n in range(10)))
    assert desk.errors() == [f"{SHEET}:1: 見たこと・聞いたことの見出しは9つまでにしてください"]
