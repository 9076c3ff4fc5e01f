/** What the page knows: who acts, where they are, and what the workspace last said. */

import { ApiError, get, listen, post } from "./api.js";
import { placeHash, readPlace } from "./place.js";
import { toast } from "./toast.js";

/** Messages first: reading them is what takes an unread mark away. */
const LOADING_ORDER = ["messages", "state", "home", "modal"];
const FIRST_ANSWER_RETRY_MS = 2000;

/** @typedef {"place"|"state"|"messages"|"home"|"modal"|"line"} Topic */

/** One person's visit. Views watch topics; orders go through it so that errors are told once. */
export class Session {
  constructor() {
    /** @type {import("./place.js").Place} */
    this.place = readPlace("");
    /** @type {any} last answer of /page/state */
    this.workspace = null;
    /** @type {any[]} */
    this.messages = [];
    /** @type {any} the home tab's view, null while there is none */
    this.home = null;
    /** @type {any} last answer of /page/modal */
    this.modal = { view: null };
    this.online = true;
    this.names = { user: (id) => this.#userName(id), channel: (id) => this.#channelName(id) };
    this.watchers = new Map();
    this.wanted = new Set();
    this.running = null;
    this.stop = null;
    this.listeningFor = null;
  }

  /** @param {Topic} topic @param {() => void} watcher called after the topic changed */
  on(topic, watcher) {
    this.watchers.set(topic, [...(this.watchers.get(topic) ?? []), watcher]);
  }

  #tell(topic) {
    for (const watcher of this.watchers.get(topic) ?? []) watcher();
  }

  #userName(id) {
    if (id === this.workspace?.app.bot_user_id) return this.workspace.app.name;
    return this.workspace?.people.find((person) => person.id === id)?.name;
  }

  #channelName(id) {
    return this.workspace?.conversations.find((room) => room.id === id)?.name;
  }

  /** The open conversation, or undefined before the first answer. */
  get conversation() {
    const rooms = this.workspace?.conversations ?? [];
    const { room } = this.place;
    return rooms.find(({ id, kind }) => (room === "app" ? kind === "app" : id === room));
  }

  get onHome() {
    return this.place.room === "app" && this.place.tab === "home";
  }

  /** Go somewhere else; what is not given stays. @param {Partial<Place>} change */
  go(change) {
    // The address is ahead of `place` until its event has come; a second step starts from there.
    const from = location.hash ? readPlace(location.hash) : this.place;
    location.hash = placeHash({ ...from, ...change });
  }

  /** Follow the address: called at the start and whenever the hash changes. */
  async enter() {
    const { hash } = location;
    const place = readPlace(hash);
    this.place = place;
    // Compared with whom the page shows, not with the place before: a step taken while somebody
    // is still arriving must arrive for them too.
    if (place.me !== this.workspace?.me && !(await this.#arrive(place, hash))) return;
    if (!this.conversation) this.place.room = "app";
    history.replaceState(null, "", placeHash(this.place));
    this.messages = [];
    this.home = null;
    this.#tell("place");
    this.#listen();
    await this.refresh("messages", "home", "modal");
    // Whoever went on meanwhile is greeted where they went.
    if (this.place === place && place.room === "app") this.#greet();
  }

  async #arrive(place, hash) {
    let workspace;
    try {
      // The workspace answers for its first person when it does not know the one asked for.
      workspace = await get("state", place.me ? { user: place.me } : {});
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      this.#setOnline(false);
      if (this.place === place) setTimeout(() => this.enter(), FIRST_ANSWER_RETRY_MS);
      return false;
    }
    // A later step has its own answer coming; an early answer must not undo it.
    if (this.place !== place || location.hash !== hash) return false;
    this.workspace = workspace;
    this.modal = { view: null };
    this.place.me = this.workspace.me;
    this.#tell("state");
    this.#tell("modal");
    return true;
  }

  #greet() {
    this.order(this.onHome ? "open_home" : "open_dm", {});
  }

  #setOnline(online) {
    this.online = online;
    this.#tell("line");
  }

  #listen() {
    if (this.listeningFor === this.place.me) return;
    this.stop?.();
    this.listeningFor = this.place.me;
    this.stop = listen(this.place.me, {
      onOpen: () => {
        this.#setOnline(true);
        // Whatever happened before the stream was open would never be told again.
        this.refresh("state", "messages", "home", "modal");
      },
      onLost: () => this.#setOnline(false),
      onChange: (change) => this.#changed(change),
    });
  }

  #changed({ changed, channel }) {
    const topics = new Set(changed.map((topic) => (topic === "clock" ? "state" : topic)));
    if (topics.has("messages")) topics.add("state");
    if (channel && channel !== this.conversation?.id) topics.delete("messages");
    this.refresh(...topics);
  }

  /**
   * Ask again for some topics. Questions asked while one is under way are put together.
   * @param {...Topic} topics
   * @returns {Promise<void>} done when everything wanted has been shown
   */
  refresh(...topics) {
    for (const topic of topics) if (LOADING_ORDER.includes(topic)) this.wanted.add(topic);
    if (this.wanted.size === 0) return Promise.resolve();
    this.running ??= this.#work();
    return this.running;
  }

  async #work() {
    try {
      while (this.wanted.size > 0) {
        const topic = LOADING_ORDER.find((candidate) => this.wanted.has(candidate));
        this.wanted.delete(topic);
        await this.#load(topic);
      }
    } finally {
      this.running = null;
    }
  }

  async #load(topic) {
    const { me, room } = this.place;
    // Somebody is still arriving: they will ask for everything themselves.
    if (me !== this.workspace?.me) return;
    if (topic === "messages" && this.onHome) return;
    if (topic === "home" && !this.onHome) return;
    try {
      const query = topic === "messages" ? { user: me, channel: this.conversation.id } : { user: me };
      const answer = await get(topic, query);
      // Somebody may have moved on while the answer was on its way.
      if (me !== this.place.me || room !== this.place.room) return;
      this.#keep(topic, answer);
      this.#tell(topic);
    } catch (error) {
      this.report(error);
    }
  }

  #keep(topic, answer) {
    if (topic === "state") this.workspace = answer;
    else if (topic === "messages") this.messages = answer.messages;
    else if (topic === "home") this.home = answer.view;
    else this.modal = answer;
  }

  /**
   * Order something as the acting person; a refusal is shown as a notice.
   * @param {string} path below /page/
   * @param {object} body
   * @returns {Promise<boolean>} whether it was accepted
   */
  async order(path, body) {
    const refusal = await this.attempt(path, body);
    if (refusal) this.report(refusal);
    return refusal === null;
  }

  /**
   * Order something and leave it to the caller to tell a refusal.
   * @param {string} path below /page/
   * @param {object} body
   * @returns {Promise<ApiError|null>} the refusal
   */
  async attempt(path, body) {
    try {
      await post(path, { user: this.place.me, ...body });
      return null;
    } catch (error) {
      if (error instanceof ApiError) return error;
      throw error;
    }
  }

  /** Show what went wrong; a lost line already has its own banner. @param {Error} error */
  report(error) {
    if (!(error instanceof ApiError)) throw error;
    if (error.code === "offline" && !this.online) return;
    toast(error.message, "alert");
  }
}
