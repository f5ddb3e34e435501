// Asks again how far the drafting of a long text is, until it has ended, so that nobody has to load the page again and lose what is typed there.
"use strict";

function askAgain() {
  for (const place of document.querySelectorAll("[data-asks]")) {
    fetch(place.dataset.asks, { headers: { "X-Requested-With": "XMLHttpRequest" } })
      .then((answer) => (answer.ok && !answer.redirected ? answer.text() : null))
      .then((words) => { if (words) place.outerHTML = words; })
      .catch(() => {}); // a page that is left, or a site that is started again
  }
}

setInterval(askAgain, 3000);
