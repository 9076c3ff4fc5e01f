"""Stories of answers: what a clerk reads, and what nobody beside them may read."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Locator, Page, expect

from bot.core.clock import TOKYO
from bot.demonstration import open_demo_store, start_demo
from bot.slack.blocks.quiet import FIRST_CHARACTERS, SAFE_OPENING, sensitive_words
from bot.store import marker
from tests.support.demo import Visitor, demo_config, running_demo
from tests.support.engines import lend_engines
from tests.support.records import Records

CERTIFICATE = "住民票の窓口です。夫に殴られて逃げてきたので住所を知られたくないと言う女性"
BANKBOOKS = "84歳のおばあちゃん、通帳をなくしたと何度も窓口に来る。もの忘れが進んでいる"
ELDERS_DESKS = ("地域包括支援センター", "あんしんさぽーと", "認知症初期集中支援チーム")
AT_NIGHT = "小学生の体に新しいあざ。親に叩かれて家に帰りたくないと言う"
PASSPORT = "パスポートの更新はどこですか"
SALE = "/kizuki 訪問販売で高い布団を買わされた、解約したいと言う方がいる"
PERSON, PHONE = "霧島そよか", "090-1234-5678"
PERSONAL = f"{PERSON}さん（{PHONE}）が家賃を払えないと言っている"
FAMILY = "母の介護、長男の借金、次男の不登校が重なるご家庭。"
AGREED = FAMILY + "話し合うことには家族みんなが同意している"
NOT_AGREED = FAMILY + "本人の同意が取れていない"


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory, records: Records) -> Iterator[str]:
    with running_demo(tmp_path_factory.mktemp("demo"), records) as address:
        yield address


@pytest.fixture(scope="module")
def night_address(tmp_path_factory: pytest.TempPathFactory, records: Records) -> Iterator[str]:
    """The demonstration at 22:30 of the next weekday night."""
    config = demo_config(tmp_path_factory.mktemp("night"))
    lend_engines(config.data_dir)
    now = datetime.now(UTC)
    night = now.astimezone(TOKYO).replace(hour=22, minute=30, second=0, microsecond=0)
    night += timedelta(days=1)
    while night.weekday() > 4:
        night += timedelta(days=1)
    with ExitStack() as stack:
        store = open_demo_store(config)
        stack.callback(store.close)
        with store.write() as tx:
            marker.set_clock_offset(tx, night - now)
        yield start_demo(stack, config, store, on_record=records.add)


def asked(page: Page, address: str, text: str) -> Locator:
    """The answer to /kizuki with this text."""
    visitor = Visitor(page, address)
    visitor.open_messages()
    return said(visitor, f"/kizuki 相談 {text}")


def said(visitor: Visitor, text: str) -> Locator:
    """The answer that comes after typing this."""
    visitor.say(text)
    answers = answers_on(visitor.page)
    expect(answers).to_have_count(1)
    return answers


def answers_on(page: Page) -> Locator:
    """The answers in the conversation."""
    return page.locator("[data-ts]").filter(has_text=SAFE_OPENING)


def body_of(answer: Locator) -> str:
    """The answer's words from its first block on."""
    text = answer.inner_text()
    return text[text.index(SAFE_OPENING) :]


@pytest.fixture(autouse=True)
def nothing_is_left(page: Page) -> Iterator[None]:
    """The next story begins with the same person: without a modal and without answers."""
    yield
    if page.locator("#modal").is_visible():
        page.keyboard.press("Escape")
        expect(page.locator("#modal")).not_to_be_visible()
    removal = answers_on(page).get_by_role("button", name="消す")
    for left in reversed(range(removal.count())):
        removal.last.click()
        expect(removal).to_have_count(left)


def labels(answer: Locator) -> list[str]:
    return answer.get_by_role("button").all_inner_texts()


def test_dv_at_the_certificate_counter(page: Page, address: str) -> None:
    """The banner gives nothing away, and nothing is offered to print or hand over."""
    answer = asked(page, address, CERTIFICATE)
    text = body_of(answer)
    assert text.startswith(SAFE_OPENING)
    first_block = text.splitlines()[0]
    assert sensitive_words(first_block[:FIRST_CHARACTERS]) == []
    assert text.index("相手と離れた静かな場所へご案内してください") < text.index("いまやること")
    assert "書面・名刺を渡さない。自宅や携帯に連絡しない" in text
    assert not {"共有", "シート", "印刷"} & set(labels(answer))
    assert {"くわしく", "消す"} <= set(labels(answer))
    assert "あなただけに表示されています" in answer.inner_text()
    answer.get_by_role("button", name="消す").click()
    expect(page.locator("#log")).not_to_contain_text("静かな場所")


