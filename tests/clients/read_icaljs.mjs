// Reads calendars with ical.js and prints, as JSON, what it found in each: its name and its events, every one with all
// the days on which it takes place, or its instants where it has times of day.

import { readFileSync } from "node:fs";
import ICAL from "ical.js";

function instant(time) {
  return `${new Date(time.toUnixTime() * 1000).toISOString().slice(0, 19)}Z`;
}

function between(start, end) {
  if (!start.isDate) {
    return [`${instant(start)}/${instant(end)}`];
  }
  const days = [];
  for (const day = start.clone(); day.compare(end) < 0; day.addDuration(new ICAL.Duration({ days: 1 }))) {
    days.push(day.toString().slice(0, 10));
  }
  return days;
}

function takesPlace(event) {
  if (!event.isRecurring()) {
    return between(event.startDate, event.endDate);
  }
  const found = [];
  const times = event.iterator();
  for (let time = times.next(); time; time = times.next()) {
    const once = event.getOccurrenceDetails(time);
    found.push(...between(once.startDate, once.endDate));
  }
  return found;
}

function valueOf(component, name) {
  return component.getFirstPropertyValue(name);
}

function read(path) {
  const calendar = new ICAL.Component(ICAL.parse(readFileSync(path, "utf-8")));
  const events = calendar.getAllSubcomponents("vevent").map((component) => {
    const event = new ICAL.Event(component);
    return {
      uid: event.uid,
      summary: event.summary,
      location: event.location,
      description: event.description,
      status: valueOf(component, "status"),
      when: valueOf(component, "x-coecal-when"),
      organiser: valueOf(component, "x-coecal-organiser"),
      categories: component.getFirstProperty("categories")?.getValues() ?? [],
      on: takesPlace(event),
    };
  });
  return { name: valueOf(calendar, "x-wr-calname"), events };
}

console.log(JSON.stringify(process.argv.slice(2).map(read)));
