// <offline-keeper>: asks the worker to keep the start page, the list and every product this page links to, for a time
// without signal. Not on a metered phone that saves data. The worker knows when it last did so: nothing of it lies here.

import { tellWorker } from "../lib/sw-client.js";

function wanted() {
  const links = [...document.querySelectorAll('main a[href^="/products/"]')].map((link) => link.getAttribute("href"));
  return [...new Set(["/", "/products", ...links.filter((path) => /^\/products\/[a-z0-9]{10}$/.test(path))])];
}

class OfflineKeeper extends HTMLElement {
  connectedCallback() {
    const paths = wanted();
    if (navigator.connection?.saveData || !navigator.onLine) return;
    const idle = window.requestIdleCallback ?? ((act) => setTimeout(act, 1500));
    idle(() => tellWorker({ type: "keep", paths }));
  }
}

customElements.define("offline-keeper", OfflineKeeper);
