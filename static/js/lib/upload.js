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
