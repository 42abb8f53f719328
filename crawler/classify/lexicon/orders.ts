/**
 * What orders to a model are made of: who is spoken to, from whom something is kept, what is handed over, what is told. Parts
 * of regular expressions over folded text (lower case, no accents), so that kinds of findings combine concepts, not phrases.
 */

const oneOf = (words: string): string =>
  `(?:${words
    .trim()
    .split(/ +\| +/)
    .join('|')})`;

/** Letters of other alphabets than the Latin one. */
const otherAlphabet = /[\u0400-\u04ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]/;

/** A concept in languages other than English: in Latin letters, and in others, which are searched for apart. */
interface Abroad {
  latin: string;
  others: string;
  /** Both. */
  any: string;
}

const abroad = (words: string): Abroad => {
  const parts = words.trim().split(/ +\| +/);
  const latin = parts.filter((part) => !otherAlphabet.test(part));
  const others = parts.filter((part) => otherAlphabet.test(part));
  // A Latin word stands by itself, one of another alphabet may be inflected.
  const whole = `\\b(?:${latin.join('|')})\\b`;
  return { latin: whole, others: `(?:${others.join('|')})`, any: `(?:${whole}|${others.join('|')})` };
};

/** The model, spoken to or of. */
export const model = oneOf(
  'assistants? | models? | ai | llms? | agents? | claude | gpt | chatgpt | copilot | gemini | cursor',
);

/** Those from whom something is kept. */
export const person = oneOf(
  'users? | humans? | operators? | persons? | people | owners? | reviewers? | customers? | developers? | anyone | anybody | nobody | no ?one | them',
);

/** Must not. */
export const mayNot = oneOf(
  "(?:must|should|may|can|need|shall|will|would|ought|is to|are to|do|does|has|have)(?: not|n't| never)(?: to| ever)? | cannot | never(?: to)? | (?:is|are) not to | (?:need|needs|has|have|ought) not",
);

/** Coming to know. */
export const learns = oneOf(
  'know | learn | notice | hear | find out | reali[sz]e | discover | suspect | see | be (?:told|informed|notified|shown|alerted|warned|aware|made aware|bothered|asked)',
);

/** Telling. */
export const tells = oneOf(
  'mention(?:ing)? | disclos(?:e|ing) | reveal(?:ing)? | acknowledg(?:e|ing) | report(?:ing)? | refer(?:ring)? to | bring(?:ing)? up | comment(?:ing)? on | talk(?:ing)? about | speak(?:ing)? of | admit(?:ting)? | describ(?:e|ing) | explain(?:ing)?',
);

/** What was done, spoken of. */
export const thisAct = oneOf(
  'it | this | that | these | having | doing | so | the (?:fact|step|copy|transfer|reading|upload|call|change|file|lookup|extra|addition|forwarding|redirect\\w*|substitution) | any of (?:this|it|these) | what (?:you|was|is)',
);

/** What the model has in its context. */
export const talk = oneOf(
  'conversation | chat | dialogu?e | session | transcript | context window | message history | chat log | prompt | thread',
);

/** Orders to get hold of something or to give it away. */
export const handOver = oneOf(
  'read | open | load | cat | get | fetch | grab | include | attach | append | add | hand | collect | gather | print | dump | copy | upload | send | paste | put | pass | provide | output | share | extract | retrieve | locate | find | look up | forward | transmit | post | supply | fill | write | place | insert | embed | quote | repeat | summari[sz]e | call | run | use | execute | invoke | submit | encode | report | deliver | enter',
);

