import { describe, expect, test } from 'vitest';
import { answer, byArrivals, period } from '../../src/text/answer.ts';
import { byMiss, reports, say, symbol, tally } from '../../src/text/compare.ts';
import { firstOf, list } from '../../src/text/names.ts';
import { fixture } from '../fixture.ts';

const plain = (s: string) => s.replaceAll('\u202f', ' ').replaceAll('\u00a0', ' ');

describe('the answer in words', () => {
  const a = answer(fixture());
  test('says how many, where to and how sure in the first sentence', () => {
    expect(plain(a.headline)).toBe('About 300 000 people leave Russia, most of them for Kazakhstan, Georgia and Armenia. It may be 150 000 to 600 000.');
  });
  test('gives median, half and nine in ten', () => {
    expect(plain(a.howMany)).toContain('In the median 300 000');
    expect(plain(a.howMany)).toContain('240 000 to 390 000');
    expect(plain(a.howMany)).toContain('150 000 to 600 000');
  });
  test('names the busiest day and the peaks', () => expect(plain(a.when)).toContain('On the busiest day, 25 September (23 to 28 September), 24 000 (90 %: 12 000 to 48 000) people leave.'));
  test('says that most go somewhere only where it is so', () => {
    const d = fixture();
    const spread = { ...d, countries: Array.from({ length: 12 }, (_, i) => ({ ...d.countries[0]!, id: `X${String.fromCharCode(65 + i)}`, arrivals: { q05: 10_000, q25: 15_000, q50: 20_000, q75: 25_000, q95: 30_000 } })) };
    expect(plain(answer(spread).headline)).toContain('leave Russia, above all for XA, XB and XC.');
    expect(answer(spread).whereTo).toContain('The largest numbers arrive in XA');
    expect(answer({ ...d, countries: d.countries.slice(0, 2) }).whereTo).toMatch(/^They arrive in Kazakhstan/);
    expect(a.whereTo).toMatch(/^Most arrive in Kazakhstan/);
  });
  test('says of nobody that they go where the median is that none arrive', () => {
    const d = fixture();
    const none = { q05: 0, q25: 0, q50: 0, q75: 0, q95: 10 };
    expect(plain(answer({ ...d, countries: d.countries.map((c) => ({ ...c, arrivals: c.id === 'GEO' ? c.arrivals : none })) }).headline)).toContain('leave Russia, above all for Georgia.');
  });
  test('tells why more arrive than leave', () => {
    const d = fixture();
    expect(a.whereTo).not.toContain('counted again');
    expect(answer({ ...d, departures: { ...d.departures, total: { ...d.departures.total!, q50: 200_000 } } }).whereTo).toContain('Who moves on is counted again where they go, so that more arrive than leave.');
  });
  test('names the first of many capacities', () => {
    const d = fixture();
    const many = { ...d, exceedance: Array.from({ length: 9 }, (_, i) => ({ ...d.exceedance[0]!, place: `camp ${i + 1}`, ever: 1 })) };
    expect(answer(many).reception).toMatch(/camp 6 \([^)]*\) and 3 more\.$/);
    expect(answer(many).reception).not.toMatch(/ and camp/);
  });
  test('names no capacity as the nearest to be exceeded where none ever is', () => {
    const d = fixture();
    const room = { ...d, exceedance: d.exceedance.map((e) => ({ ...e, ever: 0 })) };
    expect(answer(room).reception).toBe('No reception capacity is exceeded in any member.');
    expect(answer({ ...room, run: { ...d.run, members: 1 } }).reception).toBe('No reception capacity is exceeded in this run.');
    expect(plain(answer({ ...d, exceedance: d.exceedance.map((e) => ({ ...e, ever: e.ever / 2 })) }).reception)).toContain('the nearest to it is Tbilisi (exceeded in 36 % of members)');
  });
  test('a range that rounds to one number is not said', () => {
    const d = fixture();
    expect(answer({ ...d, departures: { ...d.departures, total: { q05: 298_000, q25: 299_000, q50: 300_000, q75: 301_000, q95: 302_000 } } }).headline).not.toContain('It may be');
  });
  test('names capacities that are likely exceeded', () => {
    expect(plain(a.reception)).toBe('Reception capacity is likely to be exceeded in Tbilisi (room for 50 000; exceeded in 72 % of members).');
  });
  test('counts hits and misses', () => {
    const d = fixture();
    const many = { ...d, observations: Array.from({ length: 5 }, (_, i) => d.observations.map((o) => ({ ...o, id: `${o.id}-${i}`, partner: o.partner && `${o.partner}-${i}` }))).flat() };
    expect(plain(answer(many).sure)).toContain('Of 30 reported figures that can be compared, 20 lie within the model\'s 90 % range and 10 do not (simulated too low 5, too high 5).');
  });
  test('says when there are too few to say', () => expect(plain(a.sure)).toContain('Only 6 reported figures can be compared, of which 4 lie within'));
  test('one figure is one', () => {
    const d = fixture();
    const sure = (n: number) => plain(answer({ ...d, observations: d.observations.slice(0, n).map((o) => ({ ...o, inside: o.id === 'O001' })) }).sure);
    expect(sure(1)).toContain('Only one reported figure can be compared, which lies within');
    expect(sure(2)).toContain('Only 2 reported figures can be compared, of which one lies within');
  });
  test('says so when there is nothing to say', () => {
    const none = { ...fixture(), observations: [], exceedance: [], countries: [], departures: { total: null, peak: null, byDay: null } };
    const b = answer(none);
    expect(b.reception).toContain('no reception capacities');
    expect(b.sure).toContain('no reported figure');
    expect(b.whereTo).toContain('Nobody arrives');
    expect(b.howMany).toContain('no count');
    expect(answer({ ...none, run: { ...none.run, members: 1 } }).sure).toContain('one member');
    const one = answer({ ...fixture(), run: { ...none.run, members: 1 } });
    expect(one.howMany).toContain('In this one run');
    expect(one.headline).not.toContain('It may be');
  });
});

