/** Slack's mrkdwn as DOM nodes. Whatever is not understood stays text. */

import { h } from "./dom.js";

const SAFE_SCHEMES = new Set(["http:", "https:", "mailto:", "tel:"]);
const ENTITIES = { "&lt;": "<", "&gt;": ">", "&amp;": "&" };
const MARKS = { "*": "strong", _: "em", "~": "s" };
// Code, <reference>, emphasis that does not touch a letter or digit outside, bare address.
const INLINE = new RegExp(
  [
    "`(?<code>[^`\\n]+)`",
    "<(?<reference>[^<>\\n]+)>",
    "(?<![\\p{L}\\p{N}])(?<mark>[*_~])(?=\\S)(?<marked>[^\\n]*?\\S)\\k<mark>(?![\\p{L}\\p{N}])",
    "(?<address>https?://[\\w\\-.~:/?#[\\]@!$&'()*+,;=%]+)",
  ].join("|"),
  "gu",
);

/**
 * @typedef {object} Names how ids become names
 * @property {(id: string) => string|undefined} user
 * @property {(id: string) => string|undefined} channel
 */

/**
 * Undo Slack's escaping of the three control characters, once.
 * @param {string} text
 * @returns {string}
 */
export function unescape(text) {
  return text.replace(/&(?:lt|gt|amp);/g, (entity) => ENTITIES[entity]);
}

/**
 * The address if its scheme may be followed, else null.
 * @param {string} address
 * @returns {string|null}
 */
export function safeAddress(address) {
  try {
    const url = new URL(address, location.href);
    return SAFE_SCHEMES.has(url.protocol) ? url.href : null;
  } catch {
    return null;
  }
}

/**
 * A link that opens beside the page, or plain text when the address is not safe.
 * @param {string} address
 * @param {string|Node} label
 * @param {string} source what to show instead of an unsafe link
 * @returns {Node}
 */
export function link(address, label, source) {
  const absolute = /^[a-z][a-z0-9+.-]*:/i.test(address) ? safeAddress(address) : null;
  if (!absolute) return document.createTextNode(source);
  return h("a", { href: absolute, target: "_blank", rel: "noopener noreferrer" }, label);
}

function reference(inner, names) {
  const [target, label] = inner.split(/\|(.*)/s);
  const mention = (text) => h("span", { class: "mention" }, text);
  if (/^@[UW]\w+$/.test(target)) {
    const name = names.user(target.slice(1)) ?? label ?? target.slice(1);
    return mention(`@${unescape(name)}`);
  }
  if (/^#C\w+$/.test(target)) {
    const name = names.channel(target.slice(1)) ?? label ?? target.slice(1);
    return mention(`#${unescape(name)}`);
  }
  if (/^!(here|channel|everyone)\b/.test(target)) return mention(`@${target.slice(1).split("|")[0]}`);
  if (target.startsWith("!")) return document.createTextNode(unescape(label ?? target.slice(1)));
  const address = unescape(target);
  return link(address, unescape(label || address), unescape(`<${inner}>`));
}

function inlineNode(groups, names) {
  if (groups.code !== undefined) return h("code", {}, unescape(groups.code));
  if (groups.reference !== undefined) return reference(groups.reference, names);
  if (groups.mark !== undefined) return h(MARKS[groups.mark], {}, inline(groups.marked, names));
  const address = unescape(groups.address);
  return link(address, address, address);
}

/**
 * One run of text with its emphasis, code, links and mentions.
 * @param {string} text
 * @param {Names} names
 * @returns {DocumentFragment}
 */
export function inline(text, names) {
  const fragment = document.createDocumentFragment();
  let end = 0;
  for (const match of text.matchAll(INLINE)) {
    fragment.append(unescape(text.slice(end, match.index)), inlineNode(match.groups, names));
    end = match.index + match[0].length;
  }
  fragment.append(unescape(text.slice(end)));
  return fragment;
}

function quoted(line) {
  const match = /^(?:>|&gt;) ?(.*)$/s.exec(line);
  return match ? match[1] : null;
}

function paragraphs(text, names) {
  const runs = [];
  for (const line of text.split("\n")) {
    const inner = quoted(line);
    const kind = inner === null ? "p" : "blockquote";
    if (runs.at(-1)?.kind !== kind) runs.push({ kind, lines: [] });
    runs.at(-1).lines.push(inner ?? line);
  }
  return runs.map(({ kind, lines }) => h(kind, {}, inline(lines.join("\n"), names)));
}

/**
 * A whole mrkdwn text: preformatted parts, quotes and paragraphs.
 * @param {string} text
 * @param {Names} names
 * @returns {HTMLElement}
 */
export function mrkdwn(text, names) {
  const parts = text.split("```");
  const body = h("div", { class: "text" });
  for (const [index, part] of parts.entries()) {
    const fenced = index % 2 === 1;
    const closed = index < parts.length - 1;
    const trimmed = part.replace(/^\n|\n$/g, "");
    if (fenced && closed) body.append(h("pre", { tabindex: "0" }, unescape(trimmed)));
    else if (fenced) body.append(...paragraphs("```" + part, names));
    else if (trimmed) body.append(...paragraphs(trimmed, names));
  }
  return body;
}

/**
 * A text object of Block Kit; `plain_text` gets no formatting.
 * @param {{type: string, text: string}} object
 * @param {Names} names
 * @returns {HTMLElement}
 */
export function textObject(object, names) {
  if (object.type === "mrkdwn") return mrkdwn(object.text, names);
  return h("div", { class: "text" }, h("p", {}, unescape(object.text)));
}
