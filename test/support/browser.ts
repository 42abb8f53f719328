/** Chromium for tests of the site. */
import { type Browser, chromium } from 'playwright-core';

const browserArguments =
  '--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync';

/** Starts the Chromium of the system, or the one `CHROMIUM` names. */
export const launchBrowser = (): Promise<Browser> =>
  chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: browserArguments.split(' '),
  });
