// The data of a report: the JSON in the page, written by internal/report
// (data.go has the same fields with the same meaning). Every simulated count
// in it is rounded already, each by itself: 0, `small`, or a multiple of ten.

/** Stands for a count above 0 and below 10. */
export const small = 5;

/** A number, or nothing where there is none. */
export type Maybe = number | null;

/** What the members say of one number. */
export interface Figure { q05: Maybe; q25: Maybe; q50: Maybe; q75: Maybe; q95: Maybe }

/** What the members say day by day: one number for each day of the period. */
export interface Band { q05: Maybe[]; q25: Maybe[]; q50: Maybe[]; q75: Maybe[]; q95: Maybe[] }

/** The highest day of a series: its height, and its day counted from the first one. */
export interface Peak { height: Figure; day: Figure }

/** A total over the period, in words of the tables. */
export interface Total { measure: string; meaning: string; figure: Figure }

export interface Run {
  haven: string;
  seed: string;
  members: number;
  scenario: string;
  hash: string;
  set: { address: string; value: number }[];
}

export interface Place { id: string; name: string; kind: string; country: string; lat: number; lon: number }

/** People who used a link: over the period, and the median day by day. */
export interface Flow { id: string; from: string; to: string; mode: string; total: Figure; days: Maybe[] }

export interface Country {
  id: string;
  arrivals: Figure | null;
  arrivalsPeak: Peak | null;
  arrivalsByDay: Band | null;
  /** Gross entries: everybody let in, round trips included. */
  entriesByDay: Band | null;
  /** Gross entries of the origin's citizens. */
  citizensByDay: Band | null;
  entries: Figure | null;
  stockAtEnd: Figure | null;
  applicationsBorder: Figure | null;
  applicationsInland: Figure | null;
  claimsRefused: Figure | null;
  /** Arrivals by what is kept of the group; by country of arrival only. */
  byCallup: { callup: string; figure: Figure }[];
}

/** A lane of a crossing. Waits in minutes. */
export interface Lane {
  id: string;
  place: string;
  lane: string;
  from: string;
  to: string;
  served: Figure | null;
  servedByDay: Maybe[] | null;
  queue: Band | null;
  queuePeak: Peak | null;
  wait: Band | null;
  waitPeak: Peak | null;
}

/** A scheduled service; fares in US dollars. */
export interface Service {
  id: string;
  from: string;
  to: string;
  mode: string;
  offered: Maybe[];
  sold: Band;
  soldTotal: Figure | null;
  soldOutDays: number;
  fare: Band | null;
  farePeak: Peak | null;
}

/** The chance, 0 to 1, that more people are at a place than it can receive. */
export interface Exceedance { place: string; capacity: number; ever: number; days: number[] }

/** A reported figure beside what the model says of it. */
export interface Observation {
  id: string;
  from: string;
  to: string;
  place: string;
  placeName: string;
  country: string;
  measure: string;
  kind: string;
  unit: string;
  whose: string;
  scope: string;
  /** As published: not rounded. */
  value: number;
  /** What agrees with the report: equal for a point, null where it has no end. */
  low: Maybe;
  high: Maybe;
  /** Id of the other row of a range that was reported as its low and high end. */
  partner: string;
  /** What was read off the members, in words. */
  how: string;
  simulated: Figure | null;
  /** Whether the members' 90 % range touches what was reported (judged before rounding). */
  inside: boolean;
  /** Simulated median over the nearest figure that agrees with the report. */
  ratio: Maybe;
  /** Empty when compared; else why not. */
  notCompared: string;
  /** A forecast took it in. */
  used: boolean;
  /** It was known only after the forecast was made. */
  later: boolean;
  evidence: string[];
}

/** One assumption, and how many rows of a table rest on it. */
export interface Assumption { table: string; why: string; rows: number; examples: string[] }

export interface Parameter { address: string; median: number; distribution: string; evidence: string }

export interface Claim {
  id: string;
  claim: string;
  from: string;
  to: string;
  knownFrom: string;
  outlet: string;
  via: string;
  url: string;
  published: string;
  grade: string;
  gradeReason: string;
  note: string;
  /** In how many rows of the scenario the claim is cited. */
  cited: number;
}

