/** The list of messages: drawn by key, so that an update leaves the others alone. */

import { drawBlocks } from "./blocks.js";
import { byId, h } from "./dom.js";
import { FormState, keptValues } from "./form.js";
import { mrkdwn, safeAddress } from "./mrkdwn.js";

const ZONE = { timeZone: "Asia/Tokyo" };
const TIME = new Intl.DateTimeFormat("ja-JP", { ...ZONE, hour: "numeric", minute: "2-digit" });
const DAY = new Intl.DateTimeFormat("ja-JP", { ...ZONE, year: "numeric", month: "long", day: "numeric", weekday: "short" });
const NEAR_BOTTOM_PX = 80;
const TONES = 6;

const moment = (ts) => new Date(Number(ts) * 1000);
const keyOf = (message) => `${message.ts}/${message.ephemeral}`;

function avatar(from) {
  const tone = [...from.id].reduce((sum, letter) => sum + letter.codePointAt(0), 0) % TONES;
  const look = from.bot ? "bot" : `tone-${tone}`;
  return h("div", { class: `avatar ${look}`, "aria-hidden": "true" }, [...from.name][0] ?? "");
}

function fileNode(file) {
  const address = safeAddress(file.url);
  if (!address) return h("p", {}, file.name);
  const name = h("a", { href: address, download: file.name }, file.name);
  if (!file.mimetype?.startsWith("image/")) return h("p", { class: "file" }, name);
  return h("figure", {}, h("img", { src: address, alt: file.alt || file.name }), h("figcaption", {}, name));
}

function byline(message) {
  const at = moment(message.ts);
  return h("p", { class: "byline" }, h("strong", {}, message.from.name),
    message.from.bot ? h("span", { class: "app-mark" }, "アプリ") : null,
    h("time", { datetime: at.toISOString() }, TIME.format(at)));
}

/**
 * Find a control again after its surface was drawn anew.
 * @param {Element} root
 * @param {Element|null} control
 * @returns {HTMLElement|null}
 */
export function sameControl(root, control) {
  const marked = control?.closest("[data-action-id]");
  if (!marked) return null;
  const { blockId, actionId } = marked.dataset;
  const found = [...root.querySelectorAll("[data-action-id]")]
    .find((node) => node.dataset.blockId === blockId && node.dataset.actionId === actionId);
  if (!found || found.matches("input, select, textarea, button, a")) return found ?? null;
  const value = control.getAttribute("value");
  return [...found.querySelectorAll("input")].find((input) => input.value === value) ?? found.querySelector("input");
}

/** Keeps `#log` in step with the session's messages. */
export class MessageList {
  /** @param {import("./state.js").Session} session */
  constructor(session) {
    this.session = session;
    this.log = byId("log");
    this.newest = byId("to-newest");
    this.entries = new Map();
    this.count = 0;
    this.room = null;
    this.newest.addEventListener("click", () => this.#toBottom());
    this.following = true;
    this.lastTop = 0;
    this.log.addEventListener("scroll", () => this.#scrolled());
    // A late picture or a keyboard sliding in must not push the newest line out of sight.
    const stay = () => { if (this.following) this.#toBottom(); };
    this.log.addEventListener("load", stay, true);
    new ResizeObserver(stay).observe(this.log);
  }

  #scrolled() {
    const { scrollHeight, scrollTop, clientHeight } = this.log;
    const near = scrollHeight - scrollTop - clientHeight < NEAR_BOTTOM_PX;
    // Only a move upwards is the reader's wish to stay there; growing content is not.
    if (near) this.following = true;
    else if (scrollTop < this.lastTop) this.following = false;
    this.lastTop = scrollTop;
    if (near) this.newest.hidden = true;
  }

  #toBottom() {
    this.log.scrollTop = this.log.scrollHeight;
    this.lastTop = this.log.scrollTop;
    this.newest.hidden = true;
    this.following = true;
  }

  /** Empty the list when somebody moves to another conversation. */
  clear() {
    this.entries.clear();
    this.log.replaceChildren();
    this.newest.hidden = true;
    this.room = null;
  }

  /** Draw what the session holds now. */
  draw() {
    const { messages, conversation, place } = this.session;
    const room = `${place.me}/${conversation.id}`;
    const arriving = room !== this.room;
    // Somebody who opens a conversation must not hear the whole of it.
    this.log.setAttribute("aria-live", arriving ? "off" : "polite");
    const follow = arriving || this.following;
    const grown = messages.length > this.count;
    this.count = messages.length;
    this.room = room;
    this.#sync(messages);
    if (follow) this.#toBottom();
    else if (grown) this.newest.hidden = false;
    if (arriving) requestAnimationFrame(() => this.log.setAttribute("aria-live", "polite"));
  }

  #sync(messages) {
    const nodes = messages.length ? this.#nodes(messages) : [this.#empty()];
    const keep = new Set(nodes);
    for (const node of [...this.log.children]) if (!keep.has(node)) node.remove();
    nodes.forEach((node, index) => {
      if (this.log.children[index] !== node) this.log.insertBefore(node, this.log.children[index] ?? null);
    });
    this.focusAgain?.();
    this.focusAgain = null;
  }

  #empty() {
    const hint = "まだメッセージはありません。下の欄に書いて送ってみましょう。「/」を入力すると、使えるコマンドが出ます。";
    return h("p", { class: "empty" }, hint);
  }

  #nodes(messages) {
    const entries = new Map();
    const nodes = [];
    let day = "";
    for (const message of messages) {
      const its = DAY.format(moment(message.ts));
      if (its !== day) nodes.push(this.entries.get(its) ?? h("p", { class: "day" }, h("span", {}, its)));
      if (its !== day) entries.set(its, nodes.at(-1));
      day = its;
      const entry = this.#entry(message);
      entries.set(keyOf(message), entry);
      nodes.push(entry.node);
    }
    this.entries = entries;
    return nodes;
  }

  #entry(message) {
    const json = JSON.stringify(message);
    const old = this.entries.get(keyOf(message));
    if (old?.json === json) return old;
    const blocks = message.blocks ?? [];
    const form = new FormState(old ? keptValues(old.blocks, blocks, old.form.values()) : {});
    const node = this.#node(message, form);
    if (old?.node.contains(document.activeElement)) {
      const control = document.activeElement;
      this.focusAgain = () => (sameControl(node, control) ?? node).focus();
    }
    return { json, blocks, form, node };
  }

  #node(message, form) {
    const { session } = this;
    const channel = session.conversation.id;
    const source = { kind: "message", channel, ts: message.ts, ephemeral: message.ephemeral };
    const act = (block_id, action_id, element) => session.order("action", {
      source, block_id, action_id, element, state: { values: form.values() },
    });
    const body = message.blocks?.length
      ? drawBlocks(message.blocks, { names: session.names, form, act })
      : [mrkdwn(message.text ?? "", session.names)];
    const private_ = message.ephemeral ? h("p", { class: "only-you" }, "あなただけに表示されています") : null;
    const edited = message.edited ? h("p", { class: "note" }, "（編集済み）") : null;
    return h("article", {
      class: message.ephemeral ? "message ephemeral" : "message", tabindex: "-1", data: { ts: message.ts },
      "aria-label": `${message.from.name} ${TIME.format(moment(message.ts))}`,
    }, avatar(message.from), h("div", { class: "message-body" }, private_, byline(message), ...body,
      ...(message.files ?? []).map(fileNode), edited));
  }
}
