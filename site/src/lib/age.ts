/** How old a list of tools is, and whether that is older than it should be. Pure. */
import { formatAgo, formatDay } from './format.ts';

/** A visit that is late by less is only waiting for its turn, milliseconds: workers look every minute what is due. */
const graceMs = 3_600_000;

/** What is known of when a server was and will be visited. */
export interface ListDates {
  /** When the list that stands was last read, from the server or its source. */
  readAt: Date;
  nextVisitAt: Date | null;
}

/** The age of a list in words, and since when another was due where one is. */
export function ageOf({ readAt, nextVisitAt }: ListDates, now = new Date()): { text: string; overdue?: string } {
  const text = `${formatDay(readAt)}, ${formatAgo(readAt, now)}`;
  if (nextVisitAt === null || now.getTime() - nextVisitAt.getTime() < graceMs) return { text };
  return { text, overdue: `Older than its schedule: a visit has been due since ${formatDay(nextVisitAt)}.` };
}
