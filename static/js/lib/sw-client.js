// The page's side of the service worker: start it, speak to it, hear it.

const worker = navigator.serviceWorker;

/** Register the worker; `onWaiting(activate)` is called when a new version waits to be let in. */
export async function startWorker(onWaiting) {
  if (!worker) return;
  worker.addEventListener("controllerchange", reloadIfAsked);
  const registration = await worker.register("/service-worker.js", { updateViaCache: "none" });
  if (registration.waiting && worker.controller) offer(registration.waiting, onWaiting);
  registration.addEventListener("updatefound", () => {
    const next = registration.installing;
    next?.addEventListener("statechange", () => {
      if (next.state === "installed" && worker.controller) offer(next, onWaiting);
    });
  });
}

let asked = false;

function offer(next, onWaiting) {
  onWaiting(() => {
    asked = true;
    next.postMessage({ type: "update" });
  });
}

function reloadIfAsked() {
  if (asked) location.reload();
}

/** Send the active worker a message, as soon as there is one. */
export async function tellWorker(message) {
  if (!worker) return;
  const registration = await worker.ready;
  registration.active?.postMessage(message);
}

/** Call `hear(message)` for each message of one type; answers a function that stops it. */
export function hearWorker(type, hear) {
  const listener = ({ data }) => data?.type === type && hear(data);
  worker?.addEventListener("message", listener);
  return () => worker?.removeEventListener("message", listener);
}