/** Secrets and the files that hold them. */
export const anySecret = oneOf(
  '~?/?\\.ssh(?:/|\\b) | \\bid[_ ](?:rsa|ed25519|ecdsa)\\b | /etc/(?:passwd|shadow) | \\.aws/(?:credentials|config) | \\.(?:npmrc|netrc|pypirc|git-credentials|pgpass)\\b | \\.kube/config | (?<!\\w)\\.env\\b(?! (?:variable|example|file path)) | \\b(?:private|api|ssh|secret|signing|encryption)[ _]keys?\\b | \\bpasswords?\\b | \\bcredentials?\\b | \\b(?:access|api|auth|github|session|bearer|personal access) ?tokens?\\b | \\benvironment variables\\b | \\bseed phrases?\\b | \\b(?:session )?cookies\\b | \\bkeychain\\b | \\bwallet\\.dat\\b | \\bmcp\\.json\\b',
);

/** The same in Spanish, Portuguese, French, German, Russian, Korean, Chinese and Japanese. */
export const anySecretAbroad = abroad(
  "contrasenas? | senhas? | claves? (?:api|privadas?|de api|secretas?) | chaves? (?:api|privadas?|de api|secretas?) | credencia(?:les|is) | mots? de passe | cles? (?:api|privees?|d'api|secretes?) | identifiants | passwort\\w* | passworter | kennwort\\w* | zugangsdaten | schlussel | парол[а-яё]* | ключ[а-яё]* (?:api|доступа) | (?:приватн|секретн|закрыт)[а-яё]+ ключ[а-яё]* | 비밀번호 | 암호 | 개인 ?키 | api ?키 | 密码 | 密碼 | 私钥 | 密钥 | 金鑰 | 凭证 | 凭据 | パスワード | 秘密鍵 | apiキー | 認証情報",
);

/** Orders to get hold of something, in those languages: imperatives, and participles of what has to be done. */
export const getsAbroad = abroad(
  'lee | lea | leia | abre | abra | pide | pida | peca | pregunta | pergunte | copia | copie | lis | lisez | ouvre | ouvrez | demande | demandez | copiez | lies | lesen sie | offne | frage | fragen sie | kopiere | gelesen | ausgelesen | geoffnet | erfragt | abgefragt | прочитай[а-яё]* | прочти | открой[а-яё]* | спроси[а-яё]* | запроси[а-яё]* | скопируй[а-яё]* | узнай[а-яё]* | 읽 | 열어 | 물어 | 요청 | 복사 | 读取 | 讀取 | 打开 | 询问 | 索要 | 复制 | 获取用户 | 読み | 読ん | 開い | 尋ね | 聞い | コピー',
);

/** Orders to give it away. */
export const putsAbroad = abroad(
  'envia | envie | enviar | incluye | inclua | adjunta | anexe | anexa | pasa | passe | pase | pasalo | pon | ponlo | ponla | coloca | coloque | escribe | escreva | manda | mande | envoie | envoyez | joins | joignez | inclus | incluez | mets | mettez | transmets | transmettez | ajoute | ajoutez | ecris | ecrivez | sende | senden sie | schick\\w* | fuge | hange | ubergib | ubergebe | ubergeben | trage | mitgegeben | mitgeschickt | angehangt | eingetragen | отправь[а-яё]* | передай[а-яё]* | приложи[а-яё]* | включи[а-яё]* | вставь[а-яё]* | впиши[а-яё]* | запиши[а-яё]* | 보내 | 전달 | 포함 | 넣 | 첨부 | 붙여 | 입력 | 发送 | 發送 | 附上 | 包含 | 传递 | 提交 | 填入 | 放入 | 写入 | 传给 | 发给 | 送信 | 送っ | 含め | 渡し | 入れ | 貼り | 添付 | 書き込',
);

/** Another tool or server, in those languages. */
export const otherToolAbroad = abroad(
  "otras? (?:\\w+ )?herramientas? | otros? servidor(?:es)? | (?:demas|resto de las) herramientas | outras? (?:\\w+ )?ferramentas? | demais ferramentas | outros? servidor(?:es)? | (?:un |d')?autres? (?:outils?|serveurs?) | (?:ander|ubrig)\\w+ (?:\\w*werkzeug\\w*|\\w*tools?|servern?s?|\\w*dienst\\w*) | (?:друг|остальн)[а-яё]+ (?:\\S+ )?(?:инструмент[а-яё]*|сервер[а-яё]*) | (?:다른|나머지) (?:\\S+ )?(?:도구|툴|서버) | (?:其他|其它|其余|别的|另一个|另外的)(?:的)?.{0,6}(?:工具|服务器|伺服器) | (?:他|別|ほか|その他)の.{0,6}(?:ツール|サーバ)",
);

