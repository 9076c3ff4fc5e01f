/** Elements that choose among options: selects, radio buttons and checkboxes. */

import { h, uid } from "./dom.js";
import { inline, unescape } from "./mrkdwn.js";

const FILTER_FROM = 12;

/** Every option of a select, groups flattened. */
const optionsOf = (element) =>
  element.options ?? (element.option_groups ?? []).flatMap((group) => group.options);

const withValue = (element, value) =>
  optionsOf(element).find((option) => option.value === value) ?? null;

const optionNode = (option) => h("option", { value: option.value }, unescape(option.text.text));

/**
 * @param {any} element static_select
 * @param {import("./elements.js").Naming} naming
 * @returns {import("./elements.js").Control}
 */
export function staticSelect(element, naming) {
  const empty = h("option", { value: "" }, unescape(element.placeholder?.text ?? "選んでください"));
  const children = element.option_groups
    ? element.option_groups.map((group) =>
      h("optgroup", { label: unescape(group.label.text) }, ...group.options.map(optionNode)))
    : element.options.map(optionNode);
  const select = h("select", naming.attributes, empty, ...children);
  select.value = element.initial_option?.value ?? "";
  return {
    control: select,
    read: () => ({ type: element.type, selected_option: withValue(element, select.value) }),
    write: (state) => { select.value = withValue(element, state.selected_option?.value)?.value ?? ""; },
    check: () => (naming.required && select.value === "" ? "選んでください。" : null),
  };
}

function optionText(object, names) {
  return object.type === "mrkdwn" ? inline(object.text, names) : unescape(object.text);
}

function choice(kind, name, option, names) {
  const note = option.description
    ? h("div", { class: "note", id: uid("choice") }, optionText(option.description, names)) : null;
  const input = h("input", { type: kind, name, value: option.value, "aria-describedby": note?.id });
  return h("div", { class: "choice" },
    h("label", {}, input, h("span", {}, optionText(option.text, names))), note);
}

function boxes(element, naming, kind, role) {
  const name = uid("choice");
  const group = h("div", { ...naming.attributes, class: `choices ${kind}`, role },
    ...optionsOf(element).map((option) => choice(kind, name, option, naming.names)));
  const inputs = () => [...group.querySelectorAll(`input[type=${kind}]`)];
  return {
    group,
    inputs,
    chosen: () => inputs().filter((input) => input.checked).map((input) => withValue(element, input.value)),
    choose: (options) => {
      const values = new Set((options ?? []).map((option) => option?.value));
      for (const input of inputs()) input.checked = values.has(input.value);
    },
  };
}

/**
 * @param {any} element radio_buttons
 * @param {import("./elements.js").Naming} naming
 * @returns {import("./elements.js").Control}
 */
export function radioButtons(element, naming) {
  const { group, chosen, choose } = boxes(element, naming, "radio", "radiogroup");
  choose([element.initial_option]);
  return {
    control: group,
    read: () => ({ type: element.type, selected_option: chosen()[0] ?? null }),
    write: (state) => choose([state.selected_option]),
    check: () => (naming.required && chosen().length === 0 ? "どれかひとつを選んでください。" : null),
  };
}

/**
 * @param {any} element checkboxes
 * @param {import("./elements.js").Naming} naming
 * @returns {import("./elements.js").Control}
 */
export function checkboxes(element, naming) {
  const { group, chosen, choose } = boxes(element, naming, "checkbox", "group");
  choose(element.initial_options);
  return {
    control: group,
    read: () => ({ type: element.type, selected_options: chosen() }),
    write: (state) => choose(state.selected_options),
    check: () => (naming.required && chosen().length === 0 ? "ひとつ以上を選んでください。" : null),
  };
}

function filterBox(group) {
  const narrow = (event) => {
    event.stopPropagation();
    const wanted = event.target.value.normalize("NFKC").toLowerCase();
    for (const line of group.querySelectorAll(".choice")) {
      line.hidden = !line.textContent.normalize("NFKC").toLowerCase().includes(wanted);
    }
  };
  return h("input", {
    type: "search", class: "filter", "aria-label": "選択肢をしぼり込む", placeholder: "しぼり込む",
    on: { input: narrow, change: (event) => event.stopPropagation() },
  });
}

/**
 * A list of checkboxes, because many at once is hard to do in a browser's own multiple select.
 * @param {any} element multi_static_select
 * @param {import("./elements.js").Naming} naming
 * @returns {import("./elements.js").Control}
 */
export function multiSelect(element, naming) {
  const most = element.max_selected_items ?? Infinity;
  const { group, inputs, chosen, choose } = boxes(element, naming, "checkbox", "group");
  const limit = () => {
    const full = chosen().length >= most;
    for (const input of inputs()) input.disabled = full && !input.checked;
  };
  group.classList.add("scrolling");
  if (most < Infinity) group.prepend(h("p", { class: "note" }, `${most}つまで選べます。`));
  if (inputs().length >= FILTER_FROM) group.prepend(filterBox(group));
  group.addEventListener("change", limit);
  choose(element.initial_options);
  limit();
  return {
    control: group,
    read: () => ({ type: element.type, selected_options: chosen() }),
    write: (state) => {
      choose(state.selected_options);
      limit();
    },
    check: () => (naming.required && chosen().length === 0 ? "ひとつ以上を選んでください。" : null),
  };
}
