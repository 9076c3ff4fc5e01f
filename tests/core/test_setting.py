import pytest

from bot.core.setting import scenes
from bot.core.text import normalise


@pytest.mark.parametrize(
    ("text", "scene"),
    [
        ("国保の窓口やねんけど、二日も食べてない人がいてる", ["国保の窓口やねんけど"]),
        ("弟が部屋から出てこないと住民票のついでに話していった", ["住民票のついでに"]),
        ("税証明に来た方、手が震えて字が書けない", ["税証明に来た"]),
        ("ヘルパーに家に来てもらう申込みがしたいそうです", []),
        ("国保の窓口です", []),
    ],
)
def test_scenes(text: str, scene: list[str]) -> None:
    spelled = normalise(text)
    assert [spelled[start:end] for start, end in scenes(spelled)] == scene
