/** Building DOM nodes without markup strings, so that nothing typed is ever parsed as HTML. */

let lastId = 0;

/**
 * An id that no other element of this page has.
 * @param {string} prefix
 * @returns {string}
 */
export function uid(prefix) {
  lastId += 1;
  return `${prefix}-${lastId}`;
}

/**
 * Make an element. `on` holds event listeners, `data` data attributes; a value of null,
 * undefined or false leaves the attribute out. Addresses must be checked by the caller.
 * @param {string} tag
 * @param {Record<string, any>} [attributes]
 * @param {...(Node|string|null|undefined)} children
 * @returns {HTMLElement}
 */
export function h(tag, attributes = {}, ...children) {
  const { on = {}, data = {}, ...plain } = attributes;
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(plain)) setAttribute(node, name, value);
  for (const [name, value] of Object.entries(data)) {
    if (value !== null && value !== undefined) node.dataset[name] = value;
  }
  for (const [name, listener] of Object.entries(on)) node.addEventListener(name, listener);
  node.append(...children.filter((child) => child !== null && child !== undefined));
  return node;
}

/**
 * Set an attribute, or remove it when the value says that it does not apply.
 * @param {Element} node
 * @param {string} name
 * @param {string|number|boolean|null|undefined} value
 */
export function setAttribute(node, name, value) {
  if (value === null || value === undefined || value === false) node.removeAttribute(name);
  else node.setAttribute(name, value === true ? "" : String(value));
}

/**
 * An element of index.html, which is known to be there.
 * @param {string} id
 * @returns {any}
 */
export function byId(id) {
  return document.getElementById(id);
}

/**
 * Change the text only when it differs, so that live regions do not repeat themselves.
 * @param {Element} node
 * @param {string} text
 */
export function setText(node, text) {
  if (node.textContent !== text) node.textContent = text;
}

/**
 * Whether a key event belongs to an input method that is still composing
 * (Safari reports the closing Enter only through key code 229).
 * @param {KeyboardEvent} event
 * @returns {boolean}
 */
export function composing(event) {
  return event.isComposing || event.keyCode === 229;
}

/**
 * Show a number as a badge, or hide the badge at zero.
 * @param {HTMLElement} badge
 * @param {number} count
 */
export function setBadge(badge, count) {
  badge.hidden = count === 0;
  badge.replaceChildren(...(count ? [h("span", { class: "hidden" }, "未読"), String(count),
    h("span", { class: "hidden" }, "件")] : []));
}
