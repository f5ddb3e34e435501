// The workbench: offsets of selected words, keyboard shortcuts, and a copy of what is typed until it is saved.
"use strict";

const text = document.getElementById("text");
const selected = document.querySelector(".sheet-selected");
const form = document.querySelector(".sheet-form form[id$=_form]");
let selection = null; // the last selection in the text: {start, end, words}, offsets in code points

// --- the text: a caret moves through it and selects words, but it cannot be changed

text.contentEditable = "true";
for (const change of ["beforeinput", "paste", "cut", "drop"]) text.addEventListener(change, (event) => event.preventDefault());

// The archive's offsets count code points; those of JavaScript count UTF-16 units.
const codePoints = (words) => Array.from(words).length;

function offsetInText(node, offset) {
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
  const nowSelected = document.getSelection();
  if (!nowSelected.rangeCount || nowSelected.isCollapsed) return;
  if (!text.contains(nowSelected.anchorNode) || !text.contains(nowSelected.focusNode)) return;
  const range = nowSelected.getRangeAt(0);
  let start = offsetInText(range.startContainer, range.startOffset);
  let end = offsetInText(range.endContainer, range.endOffset);
  if (start === null || end === null || start >= end) return;
  const words = wordsBetween(start, end);
  start += codePoints(words) - codePoints(words.trimStart()); // a double click selects the space after a word, too
  end -= codePoints(words) - codePoints(words.trimEnd());
  if (start >= end) return;
  selection = { start, end, words: words.trim() };
  const shown = Array.from(selection.words);
  document.getElementById("selected").textContent =
    `Selected: “${shown.length > 90 ? shown.slice(0, 60).join("") + " … " + shown.slice(-25).join("") : selection.words}”`;
  selected.elements.start.value = start;
  selected.elements.end.value = end;
});

// A click on highlighted words shows a link to their draft or record. It does not follow the link, because a click also begins a selection.
text.addEventListener("click", (event) => {
  const mark = event.target.closest("mark");
  const link = document.getElementById("marked");
  link.hidden = !mark || mark.classList.contains("current");
  if (!link.hidden) [link.href, link.textContent] = [mark.dataset.address, `Open: ${mark.title}`];
});

// --- buttons that copy the selected words into the form

