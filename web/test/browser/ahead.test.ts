import { afterAll, describe, expect, test } from 'vitest';
import { aheadFixture } from '../ahead.ts';
import { violations } from './axe.ts';
import { desktop, phone, type Look } from './chromium.ts';
import { closeAll, withPage } from './page.ts';

afterAll(closeAll);

const plain = (s: string) => s.replaceAll(/[\u202f\u00a0]/g, ' ');
const looks: [string, Look][] = [
  ['desktop, light', desktop], ['desktop, dark', { ...desktop, dark: true }], ['phone, light', phone], ['phone, dark', { ...phone, dark: true }],
];

describe.each(looks)('a forecast of camps on a %s', (_, look) => {
  test('axe finds nothing, the page is no wider than the screen and asks for nothing', () => withPage(aheadFixture(), look, async (page, watch) => {
    await page.evaluate(() => document.querySelectorAll('details').forEach((d) => (d.open = true)));
    await page.waitForTimeout(200);
    expect(await violations(page)).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(look.width);
    expect(watch).toEqual({ requests: [], errors: [] });
  }));
});

test('says first how many in all, and which camps grow', () => withPage(aheadFixture(), desktop, async (page) => {
  const text = plain(await page.locator('main > section').first().innerText());
  expect(text).toContain('By 1 July 2012 about 66 000 people will be counted at camps');
  expect(text).toContain('about 8 000 more');
  expect(await page.locator('img').count()).toBe(0);
}));

test('shows counts as points up to the day of the forecast, and the forecast after it', () => withPage(aheadFixture(), desktop, async (page) => {
  const chart = page.getByRole('img', { name: 'People at Mbera' });
  await expect.poll(() => chart.locator('svg').count()).toBe(1);
  expect(await chart.locator('svg path[fill="var(--rep)"]').count()).toBe(3); // the one before the season is in the table
  // Points lie left of the upright line, the band right of it.
  const sides = await chart.locator('svg').evaluate((svg) => {
    const box = (e: Element) => e.getBoundingClientRect();
    const line = [...svg.querySelectorAll('[aria-label="rule"] line')].map(box).find((r) => r.height > 50)!;
    const points = [...svg.querySelectorAll('path[fill="var(--rep)"]')].map((e) => box(e).left + box(e).width / 2);
    return { points: Math.max(...points) - line.left, band: box(svg.querySelector('[aria-label="area"] path')!).left - line.left };
  });
  expect(sides.points).toBeLessThan(0);
  expect(sides.band).toBeGreaterThan(0);
}));

test('opens the counts of a camp, old ones and those counted anew included', () => withPage(aheadFixture(), desktop, async (page) => {
  const part = page.locator('#camps details', { hasText: 'Counts as a table: Mbera' });
  await part.locator('summary').click();
  await expect.poll(() => part.locator('tbody tr').count()).toBe(4);
  expect(plain(await part.locator('tbody tr').last().innerText())).toBe('2 February 2012\t130\t100');
  expect(plain(await part.locator('caption').innerText())).toContain('counted anew on 22 February 2012');
}));

test('puts the camps in another order and shows another day', () => withPage(aheadFixture(), desktop, async (page) => {
  const first = page.locator('#numbers tbody tr').first();
  await expect.poll(() => first.innerText()).toContain('Mbera');
  await page.getByLabel('in the order of').selectOption('name');
  await expect.poll(() => first.innerText()).toContain('Abala');
  expect(await page.locator('#numbers th[aria-sort]').innerText()).toBe('Camp');
  expect(plain(await page.locator('#numbers tbody tr').last().innerText())).toContain('<10');
  expect(plain(await page.locator('#numbers tfoot').innerText())).toContain('+4 980');
  await page.getByLabel('Day', { exact: true }).selectOption('7');
  await expect.poll(() => page.locator('#numbers caption').innerText()).toContain('8 June 2012');
  expect(plain(await page.locator('#numbers tfoot').innerText())).toContain('62 180');
}));

test('shows another day and one country on the map', () => withPage(aheadFixture(), desktop, async (page) => {
  const map = page.locator('.map svg').first();
  await expect.poll(() => map.getAttribute('aria-label')).toContain('forecast for 1 July 2012');
  expect(await page.locator('.map .camp-was').count()).toBe(4);
  await page.getByRole('button', { name: 'In 7 days' }).click();
  await expect.poll(() => map.getAttribute('aria-label')).toContain('forecast for 8 June 2012');
  await page.getByLabel('Look at').selectOption('NER');
  await expect.poll(() => page.locator('.map .labels').textContent()).toContain('Abala');
}));

test('says what was not read, what was dropped, and where to find how good it is', () => withPage(aheadFixture(), desktop, async (page) => {
  const known = plain(await page.locator('#known').innerText());
  expect(known).toContain('days of conflict (3), registrations (244)');
  expect(known).toContain('The capacities of 3 camps were not read.');
  expect(known).toContain('2 camps of the folder had not been counted by then.');
  expect(known).toContain('One row was dropped');
  expect(known).toContain('as in the Flee folder valley');
  expect(await page.locator('#good').innerText()).toContain('haven backtest');
}));

test('draws a forecast of one day as a bar', () => {
  const d = aheadFixture();
  const one = <T>(list: T[]) => list.slice(0, 1);
  const cut = <S extends { byDay: object; change: object; more: unknown[]; fewer: unknown[] }>(s: S): S => ({
    ...s, more: one(s.more), fewer: one(s.fewer), byDay: Object.fromEntries(Object.entries(s.byDay).map(([q, v]) => [q, one(v as number[])])), change: Object.fromEntries(Object.entries(s.change).map(([q, v]) => [q, one(v as number[])])),
  });
  return withPage({ ...d, days: 1, together: cut(d.together), camps: d.camps.map(cut) }, desktop, async (page, watch) => {
    expect(await page.locator('#camps .chart').first().locator('svg line[stroke-width="7"], svg [stroke-width="7"] line').count()).toBe(2);
    expect(await page.getByRole('button', { name: 'In 1 day' }).count()).toBe(1);
    expect(watch.errors).toEqual([]);
  });
});

test('shows a forecast on a day by which nobody had been counted', () => {
  const d = aheadFixture();
  return withPage({ ...d, camps: [], together: { counts: [], byDay: { q05: [], q25: [], q50: [], q75: [], q95: [] }, change: { q05: [], q25: [], q50: [], q75: [], q95: [] }, more: [], fewer: [] }, capacities: 0, notYet: 5 }, desktop, async (page, watch) => {
    expect(await page.locator('.headline').innerText()).toContain('Nobody had been counted');
    for (const id of ['camps', 'map', 'numbers']) expect(await page.locator(`#${id}, nav a[href="#${id}"]`).count(), id).toBe(0);
    expect(watch.errors).toEqual([]);
  }, false);
});

test('prints what the screen shows', () => withPage(aheadFixture(), desktop, async (page) => {
  await page.emulateMedia({ media: 'print' });
  await expect.poll(() => page.locator('#numbers table').isVisible()).toBe(true);
  expect(await page.locator('.map-controls').isVisible()).toBe(false);
  await page.emulateMedia({ media: null });
  expect((await page.pdf({ preferCSSPageSize: true })).length).toBeGreaterThan(50_000);
}));
