// A difference in rows, so that what belongs together stands side by side. It knows no page.

const empty = () => ({ old: [], new: [] });
const put = (cell, kind, text) => text && cell.push({ kind, text });
const lines = (text) => text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
const ended = (text) => lines(text).filter((line) => line.endsWith("\n"));
const opened = (text) => text.slice(text.lastIndexOf("\n") + 1);

// A side that breaks no line here keeps the row together if it has anything in it: half a line beside a whole one would lie.
const staysInRow = (row, gone, come) =>
  (!gone.includes("\n") && (gone || row.old.length)) || (!come.includes("\n") && (come || row.new.length));

const changed = (rows, gone, come) => {
  const last = () => rows[rows.length - 1];
  if (staysInRow(last(), gone, come)) {
    put(last().old, "del", gone);
    put(last().new, "ins", come);
    return;
  }
  const [left, right] = [ended(gone), ended(come)];
  for (let at = 0; at < Math.max(left.length, right.length); at += 1) {
    put(last().old, "del", left[at]);
    put(last().new, "ins", right[at]);
    rows.push(empty());
  }
  put(last().old, "del", opened(gone));
  put(last().new, "ins", opened(come));
};

const same = (rows, text) => {
  for (const line of lines(text)) {
    const row = rows[rows.length - 1];
    put(row.old, "same", line);
    put(row.new, "same", line);
    if (line.endsWith("\n")) rows.push(empty());
  }
};

/**
 * The pieces `{kind, text}` of a difference as rows `{old, new}` of pieces: a row ends where a line ends in both texts, and
 * lines that were changed stand beside those that took their place. All that is in `old` is the old text, to the character.
 */
export const rowsOf = (pieces) => {
  const rows = [empty()];
  let [gone, come] = ["", ""];
  const settle = () => {
    if (gone || come) changed(rows, gone, come);
    [gone, come] = ["", ""];
  };
  for (const { kind, text } of pieces) {
    if (kind === "del") gone += text;
    else if (kind === "ins") come += text;
    else {
      settle();
      same(rows, text);
    }
  }
  settle();
  return rows.filter((row) => row.old.length || row.new.length);
};
