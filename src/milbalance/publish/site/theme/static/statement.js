// The sentence as the control: a menu for each choice, the answer it gives, a dot that moves, the choice in the address.
// Without this the sentence gives our main answer, and the table has all others.
(function () {
  "use strict";

  // The calculation nearest to what is wanted among those with the levels in `kept`, as `nearest` of the notebooks'
  // board: the very one, else one with an answer, with most levels shared, that counts, with the outermost levels.
  function nearest(data, wanted, kept) {
    let best = -1, highest = [];
    data.ways.forEach((levels, way) => {
      if (kept.some((kind) => levels[kind] !== wanted[kind])) return;
      const same = levels.map((level, kind) => Number(level === wanted[kind]));
      const shared = same.reduce((sum, one) => sum + one, 0), answered = data.positions[data.fits[way]] !== "unanswered";
      const rank = [Number(shared === same.length), Number(answered), shared, data.counted[way], ...same];
      const at = rank.findIndex((one, place) => one !== highest[place]);
      if (best < 0 || (at >= 0 && rank[at] > highest[at])) [best, highest] = [way, rank];
    });
    return best;
  }

  // What the address asks of this statement, by kind; null if it asks nothing of it. "#publisher=SIPRI&years=2019",
  // with the name of the statement first where a page has several.
  function asked(data) {
    const text = location.hash.slice(1);
    if (data.name && text !== data.name && !text.startsWith(data.name + "&")) return null;
    return new URLSearchParams(text.slice(data.name.length));
  }

  function address(data, way) {
    const levels = new URLSearchParams(data.name ? [[data.name, ""]] : []);
    data.kinds.forEach((kind, place) => {
      const level = data.ways[way][place];
      if (level !== data.ways[data.main][place]) levels.set(kind, data.levels[place][level]);
    });
    const text = levels.toString().replace(/^([^=&]*)=(?=&|$)/, "$1");
    return location.pathname + location.search + (text && "#" + text);
  }

  function begin(section) {
    const data = JSON.parse(section.querySelector("script.choices").textContent);
    const part = (name) => section.querySelector("." + name);
    const given = part("given"), marker = part("marker"), back = section.querySelector(".back button");
    const shown = (level) => (level || data.open).replaceAll("'", "’");
    let way = data.main;

    const menus = Array.from(section.querySelectorAll(".choice"), (place, kind) => {
      const menu = document.createElement("select");
      menu.setAttribute("aria-label", place.dataset.name);
      menu.append(...data.levels[kind].map((level) => new Option(shown(level))));
      menu.addEventListener("change", () => {
        const next = nearest(data, menus.map((one) => one.selectedIndex), [kind]);
        choose(next, also(next, kind));
      });
      place.replaceChildren(menu);
      return menu;
    });

    function show(next, note) {
      way = next;
      menus.forEach((menu, kind) => { menu.selectedIndex = data.ways[way][kind]; });
      given.className = "given " + data.positions[data.fits[way]];
      part("answer").textContent = data.answers[way];
      part("fits").textContent = data.texts[data.stands[way]];
      const role = way === data.main ? "" : data.told[data.counted[way]] + " "; // its reason begins by saying so
      part("why").textContent = role + data.texts[data.why[way]];
      part("moved").textContent = note;
      back.hidden = way === data.main;
      if (marker) mark(data.at[way]);
    }

    function mark(at) {
      marker.hidden = at === null;
      marker.className = "marker " + data.positions[data.fits[way]];
      marker.style.left = at + "%";
      marker.firstElementChild.style.transform = "translateX(-" + at + "%)";
      const beyond = at === 0 || at === 100 ? ", beyond the axis" : "";
      marker.firstElementChild.textContent = data.answers[way] + beyond;
    }

    // What had to change beside the menu of one kind, as no calculation has all that was chosen.
    function also(next, kind) {
      const before = data.ways[way], after = data.ways[next];
      const moved = menus.flatMap((menu, place) => place === kind || before[place] === after[place] ? []
        : [menu.getAttribute("aria-label") + " to “" + shown(data.levels[place][after[place]]) + "”"]);
      return moved.length ? "No calculation has this with all the rest. Also changed: " + moved.join(", ") + "." : "";
    }

    function choose(next, note) {
      history.pushState(null, "", address(data, next));
      show(next, note);
    }

    // The choice in the address: what is not named is as in our main answer.
    function read() {
      const levels = asked(data);
      if (!levels && location.hash && section.matches(".live")) return; // it is about another statement
      const wanted = data.ways[data.main].slice(), kept = [];
      let unknown = false;
      for (const [name, level] of levels || []) {
        const kind = data.kinds.indexOf(name), place = kind < 0 ? -1 : data.levels[kind].indexOf(level);
        if (place >= 0) { wanted[kind] = place; kept.push(kind); }
        else if (level) unknown = true;
      }
      let next = nearest(data, wanted, kept);
      const joined = next >= 0 && data.ways[next].every((level, kind) => level === wanted[kind]);
      if (next < 0) next = nearest(data, wanted, []);
      show(next, unknown || !joined ? "The address asks for what no calculation here has; this is the nearest." : "");
      if (kept.length && data.name) reveal(section);
    }

    back.addEventListener("click", () => { choose(data.main, ""); menus[0].focus(); });
    addEventListener("popstate", read);
    read();
    section.classList.add("live");
  }

  function reveal(section) {
    const folded = section.closest("details");
    if (folded) folded.open = true;
    section.scrollIntoView({ block: "nearest" });
  }

  for (const data of document.querySelectorAll("section.statement script.choices")) begin(data.closest("section"));
})();
