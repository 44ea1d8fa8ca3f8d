// Search over one small list of titles (search-index.js): what has all words, statements first.
(function () {
  "use strict";
  const form = document.getElementById("search-form"), input = form.elements.q;
  const list = document.getElementById("search-results"), count = document.getElementById("search-count");
  const plain = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").replace(/[’‘]/g, "'").toLowerCase();
  let index = null;

  function row([kind, title, address, more]) {
    const item = document.createElement("li"), link = document.createElement("a"), about = document.createElement("span");
    link.href = address;
    link.textContent = title;
    about.className = "small";
    about.textContent = kind + (more ? ": " + more : "");
    item.append(link, document.createElement("br"), about);
    return item;
  }

  function show() {
    const words = plain(input.value).split(/\s+/).filter(Boolean);
    const found = words.length ? index.filter((entry) => words.every((word) => entry.plain.includes(word))) : [];
    list.replaceChildren(...found.slice(0, 60).map(row));
    count.textContent = words.length ? found.length + (found.length === 1 ? " result" : " results") : "";
    const address = new URLSearchParams(words.length ? { q: input.value.trim() } : {});
    history.replaceState(null, "", words.length ? "?" + address : location.pathname);
  }

  function load() {
    if (index) return show();
    const script = document.createElement("script");
    script.src = "search-index.js";
    script.onload = () => {
      index = window.searchIndex;
      for (const entry of index) entry.plain = plain(entry.join(" "));
      show();
    };
    document.head.append(script);
  }

  form.addEventListener("submit", (event) => event.preventDefault());
  input.addEventListener("input", load);
  input.value = new URLSearchParams(location.search).get("q") || "";
  if (input.value) load();
})();
