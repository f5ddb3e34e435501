"""Cards: how a page presents itself where somebody shares its address. A title, a description and, for some pages, an image.

`card` makes the card of each kind of page, `images` say what stands on an image, `drawing` draws it with the letters of `fonts`."""
