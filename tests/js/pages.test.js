import assert from "node:assert/strict";
import { test } from "node:test";
import { noSignal, ORIGIN, pageOf, send, shell, startWorker, visit } from "./worker.js";

async function installed() {
  const world = startWorker(shell);
  await send(world, "install");
  return world;
}

test("a visited page opens without a signal", async () => {
  const world = await installed();
  world.network = () => pageOf("linh", "my products");
  await visit(world, "/products");
  world.network = noSignal;
  assert.equal(await (await visit(world, "/products")).text(), "my products");
});

test("a page never seen gives the offline page, in the language of the last page", async () => {
  const world = await installed();
  await send(world, "message", { data: { type: "awake", language: "vi" }, source: null });
  world.network = noSignal;
  assert.equal(await (await visit(world, "/products")).text(), "shell /offline/vi");
});

test("a slow network is not waited for when a copy is at hand, and still refreshes it", async () => {
  const world = await installed();
  world.network = () => pageOf("linh", "old");
  await visit(world, "/");
  world.network = () => new Promise((resolve) => setTimeout(() => resolve(pageOf("linh", "new")), 60));
  assert.equal(await (await visit(world, "/")).text(), "old");
  world.network = noSignal;
  assert.equal(await (await visit(world, "/")).text(), "new");
});

test("a page says when its copy was made", async () => {
  const world = await installed();
  world.network = () => pageOf("linh");
  const before = Date.now();
  await visit(world, "/");
  world.network = noSignal;
  await visit(world, "/");
  const heard = [];
  const source = { id: "c1", postMessage: (message) => heard.push(message) };
  await send(world, "message", { data: { type: "awake", language: "en" }, source });
  assert.equal(heard[0].type, "copy");
  assert.ok(heard[0].madeAt >= before && heard[0].madeAt <= Date.now());
});

test("a kept page has its pictures", async () => {
  const world = await installed();
  world.network = (request) =>
    request.url.includes("/assets/") ? new Response("picture") : pageOf("linh", '<img src="/assets/h1/img/washer.svg">');
  await visit(world, "/");
  world.network = noSignal;
  const picture = { request: new Request(`${ORIGIN}/assets/h1/img/washer.svg`) };
  assert.equal(await (await send(world, "fetch", picture)).text(), "picture");
});

test("unmarked pages leave nothing behind", async () => {
  const world = await installed();
  world.network = () => new Response("private", { headers: { "Cache-Control": "no-store" } });
  await visit(world, "/settings");
  assert.deepEqual([...world.caches.keys()].filter((name) => name.startsWith("pages-")), []);
});

test("the next person on this phone finds nothing of the last one", async () => {
  const world = await installed();
  world.network = () => pageOf("linh", "linh's products");
  await visit(world, "/products");
  await world.writes.add({ account: "linh", url: `${ORIGIN}/dues/1/completion` });
  world.network = () => pageOf("ivan", "ivan's home");
  await visit(world, "/");
  world.network = noSignal;
  assert.equal(await (await visit(world, "/products")).text(), "shell /offline/en");
  assert.equal((await world.writes.all()).length, 0);
});

test("an ended session hides the pages but keeps what waits to be sent", async () => {
  const world = await installed();
  world.network = () => pageOf("linh");
  await visit(world, "/products");
  await world.writes.add({ account: "linh", url: `${ORIGIN}/dues/1/completion` });
  world.network = () => new Response("sign in");
  await visit(world, "/sign-in");
  assert.ok(!world.caches.has("pages-linh"));
  assert.equal((await world.writes.all()).length, 1);
});

test("hashed files come from the phone once they were there", async () => {
  const world = await installed();
  const css = { request: new Request(`${ORIGIN}/assets/h1/app.css`) };
  world.network = noSignal;
  assert.equal(await (await send(world, "fetch", css)).text(), "shell /assets/h1/app.css");
});

test("pages worth having are fetched ahead, for the account that answers", async () => {
  const world = await installed();
  world.network = (request) => pageOf("linh", new URL(request.url).pathname);
  await send(world, "message", { data: { type: "keep", paths: ["/products/k7", "https://evil.example/"] } });
  world.network = noSignal;
  assert.equal(await (await visit(world, "/products/k7")).text(), "/products/k7");
});

test("the same pages are not fetched ahead again soon, but for the next person they are", async () => {
  const world = await installed();
  const asked = [];
  let person = "linh";
  world.network = (request) => {
    asked.push(new URL(request.url).pathname);
    return pageOf(person);
  };
  const keep = () => send(world, "message", { data: { type: "keep", paths: ["/products"] } });
  await keep();
  await keep();
  assert.deepEqual(asked, ["/products"]);
  person = "emma";
  await visit(world, "/");
  await keep();
  assert.deepEqual(asked, ["/products", "/", "/products"]);
});

test("a new version waits until the person lets it in", async () => {
  const world = await installed();
  assert.equal(world.skipped, undefined);
  await send(world, "message", { data: { type: "update" } });
  assert.equal(world.skipped, true);
});
