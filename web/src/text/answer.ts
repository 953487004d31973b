// The answer in words: how many, where to, when, and how sure.
import type { Country, Data, Figure } from '../data.ts';
import { tally, type Tally } from './compare.ts';
import { country, firstOf, list } from './names.ts';
import { about, chance, date, dayName, daySpan, number, range, withAbout } from './numbers.ts';

export interface Answer {
  /** The one sentence on top. */
  headline: string;
  howMany: string;
  whereTo: string;
  when: string;
  reception: string;
  sure: string;
}

const likely = 0.5;

/** Where the period of the run lies, in words. */
export function period(d: Data): string {
  return d.days === 1 ? date(d.from) : `${date(d.from)} to ${date(lastDay(d))}`;
}

export function lastDay(d: Data): string {
  const t = new Date(`${d.from}T00:00:00Z`);
  t.setUTCDate(t.getUTCDate() + d.days - 1);
  return t.toISOString().slice(0, 10);
}

/** Countries by arrivals, the most first; those without any are left out. */
export function byArrivals(d: Data): Country[] {
  const of = (c: Country) => c.arrivals?.q50 ?? 0;
  return d.countries.filter((c) => (c.arrivals?.q95 ?? 0) > 0).sort((a, b) => of(b) - of(a) || (b.arrivals?.q95 ?? 0) - (a.arrivals?.q95 ?? 0));
}

export function answer(d: Data): Answer {
  const from = d.origin ? country(d.origin) : 'their homes';
  const total = d.departures.total;
  const top = byArrivals(d);
  return {
    headline: headline(d, from, top),
    howMany: total && d.run.members === 1
      ? `In this one run ${about(total.q50)} people leave ${from}. It has no range: ranges need many members. Round trips that would have been made anyway are not counted here.`
      : total
      ? `In the median ${about(total.q50)} people leave ${from}. Half of the ${number(d.run.members)} members say ${range(total.q25, total.q75, about)}; nine in ten say ${range(total.q05, total.q95, about)}. Round trips that would have been made anyway are not counted here.`
      : 'This run holds no count of departures.',
    whereTo: whereTo(d, top),
    when: when(d, top),
    reception: reception(d),
    sure: sure(tally(d.observations), d.run.members),
  };
}

function headline(d: Data, from: string, top: Country[]): string {
  const total = d.departures.total;
  if (!total || total.q50 === null) return `Who leaves, and where they arrive: ${period(d)}.`;
  if (total.q95 === 0) return `Nobody leaves ${from} in this run.`;
  const first = top.slice(0, 3).filter((c) => (c.arrivals?.q50 ?? 0) > 0);
  const where = first.map((c) => country(c.id));
  const mostly = people(first) > total.q50 / 2 ? 'most of them' : 'above all';
  const said = `About ${about(total.q50)} people leave ${from}${where.length ? `, ${mostly} for ${list(where)}` : ''}.`;
  return d.run.members === 1 || about(total.q05) === about(total.q95) ? said : `${said} It may be ${range(total.q05, total.q95, about)}.`;
}

/** Arrivals in countries, their medians added up: near enough to say whether they are most. */
function people(list: Country[]): number {
  return list.reduce((n, c) => n + (c.arrivals?.q50 ?? 0), 0);
}

function whereTo(d: Data, top: Country[]): string {
  if (top.length === 0) return 'Nobody arrives anywhere in this run.';
  const first = top.slice(0, 5).map((c) => `${country(c.id)} ${withAbout(c.arrivals)}`);
  const rest = top.length - first.length;
  const all = people(top);
  const who = rest === 0 ? 'They' : people(top.slice(0, 5)) > all / 2 ? 'Most' : 'The largest numbers';
  const again = all > (d.departures.total?.q50 ?? Infinity) ? ' Who moves on is counted again where they go, so that more arrive than leave.' : '';
  return `${who} arrive in ${list(first)}${rest > 0 ? `; ${rest === 1 ? 'one further country follows' : `${number(rest)} further countries follow`} below` : ''}.${again}`;
}

function when(d: Data, top: Country[]): string {
  const p = d.departures.peak;
  const parts: string[] = [];
  if (p && p.day.q50 !== null) parts.push(`On the busiest day, ${day(d, p.day)}, ${withAbout(p.height)} people leave.`);
  const peaks = top.slice(0, 3).flatMap((c) => (c.arrivalsPeak?.day.q50 != null ? [`${country(c.id)} on ${day(d, c.arrivalsPeak.day)}, ${about(c.arrivalsPeak.height.q50)} that day`] : []));
  if (peaks.length) parts.push(`Arrivals peak in ${peaks.join('; in ')}.`);
  return parts.join(' ') || 'There is no busiest day in this run.';
}

function day(d: Data, f: Figure): string {
  const median = dayName(d.from, f.q50, d.days);
  return f.q05 === f.q95 ? median : `${median} (${daySpan(d.from, f.q05, f.q95, d.days)})`;
}

export function reception(d: Data): string {
  if (d.exceedance.length === 0) return 'The scenario gives no reception capacities, so this report cannot say where they would be exceeded.';
  const name = new Map(d.places.map((p) => [p.id, p.name]));
  const over = d.exceedance.filter((e) => e.ever >= likely).sort((a, b) => b.ever - a.ever);
  if (over.length === 0) {
    const worst = d.exceedance.reduce((a, b) => (b.ever > a.ever ? b : a));
    if (worst.ever === 0) return `No reception capacity is exceeded in ${d.run.members === 1 ? 'this run' : 'any member'}.`;
    return `No reception capacity is likely to be exceeded; the nearest to it is ${name.get(worst.place) ?? worst.place} (exceeded in ${chance(worst.ever)}).`;
  }
  const one = d.run.members === 1;
  const said = over.map((e) => `${name.get(e.place) ?? e.place} (room for ${number(e.capacity)}${one ? '' : `; exceeded in ${chance(e.ever)}`})`);
  return `Reception capacity is ${one ? '' : 'likely to be '}exceeded in ${firstOf(said, 6)}.`;
}

function sure(t: Tally, members: number): string {
  if (members < 20) return `This run has ${members === 1 ? 'one member' : `${number(members)} members`} only, which says little about uncertainty: ranges need many members.`;
  if (t.compared === 0) return 'There is no reported figure to hold this run against, so nothing here says how good it is.';
  if (t.compared === 1) return `Only one reported figure can be compared, which ${t.inside ? 'lies' : 'does not lie'} within the model's 90\u00a0% range: too few to say how good this run is.`;
  if (t.compared < 10) return `Only ${number(t.compared)} reported figures can be compared, of which ${t.inside === 0 ? 'none lies' : t.inside === 1 ? 'one lies' : `${number(t.inside)} lie`} within the model's 90\u00a0% range: too few to say how good this run is.`;
  const share = t.inside / t.compared;
  const verdict =
    share >= 0.85 ? 'That is about what ranges of 90 % promise, though some of these figures also shaped the scenario.'
    : share >= 0.6 ? 'Ranges of 90 % should hold nine in ten: take every range here as too narrow.'
    : 'Ranges of 90 % should hold nine in ten: this model is far surer of itself than it should be, so plan for more than its ranges.';
  return `Of ${number(t.compared)} reported figures that can be compared, ${number(t.inside)} lie within the model's 90\u00a0% range and ${number(t.compared - t.inside)} do not (simulated too low ${number(t.low)}, too high ${number(t.high)}). ${verdict}`;
}
