/** Size of the picture beside a link, pixels: what readers of Open Graph crop least. Apart, so that pages need no renderer. */
export const cardSize = { width: 1200, height: 630 };
