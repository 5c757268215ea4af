// <push-reminders data-key data-session data-known>: turns reminders on this device on and off.
// Children with [data-when="on off denied home-screen unsupported failed"] show when their word is the present state;
// buttons [data-act=on], [data-act=off] act. Without this script the server's view of the device stays visible.

import { obstacle, subscription, turnOff, turnOn } from "./push-device.js";

class PushReminders extends HTMLElement {
  async connectedCallback() {
    this.addEventListener("click", this);
    this.show(await this.state());
  }

  async state() {
    const own = await subscription().catch(() => null);
    return obstacle() ?? (own && this.dataset.known ? "on" : "off");
  }

  /** @param {MouseEvent} event */
  handleEvent({ target }) {
    const act = target.closest("[data-act]")?.dataset.act;
    if (act) this.run(act === "on" ? this.turnOn : turnOff, target.closest("button"));
  }

  turnOn = () => turnOn(this.dataset.key, this.dataset.session);

  async run(change, button) {
    button.setAttribute("aria-busy", "true");
    try {
      if ((await change()) === false) return this.show(await this.state());
      location.reload(); // the page says what the server knows now
    } catch {
      this.show("failed");
    } finally {
      button.removeAttribute("aria-busy");
    }
  }

  show(state) {
    this.dataset.state = state;
    for (const part of this.querySelectorAll("[data-when]")) {
      part.hidden = !part.dataset.when.split(" ").includes(state);
    }
  }
}

customElements.define("push-reminders", PushReminders);
