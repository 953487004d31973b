import { afterAll, describe, expect, test } from 'vitest';
import { sensitivityFixture } from '../sensitivity.ts';
import { violations } from './axe.ts';
import { desktop, phone, type Look } from './chromium.ts';
import { closeAll, withPage } from './page.ts';

afterAll(closeAll);

const plain = (s: string) => s.replaceAll(/[\u202f\u00a0]/g, ' ');
const looks: [string, Look][] = [
  ['desktop, light', desktop], ['desktop, dark', { ...desktop, dark: true }], ['phone, light', phone], ['phone, dark', { ...phone, dark: true }],
];

describe.each(looks)('an analysis of sensitivity on a %s', (_, look) => {
  test('axe finds nothing, the page is no wider than the screen and asks for nothing', () => withPage(sensitivityFixture(), look, async (page, watch) => {
    await page.evaluate(() => document.querySelectorAll('details').forEach((d) => (d.open = true)));
    await page.waitForTimeout(100);
    expect(await violations(page)).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(look.width);
    expect(watch.requests).toEqual([]);
    expect(watch.errors).toEqual([]);
  }));
});

test('says what drives the answer in words, with the country by its name', () => withPage(sensitivityFixture(), desktop, async (page) => {
  const words = plain(await page.locator('#drives-1 .drives').innerText());
  expect(words).toContain('Arrivals in Georgia up to 30 September 2022: 32 000 in the median run');
  expect(words).toContain('explains 34 % (27 to 41) of the variance by itself');
  expect(await page.locator('h1').innerText()).toContain('</script><img src=x onerror=alert(1)>');
  expect(await page.locator('img').count()).toBe(0);
}));

test('draws a bar for each index, as long as its share, and hides what hardly matters until asked', () => withPage(sensitivityFixture(), desktop, async (page) => {
  const rows = page.locator('#drives-1 figure tbody tr');
  expect(await rows.count()).toBe(4);
  const width = (row: number, bar: string) => rows.nth(row).locator(`rect.${bar}`).evaluate((e) => Number(e.getAttribute('width')));
  expect(await width(0, 'total')).toBeCloseTo(0.43 * 228, 1);
  expect(await width(0, 'first')).toBeCloseTo(0.344 * 228, 1);
  expect(await width(3, 'first')).toBe(0.5); // an estimate below 0
  expect(plain(await rows.nth(0).innerText())).toContain('34 % (28 to 41)');
  expect(plain(await rows.nth(3).innerText())).toContain('0 % (0 to 11)');
  expect(await rows.nth(1).innerText()).toContain('lowers it');
  await page.getByRole('button', { name: 'Show all 5' }).click();
  expect(await rows.count()).toBe(5);
  expect(await rows.nth(4).innerText()).toContain('either');
}));

test('opens the screening as a table, small counts hidden', () => withPage(sensitivityFixture(), desktop, async (page) => {
  const part = page.locator('#drives-1 details');
  await part.locator('summary').click();
  const rows = part.locator('tbody tr');
  await expect.poll(() => rows.count()).toBe(4);
  expect(plain(await rows.nth(0).innerText())).toContain('12 000 (8 400 to 15 600)');
  expect(await rows.nth(3).innerText()).toContain('<10');
  // Without indices the screening is open, and there are no bars of shares.
  expect(await page.locator('#drives-2 details').getAttribute('open')).not.toBeNull();
  expect(await page.locator('#drives-2 figure').count()).toBe(0);
}));

test('shows what varied and why', () => withPage(sensitivityFixture(), desktop, async (page) => {
  const text = plain(await page.locator('#varied').innerText());
  expect(text).toContain('2 numbers were drawn');
  expect(text).toContain('862.4 to 2 609');
  expect(text).toContain('lognormal: spread 1.4');
  expect(text).toContain('parameters.stay set to 2');
}));
