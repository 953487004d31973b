// The data of the page of a forecast of camps' counts, written by internal/report (campsahead.go has the same
// fields with the same meaning). Forecasts and differences are rounded, each by itself; counts are as published.
import type { Band, Maybe } from '../data.ts';

/** A count; its day is counted from the day of the forecast: 0 or below. */
export interface Count {
  day: number;
  /** In the level of the last correction known. */
  people: number;
  published: number;
}

/** Counts up to the day of the forecast, and what is forecast day by day from the day after it. */
export interface Series {
  counts: Count[];
  byDay: Band;
  /** Against the last count. */
  change: Band;
  /** The chance, 0 to 1, that more people are counted than last, and that fewer are. */
  more: Maybe[];
  fewer: Maybe[];
}

export interface Spot { id: string; name: string; country: string; lat: number; lon: number }

/** A camp; `label` names its list of registrations, `anew` the days on which people were counted anew. */
export interface Camp extends Spot, Series { label: string; anew: number[] }

export interface AheadData {
  page: 'camps-ahead';
  format: number;
  title: string;
  haven: string;
  scenario: string;
  /** Hash of what was known. */
  known: string;
  seed: string;
  members: number;
  /** The day of the forecast, ISO 8601. */
  origin: string;
  /** How many days it looks ahead. */
  days: number;
  leads: number[];
  together: Series;
  camps: Camp[];
  /** Places that nobody is counted at. */
  others: Spot[];
  /** Camps that nobody had been counted at. */
  notYet: number;
  uncounted: string[];
  withheld: { table: string; rows: number }[];
  /** Camps whose capacity was not read. */
  capacities: number;
  sources: string[];
  /** Crises that the forecast learned from. */
  taught: string[];
}
