import { readFileSync } from 'node:fs';
import { afterAll, describe, expect, test } from 'vitest';
import type { FitData } from '../../src/fit/data.ts';
import { violations } from './axe.ts';
import { desktop, phone, type Look } from './chromium.ts';
import { closeAll, withPage } from './page.ts';

afterAll(closeAll);

const data = JSON.parse(readFileSync(new URL('../../../internal/report/testdata/fit.json', import.meta.url), 'utf8')) as FitData;
const plain = (s: string) => s.replaceAll(/[\u202f\u00a0]/g, ' ');
const looks: [string, Look][] = [['desktop, light', desktop], ['desktop, dark', { ...desktop, dark: true }], ['phone, light', phone]];

describe.each(looks)('a fit on a %s', (_, look) => {
  test('axe finds nothing, the page is no wider than the screen and asks for nothing', () => withPage(data, look, async (page, watch) => {
    await page.evaluate(() => document.querySelectorAll('details').forEach((d) => (d.open = true)));
    await page.waitForTimeout(100);
    expect(await violations(page)).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(look.width);
    expect(watch.requests).toEqual([]);
    expect(watch.errors).toEqual([]);
  }));
});

test('says in words what was learned, how far the fit came, and what the data are silent about', () => withPage(data, desktop, async (page) => {
  const words = plain(await page.locator('#answer').innerText());
  expect(words).toContain('The time ended at 1.3 times the error model');
  expect(words).toContain('shocks.decree.size_per_day: 0.0145');
  expect(words).toContain('The data say nothing about parameters.return_per_day');
  expect(words).toContain('meet 1 of 3 figures');
  expect(words).toContain('1 could not be met at all');
  expect(await page.locator('img').count()).toBe(0);
}));

test('names every number on a phone', () => withPage(data, phone, async (page) => {
  const labels = (part: string) => page.locator(`${part} tbody tr`).first().locator('td').evaluateAll((cells) => cells.map((c) => getComputedStyle(c, '::before').content));
  expect(await labels('#numbers')).toEqual(['"Before: "', '"Points within the prior: "', '"After: "', '"Narrower by: "']);
  expect((await labels('#figures')).slice(1, 4)).toEqual(['"Reported: "', '"Before: "', '"After: "']);
  expect(await page.locator('#numbers .scroll').evaluate((s) => s.scrollWidth - s.clientWidth)).toBe(0);
}));

test('draws the prior beside the posterior, points against each other, and figures missed first', () => withPage(data, desktop, async (page) => {
  expect(await page.locator('#numbers tbody tr').count()).toBe(3);
  expect(await page.locator('#numbers .fit-bars').first().locator('rect').count()).toBe(20);
  expect(await page.locator('.fit-pairs circle').count()).toBe(300);
  const rows = page.locator('#figures tbody tr');
  expect(plain(await rows.nth(0).innerText())).toContain('outside');
  expect(plain(await rows.nth(0).innerText())).toContain('at least 22 000');
  expect(plain(await rows.nth(0).innerText())).toContain('<10');
  expect(plain(await rows.nth(2).innerText())).toContain('● inside');
  expect(plain(await page.locator('#made tbody tr').nth(2).innerText())).toContain('1.34');
}));
