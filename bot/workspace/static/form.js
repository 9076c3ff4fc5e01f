/** What is filled in on one surface (a message, the home tab or a modal). */

import { h, setAttribute, uid } from "./dom.js";

/**
 * @typedef {object} Field one stateful control
 * @property {string} blockId
 * @property {string} actionId
 * @property {HTMLElement} control the input, or the group around several
 * @property {() => any} read its state as in Slack's `state.values`
 * @property {(state: any) => void} write puts such a state back
 * @property {() => string|null} check a Japanese sentence if it cannot be sent as it is
 */

function firstInput(control) {
  return control.matches("input, select, textarea") ? control : control.querySelector("input, select");
}

/** The controls of one surface, in order; remembers what was there before anybody typed. */
export class FormState {
  /**
   * @param {Record<string, Record<string, any>>} [kept] values typed before the surface was
   *   drawn again, by block_id and action_id
   */
  constructor(kept = {}) {
    this.kept = kept;
    /** @type {(Field & {pristine: string, error: HTMLElement, described: string})[]} */
    this.fields = [];
  }

  /**
   * Take part in the form. A kept value of the same block, action and type is put back.
   * @param {Field} field
   * @returns {HTMLElement} the place for an error, to be put beside the control
   */
  add(field) {
    const error = h("p", { class: "field-error", id: uid("error"), hidden: true });
    const pristine = JSON.stringify(field.read());
    const kept = this.kept[field.blockId]?.[field.actionId];
    if (kept && kept.type === field.read().type) field.write(kept);
    const described = field.control.getAttribute("aria-describedby") ?? "";
    this.fields.push({ ...field, pristine, error, described });
    return error;
  }

  /** @returns {Record<string, Record<string, any>>} as Slack's `state.values` */
  values() {
    const values = {};
    for (const field of this.fields) {
      values[field.blockId] ??= {};
      values[field.blockId][field.actionId] = field.read();
    }
    return values;
  }

  /** @returns {boolean} whether anything differs from its initial value */
  get dirty() {
    return this.fields.some((field) => JSON.stringify(field.read()) !== field.pristine);
  }

  /** @returns {Record<string, string>} sentences by block_id for what cannot be sent */
  check() {
    const found = this.fields.map((field) => [field.blockId, field.check()]);
    return Object.fromEntries(found.filter(([, sentence]) => sentence));
  }

  /**
   * Show errors beside their controls and take the others away.
   * @param {Record<string, string>} errors sentences by block_id
   * @returns {string[]} sentences whose block has no control here
   */
  showErrors(errors) {
    for (const field of this.fields) this.#mark(field, errors[field.blockId]);
    const here = new Set(this.fields.map((field) => field.blockId));
    return Object.entries(errors).filter(([id]) => !here.has(id)).map(([, text]) => text);
  }

  /** Put the focus on the first control that has an error, and the sentence below it in sight. */
  focusError() {
    const field = this.fields.find((candidate) => !candidate.error.hidden);
    if (!field) return;
    firstInput(field.control).focus();
    field.error.scrollIntoView({ block: "nearest" });
  }

  #mark(field, sentence) {
    field.error.textContent = sentence ?? "";
    field.error.hidden = !sentence;
    const described = [field.described, sentence ? field.error.id : ""].filter(Boolean).join(" ");
    setAttribute(field.control, "aria-describedby", described || null);
    // A plain group may not be invalid itself, its boxes may.
    const plainGroup = field.control.getAttribute("role") === "group";
    const targets = plainGroup ? field.control.querySelectorAll("input") : [field.control];
    for (const target of targets) setAttribute(target, "aria-invalid", sentence ? "true" : null);
  }
}

/**
 * What may be kept when a message or the home tab is drawn again: only the values of blocks
 * that did not change, because a changed block brings its own initial values.
 * @param {any[]} before
 * @param {any[]} after
 * @param {Record<string, Record<string, any>>} values
 * @returns {Record<string, Record<string, any>>}
 */
export function keptValues(before, after, values) {
  const same = new Set(before.map((block) => JSON.stringify(block)));
  const kept = after.filter((block) => values[block.block_id] && same.has(JSON.stringify(block)));
  return Object.fromEntries(kept.map((block) => [block.block_id, values[block.block_id]]));
}

/**
 * Send a choice when the person has made it: at once with a pointer, after a pause while the
 * arrow keys or digits are still moving through the values, and always on Enter or on leaving.
 * @param {HTMLElement} control
 * @param {() => void} send
 */
export function onChoice(control, send) {
  const pauseMs = 700;
  let byKey = false;
  let timer = null;
  const flush = () => {
    clearTimeout(timer);
    timer = null;
    if (control.isConnected) send();
  };
  control.addEventListener("pointerdown", () => { byKey = false; });
  control.addEventListener("keydown", (event) => {
    byKey = !event.altKey && ![" ", "Enter", "Tab"].includes(event.key);
    if (event.key === "Enter" && timer) flush();
  });
  control.addEventListener("change", () => {
    clearTimeout(timer);
    if (byKey) timer = setTimeout(flush, pauseMs);
    else flush();
  });
  control.addEventListener("focusout", (event) => {
    if (timer && !control.contains(event.relatedTarget)) flush();
  });
}
