// What a change does, in words: how many more or fewer, where, and how sure.
import type { Data, Effect, Figure, Maybe, WhatIf } from '../data.ts';
import { country, firstOf, list } from './names.ts';
import { about, date, none, number, people, range, times } from './numbers.ts';
import type { Row } from './camps.ts';

/** A difference with its sign: "+1 200", "−<10", "0". */
export function signed(x: Maybe, unit: (x: Maybe) => string = people): string {
  if (x === null || Number.isNaN(x)) return none;
  return x > 0 ? `+${unit(x)}` : unit(x);
}

/** "−12 000 (90 %: −14 000 to −9 000)". */
export function signedRange(f: Figure, unit: (x: Maybe) => string = people): string {
  if (f.q50 === null) return none;
  if (signed(f.q05, unit) === signed(f.q95, unit)) return signed(f.q50, unit);
  return `${signed(f.q50, unit)} (90\u00a0%: ${range(f.q05, f.q95, (x) => signed(x, unit))})`;
}

/** "1 200 more", "about as many". */
export function moreOrFewer(x: Maybe): string {
  if (x === null) return none;
  if (Math.abs(x) < 10) return 'about as many';
  return `${about(Math.abs(x))} ${x > 0 ? 'more' : 'fewer'}`;
}

/** How often the sign is the same, in words: "more in every pair", "fewer in 85 % of pairs". */
export function agreement(e: Effect): string {
  const above = e.above ?? 0;
  const below = e.below ?? 0;
  if (above === 0 && below === 0) return 'no difference in any pair';
  const share = Math.max(above, below);
  const word = above >= below ? 'more' : 'fewer';
  if (share >= 1) return `${word} in every pair`;
  const percent = Math.round(share * 100);
  return `${word} in ${percent === 0 ? 'under 1' : percent === 100 ? 'over 99' : percent}\u00a0% of pairs`;
}

/** Whether a difference can be told from chance: nine pairs in ten agree on its sign, and it is not tiny. */
export function clear(e: Effect): boolean {
  return Math.max(e.above ?? 0, e.below ?? 0) >= 0.9 && Math.abs(e.difference.q50 ?? 0) >= 10;
}

/** The largest differences first. */
export function bySize(effects: Effect[]): Effect[] {
  const size = (e: Effect) => Math.abs(e.difference.q50 ?? 0);
  return [...effects].sort((a, b) => size(b) - size(a) || Math.max(b.above ?? 0, b.below ?? 0) - Math.max(a.above ?? 0, a.below ?? 0));
}

export function headline(w: WhatIf): string {
  const titles = list(w.changes.map((c) => c.title));
  const all = w.all.find((e) => e.id === 'arrivals_total');
  if (!all) return `${titles}.`;
  const d = all.difference;
  if ((all.above ?? 0) + (all.below ?? 0) === 0) return `${titles}: nothing changes in how many arrive.`;
  const than = Math.abs(d.q50 ?? 0) < 10 ? 'as' : 'than';
  return `${titles}: ${moreOrFewer(d.q50)} people arrive ${than} would have${signed(d.q05, about) === signed(d.q95, about) ? '' : `; it may be ${range(d.q05, d.q95, (x) => signed(x, about))}`}.`;
}

/** The answer, row by row. */
export function rows(data: Data, w: WhatIf): Row[] {
  const out: Row[] = [];
  const leave = w.all.find((e) => e.id === 'departures_total');
  if (leave) {
    out.push({ term: 'Who leaves', says: clear(leave) ? `${capital(moreOrFewer(leave.difference.q50))} people leave home: ${signedRange(leave.difference, about)}, against ${about(leave.base)} without the change.` : `As many leave home as without the change, as far as can be told (${signedRange(leave.difference)}).` });
  }
  const told = bySize(w.countries).filter(clear);
  const fewer = told.filter((e) => (e.difference.q50 ?? 0) < 0);
  const more = told.filter((e) => (e.difference.q50 ?? 0) > 0);
  const said = (l: Effect[]) => list(l.slice(0, 4).map((e) => `${country(e.id)} ${signedRange(e.difference, about)}`)) + (l.length > 4 ? `; ${number(l.length - 4)} more below` : '');
  out.push({ term: 'Fewer arrive in', says: fewer.length ? `${said(fewer)}.` : 'No country, as far as can be told.' });
  out.push({ term: 'More arrive in', says: more.length ? `${said(more)}.` : 'No country, as far as can be told.' });
  out.push({ term: 'How sure', says: sure(data, w) });
  return out;
}

function sure(data: Data, w: WhatIf): string {
  if (w.pairs === 1) return 'One pair at the medians of the parameters: it has no range.';
  const all = w.all.find((e) => e.id === 'arrivals_total');
  const narrowed = all?.narrowing != null && all.narrowing > 1 ? ` That makes the variance of this difference ${times(all.narrowing)} smaller than comparing two runs with nothing in common.` : '';
  const few = w.pairs < 20 ? ' So few pairs say little about the ends of a range.' : '';
  return `Each of ${number(w.pairs)} members was run with and without the change, with the same parameters and the same chances.${narrowed} The ranges are those of the model, with ${data.parameters.length ? `${number(data.parameters.length)} uncertain numbers` : 'its numbers taken as known'}: how people answer to something that has not happened is itself assumed.${few}`;
}

/** "from 30 September 2022 on: add shut to policies.csv". */
export function doing(c: { from: string; does: string[] }): string {
  return `From ${date(c.from)} on: ${firstOf(c.does, 6, 'more of the kind')}.`;
}

function capital(s: string): string {
  return s.slice(0, 1).toUpperCase() + s.slice(1);
}
