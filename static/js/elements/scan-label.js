/**
 * <scan-label data-wasm="path" data-words-aim data-words-found data-words-refused hidden>: looks at a label
 * through the camera and sends what it reads with the form inside (its field `code`).
 *
 * Inside: .scan-stage with a video, [role=status], buttons [data-start], [data-stop], [data-torch]. It shows
 * itself only where a camera can be asked for; the photo on the same page is the way for everybody else.
 */
import { camera, hasTorch, setTorch, stop } from "./scan-camera.js";
import { detector } from "./scan-detector.js";

const LOOK_EVERY = 120;

class ScanLabel extends HTMLElement {
  connectedCallback() {
    if (!navigator.mediaDevices?.getUserMedia) return;
    this.hidden = false;
    this.stage = this.querySelector(".scan-stage");
    this.video = this.querySelector("video");
    this.words = this.querySelector("[role=status]");
    this.buttons = { start: this.button("start"), stop: this.button("stop"), torch: this.button("torch") };
    this.buttons.start.addEventListener("click", () => this.begin());
    this.buttons.stop.addEventListener("click", () => this.end());
    this.buttons.torch.addEventListener("click", () => this.switchLight());
    this.onHide = () => document.hidden && this.end();
    document.addEventListener("visibilitychange", this.onHide);
  }

  disconnectedCallback() {
    document.removeEventListener("visibilitychange", this.onHide);
    if (this.stage) this.end();
  }

  /** @param {string} act */
  button(act) {
    return this.querySelector(`[data-${act}]`);
  }

  async begin() {
    this.buttons.start.setAttribute("aria-busy", "true");
    try {
      const [stream, reader] = await Promise.all([camera(), detector(this.dataset.wasm)]);
      await this.show(stream);
      this.look(reader, stream);
    } catch {
      this.end(this.dataset.wordsRefused);
    } finally {
      this.buttons.start.removeAttribute("aria-busy");
    }
  }

  /** @param {MediaStream} stream */
  async show(stream) {
    this.stream = stream;
    this.video.srcObject = stream;
    this.stage.hidden = false;
    await this.video.play();
    this.words.textContent = this.dataset.wordsAim;
    this.buttons.start.hidden = true;
    this.buttons.stop.hidden = false;
    this.buttons.torch.hidden = !hasTorch(stream);
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

  /** @param {string} text */
  found(text) {
    navigator.vibrate?.(60);
    this.end(this.dataset.wordsFound);
    const form = this.querySelector("form");
    form.elements.code.value = text;
    form.requestSubmit();
  }

  async switchLight() {
    const on = this.buttons.torch.getAttribute("aria-pressed") !== "true";
    if (await setTorch(this.stream, on)) this.buttons.torch.setAttribute("aria-pressed", String(on));
  }

  /** Let the camera go. @param {string} words */
  end(words = "") {
    stop(this.stream);
    this.stream = undefined;
    this.video.srcObject = null;
    this.stage.hidden = true;
    this.words.textContent = words;
    this.buttons.start.hidden = false;
    this.buttons.stop.hidden = true;
    this.buttons.torch.hidden = true;
    this.buttons.torch.setAttribute("aria-pressed", "false");
  }
}

/** A square code names the unit, a bar code perhaps only the model: prefer the former. */
function best(codes) {
  const square = codes.find((code) => code.format === "qr_code" || code.format === "data_matrix");
  return (square ?? codes[0])?.rawValue;
}

customElements.define("scan-label", ScanLabel);
