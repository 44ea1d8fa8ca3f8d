// The list of statements: filtered by words, verdict and part, with the choice in the address. Without this it is a
// plain list. The squares above it take one stop of the Tab key; arrows go from one to the next.
(function () {
  "use strict";
  const form = document.getElementById("list-controls");
  if (!form) return;
  const rows = Array.from(document.getElementById("list").children);
  const count = document.getElementById("list-count"), fields = Array.from(form.elements).filter((one) => one.name);
  const plain = (text) => text.replace(/[’‘]/g, "'").toLowerCase();
  const words = new Map(rows.map((row) => [row, plain(row.textContent)]));

  function filter() {
    const chosen = Object.fromEntries(fields.map((field) => [field.name, field.value.trim()]));
    const wanted = plain(chosen.q).split(/\s+/);
    let shown = 0;
    for (const row of rows) {
      row.hidden = (chosen.verdict && row.dataset.verdict !== chosen.verdict) ||
        (chosen.part && row.dataset.part !== chosen.part) || !wanted.every((word) => words.get(row).includes(word));
      shown += !row.hidden;
    }
    count.textContent = shown + " of " + rows.length + " statements";
    return new URLSearchParams(Object.entries(chosen).filter(([, value]) => value)).toString();
  }

  function read() {
    const told = new URLSearchParams(location.hash.slice(1));
    if (![...told.keys()].some((name) => form.elements[name])) return false;
    for (const field of fields) {
      field.value = told.get(field.name) || "";
      if (field.value === "" && field.options) field.selectedIndex = 0;
    }
    filter();
    return true;
  }

  form.addEventListener("input", () => {
    const state = filter();
    history.replaceState(null, "", state ? "#" + state : location.pathname + location.search);
  });
  form.addEventListener("submit", (event) => event.preventDefault());
  window.addEventListener("hashchange", read);
  form.hidden = false;
  if (read()) form.scrollIntoView(); else filter();

  const tally = document.getElementById("tally"), name = document.getElementById("tally-name");
  const squares = Array.from(tally.querySelectorAll("li a"));
  const enter = (square) => squares.forEach((one) => { one.tabIndex = one === square ? 0 : -1; });
  const tell = (event) => {
    const square = event.target.closest("li a");
    if (square) name.textContent = square.textContent;
    if (square && event.type === "focusin") enter(square);
  };
  const steps = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };
  tally.addEventListener("keydown", (event) => {
    const here = squares.indexOf(event.target), step = steps[event.key];
    const next = step ? squares[here + step] : { Home: squares[0], End: squares.at(-1) }[event.key];
    if (here < 0 || !next) return;
    event.preventDefault();
    next.focus();
  });
  tally.addEventListener("focusin", tell);
  tally.addEventListener("mouseover", tell);
  name.hidden = false;
  name.textContent = "Each square is one statement. The arrow keys go from one to the next.";
  enter(squares[0]);
})();
