"""Modals over time: updates, stacks, reloads and closing."""

from __future__ import annotations

from playwright.sync_api import Locator, Page, expect

from tests.workspace_page import build, samples
from tests.workspace_page.build import Json
from tests.workspace_page.sheets import change, fill, submit
from tests.workspace_page.stub import World


def test_an_update_keeps_what_was_typed_where_ids_are_the_same(
    sheet: Locator, world: World
) -> None:
    fill(sheet)
    sheet.get_by_label("困りごと").focus()
    blocks = [
        build.section("new", "説明が変わりました。"),
        build.text_entry(
            "concern", "困りごと（くわしく）", initial_value="はじめの値", max_length=40
        ),
        build.text_entry("other", "別の項目", initial_value="別の値"),
    ]
    change(world, hash="2", blocks=blocks)
    concern = sheet.get_by_label("困りごと（くわしく）")
    expect(concern).to_have_value("家賃を払えない")
    expect(concern).to_be_focused()
    expect(sheet.get_by_label("別の項目")).to_have_value("別の値")
    expect(sheet.get_by_text("7／40文字")).to_be_visible()


def test_a_pushed_view_comes_and_goes_over_what_was_typed(
    sheet: Locator, page: Page, world: World
) -> None:
    fill(sheet)
    blocks = [build.text_entry("concern", "理由")]
    second = samples.sheet() | {"id": "V2", "title": build.plain("二枚目"), "blocks": blocks}
    world.modals.append(second)
    world.tell("modal")
    pushed = page.get_by_role("dialog", name="二枚目")
    expect(pushed.get_by_label("理由")).to_have_value("")
    expect(pushed.get_by_role("button", name="すべて終える")).to_be_visible()
    pushed.get_by_role("button", name="閉じる").click()
    expect(sheet.get_by_label("困りごと")).to_have_value("家賃を払えない")
    assert world.ordered("close") == [{"user": "U1", "view_id": "V2", "all": False}]


def test_all_views_can_be_closed_at_once(page: Page, sheet: Locator, world: World) -> None:
    world.modals.append(samples.sheet() | {"id": "V2", "title": build.plain("二枚目")})
    world.tell("modal")
    page.get_by_role("button", name="すべて終える").click()
    expect(page.locator("#modal")).to_be_hidden()
    assert world.ordered("close")[0]["all"] is True


def test_escape_closes_at_once_when_nothing_was_typed(
    page: Page, sheet: Locator, world: World
) -> None:
    page.keyboard.press("Escape")
    expect(sheet).to_be_hidden()
    assert len(world.ordered("close")) == 1
    expect(page.locator("[data-action-id=sheet]")).to_be_focused()


def test_escape_asks_before_throwing_away_what_was_typed(
    page: Page, sheet: Locator, world: World
) -> None:
    fill(sheet)
    question = page.get_by_role("alertdialog", name="入力を破棄しますか")
    for _ in range(2):
        page.keyboard.press("Escape")
        expect(question).to_be_visible()
        page.keyboard.press("Escape")
        expect(question).to_be_hidden()
    expect(sheet.get_by_label("困りごと")).to_have_value("家賃を払えない")
    sheet.get_by_role("button", name="閉じる").click()
    question.get_by_role("button", name="破棄して閉じる").click()
    expect(sheet).to_be_hidden()
    assert len(world.ordered("close")) == 1


def test_enter_in_a_line_does_not_send_half_a_sheet(
    page: Page, sheet: Locator, world: World
) -> None:
    fill(sheet)
    sheet.get_by_label("困りごと").press("Enter")
    expect(sheet).to_be_visible()
    assert world.ordered("submit") == []
    sheet.get_by_label("困りごと").press("Control+Enter")
    expect(sheet).to_be_hidden()
    assert len(world.ordered("submit")) == 1


def test_one_impatient_double_click_submits_once(page: Page, sheet: Locator, world: World) -> None:
    fill(sheet)
    sheet.get_by_role("button", name="送る").dblclick()
    expect(sheet).to_be_hidden()
    assert len(world.ordered("submit")) == 1


