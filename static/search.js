// The search of a baked site: Pagefind's index, read in the browser. Nothing is sent; the words stand in the page's address.

const STEP = 20; // pages shown at a time
const words = new URLSearchParams(location.search).get("q")?.trim() ?? "";
const script = document.getElementById("index").href;
const [count, hits, more] = ["count", "hits", "more"].map((id) => document.getElementById(id));

// A line of the text, in which Pagefind has put <mark> around the words that were found.
function excerpt(marked) {
  const line = document.createElement("p");
  line.className = "words";
  for (const node of new DOMParser().parseFromString(marked, "text/html").body.childNodes) {
    const part = document.createElement(node.nodeName === "MARK" ? "mark" : "span");
    part.textContent = node.textContent;
    line.append(part);
  }
  return line;
}

async function show(results) {
  for (const page of await Promise.all(results.splice(0, STEP).map((result) => result.data()))) {
    const [item, heading, link] = ["li", "p", "a"].map((name) => document.createElement(name));
    link.href = page.url;
    link.textContent = page.meta.title;
    heading.append(link);
    item.append(heading, excerpt(page.excerpt));
    hits.append(item);
  }
  more.hidden = !results.length;
}

async function search() {
  const pagefind = await import(script);
  await pagefind.options({ baseUrl: new URL("..", script).pathname });
  const { results } = await pagefind.search(words);
  count.textContent = { 0: count.dataset.none, 1: count.dataset.one }[results.length] ?? count.dataset.many.replace("{n}", results.length);
  more.addEventListener("click", () => show(results));
  await show(results);
}

if (words) {
  document.getElementById("search").value = words;
  search().catch((error) => {
    count.textContent = count.dataset.failed;
    throw error;
  });
}
