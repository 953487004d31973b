// A forecast of camps' counts in words: how many in all, where they grow, how sure.
import { firstOf } from '../text/names.ts';
import type { Band, Figure, Maybe } from '../data.ts';
import { about, date, dateOf, number, people, range } from '../text/numbers.ts';
import type { AheadData, Camp, Count, Series } from './data.ts';

/** From which chance on more, or fewer, people are said to be expected. */
export const likely = 0.75;

/** A day ahead of a band as one figure. */
export function at(b: Band, ahead: number): Figure {
  const of = (q: Maybe[]) => q[ahead - 1] ?? null;
  return { q05: of(b.q05), q25: of(b.q25), q50: of(b.q50), q75: of(b.q75), q95: of(b.q95) };
}

/** "1 July 2012". */
export function dayAhead(d: AheadData, ahead: number): string {
  return date(dateOf(d.origin, ahead).toISOString().slice(0, 10));
}

/** The last count; every camp of a forecast has one. */
export function last(s: Series): Count {
  return s.counts.at(-1) ?? { day: 0, people: 0, published: 0 };
}

/** Days ahead that are worth a column: those whose past errors are known, as far as the forecast goes, and its last. */
export function stops(d: AheadData): number[] {
  return [...d.leads.filter((l) => l < d.days), d.days];
}

/** What is expected of a camp by a day ahead: more than counted last, fewer, or either. */
export function way(s: Series, ahead: number): 'more' | 'fewer' | 'open' {
  if ((s.more[ahead - 1] ?? 0) >= likely) return 'more';
  return (s.fewer[ahead - 1] ?? 0) >= likely ? 'fewer' : 'open';
}

/** A chance in words: "98 % likely". */
export function chance(x: Maybe): string {
  if (x === null) return 'unknown';
  const percent = Math.round(100 * x);
  return `${percent <= 0 ? 'under 1' : percent >= 100 ? 'over 99' : percent}\u00a0%`;
}

/** A rounded difference with its sign: "+1 240", "−30", "0". */
export function signed(x: Maybe, unit: (x: Maybe) => string = people): string {
  return x !== null && x > 0 ? `+${unit(x)}` : unit(x);
}

/** People of all camps, for a sentence: they stand beside the exact last counts, of which two figures would make 110 000 of 105 620. */
function near(x: Maybe): string {
  return about(x, 3);
}

/** A range for a sentence; to tens where three figures would make one number of it. */
function span(low: Maybe, high: Maybe): string {
  return near(low) === near(high) ? range(low, high) : range(low, high, near);
}

/** By how much, in a sentence: "about 1 200 more"; a range that reaches both sides has signs. */
function by(f: Figure, word: string): string {
  const size = (x: Maybe) => about(x === null ? null : Math.abs(x));
  const both = (f.q05 ?? 0) < 0 && (f.q95 ?? 0) > 0;
  const [low, high] = word === 'more' ? [f.q05, f.q95] : [f.q95, f.q05];
  return `about ${size(f.q50)} ${word} (90\u00a0%: ${both ? `${signed(f.q05, about)} to ${signed(f.q95, about)}` : range(low, high, size)})`;
}

const named = 5;

export interface Row { term: string; says: string; items?: string[]; sure?: boolean }

/** The camps at which more, or fewer, people are expected: a line each, the largest change first. */
function told(d: AheadData, ahead: number, which: 'more' | 'fewer'): string[] {
  const sign = which === 'more' ? 1 : -1;
  const all = d.camps.filter((c) => way(c, ahead) === which).sort((a, b) => sign * ((at(b.change, ahead).q50 ?? 0) - (at(a.change, ahead).q50 ?? 0)));
  const one = (c: Camp) => `${c.name}: ${by(at(c.change, ahead), which)} than the ${number(last(c).people)} counted on ${dayAhead(d, last(c).day)}; ${chance((which === 'more' ? c.more : c.fewer)[ahead - 1] ?? null)} likely`;
  const rest = all.length - named;
  return [...all.slice(0, named).map(one), ...(rest > 0 ? [`${rest === 1 ? 'one further camp' : `${number(rest)} further camps`}, in the table below`] : [])];
}

/** The oldest and the newest of the last counts, in days before the forecast. */
export function ages(d: AheadData): { newest: number; oldest: number } {
  const days = d.camps.map((c) => -last(c).day);
  return { newest: Math.min(...days), oldest: Math.max(...days) };
}

function counted(d: AheadData): string {
  const { newest, oldest } = ages(d);
  return newest === oldest ? `on ${dayAhead(d, -newest)}` : `between ${dayAhead(d, -oldest)} and ${dayAhead(d, -newest)}`;
}

