/** <copy-text data-text="ABCD" data-words-done="Copied"><button type="button">…</button></copy-text>: copies and says so. */
class CopyText extends HTMLElement {
  connectedCallback() {
    this.hidden = !navigator.clipboard;
    this.querySelector("button")?.addEventListener("click", () => this.copy());
  }

  async copy() {
    await navigator.clipboard.writeText(this.dataset.text);
    document.dispatchEvent(new CustomEvent("toast", { detail: { text: this.dataset.wordsDone } }));
  }
}

customElements.define("copy-text", CopyText);
