// The curator's sheet: selected words → offsets in code points, keys, and nothing typed is lost.
"use strict";

const text = document.getElementById("text");
const selected = document.querySelector(".sheet-selected");
const form = document.querySelector(".sheet-form form[id$=_form]");
let selection = null; // the last one in the text: {start, end, words}

// --- the text can be walked through and selected with the keyboard, and not changed

text.contentEditable = "true";
for (const change of ["beforeinput", "paste", "cut", "drop"]) text.addEventListener(change, (event) => event.preventDefault());

// A text's offsets are code points; a script's are UTF-16 units.
const codePoints = (words) => Array.from(words).length;

function place(node, offset) {
  const paragraph = (node.nodeType === Node.ELEMENT_NODE ? node : node.parentElement).closest("p[data-start]");
  if (!paragraph) return null;
  const before = document.createRange();
  before.setStart(paragraph, 0);
  before.setEnd(node, offset);
  return Number(paragraph.dataset.start) + codePoints(before.toString());
}

function wordsBetween(start, end) {
  let words = "";
  for (const paragraph of text.querySelectorAll("p[data-start]")) {
    const from = Number(paragraph.dataset.start);
    words += Array.from(paragraph.textContent).slice(Math.max(start - from, 0), Math.max(end - from, 0)).join("");
  }
  return words;
}

document.addEventListener("selectionchange", () => {
  const now = document.getSelection();
  if (!now.rangeCount || now.isCollapsed || !text.contains(now.anchorNode) || !text.contains(now.focusNode)) return;
  const range = now.getRangeAt(0);
  let start = place(range.startContainer, range.startOffset);
  let end = place(range.endContainer, range.endOffset);
  if (start === null || end === null || start >= end) return;
  const words = wordsBetween(start, end);
  start += codePoints(words) - codePoints(words.trimStart()); // a double click takes the space after a word
  end -= codePoints(words) - codePoints(words.trimEnd());
  if (start >= end) return;
  selection = { start, end, words: words.trim() };
  const shown = Array.from(selection.words);
  document.getElementById("selected").textContent =
    `Selected: “${shown.length > 90 ? shown.slice(0, 60).join("") + " … " + shown.slice(-25).join("") : selection.words}”`;
  selected.elements.start.value = start;
  selected.elements.end.value = end;
});

// A click in marked words offers the way to their draft or record; it does not go there: a click begins a selection, too.
text.addEventListener("click", (event) => {
  const mark = event.target.closest("mark");
  const way = document.getElementById("marked");
  way.hidden = !mark || mark.classList.contains("current");
  if (!way.hidden) [way.href, way.textContent] = [mark.dataset.address, `Open: ${mark.title}`];
});

// --- what selected words can become in the form

function fill(field, value) {
  field.value = value;
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

const become = {
  passage() {
    fill(form.elements.passage_words, selection.words);
    fill(form.elements.passage_start, selection.start);
    const quoted = [...selection.words.matchAll(/[“"]([^“”"]+)[”"]/g)].map((match) => match[1].replace(/,$/, ""));
    const kind = form.elements.kind && form.elements.kind.value;
    if (form.elements.pieces) fill(form.elements.pieces, kind === "quote" ? quoted.join("\n…\n") : "");
  },
  pieces() {
    if (form.elements.pieces) fill(form.elements.pieces, selection.words.replace(/^[“"‘]|[,]?[”"’]$/g, ""));
  },
};

for (const button of document.querySelectorAll("[data-selected]")) {
  button.addEventListener("click", () => selection && become[button.dataset.selected]());
}

// --- keys: each stands on its button or link, as `aria-keyshortcuts`

document.addEventListener("keydown", (event) => {
  if (!event.altKey || event.ctrlKey || event.metaKey || event.shiftKey || !event.code.startsWith("Key")) return;
  const target = document.querySelector(`[aria-keyshortcuts="Alt+${event.code.slice(3)}"]`);
  if (!target) return;
  event.preventDefault();
  target.click();
});

const current = text.querySelector("mark.current");
if (current) text.scrollTop += current.getBoundingClientRect().top - text.getBoundingClientRect().top - text.clientHeight / 3;

// --- what is typed outlives the page: until it is taken, the browser's tab remembers it

if (form) {
  const name = `typed ${location.pathname}${location.search}`;
  const fields = () => [...form.elements].filter((field) => field.name && !["hidden", "submit", "button"].includes(field.type) && field.tagName !== "SELECT" || field.name === "passage_start");
  const values = () => Object.fromEntries(fields().map((field) => [field.name, field.type === "checkbox" ? field.checked : field.value]));
  const before = JSON.parse(sessionStorage.getItem(name) || "null");
  if (before && !form.querySelector(".errornote")) {
    const differing = fields().filter((field) => field.name in before && before[field.name] !== (field.type === "checkbox" ? field.checked : field.value));
    for (const field of differing) field.type === "checkbox" ? (field.checked = before[field.name]) : (field.value = before[field.name]);
    if (differing.length) {
      const notice = document.createElement("p");
      notice.className = "restored";
      notice.setAttribute("role", "status");
      notice.textContent = "What you had typed here is back. ";
      const drop = document.createElement("button");
      drop.type = "button";
      drop.textContent = "Start anew";
      drop.addEventListener("click", () => (sessionStorage.removeItem(name), location.reload()));
      notice.append(drop);
      form.prepend(notice);
    }
  }
  form.addEventListener("input", () => sessionStorage.setItem(name, JSON.stringify(values())));
  // taken when the next page is another one; a refusal shows the same form again, with what was sent
  for (const key of Object.keys(sessionStorage)) if (key.startsWith("typed ") && key !== name && document.querySelector(".messagelist .success")) sessionStorage.removeItem(key);
}
