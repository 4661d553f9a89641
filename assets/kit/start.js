// Where the scripts of a page begin: the router over the built pages, and the first render, over what the builder made of the page.
import { createElement } from "react";
import { hydrateRoot } from "react-dom/client";
import { createBrowserRouter, Outlet, RouterProvider, ScrollRestoration } from "react-router";
import { EmbedLayout } from "$/app/root";
import pages from "$/app/__reflex_embed_manifest";
import { endHydration } from "./react.js";

/** @import { BuiltPage } from "$/app/__reflex_embed_manifest" */

const Site = () => createElement(EmbedLayout, null, createElement(Outlet), createElement(ScrollRestoration));

/**
 * The route of a page, whose script comes when somebody goes there.
 * @param {BuiltPage} page
 */
const routeOf = ({ path, load }) => {
  const lazy = async () => ({ Component: (await load()).default });
  return path ? { path, lazy } : { index: true, lazy };
};

const router = createBrowserRouter([{ Component: Site, children: pages.map(routeOf) }]);

const start = () => {
  const root = /** @type {HTMLElement} */ (document.getElementById("root"));
  // What was built for another address is in the way.
  if (root.dataset.page !== location.pathname) root.replaceChildren();
  hydrateRoot(root, createElement(RouterProvider, { router }));
  endHydration();
};

// Until the page's own script is there, what the builder made of it stays.
if (router.state.initialized) start();
else {
  const leave = router.subscribe((state) => {
    if (!state.initialized) return;
    leave();
    start();
  });
}
