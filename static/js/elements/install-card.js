// <install-card>: offers to put the app on the home screen, in the way this phone allows.
// Children: [data-way=prompt] with a button, and one [data-way] per platform with its steps; one of them shows.
// Nothing shows when the app already runs from the home screen. With attribute "snoozable" a close button hides it for a month.

const MONTH = 30 * 24 * 3600 * 1000;
const SNOOZED = "install-card-snoozed";

let offered = null;
window.addEventListener("beforeinstallprompt", (event) => {
  event.preventDefault(); // our card asks instead, when the moment is right
  offered = event;
  document.querySelectorAll("install-card").forEach((card) => card.refresh());
});
window.addEventListener("appinstalled", () => {
  offered = null;
  document.querySelectorAll("install-card").forEach((card) => (card.hidden = true));
});

/** Which steps fit this browser: a data-way value. */
export function wayFor({ userAgent, maxTouchPoints = 0 }) {
  const ios = /iPhone|iPad|iPod/.test(userAgent) || (/Macintosh/.test(userAgent) && maxTouchPoints > 1);
  if (ios) return /CriOS|FxiOS|EdgiOS/.test(userAgent) ? "ios-other" : "ios-safari";
  if (/Android/.test(userAgent)) return /Firefox/.test(userAgent) ? "android-firefox" : "android-chrome";
  if (/Firefox/.test(userAgent)) return "desktop-firefox";
  return /Macintosh/.test(userAgent) && !/Chrome/.test(userAgent) ? "mac-safari" : "desktop-chrome";
}

const installed = () => matchMedia("(display-mode: standalone)").matches || navigator.standalone === true;
const snoozed = () => Date.now() - Number(localStorage.getItem(SNOOZED) ?? 0) < MONTH;

class InstallCard extends HTMLElement {
  connectedCallback() {
    this.addEventListener("click", ({ target }) => {
      if (target.closest("[data-act=install]")) this.#install();
      if (target.closest("[data-act=close]")) this.#snooze();
    });
    this.refresh();
  }

  refresh() {
    const way = offered ? "prompt" : wayFor(navigator);
    for (const part of this.querySelectorAll("[data-way]")) part.hidden = part.dataset.way !== way;
    this.hidden = installed() || (this.hasAttribute("snoozable") && snoozed());
  }

  async #install() {
    await offered?.prompt();
    offered = null;
    this.refresh();
  }

  #snooze() {
    localStorage.setItem(SNOOZED, String(Date.now()));
    this.hidden = true;
  }
}

customElements.define("install-card", InstallCard);
