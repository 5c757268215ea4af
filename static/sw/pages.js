// Copies of the shell and of one person's pages.

const SHELL_CACHE = `shell-${RELEASE.version}`;
const ASSET_CACHE = "assets";
const MADE_AT = "X-Made-At"; // our own header on a kept page: when it was fetched
const pagesCacheOf = (account) => `pages-${account}`;

let epoch = 0; // rises when somebody leaves: an answer asked for before must not be kept after
const servedFrom = new Map(); // client id -> when the copy it shows was made

async function precache() {
  const assets = await caches.open(ASSET_CACHE);
  const shell = await caches.open(SHELL_CACHE);
  await Promise.all([
    shell.addAll(shellPaths().map((path) => new Request(path, { credentials: "omit" }))), // nobody's pages
    ...RELEASE.assets.map(async (url) => (await assets.match(url)) ?? assets.add(url)),
  ]);
}

function shellPaths() {
  return Object.values(RELEASE.pages).flatMap((pages) => Object.values(pages));
}

async function dropOldShells() {
  const names = await caches.keys();
  await Promise.all(
    names.filter((name) => name.startsWith("shell-") && name !== SHELL_CACHE).map((name) => caches.delete(name)),
  );
  await trim(ASSET_CACHE, ASSETS_KEPT);
}

async function trim(name, limit) {
  const cache = await caches.open(name);
  const keys = await cache.keys();
  await Promise.all(keys.slice(0, Math.max(0, keys.length - limit)).map((key) => cache.delete(key)));
}

async function answerAsset(request) {
  const kept = await caches.match(request, { cacheName: ASSET_CACHE });
  if (kept) return kept;
  const response = await fetch(request);
  if (response.ok && /immutable/.test(response.headers.get("Cache-Control") ?? "")) {
    const cache = await caches.open(ASSET_CACHE);
    await cache.put(request, response.clone());
  }
  return response;
}

/** Network first; after three seconds, or without a signal, the copy; without a copy, the offline page. */
async function answerPage(event) {
  const began = epoch;
  if (!(await finishLeaving())) return shellPage("offline");
  const fresh = fetchPage(event, began === epoch);
  event.waitUntil(fresh.catch(() => undefined));
  const copy = await copyOf(event.request);
  try {
    return await (copy ? soonEnough(fresh, PAGE_PATIENCE) : fresh);
  } catch {
    if (!copy) return shellPage("offline");
    servedFrom.set(event.resultingClientId, Number(copy.headers.get(MADE_AT)));
    return copy;
  }
}

/** The page from the network. What the browser asked for before somebody left here is still their page: not that. */
async function fetchPage(event, preloaded) {
  const asked = epoch;
  const response = (preloaded && (await event.preloadResponse)) || (await fetch(event.request));
  event.waitUntil(learn(event.request, response.clone(), asked)); // the page need not wait for its own copy
  return response;
}

/** Take from an answer what it tells, unless somebody left while it was on its way. */
async function learn(request, response, asked) {
  if (asked !== epoch) return;
  await notePerson(request, response);
  await keep(request, response, epoch);
}

function soonEnough(promise, patience) {
  const impatience = new Promise((_, reject) => setTimeout(() => reject(new Error("slow")), patience));
  return Promise.race([promise, impatience]);
}

async function copyOf(request) {
  const account = await facts.get("account");
  return account && caches.match(request.url, { cacheName: pagesCacheOf(account), ignoreVary: true });
}

/** Keep a copy when the server marked the page for it and nobody has left meanwhile. */
async function keep(request, response, asked) {
  const account = keeperOf(request, response);
  if (!account) return;
  const name = pagesCacheOf(account);
  const cache = await caches.open(name);
  await cache.delete(request.url, { ignoreVary: true });
  const text = await response.clone().text();
  const headers = new Headers(response.headers);
  headers.set(MADE_AT, String(Date.now()));
  await cache.put(request.url, new Response(text, { headers }));
  await trim(name, PAGES_KEPT);
  await keepAssetsOf(text);
  if (asked !== epoch) await caches.delete(name);
}

/** A page without its pictures is half a page. */
async function keepAssetsOf(html) {
  const cache = await caches.open(ASSET_CACHE);
  for (const path of assetsIn(html)) {
    if (!(await cache.match(path))) await cache.add(path).catch(() => undefined);
  }
}

/** Learn from an answer who is signed in; somebody else than before finds nothing of them. */
async function notePerson(request, response) {
  const { pathname } = new URL(request.url);
  const person = personIn(pathname, response);
  const known = await facts.get("account");
  if (!person || person === known) return;
  if (known) await forgetPages();
  if (known && person !== VISITOR) await forgetWritesOfOthers(person);
  await facts.set("account", person);
}

async function forgetPages() {
  epoch += 1;
  servedFrom.clear();
  await facts.set("ahead", null);
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name.startsWith("pages-")).map((name) => caches.delete(name)));
  await forgetPictures();
}

/** Which pictures were kept tells what somebody owns: only the shell's own files stay. */
async function forgetPictures() {
  const cache = await caches.open(ASSET_CACHE);
  const shell = new Set(RELEASE.assets.map((path) => new URL(path, self.location.origin).href));
  const seen = (await cache.keys()).filter((request) => !shell.has(request.url));
  await Promise.all(seen.map((request) => cache.delete(request)));
}

async function forgetWritesOfOthers(person) {
  const others = (await writes.all()).filter(({ account }) => account && account !== person);
  for (const write of others) await writes.drop(write.id);
}

/** Fetch pages worth having without a signal (asked for by the page that links to them), now and then. */
async function keepAhead(paths) {
  if (!(await finishLeaving()) || fetchedLately(await facts.get("ahead"), paths, Date.now())) return;
  const began = epoch;
  for (const path of paths.slice(0, PAGES_KEPT)) {
    const request = new Request(new URL(insidePath(path, self.location.origin), self.location.origin), {
      headers: { Accept: "text/html" },
    });
    const asked = epoch;
    await learn(request, await fetch(request), asked);
  }
  if (began === epoch) await facts.set("ahead", { paths, at: Date.now() }); // nobody left meanwhile
}

async function spokenLanguage() {
  const page = await facts.get("language");
  return languageOf([page, ...(self.navigator.languages ?? [])], Object.keys(RELEASE.words));
}

async function shellPage(name, status = 200) {
  const url = RELEASE.pages[await spokenLanguage()][name];
  const page = await caches.match(url, { cacheName: SHELL_CACHE });
  if (!page) return Response.error();
  return new Response(page.body, { status, headers: page.headers });
}
