// Reads a calendar with node-ical and prints, as JSON, its events: every one with all the days on which it takes place,
// or its instants where it has times of day.

import ical from "node-ical";

const DAY = 24 * 60 * 60 * 1000;

// A day is a local midnight here: all of it is read in the zone of the process.
function local(day) {
  const digits = (number, width) => String(number).padStart(width, "0");
  return `${digits(day.getFullYear(), 4)}-${digits(day.getMonth() + 1, 2)}-${digits(day.getDate(), 2)}`;
}

function between(start, end) {
  if (start.dateOnly || start.isFullDay) {
    const days = [];
    for (const day = new Date(start); day < end; day.setDate(day.getDate() + 1)) {
      days.push(local(day));
    }
    return days;
  }
  return [[start, end].map((time) => `${time.toISOString().slice(0, 19)}Z`).join("/")];
}

function takesPlace(event) {
  if (!event.rrule) {
    return between(event.start, event.end);
  }
  const [from, to] = [new Date(event.start.getTime() - DAY), new Date("2050-01-01T00:00:00Z")];
  return ical
    .expandRecurringEvent(event, { from, to })
    .flatMap((once) => between(Object.assign(once.start, { isFullDay: once.isFullDay }), once.end));
}

const events = Object.values(ical.sync.parseFile(process.argv[2])).filter((part) => part.type === "VEVENT");
console.log(
  JSON.stringify(
    events.map((event) => ({
      uid: event.uid,
      summary: event.summary,
      location: event.location ?? "",
      status: event.status,
      on: takesPlace(event),
    })),
  ),
);
