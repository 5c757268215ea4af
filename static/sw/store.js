// What the worker remembers between its short lives, in IndexedDB: a few facts, and the writes that wait.

const DATABASE = "aftercare";

function openDatabase() {
  return new Promise((resolve, reject) => {
    const opening = indexedDB.open(DATABASE, 1);
    opening.onupgradeneeded = () => {
      opening.result.createObjectStore("facts");
      opening.result.createObjectStore("writes", { keyPath: "id", autoIncrement: true });
    };
    opening.onsuccess = () => resolve(opening.result);
    opening.onerror = () => reject(opening.error);
  });
}

/** Run `act(store)` in one transaction; its request's result, once the transaction is on disk. */
async function inStore(name, mode, act) {
  const database = await openDatabase();
  try {
    return await new Promise((resolve, reject) => {
      const transaction = database.transaction(name, mode);
      const request = act(transaction.objectStore(name));
      transaction.oncomplete = () => resolve(request.result);
      transaction.onerror = transaction.onabort = () => reject(transaction.error);
    });
  } finally {
    database.close();
  }
}

/**
 * Facts: account, language, shown (ids of notifications), ahead (which pages were fetched ahead, and when),
 * leaving (a sign-out that waits for a signal).
 */
const facts = {
  get: (name) => inStore("facts", "readonly", (store) => store.get(name)),
  set: (name, value) => inStore("facts", "readwrite", (store) => store.put(value, name)),
  clear: () => inStore("facts", "readwrite", (store) => store.clear()),
};

/** Writes made without a signal: {id, url, method, headers, body, account, keptAt}, oldest first. */
const writes = {
  all: () => inStore("writes", "readonly", (store) => store.getAll()),
  add: (write) => inStore("writes", "readwrite", (store) => store.add(write)),
  drop: (id) => inStore("writes", "readwrite", (store) => store.delete(id)),
  clear: () => inStore("writes", "readwrite", (store) => store.clear()),
};
