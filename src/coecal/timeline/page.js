"use strict";
{
  const picture = document.querySelector(".picture");
  const form = document.querySelector("form");
  const [ROW, EDGES, GAP] = form.dataset.measures.split(" ").map(Number);
  const parts = Array.from(picture.querySelectorAll(":scope > svg, .top > svg"), (svg) => ({ svg, width: svg.viewBox.baseVal.width, height: svg.viewBox.baseVal.height }));
  const width = parts[0].width;
  const lanes = parts.filter(({ svg }) => svg.classList.contains("lane"));
  for (const lane of lanes) {
    lane.marks = Array.from(lane.svg.querySelectorAll(".mark"), (mark) => ({
      mark,
      keys: {
        project: JSON.parse(mark.dataset.projects),
        region: JSON.parse(mark.dataset.regions),
        country: JSON.parse(mark.dataset.countries),
        mode: JSON.parse(mark.dataset.modes),
      },
      from: Number(mark.dataset.x1),
      until: Number(mark.dataset.x2),
      isUndated: mark.dataset.x1 === undefined,
    }));
  }
  const rows = Array.from(document.querySelectorAll("tbody tr"));
  const total = rows.length;
  let zoom = 1;

  const show = (element, isShown) => element.toggleAttribute("hidden", !isShown);

  /** Put what is left of a lane into as few rows as it needs, and return how many. */
  const pack = (marks) => {
    const ends = [];
    let undated = 0;
    for (const { mark, from, until, isUndated } of marks) {
      let row = undated;
      if (isUndated) {
        undated += 1;
      } else {
        row = ends.findIndex((end) => end + GAP <= from);
        row = row < 0 ? ends.length : row;
        ends[row] = until;
      }
      mark.setAttribute("transform", `translate(0 ${row * ROW})`);
    }
    return Math.max(ends.length, undated);
  };

  /** Say how many activities a lane shows, where it is read and where it is heard. */
  const recount = (svg, number) => {
    const count = svg.querySelector(".count");
    const words = (number === 1 ? form.dataset.one : form.dataset.other).replace("{count}", number);
    const name = svg.getAttribute("aria-label").slice(0, -count.textContent.length);
    count.textContent = words;
    svg.setAttribute("aria-label", name + words);
  };

  const filter = () => {
    const wanted = Array.from(form.querySelectorAll("select"), ({ name, value }) => [name, value]).filter(([, value]) => value);
    const shown = new Set();
    for (const lane of lanes) {
      const left = lane.marks.filter(({ keys }) => wanted.every(([name, value]) => keys[name].includes(value)));
      const kept = new Set(left);
      for (const entry of lane.marks) show(entry.mark, kept.has(entry));
      for (const { mark } of left) shown.add(mark.dataset.uid);
      show(lane.svg, left.length > 0);
      recount(lane.svg, left.length);
      lane.height = EDGES + ROW * pack(left);
      lane.svg.setAttribute("viewBox", `${lane.svg.viewBox.baseVal.x} 0 ${lane.width} ${lane.height}`);
    }
    for (const row of rows) show(row, shown.has(row.dataset.of));
    form.querySelector("output").value = form.dataset.shown.replace("{count}", shown.size).replace("{total}", total);
    scale(zoom);
  };

  /** Zoom, and keep what is in the middle there. */
  const scale = (wanted) => {
    const middle = (picture.scrollLeft + picture.clientWidth / 2) / zoom;
    zoom = Math.min(4, Math.max(0.1, wanted));
    for (const { svg, width, height } of parts) {
      svg.setAttribute("width", width * zoom);
      svg.setAttribute("height", height * zoom);
    }
    picture.scrollLeft = middle * zoom - picture.clientWidth / 2;
    follow();
  };

  /** Keep the names of lanes in sight. */
  const follow = () => place(picture.scrollLeft / zoom);

  const place = (left) => {
    for (const { svg } of lanes) svg.querySelector(".lane-name").setAttribute("x", 6 + left);
  };

  const click = (name, action) => form.querySelector(`[name=${name}]`).addEventListener("click", action);
  click("in", () => scale(zoom * 1.25));
  click("out", () => scale(zoom / 1.25));
  click("fit", () => scale(picture.clientWidth / width));
  form.addEventListener("change", filter);
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", () => setTimeout(() => {
    zoom = 1;
    filter();
  }));
  picture.addEventListener("scroll", follow, { passive: true });
  addEventListener("beforeprint", () => place(0));
  addEventListener("afterprint", follow);
  form.hidden = false;
  filter();
  const { focus } = picture.dataset;
  if (focus) picture.scrollLeft = Number(focus) - picture.clientWidth / 2;
}