export function answer(d: AheadData): { headline: string; rows: Row[] } {
  const end = d.days;
  if (!d.camps.length) return { headline: `Nobody had been counted at a camp by ${date(d.origin)}, so nothing can be forecast.`, rows: [] };
  const total = at(d.together.byDay, end);
  const camps = d.camps.length === 1 ? 'the one camp counted so far' : `the ${number(d.camps.length)} camps counted so far`;
  const before = last(d.together);
  const rows: Row[] = [{
    term: 'How many in all',
    says: `By their last counts, made ${counted(d)}, ${number(before.people)} people are at ${camps}. Each camp by its last count then:`,
    items: stops(d).map((n) => `${dayAhead(d, n)}: about ${near(at(d.together.byDay, n).q50)} (90\u00a0%: ${span(at(d.together.byDay, n).q05, at(d.together.byDay, n).q95)}), more than now with a chance of ${chance(d.together.more[n - 1] ?? null)}`),
  }];
  const grow = told(d, end, 'more');
  rows.push({ term: 'Where they grow', says: grow.length ? `By ${dayAhead(d, end)}:` : `At no camp are more people expected on ${dayAhead(d, end)} with a chance of ${chance(likely)} or more.`, items: grow });
  const shrink = told(d, end, 'fewer');
  if (shrink.length) rows.push({ term: 'Where they shrink', says: `By ${dayAhead(d, end)}:`, items: shrink });
  const open = d.camps.filter((c) => way(c, end) === 'open');
  if (open.length) rows.push({ term: 'Where it is open', says: `${firstOf(open.map((c) => c.name), 2 * named)}: neither more nor fewer people is as likely as ${chance(likely)}.` });
  rows.push({ term: 'How sure', says: sure(d), sure: true });
  return { headline: `By ${dayAhead(d, end)} about ${near(total.q50)} people will be counted at camps; nine chances in ten for ${span(total.q05, total.q95)}.`, rows };
}

/** A forecast whose 90 % range is as wide as its median or wider tells little. */
export function vague(c: Series, ahead: number): boolean {
  const f = at(c.byDay, ahead);
  return (f.q95 ?? 0) - (f.q05 ?? 0) >= Math.max(10, f.q50 ?? 0);
}

/** With counts on fewer days than this, past errors say next to nothing. */
const fewCounts = 10;

function sure(d: AheadData): string {
  const { newest, oldest } = ages(d);
  const age = oldest === newest ? (oldest === 0 ? 'The last counts are of the day itself; every forecast starts from them.' : `The last counts are ${days(oldest)} old; every forecast starts from them.`) : `The last counts are ${number(newest)} to ${days(oldest)} old; every forecast starts from them.`;
  const wide = d.camps.filter((c) => vague(c, d.days));
  const loose = wide.length ? ` At ${firstOf(wide.map((c) => c.name), named)} the 90\u00a0% range is as wide as the forecast itself: prepare for the range, not for the number.` : '';
  const few = d.together.counts.length < fewCounts ? ` People were counted on ${days(d.together.counts.length)} so far: too few to know how such forecasts err, so that the ranges are hardly more than a guess.` : '';
  return `${age}${few}${loose} The ranges have the width of past errors; that a camp is closed, moved or counted anew is in them only as far as it happened before.`;
}

function days(n: number): string {
  return n === 1 ? 'one day' : `${number(n)} days`;
}

/** The days that a camp's chart shows before the day of the forecast: a season, or back to its last count. */
export function before(d: AheadData, s: Series): number {
  const season = Math.max(90, 3 * d.days);
  const first = -(s.counts[0]?.day ?? 0);
  return Math.max(7, Math.min(Math.max(season, -last(s).day), first));
}

/** A band over the days of a chart: nothing up to the day of the forecast. */
export function padded(b: Band, nothing: number): Band {
  const pad = (q: Maybe[]) => [...Array<null>(nothing).fill(null), ...q];
  return { q05: pad(b.q05), q25: pad(b.q25), q50: pad(b.q50), q75: pad(b.q75), q95: pad(b.q95) };
}

export type Order = 'people' | 'name' | 'counted' | 'change' | 'more';

/** Camps in an order: by name from A, by anything else the most first. */
export function ordered(d: AheadData, by: Order, ahead: number): Camp[] {
  const key: Record<Exclude<Order, 'name'>, (c: Camp) => number> = {
    people: (c) => at(c.byDay, ahead).q50 ?? 0, counted: (c) => last(c).published, change: (c) => at(c.change, ahead).q50 ?? 0, more: (c) => c.more[ahead - 1] ?? 0,
  };
  return d.camps.toSorted((a, b) => (by === 'name' ? 0 : key[by](b) - key[by](a)) || a.name.localeCompare(b.name));
}
