// Reads a JSON list of texts from standard input with chrono-node, prints seconds and [start, end] of each.
// Needs `npm install chrono-node` in the folder that CHRONO_FOLDER names.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

const require = createRequire(pathToFileURL(`${process.env.CHRONO_FOLDER}/x.js`));
const chrono = require("chrono-node");
const { texts, today } = JSON.parse(readFileSync(0, "utf8"));
const reference = new Date(`${today}T12:00:00`);
const day = (part) => `${part.get("year")}-${String(part.get("month")).padStart(2, "0")}-${String(part.get("day")).padStart(2, "0")}`;
const read = (text) => {
  const [found] = chrono.en.GB.parse(text, reference);
  return found ? [day(found.start), day(found.end ?? found.start)] : null;
};
texts.forEach(read);
const start = process.hrtime.bigint();
const answers = texts.map(read);
console.log(JSON.stringify({ seconds: Number(process.hrtime.bigint() - start) / 1e9, answers }));