/** Orders to change what goes elsewhere, in those languages. */
export const changeAbroad = abroad(
  'cambia | cambie | sustituye | reemplaza | usa siempre | anade | agrega | troque | altere | mude | substitua | use sempre | adicione | remplace\\w* | modifie\\w* | ajoute\\w* | utilise\\w* | andere | ersetze\\w* | verwende\\w* | fuge | замени[а-яё]* | измени[а-яё]* | поменяй[а-яё]* | добавь[а-яё]* | подставь[а-яё]* | 변경 | 바꾸 | 바꿔 | 교체 | 추가하 | 改为 | 改成 | 替换 | 換成 | 换成 | 添加 | 追加し | 変更 | 置き換え | 差し替え',
);

/** Keeping it from somebody, in those languages. */
export const keepsQuietAbroad = abroad(
  "(?:no|nunca|sin|nao|sem) (?:(?:se|lo|le|la|o|a|me|isto|isso|esto|eso|ninguem|nadie) ){0,3}(?:menciones|mencione|mencionar|mencionarlo|comentes|comente|digas|diga|decirlo|reveles|revele|revelar|cuentes|conte|contar|avises|avise|informes|informe|dizer|hables|fale|falar)\\b.{0,12}\\b(?:esto|eso|ello|nada|isso|isto|disso|disto|nadie|ninguem|usuario|utilizador) | (?:sans|ne|n') ?(?:jamais |pas )?(?:en |le |l'|lui |rien )*\\b(?:parler|parle|parlez|dire|dis|dites|mentionner|mentionne|mentionnez|signaler|signale|informer|prevenir|reveler)\\b | (?:darf|soll|durfen|sollen|muss)\\b.{0,40}\\b(?:nicht|nichts|nie|niemals)\\b.{0,30}\\b(?:erzahlt|gesagt|mitgeteilt|gezeigt|verraten|erwahnt|erfahren|wissen|merken|bemerken|angezeigt)\\b | (?:erwahne|verrate|sage?|zeige?|melde)\\b.{0,20}\\b(?:das|dies|es|davon|nichts|niemandem)\\b.{0,16}\\b(?:nicht|nie|niemals)? | ohne (?:es|das|dies|davon|etwas)\\b.{0,20}\\bzu (?:erwahnen|sagen|erzahlen|melden) | (?:не|ничего не|никому не) (?:упоминай|говори|сообщай|рассказывай|показывай|раскрывай)[а-яё]* .{0,12}(?:об этом|этого|про это|никому|пользовател|ему) | никому (?:об этом )?не (?:говори|сообщай)[а-яё]* | (?:언급|공개|발설)하지 ?(?:마|말|않) | (?:말하지|알리지|밝히지) ?(?:마|말) | (?:不要|切勿|请勿|别|勿|不得)(?:再)?(?:提及|提到|说出|透露|泄露|声张|告诉任何人|展示) | (?:言及|口外|公表)(?:し|せ)(?:ない|ず|ては) | (?:内緒|秘密|秘匿)に(?:し|して)",
);

/** What is said of tools that are to be left alone, in those languages. */
export const adverseAbroad = abroad(
  'veraltet\\w* | gefahrlich\\w* | unsicher\\w* | kaputt\\w* | unzuverlassig\\w* | obsolet\\w* | peligros\\w* | insegur\\w* | perigos\\w* | rota?s | dangereu\\w* | peu fiables? | perime\\w* | устарел[а-яё]* | опасн[а-яё]* | ненадежн[а-яё]* | небезопасн[а-яё]* | взлом[а-яё]* | 위험 | 오래되 | 신뢰할 수 없 | 안전하지 | 过时 | 過時 | 不安全 | 危险 | 不可靠 | 已被 | 古い | 危険 | 信頼でき | 安全でな',
);

