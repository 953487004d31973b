import { describe, expect, test } from 'vitest';
import { amount, largest, minor, named, percent, position, share, value, way } from '../../src/text/sensitivity.ts';
import { sensitivityFixture } from '../sensitivity.ts';

const [of, waits] = sensitivityFixture().outputs as [ReturnType<typeof sensitivityFixture>['outputs'][0], ReturnType<typeof sensitivityFixture>['outputs'][0]];

describe('what drives an answer, in words', () => {
  test('names the country and sets thousands apart', () => {
    expect(named(of, 'arrivals in GEO: 1,234,567, GEORGE in GEOX')).toBe('arrivals in Georgia: 1\u202f234\u202f567, GEORGE in GEOX');
    expect(named(waits, 'in GEO')).toBe('in GEO');
  });
  test('shows estimates below 0 as 0', () => {
    expect(percent(-0.03)).toBe('0\u00a0%');
    expect(share(0.344, 0.284, 1.04)).toBe('34\u00a0% (28 to 104)');
    expect(share(null, null, null)).toBe('–');
  });
  test('says which way a parameter goes', () => {
    expect([1, 0.5, 0.4, -0.4, -0.5, null].map(way)).toEqual(['▲ raises it', '▲ raises it', '◆ either', '◆ either', '▼ lowers it', '–']);
  });
  test('rounds counts and nothing else', () => {
    expect(amount(of, 5)).toBe('<10');
    expect(amount(waits, 5)).toBe('5');
    expect(amount(of, null)).toBe('–');
  });
  test('keeps chance however small', () => {
    expect(of.indices.map(minor)).toEqual([false, false, false, false, true]);
    expect(minor({ ...of.indices[2]!, total: 0 })).toBe(false);
  });
  test('has a scale', () => {
    expect([position(-1, 100), position(0.25, 100), position(1.3, 100), position(null, 100)]).toEqual([0, 25, 100, 0]);
    expect(largest([])).toBe(1);
    expect(value(1500, 'vehicles/day')).toBe('1\u202f500 vehicles/day');
    expect(value(-0.123456, '')).toBe('−0.1235');
  });
});
