// The months of the ledger: what came in beside what was spent, for the eye; the same figures stand in a table.
import { createElement } from "react";
import { useTexts } from "./i18n.js";
import { formatMoney } from "./money.js";
import "$/utils/texts/far_books.js";

/** @import { LedgerMonth } from "../../tools/kit/types/views" */

const KINDS = /** @type {const} */ (["once", "monthly", "yearly"]);

/** @param {LedgerMonth} month */
const given = (month) => KINDS.reduce((sum, kind) => sum + month[kind], 0);

/**
 * One group of columns for each month, the oldest first.
 * @param {{ months: LedgerMonth[], currency: string }} props
 */
export const LedgerChart = ({ months, currency }) => {
  const T = useTexts();
  const top = Math.max(1, ...months.flatMap((month) => [given(month), month.spent]));
  /**
   * @param {LedgerMonth} month
   * @param {"long" | "short"} style
   */
  const name = (month, style) => new Intl.DateTimeFormat(T.language, { month: style, timeZone: "UTC" }).format(month.at);
  /** @param {number} amount */
  const money = (amount) => formatMoney(T.language, amount, currency);
  /**
   * @param {string} className
   * @param {number} amount
   */
  const part = (className, amount) =>
    amount > 0 ? createElement("i", { key: className, className, style: { height: `${(100 * amount) / top}%` } }) : null;
  /** @param {LedgerMonth} month */
  const column = (month) =>
    createElement(
      "div",
      {
        key: month.month,
        className: "month",
        title: `${name(month, "long")}: ${T("books.in")} ${money(given(month))}, ${T("books.out")} ${money(month.spent)}`,
      },
      createElement(
        "div",
        { className: "pillars" },
        createElement("div", { className: "pillar" }, ...KINDS.map((kind) => part(kind, month[kind])).reverse()),
        createElement("div", { className: "pillar" }, part("spent", month.spent)),
      ),
      createElement("span", null, name(month, "short")),
    );
  /**
   * @param {string} kind
   * @param {string} text
   */
  const key = (kind, text) => createElement("span", { key: kind }, createElement("i", { className: kind }), T(text));
  return createElement(
    "figure",
    { className: "months", "aria-hidden": true },
    createElement("figcaption", null, ...KINDS.map((kind) => key(kind, `books.kind.${kind}`)), key("spent", "books.out")),
    createElement(
      "div",
      { className: "columns" },
      createElement("span", { className: "top-line nums" }, top > 1 ? money(top) : ""),
      ...months.map(column),
    ),
  );
};
