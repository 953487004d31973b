// What a forecast is held against: figures it took in, and figures known only later.
import type { Band, Data, Observation } from '../data.ts';
import { country } from './names.ts';

/** A curve of a country's entries with the figures of single days beside it. */
export interface Curve { key: string; name: string; band: Band; points: { day: number; value: number; hollow: boolean }[] }

/** Days from the first one to a date. */
export function dayOf(data: Data, iso: string): number {
  return Math.round((Date.parse(iso) - Date.parse(data.from)) / 86_400_000);
}

/** Entries of all countries with a figure of a single day: those with the most figures first. */
export function curves(data: Data): Curve[] {
  return data.countries.flatMap((c) =>
    [{ whose: 'all', band: c.entriesByDay }, { whose: data.origin, band: c.citizensByDay }].flatMap(({ whose, band }) => {
      const points = data.observations
        .filter((o) => o.place === c.id && o.measure === 'entries' && o.whose === whose && o.from === o.to && o.kind === 'point' && !o.notCompared)
        .map((o) => ({ day: dayOf(data, o.from), value: o.value, hollow: o.later }));
      return band && points.length ? [{ key: c.id + whose, name: `${country(c.id)}, ${whose === 'all' ? 'everybody' : `citizens of ${country(whose)}`}`, band, points }] : [];
    })).sort((a, b) => b.points.length - a.points.length || a.name.localeCompare(b.name));
}

/** Figures known only later and about days after the forecast was made, and how many of them lie within nine tenths of the members. */
export function ahead(data: Data, originDay: number): { compared: number; inside: number; list: Observation[] } {
  const list = data.observations.filter((o) => o.later && !o.notCompared && dayOf(data, o.to) > originDay);
  const once = list.filter((o) => !(o.partner && o.kind === 'high'));
  return { compared: once.length, inside: once.filter((o) => o.inside).length, list: once };
}
