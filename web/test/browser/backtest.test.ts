import { afterAll, describe, expect, test } from 'vitest';
import { backtestFixture } from '../backtest.ts';
import { violations } from './axe.ts';
import { desktop, phone, type Look } from './chromium.ts';
import { closeAll, withPage } from './page.ts';

afterAll(closeAll);

const plain = (s: string) => s.replaceAll(/[\u202f\u00a0]/g, ' ');
const looks: [string, Look][] = [['desktop, light', desktop], ['phone, dark', { ...phone, dark: true }]];

describe.each(looks)('a back-test on a %s', (_, look) => {
  test('axe finds nothing, the page is no wider than the screen and asks for nothing', () => withPage(backtestFixture(), look, async (page, watch) => {
    expect(await violations(page)).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(look.width);
    expect(watch.requests).toEqual([]);
    expect(watch.errors).toEqual([]);
  }));
});

test('says how many cells are won and lost, and shows the lost ones', () => withPage(backtestFixture(), desktop, async (page) => {
  expect(plain(await page.locator('.headline').innerText())).toBe('At camps the forecasts have a lower error than the best of five reference forecasts in 3 of 4 cells, surely in 2; a reference wins in 1.');
  const rows = page.locator('#cells-1 tbody tr');
  expect(await rows.count()).toBe(5);
  expect(plain(await rows.nth(2).innerText())).toContain('a reference wins');
  expect(plain(await rows.nth(2).innerText())).toContain('<10');
  expect(plain(await rows.nth(1).innerText())).toContain('lower, not surely');
  expect(plain(await rows.nth(0).innerText())).toContain('own 0.56');
  expect(plain(await page.locator('#pooled tbody').innerText())).toContain('own 0.61');
  expect(await page.locator('main section').count()).toBe(7);
  expect(await page.locator('img').count()).toBe(0);
}));

test.each([1280, 1000])('shows the verdicts without scrolling at %i pixels', (width) => withPage(backtestFixture(), { width, height: 900 }, async (page) => {
  for (const verdict of await page.locator('.cells .verdict').all()) {
    const box = (await verdict.boundingBox())!;
    expect(box.x + box.width).toBeLessThanOrEqual(width);
  }
  const scroll = page.locator('#cells-1 .scroll');
  expect(await scroll.evaluate((e) => e.scrollWidth - e.clientWidth)).toBeLessThanOrEqual(1);
}));

test('names every number of a cell on a phone', () => withPage(backtestFixture(), phone, async (page) => {
  const cell = page.locator('#cells-1 tbody tr').first();
  for (const label of ['Days ahead', 'Ratio, people', 'Ratio of logs', 'Error, people', 'in 50 %', 'in 90 %', 'Forecasts']) expect(await cell.locator(`[data-label="${label}"]`).isVisible(), label).toBe(true);
  expect(await cell.locator('.verdict').innerText()).toContain('better');
}));

test.each([390, 320])('has letters of a size that can be read at %i pixels', (width) => withPage(backtestFixture(), { width, height: 800 }, async (page) => {
  const texts = page.locator('#answer .chart svg text');
  await expect.poll(() => texts.evaluateAll((list) => Math.min(...list.map((t) => t.getBoundingClientRect().height)))).toBeGreaterThan(11);
  // A scenario's name stands above its dots, and neither leaves the drawing.
  expect(await page.locator('#answer .chart svg').evaluate((svg) => {
    const frame = svg.getBoundingClientRect();
    return [...svg.querySelectorAll('text, circle')].map((e) => e.getBoundingClientRect()).filter((r) => r.left < frame.left - 1 || r.right > frame.right + 1 || r.bottom > frame.bottom + 1).length;
  })).toBe(0);
}));

test('says in words how often forecasts were made', () => withPage({ ...backtestFixture(), origins: 'every 7d' }, desktop, async (page) => {
  expect(await page.locator('header .run').innerText()).toContain('forecasts every 7 days ·');
}));
