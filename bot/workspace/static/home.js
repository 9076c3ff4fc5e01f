/** The app's home tab. */

import { drawBlocks } from "./blocks.js";
import { byId, h } from "./dom.js";
import { FormState, keptValues } from "./form.js";
import { sameControl } from "./messages.js";

/** Keeps `#panel-home` in step with the session's home view. */
export class Home {
  /** @param {import("./state.js").Session} session */
  constructor(session) {
    this.session = session;
    this.panel = byId("panel-home");
    this.clear();
  }

  /** Forget what was drawn, because somebody else looks at it now. */
  clear() {
    this.blocks = [];
    this.form = new FormState();
    this.drawn = null;
    this.panel.replaceChildren(h("p", { class: "empty" }, "ホームを準備しています…"));
  }

  /** Draw what the session holds now, keeping what was filled in and the focus. */
  draw() {
    const { home } = this.session;
    const drawn = JSON.stringify(home?.blocks ?? null);
    if (!home || drawn === this.drawn) return;
    const inside = this.panel.contains(document.activeElement);
    const focused = document.activeElement;
    this.form = new FormState(keptValues(this.blocks, home.blocks, this.form.values()));
    this.blocks = home.blocks;
    this.drawn = drawn;
    const surface = { names: this.session.names, form: this.form, act: (...args) => this.#act(...args) };
    this.panel.replaceChildren(h("div", { class: "sheet" }, ...drawBlocks(home.blocks, surface)));
    if (inside) (sameControl(this.panel, focused) ?? this.panel).focus();
  }

  #act(block_id, action_id, element) {
    const state = { values: this.form.values() };
    return this.session.order("action", { source: { kind: "home" }, block_id, action_id, element, state });
  }
}
