// The worker's decisions, all pure: plain values in, a plain answer out. No cache, no network, no clock of their own.

const PAGE_PATIENCE = 3000; // ms a page may keep us waiting while an older copy is at hand
const WRITE_PATIENCE = 30000; // ms a queueable write may hang before it is kept on the phone
const PAGES_KEPT = 60;
const AHEAD_FOR = 6 * 3600 * 1000; // the same pages are not fetched ahead again sooner
const ASSETS_KEPT = 160;
const IDS_REMEMBERED = 200;
const WRITE_LIFETIME = 7 * 24 * 3600 * 1000; // the server forgets an Idempotency-Key after seven days
const VISITOR = "visitor";

// Never kept on the phone, whatever a header says.
const PRIVATE_PATHS = /^\/(sign-(in|up|out)|staff|password|verify|email|media|metrics|healthz)(\/|$)/;

// Plain form posts cannot carry a header, so the forms that may wait for a signal are known by their path.
const QUEUEABLE_POSTS = [
  /^\/products\/register$/,
  /^\/products\/[^/]+\/readings$/,
  /^\/dues\/[^/]+\/(completion|skip|snooze)$/,
];

/** What to do with a request: "asset", "page", "write", "leave" (sign-out) or "pass" (the browser's business). */
function strategyFor({ method, url, mode, headers }, origin) {
  const { origin: target, pathname } = new URL(url);
  if (target !== origin) return "pass";
  if (method === "POST") return strategyForPost(pathname, mode, headers);
  if (method !== "GET") return headers.get("X-Queue") === "1" ? "write" : "pass";
  if (mode === "navigate") return "page";
  return pathname.startsWith("/assets/") ? "asset" : "pass";
}

function strategyForPost(pathname, mode, headers) {
  if (pathname === "/sign-out") return "leave";
  if (headers.get("X-Queue") === "1") return "write";
  return mode === "navigate" && QUEUEABLE_POSTS.some((path) => path.test(pathname)) ? "write" : "pass";
}

/** The opaque account key in "X-Offline: account=<key>", or null when the page may not be kept. */
function accountIn(headers) {
  const match = /(?:^|[;,\s])account=([\w-]+)/.exec(headers.get("X-Offline") ?? "");
  return match ? match[1] : null;
}

/** Whose copy of this answer may be kept; null for nobody's. */
function keeperOf(request, response) {
  const { pathname } = new URL(request.url);
  if (request.method !== "GET" || request.headers.get("HX-Request")) return null;
  if (PRIVATE_PATHS.test(pathname) || response.status !== 200 || response.redirected) return null;
  return accountIn(response.headers);
}

/** Who is signed in, as far as this answer tells: an account key, VISITOR, or null when it does not say. */
function personIn(pathname, response) {
  if (pathname === "/sign-in" && response.status === 200) return VISITOR;
  return accountIn(response.headers);
}

/** What the answer to a replayed write means: "sent", "refused", "later" (try the next one) or "stop" (try none). */
function verdictOn({ status, redirected, url }) {
  if (redirected && new URL(url).pathname === "/sign-in") return "stop";
  if (status >= 200 && status < 400) return "sent";
  if (status === 401 || status === 429) return "stop";
  if (status === 408 || status === 425 || status >= 500) return "later";
  return "refused";
}

/** The files of this site that a page's HTML names, each once. */
function assetsIn(html) {
  return [...new Set(html.match(/\/assets\/[^"'\s#?]+/g) ?? [])];
}

/** The language to speak: the page's, if we have it, else the first of the phone's that we have, else English. */
function languageOf(wanted, spoken) {
  const known = wanted.map((tag) => (tag ?? "").toLowerCase().split("-")[0]).find((tag) => spoken.includes(tag));
  return known ?? "en";
}

/** Ids with `id` added at the end, oldest forgotten; and whether it was there already. */
function remember(ids, id) {
  if (!id || ids.includes(id)) return { ids, known: Boolean(id) };
  return { ids: [...ids, id].slice(-IDS_REMEMBERED), known: false };
}

/** Whether these pages were fetched ahead a short while ago, by the note {paths, at} made then. */
function fetchedLately(note, paths, now) {
  return note?.paths.join(" ") === paths.join(" ") && now - note.at < AHEAD_FOR;
}

/** A path inside this site, or the inbox when the message points elsewhere. */
function insidePath(target, origin) {
  try {
    const url = new URL(target ?? "", origin);
    return url.origin === origin && target ? url.pathname + url.search + url.hash : "/notifications";
  } catch {
    return "/notifications";
  }
}

/** Text for HTML: what a translator wrote is text, never markup. */
function escaped(text) {
  const entities = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };
  return text.replace(/[&<>"]/g, (char) => entities[char]);
}

/** The part shown in place of a form whose answer waits for a signal. */
function keptNote(words) {
  return `<p class="notice" data-tone="info" role="status">${escaped(words.kept)}</p>`;
}
