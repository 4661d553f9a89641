// The months of moderation: what members flagged beside what was decided, for the eye; the same figures stand in a table.
import { createElement } from "react";
import { useTexts } from "./i18n.js";
import "$/utils/texts/far_figures.js";

/** @import { ModerationMonth } from "../../tools/kit/types/views" */

const DECIDED = /** @type {const} */ (["by_hand", "automatic"]);

/**
 * One group of columns for each month, the oldest first.
 * @param {{ months: ModerationMonth[] }} props
 */
export const ModerationChart = ({ months }) => {
  const T = useTexts();
  const top = Math.max(1, ...months.flatMap((month) => [month.flagged, month.by_hand + month.automatic, month.overturned]));
  /**
   * @param {ModerationMonth} month
   * @param {"long" | "short"} style
   */
  const name = (month, style) => new Intl.DateTimeFormat(T.language, { month: style, timeZone: "UTC" }).format(month.at);
  /**
   * @param {string} className
   * @param {number} count
   */
  const part = (className, count) =>
    count > 0 ? createElement("i", { key: className, className, style: { height: `${(100 * count) / top}%` } }) : null;
  /** @param {ModerationMonth} month */
  const column = (month) =>
    createElement(
      "div",
      {
        key: month.month,
        className: "month",
        title: `${name(month, "long")}: ${T("figures.flagged")} ${month.flagged}, ${T("figures.decided")} ${month.by_hand}`,
      },
      createElement(
        "div",
        { className: "pillars" },
        createElement("div", { className: "pillar" }, part("flagged", month.flagged)),
        createElement("div", { className: "pillar" }, ...DECIDED.map((kind) => part(kind, month[kind])).reverse()),
        createElement("div", { className: "pillar" }, part("overturned", month.overturned)),
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
    createElement(
      "figcaption",
      null,
      key("flagged", "figures.flagged"),
      key("by_hand", "figures.decided"),
      key("automatic", "figures.automatic"),
      key("overturned", "figures.overturned"),
    ),
    createElement("div", { className: "columns" }, ...months.map(column)),
  );
};
