import assert from "node:assert/strict";
import { test } from "node:test";
import { noSignal, ORIGIN, pageOf, send, shell, startWorker, visit } from "./worker.js";

const MESSAGE = {
  web_push: 8030,
  notification: {
    title: "Thay lõi lọc số 1 sau 3 ngày nữa", body: "Máy lọc nước", lang: "vi", dir: "ltr",
    navigate: `${ORIGIN}/products/k7m2p4q9xa`, tag: "tag-1", silent: false,
    actions: [
      { action: "done", title: "Tôi đã làm", navigate: `${ORIGIN}/products/k7m2p4q9xa` },
      { action: "book", title: "Đặt lịch", navigate: `${ORIGIN}/book?due=7` },
    ],
    data: { id: 812, token: "b9X", post: { done: "/dues/7/completion" } },
  },
  app_badge: "3",
};

async function withPerson() {
  const world = startWorker(shell);
  await send(world, "install");
  world.network = () => pageOf("linh");
  await visit(world, "/");
  world.sent.length = 0;
  world.network = () => new Response(null, { status: 204 });
  return world;
}

const push = (world, message = MESSAGE) =>
  send(world, "push", { data: { text: () => (typeof message === "string" ? message : JSON.stringify(message)) } });

const click = async (world, action = "") => {
  await push(world);
  world.sent.length = 0;
  const [shown] = world.shown;
  await send(world, "notificationclick", { action, notification: { ...shown, close: () => world.closed.push(shown.tag) } });
};

const sentPaths = (world) => world.sent.map(({ method, url }) => `${method} ${new URL(url).pathname}`);

test("a push is shown with its words, badge and actions, and the server hears it", async () => {
  const world = await withPerson();
  await push(world);
  const [shown] = world.shown;
  assert.equal(shown.title, "Thay lõi lọc số 1 sau 3 ngày nữa");
  assert.equal(shown.tag, "tag-1");
  assert.deepEqual(shown.actions.map(({ action }) => action), ["done", "book"]);
  assert.equal(world.badge, 3);
  assert.deepEqual(await world.sent[0].json(), { id: 812, token: "b9X", event: "shown" });
});

test("the same push again makes no sound and no second beacon", async () => {
  const world = await withPerson();
  await push(world);
  await push(world);
  assert.deepEqual(world.shown.map(({ silent, tag }) => [silent, tag]), [[false, "tag-1"], [true, "tag-1"]]);
  assert.equal(world.sent.length, 1);
});

for (const broken of ["", "not json", "[]", "null", '{"notification":{}}']) {
  test(`a push that cannot be read still shows something: ${broken}`, async () => {
    const world = await withPerson();
    await push(world, broken);
    assert.equal(world.shown[0].title, "You have news");
  });
}

test("a tap brings an open window there", async () => {
  const world = await withPerson();
  const steps = [];
  world.windows = [
    { focused: false, visibilityState: "hidden", focus: async () => steps.push("wrong") },
    { focused: true, focus: async () => steps.push("focus"), navigate: async (path) => void steps.push(path) },
  ];
  await click(world);
  assert.deepEqual(steps, ["focus", "/products/k7m2p4q9xa"]);
  assert.deepEqual(sentPaths(world), ["POST /notifications/beacon"]);
});

test("a tap opens a window when there is none, or when it cannot be steered", async () => {
  const world = await withPerson();
  await click(world);
  world.windows = [{ focus: async () => undefined, navigate: async () => Promise.reject(new TypeError("not ours")) }];
  await click(world);
  assert.deepEqual(world.opened, ["/products/k7m2p4q9xa", "/products/k7m2p4q9xa"]);
});

test("done is posted from the notification, once, and says so", async () => {
  const world = await withPerson();
  await click(world, "done");
  assert.deepEqual(sentPaths(world), ["POST /dues/7/completion", "POST /notifications/beacon"]);
  assert.equal(world.sent[0].headers.get("Idempotency-Key"), "push-812-done");
  assert.equal(world.shown.at(-1).title, "Đã ghi nhận");
});

test("done without a signal waits on this phone", async () => {
  const world = await withPerson();
  await push(world);
  world.network = noSignal;
  await send(world, "notificationclick", { action: "done", notification: { ...world.shown[0], close: () => undefined } });
  assert.equal(world.shown.at(-1).title, "Đã lưu trên điện thoại này");
  assert.equal((await world.writes.all()).length, 2, "the act and the beacon");
});

test("a refused act opens the page instead", async () => {
  const world = await withPerson();
  await push(world);
  world.network = () => new Response("gone", { status: 404 });
  await send(world, "notificationclick", { action: "done", notification: { ...world.shown[0], close: () => undefined } });
  assert.deepEqual(world.opened, ["/products/k7m2p4q9xa"]);
});

test("book opens its own page", async () => {
  const world = await withPerson();
  await click(world, "book");
  assert.deepEqual(world.opened, ["/book?due=7"]);
});

test("a changed subscription moves", async () => {
  const world = await withPerson();
  const fresh = { toJSON: () => ({ endpoint: "https://push.example/new", keys: {} }) };
  const old = { endpoint: "https://push.example/old" };
  await send(world, "pushsubscriptionchange", { oldSubscription: old, newSubscription: fresh });
  const body = await world.sent[0].json();
  assert.deepEqual([body.endpoint, body.replaces], ["https://push.example/new", "https://push.example/old"]);
});
