// <push-keeper data-key="..." data-session="..." data-unread="3">: on every start, makes sure the server still knows
// this browser, and that the number on the app's icon is the number in the inbox.

import { tellWorker } from "../lib/sw-client.js";
import { keep } from "./push-device.js";

class PushKeeper extends HTMLElement {
  connectedCallback() {
    const { key, session, unread } = this.dataset;
    // A start without signal loses nothing: the next one asks again.
    keep(key, session).catch(() => undefined);
    tellWorker({ type: "seen", unread: Number(unread) });
  }
}

customElements.define("push-keeper", PushKeeper);
