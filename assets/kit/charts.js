// A small chart of days: a line for the eye, and a table of the same figures for everybody else.
import { createElement } from "react";
import { useTexts } from "./i18n.js";

/** @import { DayFigure } from "../../tools/kit/types/views" */

/**
 * One bar for each day, the oldest first.
 * @param {{ days: DayFigure[] | null | undefined, tone?: string, label: string }} props
 */
export const Sparkline = ({ days, tone, label }) => {
  const T = useTexts();
  const list = days ?? [];
  const top = Math.max(1, ...list.map((day) => day.count));
  const width = 100 / Math.max(1, list.length);
  const bars = list.map((day, index) => {
    const height = (day.count / top) * 28;
    return createElement(
      "rect",
      {
        key: day.day,
        x: index * width + 0.6,
        width: width - 1.2,
        y: 29 - height,
        height: Math.max(height, 0.6),
        rx: 0.8,
        fill: `var(--${tone || "ink-3"})`,
      },
      createElement("title", null, `${T.date(Date.parse(day.day))}: ${T.number(day.count)}`),
    );
  });
  const rows = list.map((day) =>
    createElement(
      "tr",
      { key: day.day },
      createElement("th", { scope: "row" }, T.date(Date.parse(day.day))),
      createElement("td", null, T.number(day.count)),
    ),
  );
  return createElement(
    "figure",
    null,
    createElement("svg", { viewBox: "0 0 100 30", preserveAspectRatio: "none", className: "spark", "aria-hidden": true }, bars),
    createElement(
      "div",
      { className: "hidden-visually" },
      createElement("table", null, createElement("caption", null, label), createElement("tbody", null, rows)),
    ),
  );
};
