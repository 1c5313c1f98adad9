// What makes pages quicker to use. Everything works without it; it reads and sends nothing but what the page's own
// forms and links say.
"use strict";
(() => {
  const words = JSON.parse(document.documentElement.dataset.words || "{}");
  const all = (selector, root = document) => Array.from(root.querySelectorAll(selector));
  const make = (name, properties) => Object.assign(document.createElement(name), properties);

  // A choice takes effect at once; what was left empty does not lengthen the address.
  for (const form of all("form.controls")) {
    form.addEventListener("submit", () => {
      for (const field of form.elements) if (field.name && field.value === "") field.disabled = true;
    });
    for (const select of all("select", form)) select.addEventListener("change", () => form.requestSubmit());
  }
  // A browser that comes back to the page keeps it as it was left.
  addEventListener("pageshow", () => { for (const field of all("form [name]:disabled")) field.disabled = false; });

  // As the search of the program compares: without case and accents.
  const folded = (text) => text.toLowerCase().normalize("NFD").replace(/[\u0300-\u036f]/g, "").replace(/đ/g, "d");

  for (const list of all("fieldset[data-find]")) {
    const box = make("input", { type: "search", placeholder: list.dataset.find, autocomplete: "off" });
    box.setAttribute("aria-label", list.dataset.find);
    box.addEventListener("input", () => {
      const wanted = folded(box.value.trim());
      for (const label of all("label", list)) label.hidden = !folded(label.textContent).includes(wanted);
    });
    box.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && box.value) event.preventDefault();
    });
    const holder = make("div", {});
    holder.className = "field";
    holder.append(box);
    list.prepend(holder);
  }

  // Lists of members close when the reader goes elsewhere, and take effect if something changed.
  for (const choice of all("details.choice")) {
    const ticked = () => all("input[type=checkbox]", choice).map((box) => (box.checked ? 1 : 0)).join("");
    const before = ticked();
    choice.addEventListener("toggle", () => {
      if (!choice.open && ticked() !== before) choice.closest("form").requestSubmit();
    });
    choice.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || !choice.open) return;
      event.preventDefault();
      choice.open = false;
      choice.querySelector("summary").focus();
    });
  }
  document.addEventListener("click", (event) => {
    for (const choice of all("details.choice[open]")) if (!choice.contains(event.target)) choice.open = false;
  });

  // Tables whose headings lead nowhere are sorted here: once for the least first, once more for the greatest.
  const number = (text) => {
    const plain = text.replace(/[^\d.,-]/g, "");
    const vietnamese = document.documentElement.lang === "vi";
    const value = vietnamese ? plain.replace(/\./g, "").replace(",", ".") : plain.replace(/,/g, "");
    return value === "" || Number.isNaN(Number(value)) ? null : Number(value);
  };
  const compare = new Intl.Collator(document.documentElement.lang, { numeric: true }).compare;
  const key = (row, column, isNumber) => {
    // A small bar says its number a second time.
    const texts = Array.from((row.cells[column] || row).childNodes).filter((node) => node.nodeName !== "svg");
    const text = texts.map((node) => node.textContent).join("").trim();
    const date = /^(\d\d)\/(\d\d)\/(\d{4})$/.exec(text);
    if (isNumber) return number(text);
    return text === "—" ? null : date ? date[3] + date[2] + date[1] : text;
  };
  for (const table of all(".scroll > table")) {
    const heads = all("thead th", table);
    if (table.tBodies.length !== 1 || table.tBodies[0].rows.length < 3 || table.querySelector("thead a")) continue;
    if (table.querySelector("[rowspan], [colspan]")) continue;
    heads.forEach((head, column) => {
      const button = make("button", { type: "button", className: "sort" });
      button.append(...head.childNodes);
      head.append(button);
      button.addEventListener("click", () => {
        const down = head.getAttribute("aria-sort") === "ascending";
        for (const other of heads) other.removeAttribute("aria-sort");
        head.setAttribute("aria-sort", down ? "descending" : "ascending");
        const isNumber = head.classList.contains("n");
        const body = table.tBodies[0];
        // A total stays where it is: first.
        const rows = Array.from(body.rows).filter((row) => !row.classList.contains("total"));
        rows
          .map((row) => [key(row, column, isNumber), row])
          .sort(([a], [b]) => {
            if (a === null || b === null) return (a === null) - (b === null);
            const order = isNumber ? a - b : compare(a, b);
            return down ? -order : order;
          })
          .forEach(([, row]) => body.append(row));
      });
    });
  }

  // A chart is one stop: arrows lead from mark to mark. What a mark says is written below its chart, so that a finger
  // reads it too.
  for (const figure of all(".figure")) {
    const marks = all(".mark", figure);
    if (marks.length === 0) continue;
    // Marks stand in the order of how they look; a reader goes down the sheet, then to the right.
    const place = new Map(marks.map((mark) => [mark, mark.getBoundingClientRect()]));
    const middle = (mark) => place.get(mark).top + place.get(mark).height / 2;
    marks.sort((a, b) => Math.round((middle(a) - middle(b)) / 4) || place.get(a).left - place.get(b).left);
    const told = make("p", { className: "told note", hidden: true });
    let read = null;
    figure.after(told);
    const tell = (mark) => {
      told.textContent = mark.querySelector("title").textContent;
      told.hidden = false;
      for (const other of marks) other.setAttribute("tabindex", other === mark ? "0" : "-1");
    };
    marks.forEach((mark, at) => {
      mark.setAttribute("tabindex", at === 0 ? "0" : "-1");
      mark.addEventListener("focus", () => tell(mark));
      // A finger reads what a mark says before it follows where the mark leads.
      mark.addEventListener("click", (event) => {
        if (event.pointerType === "touch" && read !== mark) event.preventDefault();
        read = mark;
        mark.focus();
      });
      mark.addEventListener("keydown", (event) => {
        const step = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 }[event.key];
        const ends = { Home: 0, End: marks.length - 1 }[event.key];
        const next = marks[ends ?? at + (step ?? NaN)];
        if (step === undefined && ends === undefined) return;
        event.preventDefault();
        event.stopPropagation();
        if (next) next.focus();
      });
    });
  }

  // The address holds the whole state of a page, so to pass it on is to copy it.
  const actions = document.querySelector(".controls .actions");
  if (actions && navigator.clipboard && words.copy) {
    const button = make("button", { type: "button", className: "plain", textContent: words.copy });
    const told = make("span", { className: "note" });
    told.setAttribute("role", "status");
    button.addEventListener("click", () =>
      navigator.clipboard.writeText(location.href).then(() => { told.textContent = words.copied; }));
    actions.append(button, told);
  }

  // Keys, where nothing is being typed.
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, select, textarea, .scroll, details[open]")) return;
    const follow = (link) => link && link.click();
    if (event.key === "/") {
      const field = document.querySelector("#search, #choose-period");
      if (field) {
        event.preventDefault();
        const folded = field.closest("details");
        if (folded) folded.open = true;
        field.focus();
      }
    } else if (event.key === "ArrowLeft") follow(document.querySelector("nav.periods a[rel=prev]"));
    else if (event.key === "ArrowRight") follow(document.querySelector("nav.periods a[rel=next]"));
    else if (event.key === "?") {
      const there = document.querySelector("#keys");
      if (there) there.remove();
      else if (words.keys) {
        const note = make("p", { id: "keys", className: "keys", textContent: words.keys });
        note.setAttribute("role", "status");
        document.querySelector("main").prepend(note);
      }
    }
  });

})();
