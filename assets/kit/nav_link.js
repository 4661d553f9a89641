// Links of the navigation.
import { createElement } from "react";
import { Link, useLocation } from "react-router";

/**
 * A link that knows whether it leads to the page that is open (`aria-current`), also on pages that were drawn ahead: the builder draws
 * "/all" as the page of "/all/", which is another one for the router's own link, and what is drawn first stays.
 * @param {{ to: string, children?: import("react").ReactNode }} props
 */
export const NavLink = ({ to, children }) => {
  const { pathname } = useLocation();
  const isOpen = pathname === to || pathname === `${to}/`;
  return createElement(Link, { to, "aria-current": isOpen ? "page" : undefined }, children);
};
