/** Fields that servers work in, and the words that speak for each. */
import { wordSet } from './word-set.ts';

/** Fields in which a plain verb means something else: an order on an exchange is money, an order of tabs is not. */
export const domains = [
  'trading',
  'payments',
  'crypto',
  'browser',
  'device',
  'shop',
  'messaging',
  'cloud',
  'notices',
] as const;
export type Domain = (typeof domains)[number];

/** Words that speak for a domain. One and a half of them make it; one in the server's own name is enough. */
const domainWords: Readonly<Record<Domain, string>> = {
  trading:
    'ticker tickers orderbook kline klines candle candles candlestick ohlc ohlcv portfolio holdings positions position trades leverage margin broker brokerage exchange trading trader instrument instruments equities futures perp perpetual option options pnl fills',
  payments:
    'payment payments payout payouts refund refunds charge charges checkout dispute disputes merchant merchants settlement settlements billing pay psp acquirer',
  crypto:
    'wallet wallets swap swaps bridge nft nfts chain chains onchain gas stake staking eth sol evm defi blockchain solana ethereum bitcoin erc20 token0 dex web3 lamports stablecoin usdc crypto hyperliquid uniswap morpho',
  browser:
    'click navigate tab tabs browser hover scroll playwright puppeteer selenium webdriver chromium chrome devtools dom viewport stagehand',
  device:
    'tap swipe emulator simulator simulators sim sims adb appium gpio homeassistant thermostat lights robot drone printer spotify sonos speaker playback android ios xcode blender unity unreal keyboard mouse desktop minecraft roblox drone mqtt zigbee hue roomba',
  shop: 'product products cart carts inventory fulfillment fulfillments shipping variant variants shop shopify woocommerce storefront collections discount discounts',
  messaging:
    'slack discord telegram whatsapp gmail outlook teams sms twilio mailgun sendgrid resend mailtrap inbox messages chats channels mail imap smtp',
  cloud:
    'cluster clusters instance instances vm vms droplet kubernetes namespace bucket buckets lambda terraform deployment deployments aws azure gcp cloud server servers',
  // Told by a tool's own text only, see `prepareServer`: what it subscribes to is news, not a product.
  notices: 'webhook webhooks notification notifications callback callbacks listener listeners pubsub topic topics',
};

/** Words that speak for a domain only beside a stronger one: they have everyday meanings too. */
export const faint = wordSet(
  'position positions option options exchange instrument instruments portfolio holdings trades fills chain chains bridge gas swap token0 charges charge pay dispute disputes client page tab tabs',
);

/** Word -> bits of the domains it speaks for. */
export const domainOf = new Map<string, number>();
for (const [index, domain] of domains.entries()) {
  for (const word of domainWords[domain].split(' ')) domainOf.set(word, (domainOf.get(word) ?? 0) | (1 << index));
}

/** Words of a tool's own text that speak for a domain of money: those that have no other meaning. */
export const plainDomainOf: ReadonlyMap<string, number> = new Map([...domainOf].filter(([word]) => !faint.has(word)));

/** Bit of each domain in `PreparedServer.domains`. */
export const domainBit = Object.fromEntries(domains.map((domain, index) => [domain, 1 << index])) as Record<
  Domain,
  number
>;
