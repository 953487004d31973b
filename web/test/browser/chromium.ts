// A fresh Debian chromium for each suite; it never talks to the network.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type BrowserContext } from 'playwright-core';

export const executable = process.env['CHROMIUM'] ?? '/usr/bin/chromium';

export interface Look { width: number; height: number; dark?: boolean; still?: boolean; script?: boolean }

export const desktop: Look = { width: 1280, height: 900 };
export const phone: Look = { width: 390, height: 844 };

/** Opens a browser of a given size in a folder of its own; close removes both. */
export async function open(look: Look): Promise<{ context: BrowserContext; close: () => Promise<void> }> {
  const folder = mkdtempSync(join(tmpdir(), 'haven-chromium-'));
  const context = await chromium.launchPersistentContext(folder, {
    executablePath: executable, headless: true,
    viewport: { width: look.width, height: look.height }, colorScheme: look.dark ? 'dark' : 'light', reducedMotion: look.still ? 'reduce' : 'no-preference',
    javaScriptEnabled: look.script ?? true, locale: 'en-GB',
    args: ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
  });
  return {
    context,
    close: async () => {
      await context.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
