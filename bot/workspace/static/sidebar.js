/** The sidebar: who acts, the conversations, the shortcuts, and the drawer on small screens. */

import { byId, composing, h, setAttribute, setBadge, setText } from "./dom.js";
import { onChoice } from "./form.js";
import { menuButton } from "./menu.js";
import { placeHash } from "./place.js";

/** Where a conversation's link leads. */
function placeOf({ kind, id }) {
  return { room: kind === "app" ? "app" : id, tab: "messages" };
}

/** Draws the sidebar from the session's workspace state. */
export class Sidebar {
  /** @param {import("./state.js").Session} session */
  constructor(session) {
    this.session = session;
    this.who = byId("who");
    onChoice(this.who, () => session.go({ me: this.who.value }));
    this.people = "";
    this.shown = null;
    this.shortcuts = "";
    this.rooms = "";
    this.links = new Map();
  }

  /** Draw everything that changed. */
  draw() {
    this.#drawPeople();
    this.#drawConversations();
    this.#drawShortcuts();
  }

  #drawPeople() {
    const { people, me } = this.session.workspace;
    const json = JSON.stringify(people);
    if (json !== this.people) {
      const label = (person) => (person.title ? `${person.name}：${person.title}` : person.name);
      this.who.replaceChildren(...people.map((person) => h("option", { value: person.id }, label(person))));
      this.people = json;
      this.shown = null;
    }
    // Only when the person changed: a choice made with the arrow keys is still being made.
    const acting = this.session.place.me ?? me;
    if (acting !== this.shown) this.who.value = this.shown = acting;
    setText(byId("who-title"), people.find((person) => person.id === me)?.title ?? "");
  }

  #drawConversations() {
    const { workspace, onHome, conversation } = this.session;
    const rooms = workspace.conversations;
    const json = JSON.stringify(rooms.map(({ id, kind, name }) => [id, kind, name]));
    // The links stay as they are: a press on one that is made anew meanwhile would be lost.
    if (json !== this.rooms) this.#makeRooms(rooms);
    this.rooms = json;
    for (const room of rooms) this.#markRoom(room);
    const others = rooms.filter((room) => room.id !== conversation?.id || onHome);
    setBadge(byId("drawer-badge"), others.reduce((sum, room) => sum + room.unread, 0));
    setBadge(byId("tab-badge"), onHome ? conversation.unread : 0);
  }

  #makeRooms(rooms) {
    const root = byId("conversations");
    const focused = root.contains(document.activeElement) ? document.activeElement.dataset.room : null;
    this.links = new Map(rooms.map((room) => [room.id, this.#roomLink(room)]));
    const group = (title, kind) => [
      h("h2", {}, title),
      h("ul", {}, ...rooms.filter((room) => room.kind === kind).map(({ id }) => h("li", {}, this.links.get(id)))),
    ];
    root.replaceChildren(...group("アプリ", "app"), ...group("チャンネル", "channel"));
    this.links.get(focused)?.focus();
  }

  #roomLink(room) {
    const mark = h("span", { class: "mark", "aria-hidden": "true" }, room.kind === "app" ? "●" : "#");
    const enter = (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      this.session.go(placeOf(room));
    };
    return h("a", { on: { click: enter }, data: { room: room.id } },
      mark, h("span", { class: "room-name" }, room.name), h("span", { class: "badge" }));
  }

  #markRoom(room) {
    const { place, onHome, conversation } = this.session;
    const link = this.links.get(room.id);
    const current = room.id === conversation?.id;
    setAttribute(link, "href", placeHash({ ...place, ...placeOf(room) }));
    setAttribute(link, "aria-current", current ? "page" : null);
    setBadge(link.querySelector(".badge"), current && !onHome ? 0 : room.unread);
  }

  #drawShortcuts() {
    const { shortcuts } = this.session.workspace;
    const json = JSON.stringify(shortcuts);
    if (json === this.shortcuts) return;
    this.shortcuts = json;
    const items = shortcuts.map((shortcut) => ({
      label: shortcut.name, description: shortcut.description, value: shortcut.callback_id,
      choose: () => this.#start(shortcut.callback_id),
    }));
    byId("shortcuts").replaceChildren(menuButton(items, { label: "ショートカット", class: "wide" }));
  }

  async #start(callback_id) {
    if (await this.session.order("shortcut", { callback_id })) await this.session.refresh("modal");
  }
}

/** Make the sidebar a drawer where it does not fit beside the conversation. */
export function drawer() {
  const [sidebar, main, opener, closer] = ["sidebar", "main", "drawer-open", "drawer-close"].map(byId);
  const narrow = matchMedia("(max-width: 52rem)");
  const set = (open) => {
    sidebar.classList.toggle("open", open);
    setAttribute(opener, "aria-expanded", String(open));
    main.inert = open && narrow.matches;
  };
  const close = () => {
    const wasOpen = sidebar.classList.contains("open");
    set(false);
    if (wasOpen && narrow.matches) opener.focus();
  };
  opener.addEventListener("click", () => {
    set(true);
    closer.focus();
  });
  closer.addEventListener("click", close);
  main.parentElement.addEventListener("click", (event) => {
    if (event.target === main.parentElement) close();
  });
  sidebar.addEventListener("keydown", (event) => { if (event.key === "Escape" && !composing(event)) close(); });
  sidebar.addEventListener("click", (event) => { if (event.target.closest("a")) close(); });
  narrow.addEventListener("change", () => set(false));
  return { close };
}
