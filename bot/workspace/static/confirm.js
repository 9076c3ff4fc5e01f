/** A question that has to be answered before something happens. */

import { composing, h, uid } from "./dom.js";
import { textObject } from "./mrkdwn.js";

const plain = (text) => ({ type: "plain_text", text });

/** A confirmation object in Block Kit's shape from plain sentences. */
export const question = (title, text, confirm, deny) => ({
  title: plain(title), text: plain(text), confirm: plain(confirm), deny: plain(deny),
});

/**
 * Ask, on top of whatever is open.
 * @param {{title: any, text: any, confirm: any, deny: any, style?: string}} confirm Block Kit's
 *   confirmation object
 * @param {import("./mrkdwn.js").Names} names
 * @returns {Promise<boolean>} true when confirmed; Escape means no
 */
export function ask(confirm, names) {
  return new Promise((resolve) => {
    const title = uid("confirm");
    const body = textObject(confirm.text, names);
    body.id = `${title}-text`;
    const close = (yes) => {
      dialog.close();
      dialog.remove();
      resolve(yes);
    };
    const yes = h("button", {
      type: "button", class: confirm.style === "danger" ? "danger" : "primary",
      on: { click: () => close(true) },
    }, confirm.confirm?.text ?? "はい");
    const no = h("button", { type: "button", autofocus: true, on: { click: () => close(false) } },
      confirm.deny?.text ?? "いいえ");
    const dialog = h("dialog", {
      class: "confirm", role: "alertdialog", "aria-labelledby": title, "aria-describedby": body.id,
    }, h("h2", { id: title }, confirm.title?.text ?? "確認"), body, h("footer", {}, no, yes));
    dialog.addEventListener("keydown", (event) => {
      event.stopPropagation();
      if (event.key !== "Escape" || composing(event)) return;
      event.preventDefault();
      close(false);
    });
    dialog.addEventListener("cancel", (event) => {
      event.preventDefault();
      close(false);
    });
    document.body.append(dialog);
    dialog.showModal();
  });
}
