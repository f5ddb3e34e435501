// Every page of the admin: Enter sends no form, and names for what Django and select2 leave without one.
"use strict";

// Where the template _no_enter.html says so. Chromium sends a form from a checkbox even where its first button is disabled.
document.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && event.target.type === "checkbox" && event.target.form?.querySelector("[data-no-enter]")) event.preventDefault();
});

// What workbench.js keeps of a form that was sent was saved if the next page says so, whatever page that is.
if (document.querySelector(".messagelist .success") && sessionStorage.getItem("sent")) {
  sessionStorage.removeItem(sessionStorage.getItem("sent"));
  sessionStorage.removeItem("sent");
}

// The first field with an error has the focus, and a link to one leads there, below the messages and above the bar with the buttons.
function focusField(field) {
  const shown = field.matches(".select2-hidden-accessible") ? field.nextElementSibling.querySelector(".select2-selection") : field;
  shown.focus({ preventScroll: true });
  (field.closest(".fieldBox") || field.closest(".form-row") || shown).scrollIntoView({ block: "center" });
}

window.addEventListener("load", () => { // when select2 has replaced its fields
  const wrong = document.querySelector(":is(.form-row, .fieldBox).errors :is(input:not([type=hidden]), select, textarea)");
  if (wrong) focusField(wrong);
});
document.addEventListener("click", (event) => {
  const field = event.target.closest(".errors-of-fields a") && document.getElementById(event.target.hash.slice(1));
  if (!field) return;
  event.preventDefault();
  focusField(field);
});

function labelOf(field) {
  const label = field.labels[0] || field.closest(".form-row, .fieldBox, .actions")?.querySelector("label, legend");
  if (!label) return "";
  label.id ||= `label-of-${field.id}`;
  return label.id;
}

// select2 puts elements of its own in the place of a select, which its label does not name.
function nameSelect2(field) {
  const shown = field.nextElementSibling;
  const label = labelOf(field);
  if (!label || !shown?.classList.contains("select2")) return;
  const value = shown.querySelector("[role=textbox][id]");
  if (value) value.setAttribute("aria-labelledby", label);
  shown.querySelector("[role=combobox]")?.setAttribute("aria-labelledby", value ? `${label} ${value.id}` : label);
  shown.querySelector(".select2-search__field")?.setAttribute("aria-labelledby", label);
}

function nameAll() {
  document.querySelectorAll("select.select2-hidden-accessible").forEach(nameSelect2);
  for (const each of document.querySelectorAll(".help-tooltip[aria-label]")) each.setAttribute("role", "img");
  for (const each of document.querySelectorAll(".datetime input")) {
    const name = each.classList.contains("vDateField") ? "date" : "time";
    each.setAttribute("aria-label", `${each.closest(".form-row").querySelector("label, legend").textContent} ${name}`);
  }
}

window.addEventListener("load", nameAll); // after Django's own scripts, which make the boxes of permissions then

// jQuery calls this after what makes select2 of the fields, which it may call only after the page has loaded.
const jQuery = window.django?.jQuery;
if (jQuery) {
  jQuery(nameAll);
  jQuery(document).on("select2:open", (event) => {
    document.querySelector(".select2-container--open .select2-search__field")?.setAttribute("aria-labelledby", labelOf(event.target));
  });
}
