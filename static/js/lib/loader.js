/** Fetch the module of each custom element on the page that is not defined yet. @param {ParentNode} root */
export function loadElements(root) {
  const tags = new Set([...root.querySelectorAll(":not(:defined)")].map((element) => element.localName));
  for (const tag of tags) import(`../elements/${tag}.js`).catch(() => {});
}