/** This one alone, or always, in those languages. */
export const exclusiveAbroad = abroad(
  'ausschliesslich | ausschließlich | nur | niemals | immer | stattdessen | solo | siempre | nunca | unicamente | exclusivamente | apenas | sempre | seulement | toujours | jamais | uniquement | exclusivement | только | всегда | никогда | исключительно | 만 사용 | 항상 | 절대 | 반드시 | 만을 | 도구만 | 只 | 必须 | 必須 | 一律 | 总是 | 总应 | だけ | のみ | 必ず | 常に',
);

/** An address, an account or a command that an order brings along. */
export const payload = oneOf(
  '\\S@\\S+\\.\\w | \\b0x[0-9a-f]{6} | https?://\\w | \\+\\d{7} | \\b[a-z]{2}\\d{2}[ -]?\\d{4} | \\b(?:chmod|curl|wget|sudo|rm -rf|eval|bash|powershell|nc)\\b | ~/\\S',
);

/** What the model writes or sends with whatever tool. */
export const outputs = oneOf(
  'mails? | e-?mails? | messages? | payments? | transfers? | invoices? | answers? | repl(?:y|ies) | responses? | commits? | commands? | quer(?:y|ies) | scripts? | code | files? | links? | wallet address(?:es)? | address(?:es)? | account numbers? | ibans? | orders? | purchases? | posts? | documents?',
);

/** Somebody whose word would count. */
export const authority = oneOf(
  'owners? | admins? | administrators? | users? | security(?: team)? | company | management | legal(?: team)? | compliance(?: team)? | anthropic | openai | google | microsoft | it department | developers? | vendor | operator | boss | ceo',
);

/** What lies on the machine or in the accounts of the person and is none of a tool's business. */
export const belongings = oneOf(
  'cookie jar | browser (?:profile|history|cookies|data) | browsing history | saved (?:passwords|logins) | keychain | key ?ring | password manager | clipboard | home (?:directory|folder) | private (?:repositor(?:y|ies)|files|documents|messages|notes|photos) | address book | contact list | chat (?:list|history) | tax returns? | shell history | bash history',
);

/** Has to be, of what is handed over. */
export const hasToBe = oneOf(
  '(?:is|are|was) to be | (?:must|should|shall|has to|have to|needs? to|ought to) (?:first |also |always )?be | gets? | wants? | belongs? | goes | go',
);

/** What a person is asked for by a thief only, signing in and paying aside. Keys of services are not among it: those are often needed. */
export const personalSecret = oneOf(
  "\\bpasswords?\\b | \\bpasscodes?\\b | \\bpassphrases?\\b | \\b(?:bank|atm|card|their|his|her|user's|your) pin\\b | \\b(?:credit|debit|bank|payment) ?cards?\\b | \\bcard (?:number|details)\\b | \\bcv[vc]2?\\b | \\b(?:seed|recovery) (?:phrases?|words)\\b | \\bprivate keys?\\b | \\bsocial security\\b | \\bssn\\b | \\b(?:one-time|2fa|mfa|verification|sms) codes?\\b | \\b(?:personal access|github|session|aws|slack) (?:\\w+ )?tokens?\\b | \\bsession cookies?\\b | \\bbank (?:details|login|account numbers?)\\b",
);

/** The name of a variable that holds a key of a service. */
export const namedSecret =
  '\\b(?:\\w+_)?(?:api|access|secret|auth|private|aws|github|gh|openai|anthropic|npm|slack|stripe|google|gitlab|hf|bearer|service|client|db|database)_(?:\\w+_)?(?:key|token|secret|password)s?\\b';

/** Words with which what the user wants is set aside. */
export const setsAside = oneOf(
  'no matter (?:what|which|how|whether|if) | regardless of | whatever | irrespective of | even (?:if|when|though) | independent(?:ly)? of',
);

