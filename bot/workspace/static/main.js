/** Puts the page together: one session, and the views that watch it. */

import { Clock } from "./clock.js";
import { Composer } from "./composer.js";
import { byId, setAttribute, setText } from "./dom.js";
import { Home } from "./home.js";
import { MessageList } from "./messages.js";
import { Modal } from "./modal.js";
import { drawer, Sidebar } from "./sidebar.js";
import { Session } from "./state.js";

const LOST = "つながっていません。再接続しています…";
const RESTING = "気づきナビはいま応答できません。起動するまで、すこしお待ちください。";

function drawPlace(session) {
  const { conversation, place, onHome } = session;
  const app = conversation.kind === "app";
  const title = app ? conversation.name : `# ${conversation.name}`;
  setText(byId("title"), title);
  document.title = `${title}（デモ）`;
  byId("tabs").hidden = !app;
  for (const tab of ["home", "messages"]) {
    const chosen = place.tab === tab;
    setAttribute(byId(`tab-${tab}`), "aria-selected", String(chosen));
    setAttribute(byId(`tab-${tab}`), "tabindex", chosen ? "0" : "-1");
    setAttribute(byId(`panel-${tab}`), "role", app ? "tabpanel" : null);
  }
  byId("panel-home").hidden = !onHome;
  byId("panel-messages").hidden = onHome;
}

function watchTabs(session) {
  const names = ["home", "messages"];
  for (const tab of names) byId(`tab-${tab}`).addEventListener("click", () => session.go({ tab }));
  byId("tabs").addEventListener("keydown", (event) => {
    if (!["ArrowLeft", "ArrowRight", "Home", "End"].includes(event.key)) return;
    const toHome = event.key === "Home" || (event.key.startsWith("Arrow") && !session.onHome);
    const tab = toHome ? "home" : "messages";
    event.preventDefault();
    byId(`tab-${tab}`).focus();
    session.go({ tab });
  });
}

function watchSkip(session) {
  byId("skip").addEventListener("click", (event) => {
    // The address belongs to the place on the page, so the jump is made here.
    event.preventDefault();
    byId(session.onHome ? "panel-home" : "box").focus();
  });
}

function start() {
  const session = new Session();
  const [sidebar, clock, composer] = [new Sidebar(session), new Clock(session), new Composer(session)];
  const [list, home, modal] = [new MessageList(session), new Home(session), new Modal(session)];
  session.on("state", () => {
    sidebar.draw();
    clock.draw();
    setText(byId("resting"), session.workspace.connected ? "" : RESTING);
  });
  session.on("place", () => {
    drawPlace(session);
    sidebar.draw();
    list.clear();
    home.clear();
    composer.move();
  });
  session.on("messages", () => list.draw());
  session.on("home", () => home.draw());
  session.on("modal", () => modal.draw());
  session.on("line", () => setText(byId("lost"), session.online ? "" : LOST));
  drawer();
  watchTabs(session);
  watchSkip(session);
  addEventListener("hashchange", () => session.enter());
  session.enter();
}

start();
