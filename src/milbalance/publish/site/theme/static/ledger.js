// The ledger: sort by the buttons in its head, filter by text and verdict. Without this it is a plain table.
(function () {
  "use strict";
  const table = document.getElementById("ledger-table");
  const controls = document.getElementById("ledger-controls");
  if (!table || !controls) return;
  const body = table.tBodies[0];
  const rows = Array.from(body.rows);
  const sortable = Array.from(table.tHead.rows[0].cells).filter((head) => head.dataset.sort);
  const text = document.getElementById("ledger-text");
  const verdict = document.getElementById("ledger-verdict");
  const count = document.getElementById("ledger-count");
  const words = new Map(rows.map((row) => [row, row.textContent.toLowerCase()]));

  function filter() {
    const wanted = text.value.trim().toLowerCase().split(/\s+/);
    let shown = 0;
    for (const row of rows) {
      const fits = (!verdict.value || row.dataset.verdict === verdict.value) &&
        wanted.every((word) => words.get(row).includes(word));
      row.hidden = !fits;
      shown += fits;
    }
    count.textContent = shown + " of " + rows.length + " statements";
  }

  function compare(name, a, b) {
    const one = a.dataset[name], other = b.dataset[name];
    return isNaN(one) ? one.localeCompare(other) : one - other;
  }

  function sort(head) {
    const down = head.getAttribute("aria-sort") === "ascending";
    for (const other of sortable) other.setAttribute("aria-sort", "none");
    head.setAttribute("aria-sort", down ? "descending" : "ascending");
    const name = head.dataset.sort, empty = (row) => row.dataset[name] === "";
    // What has no value stands last either way, and equals in the order of the ledger.
    rows.sort((a, b) => empty(a) - empty(b) || compare(name, a, b) * (down ? -1 : 1) ||
      a.dataset.place - b.dataset.place);
    body.append(...rows);
  }

  for (const head of sortable) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = head.textContent;
    button.addEventListener("click", () => sort(head));
    head.replaceChildren(button);
    head.setAttribute("aria-sort", head.dataset.sort === "place" ? "ascending" : "none");
  }
  text.addEventListener("input", filter);
  verdict.addEventListener("change", filter);
  controls.addEventListener("submit", (event) => event.preventDefault());
  controls.hidden = false;
  filter();
})();
