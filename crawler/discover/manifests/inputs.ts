/** Harmless values for arguments that a server wants and nobody has given. Pure. */
import { namesSecret, placeholder } from './redact.ts';

/**
 * A harmless value for a wanted argument, judged by what it is called and described as:
 * `.` for a path (the sandbox's working folder is empty), an address that leads nowhere, a number, else `placeholder`.
 */
export function harmlessValue(hint: string, format?: string): string {
  if (format === 'boolean') return 'false';
  if (format === 'number') return '1';
  if (format === 'filepath') return '.';
  if (namesSecret(hint)) return placeholder;
  if (/postgres/i.test(hint)) return 'postgresql://localhost/placeholder';
  if (/mysql/i.test(hint)) return 'mysql://localhost/placeholder';
  if (/mongo/i.test(hint)) return 'mongodb://localhost/placeholder';
  if (/redis/i.test(hint)) return 'redis://localhost:6379';
  if (/dir|folder|path|file|root|vault|workspace|project/i.test(hint)) return '.';
  if (/url|uri|endpoint|host|domain|site/i.test(hint)) return 'https://example.com';
  if (/port|count|limit|size|timeout|number/i.test(hint)) return '1';
  return placeholder;
}
