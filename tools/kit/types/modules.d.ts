// The modules that the built pages bring: Reflex's own, the router's, and the texts (wtsocial/ui/building.py writes those and the list of pages).
declare module "$/utils/context-registry" {
  import type { Context } from "react";

  /** The states of the page, each a plain object that is replaced when anything in it changes. */
  export interface StateStore {
    subscribe(state: string, listener: () => void): () => void;
    getSnapshot(state: string): Record<string, unknown>;
  }
  export const StateStoreContext: Context<StateStore>;
}

declare module "$/utils/texts/near.js" {
  const texts: Record<string, string>;
  export default texts;
}

declare module "$/utils/texts/far_*";

declare module "$/app/root" {
  import type { FunctionComponent, ReactNode } from "react";

  export const EmbedLayout: FunctionComponent<{ children?: ReactNode }>;
}

declare module "$/app/__reflex_embed_manifest" {
  import type { FunctionComponent } from "react";

  /** A page: its address as the router writes it ("" for the first), and how its script is fetched. */
  export type BuiltPage = { path: string; load: () => Promise<{ default: FunctionComponent }> };
  const pages: BuiltPage[];
  export default pages;
}

declare module "react-dom/client" {
  import type { ReactNode } from "react";

  export const hydrateRoot: (root: Element, children: ReactNode) => unknown;
}

declare module "preact/compat" {
  // Of all that it has, what kit/react.js itself uses.
  export { useCallback, useEffect, useLayoutEffect, useReducer, useRef, useState } from "react";
  const compat: object;
  export default compat;
}

declare module "react-router" {
  import type { FunctionComponent, ReactNode } from "react";

  type RouteObject = { index?: boolean; path?: string; children?: RouteObject[]; Component?: FunctionComponent } & {
    lazy?: () => Promise<{ Component: FunctionComponent }>;
  };
  type RouterState = { initialized: boolean };
  export type Router = { state: RouterState; subscribe: (listener: (state: RouterState) => void) => () => void };
  export const createBrowserRouter: (routes: RouteObject[]) => Router;
  export const RouterProvider: FunctionComponent<{ router: Router }>;
  export const Outlet: FunctionComponent;
  export const ScrollRestoration: FunctionComponent;

  export const useLocation: () => { pathname: string; search: string; hash: string; key: string };
  export const Link: FunctionComponent<{ to: string; "aria-current"?: "page"; children?: ReactNode }>;
}
