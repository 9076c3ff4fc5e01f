/** The `markdown` block: the everyday part of Markdown as DOM nodes. */

import { h } from "./dom.js";
import { link, unescape } from "./mrkdwn.js";

const INLINE = new RegExp(
  [
    "`(?<code>[^`\\n]+)`",
    "\\[(?<label>[^\\]\\n]+)\\]\\((?<address>[^)\\s]+)\\)",
    "(?<bold>\\*\\*|__)(?=\\S)(?<bolded>[^\\n]*?\\S)\\k<bold>",
    "~~(?<struck>[^~\\n]+)~~",
    "(?<![\\p{L}\\p{N}*_])(?<mark>[*_])(?=[^\\s*_])(?<marked>[^\\n]*?[^\\s*_])\\k<mark>(?![\\p{L}\\p{N}*_])",
    "(?<bare>https?://[\\w\\-.~:/?#@!$&'*+,;=%]+)",
  ].join("|"),
  "gu",
);

function inlineNode(groups, source) {
  if (groups.code !== undefined) return h("code", {}, unescape(groups.code));
  if (groups.label !== undefined) return link(groups.address, inline(groups.label), source);
  if (groups.bolded !== undefined) return h("strong", {}, inline(groups.bolded));
  if (groups.struck !== undefined) return h("s", {}, inline(groups.struck));
  if (groups.marked !== undefined) return h("em", {}, inline(groups.marked));
  return link(groups.bare, groups.bare, groups.bare);
}

function inline(text) {
  const fragment = document.createDocumentFragment();
  let end = 0;
  for (const match of text.matchAll(INLINE)) {
    fragment.append(unescape(text.slice(end, match.index)), inlineNode(match.groups, match[0]));
    end = match.index + match[0].length;
  }
  fragment.append(unescape(text.slice(end)));
  return fragment;
}

/** What a line starts, in order of precedence: [pattern, kind of run]. */
const STARTS = [
  [/^#{1,6}\s+(.*)$/, "heading"],
  [/^(?:-{3,}|\*{3,}|_{3,})\s*$/, "rule"],
  [/^\s*[-*+]\s+(.*)$/, "ul"],
  [/^\s*\d+[.)]\s+(.*)$/, "ol"],
  [/^(?:>|&gt;)\s?(.*)$/, "blockquote"],
  [/^(.*)$/, "p"],
];

function classify(line) {
  for (const [pattern, kind] of STARTS) {
    const match = pattern.exec(line);
    if (match) return { kind, text: match[1] ?? "" };
  }
  return { kind: "p", text: line };
}

function runsOf(lines) {
  const runs = [];
  let fenced = null;
  for (const line of lines) {
    if (/^\s*```/.test(line)) {
      if (!fenced) runs.push(fenced = { kind: "pre", lines: [] });
      else fenced = null;
    } else if (fenced) fenced.lines.push(line);
    else if (line.trim() === "") runs.push({ kind: "gap", lines: [] });
    else {
      const { kind, text } = classify(line);
      if (runs.at(-1)?.kind !== kind || kind === "heading") runs.push({ kind, lines: [] });
      runs.at(-1).lines.push(text);
    }
  }
  return runs.filter(({ kind }) => kind !== "gap");
}

function render({ kind, lines }) {
  switch (kind) {
    case "heading": return h("h3", {}, inline(lines[0]));
    case "rule": return h("hr");
    case "pre": return h("pre", { tabindex: "0" }, unescape(lines.join("\n")));
    case "ul":
    case "ol": return h(kind, {}, ...lines.map((line) => h("li", {}, inline(line))));
    default: return h(kind, {}, inline(lines.join("\n")));
  }
}

/**
 * @param {string} text
 * @returns {HTMLElement}
 */
export function markdown(text) {
  return h("div", { class: "text" }, ...runsOf(text.split("\n")).map(render));
}
