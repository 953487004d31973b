// The data of a fit's page, written by internal/report (fit.go has the same
// fields with the same meaning). Simulated counts are rounded.
import type { Figure, Maybe } from '../data.ts';

/** What one generation did. */
export interface Generation { generation: number; width: number; ess: number; sweeps: number; accepted: number; distinct: number; simulations: number }

/** A parameter before and after. Contraction: 1 less the standard deviation over the prior's; shift: of the mean, in the prior's standard deviations. */
export interface Fitted {
  address: string;
  prior: Figure;
  posterior: Figure;
  /** Points by twentieths of the prior, which would have alike many in each. */
  histogram: number[];
  contraction: number;
  shift: number;
  /** The data say nothing about it. */
  silent: boolean;
  /** Other parameters, by their number, that go with it. */
  with: { parameter: number; correlation: number }[] | null;
}

export interface Reported { rows: string[]; source: string; grade: string; unit: string; value: number; low: Maybe; high: Maybe; from: Maybe; to: Maybe; weight: number }

export interface FitFigure {
  place: string;
  /** Empty for countries, which the page names. */
  placeName: string;
  measure: string;
  whose: string;
  unit: string;
  from: string;
  to: string;
  reports: Reported[];
  prior: Figure;
  posterior: Figure;
  /** No draw of the prior comes near it. */
  beyond: boolean;
  /** The posterior's range meets what a report may stand for. */
  inside: boolean;
}

export interface FitData {
  page: 'fit';
  format: number;
  title: string;
  haven: string;
  scenario: string;
  hash: string;
  method: 'abc' | 'eki';
  knownBy: string;
  until: string;
  seed: string;
  points: number;
  /** Reached: 1 is the error model itself. */
  width: number;
  ess: number;
  generations: Generation[];
  parameters: Fitted[];
  /** Points, each the prior quantiles of all parameters. */
  pairs: number[][];
  figures: FitFigure[];
  dropped: { row: string; why: string }[] | null;
  withheld: number;
}
