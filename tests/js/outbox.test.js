import assert from "node:assert/strict";
import { test } from "node:test";
import { noSignal, ORIGIN, pageOf, post, send, shell, startWorker, visit } from "./worker.js";

async function signedIn(account = "linh") {
  const world = startWorker(shell);
  await send(world, "install");
  world.network = () => pageOf(account);
  await visit(world, "/");
  world.sent.length = 0;
  return world;
}

async function withOneWaiting() {
  const world = await signedIn();
  world.network = noSignal;
  await post(world, "/dues/7/completion", {
    headers: { "X-Queue": "1", "HX-Request": "true", "Idempotency-Key": "k1", "Content-Type": "text/plain" },
    body: "photo bytes",
  });
  return world;
}

const wake = (world) => send(world, "message", { data: { type: "awake", language: "en" }, source: null });
const waiting = async (world) => (await world.writes.all()).length;

test("a write made without a signal is kept and says so", async () => {
  const world = await signedIn();
  world.network = noSignal;
  const answer = await post(world, "/dues/7/completion", { headers: { "X-Queue": "1" } });
  assert.equal(answer.status, 202);
  assert.match(await answer.text(), /Saved on this phone/);
  assert.deepEqual(world.synced, ["outbox"]);
});

test("a plain form gets a whole page instead", async () => {
  const world = await signedIn();
  world.network = noSignal;
  const answer = await post(world, "/products/register", { mode: "navigate" });
  assert.equal(answer.status, 202);
  assert.equal(await answer.text(), "shell /offline/en/kept");
});

test("with a signal a write just goes through", async () => {
  const world = await signedIn();
  world.network = () => new Response("made", { status: 201 });
  assert.equal((await post(world, "/products/register", { mode: "navigate" })).status, 201);
  assert.equal(await waiting(world), 0);
});

test("the same bytes, key and account go out when the phone is back", async () => {
  const world = await withOneWaiting();
  world.network = () => new Response("done");
  world.sent.length = 0;
  await wake(world);
  const [request] = world.sent;
  assert.equal(request.url, `${ORIGIN}/dues/7/completion`);
  assert.equal(request.headers.get("Idempotency-Key"), "k1");
  assert.equal(request.headers.get("X-Account"), "linh");
  assert.equal(await request.text(), "photo bytes");
  assert.equal(await waiting(world), 0);
});

for (const [status, left] of [[200, 0], [303, 0], [404, 0], [422, 0], [401, 1], [408, 1], [425, 1], [429, 1], [500, 1], [503, 1]]) {
  test(`an answer ${status} leaves ${left} waiting`, async () => {
    const world = await withOneWaiting();
    world.network = () => new Response(null, { status });
    await wake(world);
    assert.equal(await waiting(world), left);
  });
}

test("background sync asks to be called again while something waits", async () => {
  const world = await withOneWaiting();
  await assert.rejects(send(world, "sync", { tag: "outbox" }), /still wait/);
  world.network = () => new Response("done");
  await send(world, "sync", { tag: "outbox" });
});

test("a refused write is told to the open page", async () => {
  const world = await withOneWaiting();
  const heard = [];
  world.windows = [{ postMessage: (message) => heard.push(message) }];
  world.network = () => new Response("no", { status: 422 });
  await wake(world);
  assert.deepEqual([...heard.find(({ refused }) => refused.length).refused], ["/dues/7/completion"]);
});

test("a write of somebody else is never sent", async () => {
  const world = await withOneWaiting();
  await world.facts.set("account", "ivan");
  world.network = () => new Response("done");
  world.sent.length = 0;
  await wake(world);
  assert.equal(world.sent.length, 0);
});

test("two wake-ups at once send a write once", async () => {
  const world = await withOneWaiting();
  world.network = () => new Response("done");
  world.sent.length = 0;
  await Promise.all([wake(world), wake(world)]);
  assert.equal(world.sent.length, 1);
});

test("a write too old for its key is not sent again", async () => {
  const world = await withOneWaiting();
  const [write] = await world.writes.all();
  await world.writes.drop(write.id);
  await world.writes.add({ ...write, keptAt: Date.now() - 8 * 24 * 3600 * 1000 });
  world.sent.length = 0;
  await wake(world);
  assert.equal(world.sent.length, 0);
  assert.equal(await waiting(world), 0);
});

test("a visitor's write cannot wait: nobody would own it", async () => {
  const world = startWorker(shell);
  await send(world, "install");
  world.network = noSignal;
  const answer = await post(world, "/products/register", { mode: "navigate" });
  assert.equal(answer.status, 503);
  assert.equal(await waiting(world), 0);
});

test("signing out forgets pages, writes, facts, badge and subscription", async () => {
  const world = await withOneWaiting();
  let unsubscribed = false;
  world.subscription = { endpoint: "https://push.example/1", unsubscribe: async () => (unsubscribed = true) };
  world.network = () => new Response("bye");
  world.sent.length = 0;
  await post(world, "/sign-out", { mode: "navigate" });
  assert.deepEqual(world.sent.map(({ method }) => method), ["DELETE", "POST"]);
  assert.ok(unsubscribed);
  assert.ok(!world.caches.has("pages-linh"));
  assert.equal(await waiting(world), 0);
  assert.equal(await world.facts.get("account"), undefined);
});

test("signing out forgets which pictures were seen", async () => {
  const world = await signedIn();
  const picture = { request: new Request(`${ORIGIN}/assets/h1/img/washer.svg`) };
  world.network = () => new Response("picture", { headers: { "Cache-Control": "immutable" } });
  await send(world, "fetch", picture);
  assert.equal(world.caches.get("assets").size, 2);
  await post(world, "/sign-out", { mode: "navigate" });
  assert.deepEqual([...world.caches.get("assets").keys()], [`${ORIGIN}/assets/h1/app.css`]);
});

test("an answer that comes after sign-out is not kept", async () => {
  const world = await signedIn();
  let answerLate;
  world.network = (request) =>
    request.method === "POST" ? new Response("bye") : new Promise((resolve) => (answerLate = resolve));
  const visiting = visit(world, "/products");
  await new Promise((resolve) => setTimeout(resolve, 5));
  await post(world, "/sign-out", { mode: "navigate" });
  answerLate(pageOf("linh", "late"));
  await visiting;
  assert.ok(!world.caches.has("pages-linh"));
  assert.equal(await world.facts.get("account"), undefined);
});

test("signing out without a signal shows nothing until the server knows", async () => {
  const world = await signedIn();
  world.network = noSignal;
  assert.equal(await (await post(world, "/sign-out", { mode: "navigate" })).text(), "shell /offline/en/left");
  assert.equal(await (await visit(world, "/")).text(), "shell /offline/en");
  world.sent.length = 0;
  world.network = () => new Response("landing");
  assert.equal(await (await visit(world, "/")).text(), "landing");
  assert.deepEqual(world.sent.map(({ url }) => new URL(url).pathname), ["/sign-out", "/"]);
});

test("after a sign-out without a signal, what the browser fetched beside it is not shown", async () => {
  const world = await signedIn();
  world.network = noSignal;
  await post(world, "/sign-out", { mode: "navigate" });
  world.network = (request) => new Response(request.method === "POST" ? "signed out" : "please sign in");
  const preloadResponse = Promise.resolve(pageOf("linh", "their products"));
  assert.equal(await (await visit(world, "/products", { preloadResponse })).text(), "please sign in");
  assert.ok(![...world.caches.keys()].some((name) => name.startsWith("pages-")));
});
