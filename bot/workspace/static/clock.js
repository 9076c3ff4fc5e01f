/** The demonstration's clock: shows it and moves it forward. */

import { post, ApiError } from "./api.js";
import { byId, h, setText } from "./dom.js";
import { toast } from "./toast.js";

const ZONE = { timeZone: "Asia/Tokyo" };
const PARTS = new Intl.DateTimeFormat("ja-JP", {
  ...ZONE, year: "numeric", month: "numeric", day: "numeric", weekday: "short", hour: "numeric", minute: "2-digit",
});
const TICK_MS = 5000;

/**
 * @param {Date} moment
 * @returns {string} as in 「2026年11月24日(火) 9:00」
 */
export function japaneseMoment(moment) {
  const part = Object.fromEntries(PARTS.formatToParts(moment).map(({ type, value }) => [type, value]));
  return `${part.year}年${part.month}月${part.day}日(${part.weekday}) ${Number(part.hour)}:${part.minute}`;
}

/** The clock panel of the sidebar. */
export class Clock {
  /** @param {import("./state.js").Session} session */
  constructor(session) {
    this.session = session;
    this.aheadMs = 0;
    this.turn = Promise.resolve();
    this.buttons = [
      ["つぎの設問の日へ進める", { to: "next_post" }],
      ["1時間進める", { minutes: 60 }],
      ["1日進める", { days: 1 }],
    ].map(([label, order]) => h("button", { type: "button", on: { click: () => this.#inTurn(order) } }, label));
    byId("clock-buttons").append(...this.buttons);
    setInterval(() => this.#tick(), TICK_MS);
  }

  /** Follow what the workspace says the time is. */
  draw() {
    const { now, next_post: nextPost } = this.session.workspace.clock;
    this.aheadMs = new Date(now) - Date.now();
    setText(this.buttons[0], `つぎの設問の日（${japaneseMoment(new Date(nextPost)).replace(/^\d+年/, "")}）へ進める`);
    this.#tick();
  }

  #tick() {
    if (!this.session.workspace) return;
    const moment = new Date(Date.now() + this.aheadMs);
    const shown = byId("clock-now");
    setText(shown, japaneseMoment(moment));
    shown.dateTime = moment.toISOString();
  }

  /** A press while the last one is still on its way waits for it; none is lost. */
  #inTurn(order) {
    this.turn = this.turn.then(() => this.#advance(order));
  }

  async #advance(order) {
    try {
      await post("clock", order);
      await this.session.refresh("state");
      toast(`${byId("clock-now").textContent} になりました。`);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      toast(error.message, "alert");
    }
  }
}
