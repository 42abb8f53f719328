/** The colours of risks for pictures that have no style sheet: those of `tokens.css` on light paper. */
import type { Risk } from '#db/types.ts';

/** As a filled sign, `unassessed` where the risk is not known. White text on each has 4.5 : 1 or more. */
export const signFills: Readonly<Record<Risk | 'unassessed', string>> = {
  low: '#1b7a4d',
  medium: '#8a6100',
  high: '#b84708',
  critical: '#c41632',
  unassessed: '#66539a',
};
