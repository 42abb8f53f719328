/** Nouns: the classes that change what a verb means, compounds, and nouns that carry no meaning of their own. */

/**
 * Classes of nouns. A rule says "cancel, when the object is a commitment" by naming a class here.
 * Singular forms; plurals are derived. Two-word entries are compounds and are looked up as such.
 */
export const nounClasses = {
  /** Money and things of value that can be moved. */
  money:
    'payment charge refund payout transfer fund money cash withdrawal withdraw deposit settlement remittance wire tip donation salary payroll usdc usdt eth ether ethereum btc bitcoin sol solana lamport satoshi sats nft crypto cryptocurrency stablecoin dividend reimbursement disbursement chargeback royalty bounty airtime credit balance pix spei sepa ach',
  /** Tokens and chain objects: money only where the server deals in them. */
  token: 'token coin asset native liquidity collateral loan margin stake airdrop reward yield vault bridge',
  /** A transaction: on a chain or an account it is money, in a database it is not. */
  transaction: 'transaction tx txn',
  /** Trading orders and positions. */
  trade:
    'trade position option share stock future perpetual leg twap hedge margin liquidity bracket spread conversion convert swap bet wager prediction',
  order: 'order',
  /** What a person has committed to and may cancel. */
  commitment:
    'order booking reservation subscription membership ticket shipment appointment plan invoice payment policy contract enrollment registration authorization authorisation hold preauthorization transaction transfer payout delivery fulfillment fulfilment ride trip rfq quote auction lease',
  /** Recurring charges. */
  subscription: 'subscription',
  /** What one may subscribe to; elsewhere a run of an experiment, or software. */
  offer: 'trial package',
  billingPlan: 'plan tier seat addon quota billing',
  invoice: 'invoice bill',
  invoiceLine: 'invoiceitem',
  /** Terms on which money goes out: as long as something runs, or once somebody has done the work. */
  payTerms: 'bounty gig',
  /** Ways to be paid. */
  checkout: 'checkout paymentlink paywall',
  /** Things that run and can be started, stopped or cancelled. */
  migration: 'migration',
  job: 'campaign job run build workflow pipeline task execution deployment deploy process operation scan crawl agent script training migration render rendering simulation stream timer playbook automation scenario flow zap macro function lambda cron sync backup recording profiler trace rollout upgrade import export generation inference prediction experiment query command loop worker thread test suite benchmark session debugger debug sequence bot strategy skill routine actor spider crawler notebook cell indexing reindex ingestion evaluation eval download upload maintenance finetune batch tunnel capture swarm request transcription siprec computation calculation rebuild',
  /** Words before a noun that say it runs or waits to. */
  underway: 'ongoing running queued',
  /** Work on somebody’s list: done when it is closed. */
  toDo: 'task',
  /** Things that run the moment they are made. */
  launched: 'run execution job build deployment rollout session process crawl simulation call',
  /** Machines and long-running things. */
  machine:
    'sim server vm instance droplet container service node cluster machine emulator simulator device app application pod sandbox daemon proxy tunnel host computer desktop program database dyno replica environment engine game broker listener gateway workspace space codespace hypervisor system',
  /** Parts of an interface that are nothing else. */
  interface:
    'tab browser window dialog keyboard mouse cursor viewport popup modal webpage dropdown checkbox browsercontext screenrecording devtools dock inspector sidebar toolbar',
  /** Parts of an interface that are also something else: only on servers that drive one. */
  uiPart:
    'page element button screen menu form frame iframe link slider finger gesture field input text key radio app coordinate focus ref selector alert toast',
  /** Programs a device runs. */
  application: 'app application editor plugin extension addon program emulator simulator sim game url uri website site',
  port: 'port',
  agent: 'agent subagent assistant copilot autopilot',
  /** Parts of a document that are formatted, sorted or cleared in place. */
  cells:
    'range cell column row sheet table worksheet slide paragraph chart shape block border font heading style selection',
  /** Parts of a document that exist nowhere else: what converts them works in place. */
  documentPart: 'footnote endnote paragraph heading caption hyperlink textbox watermark',
  /** Values of a record: clearing one is an edit. */
  fieldish:
    'field value override property attribute formatting parent date description assignee note avatar status flag',
  /** Words before a noun that say it was put away, not lost. */
  shelved: 'archived deleted trashed removed soft hidden snoozed dismissed',
  /** Ties between people and things that are made and unmade with a click. */
  tie: 'reaction star favorite favourite bookmark like vote upvote downvote follow emoji assignee reviewer watcher',
  /** Marks on a thing that can be put back as they were. */
  mark: 'label tag assignee reaction star follower favorite favourite bookmark watcher reviewer attendee relation relationship dependency emoji upvote downvote vote flag highlight pin participant like mention annotation watch alias category blocker parent link association membership guest schedule presence protection approval restriction ban suspension assignment override',
  /** People and things that are members of something else. */
  member:
    'user contact person people role group profile subscriber customer lead deal item song track product video issue card note message page document file task symbol asset ticket record label tag droplet device domain rule owner collaborator member app repository repo project target player resource entity entry listing endpoint host',
  /** What things can be members of. */
  container:
    'list team watchlist playlist cart channel release cycle board collection audience milestone epic sprint favorite category campaign initiative folder notebook space album set bucket pool room conversation queue firewall balancer section segment sequence portfolio roadmap dashboard index class cohort guild server meeting event thread parent case incident',
  /** What is written down one after the other: what goes from it can be written there again. */
  enumeration: 'list array allowlist blocklist',
  /** What is taken out of pictures and sound to make them better. */
  blemish: 'background noise silence vocal reverb haze',
  /** Ways to refer to a thing. */
  identifier: 'signature checksum id uid uuid slug dns handle hostname username alias doi isbn address ip',
  quote: 'quote rfq estimate',
  setting:
    'setting preference config configuration integration provider gateway processor connector context filter selection viewport cursor mode option default',
  /** Things that no rule asks for: that they are known tells a verb before them from a noun. */
  thing: 'memory holder buyer lender maker caller counter loader',
  /** What is set again at once where it is the thing itself, and a thing to keep where it is part of another. */
  cache: 'filter',
  /** What a browser pretends to be or shows: put back to its default, nothing is lost. */
  pretence: 'useragent geolocation zoom throttling emulation',
  session: 'session tab browser page connection context window tunnel stream',
  logs: 'log console message output history event notification trace',
  draft: 'draft autosave',
  trash: 'trash bin recycle',
  /** Rights and what carries them. */
  access:
    'permission role access grant privilege acl policy collaborator invite invitation membership scope entitlement ownership owner admin administrator sharing',
  credential:
    'key token credential secret password certificate passphrase apikey pat cert keypair webhooksecret accesskey oauth jwt',
  /** Credentials that a service hands out, unlike a password one makes up. */
  pass: 'token jwt pat apikey accesskey certificate cert bearer',
  /** Models that answer in words. */
  model: 'model llm gpt chatgpt gemini claude ollama llama mistral deepseek grok openai anthropic perplexity',
  /** What a model is asked. */
  prompt: 'prompt',
  /** Claims against a seller: to accept one is to pay it. */
  grievance: 'dispute claim chargeback complaint',
  /** What goes to people. */
  message:
    'message email mail post tweet sms notification comment reply dm invite invitation reminder announcement newsletter broadcast chat letter fax whatsapp alert toast thread voicemail feedback survey reaction gif sticker poll text otp digest conversation',
  /** Where jobs wait, and are run as their turn comes. */
  queue: 'queue',
  call: 'call phone',
  code: 'code script javascript js python command shell bash expression snippet program notebook cell applescript terminal powershell lua ruby jxa cli typescript wasm macro executable binary',
  /** Programs that take commands as long as they are open. */
  shell: 'shell pty tty terminal repl tmux',
  query:
    'sql query cypher statement graphql aggregation groq jql kql promql ddl soql sparql esql mql nrql logql flux dql gql gremlin mutation procedure',
  /** Work that ends in an answer. */
  inquiry:
    'search find select read lookup analysis calculation check scan audit report diagnostic comparison validation estimate estimation inspection healthcheck calculator assessment lint linter linting forecast backtest scraping extraction ocr translation conversion detection classification recognition transcription summarization sentiment inference similarity reading retrieval math research verification probe',
  /** Words that say "information about". */
  info: 'breakdown trend funnel kpi radar detail status info information list history report stats statistic metadata summary overview result data count config configuration setting schema type value preview metric balance price rate name content state log analytics insight property record id document profile activity usage limit link url version response',
  /** Files and what is stored as one. */
  file: 'file document image screenshot pdf report folder directory path video audio disk csv json attachment artifact zip archive spreadsheet presentation export photo picture recording output',
  /** Pictures of data that are computed, not kept. */
  figure:
    'chart graph diagram plot visualization visualisation histogram treemap heatmap map sparkline polygon geometry linestring geojson point buffer hull centroid',
  /** No object at all; set by the readers, never by a word. */
  absent: '',
  /** Marks of a debt that is done. */
  paidness: 'paid settled',
  cart: 'cart basket trolley purchase sale',
  /** Trades under any name, and what hangs on them. */
  bargain: 'trade bid stoploss takeprofit bet wager',
  /** Earnings that are paid out when claimed. */
  earning: 'fee reward yield airdrop dividend royalty commission bonus cashback interest',
  smartContract: 'smartcontract',
  /** Those who are paid. */
  payee:
    'payee seller vendor merchant supplier worker freelancer contractor landlord courier winner beneficiary human expert',
  /** Programs that trade by themselves. */
  tradingBot: 'bot strategy grid dca twap iceberg',
  webDomain: 'domain basename',
  hire: 'ride delivery pickup courier cab taxi',
  /** Contract functions that only look. */
  lookOnly: 'view readonly static pure constant getter',
  /** Ongoing captures. */
  footage: 'video recording screencast screen audio footage',
  /** What generators make and keep. */
  asset:
    'image video audio speech music song voice picture illustration logo presentation slide deck diagram pdf avatar podcast artwork animation mesh website site app sound soundtrack voiceover thumbnail banner poster',
  /** What can be bought. */
  ware: 'seat domain number phone phonenumber product gift giftcard license credit ticket flight hotel insurance subscription item label capacity reservation postage esim plan',
  /** What a restore puts in place of what is there. */
  backup: 'backup snapshot version revision commit checkpoint deployment database point pitr',
  /** Pub/sub words that make a subscription one of notices, not of payments. */
  feed: 'webhook topic notification update feed channel newsletter email issue thread resource stream queue pubsub mailing alert stop message event presence',
  /** Records named after work: they are kept, and making one runs nothing. Compounds only. */
  planned: '',
  /** Ways for a person to talk to a machine, held open until closed. */
  terminal: 'session handle connection shell terminal tunnel socket repl tty ssh sftp websocket vpn',
  /** What a tool may explain instead of doing. */
  guidance:
    'instruction guidance guide guideline tip advice tutorial documentation doc walkthrough recommendation suggestion',
  /** Text that is filled in and shown. */
  template: 'template markdown latex html mustache jinja handlebars liquid formula equation math component',
  number:
    'arithmetic mathematical algebraic numeric number integer float decimal digit vector matrix fraction operand duration unit',
  /** Things in a game or a robot's world. */
  gamepiece: 'character avatar block mob entity inventory recipe furnace bot player creature npc ore pet',
  quantity: 'amount sum value euro dollar eur usd gbp',
  account: 'account wallet bank pool exchange',
  /** Matters that are opened and closed, with people on the other side. */
  case: 'ticket issue case dispute incident discussion thread bug vote poll complaint claim inquiry conflict problem finding violation anomaly defect merge',
  /** What something is handed in for. */
  review: 'review validation moderation consideration grading verification',
  /** Words that are made up and handed back. */
  prose:
    'text reply hex random answer title headline caption hashtag slogan idea prompt embedding completion uuid hash json yaml formula template boilerplate skeleton regex',
  wallet: 'wallet purse treasury',
  renewal: 'renewal autorenew autorenewal autopay',
  request: 'request api endpoint http url rest call method operation',
  /** Things a home or studio has. */
  appliance:
    'light lamp thermostat lock door switch plug fan vacuum blind scene speaker tv volume playback track song music media camera alarm gpio relay motor robot arm drone printer heater valve garage shade curtain humidifier player transport clip mute led servo printhead spindle',
  /** What only the tool's own process keeps. */
  thought: 'thought thinking reasoning',
  repository: 'repository repo branch fork commit change changeset tag',
  /** Whole-thing scopes. */
  everything:
    'database table account organization organisation workspace site zone cluster disk volume drive partition history repository',
  person: 'user member customer contact account employee patient profile person people',
  liveResource:
    'instance vm server droplet cluster node container stack environment machine pod resource database dyno fleet sandbox workspace devbox',
} as const;

