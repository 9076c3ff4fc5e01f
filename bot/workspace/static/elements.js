/** Interactive elements of Block Kit, and sending what was done with them. */

import { checkboxes, multiSelect, radioButtons, staticSelect } from "./choices.js";
import { ask } from "./confirm.js";
import { h, uid } from "./dom.js";
import { onChoice } from "./form.js";
import { datePicker, textInput } from "./inputs.js";
import { menuButton } from "./menu.js";
import { safeAddress, unescape } from "./mrkdwn.js";

/**
 * @typedef {object} Surface where blocks are drawn
 * @property {import("./mrkdwn.js").Names} names
 * @property {import("./form.js").FormState} form
 * @property {(blockId: string, actionId: string, element: object) => Promise<void>} act
 */

/**
 * @typedef {object} Naming how a control is named and described
 * @property {Record<string, any>} attributes for the control
 * @property {boolean} required
 * @property {import("./mrkdwn.js").Names} names
 */

/**
 * @typedef {object} Control
 * @property {HTMLElement} control
 * @property {HTMLElement} [after] goes below the control
 * @property {() => any} read
 * @property {(state: any) => void} write
 * @property {() => string|null} check
 * @property {(send: () => void) => void} [onCommit] when sending is not tied to `change`
 */

/** @type {Record<string, (element: any, naming: Naming) => Control>} */
const STATEFUL = {
  static_select: staticSelect,
  multi_static_select: multiSelect,
  radio_buttons: radioButtons,
  checkboxes,
  plain_text_input: textInput,
  datepicker: datePicker,
};

/** The element types whose label names a group of inputs, not one input. */
export const GROUPS = new Set(["multi_static_select", "radio_buttons", "checkboxes"]);

async function send(element, block, surface, value) {
  const identity = { type: element.type, action_id: element.action_id, block_id: block.block_id };
  if (element.confirm && !(await ask(element.confirm, surface.names))) return false;
  await surface.act(block.block_id, element.action_id, { ...identity, ...value });
  return true;
}

const dataOf = (element, block) => ({ blockId: block.block_id, actionId: element.action_id });

function button(element, block, surface) {
  const value = { text: element.text };
  if (element.value !== undefined) value.value = element.value;
  const address = element.url ? safeAddress(element.url) : null;
  const press = async (event) => {
    const pressed = event.currentTarget;
    if (address && element.confirm) event.preventDefault();
    if (pressed.getAttribute("aria-busy") === "true") return;
    pressed.setAttribute("aria-busy", "true");
    const sent = await send(element, block, surface, value);
    pressed.removeAttribute("aria-busy");
    if (sent && address && element.confirm) open(address, "_blank", "noopener,noreferrer");
  };
  const look = {
    class: `button ${element.style ?? ""}`, "aria-label": element.accessibility_label,
    data: dataOf(element, block), on: { click: press },
  };
  const label = unescape(element.text.text);
  if (!address) return h("button", { type: "button", ...look }, label);
  return h("a", { href: address, target: "_blank", rel: "noopener noreferrer", ...look }, label);
}

function overflow(element, block, surface) {
  const items = element.options.map((option) => ({
    label: unescape(option.text.text),
    description: option.description && unescape(option.description.text),
    value: option.value,
    choose: () => {
      const address = option.url ? safeAddress(option.url) : null;
      if (address) open(address, "_blank", "noopener,noreferrer");
      send(element, block, surface, { selected_option: option });
    },
  }));
  return menuButton(items, {
    label: "⋯", "aria-label": "その他の操作", class: "button overflow", data: dataOf(element, block),
  });
}

function dispatching(made, element, block, surface) {
  let previous = made.read();
  const commit = async () => {
    const state = made.read();
    if (await send(element, block, surface, state)) previous = state;
    else made.write(previous);
  };
  if (made.onCommit) made.onCommit(commit);
  else onChoice(made.control, commit);
}

/**
 * Draw an element that holds a value and make it part of the surface's form.
 * @param {any} element
 * @param {any} block
 * @param {Surface} surface
 * @param {{attributes: Record<string, any>, required?: boolean, dispatches: boolean}} options
 * @returns {HTMLElement} the control with its counter and the place for its error
 */
export function statefulElement(element, block, surface, options) {
  const attributes = { id: uid("field"), data: dataOf(element, block), ...options.attributes };
  const naming = { attributes, required: options.required ?? false, names: surface.names };
  const made = STATEFUL[element.type](element, naming);
  const identity = { blockId: block.block_id, actionId: element.action_id };
  const error = surface.form.add({ ...made, ...identity });
  if (options.dispatches) dispatching(made, element, block, surface);
  return h("div", { class: "control" }, made.control, made.after, error);
}

function nameFor(element, labelledby) {
  const own = element.placeholder?.text ?? (GROUPS.has(element.type) ? "選択肢" : "選択");
  return labelledby ? { "aria-labelledby": labelledby } : { "aria-label": unescape(own) };
}

/**
 * Draw an element of an `actions` block or a section's accessory, which sends at once.
 * @param {any} element
 * @param {any} block
 * @param {Surface} surface
 * @param {string|null} labelledby id of the text that says what the element is about
 * @returns {HTMLElement}
 */
export function actionElement(element, block, surface, labelledby) {
  if (element.type === "button") return button(element, block, surface);
  if (element.type === "overflow") return overflow(element, block, surface);
  if (!(element.type in STATEFUL)) return unknown(element.type);
  const attributes = nameFor(element, labelledby);
  return statefulElement(element, block, surface, { attributes, dispatches: true });
}

/**
 * Say honestly what this page cannot draw.
 * @param {string} type
 * @returns {HTMLElement}
 */
export function unknown(type) {
  return h("p", { class: "note" }, `このデモでは表示できない部品です（${type}）。`);
}
