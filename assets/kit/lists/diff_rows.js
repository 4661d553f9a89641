// A difference in rows, so that what belongs together stands side by side. Pure.

/** @import { DiffPiece } from "../../../tools/kit/types/views" */

/** @typedef {{ old: DiffPiece[], new: DiffPiece[] }} DiffRow */

/** @returns {DiffRow} */
const emptyRow = () => ({ old: [], new: [] });

/**
 * @param {DiffPiece[]} cell
 * @param {DiffPiece["kind"]} kind
 * @param {string | undefined} text
 */
const append = (cell, kind, text) => text && cell.push({ kind, text });

/** @param {string} text */
const lines = (text) => text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
/** @param {string} text */
const wholeLines = (text) => lines(text).filter((line) => line.endsWith("\n"));
/** @param {string} text */
const openLine = (text) => text.slice(text.lastIndexOf("\n") + 1);

/**
 * A side that breaks no line here keeps the row together if it has anything in it: half a line beside a whole one would lie.
 * @param {DiffRow} row
 * @param {string} removed
 * @param {string} added
 */
const staysInRow = (row, removed, added) =>
  (!removed.includes("\n") && (removed || row.old.length)) || (!added.includes("\n") && (added || row.new.length));

/**
 * The pieces `{kind, text}` of a difference as rows `{old, new}` of pieces: a row ends where a line ends in both texts, and
 * lines that were changed stand beside those that took their place. All that is in `old` is the old text, to the character.
 * @param {readonly DiffPiece[]} pieces
 */
export const diffRows = (pieces) => {
  let row = emptyRow();
  const rows = [row];
  const nextRow = () => {
    row = emptyRow();
    rows.push(row);
  };
  /**
   * @param {string} removed
   * @param {string} added
   */
  const change = (removed, added) => {
    if (staysInRow(row, removed, added)) {
      append(row.old, "del", removed);
      append(row.new, "ins", added);
      return;
    }
    const [left, right] = [wholeLines(removed), wholeLines(added)];
    for (let at = 0; at < Math.max(left.length, right.length); at += 1) {
      append(row.old, "del", left[at]);
      append(row.new, "ins", right[at]);
      nextRow();
    }
    append(row.old, "del", openLine(removed));
    append(row.new, "ins", openLine(added));
  };
  let [removed, added] = ["", ""];
  const flush = () => {
    if (removed || added) change(removed, added);
    [removed, added] = ["", ""];
  };
  for (const { kind, text } of pieces) {
    if (kind === "del") removed += text;
    else if (kind === "ins") added += text;
    else {
      flush();
      for (const line of lines(text)) {
        append(row.old, "same", line);
        append(row.new, "same", line);
        if (line.endsWith("\n")) nextRow();
      }
    }
  }
  flush();
  return rows.filter((one) => one.old.length || one.new.length);
};