def test_an_elder_who_loses_her_bankbooks(page: Page, address: str) -> None:
    """The clerk refers with one press, and reads how."""
    answer = asked(page, address, BANKBOOKS)
    text = body_of(answer)
    assert any(name in text for name in ELDERS_DESKS)
    name = "ここにつなぐ"
    control = answer.get_by_role("button", name=name, exact=True)
    if control.count():
        control.first.click()
    else:
        chooser = answer.get_by_role("combobox").filter(has_text=name)
        chooser.select_option(index=1)
    dialog = Visitor.dialog_of(page)
    expect(dialog).to_contain_text("つなぎ方")
    expect(dialog).to_contain_text("押した方も記録しません")


def test_child_abuse_suspected_at_night(page: Page, night_address: str) -> None:
    """What answers at night comes first; what is closed says so."""
    text = body_of(asked(page, night_address, AT_NIGHT))
    lines = [line for line in text.splitlines() if line.strip()]
    assert lines[1] == "確信を待たず、いますぐ通告してください"
    numbers = text.split("くわしく", 1)[0]
    assert "0120-01-7285" in numbers or "189" in numbers
    assert "受付時間外" not in text
    assert text.rindex("次に開くのは") > text.rindex("24時間）")
    assert text.index("根拠：") > text.index("しないこと")


def test_a_question_that_belongs_elsewhere(page: Page, address: str) -> None:
    """It says that it does not know, and offers the general desk and the categories."""
    answer = asked(page, address, PASSPORT)
    text = body_of(answer)
    assert "この案内には載っていません" in text or "分かりませんでした" in text
    assert "保健福祉課（地域福祉の相談窓口）" in text
    answer.get_by_label("分野をえらぶ").select_option(label="お金・くらし")
    expect(Visitor.dialog_of(page)).to_contain_text("くらしアシスト")


def test_a_name_and_a_number_are_noticed_and_not_repeated(page: Page, address: str) -> None:
    text = body_of(asked(page, address, PERSONAL))
    assert "個人情報が入っているようです" in text
    assert "くらしアシスト" in text
    for typed in (PERSON, PHONE, "霧島", "5678"):
        assert typed not in text


@pytest.mark.parametrize(
    ("text", "meeting"),
    [
        (AGREED, "総合的な支援調整の場（つながる場）"),
        (NOT_AGREED, "生活困窮者支援会議（シェア会議）"),
    ],
    ids=["agreed", "not-agreed"],
)
def test_a_family_with_many_troubles(page: Page, address: str, text: str, meeting: str) -> None:
    answer = asked(page, address, text)
    said = body_of(answer)
    assert f"会議の提案：{meeting}" in said
    assert "中心になる窓口は" in said
    assert "同意や面会がまだない方" in said
    answer.get_by_role("button", name="くわしく").last.click()
    expect(Visitor.dialog_of(page)).to_contain_text("使うとき")


def test_from_opening_slack_to_the_number_in_two_actions(page: Page, address: str) -> None:
    """Type, Enter: and the second line says where, on a phone without scrolling."""
    page.set_viewport_size({"width": 375, "height": 667})
    visitor = Visitor(page, address)
    visitor.open_messages()
    page.reload()
    answer = said(visitor, SALE)
    lines = [line for line in body_of(answer).splitlines() if line.strip()]
    assert "消費者センター" in lines[1]
    assert any(c.isdigit() for c in lines[2])
    expect(answer.get_by_text(lines[2][:12]).first).to_be_in_viewport()


def test_wrong_is_said_in_three_presses(page: Page, address: str) -> None:
    answer = asked(page, address, "税金を分けて払いたい方がいる")
    answer.get_by_role("button", name="ちがう").or_(
        answer.get_by_role("button", name="どれでもない")
    ).first.click()
    dialog = Visitor.dialog_of(page)
    dialog.get_by_label("どこが合っていましたか").select_option(label="わからない")
    dialog.get_by_role("button", name="送る").click()
    expect(dialog).to_contain_text("教えてくださって、ありがとうございます")
    expect(dialog).to_contain_text("保健福祉課（地域福祉の相談窓口）")


def test_sharing_in_a_channel_shows_the_card_alone(page: Page, address: str) -> None:
    visitor = Visitor(page, address)
    page.get_by_role("link", name="窓口").click()
    answer = said(visitor, SALE)
    answer.get_by_role("button", name="共有").click()
    page.get_by_role("button", name="共有する").click()
    shared = page.locator("[data-ts]").filter(has_text="出典：")
    expect(shared).to_have_count(1)
    text = shared.inner_text()
    assert "あなただけに表示されています" not in text
    assert "布団" not in text
    assert "消費者センター" in text
