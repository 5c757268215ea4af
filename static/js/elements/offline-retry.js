// <offline-retry>: its button loads the page again, and so does the phone when it is back on line.

class OfflineRetry extends HTMLElement {
  #stops = new AbortController();

  connectedCallback() {
    const { signal } = this.#stops;
    const again = () => location.reload();
    this.querySelector("button")?.addEventListener("click", again, { signal });
    window.addEventListener("online", again, { signal });
    this.hidden = false;
  }

  disconnectedCallback() {
    this.#stops.abort();
  }
}

customElements.define("offline-retry", OfflineRetry);
