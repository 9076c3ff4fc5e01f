/** A button that opens a menu: the overflow element and the shortcuts. */

import { h, setAttribute, uid } from "./dom.js";

/**
 * @typedef {object} MenuItem
 * @property {string} label
 * @property {string} [description]
 * @property {() => void} choose
 * @property {string} [value] shown to tests as `value`
 */

function place(popup, button) {
  const at = button.getBoundingClientRect();
  const { width, height } = popup.getBoundingClientRect();
  const below = at.bottom + 4;
  const top = below + height > innerHeight ? Math.max(4, at.top - height - 4) : below;
  popup.style.top = `${top}px`;
  popup.style.left = `${Math.max(4, Math.min(at.left, innerWidth - width - 4))}px`;
}

function itemNode(item, popup) {
  const choose = () => {
    popup.hidePopover();
    item.choose();
  };
  const note = item.description ? h("small", { id: uid("item") }, item.description) : null;
  return h("button", {
    type: "button", role: "menuitem", tabindex: "-1", value: item.value, "aria-label": item.label,
    "aria-describedby": note?.id, on: { click: choose },
  }, h("span", {}, item.label), note);
}

function move(popup, event) {
  const items = [...popup.querySelectorAll("[role=menuitem]")];
  const at = items.indexOf(document.activeElement);
  const targets = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: -1 };
  if (!(event.key in targets)) return;
  event.preventDefault();
  items.at(targets[event.key] % items.length).focus();
}

function onKey(popup, button, event) {
  if (event.key === "Escape" || event.key === "Tab") {
    // Escape belongs to the menu, not to a dialog around it.
    event.stopPropagation();
    if (event.key === "Escape") event.preventDefault();
    popup.hidePopover();
    button.focus();
  } else move(popup, event);
}

/**
 * @param {MenuItem[]} items
 * @param {{label: Node|string, class?: string, data?: object, [attribute: string]: any}} look of
 *   the button
 * @returns {HTMLElement} the button with its menu
 */
export function menuButton(items, look) {
  const { label, ...attributes } = look;
  const id = uid("menu");
  const button = h("button", {
    type: "button", "aria-haspopup": "menu", "aria-expanded": "false", "aria-controls": id,
    ...attributes,
  }, label);
  const popup = h("div", { id, class: "menu", role: "menu", popover: "auto" });
  popup.setAttribute("aria-label", button.getAttribute("aria-label") ?? button.textContent);
  popup.append(...items.map((item) => itemNode(item, popup)));
  const enter = () => {
    place(popup, button);
    popup.querySelector("[role=menuitem]")?.focus();
  };
  button.popoverTargetElement = popup;
  button.addEventListener("keydown", (event) => {
    if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
    event.preventDefault();
    popup.showPopover();
    enter();
  });
  popup.addEventListener("keydown", (event) => onKey(popup, button, event));
  popup.addEventListener("toggle", (event) => {
    const open = event.newState === "open";
    setAttribute(button, "aria-expanded", String(open));
    if (open && !popup.contains(document.activeElement)) enter();
  });
  return h("span", { class: "menu-wrap" }, button, popup);
}
