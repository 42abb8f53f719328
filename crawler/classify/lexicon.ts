/**
 * Words that rules are written with: classes of nouns that change what a verb means, how verbs inflect, which verbs are
 * also nouns, and the small words that frame a sentence. Tables only; the machinery is in `grammar.ts`.
 */

/**
 * Classes of nouns. A rule says "cancel, when the object is a commitment" by naming a class here.
 * Singular forms; plurals are derived. Two-word entries are compounds and are looked up as such.
 */
export const nounClasses = {
  /** Money and things of value that can be moved. */
  money:
    'payment charge refund payout transfer fund money cash withdrawal withdraw deposit settlement remittance wire tip donation salary payroll usdc usdt eth ether ethereum btc bitcoin sol solana lamport satoshi sats nft erc20 erc721 crypto cryptocurrency stablecoin dividend reimbursement disbursement chargeback royalty bounty airtime credit balance pix spei sepa ach',
  /** Tokens and chain objects: money only where the server deals in them. */
  token: 'token coin asset nft native liquidity collateral loan margin stake airdrop reward yield vault bridge',
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
  subscription: 'subscription trial',
  billingPlan: 'plan tier seat addon quota billing package',
  invoice: 'invoice bill',
  invoiceLine: 'invoiceitem',
  /** Ways to be paid. */
  checkout: 'checkout paymentlink paywall',
  /** Things that run and can be started, stopped or cancelled. */
  migration: 'migration',
  job: 'campaign automation job run build workflow pipeline task execution deployment deploy process operation scan crawl agent script training migration render rendering simulation stream timer playbook automation scenario flow zap macro function lambda cron sync backup recording profiler trace rollout upgrade import export generation inference prediction experiment query command loop worker thread test suite benchmark session debugger debug sequence bot strategy skill routine actor spider crawler notebook cell indexing reindex ingestion evaluation eval download upload maintenance finetune batch tunnel capture swarm request transcription siprec computation calculation conversation_run rebuild cycle_run',
  /** Things that run the moment they are made. */
  launched: 'run execution job build deployment session process crawl simulation call',
  /** Machines and long-running things. */
  machine:
    'sim server vm instance droplet container service node cluster machine emulator simulator device app application pod sandbox daemon proxy tunnel host computer desktop program database dyno replica environment engine game broker listener gateway workspace space codespace hypervisor system',
  /** Parts of an interface that are nothing else. */
  interface:
    'tab browser window dialog keyboard mouse cursor viewport popup modal webpage dropdown checkbox browsercontext screenrecording devtools dock inspector sidebar toolbar',
  /** Parts of an interface that are also something else: only on servers that drive one. */
  uiPart:
    'page element button screen menu form frame iframe link slider finger gesture field input text key radio option app application coordinate focus node ref selector alert toast',
  /** Programs a device runs. */
  application: 'app application plugin extension addon program emulator simulator sim game url uri website site',
  port: 'port',
  agent: 'agent subagent assistant copilot autopilot',
  /** Parts of a document that are formatted, sorted or cleared in place. */
  cells:
    'range cell column row sheet table worksheet slide paragraph chart shape block border font heading style selection',
  /** Values of a record: clearing one is an edit. */
  fieldish:
    'field value override property attribute formatting parent date description assignee note avatar status flag',
  /** Words before a noun that say it was put away, not lost. */
  shelved: 'archived deleted trashed removed soft hidden snoozed dismissed',
  /** Ties between people and things that are made and unmade with a click. */
  tie: 'reaction star favorite favourite bookmark like vote upvote downvote follow emoji',
  /** Marks on a thing that can be put back as they were. */
  mark: 'label tag assignee assignment reaction star follower favorite favourite bookmark watcher reviewer attendee relation relationship dependency emoji upvote downvote vote flag highlight pin participant like mention annotation watch alias category blocker parent link association membership guest schedule presence protection approval restriction ban suspension assignment override',
  /** People and things that are members of something else. */
  member:
    'member user contact guest participant attendee person people role group profile subscriber customer lead deal item song track product video issue card note message page document file task symbol asset ticket record label tag droplet device domain rule owner collaborator member app repository repo project target player resource entity entry listing',
  /** What things can be members of. */
  container:
    'list team group segment watchlist playlist cart basket project channel release cycle board collection audience milestone epic sprint favorite favourite category campaign initiative folder notebook space album set bucket pool room conversation queue firewall balancer section segment sequence portfolio roadmap dashboard index class cohort guild server meeting event thread parent',
  /** Ways to refer to a thing. */
  identifier: 'id ids uid uuid slug dns handle hostname username alias doi isbn address ip',
  quote: 'quote rfq estimate',
  setting:
    'setting preference config configuration integration provider gateway processor connector context filter selection session viewport cursor mode option default',
  /** What comes back by itself. */
  ephemeral:
    'cache session cookie console selection clipboard breakpoint context conversation memory buffer filter viewport cursor workspace state log highlight annotation draft temp scratchpad',
  cache: 'cache buffer clipboard selection highlight filter breakpoint',
  session: 'session tab browser page connection context window tunnel stream',
  logs: 'log console message output history event notification metric trace record',
  draft: 'draft autosave',
  trash: 'trash bin recycle',
  /** Rights and what carries them. */
  access:
    'permission role access grant privilege acl policy collaborator invite invitation membership scope entitlement ownership owner admin administrator sharing',
  credential:
    'key token credential secret password certificate passphrase apikey pat cert keypair webhooksecret accesskey oauth jwt',
  /** What goes to people. */
  message:
    'message email mail post tweet sms notification comment reply dm invite invitation reminder announcement newsletter broadcast chat letter fax whatsapp alert toast story thread voicemail feedback survey reaction gif sticker poll text otp digest',
  call: 'call phone',
  code: 'code script javascript js python command shell bash expression snippet program notebook cell applescript terminal powershell lua ruby jxa cli typescript wasm macro executable binary',
  /** Programs that take commands as long as they are open. */
  shell: 'shell pty tty terminal repl tmux',
  query:
    'sql query cypher statement graphql aggregation groq jql kql promql ddl soql sparql esql mql nrql logql flux dql gql gremlin mutation procedure',
  /** Work that ends in an answer. */
  inquiry:
    'search find select read lookup analysis calculation check scan audit report diagnostic diagnostics comparison validation estimate estimation inspection healthcheck calculator assessment lint linter linting forecast backtest scraping extraction ocr translation conversion detection classification recognition transcription summarization sentiment inference similarity reading retrieval math research verification',
  /** Words that say "information about". */
  info: 'breakdown trend funnel kpi radar detail details status info information list history report stats statistic statistics metadata summary overview result results data count config configuration setting settings schema type log logs value preview metric metrics balance price rate name content contents state log analytics insight insights property properties record records id ids document documents profile activity usage limit limits link links url version versions response',
  /** Files and what is stored as one. */
  file: 'file document image screenshot pdf report folder directory path video audio disk csv json attachment artifact zip archive spreadsheet presentation export photo picture recording output',
  /** Pictures of data that are computed, not kept. */
  figure:
    'chart graph diagram plot visualization visualisation histogram treemap heatmap map sparkline polygon polygons geometry linestring geojson point buffer hull centroid',
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
  /** Programs that trade by themselves. */
  tradingBot: 'bot strategy grid dca twap iceberg',
  webDomain: 'domain basename',
  hire: 'ride delivery pickup courier cab taxi',
  currency: 'eth ether btc sol usdc usdt token coin nft erc20',
  /** Contract functions that only look. */
  lookOnly: 'view readonly static pure constant getter',
  /** Ongoing captures. */
  footage: 'video recording screencast screen audio footage',
  /** What generators make and keep. */
  asset:
    'image video audio speech music song voice picture illustration logo presentation slide deck diagram pdf avatar podcast artwork animation model3d mesh website site app sound soundtrack voiceover thumbnail banner poster',
  /** What can be bought. */
  ware: 'seat domain number phone phonenumber product gift giftcard license credit ticket flight hotel insurance subscription item label capacity reservation postage esim plan',
  /** What a restore puts in place of what is there. */
  backup: 'backup snapshot version revision commit checkpoint deployment database point pitr',
  /** Pub/sub words that make a subscription one of notices, not of payments. */
  feed: 'webhook topic notification update event feed channel newsletter email issue thread resource stream queue pubsub mailing alert stop message event presence',
  /** Records named after work: they are kept, and making one runs nothing. Compounds only. */
  planned: '',
  /** Ways for a person to talk to a machine, held open until closed. */
  terminal: 'session connection shell terminal tunnel socket repl tty ssh sftp websocket vpn',
  /** What a tool may explain instead of doing. */
  guidance:
    'instruction guidance guide guideline tip advice tutorial documentation doc walkthrough recommendation suggestion',
  /** Text that is filled in and shown. */
  template: 'template markdown latex html mustache jinja handlebars liquid formula equation math preview component',
  number: 'number integer float decimal digit vector matrix fraction operand duration',
  /** Things in a game or a robot's world. */
  gamepiece: 'character avatar block mob entity inventory recipe furnace bot player creature npc ore',
  quantity: 'amount sum value cash euro dollar eur usd gbp',
  account: 'account wallet bank pool vault exchange',
  /** Matters that are opened and closed, with people on the other side. */
  case: 'ticket issue case dispute incident discussion thread bug vote poll complaint claim inquiry conflict problem finding violation anomaly defect merge',
  /** What something is handed in for. */
  review: 'review approval validation moderation consideration grading verification',
  /** Words that are made up and handed back. */
  prose:
    'text answer response title headline caption hashtag slogan idea prompt embedding completion uuid hash json template boilerplate skeleton regex name',
  wallet: 'wallet purse treasury',
  renewal: 'renewal autorenew autorenewal autopay',
  request: 'request api endpoint http url rest call method operation',
  /** Things a home or studio has. */
  appliance:
    'light lamp thermostat lock door switch plug fan vacuum blind scene speaker tv volume playback track song music media camera alarm gpio relay motor robot arm drone printer heater valve garage shade curtain humidifier player transport clip mute led servo printhead spindle',
  /** What only the tool's own process keeps. */
  thought: 'thought thinking reasoning',
  repository: 'repository repo branch fork commit code change changeset tag',
  /** Whole-thing scopes. */
  everything:
    'database table account organization organisation workspace site domain zone cluster disk volume drive partition history repository',
  person: 'user member customer contact account employee patient profile person people',
  liveResource:
    'instance vm server droplet cluster node container stack environment machine pod resource database dyno fleet sandbox workspace devbox',
} as const;

