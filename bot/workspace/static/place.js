/** Where somebody is on the page, kept in the address so that a reload keeps the place. */

/**
 * @typedef {object} Place
 * @property {string|null} me the acting person's id
 * @property {string} room "app" for the app's direct messages, else a channel's id
 * @property {"home"|"messages"} tab of the app's conversation
 */

/**
 * @param {string} hash as in `location.hash`
 * @returns {Place}
 */
export function readPlace(hash) {
  const read = new URLSearchParams(hash.replace(/^#/, ""));
  return {
    me: read.get("me") || null,
    room: read.get("in") ?? "app",
    tab: read.get("tab") === "home" ? "home" : "messages",
  };
}

/**
 * @param {Place} place
 * @returns {string} a hash with its `#`
 */
export function placeHash(place) {
  const written = new URLSearchParams({ me: place.me ?? "", in: place.room });
  if (place.room === "app") written.set("tab", place.tab);
  return `#${written}`;
}
