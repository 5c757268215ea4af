// Push: every message is shown, once to the eye; what was done with it goes back to the server.
// The shape of a message is the contract in webapp/notifications/payload.py.

/** What to show for a push: {title, options, badge}; a message that cannot be read still says something. */
function announcement(text, words) {
  const { notification, app_badge: badge } = readable(text);
  if (!notification?.title) {
    return { title: words.news, options: { tag: "news", data: { navigate: "/notifications" } }, badge: null };
  }
  const { body, lang, dir, tag, silent, actions, data, navigate } = notification;
  const buttons = (actions ?? []).map(({ action, title }) => ({ action, title }));
  const openings = Object.fromEntries((actions ?? []).map(({ action, navigate: path }) => [action, path]));
  return {
    title: notification.title,
    options: {
      body, lang, dir, tag, silent: Boolean(silent), actions: buttons,
      icon: RELEASE.icon, badge: RELEASE.badge,
      data: { ...data, navigate, openings, title: notification.title, lang },
    },
    badge: badge === undefined ? null : Number(badge),
  };
}

function readable(text) {
  try {
    const message = JSON.parse(text);
    return message && typeof message === "object" ? message : {};
  } catch {
    return {};
  }
}

async function showPush(text) {
  const { title, options, badge } = announcement(text, RELEASE.words[await spokenLanguage()]);
  const { ids, known } = remember((await facts.get("shown")) ?? [], options.data.id);
  await self.registration.showNotification(title, known ? { ...options, silent: true } : options);
  await facts.set("shown", ids);
  if (badge !== null) await setBadge(badge);
  if (!known) await beacon(options.data, "shown");
}

async function setBadge(count) {
  const { navigator } = self;
  await (count > 0 ? navigator.setAppBadge?.(count) : navigator.clearAppBadge?.())?.catch(() => undefined);
}

/** Tell the server what the eye saw; without a signal the word waits with the other writes. */
async function beacon({ id, token }, event) {
  if (!token) return;
  const body = JSON.stringify({ id, token, event });
  const headers = { "Content-Type": "application/json" };
  const url = new URL("/notifications/beacon", self.location.origin).href;
  try {
    await fetch(url, { method: "POST", headers, body, keepalive: true });
  } catch {
    await writes.add({ url, method: "POST", headers, body, account: null, keptAt: Date.now() });
    await self.registration.sync?.register("outbox").catch(() => undefined);
  }
}

async function answerClick({ notification, action }) {
  notification.close();
  const { data } = notification;
  const post = action && data.post?.[action];
  await (post ? act(data, action, post) : openAt((action && data.openings?.[action]) || data.navigate));
  await beacon(data, "opened");
}

/** "I did it" or "later", right on the notification. */
async function act(data, action, path) {
  const write = {
    url: new URL(insidePath(path, self.location.origin), self.location.origin).href,
    method: "POST",
    headers: { "Idempotency-Key": `push-${data.id}-${action}`, Accept: "text/html" },
    body: null,
  };
  const verdict = await send({ ...write, keptAt: Date.now(), account: await facts.get("account") });
  if (verdict === "sent") return sayShortly(data, "recorded");
  if (verdict === "refused" || !(await keepWrite(write))) return openAt(data.navigate);
  return sayShortly(data, "kept");
}

/** A short word that it worked, which leaves by itself. */
async function sayShortly(data, word) {
  const lang = languageOf([data.lang], Object.keys(RELEASE.words));
  const tag = `done-${data.id}`;
  const options = { body: data.title, tag, lang, silent: true, icon: RELEASE.icon, data: { navigate: data.navigate } };
  await self.registration.showNotification(RELEASE.words[lang][word], options);
  await new Promise((resolve) => setTimeout(resolve, 4000));
  for (const shown of await self.registration.getNotifications({ tag })) shown.close();
}

/** Bring an open window there, or open one. */
async function openAt(target) {
  const path = insidePath(target, self.location.origin);
  const pages = await self.clients.matchAll({ type: "window", includeUncontrolled: true });
  const page = pages.find(({ focused }) => focused) ?? pages.find(({ visibilityState }) => visibilityState === "visible") ?? pages[0];
  if (!page) return self.clients.openWindow(path);
  await page.focus().catch(() => undefined);
  try {
    return await page.navigate(path);
  } catch {
    return self.clients.openWindow(path); // a window that is not ours to steer
  }
}

/** The browser changed our address: the subscription moves, it is never added. */
async function moveSubscription({ oldSubscription, newSubscription }) {
  const subscription = newSubscription ?? (await subscribeAgain(oldSubscription));
  const body = JSON.stringify({ ...subscription.toJSON(), replaces: oldSubscription?.endpoint ?? null });
  const headers = { "Content-Type": "application/json" };
  await fetch("/notifications/subscriptions", { method: "POST", headers, body });
}

async function subscribeAgain(oldSubscription) {
  const answer = await fetch("/notifications/vapid-key");
  const key = oldSubscription?.options?.applicationServerKey ?? (await answer.text());
  return self.registration.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: key });
}

/** Whoever signs out gets nothing more on this phone. */
async function dropSubscription() {
  const subscription = await self.registration.pushManager?.getSubscription().catch(() => null);
  if (!subscription) return;
  const body = JSON.stringify({ endpoint: subscription.endpoint });
  const headers = { "Content-Type": "application/json" };
  const telling = fetch("/notifications/subscriptions", { method: "DELETE", headers, body });
  await soonEnough(telling, PAGE_PATIENCE).catch(() => undefined);
  await subscription.unsubscribe().catch(() => undefined);
}
