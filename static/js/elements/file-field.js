/**
 * <file-field>: names the chosen file, takes one dropped on it, and sends its form with a percent.
 * Words come from data-words-failed; form attribute data-plain-upload leaves sending to the browser.
 */
import { clearBusy, setBusy } from "../lib/busy.js";
import { showPage } from "../lib/replace.js";
import { sendLater, upload } from "../lib/upload.js";

class FileField extends HTMLElement {
  connectedCallback() {
    this.input = this.querySelector("input[type=file]");
    if (!this.input) return;
    this.input.addEventListener("change", () => this.name());
    this.addEventListener("dragover", (event) => this.hover(event));
    this.addEventListener("dragleave", () => this.classList.remove("dragging"));
    this.addEventListener("drop", (event) => this.take(event));
    this.input.form?.addEventListener("submit", (event) => this.send(event));
    this.name();
  }

  /** Say which file is chosen, and how large it is. */
  name() {
    const file = this.input.files?.[0];
    if (!file) return;
    const size = new Intl.NumberFormat(document.documentElement.lang, { style: "unit", unit: "megabyte", maximumFractionDigits: 1 });
    this.querySelector(".file-name").textContent = `${file.name} · ${size.format(Math.max(file.size / 1e6, 0.1))}`;
    this.classList.add("chosen");
  }

  /** @param {DragEvent} event */
  hover(event) {
    event.preventDefault();
    this.classList.add("dragging");
  }

  /** @param {DragEvent} event */
  take(event) {
    event.preventDefault();
    this.classList.remove("dragging");
    if (!event.dataTransfer?.files.length) return;
    this.input.files = event.dataTransfer.files;
    this.input.dispatchEvent(new Event("change", { bubbles: true }));
  }

  /** @param {SubmitEvent} event */
  async send(event) {
    const form = this.input.form;
    if (event.defaultPrevented || !this.input.files?.length || form.hasAttribute("data-plain-upload")) return;
    event.preventDefault();
    setBusy(form, event.submitter);
    try {
      const answer = await upload(form, event.submitter, (percent) => this.progress(percent)).catch(() =>
        sendLater(form, event.submitter),
      );
      showPage(answer.html, answer.url);
    } catch {
      this.fail();
    } finally {
      clearBusy(form);
    }
  }

  /** @param {number} percent */
  progress(percent) {
    const bar = this.querySelector("progress");
    bar.hidden = false;
    bar.value = percent;
    this.querySelector(".file-percent").textContent = `${percent} %`;
  }

  fail() {
    this.querySelector("progress").hidden = true;
    this.querySelector(".file-percent").textContent = "";
    this.querySelector(".file-name").textContent = this.dataset.wordsFailed;
  }
}

customElements.define("file-field", FileField);
