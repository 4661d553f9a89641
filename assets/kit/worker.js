// What a browser shows of this site when it cannot be reached: a page of the site's own words, fetched in time. Nothing else is kept here,
// and what can be reached is never answered from here. It runs beside the pages (a service worker), at /worker.js.

const worker = /** @type {any} */ (globalThis); // of a kind that the types of pages do not know
const CACHE = "offline";
const PAGE = `/offline.html${worker.location.search}`; // the search says in which language

const keepPage = async () => {
  const cache = await caches.open(CACHE);
  await cache.add(new Request(PAGE, { cache: "reload" }));
  await worker.skipWaiting();
};

/** @param {Request} request */
const answer = async (request) => {
  try {
    return await fetch(request);
  } catch {
    return (await caches.match(PAGE)) ?? Response.error();
  }
};

worker.addEventListener("install", (/** @type {any} */ event) => event.waitUntil(keepPage()));
worker.addEventListener("activate", (/** @type {any} */ event) => event.waitUntil(worker.clients.claim()));
worker.addEventListener("fetch", (/** @type {any} */ event) => {
  if (event.request.mode === "navigate") event.respondWith(answer(event.request));
});
