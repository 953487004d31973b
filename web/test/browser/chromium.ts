// Debian's chromium for the browser tests; it never talks to the network.
import { chromium, type Browser, type BrowserContext } from 'playwright-core';

const executable = process.env['CHROMIUM'] ?? '/usr/bin/chromium';

export interface Look { width: number; height: number; dark?: boolean; still?: boolean; script?: boolean }

export const desktop: Look = { width: 1280, height: 900 };
export const phone: Look = { width: 390, height: 844 };

/** How often a browser is started before the tests give up, and how long each start may take: together less than a test's time. */
const starts = 3, startTime = 35_000;

let browser: Promise<Browser> | undefined;

/**
 * Starts a browser with a fresh folder of its own, which its end removes. A start
 * that hangs says nothing about a page (one of some hundred did, for minutes), so it
 * is told and tried again.
 */
async function start(): Promise<Browser> {
  for (let n = 1; ; n++) {
    try {
      return await chromium.launch({
        executablePath: executable, headless: true, timeout: startTime,
        args: ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
      });
    } catch (e) {
      if (n === starts) throw e;
      console.warn(`Chromium did not start (${n} of ${starts} times): ${e instanceof Error ? e.message : String(e)}`);
    }
  }
}

/** Opens a profile with a look of its own in the file's one browser, which is started when first asked for. */
export async function open(look: Look): Promise<BrowserContext> {
  browser ??= start();
  return (await browser).newContext({
    viewport: { width: look.width, height: look.height }, colorScheme: look.dark ? 'dark' : 'light', reducedMotion: look.still ? 'reduce' : 'no-preference',
    javaScriptEnabled: look.script ?? true, locale: 'en-GB',
  });
}

/** Closes the browser and all that was opened in it. */
export async function close(): Promise<void> {
  if (browser) await (await browser).close();
  browser = undefined;
}
