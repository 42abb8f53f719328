/** What names of parameters say. A name is looked at as its words in lower case, joined by spaces (`outputPath`: `output path`). */
import { committedMoney, deletedCount, endpointName, tradesNow } from './patterns.ts';
import { wordSet } from './word-set.ts';

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
  commits: 524_288,
  orders: 1_048_576,
  deletes: 2_097_152,
  endpoint: 4_194_304,
  steering: 8_388_608,
} as const;

/** One way in which a name says what kind it is. Any one of `any`, `first`, `last`, `whole`, `name` and `spelt` is enough. */
export interface NameRule {
  kind: keyof typeof kinds;
  /** One of its words. */
  any?: ReadonlySet<string>;
  /** Its first word. */
  first?: ReadonlySet<string>;
  /** Its last word. */
  last?: ReadonlySet<string>;
  /** The whole name. */
  whole?: ReadonlySet<string>;
  name?: RegExp;
  /** The name as it is written. */
  spelt?: RegExp;
  /** And only where the name also matches this. */
  and?: RegExp;
  /** Never where it matches this. */
  unless?: RegExp;
}

const names = (list: string): ReadonlySet<string> => new Set(list.split(', '));

const languages = wordSet('javascript js python bash applescript jxa lua groovy powershell');
const addresses = wordSet(
  'url urls uri uris link href endpoint website webpage origin callback webhook domain hostname host',
);

/** All that is known about names of parameters. */
export const nameRules: readonly NameRule[] = [
  {
    kind: 'credential',
    any: wordSet('password passwd passphrase secret credential credentials apikey bearer pat otp pin'),
    name: /^(x )?(.* )?(api key|access key|access token|auth token|private key|secret key|client secret|bearer token|refresh token|api token|signing key|encryption key|ssh key|mnemonic|seed phrase|authorization|auth header|token)$/,
    unless:
      /(^| )(max|count|id|ids|limit|type|name|usage|page|next|cursor|continuation|pagination|sync|min|path|arn|version)( |$)/,
  },
  { kind: 'url', last: addresses },
  {
    kind: 'url',
    first: addresses,
    and: /^\S+( \S+)?$/,
    unless: /(^| )(ids?|uids?|uuids?|keys?|slug|status|count|type|index|version)$/,
  },
  {
    kind: 'maybeCode',
    last: languages,
    whole: names(
      'shell command, bash command, command line, cmdline, snippet, program, source, macro, code function, js function, page function, expression, command, commands, cmd, argv',
    ),
    name: /(^| )(code|script|command|cmd)$/,
  },
  {
    kind: 'code',
    last: languages,
    whole: names(
      'js code, python code, shell command, bash command, command line, cmdline, script, page function, shell',
    ),
  },
  {
    kind: 'query',
    any: wordSet('sql cypher graphql soql sparql kql dql gql statement statements mql nrql'),
    unless: /(^| )(id|name|type|timeout|mode|dialect)$/,
  },
  {
    kind: 'markup',
    any: wordSet('html xml svg template markup css mjml'),
    unless: /(^| )(id|ids|name|type|format|language)$/,
  },
  {
    kind: 'path',
    last: wordSet(
      'path paths file files filename filenames filepath filepaths directory dir folder cwd workdir destination root',
    ),
    name: /path\S*$/,
  },
  {
    kind: 'recipient',
    first: wordSet('to recipient recipients'),
    last: wordSet('recipient recipients'),
    whole: names('cc, bcc, email, emails, channel, chat, phone, address, attendees, destination'),
  },
  {
    kind: 'amount',
    any: wordSet('amount price qty quantity notional'),
    whole: names('amounts, lamports, value, amountusd, sats, satoshis, wei'),
  },
  { kind: 'bulk', first: wordSet('all bulk batch everything recursive'), last: wordSet('ids all') },
  {
    kind: 'force',
    any: wordSet('force forced overwrite unsafe insecure skip bypass override cascade nocheck ignore noverify yes'),
  },
  {
    kind: 'output',
    name: /^((output|save|dest|destination|target|download|local|export|out|result|file|write)? ?(path|file|filename|file name|file path|filepath|dir|directory|folder)( name| path)?|(save|saveto|save to|write to|output)( .*)?)$/,
    and: /^(output|save|dest|destination|target|download|local|export|out|result|write|(file ?name|file path|filepath|path|file)$)/,
    unless: /(^| )(ids?|uids?|uuids?|keys?|count|index|tokens?|schema)$/,
  },
  {
    kind: 'mode',
    last: wordSet('action operation subcommand method command mode'),
    whole: names('actions, operations, methods, commands, cmd, op, verb, task, type'),
  },
  { kind: 'httpMethod', whole: names('method, http method, verb, request method, http verb') },
  { kind: 'body', last: wordSet('body payload'), whole: names('data, json, params, formdata, requestbody') },
  {
    kind: 'asset',
    whole: names(
      'asset, currency, coin, token, token address, from token, to token, asset id, chain, chain id, wallet, network, contract address',
    ),
  },
  {
    kind: 'drop',
    first: wordSet('drop purge wipe truncate erase destroy delete clobber'),
    last: wordSet('destructive'),
  },
  {
    kind: 'filter',
    first: wordSet('filter where since before after status state sort order limit offset page cursor include exclude'),
  },
  {
    kind: 'trade',
    whole: names(
      'side, symbol, ticker, qty, limit price, stop price, order type, time in force, trigger price, slippage, leverage, transaction type, tradingsymbol, instrument, pair, trading pair, base coin, slippage bps, slippage tolerance',
    ),
  },
  { kind: 'commits', name: committedMoney },
  // What a model is given that is to act by itself.
  {
    kind: 'steering',
    whole: names(
      'allowed tools, disallowed tools, enabled tools, permission mode, approval policy, approval mode, max turns, max iterations, system prompt, append system prompt, sandbox mode',
    ),
  },
  { kind: 'orders', spelt: tradesNow },
  { kind: 'deletes', spelt: deletedCount },
  { kind: 'endpoint', spelt: endpointName },
];

/** Names of parameters that hold what a tool works on, not where it lies. */
export const givenNames = wordSet(
  'text texts string strings input content contents html markdown md code source json xml csv yaml value values number numbers list lists array arrays items rows image images a b',
);

/** Last words of names of parameters that say where a thing lies, or which one it is. */
export const placeNames = wordSet(
  'id ids uuid slug key path paths file files filename url urls uri repo repository project channel bucket table sheet database document page workspace owner user',
);
