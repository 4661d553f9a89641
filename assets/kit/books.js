// The months of the books: what came in beside what was spent, for the eye; the same figures stand in a table.
import { createElement } from "react";
import { useTexts } from "$/public/kit/texts.js";
import { written } from "$/public/kit/money.js";
import "$/utils/texts/far_books.js";

const KINDS = ["once", "monthly", "yearly"];

/** One group of columns for each month, the oldest first. */
export const Months = ({ months, currency }) => {
  const T = useTexts();
  const given = (month) => KINDS.reduce((sum, kind) => sum + month[kind], 0);
  const top = Math.max(1, ...months.flatMap((month) => [given(month), month.spent]));
  const name = (month, style) => new Intl.DateTimeFormat(T.language, { month: style, timeZone: "UTC" }).format(month.at);
  const money = (amount) => written(T.language, amount, currency);
  const part = (className, amount) =>
    amount > 0 ? createElement("i", { key: className, className, style: { height: `${(100 * amount) / top}%` } }) : null;
  const column = (month) =>
    createElement(
      "div",
      { key: month.month, className: "month", title: `${name(month, "long")}: ${T("books.in")} ${money(given(month))}, ${T("books.out")} ${money(month.spent)}` },
      createElement("div", { className: "pillars" },
        createElement("div", { className: "pillar" }, ...KINDS.map((kind) => part(kind, month[kind])).reverse()),
        createElement("div", { className: "pillar" }, part("spent", month.spent))),
      createElement("span", null, name(month, "short")),
    );
  const key = (kind, text) => createElement("span", { key: kind }, createElement("i", { className: kind }), T(text));
  return createElement(
    "figure",
    { className: "months", "aria-hidden": true },
    createElement("figcaption", null, ...KINDS.map((kind) => key(kind, `books.kind.${kind}`)), key("spent", "books.out")),
    createElement("div", { className: "columns" },
      createElement("span", { className: "top-line nums" }, top > 1 ? money(top) : ""), ...months.map(column)),
  );
};