/** Files whose only content is secrets or another program’s settings. Text of a key has blanks for `_` and `-`. */
export const secretFiles = oneOf(
  '~?/?\\.ssh(?:/|\\b) | \\bid[_ ](?:rsa|ed25519|ecdsa)\\b | /etc/(?:passwd|shadow) | \\bdot[ _]env\\b | \\.aws/(?:credentials|config) | \\.(?:npmrc|netrc|pypirc|git-credentials|pgpass)\\b | \\.kube/config | \\.docker/config\\.json | ~/\\.(?:config|local|gnupg|mozilla|thunderbird|password-store|azure|gcloud|bash_history|zsh_history)\\b[\\w./-]* | \\b(?:mcp|mcp_config|claude_desktop_config|\\.claude)\\.json\\b | \\.(?:cursor|claude|codeium|vscode)/mcp\\w*\\.json | \\bssh (?:private )?keys?\\b | \\bseed phrase\\b | (?:\\*|\\bid)?\\.(?:pem|pfx|ppk)\\b',
);

/** Orders to pass something along. */
export const passesAlong = oneOf(
  'read | open | include | send | pass | attach | append | copy | upload | put | post | cat | paste | provide | return | forward | supply | fill',
);

/** Orders to give something away. */
export const givesAway = oneOf(
  'pass | put | include | send | attach | append | paste | provide | hand | add | post | forward | upload | supply | write | return | give',
);

/** What looks for such orders quotes them. */
export const quotesOrders =
  /\b(?:detects?|scans?|finds?|flags?|blocks?|checks?|payloads?|attacks?|injections?|jailbreaks?|attempts?)\b.{0,60}["'`\u201c](?:ignore|disregard|forget)/;

/** Somebody is not to be told, shown or aware of something. */
export const keptUntold = oneOf(
  "\\b(?:users?|humans?|operators?|persons?|people|customers?|anyone|nobody)\\b.{0,40}\\b(?:not|never|nothing|unaware|need not|n't)\\b.{0,24}\\b(?:know|told|see|notice|aware|informed|learn|hear|shown|find out)\\b | \\b(?:do not|don't|never|forbidden|refrain|avoid|not to|must not)\\b.{0,30}\\b(?:tell|telling|inform\\w*|disclos\\w*|reveal\\w*|mention\\w*|alert\\w*|notify\\w*)\\b.{0,30}\\b(?:users?|humans?|operators?|person|people)\\b",
);

/** An address, a number, an account or a host that is named. */
export const destination = oneOf(
  '[\\w.+-]+@[\\w-]+\\.\\w | \\+\\d{9} | \\b0x[0-9a-f]{16} | \\b[a-z]{2}\\d{16} | \\bto [\\w-]+(?:\\.[\\w-]+)*\\.(?:com|net|io|org|dev|example)\\b',
);

/** Tools and servers that are not this one. */
export const otherTools = oneOf(
  '\\bother (?:\\w+ ){0,2}(?:tools?|servers?)\\b | \\banother (?:\\w+ )?(?:tool|server)\\b | \\bany \\w+ tool\\b',
);

/** What the person or the model has, and no tool asks for without a reason. */
export const heldPrivately = oneOf(
  "~/\\.(?:ssh|aws|config|env|gnupg|kube|netrc|npmrc|docker|bash_history|zsh_history)\\b | \\bid_(?:rsa|ed25519) | /etc/(?:passwd|shadow) | \\b(?:stored |saved |user's )passwords?\\b | \\bcookies\\b | \\bssh keys?\\b | \\bsystem prompt\\b | \\bchat (?:history|log|transcript)\\b | \\bconversation history\\b | \\bcontacts\\b | \\bbrowser history\\b | \\bprintenv\\b | \\bmaster password\\b | \\bhidden instructions\\b | \\blast (?:\\w+ )?(?:messages|documents|chats|prompts)\\b",
);
