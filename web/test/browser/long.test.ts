import { afterAll, expect, test } from 'vitest';
import { aheadFixture } from '../ahead.ts';
import { backtestFixture } from '../backtest.ts';
import { fixture, fleeFixture, whatIfFixture } from '../fixture.ts';
import { closeAll, withPage } from './page.ts';

afterAll(closeAll);

const long = 'Aufnahmeeinrichtungsgemeinschaftsunterkunft_Nord_und_Ost_2013';

/** The same data with a name that has no place to break wherever something has one. */
function named<T>(x: T): T {
  if (Array.isArray(x)) return x.map(named) as T;
  if (x === null || typeof x !== 'object') return x;
  return Object.fromEntries(Object.entries(x).map(([k, v]) => [k, ['name', 'placeName', 'title'].includes(k) && v ? `${String(v)} ${long}` : named(v as unknown)])) as T;
}

const flee = fleeFixture();
const warned = { ...flee, neighbours: { ...flee.neighbours!, warnings: [{ where: `${long}/registration_corrections.csv:104:12`, message: 'a line that is no count', suggestion: '' }] } };
const tested = backtestFixture();
const pages: [string, Parameters<typeof withPage>[0]][] = [
  ['run', fixture()], ['run of a Flee folder', warned], ['what-if', whatIfFixture()], ['forecast of camps', aheadFixture()],
  ['back-test', { ...tested, cells: tested.cells.map((c) => ({ ...c, scenario: `${c.scenario}${long}` })) }],
];

test.each(pages)('a %s with long names is no wider than the smallest screen', (_, data) => withPage(named(data), { width: 320, height: 700 }, async (page) => {
  await page.evaluate(() => {
    for (const s of document.querySelectorAll('main > section')) s.querySelectorAll('details').forEach((d, i) => (d.open = i < 3));
  });
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320);
  for (const label of await page.locator('label[for]').all()) expect((await label.boundingBox())!.height, await label.innerText()).toBeLessThan(30); // words stay whole
}));

test('a caption is not wider than its table may be on the screen', () => withPage(named(fleeFixture()), { width: 1280, height: 900 }, async (page) => {
  for (const c of await page.locator('.scroll caption').all()) {
    const box = (await c.boundingBox())!;
    expect(box.x + box.width).toBeLessThanOrEqual(1280);
    expect(await c.evaluate((e) => e.getBoundingClientRect().right - e.closest('.scroll')!.getBoundingClientRect().right)).toBeLessThanOrEqual(1);
  }
}));
