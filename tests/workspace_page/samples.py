"""What the stub shows: people, messages with every block type, a home tab, modals."""

from __future__ import annotations

from tests.workspace_page.build import (
    Json,
    entry,
    message,
    mrkdwn,
    option,
    plain,
    section,
    text_entry,
)

APP = {"id": "A1", "name": "気づきナビ", "bot_user_id": "UBOT"}
DIRECT = "D1"
PEOPLE = [
    {"id": "U1", "name": "見本 はなこ", "title": "職員（窓口サービス課）"},
    {"id": "U2", "name": "例示 たろう", "title": "課長（窓口サービス課）"},
    {"id": "U3", "name": "試行 みどり", "title": "研修担当"},
]
COMMANDS = [
    {
        "command": "/kizuki",
        "usage_hint": "[困りごと｜クイズ｜ヘルプ]",
        "description": "相談先をさがします",
    },
    {"command": "/kizuki-quiz", "usage_hint": "", "description": "今週の設問を開きます"},
]
SHORTCUTS = [
    {
        "callback_id": "ask",
        "name": "相談先をさがす",
        "description": "困りごとから相談先をさがします",
    },
    {"callback_id": "quiz", "name": "クイズに答える", "description": "今週の設問に答えます"},
]


OPTIONS = [
    option("はい", "yes", "会って確かめた"),
    option("いいえ", "no"),
    option("わからない", "?"),
]
MANY = [option(f"窓口{number}", f"desk-{number}") for number in range(1, 16)]
CONFIRM = {
    "title": plain("記録しますか"),
    "text": mrkdwn("*あとから直せます。*"),
    "confirm": plain("記録する"),
    "deny": plain("やめる"),
}
BUTTONS = [
    {
        "type": "button",
        "action_id": "helpful",
        "text": plain("役に立った"),
        "value": "1",
        "style": "primary",
    },
    {
        "type": "button",
        "action_id": "record",
        "text": plain("記録する"),
        "value": "r",
        "confirm": CONFIRM,
    },
    {"type": "button", "action_id": "sheet", "text": plain("シートを開く")},
    {
        "type": "button",
        "action_id": "site",
        "text": plain("案内を見る"),
        "url": "https://example.invalid/a",
    },
    {
        "type": "overflow",
        "action_id": "more",
        "options": [option("あとで見る", "later"), option("消す", "remove")],
    },
]
LONG = (
    "窓口で「家賃を払えず、食べるものもない」と話す方には、まず今日の食べ物があるかを確かめます。"
    * 12
)

ANSWER: list[Json] = [
    {"type": "header", "block_id": "h", "text": plain("相談先の候補")},
    section(
        "s1",
        "*生活困窮の相談窓口*（本庁舎2階）\n> 家賃と食べ物の両方を一度に相談できます。\n"
        "`確認日 2026-11-02` ~旧窓口~ _予約不要_ "
        "<https://example.invalid/desk|窓口の案内> <@U2> <#C1>",
        accessory={"type": "button", "action_id": "open", "text": plain("くわしく"), "value": "d1"},
    ),
    {
        "type": "section",
        "block_id": "s2",
        "fields": [
            mrkdwn("*担当*\n生活支援担当"),
            mrkdwn("*受付*\n9:00–17:00"),
            plain("出典 区の一覧"),
        ],
    },
    {"type": "divider", "block_id": "dv"},
    {"type": "actions", "block_id": "a1", "elements": BUTTONS},
    {
        "type": "context",
        "block_id": "c1",
        "elements": [mrkdwn("出典：区の一覧（確認日 2026年11月2日）")],
    },
]

