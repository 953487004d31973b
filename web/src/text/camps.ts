// The answer of a run of the rule neighbours (Flee's) in words: who is where, and how near that is to what was registered.
import type { Band, Camp, Data, Figure, FleeError, Neighbours, Registered } from '../data.ts';
import { lastDay } from './answer.ts';
import { list } from './names.ts';
import { about, date, dayName, number, range, shortDay, withAbout } from './numbers.ts';

/** A day of the run; with its year where the run is longer than one. */
export function dayOf(d: Data, day: number | null): string {
  return shortDay(d.from, day, d.days);
}

/** The last day of a band as one figure. */
export function atEnd(b: Band | null): Figure | null {
  if (!b) return null;
  const last = (q: (number | null)[]) => q.at(-1) ?? null;
  return { q05: last(b.q05), q25: last(b.q25), q50: last(b.q50), q75: last(b.q75), q95: last(b.q95) };
}

/** Camps by people at the end, the most first; of equals the one that had more. */
export function byPeople(n: Neighbours): Camp[] {
  const key = (c: Camp) => (c.atEnd?.q50 ?? 0) + (c.peak?.height.q50 ?? 0) / 1e6;
  return [...n.camps].sort((a, b) => key(b) - key(a));
}

export interface Row { term: string; says: string; sure?: boolean }

export function campAnswer(d: Data, n: Neighbours, reception: string): { headline: string; rows: Row[] } {
  const total = atEnd(n.displaced);
  const inCamps = atEnd(n.inCamps);
  const end = date(lastDay(d));
  const held = n.camps.filter((c) => (c.atEnd?.q50 ?? 0) > 0).length;
  const headline = !total || total.q50 === null
    ? `Who flees, and where they are on ${end}.`
    : total.q95 === 0 ? 'Nobody flees in this run.'
    : `By ${end} about ${about(total.q50)} people have fled; about ${about(inCamps?.q50 ?? null)} of them are in ${held === 1 ? 'one camp' : `${number(held)} camps`}.`;
  const rows: Row[] = [{ term: 'How many flee', says: howMany(d, n, total, inCamps) }, { term: 'Where they are', says: whereTo(d, n) }];
  const p = d.departures.peak;
  if (p && p.day.q50 !== null) rows.push({ term: 'When', says: `On the busiest day, ${dayName(d.from, p.day.q50, d.days)}, ${withAbout(p.height)} people flee.` });
  if (d.exceedance.length) rows.push({ term: 'Reception', says: reception });
  if (!d.whatIf) rows.push({ term: 'How sure', says: sure(d, n), sure: true });
  return { headline, rows };
}

function howMany(d: Data, n: Neighbours, total: Figure | null, inCamps: Figure | null): string {
  const parts = [`${withAbout(total)} in all by the end. ${withAbout(inCamps)} are in camps then, ${withAbout(n.onLinks)} on the way, the others elsewhere.`];
  if (n.driven && d.run.members > 1 && total && total.q05 === total.q95) parts.push('Registrations say how many flee and when, so this number has no range.');
  if (n.hasten > 1) parts.push(`One counted person stands for ${number(n.hasten)}.`);
  return parts.join(' ');
}

function whereTo(d: Data, n: Neighbours): string {
  const name = new Map(d.places.map((p) => [p.id, p.name]));
  const all = byPeople(n).filter((c) => (c.atEnd?.q95 ?? 0) > 0);
  if (all.length === 0) return 'Nobody is in a camp at the end.';
  const rest = all.length - 5;
  const first = all.slice(0, 5).reduce((sum, c) => sum + (c.atEnd?.q50 ?? 0), 0);
  return `${first > (atEnd(n.displaced)?.q50 ?? 0) / 2 ? 'Most are in' : 'The fullest camps are'} ${list(all.slice(0, 5).map((c) => `${name.get(c.place) ?? c.place} (${withAbout(c.atEnd).replace(/ \((.*)\)$/, '; $1')})`))}${rest > 0 ? `; ${rest === 1 ? 'one further camp follows' : `${number(rest)} further camps follow`} below` : ''}.`;
}

/** Registered dates of all camps, and how many lie in the members' ranges. */
export function coverage(n: Neighbours): { counts: number; inside50: number; inside90: number } {
  const all = n.camps.flatMap((c) => c.registered);
  return { counts: all.length, inside50: all.filter((r) => r.inside50).length, inside90: all.filter((r) => r.inside90).length };
}

/** The error of the run itself, or of the members' medians. */
export function ownError(n: Neighbours): FleeError | undefined {
  return n.errors.find((e) => e.forecast === 'run' || e.forecast === 'median');
}

function sure(d: Data, n: Neighbours): string {
  const parts: string[] = [];
  const own = ownError(n);
  if (!own || own.raw === null) parts.push('Nobody is registered in the camps of this folder, so nothing here says how near the run is to them.');
  else {
    parts.push(`On an average day the camps are off by ${number(own.raw * 100)} people for every 100 registered, those too many and those too few together (Flee's averaged relative difference ${own.raw.toFixed(3)}; rescaled ${(own.rescaled ?? 0).toFixed(3)}).`);
    const others = n.errors.flatMap((e) => (e.laterRaw !== null && e !== own && own.laterRaw !== null ? [{ name: forecast(e.forecast), raw: e.laterRaw, better: own.laterRaw < e.laterRaw }] : []));
    if (others.length) parts.push(`After day 30 it is off by ${number((own.laterRaw ?? 0) * 100)}; ${list(others.map((o) => `${o.name} would have been off by ${number(o.raw * 100)}`))}, so the run is ${list(others.map((o) => `${o.better ? 'better' : 'worse'} than ${o === others[0] ? 'the first' : 'the second'}`))}.`);
  }
  const c = coverage(n);
  if (d.run.members === 1) parts.push('One member says nothing about uncertainty: ranges need many.');
  else if (c.counts && d.run.members >= 20) parts.push(`Of ${number(c.counts)} published counts ${number(c.inside90)} lie within the members' 90\u00a0% range${c.inside90 / c.counts < 0.6 ? ': the ranges hold chance alone, not what the rules get wrong, and are far too narrow' : ''}.`);
  return parts.join(' ');
}

const forecasts: Record<string, string> = {
  run: 'this run', median: 'median of the members', members: 'mean of the members', constant_share: "keeping each camp's share of day 30", last_value: "keeping each camp's number of day 30",
};

/** Whose an error is, in words. */
export function forecast(f: string): string {
  return forecasts[f] ?? f;
}

/** How far a camp's median is from what was counted, on an average date. */
export function meanMiss(list: Registered[]): number | null {
  const misses = list.flatMap((r) => (r.simulated?.q50 == null ? [] : [Math.abs(r.simulated.q50 - r.value)]));
  return misses.length ? misses.reduce((a, b) => a + b, 0) / misses.length : null;
}

/** The last published count of a camp, in words. */
export function lastCount(d: Data, c: Camp): string {
  const last = c.registered.reduce<Registered | null>((a, b) => (a === null || b.day > a.day ? b : a), null);
  return last ? `registered ${number(last.value)} on ${dayOf(d, last.day)}` : 'nobody counted there';
}

/** "90 % range" of a figure; empty where there is none. */
export function nine(f: Figure | null): string {
  return f && f.q05 !== f.q95 ? range(f.q05, f.q95) : '';
}
