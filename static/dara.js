// Small comforts; every page works without them. Nothing is remembered and nothing is sent.

// Ctrl+K or ⌘K goes to the search box. No single key does: who dictates would be thrown there unawares (WCAG 2.2, 2.1.4).
document.addEventListener("keydown", (event) => {
  if (event.key.toLowerCase() !== "k" || event.ctrlKey === event.metaKey || event.altKey || event.shiftKey) return;
  event.preventDefault();
  document.getElementById("search").select();
});

// A button beside each citation copies it; none where the browser lets no page write to the clipboard. Its words, in the page's
// language, are on the section, and that it has copied is said to screen readers too.
for (const section of navigator.clipboard ? document.querySelectorAll("[data-copy]") : []) {
  const said = document.createElement("p");
  said.className = "hidden";
  said.setAttribute("role", "status");
  section.append(said);
  for (const form of section.querySelectorAll(".form")) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "copy";
    button.textContent = section.dataset.copy;
    button.setAttribute("aria-label", `${section.dataset.copy}: ${form.dataset.name}`);
    button.addEventListener("click", async () => {
      try {
        await navigator.clipboard.writeText(form.innerText);
      } catch {
        getSelection().selectAllChildren(form); // refused: marked, so that one can copy it oneself
        return;
      }
      button.textContent = said.textContent = section.dataset.copied;
      setTimeout(() => {
        button.textContent = section.dataset.copy;
        said.textContent = "";
      }, 2000);
    });
    form.after(button);
  }
}

// The buttons beside a page's address share it and copy it, each only where the browser can; the address itself is shown where neither
// can. What is said to screen readers is said here too.
for (const share of document.querySelectorAll(".share")) {
  const [send, copy] = share.querySelectorAll("button");
  const shown = share.querySelector("span");
  const address = shown.querySelector("code").textContent;
  if (navigator.share) {
    send.hidden = false;
    send.addEventListener("click", () => navigator.share({ title: share.dataset.title || document.title, url: address }).catch(() => {})); // closed without sharing
  }
  if (!navigator.clipboard) continue;
  const said = document.createElement("span");
  said.setAttribute("role", "status");
  shown.after(said);
  shown.hidden = true;
  copy.hidden = false;
  copy.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(address);
    } catch {
      shown.hidden = false; // refused: the address, so that one can copy it oneself
      return;
    }
    said.textContent = share.dataset.copied;
    setTimeout(() => (said.textContent = ""), 2000);
  });
}

// Where a page may be printed with or without what is folded, a button prints it as it is, and the link prints all of it.
for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => {
    if (location.hash === "#print-all") location.hash = "";
    setTimeout(print);
  });
  document.getElementById("print-all").addEventListener("click", () => setTimeout(print));
}
