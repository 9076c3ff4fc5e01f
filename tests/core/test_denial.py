import pytest

from bot.core.denial import contrasted, is_denied, speaks_of_lack


@pytest.mark.parametrize(
    ("sign", "behind"),
    [
        ("叩か", "れてへん"),
        ("殴", "られていない"),
        ("殴", "らない"),
        ("手を上げ", "たことは一度もない"),
        ("暴力", "はない"),
        ("虐待", "の疑いはなし"),
        ("虐待", "ではないと確認済み"),
        ("野宿", "じゃない"),
        ("死にた", "いわけではない"),
        ("死にた", "い気持ちはもうない"),
        ("虐待", "とか大げさな話ではなく"),
        ("DV", "の話とは違います"),
        ("暴力", "はもうない"),
        ("あざも", "ない"),
    ],
)
def test_denied(sign: str, behind: str) -> None:
    assert is_denied(sign + behind, len(sign))


@pytest.mark.parametrize(
    ("sign", "behind"),
    [
        ("殴", "られてる"),
        ("叩か", "れて眠れない"),
        ("殴", "られてないか心配"),
        ("夫に", "ばれないように"),
        ("暴力", "がひどい。仕事はない"),
        ("虐待", "ではないやろか"),
        ("死にた", "いんじゃないか"),
        ("死にた", "いんじゃない?"),
        ("母は", "なくなりました"),
    ],
)
def test_not_denied(sign: str, behind: str) -> None:
    assert not is_denied(sign + behind, len(sign))


def test_a_negative_behind_a_sign_of_lack_affirms_it() -> None:
    assert not is_denied("食べていない", 4, lack=True)
    assert is_denied("野宿ではない", 2, lack=True)
    assert speaks_of_lack(["食べていない", "空腹"])
    assert not speaks_of_lack(["殴", "蹴"])


@pytest.mark.parametrize(
    ("text", "denied"),
    [
        ("介護の相談じゃなくて、年金のこと", ["介護の相談じゃなくて"]),
        ("生活保護は受けたくない、でも家賃が", ["生活保護は受けたくない"]),
        ("友人宅に泊まれるので野宿ではない", ["野宿ではない"]),
        ("お金がない、身寄りもない", []),
        ("認知症じゃないか", []),
        ("家に帰りたくない", []),
    ],
)
def test_contrasted_ranges(text: str, denied: list[str]) -> None:
    assert [text[start:end] for start, end in contrasted(text)] == denied