function fill(field, value) {
  field.value = value;
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

const copyTo = {
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
  button.addEventListener("click", () => selection && copyTo[button.dataset.selected]());
}

// --- keyboard shortcuts: `aria-keyshortcuts` of a button or link names its key

// In the capture phase, as select2 stops the keys that are pressed in its fields.
document.addEventListener("keydown", (event) => {
  if (!event.altKey || event.ctrlKey || event.metaKey || event.shiftKey || !event.code.startsWith("Key")) return;
  const target = document.querySelector(`[aria-keyshortcuts="Alt+${event.code.slice(3)}"]`);
  if (!target) return;
  event.preventDefault();
  event.stopPropagation();
  if (!event.repeat) target.click();
}, true);

const current = text.querySelector("mark.current");
if (current) text.scrollTop += current.getBoundingClientRect().top - text.getBoundingClientRect().top - text.clientHeight / 3;

// --- what is typed outlives the page: the session storage keeps it until it is saved

const $ = window.django?.jQuery; // which the page of a text does without; select2 tells of its changes through jQuery only

const isEmpty = (field) => (field.tagName === "SELECT" ? ![...field.selectedOptions].some((each) => each.value) : !field.value);

function focusFirstEmpty() {
  const seen = (field) => field.type !== "hidden" && !["checkbox", "submit", "button"].includes(field.type) && !field.disabled;
  const first = [...form.querySelectorAll("fieldset input, fieldset select, fieldset textarea")].find(
    (field) => seen(field) && isEmpty(field) && (field.offsetParent || $(field).hasClass("select2-hidden-accessible")),
  );
  const shown = first && $(first).data("select2") ? $(first).data("select2").$selection[0] : first;
  if (shown) shown.focus({ preventScroll: true });
}

// “+” beside a choice opens a window with the form of something new: filled in with what is typed here, and chosen here once it is added.
if (form) {
  const newOf = (choice) => form.elements[`new_${choice}`];
  form.addEventListener("click", (event) => {
    const link = event.target.closest("a.add-related");
    const typed = link && newOf(link.id.replace("add_id_", ""));
    if (!typed) return;
    const address = new URL(link.href);
    const said = { name: typed.value, race: (form.elements.race || form.elements.new_election_race)?.value };
    for (const [name, value] of Object.entries(said)) value ? address.searchParams.set(name, value) : address.searchParams.delete(name);
    link.href = address;
  }, true);
  const choose = window.dismissAddRelatedObjectPopup;
  window.dismissAddRelatedObjectPopup = (opened, id, label) => {
    const choice = opened.name.replace(/__\d+$/, "").replace("id_", "");
    choose(opened, id, label);
    for (const field of [newOf(choice), form.elements[`new_${choice}_kind`]]) if (field) fill(field, "");
  };
}

if (form) {
  const storageKey = `typed ${location.pathname}${location.search}`;
  const isTyped = (field) => field.name && !["hidden", "submit", "button"].includes(field.type);
  // With the version that it was typed over: whoever else has saved meanwhile is noticed when it is sent.
  const fields = () => [...form.elements].filter((field) => isTyped(field) || ["passage_start", "_version"].includes(field.name));

  // The value of a select is its chosen options, with their labels: select2 loads options only when they are looked for.
  const chosen = (field) => [...field.selectedOptions].filter((each) => each.value).map((each) => [each.value, each.text]);
  const valueOf = (field) => (field.type === "checkbox" ? field.checked : field.tagName === "SELECT" ? chosen(field) : field.value);
  const differs = (one, other) => JSON.stringify(one) !== JSON.stringify(other);

  function restore(field, value) {
    if (field.type === "checkbox") field.checked = value;
    else if (field.tagName !== "SELECT") field.value = value;
    else {
      for (const [id, label] of value) {
        if (![...field.options].some((each) => each.value === id)) field.add(new Option(label, id));
      }
      $(field).val(field.multiple ? value.map(([id]) => id) : (value[0] || [""])[0]).trigger("change.select2");
    }
  }

  sessionStorage.removeItem("sent"); // it was not saved (desk.js), and stands in this form

  const stored = JSON.parse(sessionStorage.getItem(storageKey) || "null");
  if (stored && !form.querySelector(".errornote")) {
    const differing = fields().filter((field) => field.name in stored && differs(stored[field.name], valueOf(field)));
    if (differing.some((field) => field.name !== "_version")) {
      for (const field of differing) restore(field, stored[field.name]);
      const notice = document.createElement("p");
      notice.className = "restored";
      notice.setAttribute("role", "status");
      notice.textContent = "What you had typed here is back. ";
      const discard = document.createElement("button");
      discard.type = "button";
      discard.textContent = "Start anew";
      discard.addEventListener("click", () => (sessionStorage.removeItem(storageKey), location.reload()));
      notice.append(discard);
      form.prepend(notice);
    }
  }
  for (const link of form.querySelectorAll("[data-discard]")) link.addEventListener("click", () => sessionStorage.removeItem(storageKey));

  // Django's scripts report changes of selects that nobody has made: what the page shows is not typed.
  const values = () => JSON.stringify(Object.fromEntries(fields().map((field) => [field.name, valueOf(field)])));
  const shown = values();
  const store = () => {
    const now = values();
    if (now !== shown) sessionStorage.setItem(storageKey, now);
  };
  form.addEventListener("input", store);
  $(form).on("change", "select", store);

  // A second press while the first is under way sends nothing more.
  let isSent = false;
  form.addEventListener("submit", (event) => {
    if (isSent) return event.preventDefault();
    isSent = true;
    sessionStorage.setItem("sent", storageKey);
  });
  window.addEventListener("pageshow", () => (isSent = false));

  window.addEventListener("load", () => form.querySelector(".errors") || focusFirstEmpty()); // when select2 has replaced its fields
}
