"""Texts: what mrkdwn and Markdown become, and that nothing typed becomes markup."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.workspace_page.conftest import Server
from tests.workspace_page.samples import DIRECT
from tests.workspace_page.stub import World

NAMES = "({ user: (id) => ({ U2: '例示 たろう' })[id], channel: (id) => ({ C1: '窓口' })[id] })"
LINK = 'target="_blank" rel="noopener noreferrer"'

MRKDWN = [
    ("ふつうの文", "<p>ふつうの文</p>"),
    ("*太字* と _斜体_ と ~取消~", "<p><strong>太字</strong> と <em>斜体</em> と <s>取消</s></p>"),
    ("*_両方_*", "<p><strong><em>両方</em></strong></p>"),
    ("（*太字*）", "<p>（<strong>太字</strong>）</p>"),
    ("2*3*4 a_b_c", "<p>2*3*4 a_b_c</p>"),
    ("* 箇条 *", "<p>* 箇条 *</p>"),
    ("`*字面*`", "<p><code>*字面*</code></p>"),
    ("前\n```*a*\n&lt;b&gt;```\n後", '<p>前</p><pre tabindex="0">*a*\n&lt;b&gt;</pre><p>後</p>'),
    ("```閉じない", "<p>```閉じない</p>"),
    ("> 引用\n&gt; 続き\n本文", "<blockquote>引用\n続き</blockquote><p>本文</p>"),
    ("一行\n\n三行", "<p>一行\n\n三行</p>"),
    ("&lt;b&gt; &amp;amp; &quot;", "<p>&lt;b&gt; &amp;amp; &amp;quot;</p>"),
    (
        "<https://example.invalid/?a=1&amp;b=2|*案内*>",
        f'<p><a href="https://example.invalid/?a=1&amp;b=2" {LINK}>*案内*</a></p>',
    ),
    ("<tel:0312345678>", f'<p><a href="tel:0312345678" {LINK}>tel:0312345678</a></p>'),
    (
        "見る https://example.invalid/a。",
        f'<p>見る <a href="https://example.invalid/a" {LINK}>https://example.invalid/a</a>。</p>',
    ),
    (
        "<@U2> <#C1|旧名>",
        '<p><span class="mention">@例示 たろう</span> <span class="mention">#窓口</span></p>',
    ),
    (
        "<@U9|控え> <@U8>",
        '<p><span class="mention">@控え</span> <span class="mention">@U8</span></p>',
    ),
    ("<!channel>", '<p><span class="mention">@channel</span></p>'),
    ("<!date^0^{date}|11月24日>", "<p>11月24日</p>"),
    ("<javascript:alert(1)|押す>", "<p>&lt;javascript:alert(1)|押す&gt;</p>"),
    ("<data:text/html,x|押す>", "<p>&lt;data:text/html,x|押す&gt;</p>"),
    ("</page/state|中>", "<p>&lt;/page/state|中&gt;</p>"),
]

MARKDOWN = [
    ("# 題\n本文", "<h3>題</h3><p>本文</p>"),
    ("**太字**と*斜体*", "<p><strong>太字</strong>と*斜体*</p>"),
    (
        "**太字** *斜体* ~~取消~~ `字`",
        "<p><strong>太字</strong> <em>斜体</em> <s>取消</s> <code>字</code></p>",
    ),
    ("- 一\n- 二\n\n1. 三", "<ul><li>一</li><li>二</li></ul><ol><li>三</li></ol>"),
    ("> 引用\n\n---", "<blockquote>引用</blockquote><hr>"),
    ("```\n**a**\n```", '<pre tabindex="0">**a**</pre>'),
    (
        "[案内](https://example.invalid/)",
        f'<p><a href="https://example.invalid/" {LINK}>案内</a></p>',
    ),
    ("[案内](javascript:alert(1))", "<p>[案内](javascript:alert(1))</p>"),
    ("<img src=x onerror=alert(1)>", "<p>&lt;img src=x onerror=alert(1)&gt;</p>"),
]

ATTACKS = [
    "<img src=x onerror=window.hacked=1>",
    "<script>window.hacked=1</script>",
    '<https://example.invalid/"onmouseover="window.hacked=1|x"><b>y</b>',
    "*<b onclick=window.hacked=1>太字</b>*",
    "```</pre><script>window.hacked=1</script>```",
    "&lt;svg onload=window.hacked=1&gt;",
    "<javascript:window.hacked=1|押す>",
    "<@U1><iframe srcdoc=x>",
]


@pytest.fixture(scope="module")
def reader(browser: Browser, server: Server) -> Iterator[Page]:
    page = browser.new_page()
    page.goto(server.url)
    yield page
    page.close()


@pytest.mark.parametrize(("text", "expected"), MRKDWN)
def test_mrkdwn_becomes_nodes(reader: Page, text: str, expected: str) -> None:
    script = "async (text) => (await import('/static/mrkdwn.js')).mrkdwn(text, %s).innerHTML"
    assert reader.evaluate(script % NAMES, text) == expected


@pytest.mark.parametrize(("text", "expected"), MARKDOWN)
def test_markdown_becomes_nodes(reader: Page, text: str, expected: str) -> None:
    script = "async (text) => (await import('/static/markdown.js')).markdown(text).innerHTML"
    assert reader.evaluate(script, text) == expected


def test_a_long_line_of_marks_is_read_in_time(reader: Page) -> None:
    script = """async () => {
      const { mrkdwn } = await import('/static/mrkdwn.js');
      const { markdown } = await import('/static/markdown.js');
      const start = performance.now();
      for (const mark of ['*a ', '_', '`', '<', '~x*', '[a](']) {
        mrkdwn(mark.repeat(1000), {});
        markdown(mark.repeat(1000));
      }
      return performance.now() - start;
    }"""
    assert reader.evaluate(script) < 5000


def test_attacks_in_messages_stay_text(page: Page, world: World) -> None:
    for attack in ATTACKS:
        world.say(DIRECT, attack)
    last = page.locator("[data-ts]").last
    expect(last).to_contain_text("<iframe srcdoc=x>")
    log = page.locator("#log")
    assert log.locator("script, iframe, svg, b, [onerror], [onclick], [onmouseover]").count() == 0
    assert log.locator("a[href^='javascript']").count() == 0
    expect(log).to_contain_text("<script>window.hacked=1</script>")
    expect(log).to_contain_text("<javascript:window.hacked=1|押す>")
    assert page.evaluate("typeof window.hacked") == "undefined"


def test_attacks_in_names_and_labels_stay_text(page: Page, world: World) -> None:
    attack = "<img src=x onerror=window.hacked=1>"
    option = {"text": {"type": "plain_text", "text": attack}, "value": "v"}
    blocks = [
        {"type": "header", "block_id": "x1", "text": {"type": "plain_text", "text": attack}},
        {
            "type": "actions",
            "block_id": "x2",
            "elements": [
                {
                    "type": "button",
                    "action_id": "b",
                    "text": option["text"],
                    "url": "javascript:window.hacked=1",
                },
                {"type": "static_select", "action_id": "s", "options": [option]},
                {"type": "overflow", "action_id": "o", "options": [option]},
            ],
        },
        {
            "type": "image",
            "block_id": "x3",
            "image_url": "javascript:window.hacked=1",
            "alt_text": attack,
        },
    ]
    world.say(DIRECT, "", blocks=blocks, **{"from": {"id": "U9", "name": attack, "bot": False}})
    message = page.locator("[data-ts]").last
    expect(message).to_have_attribute("aria-label", f"{attack} 9:03")
    expect(message.locator("img")).to_have_count(0)
    expect(message.locator("a")).to_have_count(0)
    expect(message.locator("h3")).to_have_text(attack)
    assert page.evaluate("typeof window.hacked") == "undefined"