CHOICES: list[Json] = [
    section("q", "訪問で *気づいたこと* を選んでください。"),
    {
        "type": "actions",
        "block_id": "a2",
        "elements": [
            {"type": "radio_buttons", "action_id": "radio", "options": OPTIONS},
            {"type": "checkboxes", "action_id": "boxes", "options": OPTIONS[:2]},
            {
                "type": "static_select",
                "action_id": "select",
                "placeholder": plain("窓口を選ぶ"),
                "options": MANY[:3],
            },
            {"type": "datepicker", "action_id": "date", "initial_date": "2026-11-24"},
        ],
    },
    {
        "type": "rich_text",
        "block_id": "rt",
        "elements": [
            {
                "type": "rich_text_section",
                "elements": [{"type": "text", "text": "つぎの順に", "style": {"bold": True}}],
            },
            {
                "type": "rich_text_list",
                "style": "ordered",
                "elements": [
                    {"type": "rich_text_section", "elements": [{"type": "text", "text": "聴く"}]},
                    {"type": "rich_text_section", "elements": [{"type": "text", "text": "つなぐ"}]},
                ],
            },
        ],
    },
    {
        "type": "markdown",
        "block_id": "md",
        "text": "## 手順\n- **まず**聴く\n- [案内](https://example.invalid/)",
    },
    {"type": "image", "block_id": "im", "image_url": "/static/icon.svg", "alt_text": "受講の推移"},
]

HOME: Json = {
    "type": "home",
    "blocks": [
        {"type": "header", "block_id": "hh", "text": plain("今週の設問")},
        section("hs", "まだ答えていません。"),
        {
            "type": "actions",
            "block_id": "ha",
            "elements": [
                {
                    "type": "button",
                    "action_id": "answer",
                    "text": plain("答える"),
                    "style": "primary",
                }
            ],
        },
    ],
}


def sheet() -> Json:
    """A modal with every kind of input."""
    return {
        "id": "V1",
        "hash": "1",
        "type": "modal",
        "callback_id": "sheet",
        "title": plain("事実確認シート"),
        "submit": plain("送る"),
        "close": plain("閉じる"),
        "state": {"values": {}},
        "blocks": [
            section("intro", "見たことを、*見たまま* 書きます。お名前や住所は書かないでください。"),
            text_entry(
                "concern", "困りごと", max_length=40, placeholder=plain("例：家賃を払えない")
            ),
            entry(
                "memo",
                "見たこと",
                {"type": "plain_text_input", "multiline": True},
                optional=True,
                hint=plain("短くてかまいません。"),
            ),
            entry("desk", "窓口", {"type": "static_select", "options": MANY[:4]}),
            entry("seen", "会えましたか", {"type": "radio_buttons", "options": OPTIONS}),
            entry("signs", "気づき", {"type": "checkboxes", "options": OPTIONS[:2]}, optional=True),
            entry(
                "desks",
                "知らせる窓口",
                {"type": "multi_static_select", "options": MANY},
                optional=True,
            ),
            entry("day", "会った日", {"type": "datepicker", "initial_date": "2026-11-24"}),
        ],
    }


FIRST_TS = 1795478400  # 2026-11-24 09:00 in Tokyo


def messages() -> dict[str, list[Json]]:
    """The conversations at the start."""
    person: Json = {"from": {"id": "U1", "name": "見本 はなこ", "bot": False}}
    picture = {
        "id": "F1", "name": "推移.svg", "url": "/static/icon.svg",
        "mimetype": "image/svg+xml", "alt": "受講の推移のグラフ",
    }  # fmt: skip
    return {
        DIRECT: [
            message(FIRST_TS, "家賃が払えず食べるものもないと言っている", **person),
            message(FIRST_TS + 1, "相談先の候補", ANSWER),
            message(FIRST_TS + 60, "気づいたこと", CHOICES, edited=True),
            message(FIRST_TS + 90, LONG),
            message(FIRST_TS + 95, "受講の推移です。", files=[picture]),
            message(FIRST_TS + 100, "この回答はほかの方には見えません。", ephemeral=True),
        ],
        "C1": [message(FIRST_TS, "朝の連絡です。")],
        "C2": [],
    }