/** A count of people as it was published, beside what the model says. */
export interface Registered {
  /** Days since the first one. */
  day: number;
  value: number;
  /** What was done to the published count; empty: nothing. */
  note: string;
  simulated: Figure | null;
  inside50: boolean;
  inside90: boolean;
}

/** A place whose people Flee counts. */
export interface Camp {
  place: string;
  /** People; null without limit. */
  capacity: Maybe;
  /** Chance that the capacity is exceeded; null without one. */
  ever: Maybe;
  atEnd: Figure | null;
  peak: Peak | null;
  byDay: Band | null;
  registered: Registered[];
}

/** Flee's averaged relative difference of one forecast; 0 is best. */
export interface FleeError {
  forecast: string;
  raw: Maybe;
  rescaled: Maybe;
  /** Nine tenths of the members, raw. */
  low: Maybe;
  high: Maybe;
  /** After day 30 alone. */
  laterRaw: Maybe;
  laterRescaled: Maybe;
}

/** What only runs of the rule neighbours (Flee's) show. */
export interface Neighbours {
  hasten: number;
  /** Registrations say how many flee. */
  driven: boolean;
  camps: Camp[];
  elsewhere: { place: string; atEnd: Figure | null; peak: Peak | null }[];
  /** All who ever fled, day by day. */
  displaced: Band | null;
  inCamps: Band | null;
  onLinks: Figure | null;
  debt: Band | null;
  errors: FleeError[];
  quirks: { name: string; does: string; without: string; off: boolean }[];
  warnings: { where: string; message: string; suggestion: string }[];
}

/** One day on which a forecast took something in. */
export interface Step {
  date: string;
  figures: number;
  /** Effective number of particles by weights alone, and in the end. */
  plain: Maybe;
  left: Maybe;
  rounds: number;
  /** Share of what was told that an ensemble Kalman update took in; 0: none. */
  kalman: number;
  /** People it put in and took out, mean over particles. */
  putIn: Maybe;
  takenOut: Maybe;
}

/** One change of a what-if, in words. */
export interface Change { title: string; why: string; from: string; does: string[] }

/** What the changes do to one figure: variant less base, over pairs of members. */
export interface Effect {
  /** A country or a place; of the whole the measure. */
  id: string;
  /** Of the whole: what people do, in words. */
  meaning: string;
  /** Medians without and with the changes. */
  base: Maybe;
  variant: Maybe;
  difference: Figure;
  /** Shares of pairs in which it is more with the changes, or fewer. */
  above: Maybe;
  below: Maybe;
  /** By how much the pairing narrowed the variance; nothing where nothing varies or all pairs differ alike. */
  narrowing: Maybe;
  /** Of the difference; nothing where no day differs. */
  byDay: Band | null;
}

/** A variant beside its base. */
export interface WhatIf { from: string; pairs: number; changes: Change[]; all: Effect[]; countries: Effect[]; places: Effect[] }

/** How a forecast was made. */
export interface Forecast {
  /** The day on which it is made: nothing known later entered. */
  origin: string;
  originDay: number;
  particles: number;
  /** The day up to which parameters were fitted; empty: they come from their priors. */
  fittedBy: string;
  /** Rows and cells of the scenario known only later. */
  withheld: number;
  steps: Step[];
}

export interface Data {
  format: number;
  title: string;
  description: string;
  run: Run;
  /** The first day, ISO 8601. */
  from: string;
  days: number;
  origin: string;
  departures: { total: Figure | null; peak: Peak | null; byDay: Band | null };
  national: Total[];
  countries: Country[];
  places: Place[];
  flows: Flow[];
  lanes: Lane[];
  services: Service[];
  exceedance: Exceedance[];
  observations: Observation[];
  assumptions: Assumption[];
  parameters: Parameter[];
  evidence: Claim[];
  /** Of a run of that rule, else null. */
  neighbours: Neighbours | null;
  /** Of a variant that was compared with its base, else null. */
  whatIf: WhatIf | null;
  /** Of a forecast, else null. */
  forecast: Forecast | null;
}
