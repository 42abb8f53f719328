/** Whether what strangers wrote stayed text on a page. */
import type { Page } from 'playwright-core';
import { expect } from 'vitest';

/** What a page is made of, and everything in it that could act or mislead. */
export interface PageMatter {
  /** Every element with each of its attributes, as `a[href]`. */
  parts: string[];
  /** Links that lead elsewhere than to a page, a place in one, or the web. */
  oddLinks: string[];
  /** The displayed text, title and description. */
  text: string;
  /** Values of attributes that are read out or displayed. */
  spoken: string[];
}

/** Characters that turn the reading direction or are not displayed at all. */
export const unseen =
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]/;

/** Reads an open page. */
export const readMatter = (page: Page): Promise<PageMatter> =>
  page.evaluate(() => {
    const all = [...document.querySelectorAll('*')];
    const parts = all.flatMap((element) => [
      element.localName,
      ...element.getAttributeNames().map((name) => `${element.localName}[${name}]`),
    ]);
    const links = all.flatMap((element) =>
      ['href', 'src', 'action', 'formaction'].flatMap((name) => element.getAttribute(name) ?? []),
    );
    const spoken = all.flatMap((element) =>
      ['title', 'alt', 'aria-label', 'placeholder', 'content', 'download'].flatMap(
        (name) => element.getAttribute(name) ?? [],
      ),
    );
    // biome-ignore lint/performance/useDomNodeTextContent: what is displayed is what is asked for
    const displayed = document.body.innerText;
    return {
      parts: [...new Set(parts)],
      oddLinks: links.filter((link) => !/^(\/(?!\/)|#|\?|https?:\/\/)/.test(link)),
      text: `${document.title}\n${displayed}`,
      spoken,
    };
  });

/** Holds that a page is made of nothing but what harmless pages are made of, and that nothing in it is hidden. */
export async function expectOnlyText(page: Page, harmless: ReadonlySet<string>): Promise<void> {
  const { parts, oddLinks, text, spoken } = await readMatter(page);
  const where = page.url();
  expect(
    parts.filter((part) => !harmless.has(part)),
    where,
  ).toEqual([]);
  expect(oddLinks, where).toEqual([]);
  expect(unseen.exec(text)?.[0], where).toBe(undefined);
  expect(
    spoken.filter((value) => unseen.test(value)),
    where,
  ).toEqual([]);
}
