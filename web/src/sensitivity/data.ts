// The data of an analysis of sensitivity, written by internal/report
// (sensitivity.go has the same fields with the same meaning). Simulated counts are rounded.
import type { Maybe } from '../data.ts';

export type Kind = 'parameter' | 'shares' | 'posterior' | 'rest' | 'stream';

/** A factor's indices, as shares of the variance, with the ends of 90 % intervals. */
export interface Index {
  factor: string;
  kind: Kind;
  label: string;
  first: Maybe;
  firstLow: Maybe;
  firstHigh: Maybe;
  total: Maybe;
  totalLow: Maybe;
  totalHigh: Maybe;
  /** -1 always lowers the output, 1 always raises it; null without a direction. */
  direction: Maybe;
  /** Change of the output for a tenth more. */
  tenth: Maybe;
}

/** A factor's elementary effects over its whole range, in the output's unit. */
export interface Effect {
  factor: string;
  kind: Kind;
  label: string;
  size: Maybe;
  sizeLow: Maybe;
  sizeHigh: Maybe;
  direction: Maybe;
  spread: Maybe;
}

export interface Output {
  output: string;
  label: string;
  /** The code of a country that stands in the label, or empty. */
  country: string;
  measure: string;
  unit: string;
  counts: boolean;
  points: number;
  dropped: number;
  q05: Maybe;
  q50: Maybe;
  q95: Maybe;
  indices: Index[];
  effects: Effect[];
  lines: string[];
}

export interface Parameter { name: string; kind: Kind; label: string; unit: string; median: Maybe; low: Maybe; high: Maybe; distribution: string; evidence: string }

export interface SensitivityData {
  page: 'sensitivity';
  format: number;
  title: string;
  run: {
    haven: string;
    seed: string;
    scenario: string;
    hash: string;
    title: string;
    from: string;
    to: string;
    method: 'morris' | 'sobol' | 'both';
    points: number;
    trajectories: number;
    runs: number;
    set: { address: string; value: number }[];
  };
  outputs: Output[];
  parameters: Parameter[];
}
