// A made-up back-test for browser tests: won, lost and undecided cells, one without a ratio, and names that try to be markup.
import type { BacktestData, Cell } from '../src/backtest/data.ts';
import { hostile } from './fixture.ts';

function cell(scenario: string, horizon: number, ratio: number | null, part: Partial<Cell> = {}): Cell {
  return {
    scenario, setting: 'total_forecast', measure: 'stock', horizon, n: 120, distinct: 80, crps: 630, best: 'last_value', ratio, better: ratio !== null && ratio < 0.9,
    crpsLog: 0.03, bestLog: 'drift', ratioLog: ratio, betterLog: false, ownRatio: ratio === null ? null : 0.9 * ratio, ownRatioLog: null, coverage50: 0.55, coverage90: 0.914, bias: 0.01, ...part,
  };
}

export function backtestFixture(): BacktestData {
  return {
    page: 'backtest', format: 1, title: `How good the forecasts would have been: valley ${hostile}`, haven: 'test', seed: '1', members: 24, origins: 'every 7d', horizons: [7, 14, 30],
    scenarios: [
      { name: 'valley', hash: '0123', from: '2030-01-01', to: '2030-04-30', uncounted: [`South ${hostile}, 2030-02-01: out of order`] },
      { name: 'hills', hash: '4567', from: '2031-01-01', to: '2031-04-30', uncounted: [] },
    ],
    cells: [
      cell('valley', 7, 0.62), cell('valley', 14, 0.97), cell('valley', 30, 1.34, { crps: 4 }), cell('hills', 7, 0.8), cell('hills', 14, null),
      cell('valley', 7, 1.2, { measure: 'stock_anew' }), cell('valley', 7, 0.5, { setting: 'total_given' }),
    ],
    pooled: [{ setting: 'total_forecast', measure: 'stock', horizon: 7, scenarios: 2, ratio: 0.704, upper: 0.81, ratio_log: 0.7, upper_log: 0.8, coverage50: 0.55, coverage90: 0.914, own_errors: { ratio: 0.61, upper: 0.75, ratio_log: 0.6, upper_log: 0.7 } }],
  };
}