test('the period of a run', () => {
  expect(period(fixture())).toBe('14 September 2022 to 31 October 2022');
  expect(period({ ...fixture(), days: 1 })).toBe('14 September 2022');
});

test('countries stand in the order of their arrivals', () => expect(byArrivals(fixture()).map((c) => c.id).slice(0, 4)).toEqual(['KAZ', 'GEO', 'ARM', 'TUR']));

describe('simulated against reported', () => {
  const all = byMiss(reports(fixture().observations));
  test('the two rows of a range are one, with the evidence of both', () => {
    const wait = all.filter((r) => r.observation.measure === 'wait');
    expect(wait).toHaveLength(1);
    expect(wait[0]).toMatchObject({ low: 48, high: 72, evidence: ['O001', 'O002'], verdict: 'low' });
  });
  test('misses come first, the widest on top', () => expect(all.map((r) => r.id).slice(0, 2)).toEqual(['O004', 'O006']));
  test('verdicts are said in words and by a symbol', () => {
    expect(all.slice(0, 3).map((r) => [symbol(r.verdict), plain(say(r))])).toEqual([
      ['▼', 'outside: simulated too low by 8.0 times'], ['▲', 'outside: simulated too high by 3.0 times'], ['●', 'inside the 90 % range'],
    ]);
  });
  test('one member has no range to be inside of', () => {
    expect(all.slice(0, 3).map((r) => plain(say(r, true)))).toEqual(['simulated lower by 8.0 times', 'simulated higher by 3.0 times', 'as reported']);
    expect(plain(say({ ...all[0]!, distance: 0.04 }, true))).toBe('simulated lower by at most 5 %');
    expect(say({ ...all[1]!, distance: Infinity }, true)).toBe('simulated higher');
  });
  test('a lower bound missed is too low, and a report of nothing has no factor', () => {
    const o = fixture().observations[6]!;
    expect(reports([{ ...o, inside: false, ratio: 0.5 }])[0]!.verdict).toBe('low');
    expect(say(reports([{ ...o, low: 0, high: 0, inside: false, ratio: null }])[0]!)).toBe('outside: simulated too high');
  });
  test('what is not compared is not counted', () => expect(tally(fixture().observations)).toEqual({ compared: 6, inside: 4, low: 1, high: 1 }));
});

test('lists', () => {
  expect(list([])).toBe('');
  expect(list(['a'])).toBe('a');
  expect(list(['a', 'b', 'c'])).toBe('a, b and c');
  expect(firstOf(['a', 'b', 'c'], 3)).toBe('a, b and c');
  expect(firstOf(['a', 'b', 'c', 'd'], 2)).toBe('a, b and 2 more');
});
