import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { FitData } from '../../src/fit/data.ts';
import { effective, moved, reached, said, simulated, three, span, together, used, where } from '../../src/text/fit.ts';

const data = JSON.parse(readFileSync(new URL('../../../internal/report/testdata/fit.json', import.meta.url), 'utf8')) as FitData;
const plain = (s: string) => s.replaceAll(/[\u202f\u00a0]/g, ' ');

describe('a fit in words', () => {
  test('says how far the sample came, and that Kalman inversion is approximate', () => {
    expect(reached(data)).toContain('The time ended at 1.3 times the error model');
    expect(reached({ ...data, width: 1 })).toContain('this is the posterior, not an approximation');
    expect(reached({ ...data, method: 'eki', width: 1 })).toContain('only approximate. All that was reported has been taken in.');
    expect(reached({ ...data, method: 'eki', width: 2 })).toContain('as if errors were 2.0 times as wide');
  });
  test('warns of few effective points', () => {
    expect(effective(data)).not.toContain('few');
    expect(effective({ ...data, ess: 31 })).toContain('do not trust the ends');
  });
  test('tells what moved most, and leaves out what the data are silent about', () => {
    const lines = moved(data.parameters).map(plain);
    expect(lines).toHaveLength(2);
    expect(lines[0]).toBe('shocks.decree.size_per_day: 0.0145 (90 %: 0.011 to 0.0187) where 0.011 (0.005 to 0.024) was assumed; known 57 % more narrowly');
    expect(moved([{ ...data.parameters[0]!, contraction: -0.05 }])[0]).toContain('known no more narrowly, but elsewhere');
  });
  test('tells which numbers go together, each pair once', () => {
    expect(together(data.parameters)).toEqual(['shocks.decree.size_per_day and parameters.stay: more of the one goes with less of the other (correlation −0.62)']);
  });
  test('writes reports as published and simulated counts rounded', () => {
    const [one, two, three_] = data.figures;
    expect(plain(said(two!.reports[1]!))).toBe('at least 22 000');
    expect(said(three_!.reports[0]!)).toBe('72 to 96 hours');
    expect(said(one!.reports[0]!)).toContain('572');
    expect(simulated(two!, two!.posterior.q50)).toBe('<10');
    expect(plain(simulated(three_!, 4))).toBe('4 h');
    expect(plain(span({ ...three_!, unit: 'km' }, { q05: 0, q25: 0, q50: 0, q75: 0, q95: 0.2 }))).toBe('0 to 0.2 km');
    expect(span({ ...three_!, unit: 'km' }, { q05: 0, q25: 0, q50: 0, q75: 0, q95: 0 })).toBe('0 km');
    expect(plain(span({ ...three_!, unit: 'vehicles' }, { q05: 1_710, q25: 0, q50: 0, q75: 0, q95: 3_760 }))).toBe('1 710 to 3 760 vehicles');
    expect(data.figures.map(where)).toEqual(['Finland', 'Georgia', 'Upper Lars (bus)']);
    expect(where({ ...one!, place: 'GEO;KAZ' })).toBe('Georgia and Kazakhstan');
    expect(plain(used(data))).toContain('3 figures, told in 5 rows, that were known by the end of 28 September 2022');
  });
  test('gives three digits', () => {
    expect(['0.014523', '12345', '0', '-2.5'].map((x) => plain(three(Number(x))))).toEqual(['0.0145', '12 300', '0', '−2.5']);
  });
});
