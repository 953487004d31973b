import { expect, test } from 'vitest';
import { ahead, curves, dayOf } from '../../src/text/forecast.ts';
import { forecastFixture } from '../fixture.ts';

test('curves have the figures of single days, hollow when they were known only later', () => {
  const list = curves(forecastFixture());
  expect(list.map((c) => c.key)).toEqual(['GEORUS', 'FINRUS']);
  expect(list[0]!.points).toEqual([{ day: 12, value: 10_000, hollow: false }, { day: 13, value: 11_200, hollow: true }, { day: 14, value: 10_000, hollow: true }]);
});

test('only figures about days ahead that were known later count as forecast', () => {
  const data = forecastFixture();
  expect(ahead(data, 12)).toMatchObject({ compared: 2, inside: 1 });
  expect(ahead(data, 13)).toMatchObject({ compared: 1, inside: 0 });
  data.observations.push({ ...data.observations[2]!, id: 'O009', kind: 'high', partner: 'O010' }, { ...data.observations[2]!, id: 'O010', kind: 'low', partner: 'O009' });
  expect(ahead(data, 13).compared).toBe(2); // a range in two rows is one figure
});

test('days are counted from the first one', () => {
  expect(dayOf(forecastFixture(), '2022-10-01')).toBe(17);
});
