// What drives an answer, in words and on a scale.
import type { Maybe } from '../data.ts';
import type { Effect, Index, Output } from '../sensitivity/data.ts';
import { country } from './names.ts';
import { none, people, reported } from './numbers.ts';

/** A text of an output with its country named ("arrivals in GEO" becomes "arrivals in Georgia"), and thousands set apart as everywhere on the page. */
export function named(of: Output, text: string): string {
  const apart = text.replaceAll(/(?<=\d),(?=\d{3})/g, '\u202f').replaceAll(/(?<=\d) %/g, '\u00a0%');
  return of.country ? apart.replaceAll(new RegExp(`\\bin ${of.country}\\b`, 'g'), `in ${country(of.country)}`) : apart;
}

export function capital(s: string): string {
  return s.charAt(0).toUpperCase() + s.slice(1);
}

/** A share in percent; an estimate below 0 is one of 0. */
export function percent(x: Maybe): string {
  return x === null ? none : `${Math.round(Math.max(0, x) * 100)}\u00a0%`;
}

/** "34 % (27 to 41)". */
export function share(x: Maybe, low: Maybe, high: Maybe): string {
  if (x === null) return none;
  return `${percent(x)} (${percent(low).replace('\u00a0%', '')} to ${percent(high).replace('\u00a0%', '')})`;
}

/** From which share of the effects' size raising a parameter is said to go one way; sensitivity/words.go has the same. */
export const oneWay = 0.5;

/** What raising a parameter does. */
export function way(direction: Maybe): string {
  if (direction === null) return none;
  if (direction >= oneWay) return '▲ raises it';
  return direction <= -oneWay ? '▼ lowers it' : '◆ either';
}

/** A number of the output: a count as counts are shown, others as they are. */
export function amount(of: Output, x: Maybe): string {
  if (x === null) return none;
  return of.counts ? people(x) : reported(x);
}

/** Whether a factor's index is so small that it is shown only when asked for. */
export function minor(x: Index): boolean {
  return x.kind !== 'stream' && (x.total ?? 0) < 0.01;
}

/** Where an index stands on an axis of a width: 0 to 100 %, clipped. */
export function position(x: Maybe, width: number): number {
  return Math.min(1, Math.max(0, x ?? 0)) * width;
}

/** The largest size of effects, for their axis; 1 where there is none. */
export function largest(effects: Effect[]): number {
  return Math.max(...effects.map((e) => e.sizeHigh ?? 0), 0) || 1;
}

/** A number of a prior to four digits, with its unit. */
export function value(x: Maybe, unit: string): string {
  if (x === null) return none;
  const short = Math.abs(x) >= 1000 ? reported(Math.round(x)) : String(Number(x.toPrecision(4))).replace('-', '−');
  return unit ? `${short} ${unit}` : short;
}
