/** The `rich_text` block: sections, lists, preformatted text and quotes. */

import { h } from "./dom.js";
import { link } from "./mrkdwn.js";

const STYLES = { bold: "strong", italic: "em", strike: "s", code: "code", underline: "u" };

function emoji(element) {
  const points = (element.unicode ?? "").split("-").map((hex) => parseInt(hex, 16));
  const known = points.every((point) => Number.isInteger(point) && point <= 0x10ffff);
  return known ? String.fromCodePoint(...points) : `:${element.name}:`;
}

function plain(element, names) {
  switch (element.type) {
    case "text": return element.text;
    case "emoji": return emoji(element);
    case "link": return link(element.url, element.text || element.url, element.text || element.url);
    case "user": return h("span", { class: "mention" }, `@${names.user(element.user_id) ?? element.user_id}`);
    case "channel":
      return h("span", { class: "mention" }, `#${names.channel(element.channel_id) ?? element.channel_id}`);
    case "broadcast": return h("span", { class: "mention" }, `@${element.range}`);
    case "usergroup": return h("span", { class: "mention" }, `@${element.usergroup_id}`);
    default: return element.fallback ?? element.value ?? "";
  }
}

function styled(element, names) {
  let node = plain(element, names);
  for (const [style, tag] of Object.entries(STYLES)) {
    if (element.style?.[style]) node = h(tag, {}, node);
  }
  return node;
}

const run = (elements, names) => elements.map((element) => styled(element, names));

function list(part, names) {
  const items = part.elements.map((item) => h("li", {}, ...run(item.elements, names)));
  const start = part.style === "ordered" && part.offset ? part.offset + 1 : null;
  const level = Math.min(part.indent ?? 0, 5);
  return h(part.style === "ordered" ? "ol" : "ul", { start, class: `indent-${level}` }, ...items);
}

function richPart(part, names) {
  switch (part.type) {
    case "rich_text_list": return list(part, names);
    case "rich_text_preformatted": return h("pre", { tabindex: "0" }, ...run(part.elements, names));
    case "rich_text_quote": return h("blockquote", {}, ...run(part.elements, names));
    default: return h("p", {}, ...run(part.elements ?? [], names));
  }
}

/**
 * @param {{elements: any[]}} block
 * @param {import("./mrkdwn.js").Names} names
 * @returns {HTMLElement}
 */
export function richText(block, names) {
  return h("div", { class: "text" }, ...block.elements.map((part) => richPart(part, names)));
}
