// Small comforts; every page works without them. Nothing is remembered and nothing is sent.

// “/” goes to the search box, as on many archives. Not while something is being typed.
document.addEventListener("keydown", (event) => {
  const typing = event.target.closest("input, textarea, select, [contenteditable]");
  if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || typing) return;
  event.preventDefault();
  document.getElementById("search")?.focus();
});

// A button beside each citation copies it. Its words, in the page's language, are on the section.
for (const section of document.querySelectorAll("[data-copy]")) {
  for (const form of section.querySelectorAll(".form")) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "copy";
    button.textContent = section.dataset.copy;
    button.setAttribute("aria-label", `${section.dataset.copy}: ${form.dataset.name}`);
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(form.innerText);
      button.textContent = section.dataset.copied;
      setTimeout(() => { button.textContent = section.dataset.copy; }, 2000);
    });
    form.after(button);
  }
}
