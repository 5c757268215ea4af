/**
 * What every page runs. Everything here only improves HTML that already works:
 * custom elements are fetched when a page holds their tag (`<file-field>` -> elements/file-field.js).
 */
import { watchBusy } from "./lib/busy.js";
import { watchLeaving } from "./lib/leaving.js";
import { watchOpeners } from "./lib/opener.js";
import { loadElements } from "./lib/loader.js";

/** Put the keyboard where the first mistake is. @param {ParentNode} root */
function focusFirstMistake(root) {
  root.querySelector('[aria-invalid="true"]')?.focus();
}

/** On a small screen the console's rail is a strip: show where one is. */
function showPlaceInRail() {
  document.querySelector(".rail [aria-current]")?.scrollIntoView({ inline: "center", block: "nearest" });
}

/** @param {ParentNode} root */
function enhance(root) {
  loadElements(root);
  focusFirstMistake(root);
}

watchBusy();
watchLeaving();
watchOpeners();
enhance(document);
showPlaceInRail();
document.addEventListener("htmx:after:swap", () => enhance(document));
document.addEventListener("page:replaced", () => enhance(document));
