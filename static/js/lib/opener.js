/**
 * Sheets open by `commandfor` + `command="show-modal"`. Browsers without invoker commands, and those
 * that do not close a dialog by a tap outside it, get both here.
 */
const knowsCommands = "commandForElement" in HTMLButtonElement.prototype;
const knowsClosedBy = "closedBy" in HTMLDialogElement.prototype;

/** @param {MouseEvent} event */
function open(event) {
  const opener = event.target.closest?.("[data-opens]");
  if (opener) document.getElementById(opener.dataset.opens)?.showModal();
}

/** @param {MouseEvent} event */
function closeFromOutside(event) {
  const sheet = event.target;
  if (!(sheet instanceof HTMLDialogElement) || !sheet.open) return;
  const box = sheet.getBoundingClientRect();
  const inside = event.clientY >= box.top && event.clientY <= box.bottom && event.clientX >= box.left && event.clientX <= box.right;
  if (!inside) sheet.close();
}

export function watchOpeners() {
  if (!knowsCommands) document.addEventListener("click", open);
  if (!knowsClosedBy) document.addEventListener("click", closeFromOutside);
}
