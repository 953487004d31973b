// The data of a back-test's page, written by internal/report (backtest.go has the same
// fields with the same meaning). Scores in people are rounded like counts.
import type { Maybe } from '../data.ts';

export type Measure = 'stock' | 'stock_early' | 'stock_anew' | 'stock_first' | 'total';

export interface Cell {
  scenario: string;
  setting: 'total_forecast' | 'total_given';
  measure: Measure | string;
  horizon: number;
  n: number;
  distinct: number;
  crps: Maybe;
  best: string;
  ratio: Maybe;
  /** Better than the best reference may be claimed. */
  better: boolean;
  crpsLog: Maybe;
  bestLog: string;
  ratioLog: Maybe;
  betterLog: boolean;
  /** Beside references whose intervals are of errors at the place alone. */
  ownRatio: Maybe;
  ownRatioLog: Maybe;
  coverage50: Maybe;
  coverage90: Maybe;
  bias: Maybe;
}

export interface Together { ratio: number; upper: number; ratio_log: number; upper_log: number }

export interface Pooled extends Together { setting: string; measure: string; horizon: number; scenarios: number; coverage50: number; coverage90: number; own_errors: Together }

export interface BacktestData {
  page: 'backtest';
  format: number;
  title: string;
  haven: string;
  seed: string;
  members: number;
  origins: string;
  horizons: number[];
  scenarios: { name: string; hash: string; from: string; to: string; uncounted: string[] }[];
  cells: Cell[];
  pooled: Pooled[];
}
