// <offline-keeper>: asks the worker to keep the start page, the list and every product this page links to, for a time
// without signal. Not on a metered phone that saves data, and not more often than every six hours for the same list.

import { tellWorker } from "../lib/sw-client.js";

const EVERY = 6 * 3600 * 1000;
const NOTE = "offline-kept";

function wanted() {
  const links = [...document.querySelectorAll('main a[href^="/products/"]')].map((link) => link.getAttribute("href"));
  return [...new Set(["/", "/products", ...links.filter((path) => /^\/products\/[a-z0-9]{10}$/.test(path))])];
}

class OfflineKeeper extends HTMLElement {
  connectedCallback() {
    const paths = wanted();
    if (navigator.connection?.saveData || !navigator.onLine) return;
    const note = JSON.parse(sessionStorage.getItem(NOTE) ?? "{}");
    if (note.paths === paths.join(" ") && Date.now() - note.at < EVERY) return;
    const idle = window.requestIdleCallback ?? ((act) => setTimeout(act, 1500));
    idle(() => {
      sessionStorage.setItem(NOTE, JSON.stringify({ paths: paths.join(" "), at: Date.now() }));
      tellWorker({ type: "keep", paths });
    });
  }
}

customElements.define("offline-keeper", OfflineKeeper);
