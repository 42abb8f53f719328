/**
 * Rendered pages, kept until what they show has changed. A page of one server goes when that server does; a page that
 * lists many is kept for two seconds after any change, so that an index that is being filled is not rendered for every
 * visitor. Bounded by bytes; the page that was not asked for longest goes first.
 */

/** What a page shows: the slug of one server, or many of them. */
export type PageSubject = string | typeof everything;
export const everything: unique symbol = Symbol('everything');

/** A page being rendered: what it showed may change meanwhile. */
export interface PendingPage {
  readonly key: string;
  readonly subject: PageSubject;
  readonly epoch: number;
  /** Set when its subject changes before it is put. */
  stale: boolean;
}

export interface PageCache<T> {
  /** The page under a key, while it shows what is so. */
  get(key: string): T | undefined;
  /** Says that a page is about to be rendered. */
  begin(key: string, subject: PageSubject): PendingPage;
  /** Keeps what was rendered, unless its subject changed meanwhile. */
  put(pending: PendingPage, page: T, bytes: number): void;
  /** Gives up on a page that is not to be kept. */
  abandon(pending: PendingPage): void;
  /** A kept page has grown: a compressed form of it was made. */
  grow(key: string, page: T, bytes: number): void;
  /** Takes over what changed: a slug, `''` for what is no server's, `*` for everything. */
  changed(what: string): void;
  readonly bytes: number;
  close(): void;
}

/** A page that lists many servers may be behind by this, milliseconds. With what telling takes, under five seconds. */
const listDelayMs = 2_000;
/** Pages say how long ago something was; so none is kept for longer than this, milliseconds. */
const maxAgeMs = 60_000;

interface Kept<T> {
  page: T;
  subject: PageSubject;
  epoch: number;
  bytes: number;
  until: number;
}

/**
 * Makes an empty cache.
 * @param options.maxBytes how much is kept, bytes
 * @param options.fresh whether changes are heard of at this moment; while they are not, nothing is served
 * @param options.now milliseconds, for tests
 */
export function createPageCache<T>(options: { maxBytes: number; fresh(): boolean; now?(): number }): PageCache<T> {
  const { maxBytes, fresh, now = Date.now } = options;
  const kept = new Map<string, Kept<T>>();
  const bySubject = new Map<PageSubject, Set<string>>();
  const pending = new Set<PendingPage>();
  let bytes = 0;
  let epoch = 0;
  let timer: NodeJS.Timeout | undefined;

  const drop = (key: string) => {
    const entry = kept.get(key);
    if (!entry) return;
    kept.delete(key);
    bytes -= entry.bytes;
    const keys = bySubject.get(entry.subject);
    keys?.delete(key);
    if (keys?.size === 0) bySubject.delete(entry.subject);
  };
  const shrink = () => {
    for (const key of kept.keys()) {
      if (bytes <= maxBytes) return;
      drop(key);
    }
  };
  const nextEpoch = () => {
    timer = undefined;
    epoch++;
    for (const key of [...(bySubject.get(everything) ?? [])]) drop(key);
  };

  return {
    get(key) {
      const entry = kept.get(key);
      if (!entry || !fresh()) return undefined;
      if (entry.until < now() || (entry.subject === everything && entry.epoch !== epoch)) {
        drop(key);
        return undefined;
      }
      // Asked for last, dropped last.
      kept.delete(key);
      kept.set(key, entry);
      return entry.page;
    },
    begin(key, subject) {
      const page: PendingPage = { key, subject, epoch, stale: !fresh() };
      pending.add(page);
      return page;
    },
    put(page, value, size) {
      pending.delete(page);
      if (page.stale || size > maxBytes / 8 || (page.subject === everything && page.epoch !== epoch)) return;
      drop(page.key);
      kept.set(page.key, { page: value, subject: page.subject, epoch, bytes: size, until: now() + maxAgeMs });
      bytes += size;
      const keys = bySubject.get(page.subject) ?? new Set();
      keys.add(page.key);
      bySubject.set(page.subject, keys);
      shrink();
    },
    abandon(page) {
      pending.delete(page);
    },
    grow(key, page, size) {
      const entry = kept.get(key);
      if (entry?.page !== page) return;
      entry.bytes += size;
      bytes += size;
      shrink();
    },
    changed(what) {
      if (what === '*') {
        for (const page of pending) page.stale = true;
        for (const key of [...kept.keys()]) if (kept.get(key)?.subject !== everything) drop(key);
      } else if (what !== '') {
        for (const page of pending) if (page.subject === what) page.stale = true;
        for (const key of [...(bySubject.get(what) ?? [])]) drop(key);
      }
      timer ??= setTimeout(nextEpoch, listDelayMs).unref();
    },
    get bytes() {
      return bytes;
    },
    close() {
      clearTimeout(timer);
      kept.clear();
      bySubject.clear();
      bytes = 0;
    },
  };
}
