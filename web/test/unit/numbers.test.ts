import { describe, expect, test } from 'vitest';
import { about, chance, date, days, daySpan, dayName, dollars, people, range, reported, round, shortDay, times, wait, withRange, number } from '../../src/text/numbers.ts';

const plain = (s: string) => s.replaceAll('\u202f', ' ').replaceAll('\u00a0', ' ');

describe('counts are rounded by themselves', () => {
  test.each([[0, '0'], [0.3, '<10'], [9.9, '<10'], [5, '<10'], [-4, '−<10'], [10, '10'], [14.9, '10'], [15, '20'], [1234, '1 230'], [123_456, '123 460'], [-1234, '−1 230']])('%d is said as %s', (x, said) => {
    expect(plain(people(x))).toBe(said);
  });
  test('rounding again changes nothing', () => {
    for (let x = -3000; x < 3000; x += 7) expect(round(round(x))).toBe(round(x));
  });
  test('no figure is a dash', () => {
    expect(people(null)).toBe('–');
    expect(people(NaN)).toBe('–');
  });
});

test.each([[457_910, '460 000'], [1_234, '1 200'], [97_390, '97 000'], [96, '100'], [6, '<10'], [0, '0'], [2_450, '2 500'], [-2_450, '−2 500']])('in a sentence %d is about %s', (x, said) => expect(plain(about(x))).toBe(said));

test.each([[105_620, '106 000'], [1_234, '1 230'], [997, '1 000'], [96, '100'], [6, '<10'], [-105_620, '−106 000']])('beside an exact count %d is about %s', (x, said) => expect(plain(about(x, 3))).toBe(said));

test.each([[0, 'none'], [59, '59 min'], [119, '119 min'], [150, '3 h'], [4319, '72 h'], [4321, '3.0 days'], [7200, '5.0 days'], [null, '–']] as const)('a wait of %s minutes is %s', (m, said) => expect(wait(m)).toBe(said));

test.each([[0, 'no member'], [0.002, 'under 1 % of members'], [0.5, '50 % of members'], [0.999, 'over 99 % of members'], [1, 'every member']])('a chance of %d is seen in %s', (p, said) => expect(plain(chance(p))).toBe(said));

test('ranges say a shared unit once', () => {
  expect(plain(range(60, 100, wait))).toBe('60 to 100 min');
  expect(range(100, 4400, wait)).toBe('100 min to 3.1 days');
  expect(plain(range(10, 12))).toBe('10');
  expect(range(100, 200, dollars)).toBe('100 to 200 USD');
  expect(plain(withRange({ q05: 10, q25: 0, q50: 1000, q75: 0, q95: 2000 }))).toBe('1 000 (90 %: 10 to 2 000)');
  expect(withRange({ q05: 20, q25: 20, q50: 20, q75: 20, q95: 20 })).toBe('20');
  expect(plain(withRange({ q05: 57_890, q25: 57_990, q50: 58_100, q75: 58_200, q95: 58_310 }, about))).toBe('58 000');
  expect(withRange(null)).toBe('–');
});

test('reported figures stay as they were published', () => {
  expect(plain(reported(115_501))).toBe('115 501');
  expect(reported(16.1)).toBe('16.1');
});

test('factors', () => {
  expect(times(2.44)).toBe('2.4 times');
  expect(times(26.1)).toBe('26 times');
  expect(times(714)).toBe('more than 100 times');
  expect(times(Infinity)).toBe('many times');
});

test('what rounds to nothing has no sign', () => {
  expect([number(-0), number(-0.4), number(-1), number(-1200)]).toEqual(['0', '0', '−1', '−1\u202f200']);
});

describe('days', () => {
  test('of a period', () => {
    expect(dayName('2022-09-14', 0)).toBe('14 September');
    expect(dayName('2022-09-14', 17)).toBe('1 October');
    expect(dayName('2022-09-14', null)).toBe('–');
    expect(plain(shortDay('2022-12-30', 2))).toBe('1 Jan');
    expect(dayName('2013-03-01', 0, 365)).toBe('1 March');
    expect([dayName('2013-03-01', 0, 366), dayName('2013-03-01', 365, 366)]).toEqual(['1 March 2013', '1 March 2014']);
    expect(plain(shortDay('2013-03-01', 365, 366))).toBe('1 Mar 2014');
  });
  test('spans', () => {
    expect(daySpan('2022-09-14', 1, 3)).toBe('15 to 17 September');
    expect(daySpan('2022-09-14', 14, 19)).toBe('28 September to 3 October');
    expect(daySpan('2022-09-14', 3, 3)).toBe('17 September');
    expect(daySpan('2022-12-30', 1, 3, 400)).toBe('31 December 2022 to 2 January 2023');
  });
  test('of sources', () => {
    expect(plain(days('2022-09-21', '2022-09-27'))).toBe('21–27 Sep 2022');
    expect(plain(days('2022-09-21', '2022-10-02'))).toBe('21 Sep – 2 Oct 2022');
    expect(plain(days('2022-09-21', '2022-09-21'))).toBe('21 Sep 2022');
    expect(plain(days('2021-12-31', '2022-01-01'))).toBe('31 Dec 2021 – 1 Jan 2022');
    expect(plain(days('', '2022-10-02'))).toBe('to 2 Oct 2022');
    expect(plain(days('2022-09-21', ''))).toBe('from 21 Sep 2022');
    expect(days('', '')).toBe('–');
    expect(date('2022-09-21')).toBe('21 September 2022');
    expect(date('soon')).toBe('soon');
  });
});
