/** Elements that are typed into: text and dates. */

import { composing, h, uid } from "./dom.js";
import { unescape } from "./mrkdwn.js";

const DEFAULT_LONGEST = 3000;

function lengthSentence(element, value, required) {
  const longest = element.max_length ?? DEFAULT_LONGEST;
  if (required && value.trim() === "") return "入力してください。";
  if (value.length > longest) return `${longest}文字までです。いま${value.length}文字あります。`;
  if (value !== "" && value.length < (element.min_length ?? 0)) {
    return `${element.min_length}文字以上で入力してください。`;
  }
  return null;
}

function counterFor(element, input) {
  const counter = h("p", { class: "note counter", id: uid("count") });
  const count = () => {
    counter.textContent = `${input.value.length}／${element.max_length}文字`;
    counter.classList.toggle("over", input.value.length > element.max_length);
  };
  input.addEventListener("input", count);
  count();
  const described = input.getAttribute("aria-describedby");
  input.setAttribute("aria-describedby", [described, counter.id].filter(Boolean).join(" "));
  return { counter, count };
}

/**
 * @param {any} element plain_text_input
 * @param {import("./elements.js").Naming} naming
 * @returns {import("./elements.js").Control}
 */
export function textInput(element, naming) {
  const attributes = {
    ...naming.attributes, placeholder: element.placeholder && unescape(element.placeholder.text),
    autocomplete: "off",
  };
  const input = element.multiline
    ? h("textarea", { ...attributes, rows: 5 })
    : h("input", { ...attributes, type: "text" });
  input.value = element.initial_value ?? "";
  const counting = element.max_length ? counterFor(element, input) : null;
  return {
    control: input,
    after: counting?.counter,
    read: () => ({ type: element.type, value: input.value === "" ? null : input.value }),
    write: (state) => {
      input.value = state.value ?? "";
      counting?.count();
    },
    check: () => lengthSentence(element, input.value, naming.required),
    onCommit: (send) => input.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && !element.multiline && !composing(event)) send();
    }),
  };
}

/**
 * @param {any} element datepicker
 * @param {import("./elements.js").Naming} naming
 * @returns {import("./elements.js").Control}
 */
export function datePicker(element, naming) {
  const input = h("input", { ...naming.attributes, type: "date" });
  input.value = element.initial_date ?? "";
  return {
    control: input,
    read: () => ({ type: element.type, selected_date: input.value || null }),
    write: (state) => { input.value = state.selected_date ?? ""; },
    check: () => {
      if (input.validity.badInput) return "日付を最後まで入力してください。";
      return naming.required && input.value === "" ? "日付を選んでください。" : null;
    },
  };
}
