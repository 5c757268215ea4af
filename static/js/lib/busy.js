/**
 * A pressed button shows that it is working, and a form under way is not sent twice.
 * `data-patient` on a form (a download, say) opts out.
 */
const LONGEST_WAIT = 20_000;
const SENT_BY_HTMX = "[hx-post], [hx-get], [hx-put], [hx-patch], [hx-delete]";

/** @type {WeakMap<HTMLFormElement, HTMLElement | null>} */
const underWay = new WeakMap();

/** @param {HTMLFormElement} form @param {HTMLElement | null} button */
export function setBusy(form, button) {
  underWay.set(form, button);
  form.setAttribute("aria-busy", "true");
  button?.setAttribute("aria-busy", "true");
  setTimeout(() => clearBusy(form), LONGEST_WAIT);
}

/** @param {HTMLFormElement} form */
export function clearBusy(form) {
  underWay.get(form)?.removeAttribute("aria-busy");
  form.removeAttribute("aria-busy");
  underWay.delete(form);
}

/** @param {SubmitEvent} event */
function refuseSecond(event) {
  const form = /** @type {HTMLFormElement} */ (event.target);
  if (!underWay.has(form)) return;
  event.preventDefault();
  event.stopImmediatePropagation();
}

/** @param {SubmitEvent} event */
function begin(event) {
  const form = /** @type {HTMLFormElement} */ (event.target);
  const dropped = event.defaultPrevented && !form.matches(SENT_BY_HTMX);
  const stays = form.method === "dialog" || form.hasAttribute("data-patient");
  if (!dropped && !stays) setBusy(form, event.submitter);
}

function clearAll() {
  for (const form of document.querySelectorAll('form[aria-busy="true"]')) clearBusy(form);
}

/** What htmx is about to replace pales while it waits. @param {CustomEvent} event */
function pale(event) {
  const target = event.detail?.ctx?.target;
  const waits = event.type === "htmx:before:request";
  if (target instanceof Element && target !== document.body) target.toggleAttribute("data-waiting", waits);
}

export function watchBusy() {
  document.addEventListener("submit", refuseSecond, { capture: true });
  document.addEventListener("submit", begin);
  document.addEventListener("htmx:before:request", pale);
  document.addEventListener("htmx:finally:request", pale);
  document.addEventListener("htmx:finally:request", clearAll);
  addEventListener("pageshow", (event) => event.persisted && clearAll());
}
