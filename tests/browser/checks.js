// What the tests ask of a page as it is shown. Every page of a test has these functions; each fault is told in a line.

const everything = () => [...document.body.querySelectorAll("*")]
const shown = element => element.checkVisibility({ visibilityProperty: true, opacityProperty: true })

function told(element) {
  const words = (element.innerText || element.value || "").trim().replace(/\s+/g, " ")
  return `<${element.localName}${element.className ? ` class="${element.className}"` : ""}> “${words.slice(0, 40)}”`
}

// --- nothing is cut off -----------------------------------------------------------------------------

function cutOff() {
  const root = document.documentElement, faults = []
  if (root.scrollWidth > root.clientWidth) faults.push(`the page is ${root.scrollWidth} px wide`)
  const seen = everything().filter(element => shown(element) && !(element instanceof SVGElement) && !forScreenReaders(element))
  const tooWide = seen.filter(element => element.getBoundingClientRect().right > root.clientWidth + 1 && !inAScroller(element))
  for (const element of tooWide.filter(element => !tooWide.some(other => other !== element && element.contains(other))))
    faults.push(`${told(element)} reaches to ${Math.round(element.getBoundingClientRect().right)} px`)
  const hides = overflow => ["hidden", "clip"].includes(overflow)
  for (const element of seen) {
    const { overflowX, overflowY } = getComputedStyle(element)
    if (hides(overflowX) && element.scrollWidth > element.clientWidth + 1) faults.push(`${told(element)} hides its right end`)
    if (hides(overflowY) && element.scrollHeight > element.clientHeight + 1) faults.push(`${told(element)} hides its lower end`)
  }
  return faults
}

const withAncestors = element => element === document.body ? [] : [element, ...withAncestors(element.parentElement)]
const forScreenReaders = element => withAncestors(element).some(each => each.offsetWidth <= 1 && each.offsetHeight <= 1)
const inAScroller = element => withAncestors(element.parentElement).some(each => ["auto", "scroll"].includes(getComputedStyle(each).overflowX))

const sizesOfText = () => [...document.querySelectorAll("main :is(h1, h2, p, li, dd)")].map(element => parseFloat(getComputedStyle(element).fontSize))

// --- the keyboard -----------------------------------------------------------------------------------

const focusable = () => everything().filter(element => shown(element) && element.matches(
  "a[href], button:enabled, input:enabled, select:enabled, textarea:enabled, summary, [tabindex]:not([tabindex='-1'])"))

// To be called after a key was pressed: only then does a browser show where the focus is.
function withoutFocusIndicator() {
  const indicator = element => (({ outlineStyle, outlineWidth, outlineColor, boxShadow }) =>
    JSON.stringify([outlineStyle === "none" ? "" : [outlineStyle, outlineWidth, outlineColor], boxShadow]))(getComputedStyle(element))
  document.activeElement.blur()
  const before = focusable().map(element => [element, indicator(element)])
  return before.filter(([element, without]) => (element.focus(), indicator(element) === without)).map(([element]) => told(element))
}

// Where the focus is among what can have it (-1: elsewhere), and whether the reader can see it there.
function focused() {
  const element = document.activeElement
  const points = [...element.getClientRects()].flatMap(({ left, right, top, bottom }) => [
    [left + 2, top + 2], [right - 2, bottom - 2], [(left + right) / 2, (top + bottom) / 2]])
  const seen = points.some(([x, y]) => element.contains(document.elementFromPoint(x, y)))
  return { place: focusable().indexOf(element), seen, told: told(element) }
}

// --- what a key sends -------------------------------------------------------------------------------

// Keep every form that something sends here, told in `held`, instead of sending it.
function holdForms() {
  globalThis.held = []
  document.addEventListener("submit", event => { event.preventDefault(); held.push(told(event.target)) }, true)
}

// The first field of each sort in each form that changes something.
function fieldsOfEachSort() {
  const found = new Map()
  for (const field of document.querySelectorAll("form[method=post] :is(input:not(.select2-search__field), select:not(.select2-hidden-accessible))"))
    if (shown(field) && !field.disabled && !["submit", "button", "file", "hidden"].includes(field.type)) {
      const sort = [...document.forms].indexOf(field.form) + field.type
      if (!found.has(sort)) found.set(sort, field)
    }
  return [...found.values()]
}

// --- settings of the reader's system ----------------------------------------------------------------

function moving() {
  const seconds = list => Math.max(...list.split(",").map(each => parseFloat(each) * (each.trim().endsWith("ms") ? 0.001 : 1)))
  const faults = everything().filter(shown).filter(element => {
    const { animationName, animationDuration, transitionDuration } = getComputedStyle(element)
    return (animationName !== "none" && seconds(animationDuration) > 0.01) || seconds(transitionDuration) > 0.01
  }).map(told)
  if (getComputedStyle(document.documentElement).scrollBehavior === "smooth") faults.push("the page scrolls smoothly")
  return faults
}

const transparent = color => /^rgba.*, 0\)$|\/ 0\)$/.test(color)
function ground(element) {
  const { backgroundColor } = getComputedStyle(element)
  return transparent(backgroundColor) && element.parentElement ? ground(element.parentElement) : backgroundColor
}
const standsOut = element => ground(element) !== ground(element.parentElement)

// The places, among everything, of what its background says: an empty box (a bar of a chart), words marked within a text.
function painted() {
  const empty = element => !element.textContent.trim() && !element.children.length && !element.matches("input, textarea, img, hr, br")
  return everything().flatMap((element, place) =>
    shown(element) && !(element instanceof SVGElement) && (empty(element) || element.matches("mark")) && standsOut(element) ? [place] : [])
}

function toldByBackgroundOnly(places) {
  return everything().filter((element, place) => {
    const style = getComputedStyle(element)
    const edged = ["Top", "Right", "Bottom", "Left"].some(side => parseFloat(style[`border${side}Width`])) // 0 where there is no style
    const lined = style.textDecorationLine !== "none" || style.outlineStyle !== "none"
    return places.includes(place) && !standsOut(element) && !edged && !lined
  }).map(told)
}

// axe-core reads the page's own colours where others are forced upon it (-webkit-text-fill-color); hence this.
function unreadable() {
  const words = element => [...element.childNodes].some(node => node.nodeType === Node.TEXT_NODE && node.data.trim())
  return everything().filter(element => shown(element) && words(element) && !forScreenReaders(element))
    .filter(element => contrast(getComputedStyle(element).color, ground(element)) < 4.5).map(told)
}

const contrast = (one, other) => (Math.max(luminance(one), luminance(other)) + 0.05) / (Math.min(luminance(one), luminance(other)) + 0.05)
const canvas = new OffscreenCanvas(1, 1).getContext("2d", { willReadFrequently: true }) // understands every notation of a colour
const luminances = {}
function luminance(color) { // WCAG 2.2, “relative luminance”
  if (!(color in luminances)) {
    canvas.fillStyle = color
    canvas.fillRect(0, 0, 1, 1)
    const [red, green, blue] = [...canvas.getImageData(0, 0, 1, 1).data].map(each => each / 255).map(each => each <= 0.04045 ? each / 12.92 : ((each + 0.055) / 1.055) ** 2.4)
    luminances[color] = 0.2126 * red + 0.7152 * green + 0.0722 * blue
  }
  return luminances[color]
}

// Playwright runs this file in a function of its own.
Object.assign(globalThis, { cutOff, sizesOfText, holdForms, fieldsOfEachSort, focusable, withoutFocusIndicator, focused, moving, painted, toldByBackgroundOnly, unreadable })