/** Id of a class of nouns. */
export type NounClass = keyof typeof nounClasses;

/** Compounds whose meaning is not that of their last word, by class. Words are singular. */
export const compounds: Readonly<Record<string, readonly NounClass[]>> = {
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
  'working directory': ['setting'],
  'user agent': ['setting'],
  'price quote': ['quote'],
  'payment method': ['credential'],
  'invoice item': ['invoiceLine'],
  'line item': ['invoiceLine'],
  'subscription item': ['subscription'],
  'subscription plan': ['billingPlan'],
  'billing plan': ['billingPlan'],
  'pricing plan': ['billingPlan'],
  'usage record': ['subscription'],
  'meter event': ['subscription'],
  'phone number': ['ware', 'money'],
  'gift card': ['ware', 'money'],
  'purchase order': ['order'],
  'sales order': ['order'],
  'stop loss': ['trade', 'bargain'],
  'take profit': ['trade', 'bargain'],
  'trailing stop': ['trade', 'bargain'],
  'market order': ['trade', 'order', 'bargain'],
  'limit order': ['trade', 'order', 'bargain'],
  'stop order': ['trade', 'order', 'bargain'],
  'checkout preference': ['checkout'],
  'payout link': ['checkout'],
  'api key': ['credential', 'access'],
  'access key': ['credential', 'access'],
  'access token': ['credential', 'access'],
  'api token': ['credential', 'access'],
  'ssh key': ['credential', 'access'],
  'service account': ['credential', 'access'],
  'pull request': ['repository'],
  'merge request': ['repository'],
  'load balancer': ['container', 'machine'],
  'smart contract': ['token', 'smartContract'],
  'watch list': ['container'],
  'test run': ['planned'],
  'test execution': ['planned'],
  'test cycle': ['planned'],
  'test session': ['planned'],
  'test build': ['planned'],
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
  'auto renewal': ['renewal'],
  'automatic renewal': ['renewal'],
};

