// <connection-status>: says when the phone is off line, what still waits to be sent, and that a new version is here.
// Its words are its children, each with data-says: offline, copy, waiting, sent, refused, update. One shows at a time.

import { hearWorker, startWorker, tellWorker } from "../lib/sw-client.js";

const BY_IMPORTANCE = ["refused", "offline", "copy", "waiting", "sent", "update"];

class ConnectionStatus extends HTMLElement {
  #says = new Set();
  #stops = new AbortController();
  #waiting = 0;

  connectedCallback() {
    const { signal } = this.#stops;
    window.addEventListener("online", () => this.#wake(), { signal });
    window.addEventListener("offline", () => this.#say("offline", true), { signal });
    document.addEventListener("visibilitychange", () => document.hidden || this.#wake(), { signal });
    document.addEventListener("htmx:config:request", markQueueable, { signal });
    this.addEventListener("click", (event) => this.#dismiss(event), { signal });
    signal.addEventListener("abort", hearWorker("outbox", (news) => this.#hearOutbox(news)));
    signal.addEventListener("abort", hearWorker("copy", (news) => this.#hearCopy(news)));
    startWorker((activate) => this.#offerUpdate(activate)).catch(() => undefined);
    this.#wake();
  }

  disconnectedCallback() {
    this.#stops.abort();
    this.#stops = new AbortController();
  }

  #wake() {
    this.#say("offline", !navigator.onLine);
    tellWorker({ type: "awake", language: document.documentElement.lang });
  }

  #hearOutbox({ waiting, refused }) {
    if (this.#waiting && !waiting && !refused.length) this.#say("sent", true);
    this.#waiting = waiting;
    this.#say("waiting", waiting > 0);
    if (refused.length) this.#say("refused", true);
  }

  #hearCopy({ madeAt }) {
    const time = this.querySelector("[data-says=copy] time");
    if (madeAt && time) {
      const made = new Date(madeAt);
      time.dateTime = made.toISOString();
      time.textContent = made.toLocaleString(document.documentElement.lang, { dateStyle: "medium", timeStyle: "short" });
      renewKeys();
    }
    this.#say("copy", Boolean(madeAt));
  }

  #offerUpdate(activate) {
    this.querySelector("[data-act=update]")?.addEventListener("click", activate, { once: true });
    this.#say("update", true);
  }

  #dismiss({ target }) {
    const said = target.closest("[data-act=close]")?.closest("[data-says]");
    if (said) this.#say(said.dataset.says, false);
  }

  #say(what, on) {
    if (on) this.#says.add(what);
    else this.#says.delete(what);
    const now = BY_IMPORTANCE.find((name) => this.#says.has(name));
    for (const part of this.querySelectorAll("[data-says]")) part.hidden = part.dataset.says !== now;
    this.hidden = !now;
  }
}

/** A copy may be shown many times; each showing is a new form, so that two acts from it are two. */
function renewKeys() {
  for (const field of document.querySelectorAll("input[name=idempotency_key]")) field.value = crypto.randomUUID();
}

/** Forms that may wait for a signal say so to the worker. */
function markQueueable({ target, detail }) {
  const form = target.closest?.("form[data-offline=queue]");
  if (form && detail.ctx) detail.ctx.request.headers["X-Queue"] = "1";
}

customElements.define("connection-status", ConnectionStatus);
