import { expect, test } from 'vitest';
import { agreement, bySize, clear, doing, headline, moreOrFewer, rows, signed, signedRange } from '../../src/text/whatif.ts';
import { about } from '../../src/text/numbers.ts';
import { bottom } from '../../src/chart/bands.ts';
import { whatIfFixture } from '../fixture.ts';

const plain = (s: string) => s.replaceAll(/[\u202f\u00a0]/g, ' ');
const d = whatIfFixture();
const w = d.whatIf!;

test('differences carry their sign and are rounded like counts', () => {
  expect([signed(1234), signed(-1234), signed(3), signed(-3), signed(0), signed(null)].map(plain)).toEqual(['+1 230', '−1 230', '+<10', '−<10', '0', '–']);
  expect(plain(signedRange({ q05: -3_840, q25: -3_500, q50: -3_200, q75: -2_900, q95: -2_560 }))).toBe('−3 200 (90 %: −3 840 to −2 560)');
  expect(plain(signedRange({ q05: -3_240, q25: -3_210, q50: -3_200, q75: -3_190, q95: -3_160 }, about))).toBe('−3 200');
  expect(plain(signedRange({ q05: 20, q25: 20, q50: 20, q75: 20, q95: 20 }))).toBe('+20');
  expect([moreOrFewer(1_234), moreOrFewer(-56), moreOrFewer(4)].map(plain)).toEqual(['1 200 more', '60 fewer', 'about as many']);
});

test('says how many pairs agree', () => {
  expect(agreement(w.countries[0]!)).toBe('fewer in every pair');
  expect(plain(agreement(w.countries[1]!))).toBe('more in 93 % of pairs');
  expect(agreement(w.countries[3]!)).toBe('no difference in any pair');
  expect(plain(agreement({ ...w.countries[0]!, above: 0.003, below: 0 }))).toBe('more in under 1 % of pairs');
  expect(plain(agreement({ ...w.countries[0]!, above: 0.001, below: 0.998 }))).toBe('fewer in over 99 % of pairs');
  expect(w.countries.map(clear)).toEqual([true, true, true, false]);
});

test('the answer comes in words, the largest differences first', () => {
  expect(plain(headline(w))).toContain('3 200 fewer people arrive than would have; it may be −3 800 to −2 600.');
  expect(bySize(w.countries).map((e) => e.id)).toEqual(['FIN', 'KAZ', 'GEO', 'LVA']);
  const said = Object.fromEntries(rows(d, w).map((r) => [r.term, plain(r.says)]));
  expect(said['Fewer arrive in']).toBe('Finland −1 500 (90 %: −1 800 to −1 200).');
  expect(said['More arrive in']).toContain('Kazakhstan +400');
  expect(said['How sure']).toContain('Each of 200 members was run with and without the change');
  expect(said['How sure']).toContain('more than 100 times smaller');
  expect(doing({ from: '2022-09-30', does: ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'] })).toBe('From 30 September 2022 on: a, b, c, d, e, f and 2 more of the kind.');
  expect(plain(doing(w.changes[0]!))).toBe('From 30 September 2022 on: add finland_closes to policies.csv.');
});

test('as many arrive as would have', () => {
  const even = { ...w, all: w.all.map((e) => ({ ...e, difference: { q05: -400, q25: -100, q50: 0, q75: 100, q95: 400 } })) };
  expect(plain(headline(even))).toContain('about as many people arrive as would have; it may be −400 to +400.');
});

test('a change that changes nothing says so', () => {
  const none = { ...w, all: w.all.map((e) => ({ ...e, above: 0, below: 0 })) };
  expect(headline(none)).toContain('nothing changes in how many arrive');
});

test('a chart of differences reaches below zero, others do not', () => {
  expect(bottom({ band: w.countries[0]!.byDay! })).toBeLessThan(0);
  expect(bottom({ band: d.departures.byDay! })).toBe(0);
});