/**
 * How often a word that can be a verb stands for a thing instead: 0 never, 1 nearly always.
 * Words not listed are 0.
 */
export const nouniness: Readonly<Record<string, number>> = Object.fromEntries(
  Object.entries({
    '1': 'new long short file news document image eval preset',
    '0.9':
      'dm google order state issue function service plan house host head tail hand man book page screen text value fund stock share staff room seat land ground time date place point link paper face form picture photo key code title number name model project account report ticket address record contact comment note question position instance option quote bill invoice coin token sample design feature program script crew profile source signal subject object channel message voice email mail fax bridge pool stake trade swap bet store balance interest credit cash bank contract network market rule chart table board label flag star pin vote poll lead deal stage schedule job task log cache index hook alarm alert notice event post tweet blog story thread chat call phone branch fork commit release version pipeline container volume session lock light play pause step skip snapshot backup archive zip filter sort limit offset cluster group benchmark sign water pass style color trust reflect back forward home bookmark claim study exercise type shoot shout sketch outline caption feed',
    '0.7':
      'charge transfer deposit payout refund purchase exchange lease rent loan claim supply deploy support access grant block ban mute pay tag monitor trigger process checkout ls dir cat rm cp stat screenshot request test patch focus',
    '0.5':
      'run build research review scan audit estimate forecast print display show watch follow result return launch pitch push pull crawl match map parse mount dump scale input output ping format view rename merge check switch report cancel_all',
    '0.3':
      'answer list search update change start stop reset restart move copy read sync import export upload download need help use work look visit open close clear clean dispatch mark invite approach debug hold edit press click tap swipe drag hover buy sell reply send drop set put fetch rollback purge',
  }).flatMap(([weight, words]) => words.split(' ').map((word) => [word, Number(weight)] as const)),
);

