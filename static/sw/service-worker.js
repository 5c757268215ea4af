// The worker's ears: each event is handed to the part that knows what to do.
// Served as one file at /service-worker.js: the line RELEASE = {...}, then rules, store, pages, outbox, push and this.

self.addEventListener("install", (event) => {
  event.waitUntil(precache()); // and then it waits: the person decides when to change versions
});

self.addEventListener("activate", (event) => {
  event.waitUntil(
    Promise.all([dropOldShells(), self.registration.navigationPreload?.enable(), self.clients.claim()]),
  );
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const answers = {
    asset: () => answerAsset(request),
    page: () => answerPage(event),
    write: () => answerWrite(request),
    leave: () => answerLeave(request),
  };
  const answer = answers[strategyFor(request, self.location.origin)];
  if (answer) event.respondWith(answer());
});

const onMessage = {
  update: () => self.skipWaiting(),
  keep: ({ paths }) => keepAhead(paths).catch(() => undefined),
  // a page is here, or the phone is back on line: its language is ours, and what waits may go
  awake: async ({ language }, page) => {
    await facts.set("language", language);
    page?.postMessage({ type: "copy", madeAt: servedFrom.get(page.id) ?? null });
    await replay();
    await tellPages();
  },
  seen: ({ unread }) => setBadge(unread),
};

self.addEventListener("message", (event) => {
  const answer = onMessage[event.data?.type];
  if (answer) event.waitUntil(Promise.resolve(answer(event.data, event.source)));
});

self.addEventListener("sync", (event) => {
  event.waitUntil(
    replay().then((waiting) => {
      if (waiting) throw new Error(`${waiting} writes still wait`); // the browser tries again later
    }),
  );
});

self.addEventListener("push", (event) => event.waitUntil(showPush(event.data?.text() ?? "")));
self.addEventListener("notificationclick", (event) => event.waitUntil(answerClick(event)));
self.addEventListener("pushsubscriptionchange", (event) => event.waitUntil(moveSubscription(event)));
