// One contestant in a Node process of its own: the counterpart of worker.py.
//
// node worker.cjs CONTESTANT TEMPLATE ACCOUNTS OUT, with NODE_PATH where the peers are installed.
// Each line that comes in says how many documents to make; the line that goes out, what CPU time
// they took, user and system, all threads of the process included.
"use strict";

const fs = require("fs");
const path = require("path");
const readline = require("readline");

const KEPT = 4; // files: the fifth takes the place of the first

// The records' fields as names of their own: account_name. Lists stay lists.
function flat(texts) {
  const made = {};
  for (const [key, value] of Object.entries(texts)) {
    if (value && typeof value === "object" && !Array.isArray(value)) {
      for (const [name, inner] of Object.entries(value)) made[`${key}_${name}`] = inner;
    } else {
      made[key] = value;
    }
  }
  return made;
}

function docxtemplater(template) {
  const PizZip = require("pizzip");
  const Docxtemplater = require("docxtemplater");
  const content = fs.readFileSync(template);
  const options = { paragraphLoop: true, linebreaks: true };
  return {
    prepare: (line) => flat(line.texts),
    make: (values, target) => {
      const document = new Docxtemplater(new PizZip(content), options);
      document.render(values);
      fs.writeFileSync(target, document.toBuffer());
    },
  };
}

function easyTemplateX(template) {
  const { TemplateHandler } = require("easy-template-x");
  const handler = new TemplateHandler();
  const content = fs.readFileSync(template);
  return {
    prepare: (line) => flat(line.texts),
    make: async (values, target) => {
      fs.writeFileSync(target, await handler.process(content, values));
    },
  };
}

const FACTS = ["industry", "owner", "sponsor", "revenue", "pipeline", "gap", "renewal", "sites"];
const SUMMARY = ["position", "goal", "threat", "ask"];
const TABLES = {
  plays: ["name", "owner", "value", "due"],
  renewals: ["name", "value", "date", "state"],
  cases: ["name", "weight", "opened", "state"],
  actions: ["what", "owner", "due", "status"],
};

function pptxAutomizer(template) {
  const { Automizer, modify } = require("pptx-automizer");
  const content = fs.readFileSync(template);
  return {
    prepare: (line) => line.texts,
    make: async (texts, target) => {
      const deck = new Automizer({
        outputDir: path.dirname(target),
        removeExistingSlides: true,
        compression: 6,
        cleanup: true,
        verbosity: 0,
      });
      deck.loadRoot(content).load(content, "deck");
      fillDeck(deck, modify, texts);
      await deck.write(path.basename(target));
    },
  };
}

function fillDeck(deck, modify, texts) {
  const words = (found) =>
    modify.replaceText(Object.entries(found).map(([replace, text]) => ({ replace, by: { text } })));
  const add = (number, shapes) =>
    deck.addSlide("deck", number, (slide) => {
      for (const [name, change] of Object.entries(shapes)) slide.modifyElement(name, [change]);
    });
  const { account } = texts;
  add(1, {
    title: words({ " account.name ": account.name }),
    text: words({ " account.city ": account.city, " as_of ": texts.as_of }),
  });
  add(2, { text: words(Object.fromEntries(FACTS.map((key) => [` account.${key} `, account[key]]))) });
  for (const at of [1, 2, 3, 4]) {
    const { title, message, chart } = texts[`chart${at}`];
    add(2 + at, {
      title: words({ [` chart${at}.title `]: title }),
      text: words({ [` chart${at}.message `]: message }),
      [`chart${at}`]: modify.setChartData(chartData(chart)),
    });
  }
  Object.entries(TABLES).forEach(([name, fields], at) => {
    const head = fields.map((field) => field[0].toUpperCase() + field.slice(1));
    const rows = texts[name].map((item) => fields.map((field) => item[field]));
    const body = [head, ...rows].map((values) => ({ values }));
    add(7 + at, { [name]: modify.setTable({ body }) });
  });
  const boxes = texts.map.nodes.map((node, at) => [
    `box${at}`,
    words({ [`title${at}`]: node.title, [`line${at}`]: node.lines[0] }),
  ]);
  add(11, Object.fromEntries(boxes));
  add(12, {
    text: words(Object.fromEntries(SUMMARY.map((key) => [` summary.${key} `, texts.summary[key]]))),
  });
}

function chartData(chart) {
  return {
    series: chart.series.map((series) => ({ label: series.name })),
    categories: chart.categories.map((label, at) => ({
      label,
      values: chart.series.map((series) => series.values[at]),
    })),
  };
}

async function* accounts(file) {
  for (;;) yield* readline.createInterface({ input: fs.createReadStream(file) });
}

async function main([name, template, file, out]) {
  const ways = { docxtemplater, "easy-template-x": easyTemplateX, "pptx-automizer": pptxAutomizer };
  const { prepare, make } = ways[name](template);
  const lines = accounts(file)[Symbol.asyncIterator]();
  let turn = 0;
  const say = (told) => process.stdout.write(`${JSON.stringify(told)}\n`);
  say({ ready: true });
  for await (const order of readline.createInterface({ input: process.stdin })) {
    const work = [];
    for (let made = 0; made < Number(order); made += 1) {
      const line = JSON.parse((await lines.next()).value);
      const target = path.join(out, `${name}-${turn++ % KEPT}${path.extname(template)}`);
      work.push([prepare(line), target]);
    }
    const start = process.cpuUsage();
    for (const [values, target] of work) await make(values, target);
    const used = process.cpuUsage(start);
    const files = work.slice(-KEPT).map(([, target]) => target);
    const rss = process.memoryUsage().rss / 1048576;
    say({ cpu: (used.user + used.system) / 1e6, files, rss, peak: rss });
  }
}

main(process.argv.slice(2));
