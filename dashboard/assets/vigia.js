/* Language, the banner of an old page, and tables made from the data a page carries. Nothing is fetched. */
"use strict";
(() => {
  const root = document.documentElement;
  const DAY = 86400000;
  const PER_PAGE = 50;

  /* ---------- language ---------- */
  const remembered = () => { try { return localStorage.getItem("vigia-lang"); } catch { return null; } };
  const remember = (lang) => { try { localStorage.setItem("vigia-lang", lang); } catch { /* private window */ } };
  const lang = () => root.dataset.lang;
  const listeners = [];

  function speak(chosen) {
    root.dataset.lang = root.lang = chosen;
    for (const node of document.querySelectorAll("option[data-es]")) node.textContent = node.dataset[chosen];
    const heading = document.querySelector("h1");
    if (heading) {
      const half = heading.querySelector(`:scope > span[lang="${chosen}"]`);
      document.title = `${(half || heading).textContent.trim()} · Vigía`;
    }
    for (const listener of listeners) listener();
  }

  function languageSwitch() {
    const button = document.getElementById("idioma");
    button.hidden = false;
    button.addEventListener("click", () => {
      const chosen = lang() === "es" ? "en" : "es";
      remember(chosen);
      speak(chosen);
    });
  }

  /* ---------- age of the page, by Lima's calendar (UTC-5, no summer time) ---------- */
  function age() {
    const today = new Date(Date.now() - 5 * 3600000).toISOString().slice(0, 10);
    const days = Math.round((Date.parse(today) - Date.parse(root.dataset.night)) / DAY);
    const banner = document.getElementById("antigua");
    if (!(days > 2) || !banner) return;
    const walker = document.createTreeWalker(banner, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      walker.currentNode.data = walker.currentNode.data.replace("{days}", days.toLocaleString("en-US"));
    }
    banner.hidden = false;
  }

  /* ---------- values ---------- */
  const fold = (text) => String(text).normalize("NFD").replace(/[\u0300-\u036f]/g, "").toLowerCase();
  const grouped = (value, decimals) => {
    const [whole, rest = ""] = String(value).split(".");
    const tail = decimals ? `.${rest.padEnd(decimals, "0").slice(0, decimals)}` : "";
    return whole.replace(/\B(?=(\d{3})+(?!\d))/g, ",") + tail;
  };
  const shown = {
    date: (v) => `${v.slice(8, 10)}/${v.slice(5, 7)}/${v.slice(0, 4)}`,
    money: (v) => `S/ ${grouped(v, 2)}`,
    number: (v) => grouped(v, 0),
    percent: (v) => `${v} %`,
  };
  const classes = { money: "num", number: "num", percent: "num", name: "name", code: "code", notes: "notes" };
  const numeric = new Set(["money", "number", "percent"]);
  const unsafe = /^[=+\-@\t\r\uff1d\uff0b\uff0d\uff20]/;

  const make = (tag, attributes = {}, ...children) => {
    const node = document.createElement(tag);
    for (const [key, value] of Object.entries(attributes)) if (value !== null) node.setAttribute(key, value);
    node.append(...children);
    return node;
  };

  /* ---------- tables ---------- */
  class Table {
    constructor(section, prefix) {
      this.section = section;
      this.prefix = prefix;
      this.data = JSON.parse(document.getElementById(section.dataset.table).textContent);
      this.columns = this.data.columns;
      this.place = Object.fromEntries(this.columns.map((column, i) => [column.key, i]));
      this.form = section.querySelector("[data-filters]");
      this.head = section.querySelector("thead");
      this.body = section.querySelector("tbody");
      this.page = 0;
      this.sort = null;
      this.folded = new Array(this.data.rows.length);
      this.readHash();
      this.listen();
      listeners.push(() => this.draw());
    }

    entry(row, column) {
      const value = row[this.place[column.key]];
      return column.pool && value !== null ? column.pool[value] : null;
    }

    text(row, column) {
      const value = row[this.place[column.key]];
      if (value === null) return "";
      const entry = this.entry(row, column);
      if (entry) return lang() === "en" && entry.en ? entry.en : entry.es;
      if (Array.isArray(value)) return value.join("; ");
      return shown[column.type] ? shown[column.type](value) : String(value);
    }

    searchable(i) {
      if (this.folded[i] === undefined) {
        const row = this.data.rows[i];
        const parts = this.columns.filter((column) => column.search).map((column) => this.text(row, column));
        this.folded[i] = fold(parts.join(" "));
      }
      return this.folded[i];
    }

    matches(row, i, wanted) {
      for (const [name, value, least] of wanted) {
        if (name === "q") {
          if (!value.split(/\s+/).every((word) => this.searchable(i).includes(word))) return false;
          continue;
        }
        const column = this.columns[this.place[name]];
        const entry = this.entry(row, column);
        const own = entry ? entry.v : row[this.place[name]];
        if (least ? !(Number(own) >= Number(value)) : String(own) !== value) return false;
      }
      return true;
    }

    chosen() {
      const wanted = [];
      for (const field of this.form.elements) {
        if (!field.name || !field.value) continue;
        if (field.name === "q") { if (fold(field.value).trim()) wanted.push(["q", fold(field.value).trim(), false]); }
        else if (field.name in this.place) wanted.push([field.name, field.value, field.hasAttribute("data-min")]);
      }
      return wanted;
    }

    rows() {
      const wanted = this.chosen();
      const found = [];
      this.data.rows.forEach((row, i) => { if (this.matches(row, i, wanted)) found.push(row); });
      if (this.sort) this.order(found);
      return found;
    }

    order(found) {
      const down = this.sort.startsWith("-");
      const column = this.columns[this.place[this.sort.replace("-", "")]];
      const at = this.place[column.key];
      const key = numeric.has(column.type)
        ? (row) => Number(row[at])
        : (row) => { const entry = this.entry(row, column); return entry && entry.n !== undefined ? entry.n : fold(column.pool ? this.text(row, column) : row[at]); };
      found.sort((a, b) => {
        if (a[at] === null || b[at] === null) return (a[at] === null) - (b[at] === null);
        const x = key(a), y = key(b);
        return (x < y ? -1 : x > y ? 1 : 0) * (down ? -1 : 1);
      });
    }

    draw() {
      const rows = this.rows();
      const pages = Math.max(1, Math.ceil(rows.length / PER_PAGE));
      this.page = Math.min(Math.max(0, this.page), pages - 1);
      this.visible = this.columns.filter((column) => column[lang()]);
      this.drawHead();
      const part = rows.slice(this.page * PER_PAGE, (this.page + 1) * PER_PAGE);
      this.body.replaceChildren(...part.map((row) => this.line(row)));
      const es = lang() === "es";
      if (!rows.length) {
        const text = es ? "Ninguna fila con estos filtros." : "No row with these filters.";
        this.body.append(make("tr", {}, make("td", { colspan: this.visible.length, class: "none" }, text)));
      }
      const total = this.data.rows.length;
      this.section.querySelector("[data-count]").textContent = es
        ? `${grouped(rows.length, 0)} de ${grouped(total, 0)} filas` : `${grouped(rows.length, 0)} of ${grouped(total, 0)} rows`;
      this.section.querySelector("[data-page]").textContent = es
        ? `página ${this.page + 1} de ${pages}` : `page ${this.page + 1} of ${pages}`;
      const [back, on] = this.section.querySelectorAll("[data-go]");
      back.disabled = this.page === 0;
      on.disabled = this.page >= pages - 1;
      this.section.classList.toggle("short", total <= PER_PAGE);
    }

    drawHead() {
      const cells = this.visible.map((column) => {
        const state = this.sort === column.key ? "ascending" : this.sort === `-${column.key}` ? "descending" : null;
        const button = make("button", { type: "button", class: "sort", "data-key": column.key }, column[lang()]);
        return make("th", { scope: "col", "aria-sort": state, class: numeric.has(column.type) ? "num" : null }, button);
      });
      const held = this.head.contains(document.activeElement) ? document.activeElement.dataset.key : null;
      this.head.replaceChildren(make("tr", {}, ...cells));
      if (held) this.head.querySelector(`[data-key="${held}"]`)?.focus();
    }

    line(row) {
      return make("tr", {}, ...this.visible.map((column, i) => {
        const text = this.text(row, column);
        const entry = this.entry(row, column);
        let inner = column.type === "date" && text ? make("time", { datetime: row[this.place[column.key]] }, text)
          : make("bdi", {}, text || "—");
        if (column.type === "notes") {
          const list = make("ul", {}, ...(row[this.place[column.key]] || []).map((note) => make("li", {}, make("bdi", {}, note))));
          inner = column.folded ? make("details", {}, make("summary", {}, `${column[lang()]} (${list.children.length})`), list) : list;
        }
        if (entry && entry.c) inner = make("span", { class: entry.c }, text);
        const address = entry ? entry.href : column.link ? row[this.place[column.link]] : null;
        if (address && /^[\w./#-]+$/.test(address)) inner = make("a", { href: address }, inner);
        const attributes = { "data-label": column[lang()], class: classes[column.type] ?? (column.search ? "wordy" : null) };
        return i === 0 ? make("th", { scope: "row", ...attributes }, inner) : make("td", attributes, inner);
      }));
    }

    csv() {
      const quote = (text) => `"${String(text).replace(/"/g, '""')}"`;
      const guard = (text) => (unsafe.test(text) ? `'${text}` : text);
      const lines = [this.visible.map((column) => quote(column[lang()])).join(",")];
      for (const row of this.rows()) {
        lines.push(this.visible.map((column) => {
          const value = row[this.place[column.key]];
          return quote(numeric.has(column.type) || column.type === "date" ? value ?? "" : guard(this.text(row, column)));
        }).join(","));
      }
      const address = URL.createObjectURL(new Blob(["\ufeff" + lines.join("\r\n") + "\r\n"], { type: "text/csv" }));
      const link = make("a", { href: address, download: `vigia-${this.section.dataset.table}-${root.dataset.night}.csv` });
      link.click();
      setTimeout(() => URL.revokeObjectURL(address), 1000);
    }

    listen() {
      const changed = () => { this.page = 0; this.draw(); this.writeHash(); };
      let waiting;
      this.form.addEventListener("input", (event) => {
        clearTimeout(waiting);
        waiting = setTimeout(changed, event.target.type === "search" ? 150 : 0);
      });
      this.form.addEventListener("submit", (event) => { event.preventDefault(); changed(); });
      this.form.addEventListener("reset", () => setTimeout(() => { this.sort = null; changed(); }));
      this.head.addEventListener("click", (event) => {
        const key = event.target.closest("button")?.dataset.key;
        if (!key) return;
        this.sort = this.sort === key ? `-${key}` : key;
        changed();
      });
      for (const button of this.section.querySelectorAll("[data-go]")) {
        button.addEventListener("click", () => {
          this.page += Number(button.dataset.go);
          this.draw();
          this.writeHash();
          this.section.scrollIntoView({ block: "start" });
        });
      }
      this.section.querySelector("[data-csv]").addEventListener("click", () => this.csv());
      window.addEventListener("hashchange", () => { this.readHash(); this.draw(); });
    }

    /* The address keeps the filters, so that a filtered table can be sent to somebody. */
    readHash() {
      const kept = new URLSearchParams(location.hash.slice(1));
      for (const field of this.form.elements) if (field.name) field.value = kept.get(this.prefix + field.name) ?? "";
      const sort = kept.get(`${this.prefix}s`);
      this.sort = sort && sort.replace("-", "") in this.place ? sort : null;
      this.page = (Number.parseInt(kept.get(`${this.prefix}p`), 10) || 1) - 1;
    }

    writeHash() {
      const kept = new URLSearchParams(location.hash.includes("=") ? location.hash.slice(1) : "");
      const set = (key, value) => (value ? kept.set(this.prefix + key, value) : kept.delete(this.prefix + key));
      for (const field of this.form.elements) if (field.name) set(field.name, field.value);
      set("s", this.sort);
      set("p", this.page ? String(this.page + 1) : "");
      const text = kept.toString();
      try { history.replaceState(null, "", text ? `#${text}` : "#"); } catch { /* a browser may refuse on file:// */ }
    }
  }

  languageSwitch();
  age();
  const sections = [...document.querySelectorAll("[data-table]")];
  for (const section of sections) new Table(section, sections.length > 1 ? `${section.dataset.table}.` : "");
  speak(remembered() === "en" ? "en" : "es");
})();
