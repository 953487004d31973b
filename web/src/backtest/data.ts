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
  coverage50: Maybe;
  coverage90: Maybe;
  bias: Maybe;
}

export interface Pooled { setting: string; measure: string; horizon: number; scenarios: number; ratio: number; upper: number; ratio_log: number; upper_log: number; coverage50: number; coverage90: number }

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
