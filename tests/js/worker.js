// The service worker loaded into a world of its own: fake caches, database, network and windows.

import { readFileSync } from "node:fs";
import vm from "node:vm";

const PARTS = ["rules", "store", "pages", "outbox", "push", "service-worker"];
export const ORIGIN = "https://care.example";

export const RELEASE = {
  version: "v1",
  assets: ["/assets/h1/app.css"],
  pages: {
    en: { offline: "/offline/en", kept: "/offline/en/kept", left: "/offline/en/left" },
    vi: { offline: "/offline/vi", kept: "/offline/vi/kept", left: "/offline/vi/left" },
  },
  words: {
    en: { kept: "Saved on this phone", recorded: "Recorded", news: "You have news" },
    vi: { kept: "Đã lưu trên điện thoại này", recorded: "Đã ghi nhận", news: "Bạn có tin mới" },
  },
  icon: "/assets/h1/icon.png",
  badge: "/assets/h1/badge.png",
};

/** A worker whose `network(request)` answers; throw in it to be without a signal. */
export function startWorker(network = () => new Response("fresh")) {
  const listeners = {};
  const world = {
    listeners,
    sent: [], shown: [], posted: [], synced: [], opened: [], closed: [], badge: null, subscription: null,
    network, windows: [],
  };
  const registration = {
    sync: { register: async (tag) => void world.synced.push(tag) },
    pushManager: { getSubscription: async () => world.subscription },
    showNotification: async (title, options) => void world.shown.push({ title, ...options }),
    getNotifications: async () => [],
  };
  const self = {
    location: { origin: ORIGIN },
    registration,
    navigator: {
      languages: ["en"],
      setAppBadge: async (count) => void (world.badge = count),
      clearAppBadge: async () => void (world.badge = 0),
    },
    clients: {
      matchAll: async () => world.windows,
      openWindow: async (path) => void world.opened.push(path),
      claim: async () => undefined,
    },
    skipWaiting: () => void (world.skipped = true),
    addEventListener: (type, hear) => void (listeners[type] = hear),
  };
  const context = vm.createContext({
    self, URL, Headers, Response, Request: SiteRequest, Date, console, setTimeout: (act, ms) => setTimeout(act, ms / 100),
    RELEASE, caches: fakeCaches(world), fetch: fetchIn(world), JSON, Promise,
  });
  for (const part of PARTS) {
    const source = readFileSync(new URL(`../../static/sw/${part}.js`, import.meta.url), "utf8");
    vm.runInContext(part === "store" ? FAKE_STORE : source, context, { filename: `${part}.js` });
  }
  world.facts = vm.runInContext("facts", context);
  world.writes = vm.runInContext("writes", context);
  world.run = (code) => vm.runInContext(code, context);
  return world;
}

const FAKE_STORE = `
  const kept = { facts: new Map(), writes: new Map(), next: 1 };
  const facts = {
    get: async (name) => kept.facts.get(name),
    set: async (name, value) => void kept.facts.set(name, value),
    clear: async () => kept.facts.clear(),
  };
  const writes = {
    all: async () => [...kept.writes.values()],
    add: async (write) => void kept.writes.set(kept.next, { ...write, id: kept.next++ }),
    drop: async (id) => void kept.writes.delete(id),
    clear: async () => kept.writes.clear(),
  };
`;

/** Relative addresses and navigations, which Node's own Request does not know. */
class SiteRequest extends Request {
  constructor(url, { mode, ...init } = {}) {
    super(url instanceof Request ? url : new URL(url, ORIGIN), init);
    if (mode) Object.defineProperty(this, "mode", { value: mode });
  }

  clone() {
    const copy = super.clone();
    Object.defineProperty(copy, "mode", { value: this.mode });
    return copy;
  }
}

function fetchIn(world) {
  return async (input, init = {}) => {
    const { keepalive, credentials, ...rest } = init;
    const request = input instanceof Request && !init.method ? input : new SiteRequest(input, rest);
    world.sent.push(request);
    const response = await world.network(request);
    return response ?? new Response("", { status: 204 });
  };
}

function fakeCaches(world) {
  const all = new Map();
  world.caches = all;
  const key = (request) => new URL(request.url ?? request, ORIGIN).href;
  const open = async (name) => {
    if (!all.has(name)) all.set(name, new Map());
    const kept = all.get(name);
    const fetched = async (url) => world.network(new SiteRequest(url));
    return {
      match: async (request) => kept.get(key(request))?.clone(),
      put: async (request, response) => void kept.set(key(request), response),
      delete: async (request) => kept.delete(key(request)),
      keys: async () => [...kept.keys()].map((url) => ({ url })),
      add: async (url) => void kept.set(key(url), await fetched(url)),
      addAll: async (urls) => {
        for (const url of urls) kept.set(key(url), await fetched(url));
      },
    };
  };
  return {
    open,
    keys: async () => [...all.keys()],
    delete: async (name) => all.delete(name),
    match: async (request, { cacheName }) => all.get(cacheName)?.get(key(request))?.clone(),
  };
}

/** Send the worker an event and wait for all it does; answers what it responded, if it did. */
export async function send(world, type, fields = {}) {
  const waits = [];
  let answer;
  const event = {
    ...fields,
    waitUntil: (promise) => waits.push(promise),
    respondWith: (promise) => (answer = promise),
  };
  world.listeners[type](event);
  const response = await answer;
  for (let seen = -1; seen !== waits.length; ) {
    seen = waits.length; // what is done may ask for more time
    await Promise.all(waits);
  }
  return response;
}

export const visit = (world, path, more = {}) =>
  send(world, "fetch", { request: new SiteRequest(path, { mode: "navigate" }), resultingClientId: "c1", ...more });

export const post = (world, path, { headers = {}, body = "a=1", mode } = {}) =>
  send(world, "fetch", { request: new SiteRequest(path, { method: "POST", headers, body, mode }) });

/** A page of one account, as the server marks it for keeping. */
export const pageOf = (account, text = "page") =>
  new Response(text, { headers: { "X-Offline": `account=${account}` } });

export const noSignal = () => {
  throw new TypeError("no signal");
};

export const shell = (request) => new Response(`shell ${new URL(request.url).pathname}`);
