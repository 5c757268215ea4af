/** <print-page><button type="button">…</button></print-page>: opens the browser's print dialog. */
class PrintPage extends HTMLElement {
  connectedCallback() {
    this.querySelector("button")?.addEventListener("click", () => print());
  }
}

customElements.define("print-page", PrintPage);
