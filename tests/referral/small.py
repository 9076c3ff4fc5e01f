"""A small hand-made content set: enough to see every rule of the matching core."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from bot.core.duties import DutyToReport, SafetyKind, SignRule
from bot.core.knowledge import (
    Consent,
    Destination,
    DestinationKind,
    Knowledge,
    LexiconEntry,
    LifeDomain,
)

DAY = date(2026, 11, 22)


def destination(
    identifier: str,
    name: str,
    description: str,
    *examples: str,
    signs: tuple[str, ...] = (),
    aliases: tuple[str, ...] = (),
) -> Destination:
    return Destination(
        id=identifier,
        kind=DestinationKind.DESK,
        name=name,
        yomi="",
        description=description,
        domains=(LifeDomain.COMMUNITY,),
        eligibility_description="",
        application_process=(),
        to_tell=(),
        say="",
        consent=Consent.REQUIRED,
        contact_ids=(),
        owner="",
        assured_date=DAY,
        review_after=DAY,
        citations=(),
        aliases=aliases,
        signs=signs,
        examples=examples,
    )


def duty(kind: SafetyKind, destinations: tuple[str, ...], *rules: SignRule) -> DutyToReport:
    return DutyToReport(
        kind=kind,
        name=kind.value,
        act_now="すぐに上司へ",
        steps=(),
        do_not=(),
        laws=(),
        destination_ids=destinations,
        contact_ids=(),
        rules=rules,
        assured_date=DAY,
        review_after=DAY,
        citations=(),
    )


def rule(*groups: set[str], none_of: frozenset[str] = frozenset()) -> SignRule:
    return SignRule(tuple(frozenset(group) for group in groups), none_of)


LEXICON: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "spouse": ("配偶者・交際相手", ("旦那", "夫", "彼氏", "妻")),
    "violence": ("暴力", ("殴", "叩か", "蹴", "手を上げ", "暴力", "虐待")),
    "bruise": ("あざ・傷", ("あざ", "痣")),
    "child": ("子ども", ("子ども", "小学生", "男の子")),
    "elder": ("高齢の方", ("{65-110}歳", "おばあさん")),
    "animal": ("動物", ("犬", "猫")),
    "suicidal": ("死にたい気持ち", ("死にた", "死にそう", "消えたい")),
    "no-food": ("食べるものがない", ("食べてい", "食べるものがない")),
    "dementia": ("認知症", ("認知症", "物忘れ")),
    "rent": ("家賃の滞納", ("家賃",)),
    "address": ("住所を知られたくない", ("住所を知られ",)),
    "elsewhere-office": ("庁内の用務", ("会議室", "封筒")),
}

DESTINATIONS = (
    destination(
        "dv-support",
        "配偶者暴力相談支援センター・DV相談",
        "配偶者や交際相手からの暴力の相談",
        "旦那に殴られて帰れないと言う奥さん",
        "彼氏が怖くて家に居られない",
        signs=("spouse", "violence"),
    ),
    destination(
        "child-family",
        "子育て支援室",
        "子育ての悩み、児童虐待の相談",
        "小学生の腕にあざがある",
        "育児に疲れたお母さん",
        signs=("child", "bruise"),
    ),
    destination(
        "kurashi-assist",
        "くらしアシスト住之江（自立相談支援）",
        "生活困窮の総合相談、家計、住居確保給付金",
        "家賃を滞納して追い出されそう",
        "仕事を辞めて生活費が足りない",
        signs=("rent",),
        aliases=("くらしアシスト",),
    ),
    destination(
        "community-care-center",
        "地域包括支援センター",
        "高齢者の総合相談",
        "一人暮らしの母のヘルパーを頼みたい",
        "物忘れが増えた父のことで来た娘",
        signs=("elder", "dementia"),
        aliases=("包括",),
    ),
    destination(
        "disease",
        "保健師",
        "難病やこころの病気の相談",
        "難病の医療費の更新",
        "眠れなくて心療内科に通う方",
    ),
    destination(
        "pension-office",
        "年金事務所",
        "厚生年金、年金記録",
        "厚生年金の記録を確かめたい",
        "年金の請求書の出し先",
    ),
    destination(
        "community-welfare",
        "保健福祉課（地域福祉の相談窓口）",
        "担当が一つに決まらない世帯の一次相談",
        "どこに相談すればよいか決まらない世帯",
    ),
)

DUTIES = (
    duty(
        SafetyKind.DV,
        ("dv-support",),
        rule({"spouse"}, {"violence", "bruise"}),
    ),
    duty(
        SafetyKind.CHILD_ABUSE,
        ("child-family",),
        rule({"child"}, {"violence", "bruise"}, none_of=frozenset({"animal"})),
    ),
    duty(SafetyKind.SUICIDE, (), rule({"suicidal"})),
    duty(SafetyKind.NO_SHELTER_OR_FOOD_TODAY, ("kurashi-assist",), rule({"no-food"})),
)


def knowledge() -> Knowledge:
    """The whole small set."""
    return Knowledge(
        version="small",
        destinations={d.id: d for d in DESTINATIONS},
        lexicon={i: LexiconEntry(i, label, s) for i, (label, s) in LEXICON.items()},
        duties={d.kind: d for d in DUTIES},
    )
