"""Stories of the 事実確認シート: quicker than paper, danger first, and the right hand-over."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator

import pytest
from playwright.sync_api import Locator, Page, expect

from bot.core.sheet import ASK_NO_MORE, HEADER
from tests.support.demo import Visitor, running_demo
from tests.support.records import Records
from tests.workspace_page.keys import tab_to

DOOR = "気づきメモ（シート）"
MOST_TAPS, MOST_SECONDS = 9, 60.0
PENSION = "年金などがあるのに「お金がない」と言う"
ARREARS = "税・国保・公共料金の滞納や分納をくり返している"
ALONE = "相談できる人がいない・一人で抱えている"


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory, records: Records) -> Iterator[str]:
    with running_demo(tmp_path_factory.mktemp("demo"), records) as address:
        yield address


class Writer:
    """A clerk with a phone in hand: every tap is counted."""

    def __init__(self, page: Page, address: str) -> None:
        page.set_viewport_size({"width": 390, "height": 844})
        self.page, self.taps = page, 0
        visitor = Visitor(page, address)
        home = visitor.open_home()
        self.tap(home.get_by_role("button", name=DOOR))
        self.dialog = visitor.dialog()
        expect(self.dialog).to_contain_text(HEADER)

    def tap(self, place: Locator) -> None:
        place.click()
        self.taps += 1

    def choose(self, *headings: str) -> None:
        """Choose the headings of the first screen and go on."""
        for heading in headings:
            self.tap(self.dialog.get_by_label(heading, exact=True))
        self.tap(self.dialog.get_by_role("button", name="すすむ"))
        expect(self.dialog).to_contain_text("ご本人の意向・同意")

    def tick(self, heading: str, *items: str, answer: str = "聞いた") -> None:
        """Tick lines of one list; a heading without two lists has the empty answer."""
        name = f"{heading}：{answer}" if answer else heading
        boxes = self.dialog.get_by_role("group", name=name)
        for item in items:
            self.tap(boxes.get_by_label(item, exact=True))

    def finish(self) -> str:
        """Ask for the result; its words from the header on."""
        self.tap(self.dialog.get_by_role("button", name="結果を見る"))
        expect(self.dialog).to_contain_text("所属の記録に写す文")
        text = self.dialog.inner_text()
        return text[text.index(HEADER) :]


@pytest.fixture
def writer(page: Page, address: str) -> Writer:
    return Writer(page, address)


@pytest.fixture(autouse=True)
def nothing_is_left(page: Page) -> Iterator[None]:
    """The next story begins with the same person: without a modal."""
    yield
    closed = page.locator("#modal")
    if closed.is_visible():
        page.keyboard.press("Escape")
    discard = page.get_by_role("button", name="破棄して閉じる")
    if discard.is_visible():
        discard.click()
    expect(closed).not_to_be_visible()


def test_three_signs_about_a_pension_in_nine_taps(writer: Writer) -> None:
    writer.choose("お金", "近隣・つながり")
    writer.tick("お金", PENSION, ARREARS)
    writer.tick("近隣・つながり", ALONE)
    writer.tick("ご本人の意向・同意", "つなぐことに同意している", answer="")
    text = writer.finish()
    assert writer.taps <= MOST_TAPS
    assert text.index("くらしアシスト住之江") < text.index("見守り相談室")
    assert f"理由：{ALONE}" in text
    assert "日時・場所・会う相手を具体的に決めて" in text
    record = text[text.index("所属の記録に写す文") :]
    assert f"・{PENSION}" in record
    assert "借金" not in record
    assert "確かめたが" not in record


def test_a_child_who_interprets_on_a_weekday(writer: Writer) -> None:
    writer.choose("子ども")
    writer.tick("子ども", "平日の昼に子どもがいっしょに来て、通訳や世話をしている", answer="見た")
    text = writer.finish()
    places = text[text.index("つなぎ先と、その理由") :]
    assert [line for line in places.splitlines() if line][1] == "ヤングケアラー相談窓口"


def test_a_hint_of_a_violent_partner(writer: Writer) -> None:
    """The card comes with the tick, before anything else, and nobody calls the home."""
    writer.choose("窓口でのサイン")
    writer.tick("窓口でのサイン", "証明書の交付で、住所を知られたくない相手がいる")
    expect(writer.dialog).to_contain_text(ASK_NO_MORE)
    text = writer.dialog.inner_text()
    assert text.index("相手と離れた静かな場所へ") < text.index("ここで終えて連絡へ")
    assert "自宅や携帯に連絡しない" in text
    assert "窓口でのサイン：見た" not in text
    expect(writer.dialog.get_by_text("相手と離れた静かな場所へ")).to_be_in_viewport()
    writer.tap(writer.dialog.get_by_role("button", name="メモをつづける（任意）"))
    expect(writer.dialog).to_contain_text("窓口でのサイン：見た")
    text = writer.dialog.inner_text()
    assert text.index("相手と離れた静かな場所へ") < text.index("窓口でのサイン：見た")
    writer.tap(writer.dialog.get_by_role("button", name="ここで終えて連絡へ"))
    expect(writer.dialog).to_contain_text("所属の記録に写す文")
    text = writer.dialog.inner_text()
    assert text.index("相手と離れた静かな場所へ") < text.index("つなぎ先と、その理由")
    assert "書面・名刺を渡さず、自宅や携帯に連絡しません。" in text
    assert not [b for b in writer.dialog.get_by_role("button").all_inner_texts() if "印刷" in b]


@pytest.mark.parametrize(
    ("wish", "meeting"),
    [
        ("つなぐことに同意している", "つながる場"),
        ("同意していない・断っている", "シェア会議"),
    ],
    ids=["agreed", "not-agreed"],
)
def test_a_household_with_many_troubles(writer: Writer, wish: str, meeting: str) -> None:
    writer.choose("お金", "健康・介護", "子ども")
    writer.tick("お金", "借金や督促の話がある")
    writer.tick("健康・介護", "介護や看病で疲れている・眠れていない")
    writer.tick("子ども", "学校を休みがち")
    writer.tick("ご本人の意向・同意", wish, answer="")
    text = writer.finish()
    (line,) = [line for line in text.splitlines() if line.startswith("会議：")]
    assert meeting in line


def test_by_keyboard_alone_in_less_than_a_minute(
    page: Page, address: str, capsys: pytest.CaptureFixture[str]
) -> None:
    visitor = Visitor(page, address)
    visitor.open_messages()
    page.locator("#box").focus()
    began = time.monotonic()
    page.keyboard.type("/kizuki シート")
    page.keyboard.press("Enter")
    dialog = visitor.dialog()
    for heading in ("money", "neighbourhood"):
        tab_to(page, f"input[value='{heading}']")
        page.keyboard.press("Space")
    press(page, "#modal-submit")
    expect(dialog).to_contain_text("お金：聞いた")
    for item in ("money-arrears", "money-pension-gone", "neighbourhood-alone"):
        tab_to(page, f"[aria-labelledby] input[value='{item}'], input[value='{item}']")
        page.keyboard.press("Space")
    tab_to(page, "input[value='wish-consent']")
    page.keyboard.press("Space")
    press(page, "#modal-submit")
    expect(dialog).to_contain_text("くらしアシスト住之江")
    seconds = time.monotonic() - began
    with capsys.disabled():
        sys.stdout.write(f"\nシート（三つのサイン）をキーボードだけで：{seconds:.1f}秒\n")
    assert seconds < MOST_SECONDS
    expect(dialog).to_contain_text("見守り相談室")


def press(page: Page, selector: str) -> None:
    """Go to a button by Tab and press it."""
    tab_to(page, selector)
    page.keyboard.press("Enter")


def test_the_button_under_an_answer_takes_the_signs_along(page: Page, address: str) -> None:
    visitor = Visitor(page, address)
    visitor.open_messages()
    visitor.say("/kizuki 相談 家賃を滞納している一人暮らしの方がいる")
    answer = visitor.newest("お探しの案内です")
    answer.get_by_role("button", name="シート").click()
    dialog = visitor.dialog()
    expect(dialog).to_contain_text("ご質問にあったサイン")
    expect(dialog).to_contain_text("住まい：聞いた")
