/** Reads a page of a Python index, as JSON (PEP 691) or HTML (PEP 503). Pure; of its files only wheels with a hash count. */

/** One wheel an index names. */
export interface IndexFile {
  filename: string;
  /** Absolute. */
  url: string;
  sha256: string;
  requiresPython?: string;
  yanked: boolean;
  /** Hash of its metadata, where the index gives that out alone (PEP 658). */
  metadataSha256?: string;
}

const wheelName = /^[\w.!+-]{1,250}\.whl$/;
const hashShape = /^[0-9a-f]{64}$/i;
const demandShape = /^[\w.,<>=!~* ]{1,200}$/;
/** Most files of one package that are read. */
const maxFiles = 100_000;

/** The wheels of a page; nothing of what is no page. */
export function readIndexPage(text: string, contentType: string, base: URL): IndexFile[] {
  const files = /json/i.test(contentType) ? filesOfJson(text) : filesOfHtml(text);
  return files.slice(0, maxFiles).flatMap(({ filename, url, sha256, requiresPython, yanked, metadata }) => {
    if (!wheelName.test(filename) || !hashShape.test(sha256) || !URL.canParse(url, base)) return [];
    return [
      {
        filename,
        url: new URL(url, base).href.replace(/#.*$/, ''),
        sha256: sha256.toLowerCase(),
        yanked,
        ...(requiresPython !== undefined && demandShape.test(requiresPython) && { requiresPython }),
        ...(metadata !== undefined && hashShape.test(metadata) && { metadataSha256: metadata.toLowerCase() }),
      },
    ];
  });
}

/** A file as it is named, unchecked. */
interface NamedFile {
  filename: string;
  url: string;
  sha256: string;
  requiresPython?: string;
  yanked: boolean;
  metadata?: string;
}

function filesOfJson(text: string): NamedFile[] {
  const page = JSON.parse(text) as { files?: unknown } | null;
  const files = Array.isArray(page?.files) ? page.files : [];
  return files.map((file: Record<string, unknown> | null) => {
    const hashes = (file?.hashes ?? {}) as { sha256?: unknown };
    const metadata = (file?.['core-metadata'] ?? file?.['dist-info-metadata']) as { sha256?: unknown } | undefined;
    return {
      filename: String(file?.filename),
      url: String(file?.url),
      sha256: String(hashes.sha256),
      yanked: file?.yanked !== undefined && file.yanked !== false,
      ...(typeof file?.['requires-python'] === 'string' && { requiresPython: file['requires-python'] }),
      ...(typeof metadata?.sha256 === 'string' && { metadata: metadata.sha256 }),
    };
  });
}

function filesOfHtml(text: string): NamedFile[] {
  return [...text.matchAll(/<a\s([^>]{1,4000})>/gi)].map(([, attributes = '']) => {
    const values = new Map<string, string>();
    for (const [, name = '', double, single] of attributes.matchAll(/([\w-]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'))?/g))
      values.set(name.toLowerCase(), unescapeHtml(double ?? single ?? ''));
    const url = values.get('href') ?? '';
    const metadata = values.get('data-core-metadata') ?? values.get('data-dist-info-metadata');
    const requiresPython = values.get('data-requires-python');
    return {
      filename: decodeName(
        url
          .replace(/[?#].*$/, '')
          .split('/')
          .at(-1) ?? '',
      ),
      url,
      sha256: /#sha256=([0-9a-f]{64})/i.exec(url)?.[1] ?? '',
      yanked: values.has('data-yanked'),
      ...(requiresPython !== undefined && { requiresPython }),
      ...(metadata !== undefined && { metadata: metadata.replace(/^sha256=/, '') }),
    };
  });
}

function decodeName(name: string): string {
  try {
    return decodeURIComponent(name);
  } catch {
    return '';
  }
}

const unescapeHtml = (text: string) =>
  text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&amp;', '&');
