// Opens pages in Chromium, does what is asked on each, and prints as JSON what came of it.
// Usage: node browse.mjs CHROMIUM PROFILE, with a list of visits as JSON on standard input. A visit is
// {address, width, height, scheme, media, scripts, acts: [[name, ...arguments]], axe, shot}, all but the address optional.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import puppeteer from "puppeteer-core";

const [chromium, profile] = process.argv.slice(2);
const visits = JSON.parse(readFileSync(0, "utf-8"));
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf-8");

// As root, as in a container, Chromium starts only without its sandbox; it opens nothing but what the tests made.
const browser = await puppeteer.launch({
  executablePath: chromium,
  userDataDir: profile,
  args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-sync", "--disable-dev-shm-usage",
    "--disable-background-networking", "--disable-component-update", "--no-first-run"],
});

const ACTS = {
  evaluate: (page, expression) => page.evaluate(expression),
  select: (page, selector, value) => page.select(selector, value),
  click: (page, selector) => page.click(selector),
  press: (page, key) => page.keyboard.press(key),
  picture: async (page, selector) => (await page.$(selector)).screenshot({ encoding: "base64" }),
  focused: (page) => page.evaluate(() => {
    const { activeElement: element } = document;
    return { name: element.localName, text: (element.getAttribute("aria-label") || element.textContent).trim() };
  }),
};

const visit = async ({ address, width = 1280, height = 900, scheme = "light", media = "screen", scripts = true, acts = [], axe: isChecked = false, shot }) => {
  const page = await browser.newPage();
  const said = [];
  const asked = [];
  page.on("console", (message) => said.push(message.text()));
  page.on("pageerror", (error) => said.push(String(error)));
  page.on("requestfailed", (request) => said.push(`failed: ${request.url()}`));
  page.on("request", (request) => asked.push(request.url()));
  await page.setViewport({ width, height });
  const session = await page.createCDPSession();
  await session.send("Emulation.setEmulatedMedia", { media, features: [{ name: "prefers-color-scheme", value: scheme }] });
  await page.setJavaScriptEnabled(scripts);
  await page.goto(address);
  const results = [];
  for (const [name, ...given] of acts) results.push((await ACTS[name](page, ...given)) ?? null);
  const found = [];
  if (isChecked) {
    await page.evaluate(axe);
    const { violations } = await page.evaluate(() => window.axe.run(document, { resultTypes: ["violations"] }));
    for (const { id, help, nodes } of violations) found.push(`${id}: ${help}: ${nodes.slice(0, 3).map(({ html }) => html.slice(0, 300)).join(" | ")}`);
  }
  if (shot) await page.screenshot({ path: shot, fullPage: true, captureBeyondViewport: true });
  const wider = await page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth");
  await page.close();
  return { said, asked, results, axe: found, wider };
};

try {
  const seen = [];
  for (const each of visits) seen.push(await visit(each));
  console.log(JSON.stringify(seen));
} finally {
  await browser.close();
}
