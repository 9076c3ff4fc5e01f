/** Short notices that come and go without taking the focus. */

import { h } from "./dom.js";

const SHOWN_MS = { status: 5000, alert: 10000 };

function host() {
  // While a modal is open everything outside it is inert and silent.
  return [...document.querySelectorAll("dialog[open]")].findLast(
    (dialog) => dialog.querySelector("[data-toasts]"),
  ) ?? document.body;
}

/**
 * @param {string} message
 * @param {"status"|"alert"} [role] alert for what went wrong
 */
export function toast(message, role = "status") {
  const region = host().querySelector(`:scope > [data-toasts][role=${role}]`);
  const gone = () => note.remove();
  const close = h("button", { type: "button", class: "quiet", on: { click: gone } }, "消す");
  const note = h("div", { class: `toast ${role}` }, h("p", {}, message), close);
  region.replaceChildren(note);
  let timer = setTimeout(gone, SHOWN_MS[role]);
  note.addEventListener("pointerenter", () => clearTimeout(timer));
  note.addEventListener("pointerleave", () => { timer = setTimeout(gone, SHOWN_MS[role]); });
}
