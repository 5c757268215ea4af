/**
 * <toast-list>: short messages that leave by themselves.
 * Any code shows one with `document.dispatchEvent(new CustomEvent("toast", {detail: {text, tone}}))`;
 * a server does it with the response header HX-Trigger: {"toast": {"text": "...", "tone": "ok"}}.
 */
const STAYS = 7000;

class ToastList extends HTMLElement {
  connectedCallback() {
    for (const toast of this.children) this.leaveLater(toast);
    this.hear = (event) => this.show(event.detail);
    document.addEventListener("toast", this.hear);
  }

  disconnectedCallback() {
    document.removeEventListener("toast", this.hear);
  }

  /** @param {{text: string, tone?: string}} detail */
  show({ text, tone = "ok" }) {
    const toast = document.createElement("p");
    toast.className = `toast tone-${tone}`;
    toast.textContent = text;
    this.append(toast);
    this.leaveLater(toast);
  }

  /** @param {Element} toast */
  leaveLater(toast) {
    let timer = setTimeout(() => leave(toast), STAYS);
    toast.addEventListener("pointerenter", () => clearTimeout(timer));
    toast.addEventListener("pointerleave", () => (timer = setTimeout(() => leave(toast), STAYS / 3)));
    toast.addEventListener("click", () => leave(toast));
  }
}

/** @param {Element} toast */
function leave(toast) {
  toast.classList.add("leaving");
  setTimeout(() => toast.remove(), 220);
}

customElements.define("toast-list", ToastList);
