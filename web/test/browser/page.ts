// Report pages for the browser tests: the committed template with data in it,
// as internal/report writes them.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { Page } from 'playwright-core';
import { dataMark, titleMark } from '../../build/page.ts';
import type { Data } from '../../src/data.ts';
import type { AheadData } from '../../src/ahead/data.ts';
import type { BacktestData } from '../../src/backtest/data.ts';
import type { FitData } from '../../src/fit/data.ts';
import type { SensitivityData } from '../../src/sensitivity/data.ts';
import { close, open, type Look } from './chromium.ts';

const template = readFileSync(fileURLToPath(new URL('../../../internal/report/page/report.html', import.meta.url)), 'utf8');

const folder = mkdtempSync(join(tmpdir(), 'haven-page-'));
let pages = 0;

/** Writes a page, until closeAll, and gives its address. */
export function write(data: Data | FitData | SensitivityData | BacktestData | AheadData): string {
  const escape = (s: string) => s.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  const json = JSON.stringify(data).replaceAll('<', '\\u003c').replaceAll('>', '\\u003e').replaceAll('&', '\\u0026');
  const file = join(folder, `report-${pages++}.html`);
  writeFileSync(file, template.replace(titleMark, () => escape(data.title)).replace(dataMark, () => json));
  return pathToFileURL(file).href;
}

/** What a page did that it should not: requests, errors, messages. */
export interface Watch { requests: string[]; errors: string[] }

const profiles = new Map<string, ReturnType<typeof open>>();

/** Closes the browser and takes the pages away. */
export async function closeAll(): Promise<void> {
  await close();
  profiles.clear();
  rmSync(folder, { recursive: true, force: true });
}

/** Opens a page in a profile with a look, waits until all is drawn (if it has charts), runs a test, closes the page. */
export async function withPage(data: Data | FitData | SensitivityData | BacktestData | AheadData, look: Look, test: (page: Page, watch: Watch) => Promise<void>, charts = true): Promise<void> {
  const key = JSON.stringify(look);
  if (!profiles.has(key)) profiles.set(key, open(look));
  const page = await (await profiles.get(key)!).newPage();
  try {
    const watch: Watch = { requests: [], errors: [] };
    const address = write(data);
    page.on('request', (r) => {
      if (r.url() !== address && !r.url().startsWith('data:')) watch.requests.push(r.url());
    });
    page.on('pageerror', (e) => watch.errors.push(e.message));
    page.on('console', (m) => {
      if (m.type() === 'error' || m.type() === 'warning') watch.errors.push(m.text());
    });
    await page.goto(address);
    if (look.script !== false && charts) await drawn(page);
    await test(page, watch);
  } finally {
    await page.close();
  }
}

/** Waits until every chart is drawn. */
export async function drawn(page: Page): Promise<void> {
  await page.waitForFunction(() => {
    const charts = [...document.querySelectorAll('.chart')];
    return charts.length > 0 && charts.every((c) => c.querySelector('svg')) && document.querySelectorAll('.evidence tbody tr').length !== 20;
  });
}
