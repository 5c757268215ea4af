// <offline-keeper paths="/ /products /products/abc">: asks the worker to keep these pages for a time without signal.
// Not on a metered phone that saves data, and not more often than every six hours for the same list.

import { tellWorker } from "../lib/sw-client.js";

const EVERY = 6 * 3600 * 1000;
const NOTE = "offline-kept";

class OfflineKeeper extends HTMLElement {
  connectedCallback() {
    const paths = this.getAttribute("paths") ?? "";
    if (!paths || navigator.connection?.saveData || !navigator.onLine) return;
    const note = JSON.parse(sessionStorage.getItem(NOTE) ?? "{}");
    if (note.paths === paths && Date.now() - note.at < EVERY) return;
    const idle = window.requestIdleCallback ?? ((act) => setTimeout(act, 1500));
    idle(() => {
      sessionStorage.setItem(NOTE, JSON.stringify({ paths, at: Date.now() }));
      tellWorker({ type: "keep", paths: paths.split(" ") });
    });
  }
}

customElements.define("offline-keeper", OfflineKeeper);
