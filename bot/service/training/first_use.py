"""What is said once, with the first question: who can see what, and who technically could."""

from __future__ import annotations

from bot.service.training.values import FirstUse

NOTE = "training-first-use"
"""By this name ``told_once`` remembers who has answered a question with it in view."""

TECHNICALLY = (
    "データベースを管理する担当者と、Slackの管理権限を持つ者が技術的に見られることは防げません。"
)
FIRST_USE = FirstUse(
    title="はじめての設問の前に",
    lines=(
        "上司が見るのは、答えたかどうかだけです。",
        "正解・不正解、自信の有無、答えた回数は、ご本人だけに見えます。",
        "人事評価には使いません。",
        TECHNICALLY,
    ),
)
