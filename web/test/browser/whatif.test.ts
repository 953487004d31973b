import { afterAll, describe, expect, test } from 'vitest';
import { whatIfFixture } from '../fixture.ts';
import { violations } from './axe.ts';
import { desktop, phone, type Look } from './chromium.ts';
import { closeAll, withPage } from './page.ts';

afterAll(closeAll);

const looks: [string, Look][] = [['desktop, light', desktop], ['phone, dark', { ...phone, dark: true }]];
const plain = (s: string) => s.replaceAll(/[\u202f\u00a0]/g, ' ');

describe.each(looks)('a what-if on a %s', (_, look) => {
  test('axe finds nothing and the page is no wider than the screen', () => withPage(whatIfFixture(), look, async (page, watch) => {
    await page.evaluate(() => document.querySelectorAll('#whatif details').forEach((d) => ((d as HTMLDetailsElement).open = true)));
    await page.waitForTimeout(200);
    expect(await violations(page)).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(look.width);
    expect(watch.errors).toEqual([]);
    expect(watch.requests).toEqual([]);
  }));
});

test('reads what the change does first, and compares nothing with reports', () => withPage(whatIfFixture(), desktop, async (page) => {
  const first = page.locator('main > section').first();
  expect(await first.getAttribute('id')).toBe('whatif');
  expect(plain(await first.innerText())).toContain('3 200 fewer people arrive than would have');
  expect(plain(await page.locator('#whatif .key').innerText())).toMatch(/median of the pairs\s+half of the pairs\s+nine in ten pairs/);
  expect(await page.locator('#compare, nav a[href="#compare"]').count()).toBe(0);
  expect(await page.locator('img').count()).toBe(0); // a change's title is text
}));

test('shows every country without and with the change, largest difference first', () => withPage(whatIfFixture(), desktop, async (page) => {
  const rows = page.locator('#whatif table').first().locator('tbody tr');
  expect((await rows.allInnerTexts()).map((t) => plain(t).split('\t')[0])).toEqual(['All together', 'Finland', 'Kazakhstan', 'Georgia', 'Latvia']);
  expect(plain(await rows.nth(1).innerText()).split('\t')).toEqual(['Finland', '8 000', '6 500', '−1 500', '−1 650 to −1 350', '−1 800 to −1 200', 'fewer in every pair', '12 times']);
  expect(plain(await rows.nth(4).innerText())).toContain('no difference in any pair');
}));

test('opens the days of a difference as a table', () => withPage(whatIfFixture(), desktop, async (page) => {
  const part = page.locator('#whatif figure details').first();
  await part.locator('summary').click();
  await expect.poll(() => part.locator('tbody tr').count()).toBe(48);
  expect(plain(await part.locator('tbody tr').nth(20).innerText())).toContain('−100');
}));
