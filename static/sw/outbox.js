// Writes made without a signal: kept with their photos, sent once the phone is back, never for somebody else.

let sending = null;

/** Send a write; without a signal keep it and answer 202 with the words "saved on this phone". */
async function answerWrite(request) {
  const write = await writeFrom(request.clone());
  try {
    return await soonEnough(fetch(request), WRITE_PATIENCE);
  } catch {
    return (await keepWrite(write)) ? keptAnswer(request) : lostAnswer(request);
  }
}

async function writeFrom(request) {
  const headers = {};
  for (const name of ["Accept", "Content-Type", "HX-Request", "Idempotency-Key"]) {
    if (request.headers.has(name)) headers[name] = request.headers.get(name);
  }
  const body = await request.arrayBuffer();
  return { url: request.url, method: request.method, headers, body };
}

/** Keep a write under the account that made it; nobody known, nothing kept. */
async function keepWrite(write) {
  const account = await facts.get("account");
  if (!account || account === VISITOR) return false;
  await writes.add({ ...write, account, keptAt: Date.now() });
  await self.registration.sync?.register("outbox").catch(() => undefined);
  await tellPages();
  return true;
}

async function keptAnswer(request) {
  if (request.mode === "navigate") return shellPage("kept", 202);
  const words = RELEASE.words[await spokenLanguage()];
  return new Response(keptNote(words), { status: 202, headers: { "Content-Type": "text/html; charset=utf-8" } });
}

function lostAnswer(request) {
  return request.mode === "navigate" ? shellPage("offline", 503) : Response.error();
}

/** Send everything that waits, one run at a time; answers how many still wait. */
function replay() {
  sending ??= replayAll().finally(() => {
    sending = null;
  });
  return sending;
}

async function replayAll() {
  if (!(await finishLeaving())) return 0;
  const account = await facts.get("account");
  const mine = (await writes.all()).filter((write) => !write.account || write.account === account);
  const refused = [];
  for (const write of mine) {
    const verdict = await send(write);
    if (verdict === "stop") break;
    if (verdict === "later") continue;
    await writes.drop(write.id);
    if (verdict === "refused" && write.account) refused.push(new URL(write.url).pathname);
  }
  if (mine.length) await tellPages(refused);
  return (await writes.all()).length;
}

async function send(write) {
  if (Date.now() - write.keptAt > WRITE_LIFETIME) return "refused";
  const headers = new Headers(write.headers);
  if (write.account) headers.set("X-Account", write.account);
  try {
    const response = await fetch(write.url, {
      method: write.method, headers, body: write.body, credentials: "same-origin",
    });
    return verdictOn(response);
  } catch {
    return "stop";
  }
}

/** Tell every open page how many writes wait and which were refused. */
async function tellPages(refused = []) {
  const account = await facts.get("account");
  const waiting = (await writes.all()).filter((write) => write.account === account).length;
  const pages = await self.clients.matchAll({ type: "window", includeUncontrolled: true });
  for (const page of pages) page.postMessage({ type: "outbox", waiting, refused });
}

/** Sign out: first this phone forgets everything, then the server is told, now or as soon as it can be. */
async function answerLeave(request) {
  const write = await writeFrom(request.clone());
  await dropSubscription();
  const response = await fetch(request).catch(() => null);
  // the answer may clear this site's storage by itself meanwhile (Clear-Site-Data)
  await soonEnough(forgetEverything(), PAGE_PATIENCE).catch(() => undefined);
  if (response) return response;
  await facts.set("leaving", write);
  return shellPage("left", 202);
}

async function forgetEverything() {
  await forgetPages();
  await writes.clear();
  await facts.clear();
  const shown = await self.registration.getNotifications?.();
  for (const notification of shown ?? []) notification.close();
  await self.navigator.clearAppBadge?.();
}

/** Nobody sees a page before a sign-out made without a signal has reached the server. */
async function finishLeaving() {
  const leaving = await facts.get("leaving");
  if (!leaving) return true;
  const { url, method, headers, body } = leaving;
  const response = await fetch(url, { method, headers, body }).catch(() => null);
  if (!response || response.status >= 500) return false;
  await forgetPages();
  await facts.clear();
  return true;
}
