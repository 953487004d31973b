// Names of countries and of what is counted, as people say them.
import names from 'virtual:countries';
import { number } from './numbers.ts';

/** The English name of a country; the code itself where there is none. */
export function country(code: string): string {
  return names[code] ?? code;
}

const measures: Record<string, string> = {
  entries: 'entries', exits: 'exits', net_entries: 'entries less exits', stock: 'people there', departures: 'departures',
  applications: 'applications for protection', wait: 'wait', queue: 'queue', seats: 'seats sold', fare: 'fare',
};

/** A measure of observations.csv in words. */
export function measure(m: string): string {
  return measures[m] ?? m.replaceAll('_', ' ');
}

const modes: Record<string, string> = { road: 'by road', bus: 'by bus', foot: 'on foot', rail: 'by train', air: 'by air', sea: 'by sea' };

export function mode(m: string): string {
  return modes[m] ?? m;
}

const lanes: Record<string, string> = { car: 'cars', bus: 'buses', foot: 'on foot', all: 'everybody' };

export function lane(l: string): string {
  return lanes[l] ?? l;
}

const callups: Record<string, string> = { liable: 'Liable to call-up', exempt: 'Exempt', no: 'Neither' };

export function callup(c: string): string {
  return callups[c] ?? c;
}

const tables: Record<string, string> = {
  parameters: 'Parameters of the model', places: 'Places', crossings: 'Crossings and lanes', links: 'Links and services', usual_travel: 'Usual travel',
  groups: 'Groups', group_shares: 'Shares of groups', pulls: 'What draws people', choice_shares: 'Fixed shares', policies: 'Policies', shocks: 'Shocks',
  callup: 'The call-up', departures: 'Departures', uncertain: 'Spread of uncertain numbers', observations: 'Observations',
  registrations: 'Registrations', registration_corrections: 'Countings anew', conflicts: 'Days of conflict', closures: 'Closures', settlement_changes: 'Changes of places', flood_levels: 'Floods', food_security: 'Food security', evidence: 'Sources',
};

export function table(t: string): string {
  return tables[t] ?? t;
}

/** The first of many, and how many more: "a, b and 4 more". */
export function firstOf(items: string[], most: number, more = 'more'): string {
  return list(items.length > most ? [...items.slice(0, most), `${number(items.length - most)} ${more}`] : items);
}

/** "a, b and c". */
export function list(items: string[]): string {
  if (items.length < 2) return items.join('');
  return `${items.slice(0, -1).join(', ')} and ${items.at(-1)}`;
}
