import { describe, expect, test } from 'vitest';
import { spots } from '../../src/map/view.ts';
import { reception } from '../../src/text/answer.ts';
import { atEnd, byPeople, campAnswer, coverage, dayOf, lastCount, meanMiss, nine } from '../../src/text/camps.ts';
import { fleeFixture, whatIfFixture } from '../fixture.ts';

const plain = (s: string) => s.replaceAll('\u202f', ' ').replaceAll('\u00a0', ' ');

describe('the answer of a run of a Flee folder', () => {
  const d = fleeFixture();
  const n = d.neighbours!;
  const a = campAnswer(d, n, reception(d));
  const says = (term: string) => plain(a.rows.find((r) => r.term === term)?.says ?? '');
  test('says how many have fled and how many are in camps', () => expect(plain(a.headline)).toBe('By 16 April 2012 about 90 000 people have fled; about 59 000 of them are in 2 camps.'));
  test('names the fullest camps', () => expect(says('Where they are')).toContain('(52 000; 90 %: 47 000 to 57 000) and Abala (7 400;'));
  test('names the busiest day', () => expect(says('When')).toBe('On the busiest day, 11 March, 24 000 (90 %: 12 000 to 48 000) people flee.'));
  test('says that most are in camps only where it is so', () => {
    expect(says('Where they are')).toMatch(/^Most are in/);
    const away = campAnswer(d, { ...n, camps: n.camps.slice(0, 1) }, '');
    expect(away.rows.find((r) => r.term === 'Where they are')!.says).toMatch(/^The fullest camps are/);
  });
  test('names camps without room', () => expect(says('Reception')).toContain('(room for 50 000; exceeded in 72 % of members)'));
  test("gives Flee's error and the reference forecasts", () => {
    expect(says('How sure')).toContain('off by 35 people for every 100 registered');
    expect(says('How sure')).toContain('averaged relative difference 0.348; rescaled 0.317');
    expect(says('How sure')).toContain('better than the first and worse than the second');
    expect(says('How sure')).toContain('Of 4 published counts 2 lie within');
  });
  test('one member has no ranges and no chances', () => {
    const one = { ...d, run: { ...d.run, members: 1 } };
    expect(plain(campAnswer(one, n, reception(one)).rows.map((r) => r.says).join(' '))).toContain('One member says nothing about uncertainty');
    expect(plain(reception(one))).toMatch(/^Reception capacity is exceeded in .* \(room for 50 000\)\.$/);
  });
  test('has no reception without capacities, and no error without registrations', () => {
    const bare = campAnswer({ ...d, exceedance: [] }, { ...n, errors: [] }, '');
    expect(bare.rows.map((r) => r.term)).not.toContain('Reception');
    expect(bare.rows.at(-1)!.says).toContain('Nobody is registered');
  });
  test('says of a what-if nothing about what was registered', () => {
    expect(campAnswer({ ...d, whatIf: whatIfFixture().whatIf }, { ...n, errors: [] }, '').rows.map((r) => r.term)).not.toContain('How sure');
  });
  test('says when nobody flees', () => {
    const zero = { q05: [0], q25: [0], q50: [0], q75: [0], q95: [0] };
    expect(campAnswer(d, { ...n, displaced: zero }, '').headline).toBe('Nobody flees in this run.');
  });
});

test('camps stand in the order of their people', () => expect(byPeople(fleeFixture().neighbours!).map((c) => c.place)).toEqual(['mbera', 'abala']));
test('counts within the ranges are counted', () => expect(coverage(fleeFixture().neighbours!)).toEqual({ counts: 4, inside50: 2, inside90: 2 }));
test('the last day of a band', () => expect(atEnd(fleeFixture().neighbours!.inCamps)).toMatchObject({ q50: 59_400 }));
test('nothing is the mean of no misses', () => {
  expect(meanMiss([])).toBeNull();
  expect(meanMiss([{ day: 1, value: 10, note: '', simulated: { q05: 0, q25: 0, q50: 30, q75: 0, q95: 0 }, inside50: false, inside90: false }])).toBe(20);
});
test('the last count is the latest, whatever the order', () => {
  const d = fleeFixture();
  const c = d.neighbours!.camps[0]!;
  expect(plain(lastCount(d, { ...c, registered: [...c.registered].reverse() }))).toBe('registered 10 360 on 9 Apr');
  expect(lastCount(d, { ...c, registered: [] })).toBe('nobody counted there');
});
test('days of long runs have years', () => {
  expect(plain(dayOf({ ...fleeFixture(), days: 820 }, 366))).toBe('1 Mar 2013');
  expect(dayOf(fleeFixture(), null)).toBe('–');
});
test('a figure without spread has no range', () => expect(nine({ q05: 1, q25: 1, q50: 1, q75: 1, q95: 1 })).toBe(''));
test('a country is looked at with its places and the ways into it', () => expect(spots(fleeFixture(), 'NER').map((s) => s.lat)).toEqual([14.95, 18.4]));
