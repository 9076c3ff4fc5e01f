/** Block Kit blocks as DOM nodes. */

import { h, uid } from "./dom.js";
import { actionElement, GROUPS, statefulElement, unknown } from "./elements.js";
import { markdown } from "./markdown.js";
import { safeAddress, textObject, unescape } from "./mrkdwn.js";
import { richText } from "./richtext.js";

/** Longer texts are no good as the name of the control that follows them. */
const LONGEST_NAME = 120;

function picture(source, alt) {
  const missing = h("p", { class: "note" }, `画像：${alt}（表示できませんでした）`);
  const address = source && safeAddress(source);
  if (!address || !address.startsWith("http")) return missing;
  const image = h("img", { src: address, alt });
  image.addEventListener("error", () => image.replaceWith(missing));
  return image;
}

function section(block, surface) {
  const parts = [];
  const id = uid("text");
  if (block.text) parts.push(textObject(block.text, surface.names));
  if (block.fields) {
    const fields = block.fields.map((field) => textObject(field, surface.names));
    parts.push(h("div", { class: "fields" }, ...fields));
  }
  const body = h("div", { class: "section-body", id }, ...parts);
  if (!block.accessory) return h("div", { class: "section" }, body);
  const accessory = block.accessory.type === "image"
    ? picture(block.accessory.image_url ?? block.accessory.slack_file?.url, block.accessory.alt_text)
    : actionElement(block.accessory, block, surface, id);
  const wide = GROUPS.has(block.accessory.type) ? " wide" : "";
  return h("div", { class: `section${wide}` }, body, h("div", { class: "accessory" }, accessory));
}

function contextElement(element, surface) {
  if (element.type === "image") return picture(element.image_url, element.alt_text);
  return textObject(element, surface.names);
}

function image(block) {
  const source = block.image_url ?? block.slack_file?.url;
  const caption = block.title ? h("figcaption", {}, unescape(block.title.text)) : null;
  return h("figure", {}, caption, picture(source, block.alt_text));
}

function actions(block, surface, before) {
  const elements = block.elements.map((element) => actionElement(element, block, surface, before));
  return h("div", { class: "actions" }, ...elements);
}

function input(block, surface) {
  const { element } = block;
  const group = GROUPS.has(element.type);
  const [control, label, hint] = [uid("field"), uid("label"), uid("hint")];
  const optional = block.optional ? h("span", { class: "note" }, "（任意）") : null;
  const required = !block.optional;
  const attributes = {
    id: control,
    "aria-labelledby": group ? label : null,
    "aria-describedby": block.hint ? hint : null,
    "aria-required": required && !(group && element.type !== "radio_buttons") ? "true" : null,
  };
  const dispatches = block.dispatch_action === true;
  return h("div", { class: "field" },
    h(group ? "div" : "label", { class: "label", id: label, for: group ? null : control },
      unescape(block.label.text), optional),
    statefulElement(element, block, surface, { attributes, required, dispatches }),
    block.hint ? h("p", { class: "note", id: hint }, unescape(block.hint.text)) : null);
}

/** @type {Record<string, (block: any, surface: any, before: string|null) => HTMLElement>} */
const DRAW = {
  section,
  header: (block) => h("h3", {}, unescape(block.text.text)),
  divider: () => h("hr"),
  context: (block, surface) =>
    h("div", { class: "context" }, ...block.elements.map((element) => contextElement(element, surface))),
  actions,
  input,
  image,
  rich_text: (block, surface) => richText(block, surface.names),
  markdown: (block) => markdown(block.text),
};

function textIdOf(node) {
  const body = node.querySelector(".section-body") ?? (node.matches("h3") ? node : null);
  if (!body || body.textContent.length > LONGEST_NAME) return null;
  body.id ||= uid("text");
  return body.id;
}

/**
 * Draw blocks in order. Every element of an `actions` block takes its name from the text
 * before it, as a reader would.
 * @param {any[]} blocks
 * @param {import("./elements.js").Surface} surface
 * @returns {HTMLElement[]}
 */
export function drawBlocks(blocks, surface) {
  let before = null;
  return blocks.map((block) => {
    const draw = DRAW[block.type];
    const node = draw ? draw(block, surface, before) : unknown(block.type);
    if (block.type !== "actions" && block.type !== "divider") before = textIdOf(node);
    if (!node.dataset.blockId) node.dataset.block = block.block_id ?? "";
    return node;
  });
}
