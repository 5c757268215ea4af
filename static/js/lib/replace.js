/** Show a page fetched in the background as if the browser had gone there, keeping what it flashes. */

const MARK = "fetched";

/** @param {string} html @param {string} url */
export function showPage(html, url) {
  const page = new DOMParser().parseFromString(html, "text/html");
  if (!page.querySelector("main")) return showFragment(page.body);
  if (url && url !== location.href) go(url);
  document.title = page.title;
  document.body.replaceWith(document.adoptNode(page.body));
  scrollTo(0, 0);
  announce();
}

/** @param {HTMLElement} body  a part without a page around it: it takes the place of what main held */
function showFragment(body) {
  document.querySelector("main .body")?.replaceChildren(...body.childNodes);
  announce();
}

/** @param {string} url */
function go(url) {
  history.replaceState({ ...history.state, [MARK]: true }, "");
  history.pushState({ [MARK]: true }, "", url);
  addEventListener("popstate", (event) => event.state?.[MARK] && location.reload());
}

function announce() {
  globalThis.htmx?.process(document.body);
  document.dispatchEvent(new CustomEvent("page:replaced"));
}
