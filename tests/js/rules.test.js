import assert from "node:assert/strict";
import { test } from "node:test";
import { ORIGIN, startWorker } from "./worker.js";

const { run } = startWorker();
const rule = (name) => run(name);
const asked = (path, fields = {}) =>
  rule("strategyFor")({ method: "GET", url: ORIGIN + path, mode: "cors", headers: new Headers(), ...fields }, ORIGIN);

test("each kind of request has its way", () => {
  assert.equal(asked("/products", { mode: "navigate" }), "page");
  assert.equal(asked("/assets/h1/app.css"), "asset");
  assert.equal(asked("/products", { headers: new Headers({ "HX-Request": "true" }) }), "pass");
  assert.equal(asked("/sign-out", { method: "POST", mode: "navigate" }), "leave");
  assert.equal(rule("strategyFor")({ method: "GET", url: "https://else.example/", mode: "navigate" }, ORIGIN), "pass");
});

test("only forms that may wait are kept without a signal", () => {
  const navigation = { method: "POST", mode: "navigate" };
  for (const path of ["/products/register", "/products/k7m2/readings", "/dues/7/completion", "/dues/7/skip", "/dues/7/snooze"]) {
    assert.equal(asked(path, navigation), "write", path);
  }
  for (const path of ["/sign-in", "/products/k7m2/transfer", "/settings", "/products/register/extra"]) {
    assert.equal(asked(path, navigation), "pass", path);
  }
  assert.equal(asked("/products/register", { method: "POST" }), "pass", "a script's post without the header");
  assert.equal(asked("/anything", { method: "POST", headers: new Headers({ "X-Queue": "1" }) }), "write");
});

test("only a whole page the server marked is kept, and never a private path", () => {
  const marked = { status: 200, redirected: false, headers: new Headers({ "X-Offline": "account=abc" }) };
  const keeper = (path, fields = {}, answer = marked) =>
    rule("keeperOf")({ method: "GET", url: ORIGIN + path, headers: new Headers(), ...fields }, answer);
  assert.equal(keeper("/products"), "abc");
  assert.equal(keeper("/products", { headers: new Headers({ "HX-Request": "true" }) }), null);
  assert.equal(keeper("/staff/customers"), null);
  assert.equal(keeper("/sign-in"), null);
  assert.equal(keeper("/products", {}, { ...marked, status: 404 }), null);
  assert.equal(keeper("/products", {}, { ...marked, redirected: true }), null);
  assert.equal(keeper("/products", {}, { ...marked, headers: new Headers() }), null);
});

test("an answer to a replayed write is final, or worth another try", () => {
  const verdict = (status, rest) => rule("verdictOn")({ status, ...rest });
  assert.equal(verdict(200, { redirected: true, url: `${ORIGIN}/sign-in?next=/` }), "stop", "nobody is signed in");
  for (const status of [200, 202, 204]) assert.equal(verdict(status), "sent");
  for (const status of [400, 403, 404, 409, 413, 422]) assert.equal(verdict(status), "refused");
  for (const status of [408, 425, 500, 503]) assert.equal(verdict(status), "later");
  for (const status of [401, 429]) assert.equal(verdict(status), "stop");
});

test("the last 200 ids are remembered", () => {
  const remember = rule("remember");
  let ids = [];
  for (let id = 1; id <= 250; id += 1) ({ ids } = remember(ids, id));
  assert.equal(ids.length, 200);
  assert.equal(remember(ids, 250).known, true);
  assert.equal(remember(ids, 50).known, false);
});

test("a message leads only inside this site", () => {
  const inside = rule("insidePath");
  assert.equal(inside(`${ORIGIN}/products/k7?a=1#care`, ORIGIN), "/products/k7?a=1#care");
  assert.equal(inside("/dues/7", ORIGIN), "/dues/7");
  for (const bad of ["https://evil.example/x", "//evil.example", "javascript:alert(1)", "", undefined]) {
    assert.equal(inside(bad, ORIGIN), "/notifications", String(bad));
  }
});

test("the page's language comes first, then the phone's", () => {
  const language = rule("languageOf");
  assert.equal(language(["vi", "en"], ["en", "vi"]), "vi");
  assert.equal(language([undefined, "de-DE", "vi-VN"], ["en", "vi"]), "vi");
  assert.equal(language(["de"], ["en", "vi"]), "en");
});

test("a translated text is never markup", () => {
  assert.match(rule("keptNote")({ kept: '<b>"&' }), /&lt;b&gt;&quot;&amp;/);
});
