"use strict";
(() => {
  const all = (root, query) => Array.from(root.querySelectorAll(query));

  /** A program or topic of a table: its rows, and where they stand at first. */
  const entries = (table) => all(table, "tr.program").map((row, at) => {
    const next = row.nextElementSibling;
    const rows = next && next.classList.contains("why") ? [row, next] : [row];
    return { at, rows, body: row.parentElement, label: row.parentElement.dataset.label || "", text: row.textContent.toLowerCase() };
  });

  const cell = (entry, column) => {
    const found = entry.rows[0].cells[column];
    const name = found.querySelector("span[dir]") || found;
    return name.textContent.trim();
  };

  const compare = (kind, column) => (one, other) => {
    const [a, b] = [cell(one, column), cell(other, column)];
    return kind === "number" ? Number(a) - Number(b) : a.localeCompare(b, "en", { numeric: true });
  };

  const list = (table) => {
    const own = entries(table);
    const groups = all(table, "tr.group, tr.none");
    const heads = all(table, "thead th[data-sort]");
    const home = table.tBodies[0];
    const form = table.previousElementSibling && table.previousElementSibling.matches("form.tools") ? table.previousElementSibling : null;
    let isGrouped = true;

    const show = () => {
      const find = form ? form.querySelector("[data-find]").value.trim().toLowerCase() : "";
      const tier = form && form.querySelector("[data-tier]") ? form.querySelector("[data-tier]").value : "";
      let shown = 0;
      const bodies = new Set();
      own.forEach((entry) => {
        const fits = entry.text.includes(find) && (tier === "" || entry.label === tier);
        entry.rows.forEach((row) => { row.hidden = !fits; });
        if (fits) { shown += 1; bodies.add(entry.body); }
      });
      const isWhole = find === "" && tier === "";
      groups.forEach((row) => { row.hidden = !isGrouped || !(isWhole || bodies.has(row.parentElement)); });
      if (form) form.querySelector("output").textContent = isWhole ? `${own.length} in all` : `${shown} of ${own.length}`;
    };

    const sort = (head) => {
      const kind = head.dataset.sort;
      const column = head.cellIndex;
      const now = head.getAttribute("aria-sort");
      const first = kind === "number" ? "descending" : "ascending";
      const other = first === "ascending" ? "descending" : "ascending";
      const way = kind === "order" || now !== first ? first : other;
      heads.forEach((one) => one.removeAttribute("aria-sort"));
      head.setAttribute("aria-sort", way);
      isGrouped = kind === "order";
      const sorted = own.slice();
      if (!isGrouped) {
        const by = compare(kind, column);
        const sign = way === "ascending" ? 1 : -1;
        sorted.sort((a, b) => sign * by(a, b) || a.at - b.at);
      }
      sorted.forEach((entry) => entry.rows.forEach((row) => (isGrouped ? entry.body : home).append(row)));
      show();
    };

    heads.forEach((head) => {
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = head.textContent;
      button.addEventListener("click", () => sort(head));
      head.replaceChildren(button);
    });
    if (!form) return;
    form.hidden = false;
    form.addEventListener("input", show);
    form.addEventListener("submit", (event) => event.preventDefault());
    form.querySelector("output").setAttribute("aria-live", "polite");
    const open = form.querySelector("[data-open]");
    if (open) open.addEventListener("click", () => {
      const isOpen = open.getAttribute("aria-pressed") !== "true";
      open.setAttribute("aria-pressed", String(isOpen));
      all(table, "details").forEach((one) => { one.open = isOpen; });
    });
    show();
  };

  all(document, "table[data-list]").forEach(list);

  /* A link into a closed part opens it. */
  const reveal = () => {
    const aim = location.hash.length > 1 && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!aim) return;
    for (let one = aim.closest("details"); one; one = one.parentElement.closest("details")) one.open = true;
    aim.scrollIntoView();
  };
  addEventListener("hashchange", reveal);
  reveal();

  /* On paper the reasons are open; what else is closed stays closed, so that a list stays short. */
  let closed = [];
  addEventListener("beforeprint", () => {
    closed = all(document, ".why details:not([open])");
    closed.forEach((one) => { one.open = true; });
  });
  addEventListener("afterprint", () => closed.forEach((one) => { one.open = false; }));
})();
