/** Modals: the top view of the acting person's stack. */

import { drawBlocks } from "./blocks.js";
import { ask, question } from "./confirm.js";
import { byId, composing, setAttribute, setText } from "./dom.js";
import { FormState } from "./form.js";
import { sameControl } from "./messages.js";
import { unescape } from "./mrkdwn.js";

const CLOSING = question("入力を破棄しますか", "閉じると、入力した内容は残りません。", "破棄して閉じる", "入力にもどる");

function knownValues(view) {
  const values = structuredClone(view.state?.values ?? {});
  for (const block of Object.values(values)) {
    for (const [action, state] of Object.entries(block)) {
      // An empty state says nothing about an initial value that was never sent back.
      if (Object.entries(state).every(([key, value]) => key === "type" || value === null)) delete block[action];
    }
  }
  return values;
}

/** Keeps `#modal` in step with the session's modal. */
export class Modal {
  /** @param {import("./state.js").Session} session */
  constructor(session) {
    this.session = session;
    this.dialog = byId("modal");
    this.body = byId("modal-body");
    this.#forget();
    byId("modal-form").addEventListener("submit", (event) => {
      event.preventDefault();
      this.#submit();
    });
    byId("modal-close").addEventListener("click", () => this.#close(false));
    byId("modal-all").addEventListener("click", () => this.#close(true));
    this.dialog.addEventListener("keydown", (event) => this.#key(event));
    // Closing is the workspace's decision; it answers by taking the view away.
    this.dialog.addEventListener("cancel", (event) => {
      event.preventDefault();
      this.#close(false);
    });
  }

  #forget() {
    this.view = null;
    this.drawn = null;
    this.form = new FormState();
    this.typed = new Map();
  }

  #key(event) {
    if (composing(event)) return;
    if (event.key === "Escape") {
      event.preventDefault();
      this.#close(false);
    } else if (event.key === "Enter" && event.target.matches("input")) {
      // Enter moves nothing on by itself: half a sheet must not be sent by accident.
      event.preventDefault();
      if (event.ctrlKey || event.metaKey) this.#submit();
    }
  }

  /** Draw what the session holds now. */
  draw() {
    const { view } = this.session.modal;
    if (!view) return this.#hide();
    const { state, ...lasting } = view;
    const drawn = JSON.stringify({ ...lasting, hash: null });
    if (drawn !== this.drawn) this.#show(view, drawn);
    this.view = view;
    this.#tellErrors(false);
  }

  #hide() {
    if (!this.dialog.open) return;
    this.dialog.close();
    this.#forget();
    // The control that opened it may have been drawn anew meanwhile.
    if (document.activeElement === document.body) byId("title").focus();
  }

  #show(view, drawn) {
    if (this.view) this.typed.set(this.view.id, this.form.values());
    // What is drawn is the answer: from here on the person may act again.
    if (this.waiting) this.#wait(false);
    // Another callback_id is another screen in the same place: it is read from its top.
    const same = this.view?.id === view.id && this.view.callback_id === view.callback_id;
    const focused = document.activeElement;
    const place = [...this.body.children].findIndex((block) => block.contains(focused));
    this.form = new FormState(this.typed.get(view.id) ?? knownValues(view));
    this.drawn = drawn;
    this.#frame(view);
    const surface = { names: this.session.names, form: this.form, act: (...args) => this.#act(...args) };
    this.body.replaceChildren(...drawBlocks(view.blocks, surface));
    if (!this.dialog.open) this.dialog.showModal();
    if (!same) this.body.scrollTop = 0;
    this.#focus(same ? sameControl(this.body, focused) ?? this.#controlFrom(place) : null);
  }

  /** What stands now where a control was that is gone, or after it. */
  #controlFrom(place) {
    const blocks = place < 0 ? [] : [...this.body.children].slice(place);
    return blocks.map((block) => block.querySelector("input, select, textarea, button")).find(Boolean);
  }

  /** The first field, unless there is something to read before it that it would scroll away. */
  #focus(again) {
    const first = this.body.querySelector("input, select, textarea");
    const end = this.body.getBoundingClientRect().bottom;
    const atOnce = first && first.getBoundingClientRect().bottom <= end ? first : null;
    (again ?? atOnce ?? byId("modal-title")).focus();
  }

  #frame(view) {
    this.dialog.dataset.callbackId = view.callback_id ?? "";
    this.dialog.dataset.viewId = view.id;
    setText(byId("modal-title"), unescape(view.title.text));
    setText(byId("modal-close"), unescape(view.close?.text ?? "閉じる"));
    setText(byId("modal-submit"), unescape(view.submit?.text ?? ""));
    byId("modal-submit").hidden = !view.submit;
    byId("modal-all").hidden = (this.session.modal.depth ?? 1) < 2;
  }

  #tellErrors(focus) {
    const { errors, notice } = this.session.modal;
    const elsewhere = this.form.showErrors(errors ?? {});
    setText(byId("modal-notice"), [notice, ...elsewhere].filter(Boolean).join("\n"));
    if (focus) this.form.focusError();
  }

  async #act(block_id, action_id, element) {
    const state = { values: this.form.values() };
    const order = { source: { kind: "modal" }, block_id, action_id, element, state };
    await this.session.order("action", order);
    await this.session.refresh("modal");
  }

  #wait(waiting) {
    this.waiting = waiting;
    setAttribute(this.dialog, "aria-busy", waiting ? "true" : null);
    setAttribute(byId("modal-submit"), "aria-disabled", waiting ? "true" : null);
    setText(byId("modal-submit"), waiting ? "送信しています…" : unescape(this.view?.submit?.text ?? ""));
  }

  async #submit() {
    if (this.waiting || !this.view?.submit) return;
    const found = this.form.check();
    this.session.modal.errors = found;
    this.session.modal.notice = null;
    this.#tellErrors(true);
    if (Object.keys(found).length > 0) return;
    this.#wait(true);
    const order = { view_id: this.view.id, state: { values: this.form.values() } };
    const refusal = await this.session.attempt("submit", order);
    await this.session.refresh("modal");
    this.#wait(false);
    const { view, errors, notice } = this.session.modal;
    // What stands in the modal need not be said twice.
    if (refusal && !(notice || Object.keys(errors ?? {}).length)) this.session.report(refusal);
    if (view) this.form.focusError();
  }

  async #close(all) {
    if (this.waiting || !this.view || this.asking) return;
    this.asking = true;
    const sure = !this.form.dirty || await ask(CLOSING, this.session.names);
    this.asking = false;
    if (!sure || !this.view) return;
    await this.session.order("close", { view_id: this.view.id, all });
    await this.session.refresh("modal");
  }
}
