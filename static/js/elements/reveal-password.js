/**
 * <reveal-password for="password"><button type="button" hidden aria-pressed="false">…</button></reveal-password>:
 * shows what is typed in the field while pressed in; before the form is sent the field hides it again.
 */
class RevealPassword extends HTMLElement {
  connectedCallback() {
    this.field = document.getElementById(this.getAttribute("for"));
    this.button = this.querySelector("button");
    if (!this.field || !this.button) return;
    this.button.hidden = false;
    this.button.addEventListener("click", () => this.show(this.field.type === "password"));
    this.field.form?.addEventListener("submit", () => this.show(false));
  }

  /** @param {boolean} plain */
  show(plain) {
    this.field.type = plain ? "text" : "password";
    this.button.setAttribute("aria-pressed", String(plain));
  }
}

customElements.define("reveal-password", RevealPassword);
