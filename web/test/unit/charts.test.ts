import { describe, expect, test } from 'vitest';
import { rows, short, tickDays, top } from '../../src/chart/bands.ts';
import { flush, later } from '../../src/chart/later.ts';
import { beyond, position } from '../../src/chart/ratio.ts';
import { template, titleMark, dataMark } from '../../build/page.ts';

test('the ratio axis is symmetric and ends at ten times', () => {
  expect(position(1, 200)).toBe(100);
  expect(position(10, 200)).toBeCloseTo(200);
  expect(position(0.1, 200)).toBeCloseTo(0);
  expect(position(1000, 200)).toBeCloseTo(200);
  expect(position(0, 200)).toBe(0);
  expect(100 - position(0.5, 200)).toBeCloseTo(position(2, 200) - 100);
  expect([beyond(0.01), beyond(0.5), beyond(50), beyond(0), beyond(NaN)]).toEqual([-1, 0, 1, -1, -1]);
});

describe('band charts', () => {
  const band = { q05: [0, null], q25: [10, null], q50: [20, null], q75: [30, null], q95: [60, null] };
  test('one row a day, gaps stay gaps', () => {
    const r = rows('2022-09-30', band, 60);
    expect(r[0]).toMatchObject({ q50: 20 / 60, q95: 1 });
    expect(r[1]!.q50).toBeNull();
    expect(r[1]!.date.toISOString()).toBe('2022-10-01T00:00:00.000Z');
  });
  test('the axis holds what is reported too', () => expect(top({ band, points: [{ day: 0, value: 99 }] })).toBe(99));
  test('ticks', () => {
    expect(tickDays(48, 3)).toEqual([0, 21, 42]);
    expect(tickDays(48, 7)).toEqual([0, 7, 14, 21, 28, 35, 42]);
    expect(tickDays(4, 7)).toEqual([0, 1, 2, 3]);
    expect(tickDays(1, 3)).toEqual([0]);
    expect([short(0), short(2.5), short(1500), short(20_000), short(1_250_000)]).toEqual(['0', '2.5', '1\u202f500', '20 k', '1.3 M']);
    expect([short(-2000), short(-12_500), short(-0.5)]).toEqual(['−2\u202f000', '−12.5 k', '−0.5']);
  });
});

test('drawing can wait, and paper makes it happen', () => {
  const done: number[] = [];
  later(() => done.push(1));
  const undo = later(() => done.push(2));
  undo();
  flush();
  expect(done).toEqual([1]);
});

test('the template keeps its script from ending early', () => {
  const page = template('const s = "</script><!--";', 'body{}');
  expect(page.match(/<\/script/g)).toHaveLength(2);
  expect(page.split(titleMark)).toHaveLength(2);
  expect(page.split(dataMark)).toHaveLength(2);
});
