/**
 * Send a form with its files and hear how far it is; `fetch` cannot tell.
 * @param {HTMLFormElement} form
 * @param {HTMLElement | null} submitter
 * @param {(percent: number) => void} onProgress
 * @returns {Promise<{status: number, url: string, html: string}>} rejects when the network fails
 */
export function upload(form, submitter, onProgress) {
  const request = new XMLHttpRequest();
  request.upload.addEventListener("progress", (event) => {
    if (event.lengthComputable) onProgress(Math.round((event.loaded / event.total) * 100));
  });
  return new Promise((resolve, reject) => {
    request.addEventListener("load", () => resolve({ status: request.status, url: request.responseURL, html: request.responseText }));
    for (const failure of ["error", "timeout", "abort"]) request.addEventListener(failure, reject);
    request.open("POST", submitter?.getAttribute("formaction") || form.action);
    request.setRequestHeader("Accept", "text/html");
    request.send(new FormData(form, submitter));
  });
}

/**
 * Hand a form that may wait (`data-offline="queue"`) to the service worker, which keeps it until there is a signal.
 * @param {HTMLFormElement} form
 * @param {HTMLElement | null} submitter
 * @returns {Promise<{status: number, url: string, html: string}>} rejects when nobody can keep it
 */
export async function sendLater(form, submitter) {
  if (form.dataset.offline !== "queue") throw new TypeError("this form cannot wait");
  const headers = { Accept: "text/html", "X-Queue": "1" };
  const answer = await fetch(submitter?.getAttribute("formaction") || form.action, {
    method: "POST", headers, body: new FormData(form, submitter),
  });
  return { status: answer.status, url: answer.redirected ? answer.url : "", html: await answer.text() };
}
