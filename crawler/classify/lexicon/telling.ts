/** Words that tell how far a call reaches and what it touches. */
import { eachAlone, wordSet } from './word-set.ts';

/** Telling words by kind, as they are written. */
export const telling = {
  /** Many at once. */
  bulk: wordSet('bulk mass all many every everything matching'),
  /** Production or the whole machine. */
  scope: wordSet('production prod sudo superuser sysadmin'),
  /** Secrets. */
  secret: wordSet(
    'secret secrets password passwords credential credentials kubeconfig mnemonic passphrase dsn cookie cookies sensitive 密码 密碼 パスワード пароль contraseña',
  ),
  /** Private correspondence and personal records. */
  personal: wordSet(
    'message messages email emails mail mails inbox conversation conversations dm dms sms voicemail transcript transcripts patient patients diagnosis contact contacts employee employees payroll chat chats call calls recording recordings sensitive private',
  ),
  /** What comes back. */
  undo: wordSet('trash bin recoverable undoable restorable restored recovered undone'),
  /** First words of `secretPairs`. */
  pairHead: wordSet(
    'api access admin private connection signing seed client env environment service anon jwt bearer refresh root',
  ),
} as const;

/** Words beside a secret that say that only its description or an example is meant. */
export const notTheSecret = wordSet(
  'example examples sample template metadata information scope scopes uuid expiry status page next continuation cursor count',
);

/** Things that come back by themselves, or are the caller's own view. */
export const remade = wordSet(
  'cache counter console selection clipboard buffer breakpoint highlight viewport watch follow star like reaction vote notification canvas screen cursor timer search tab log',
);

/** What makes a record of something that would come back by itself: an audit log does not. */
export const lastingRecords = wordSet('audit security access compliance transaction history');

/** Small things that are made again in a moment. */
export const small = wordSet(
  'draft bookmark alert silence reminder step test label tag view widget cart basket annotation favorite favourite checklist trigger snippet shortcut preset theme filter session login override property attribute link edge pin emoji status layer bullet shape node cell element output budget quota scratchpad temp context breakpoint',
);

/** Small where it is all there is of a thing; everything of these is a store. */
export const stores = wordSet(
  'database db schema table account organization organisation site domain zone cluster disk volume drive partition repository repo project bucket collection namespace vault tenant container instance vm server droplet environment stack backup snapshot filesystem keyspace dataset catalog user users data',
);

/** Guards and addresses others rely on. */
export const guards = wordSet(
  'dns nameserver nameservers domain zone firewall acl certificate ssl tls waf security policy policies sso mfa 2fa encryption cors allowlist blocklist whitelist blacklist password authentication delegation',
);

/** People whose standing changes. */
export const people = wordSet(
  'user users member members account accounts group groups role roles team teams admin administrator owner collaborator permission permissions access',
);

/** Ways to reach anyone. */
export const mailing = wordSet('email mail sms text tweet newsletter campaign broadcast announcement fax invitation');

/** Money that goes back where it came from, or is only noted. */
export const bounded = wordSet(
  'refund invoice paid bill settlement order reward bounty gig bid budget prize goal pot payout_schedule',
);

/** What belongs to the session. */
export const ownView = wordSet(
  'session context workdir cwd view viewport orientation selection theme zoom tab window cursor filter breakpoint console favorite favourite bookmark star watch follow subscriber preference preferences',
);

/** What a session has open or running for itself: ending it costs nobody anything. */
export const ownOpen = wordSet(
  'page tab window browser terminal session logout signout recording screencast trace tracing search forward simulator sim emulator dialog capture profiler',
);

/** Jobs of the caller's own: what they do is look, measure or record. */
export const ownJob = wordSet(
  'test scan rescan check audit evaluation eval analysis analyzer analyser crawl scrape search recording screencast session profiler tracing benchmark monitor simulator sim emulator lint collection job playback track song music playlist podcast album volume',
);

/** Words beside such a job that say that more than a look hangs on it. */
export const servesOthers = wordSet(
  'deploy deployment deploys production release rollback shell ssh remote command agent container pod replication server service database connection backend',
);

/** What a session is signed in with: cleared, it is signed in again. */
export const ownLogin = wordSet('session authentication auth');

/** Ends of names that stand for private records when they are read. */
export const privateRecords = wordSet(
  'user member people person profile customer guest order trade fill position invoice bill billing transaction payment payout balance margin activity log record attachment thread reply payslip salary prescription lead candidate claim expense',
);

/** Beside such a word the records are everybody’s: a market’s trades, balances on a chain, commits. */
export const publicRecords = wordSet(
  'pair orderbook ticker commit erc20 erc721 erc1155 onchain blockchain leaderboard',
);

/** Beside such a word: only something about the records is told. */
export const aboutRecords = wordSet(
  'quota usage schema template link metric metrics extension documentation guide component console count type format example',
);

/** Query languages in which nothing can be written. */
export const readingLanguages = wordSet(
  'soql sosl dql promql logql prometheus loki kusto kql jql traceql jmespath xpath',
);

/** Places where something is only written or tried, and goes out to nobody. */
export const notSent = wordSet('test sandbox draft note comment template resend confirmation');

/** What a position or a claim on money hangs on. */
export const stakes = wordSet('leverage dispute chargeback');

/** What runs an image. */
export const containers = wordSet('pod container docker podman image');

/** What a platform runs for others. */
export const platforms = wordSet('kubernetes kubectl k8s kafka broker cluster elasticsearch redis nginx');

/** Words of a job that is started by the clock or by an event. */
export const schedules = wordSet('cron cronjob crontab schedule scheduled hook startup');

/** Two words that name a secret together. */
export const secretPairs = wordSet(
  'admin_token anon_key jwt_secret bearer_token refresh_token root_password api_token api_tokens api_key api_keys access_key access_keys private_key private_keys connection_string connection_strings connection_uri signing_key seed_phrase client_secret access_token env_vars environment_variables service_key',
);

/** Words of names: what is administered. */
export const adminWords = wordSet(
  'admin administrator org organization organisation tenant account role roles permission permissions policy billing iam user users member members sso saml quota',
);

/** Words of names: many at once. */
export const bulkWords = wordSet('bulk batch mass all multiple many');

/** Words that tie what follows to something else than the object. */
export const asideWords = wordSet('and for with across from including in its or of to');

/** Words before the means of a call: a secret behind them is used, not handed out. */
export const meansWords = wordSet('using via through');

/** Ends of names that say nothing of what the tool is about. */
export const nameEnds = wordSet(
  'all list lists get search query read fetch history archive detail info lookup by id script',
);

/** What empties and fills by itself: all of it is as little as one. */
export const passingThings = wordSet('cache counter console buffer clipboard selection');

/** Published, they are seen by those who work on the thing already. */
export const unheard = wordSet('note comment template');

/** Words that tell something by themselves, as they are written. */
export const writtenAlone = eachAlone('calendar calendars domain sensitive value values with');

/** The same in the singular. */
export const singularAlone = eachAlone(
  'alert browser calendar card command console context event file group log maintenance payment payout registered remote resource retention role session sql team user',
);
