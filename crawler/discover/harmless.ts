/**
 * What is known to be no secret in a configuration that somebody wrote for themselves. Data; everything else becomes a
 * placeholder. Words are added here where a server cannot be started without them and they tell nothing of their user.
 */

const words = (text: string): ReadonlySet<string> => new Set(text.trim().split(/\s+/));

/** Words that say what a program shall do, not for whom. */
export const commandWords = words(`
  mcp server servers serve start run stdio http https sse streamable streamable-http streamablehttp sse-only sse-first
  http-only http-first websocket dev local remote proxy bridge client cli tool tools connect launch open gateway
  experimental api beta preview stable default auto all none true false on off yes no enabled disabled enable disable
  read write readonly read-only readwrite read-write safe unsafe strict restricted unrestricted admin full minimal lite
  debug info warn warning error trace verbose quiet silent json text yaml toml markdown html csv stdin stdout
  headless headed chrome chromium firefox webkit edge msedge msedge-dev safari latest any file memory localhost utf-8 utf8
  node python production development
`);

/** Options whose values are settings of the program: of these, plain words and lists of plain words are kept. */
export const settingOptions = words(`
  transport transport-mode transport-type mode type protocol format output output-format log-level loglevel level
  tool tools toolset toolsets tool-groups feature features capability capabilities caps enable disable enabled-tools
  disabled-tools browser device region location locale lang language encoding theme host hostname bind address listen
  port timeout timeout-ms interval limit max-results max-tokens depth retries concurrency width height viewport-size
  channel env-type environment profile-type version api-version protocol-version auth-type auth-mode access access-mode
  read-only readonly headless isolated
`);

/** Of these whole numbers are kept besides. */
export const numberOptions = words(`
  port timeout timeout-ms interval limit max-results max-tokens depth retries concurrency width height max-old-space-size
  navigation-timeout action-timeout cdp-port sse-port http-port inspect max min
`);

/** Options that name a file or folder. */
export const pathOption =
  /(?:^|-)(?:path|paths|dir|directory|folder|folders|root|roots|workspace|cwd|home|file|files|vault|config|output-dir|data|db|database|db-path|allowed|project|repository|repo|storage)$/i;

/** Query parameters of an address that choose what a server offers. */
export const settingParameters = words(
  `features tools toolsets toolset groups mode transport version read_only readonly read-only lang language locale format`,
);

/** Words that options of more than one letter with one dash are made of: `-api-key X`, `-config X`. Another may be a value behind a letter: `-phunter2`. */
export const optionWords = words(`
  api access auth client app bot user admin server db database key token secret password passwd pass pwd credential
  credentials bearer cookie session pat dsn email login username account tenant code otp pin id name url uri host port
  path dir directory folder root workspace cwd home file vault config output data project repository repo storage
`);

/** Options of interpreters whose values are neither files nor packages, but whatever somebody likes. */
export const freeOptions: ReadonlySet<string> = new Set(['--title', '--define', '-d', '--seed']);