def test_an_action_inside_a_modal_carries_the_state(
    page: Page, sheet: Locator, world: World
) -> None:
    select = {"type": "static_select", "options": samples.MANY[:3]}
    blocks = [
        build.entry("kind", "種類", select, dispatch_action=True),
        build.text_entry("memo", "メモ"),
    ]
    change(world, blocks=blocks)
    sheet.get_by_label("メモ").fill("下書き")
    with page.expect_response("**/page/action"):
        sheet.get_by_label("種類").select_option("desk-1")
    [_, order] = world.ordered("action")
    assert order["source"] == {"kind": "modal"}
    assert order["element"]["selected_option"] == samples.MANY[0]
    assert order["state"]["values"]["memo"]["memo_a"]["value"] == "下書き"


def test_a_modal_is_still_there_after_a_reload(page: Page, sheet: Locator, world: World) -> None:
    known = {"concern": {"concern_a": {"type": "plain_text_input", "value": "前の入力"}}}
    world.modals[-1]["state"] = {"values": known}
    page.reload()
    expect(sheet.get_by_label("困りごと")).to_have_value("前の入力")
    expect(sheet.get_by_label("会った日")).to_have_value("2026-11-24")


def test_another_person_does_not_see_the_modal(page: Page, sheet: Locator, world: World) -> None:
    world.modals.clear()
    page.evaluate("location.hash = '#me=U2&in=app&tab=messages'")
    expect(sheet).to_be_hidden()


def test_no_more_than_the_allowed_number_can_be_chosen(sheet: Locator, world: World) -> None:
    element = {"type": "multi_static_select", "options": samples.MANY[:4], "max_selected_items": 2}
    change(world, blocks=[build.entry("few", "二つまで", element)])
    group = sheet.get_by_role("group", name="二つまで")
    group.get_by_label("窓口1").check()
    group.get_by_label("窓口2").check()
    expect(group.get_by_label("窓口3")).to_be_disabled()
    group.get_by_label("窓口1").uncheck()
    expect(group.get_by_label("窓口3")).to_be_enabled()


def many(number: int) -> list[Json]:
    """More boxes than fit on a screen."""
    boxes = {"type": "checkboxes", "options": samples.MANY[:8]}
    return [build.entry(f"list-{n}", f"一覧{n}", boxes, optional=True) for n in range(number)]


def test_where_a_button_has_gone_the_focus_goes_on_from_there(sheet: Locator, world: World) -> None:
    unfold = {"type": "button", "action_id": "unfold", "text": build.plain("ひらく")}
    fold = {"type": "actions", "block_id": "fold", "elements": [unfold]}
    change(world, blocks=[*many(3), fold, *many(5)[4:]])
    button = sheet.get_by_role("button", name="ひらく")
    button.focus()
    change(world, hash="3", blocks=many(5))
    expect(button).to_have_count(0)
    unfolded = sheet.get_by_role("group", name="一覧3").get_by_role("checkbox").first
    expect(unfolded).to_be_focused()
    expect(unfolded).to_be_in_viewport()


def test_another_screen_in_the_same_modal_is_read_from_its_top(
    sheet: Locator, world: World
) -> None:
    change(world, blocks=many(5))
    sheet.get_by_role("group", name="一覧4").get_by_role("checkbox").last.focus()
    result = [build.section(f"part-{n}", "結果です。\n" * 12) for n in range(4)]
    change(world, hash="3", callback_id="result", blocks=result)
    expect(sheet).to_have_attribute("data-callback-id", "result")
    expect(sheet.get_by_text("結果です。").first).to_be_in_viewport(ratio=0.5)


def test_the_sentence_below_a_long_list_is_in_sight(
    page: Page, sheet: Locator, world: World
) -> None:
    page.set_viewport_size({"width": 375, "height": 667})
    boxes = {"type": "checkboxes", "options": samples.MANY}
    change(world, blocks=[build.entry("long", "長い一覧", boxes)])
    submit(sheet)
    expect(sheet.get_by_text("ひとつ以上を選んでください。")).to_be_in_viewport()
