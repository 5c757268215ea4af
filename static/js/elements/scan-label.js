/**
 * <scan-label data-worker="path of the wasm" data-words-start data-words-stop data-words-torch data-words-aim
 * data-words-refused data-words-found><form method="post">…<input name="code" type="hidden"></form></scan-label>
 *
 * Looks at the label through the camera and sends what it reads with the form inside. It shows itself only
 * where a camera can be asked for; the photo on the same page is the way for everybody else.
 */
import { camera, hasTorch, setTorch, stop } from "./scan-camera.js";
import { detector } from "./scan-detector.js";

const LOOK_EVERY = 120;

class ScanLabel extends HTMLElement {
  connectedCallback() {
    if (!navigator.mediaDevices?.getUserMedia) return;
    this.hidden = false;
    this.build();
    this.onHide = () => document.hidden && this.end();
    document.addEventListener("visibilitychange", this.onHide);
    addEventListener("pagehide", this.onHide);
  }

  disconnectedCallback() {
    document.removeEventListener("visibilitychange", this.onHide);
    removeEventListener("pagehide", this.onHide);
    this.end();
  }

  build() {
    this.stage = this.add("div", "scan-stage", this);
    this.stage.hidden = true;
    this.video = this.add("video", "", this.stage);
    Object.assign(this.video, { muted: true, playsInline: true });
    this.words = this.add("p", "hint", this);
    this.words.setAttribute("role", "status");
    const row = this.add("div", "actions", this);
    this.toggle = this.button(row, this.dataset.wordsStart, () => (this.stream ? this.end() : this.begin()));
    this.light = this.button(row, this.dataset.wordsTorch, () => this.switchLight());
    this.light.hidden = true;
  }

  add(tag, name, parent) {
    const element = document.createElement(tag);
    if (name) element.className = name;
    return parent.appendChild(element);
  }

  button(parent, text, act) {
    const made = this.add("button", "button quiet", parent);
    made.type = "button";
    made.textContent = text;
    made.addEventListener("click", act);
    return made;
  }

  async begin() {
    this.toggle.setAttribute("aria-busy", "true");
    try {
      const [stream, reader] = await Promise.all([camera(), detector(this.dataset.worker)]);
      await this.show(stream);
      this.look(reader, stream);
    } catch {
      this.end();
      this.words.textContent = this.dataset.wordsRefused;
    } finally {
      this.toggle.removeAttribute("aria-busy");
    }
  }

  async show(stream) {
    this.stream = stream;
    this.video.srcObject = stream;
    await this.video.play();
    this.stage.hidden = false;
    this.toggle.textContent = this.dataset.wordsStop;
    this.words.textContent = this.dataset.wordsAim;
    this.light.hidden = !hasTorch(stream);
  }

  /** Look until something is read, or until this very stream is no longer the one shown. */
  async look(reader, stream) {
    while (this.stream === stream) {
      const codes = await reader.detect(this.video).catch(() => []);
      const text = best(codes);
      if (text && this.stream === stream) return this.found(text);
      await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY));
    }
  }

  found(text) {
    navigator.vibrate?.(60);
    this.end();
    this.words.textContent = this.dataset.wordsFound;
    const form = this.querySelector("form");
    form.elements.code.value = text;
    form.requestSubmit();
  }

  async switchLight() {
    const on = this.light.getAttribute("aria-pressed") !== "true";
    if (await setTorch(this.stream, on)) this.light.setAttribute("aria-pressed", String(on));
  }

  end() {
    stop(this.stream);
    this.stream = undefined;
    if (!this.toggle) return;
    this.video.srcObject = null;
    this.stage.hidden = true;
    this.light.hidden = true;
    this.toggle.textContent = this.dataset.wordsStart;
    this.words.textContent = "";
  }
}

/** A square code names the unit, a bar code perhaps only the model: prefer the former. */
function best(codes) {
  const square = codes.find((code) => code.format === "qr_code" || code.format === "data_matrix");
  return (square ?? codes[0])?.rawValue;
}

customElements.define("scan-label", ScanLabel);