/** Nouns before `of` that measure what follows it: a list of orders is about orders. */
export const measures = new Set(
  'list copy set number all some type kind part one each any piece group collection batch pair version most rest more instance array couple range series contents content details status state'.split(
    ' ',
  ),
);

/** Adverbs that do not end as most do; the object stands before them. */
export const adverbs = new Set('again now soon once twice today instantly online offline'.split(' '));

/** Words that open a sentence about the tool without saying what it does. */
export const leadIns = new Set(
  (
    'this that it the a an tool tools function functions method api endpoint command operation utility helper action which will would can could may ' +
    'is are be being used use uses using useful to for by in of and or allows allow allowing lets let letting enables enable enabling you your user users agent agents ai llm llms model models client clients ' +
    'helps help helping designed intended provides provide providing offers offer ability capability way convenient call calls invoke invokes want wants needed wish need ' +
    'easily quickly simply just also then automatically purpose description summary action task now please should able means means step new recommended primary main advanced basic simple generic powerful fast quick efficient one single ' +
    'mcp server wrapper interface service cli sdk feature mode option deprecated experimental beta alpha preview readonly legacy pro premium free bulk batch v1 v2 v3 unofficial official'
  ).split(' '),
);

/** Words that open a sentence of advice: how to call the tool, what to pass, what another tool does. Its verbs are not this tool's. */
export const adviceLeads = new Set(
  (
    'if when whenever before after note notes example examples eg ie args arguments argument parameters parameter params param input inputs required requires require requirement requirements must should ' +
    'ensure make see refer provide specify pass supports support only optional optionally default defaults once unless until while because since although however otherwise ' +
    "don't dont do not never no avoid instead prefer always important warning caution tip tips hint hints usage prerequisites prerequisite best common mistakes limitations limitation available accepts accept expects expect " +
    'response responses output outputs result results error errors throws throw tools related alternatives alternative next previous workflow first second third finally keep remember be ask confirm wait check verify consider choose set typical typically useful ' +
    'where what why how who each every some any most more less other another these those there here'
  ).split(' '),
);

/** Words that turn the next verbs into something the tool does not do. */
export const negations = new Set(
  "not never no without cannot nothing none neither nor don't doesn't dont doesnt won't wont can't cant isn't aren't avoid avoids avoiding instead prevents prevent preventing".split(
    ' ',
  ),
);

/** Words after which a new clause begins whose verbs are a condition, a reason or a purpose of somebody else. */
export const subordinators = new Set(
  'if when whenever unless until once after before because since while where whether that which who whose so although as than via during upon per like such e.g i.e'.split(
    ' ',
  ),
);

/** Prepositions: they end the direct object. */
export const prepositions = new Set(
  'by from in on at with within into onto for to under over per via using through against as between across about after before during without inside upon based given matching including excluding where that which when if whose so because'.split(
    ' ',
  ),
);

/** Words before a noun. After a verb they show that it is one. */
export const determiners = new Set(
  'a an the all any each every one two multiple several many some new existing specific specified given your my its their his our this these those current another single more selected up additional custom provided arbitrary either both'.split(
    ' ',
  ),
);

/** Words at the end of a name or noun phrase that carry no meaning of their own: the object stands before them. */
export const emptyNouns = new Set(
  'id ids uid uuid name slug api v v1 v2 v3 v4 beta tool mcp async sync batch bulk many all one single multiple entry entries item items detail details info information data object objects resource resources action method operation request'.split(
    ' ',
  ),
);
