/**
 * An installed app has no browser around it that shows a page loading: a thin line does, after 150 ms.
 */
const LONGEST = 10_000;
let timer;

/** @param {MouseEvent} event @returns {boolean} whether this click leads to another of our pages */
function leads(event) {
  const link = event.target.closest?.("a[href]");
  if (!link || event.defaultPrevented || event.button || event.metaKey || event.ctrlKey || event.shiftKey) return false;
  if (link.target || link.hasAttribute("download") || link.hasAttribute("hx-get")) return false;
  const to = new URL(link.href);
  return to.origin === location.origin && to.pathname + to.search !== location.pathname + location.search;
}

function begin() {
  document.documentElement.classList.add("leaving");
  clearTimeout(timer);
  timer = setTimeout(end, LONGEST);
}

function end() {
  document.documentElement.classList.remove("leaving");
}

export function watchLeaving() {
  document.addEventListener("click", (event) => leads(event) && begin());
  document.addEventListener("submit", (event) => event.defaultPrevented || begin());
  addEventListener("pageshow", end);
}
