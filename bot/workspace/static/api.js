/** Talking to the workspace: JSON questions, JSON orders and the stream of changes. */

const FIRST_RETRY_MS = 500;
const LONGEST_RETRY_MS = 8000;

/** A refusal or a lost connection, with a sentence for the person in front of the page. */
export class ApiError extends Error {
  /**
   * @param {string} message Japanese sentence
   * @param {string} code the workspace's error code, or "offline"
   */
  constructor(message, code) {
    super(message);
    this.code = code;
  }
}

async function answer(request) {
  let response;
  let body;
  try {
    response = await request;
    body = await response.json();
  } catch (error) {
    throw new ApiError("うまくつながりませんでした。すこし待ってから、もう一度お試しください。", "offline");
  }
  if (!response.ok || body.ok === false) {
    const code = body.error ?? `http_${response.status}`;
    throw new ApiError(body.message ?? `うまくいきませんでした（${code}）。`, code);
  }
  return body;
}

/**
 * Ask for something.
 * @param {string} path below /page/
 * @param {Record<string, string>} query
 * @returns {Promise<any>}
 * @throws {ApiError}
 */
export function get(path, query) {
  return answer(fetch(`/page/${path}?${new URLSearchParams(query)}`, { cache: "no-store" }));
}

/**
 * Order something.
 * @param {string} path below /page/
 * @param {object} body
 * @returns {Promise<any>}
 * @throws {ApiError}
 */
export function post(path, body) {
  return answer(fetch(`/page/${path}`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
  }));
}

/**
 * Listen to changes for one person until the returned function is called. A lost stream is
 * opened again by ourselves: EventSource gives up for good after an HTTP error.
 * @param {string} user
 * @param {{onOpen: () => void, onLost: () => void, onChange: (change: any) => void}} handlers
 * @returns {() => void} stops listening
 */
export function listen(user, handlers) {
  let source;
  let timer;
  let wait = FIRST_RETRY_MS;

  function connect() {
    source = new EventSource(`/page/events?${new URLSearchParams({ user })}`);
    source.onopen = () => {
      wait = FIRST_RETRY_MS;
      handlers.onOpen();
    };
    source.onmessage = (event) => handlers.onChange(JSON.parse(event.data));
    source.onerror = () => {
      source.close();
      handlers.onLost();
      timer = setTimeout(connect, wait);
      wait = Math.min(wait * 2, LONGEST_RETRY_MS);
    };
  }

  connect();
  return () => {
    clearTimeout(timer);
    source.close();
  };
}
