// The modules that the built pages bring: Reflex's own, the router's, and the texts (wtsocial/ui/building.py writes those).
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

declare module "react-router" {
  import type { FunctionComponent, ReactNode } from "react";

  export const useLocation: () => { pathname: string; search: string; hash: string; key: string };
  export const Link: FunctionComponent<{ to: string; children?: ReactNode }>;
}
