/** The picture that other sites show beside a link (Open Graph): a name, a verdict and a few words, as PNG. */
import { createRequire } from 'node:module';
import { renderAsync } from '@resvg/resvg-js';
import { type Risk, risks } from '#db/types.ts';
import { cardSize } from './card-size.ts';
import { signFills } from './colours.ts';
import { shorten } from './format.ts';
import { plainVerbatim } from './verbatim.ts';
import { riskKey } from './vocabulary.ts';
import { element, renderXml, type XmlElement } from './xml.ts';

/** What stands on a picture. Every text may be a stranger's. */
export interface Card {
  /** The name, up to two lines. */
  title: string;
  /** What it belongs to, above the name. */
  above: string;
  /** The verdict in a word or two. */
  sign: string;
  /** Colour and bars of the sign; `null` is not assessed. */
  risk: Risk | null;
  /** Up to three lines below. */
  lines: readonly string[];
}

const margin = 72;
const ink = '#16191c';
const quiet = '#50575d';
/** Longest line of the title and of the lines below, characters that fit at their sizes. */
const maxTitleChars = 30;
const maxLineChars = 62;

const require = createRequire(import.meta.url);
/** Fonts as files, since the renderer reads no WOFF2. */
const fontFiles = [
  '@expo-google-fonts/bricolage-grotesque/700Bold/BricolageGrotesque_700Bold.ttf',
  '@expo-google-fonts/hanken-grotesk/500Medium/HankenGrotesk_500Medium.ttf',
].map((file) => require.resolve(file));

/** The picture as SVG. */
export function drawCard({ title, above, sign, risk, lines }: Card): XmlElement {
  const fill = signFills[riskKey(risk)];
  const write = (text: string, y: number, size: number, colour: string, display = false) =>
    element(
      'text',
      {
        x: String(margin),
        y: String(y),
        fill: colour,
        'font-size': String(size),
        'font-family': display ? 'Bricolage Grotesque' : 'Hanken Grotesk',
        'font-weight': display ? '700' : '500',
      },
      text,
    );
  const titleLines = wrap(plainVerbatim(title), maxTitleChars, 2);
  const bars = risks.map((_, at) =>
    element('rect', {
      x: String(margin + 28 + at * 22),
      y: String(466 - at * 12),
      width: '14',
      height: String(24 + at * 12),
      fill: '#ffffff',
      'fill-opacity': risk !== null && at <= risks.indexOf(risk) ? '1' : '0.3',
    }),
  );
  const signText = shorten(plainVerbatim(sign), 34);
  return element(
    'svg',
    { xmlns: 'http://www.w3.org/2000/svg', width: String(cardSize.width), height: String(cardSize.height) },
    element('rect', { width: String(cardSize.width), height: String(cardSize.height), fill: '#f5f6f2' }),
    element('rect', { width: '20', height: String(cardSize.height), fill }),
    write(shorten(plainVerbatim(above), maxLineChars), 108, 34, quiet),
    ...titleLines.map((line, at) => write(line, 196 + at * 78, 68, ink, true)),
    ...lines.slice(0, 2).map((line, at) => write(shorten(plainVerbatim(line), maxLineChars), 344 + at * 44, 34, quiet)),
    element('rect', {
      x: String(margin),
      y: '410',
      width: String(170 + Math.round(signText.length * 21)),
      height: '100',
      rx: '10',
      fill,
    }),
    ...bars,
    element(
      'text',
      {
        x: String(margin + 134),
        y: '475',
        fill: '#ffffff',
        'font-size': '42',
        'font-family': 'Bricolage Grotesque',
        'font-weight': '700',
      },
      signText,
    ),
    write('toolrisk', 578, 34, ink, true),
  );
}

/** The picture as PNG. Rendered beside the thread that answers. */
export async function sendCard(card: Card): Promise<Response> {
  const image = await renderAsync(renderXml(drawCard(card)), {
    font: { fontFiles, loadSystemFonts: false, defaultFontFamily: 'Hanken Grotesk' },
  });
  return new Response(new Uint8Array(image.asPng()), { headers: { 'content-type': 'image/png' } });
}

/** A text in lines of at most `maxChars`, broken where a name may be; what does not fit ends in an ellipsis. */
function wrap(text: string, maxChars: number, maxLines: number): string[] {
  const pieces = text.split(/(?<=[\s_\-./:])|(?<=[a-z0-9])(?=[A-Z])/).flatMap((piece) => chunk(piece, maxChars));
  const lines: string[] = [''];
  for (const piece of pieces) {
    const line = lines.at(-1)!;
    if (line !== '' && (line + piece).trimEnd().length > maxChars) lines.push(piece);
    else lines[lines.length - 1] = line + piece;
  }
  const shown = lines.slice(0, maxLines).map((line) => line.trim());
  if (lines.length > maxLines) shown[maxLines - 1] = `${shown[maxLines - 1]!.slice(0, maxChars - 1)}…`;
  return shown;
}

/** A piece cut to parts that fit, never through a character; enough parts for a title. */
function chunk(piece: string, maxChars: number): string[] {
  const characters = [...piece.slice(0, 4 * maxChars)];
  return Array.from({ length: Math.ceil(characters.length / maxChars) }, (_, at) =>
    characters.slice(at * maxChars, (at + 1) * maxChars).join(''),
  );
}
