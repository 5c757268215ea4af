// <push-keeper data-key="..." data-session="...">: on every start, makes sure the server still knows this browser.

import { keep } from "./push-device.js";

class PushKeeper extends HTMLElement {
  connectedCallback() {
    const { key, session } = this.dataset;
    // A start without signal loses nothing: the next one asks again.
    keep(key, session).catch(() => undefined);
  }
}

customElements.define("push-keeper", PushKeeper);