/** Id of a class of nouns. */
export type NounClass = keyof typeof nounClasses;

/** Compounds whose meaning is not that of their last word, by class. Words are singular. */
export const compounds: Readonly<Record<string, readonly NounClass[]>> = {
  'mental model': ['thought'],
  'key event': ['interface'],
  'payment link': ['checkout'],
  'pay link': ['checkout'],
  'payment session': ['checkout'],
  'checkout session': ['checkout'],
  'payment intent': ['checkout', 'money'],
  'payment request': ['checkout'],
  'payment page': ['checkout'],
  'payment button': ['checkout'],
  'payment order': ['money'],
  'working dir': ['setting'],
  'user agent': ['pretence', 'setting'],
  'color scheme': ['pretence', 'setting'],
  'sharing link': ['access'],
  'shared link': ['access'],
  'share link': ['access'],
  'public link': ['access'],
  'invite link': ['access'],
  'daily budget': ['payTerms'],
  'prepaid budget': ['payTerms'],
  'prepaid balance': ['payTerms'],
  'prepaid card': ['payTerms'],
  'prepaid credit': ['payTerms'],
  'lifetime budget': ['payTerms'],
  'campaign budget': ['payTerms'],
  'ad budget': ['payTerms'],
  'revenue split': ['payTerms'],
  'revenue share': ['payTerms'],
  'invoice item': ['invoiceLine'],
  'usage record': ['subscription'],
  'meter event': ['subscription'],
  'phone number': ['ware', 'money'],
  'gift card': ['ware', 'money'],
  'stop loss': ['trade', 'bargain'],
  'take profit': ['trade', 'bargain'],
  'trailing stop': ['trade', 'bargain'],
  'trading stop': ['trade', 'bargain'],
  'market order': ['trade', 'order', 'bargain'],
  'limit order': ['trade', 'order', 'bargain'],
  'stop order': ['trade', 'order', 'bargain'],
  'checkout preference': ['checkout'],
  'payout link': ['checkout'],
  'api key': ['credential', 'access', 'pass'],
  'access key': ['credential', 'access', 'pass'],
  'access token': ['credential', 'access', 'pass'],
  'api token': ['credential', 'access', 'pass'],
  'ssh key': ['credential', 'access'],
  'service account': ['credential', 'access'],
  'smart contract': ['token', 'smartContract'],
  'slash command': ['message'],
  'test run': ['planned'],
  'test execution': ['planned'],
  'test session': ['planned'],
  'test build': ['planned'],
  'order book': ['info'],
  'access list': ['access'],
  'read only': ['lookOnly'],
  'call record': ['planned'],
  'cron job': ['planned'],
  'scheduled job': ['planned'],
  'job posting': ['planned'],
  'portal session': ['planned'],
  'work order': ['planned'],
  'production order': ['planned'],
  'service order': ['planned'],
  'sort order': ['setting'],
  'display order': ['setting'],
  'auto renew': ['renewal'],
  'auto payment': ['renewal', 'money'],
  'auto charge': ['renewal', 'money'],
  'auto pay': ['renewal', 'money'],
};

/** Nouns before `of` that measure what follows it: a list of orders is about orders. */
export const measures = new Set(
  'list copy set number amount all some type kind part one each any piece group collection batch pair version most rest more instance array couple range series contents content details status state'.split(
    ' ',
  ),
);

/** Words at the end of a name or noun phrase that carry no meaning of their own: the object stands before them. */
export const emptyNouns = new Set(
  'id ids uid uuid name slug api v v1 v2 v3 v4 beta tool mcp async sync batch bulk many all one single multiple cli entry entries item items detail details info information data object objects resource resources action method operation request'.split(
    ' ',
  ),
);
