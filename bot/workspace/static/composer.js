/** The message box with its `/` commands. */

import { byId, composing, h, setAttribute, setText } from "./dom.js";

const TALLEST_LINES = 8;

function base64(file) {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(reader.result.split(",")[1] ?? "");
    reader.onerror = () => reject(reader.error);
    reader.readAsDataURL(file);
  });
}

/** The box below the messages; keeps one draft for each conversation. */
export class Composer {
  /** @param {import("./state.js").Session} session */
  constructor(session) {
    this.session = session;
    this.box = byId("box");
    this.list = byId("completions");
    this.drafts = new Map();
    this.key = "";
    this.active = -1;
    this.box.addEventListener("input", () => this.#typed());
    this.box.addEventListener("keydown", (event) => this.#key(event));
    this.box.addEventListener("blur", () => this.#offer([]));
    this.attachment = byId("attachment");
    byId("attach").addEventListener("click", () => this.attachment.click());
    this.attachment.addEventListener("change", () => this.sendFiles());
    byId("composer").addEventListener("submit", (event) => {
      event.preventDefault();
      this.send();
    });
  }

  /** Change to the draft of the conversation that is open now. */
  move() {
    const { conversation, place } = this.session;
    this.drafts.set(this.key, this.box.value);
    this.key = `${place.me}/${conversation.id}`;
    this.box.value = this.drafts.get(this.key) ?? "";
    const to = conversation.kind === "app" ? conversation.name : `#${conversation.name}`;
    setText(byId("box-label"), `${to} へのメッセージ`);
    this.box.placeholder = `${to} へのメッセージ`;
    this.#typed();
  }

  #typed() {
    const { box } = this;
    box.style.height = "auto";
    const line = parseFloat(getComputedStyle(box).lineHeight) || 24;
    box.style.height = `${Math.min(box.scrollHeight + 2, line * TALLEST_LINES)}px`;
    const text = box.value;
    const commands = this.session.workspace?.commands ?? [];
    const matching = /^\/\S*$/.test(text) ? commands.filter(({ command }) => command.startsWith(text)) : [];
    this.#offer(matching.some(({ command }) => command === text) ? [] : matching);
    this.#hint(commands.find(({ command }) => text.split(/\s/)[0] === command));
  }

  #hint(command) {
    const usage = command && `使い方：${command.command} ${command.usage_hint ?? ""}`.trim();
    setText(byId("box-hint"), usage || "Enterで送信、Shift＋Enterで改行、「/」でコマンド");
  }

  #offer(commands) {
    const options = commands.map((command, index) => h("li", {
      role: "option", id: `completion-${index}`, "aria-selected": "false", data: { command: command.command },
      on: { pointerdown: (event) => event.preventDefault(), click: () => this.#choose(index) },
    }, h("strong", {}, command.command), ` ${command.usage_hint ?? ""}`,
    h("span", { class: "note" }, command.description)));
    this.list.replaceChildren(...options);
    this.list.hidden = options.length === 0;
    this.#select(options.length ? 0 : -1);
    setText(byId("box-status"), options.length ? `コマンドの候補が${options.length}件あります。上下の矢印で選び、Enterで入力します。` : "");
  }

  #select(index) {
    this.active = index;
    [...this.list.children].forEach((option, at) => option.setAttribute("aria-selected", String(at === index)));
    this.list.children[index]?.scrollIntoView({ block: "nearest" });
    setAttribute(this.box, "aria-activedescendant", this.list.children[index]?.id);
  }

  #choose(index) {
    this.box.value = `${this.list.children[index].dataset.command} `;
    this.box.focus();
    this.#typed();
  }

  #keyInList(event) {
    const count = this.list.children.length;
    if (event.key === "ArrowDown") this.#select((this.active + 1) % count);
    else if (event.key === "ArrowUp") this.#select((this.active + count - 1) % count);
    else if (event.key === "Enter" || event.key === "Tab") this.#choose(this.active);
    else if (event.key === "Escape") this.#offer([]);
    else return false;
    event.preventDefault();
    return true;
  }

  #key(event) {
    if (composing(event)) return;
    if (!this.list.hidden && !event.shiftKey && this.#keyInList(event)) return;
    if (event.key !== "Enter" || event.shiftKey) return;
    event.preventDefault();
    this.send();
  }

  /** Send what is in the box; after a refusal the text comes back. */
  async send() {
    const text = this.box.value;
    if (text.trim() === "") return;
    const key = this.key;
    this.#fill(key, "");
    const path = text.startsWith("/") ? "command" : "message";
    const sent = await this.session.order(path, { channel: this.session.conversation.id, text });
    if (!sent) this.#fill(key, text);
    else await this.session.refresh("messages", "modal");
  }

  /** Send the chosen files at once, with what is in the box. */
  async sendFiles() {
    const chosen = [...this.attachment.files];
    if (!chosen.length) return;
    const { key } = this;
    const text = this.box.value;
    const files = await Promise.all(chosen.map(async (file) => ({ name: file.name, content: await base64(file) })));
    this.attachment.value = "";
    const channel = this.session.conversation.id;
    const sent = await this.session.order("files", { channel, text, files });
    if (sent) this.#fill(key, "");
    if (sent) await this.session.refresh("messages", "modal");
  }

  #fill(key, text) {
    if (key !== this.key) {
      this.drafts.set(key, text);
    } else if (text === "" || this.box.value === "") {
      this.box.value = text;
      this.#typed();
    }
  }
}
