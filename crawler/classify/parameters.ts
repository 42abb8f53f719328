/** What a parameter's name says about it. Looked up once per distinct name. */
import { splitName } from './text.ts';

/** Kinds of parameters, as bits. */
export const kinds = {
  credential: 1,
  url: 2,
  code: 4,
  query: 8,
  markup: 16,
  path: 32,
  recipient: 64,
  amount: 128,
  bulk: 256,
  force: 512,
  output: 1024,
  mode: 2048,
  drop: 4096,
  httpMethod: 8192,
  body: 16_384,
  filter: 32_768,
  trade: 65_536,
  maybeCode: 131_072,
  asset: 262_144,
} as const;

const set = (words: string): ReadonlySet<string> => new Set(words.split(' '));

const credentialWords = set('password passwd passphrase secret credential credentials apikey bearer pat otp pin');
const credentialNames =
  /^(x )?(.* )?(api key|access key|access token|auth token|private key|secret key|client secret|bearer token|refresh token|api token|signing key|encryption key|ssh key|mnemonic|seed phrase|authorization|auth header|token)$/;
const urlWords = set(
  'url urls uri uris link href endpoint website webpage origin callback webhook domain hostname host',
);
const codeWords = set('javascript js python bash applescript jxa lua groovy powershell');
const queryWords = set('sql cypher graphql soql sparql kql dql gql statement statements mql nrql');
const markupWords = set('html xml svg template markup css mjml');
const pathWords = set(
  'path paths file files filename filenames filepath filepaths directory dir folder cwd workdir destination root',
);
const recipientWords = set(
  'to cc bcc recipient recipients email emails channel chat phone address attendees destination',
);
const amountWords = set('amount amounts price quantity qty notional lamports value amountusd sats satoshis wei');
const bulkWords = set('all bulk batch everything recursive');
const forceWords = set(
  'force forced overwrite unsafe insecure skip bypass override cascade nocheck ignore noverify yes',
);
const dropWords = set('drop purge wipe truncate erase destroy delete clobber');
const modeNames = set(
  'action actions operation operations method methods mode command commands cmd op verb task subcommand type',
);
const bodyNames = set('body payload data json params formdata requestbody');

const read = (name: string): number => {
  const words = splitName(name).map((w) => w.text);
  const joined = words.join(' ');
  const last = words.at(-1) ?? '';
  const first = words[0] ?? '';
  let bits = 0;
  const has = (list: ReadonlySet<string>): boolean => words.some((w) => list.has(w));
  if (has(credentialWords) || credentialNames.test(joined)) {
    if (
      !/(^| )(max|count|id|ids|limit|type|name|usage|page|next|cursor|continuation|pagination|sync|min|path|arn|version)( |$)/.test(
        joined,
      )
    )
      bits |= kinds.credential;
  }
  if (urlWords.has(last) || (urlWords.has(first) && words.length < 3)) bits |= kinds.url;
  if (
    /^(code|script|source code|js code|python code|javascript|js|python|snippet|program|init script|code snippet|jxa|applescript|bash|shell command|bash command|command line|cmdline|source|macro|function code|js function|page function|expression|execution code|user code)$/.test(
      joined,
    ) ||
    codeWords.has(last) ||
    /(^| )(code|script)$/.test(joined)
  )
    bits |= kinds.maybeCode;
  if (
    /^(javascript|js code|python code|js|jxa|applescript|bash|shell command|bash command|command line|cmdline|script|page function|shell|powershell)$/.test(
      joined,
    ) ||
    codeWords.has(last)
  )
    bits |= kinds.code;
  if (/^(command|commands|cmd|argv)$/.test(joined)) bits |= kinds.maybeCode;
  if (has(queryWords) && !/(^| )(id|name|type|timeout|mode|dialect)$/.test(joined)) bits |= kinds.query;
  if (has(markupWords) && !/(^| )(id|ids|name|type|format|language)$/.test(joined)) bits |= kinds.markup;
  if (pathWords.has(last) || /path/.test(last)) bits |= kinds.path;
  if (
    recipientWords.has(joined) ||
    /^(to|recipient|recipients)( |$)/.test(joined) ||
    /(^| )(recipient|recipients)$/.test(joined) ||
    joined === 'to address' ||
    joined === 'to email'
  )
    bits |= kinds.recipient;
  if (amountWords.has(joined) || /(^| )(amount|price|qty|quantity|notional)( |$)/.test(joined)) bits |= kinds.amount;
  if (bulkWords.has(first) || last === 'ids' || last === 'all') bits |= kinds.bulk;
  if (has(forceWords)) bits |= kinds.force;
  if (
    /^(output|save|dest|destination|target|download|local|export|out|result|file|write)? ?(path|file|filename|file name|file path|filepath|dir|directory|folder)( name| path)?$/.test(
      joined,
    ) ||
    /^(save|saveto|save to|write to|output)( .*)?$/.test(joined)
  ) {
    if (
      /^(output|save|dest|destination|target|download|local|export|out|result|write)/.test(joined) ||
      /^(file ?name|file path|filepath|path|file)$/.test(joined)
    )
      bits |= kinds.output;
  }
  if (modeNames.has(joined) || /(^| )(action|operation|subcommand|method|command|mode)$/.test(joined))
    bits |= kinds.mode;
  if (/^(method|http method|verb|request method|http verb)$/.test(joined)) bits |= kinds.httpMethod;
  if (bodyNames.has(joined) || /(^| )(body|payload)$/.test(joined)) bits |= kinds.body;
  if (
    /^(asset|currency|coin|token|token address|from token|to token|asset id|chain|chain id|wallet|network|contract address)$/.test(
      joined,
    )
  )
    bits |= kinds.asset;
  if (dropWords.has(first) || last === 'destructive') bits |= kinds.drop;
  if (
    /^(filter|where|since|before|after|status|state|sort|order|limit|offset|page|cursor|include|exclude)( |$)/.test(
      joined,
    )
  )
    bits |= kinds.filter;
  if (
    /^(side|symbol|ticker|qty|limit price|stop price|order type|time in force|trigger price|slippage|leverage|transaction type|tradingsymbol|instrument|pair|trading pair|base coin|slippage bps|slippage tolerance)$/.test(
      joined,
    )
  )
    bits |= kinds.trade;
  return bits;
};

/** What is known about a name of a parameter. */
export interface NameFacts {
  /** Bits of `kinds`. */
  kinds: number;
  /** What a pointer to the parameter has behind that of its schema: `/properties/name`, escaped. */
  step: string;
}

/** Distinct names remembered before the memory is emptied. */
const maxMemo = 20_000;
let memo = new Map<string, NameFacts>();

/** A key as RFC 6901 writes it in a pointer. */
export const escapeKey = (key: string): string =>
  key.includes('~') || key.includes('/') ? key.replaceAll('~', '~0').replaceAll('/', '~1') : key;

/** What a parameter's name says; looked up once per distinct name. */
export const factsOf = (name: string): NameFacts => {
  const known = memo.get(name);
  if (known !== undefined) return known;
  const facts = {
    kinds: read(name.length > 128 ? name.slice(0, 128) : name),
    step: `/properties/${escapeKey(name)}`,
  };
  if (memo.size >= maxMemo) memo = new Map();
  memo.set(name, facts);
  return facts;
};
