// A back-test in words.
import type { Maybe } from '../data.ts';
import { none } from '../text/numbers.ts';
import type { BacktestData, Cell } from './data.ts';

const measures: Record<string, string> = {
  stock: 'People counted at camps', stock_early: 'Forecasts made before day 60', stock_anew: 'People were counted anew in between',
  stock_first: 'A camp’s first count', total: 'The published total of all camps',
};
const settings: Record<string, string> = { total_forecast: 'nothing later known', total_given: 'the growth of the total given' };
const references: Record<string, string> = {
  last_value: 'last value', constant_share: 'constant share', linear_trend: 'trend of 30 days', last_two: 'trend of the last two', drift: 'drift',
};

export const measure = (m: string) => measures[m] ?? m.replaceAll('_', ' ');
export const setting = (s: string) => settings[s] ?? s.replaceAll('_', ' ');
export const reference = (r: string) => references[r] ?? r.replaceAll('_', ' ');

/** A ratio of scores with two decimals. */
export function ratio(x: Maybe): string {
  if (x === null) return none;
  return x >= 100 ? 'over 100' : x.toFixed(2);
}

export const percent = (x: Maybe) => (x === null ? none : `${Math.round(x * 100)}\u00a0%`);

/** When forecasts were made: "every 7 days", or the days as they were given. */
export function origins(s: string): string {
  const step = /^every (\d+)d$/.exec(s)?.[1];
  return step ? `every ${step === '1' ? 'day' : `${step} days`}` : s;
}

/** Groups of cells that belong in one table, in the order in which they come. */
export function groups(cells: Cell[]): { setting: string; measure: string; cells: Cell[] }[] {
  const list: { setting: string; measure: string; cells: Cell[] }[] = [];
  for (const c of cells) {
    let g = list.find((x) => x.setting === c.setting && x.measure === c.measure);
    if (!g) list.push((g = { setting: c.setting, measure: c.measure, cells: [] }));
    g.cells.push(c);
  }
  return inOrder(list);
}

const order = ['stock', 'stock_early', 'stock_anew', 'stock_first', 'total'];
const rank = (m: string) => (order.indexOf(m) < 0 ? order.length : order.indexOf(m));

/** What the goal is about first, and what knows the total last. */
export function inOrder<T extends { setting: string; measure: string }>(list: T[]): T[] {
  return [...list].sort((a, b) => a.setting.localeCompare(b.setting) || rank(a.measure) - rank(b.measure));
}

/** The answer: how the cells at camps went, the lost ones as plainly as the won. */
export function answer(data: BacktestData): string {
  const cells = data.cells.filter((c) => c.measure === 'stock' && c.setting === 'total_forecast' && c.ratio !== null);
  if (!cells.length) return 'No count at a camp lies in reach of a forecast.';
  const lower = cells.filter((c) => c.ratio! < 1).length;
  const sure = cells.filter((c) => c.better).length;
  const worse = cells.filter((c) => c.ratio! > 1).length;
  return `At camps the forecasts have a lower error than the best of five reference forecasts in ${lower} of ${cells.length} cells, surely in ${sure}; a reference wins in ${worse || 'none'}.`;
}
