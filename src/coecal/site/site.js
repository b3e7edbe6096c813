"use strict";
{
  const find = document.querySelector("#find");
  const form = find && find.querySelector("form");
  const said = find && find.querySelector(".said");
  const here = location.protocol.startsWith("http");
  const absolute = (link) => new URL(link.getAttribute("href"), location.href).href;
  const webcal = (address) => address.replace(/^https?:/, "webcal:");

  /** Open whatever hides the part of the page that the address names. */
  const reveal = () => {
    const target = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!target) return;
    for (let outer = target.closest("details"); outer; outer = outer.parentElement.closest("details")) outer.open = true;
    target.scrollIntoView();
  };

  const copyBySelection = (text) => {
    const area = document.createElement("textarea");
    area.value = text;
    area.readOnly = true;
    document.body.append(area);
    area.select();
    const isCopied = document.execCommand("copy");
    area.remove();
    return isCopied;
  };

  const copy = async (button) => {
    const address = absolute(button.parentElement.querySelector(".address"));
    let isCopied = false;
    try {
      await navigator.clipboard.writeText(address);
      isCopied = true;
    } catch {
      isCopied = copyBySelection(address);
    }
    button.focus();
    said.textContent = (isCopied ? form.dataset.done : form.dataset.failed).replace("{address}", () => address);
    if (!isCopied) return;
    const words = button.textContent;
    button.textContent = form.dataset.copied;
    setTimeout(() => { button.textContent = words; }, 2000);
  };

  /** Complete the links of a feed with what is only known here: the address of the page. */
  const complete = (links) => {
    const subscribe = links.querySelector(".subscribe");
    const address = links.querySelector(".address");
    links.querySelector(".copy").hidden = false;
    if (here && !subscribe.hasAttribute("href")) {
      subscribe.href = webcal(absolute(address));
      subscribe.hidden = false;
      address.textContent = absolute(address);
    }
  };

  const show = (element, isShown) => element.toggleAttribute("hidden", !isShown);

  const followFilter = () => {
    const selects = Array.from(form.querySelectorAll("select"));
    const NAMES = ["project", "region", "country", "mode"];
    const items = Array.from(document.querySelectorAll(".activity"), (item) => ({
      item,
      keys: Object.fromEntries(NAMES.map((name) => [name, JSON.parse(item.dataset[name] || "[]")])),
    }));
    const groups = Array.from(document.querySelectorAll(".group"), (group) => ({
      group,
      items: Array.from(group.querySelectorAll(".activity")),
      wasOpen: group.open,
    }));
    // A server that makes the feed of any filter says so, since the page is the same wherever it is published.
    const [visit] = performance.getEntriesByType("navigation");
    const made = visit && (visit.serverTiming || []).find(({ name }) => name === "coecal-filters");
    const template = find.querySelector("template");
    const found = find.querySelector(".found");

    /** Return the addresses of the feeds that hold what is chosen, and whether it is exactly that. */
    const feeds = (chosen) => {
      if (chosen.length === 0) return [["all.ics"], true];
      const own = chosen.map((select) => select.selectedOptions[0].dataset.feed);
      if (chosen.length === 1 && own[0]) return [own, true];
      if (made) {
        const query = chosen.map(({ name, value }) => `${name}=${encodeURIComponent(value)}`).join("&");
        return [[`${made.description}?${query}`], true];
      }
      const held = own.filter(Boolean);
      return [held.length ? held : ["all.ics"], false];
    };

    const entry = (path) => {
      const item = template.content.firstElementChild.cloneNode(true);
      const link = item.querySelector(".address");
      const first = document.querySelector('#feeds a.address[href$="all.ics"]');
      link.href = new URL(path, first ? new URL(first.getAttribute("href"), location.href) : location.href).href;
      link.textContent = here || /^https?:/.test(link.href) ? link.href : path;
      const subscribe = item.querySelector(".subscribe");
      if (/^https?:/.test(link.href)) {
        subscribe.href = webcal(link.href);
        subscribe.hidden = false;
      }
      return item;
    };

    const filter = () => {
      const chosen = selects.filter(({ value }) => value);
      let count = 0;
      for (const { item, keys } of items) {
        const fits = chosen.every(({ name, value }) => keys[name].includes(value));
        show(item, fits);
        if (fits) count += 1;
      }
      for (const each of groups) {
        const left = each.items.some((item) => !item.hidden);
        show(each.group, left);
        if (each.group.open !== undefined) each.group.open = chosen.length > 0 ? left : each.wasOpen;
      }
      form.querySelector(".shown").value = form.dataset.shown.replace("{count}", count).replace("{total}", items.length);
      const [paths, isExact] = feeds(chosen);
      show(found.querySelector(".exact"), isExact);
      show(found.querySelector(".nearest"), !isExact);
      found.querySelector(".feeds").replaceChildren(...paths.map(entry));
    };

    form.addEventListener("change", filter);
    form.addEventListener("submit", (event) => event.preventDefault());
    form.addEventListener("reset", () => setTimeout(filter));
    form.hidden = false;
    filter();
  };

  if (find) {
    for (const links of document.querySelectorAll("#feeds .links")) complete(links);
    document.addEventListener("click", (event) => {
      const button = event.target.closest(".copy");
      if (button) copy(button);
    });
    followFilter();
    addEventListener("beforeprint", () => {
      for (const group of document.querySelectorAll("details:not([open])")) {
        group.open = true;
        group.dataset.closed = "";
      }
    });
    addEventListener("afterprint", () => {
      for (const group of document.querySelectorAll("details[data-closed]")) {
        group.open = false;
        delete group.dataset.closed;
      }
    });
  }
  addEventListener("hashchange", reveal);
  reveal();
}
