// This browser's push subscription: what it can do, what it has, and telling the server about it.

const PLACE = "/notifications/subscriptions";
const TOLD = "push-told";
const DAY = 24 * 3600 * 1000;

/** Why this browser cannot be reminded now, or null: "home-screen" (iPhone), "unsupported", "denied". */
export function obstacle(browser = globalThis) {
  const { navigator, Notification, PushManager } = browser;
  if (navigator.serviceWorker && PushManager && Notification) {
    return Notification.permission === "denied" ? "denied" : null;
  }
  const { userAgent = "", maxTouchPoints = 0, standalone } = navigator;
  const ios = /iPhone|iPad|iPod/.test(userAgent) || (/Macintosh/.test(userAgent) && maxTouchPoints > 1);
  return ios && !standalone ? "home-screen" : "unsupported";
}

/** The subscription this browser has, or null. */
export async function subscription() {
  const registration = await navigator.serviceWorker?.getRegistration("/");
  return (await registration?.pushManager?.getSubscription()) ?? null;
}

/** Ask for permission and subscribe; answers false when the person said no. */
export async function turnOn(key, session) {
  if ((await Notification.requestPermission()) !== "granted") return false;
  await navigator.serviceWorker.register("/service-worker.js", { updateViaCache: "none" });
  await enrol(key, session);
  return true;
}

/** End the subscription, here and on the server. */
export async function turnOff() {
  const own = await subscription();
  if (!own) return;
  await send("DELETE", { endpoint: own.endpoint });
  await own.unsubscribe();
  localStorage.removeItem(TOLD);
}

/** Look after the subscription: renew it for a new key, tell the server again at least once a day. */
export async function keep(key, session) {
  if (obstacle() || Notification.permission !== "granted") return;
  const own = await subscription();
  if (!own) return;
  const told = JSON.parse(localStorage.getItem(TOLD) ?? "{}");
  const same = told.endpoint === own.endpoint && told.key === key && told.session === session;
  if (!same || Date.now() - told.at > DAY) await enrol(key, session);
}

async function enrol(key, session) {
  const { pushManager } = await navigator.serviceWorker.ready;
  const before = await pushManager.getSubscription();
  const current = before && usesKey(before, key) ? before : await subscribeAnew(pushManager, before, key);
  const replaces = before && before !== current ? before.endpoint : null;
  await send("POST", { ...current.toJSON(), replaces, locale: document.documentElement.lang });
  localStorage.setItem(TOLD, JSON.stringify({ endpoint: current.endpoint, key, session, at: Date.now() }));
}

async function subscribeAnew(pushManager, before, key) {
  await before?.unsubscribe(); // a browser keeps one subscription, made with one key
  return pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: key });
}

/** Whether a subscription was made with this key (base64url). */
export function usesKey({ options }, key) {
  const bytes = options?.applicationServerKey;
  if (!bytes) return false;
  const text = btoa(String.fromCharCode(...new Uint8Array(bytes)));
  return text.replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "") === key;
}

async function send(method, body) {
  const headers = { "Content-Type": "application/json", Accept: "application/json" };
  const answer = await fetch(PLACE, { method, headers, body: JSON.stringify(body) });
  if (!answer.ok) throw new Error(`subscription not taken: ${answer.status}`);
}
