import { describe, expect, test } from 'vitest';
import { answer, at, before, chance, dayAhead, ordered, padded, signed, stops, vague, way } from '../../src/ahead/words.ts';
import { aheadFixture } from '../ahead.ts';

const plain = (s: string) => s.replaceAll('\u202f', ' ').replaceAll('\u00a0', ' ');

describe('the answer of a forecast of camps', () => {
  const d = aheadFixture();
  const a = answer(d);
  const row = (term: string) => a.rows.find((r) => r.term === term);
  const items = (term: string) => (row(term)?.items ?? []).map(plain);
  test('says how many in all, and how sure', () => expect(plain(a.headline)).toBe('By 1 July 2012 about 66 000 people will be counted at camps; nine chances in ten for 61 100 to 71 000.'));
  test('gives the last counts and every lead', () => {
    expect(plain(row('How many in all')!.says)).toBe('By their last counts, made between 3 January 2012 and 31 May 2012, 61 016 people are at the 4 camps counted so far. Each camp by its last count then:');
    expect(items('How many in all')).toHaveLength(3);
    expect(items('How many in all')[0]).toBe('8 June 2012: about 62 200 (90 %: 57 200 to 67 100), more than now with a chance of 90 %');
  });
  test('names camps that grow, shrink and may do either', () => {
    expect(items('Where they grow')).toHaveLength(1);
    expect(items('Where they grow')[0]).toMatch(/^Mbera .*: about 8 000 more \(90 %: 2 000 to 14 000\) than the 52 016 counted on 30 May 2012; 95 % likely$/);
    expect(items('Where they shrink')).toEqual(['Mentao: about 1 100 fewer (90 %: 50 to 2 200) than the 8 100 counted on 31 May 2012; 82 % likely']);
    expect(plain(row('Where it is open')!.says)).toBe('Abala and Near: neither more nor fewer people is as likely as 75 %.');
  });
  test('warns of old counts, few counts and ranges that tell little', () => {
    expect(plain(row('How sure')!.says)).toContain('The last counts are 1 to 150 days old');
    expect(row('How sure')!.says).toContain('People were counted on 4 days so far: too few');
    expect(row('How sure')!.says).toContain('At Abala the 90');
  });
  test('a count of the day itself is 0 days old', () => {
    const today = aheadFixture();
    today.camps[1]!.counts.at(-1)!.day = -0;
    expect(plain(answer(today).rows.find((r) => r.term === 'How sure')!.says)).toContain('The last counts are 0 to 150 days old');
  });
  test('a range of both signs has signs', () => {
    const both = aheadFixture();
    both.camps[1]!.change.q05 = both.camps[1]!.change.q05.map(() => -300);
    expect(plain(answer(both).rows.find((r) => r.term === 'Where they grow')!.items![0]!)).toContain('(90 %: −300 to +14 000)');
  });
  test('nobody was counted', () => expect(answer({ ...d, camps: [] }).headline).toBe('Nobody had been counted at a camp by 1 June 2012, so nothing can be forecast.'));
  test('a range within three figures is given to tens', () => {
    const narrow = aheadFixture();
    narrow.together.byDay = { q05: Array(30).fill(20_060), q25: Array(30).fill(20_070), q50: Array(30).fill(20_080), q75: Array(30).fill(20_100), q95: Array(30).fill(20_140) };
    expect(plain(answer(narrow).headline)).toContain('about 20 100 people will be counted at camps; nine chances in ten for 20 060 to 20 140.');
  });
  test('a small growth of many people is not rounded to a large one', () => {
    const slow = aheadFixture();
    slow.together.counts.at(-1)!.people = 103_005;
    slow.together.byDay = { q05: Array(30).fill(100_900), q25: Array(30).fill(103_750), q50: Array(30).fill(105_620), q75: Array(30).fill(108_260), q95: Array(30).fill(115_240) };
    expect(plain(answer(slow).rows[0]!.items![0]!)).toContain('about 106 000 (90 %: 101 000 to 115 000)');
  });
});

test('leads as far as the forecast goes, and its last day', () => {
  const d = aheadFixture();
  expect(stops(d)).toEqual([7, 14, 30]);
  expect(stops({ ...d, days: 10 })).toEqual([7, 10]);
  expect(stops({ ...d, days: 1 })).toEqual([1]);
});
test('days are counted from the day of the forecast', () => {
  expect(dayAhead(aheadFixture(), 30)).toBe('1 July 2012');
  expect(dayAhead(aheadFixture(), -2)).toBe('30 May 2012');
});
test('a chart goes back a season, and to a last count that is older', () => {
  const d = aheadFixture();
  expect(before(d, d.camps[1]!)).toBe(90);
  expect(before(d, d.camps[0]!)).toBe(150);
  expect(before(d, d.camps[3]!)).toBe(9);
});
test('a band has nothing before the forecast', () => {
  const band = padded(aheadFixture().together.byDay, 3);
  expect(band.q50.slice(0, 4)).toEqual([null, null, null, 61_180]);
  expect(band.q05).toHaveLength(33);
});
test('camps stand in the order asked for', () => {
  const d = aheadFixture();
  const ids = (o: Parameters<typeof ordered>[1]) => ordered(d, o, 30).map((c) => c.id);
  expect(ids('people')).toEqual(['mbera', 'mentao', 'abala', 'near']);
  expect(ids('counted')).toEqual(['mbera', 'mentao', 'abala', 'near']);
  expect(ids('change')).toEqual(['mbera', 'abala', 'near', 'mentao']);
  expect(ids('more')).toEqual(['mbera', 'abala', 'near', 'mentao']);
  expect(ids('name')).toEqual(['abala', 'mbera', 'mentao', 'near']);
});
test('what is expected of a camp', () => {
  const d = aheadFixture();
  expect(d.camps.map((c) => way(c, 30))).toEqual(['open', 'more', 'fewer', 'open']);
  expect(d.camps.map((c) => vague(c, 30))).toEqual([true, false, false, false]);
  expect(at(d.camps[3]!.byDay, 30).q50).toBe(5);
});
test('chances and signs', () => {
  expect([chance(0), chance(1), chance(0.754), chance(null)].map(plain)).toEqual(['under 1 %', 'over 99 %', '75 %', 'unknown']);
  expect([signed(1240), signed(-30), signed(0), signed(5), signed(-5)].map(plain)).toEqual(['+1 240', '−30', '0', '+<10', '−<10']);
});
