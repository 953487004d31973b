// A made-up analysis of sensitivity for tests: one output in a country with
// indices and screening, one with a screening alone, and texts that try to be markup.
import { round } from '../src/text/numbers.ts';
import type { Effect, Index, Output, SensitivityData } from '../src/sensitivity/data.ts';
import { hostile } from './fixture.ts';

function index(factor: string, label: string, total: number, part: Partial<Index> = {}): Index {
  return { factor, kind: 'parameter', label, first: total * 0.8, firstLow: total * 0.8 - 0.06, firstHigh: total * 0.8 + 0.07, total, totalLow: total * 0.85, totalHigh: total * 1.2, direction: 0.9, tenth: round(total * 900), ...part };
}

function effect(factor: string, label: string, size: number, part: Partial<Effect> = {}): Effect {
  return { factor, kind: 'parameter', label, size: round(size), sizeLow: round(size * 0.7), sizeHigh: round(size * 1.3), direction: 0.9, spread: round(size / 3), ...part };
}

const of: Output = {
  output: 'arrivals_to_date@GEO:2022-09-30', label: 'arrivals in GEO up to 30 September 2022', country: 'GEO', measure: 'arrivals', unit: 'people', counts: true, points: 250, dropped: 6, q05: 14_000, q50: 32_000, q95: 65_000,
  lines: ['Arrivals in GEO up to 30 September 2022: 32,000 in the median run, nine in ten runs from 14,000 to 65,000.', `Capacity at Lars ${hostile} (crossings.lars_car.exit_per_day) explains 34 % (27 to 41) of the variance by itself, 43 % (36 to 51) together with others; raising it raises the arrivals.`],
  indices: [
    index('crossings.lars_car.exit_per_day', `capacity of the exit side in a day at Lars ${hostile}, lane car`, 0.43), index('parameters.cost_per_hour', 'utility lost for an hour under way', 0.3, { direction: -0.8 }),
    index('random stream', 'chance', 0.12, { kind: 'stream', direction: null, tenth: null }), index('the other parameters', 'the other 62 parameters together', 0.05, { kind: 'rest', direction: null, tenth: null, first: -0.01, firstLow: -0.04 }),
    index('parameters.fare_memory', 'how fast the fare follows the ladder', 0.002, { direction: 0.1 }),
  ],
  effects: [effect('crossings.lars_car.exit_per_day', `capacity of the exit side in a day at Lars ${hostile}, lane car`, 12_000), effect('parameters.cost_per_hour', 'utility lost for an hour under way', 9_000, { direction: -0.8 }), effect('random stream', 'chance', 700, { kind: 'stream', direction: null, spread: null }), effect('parameters.fare_memory', 'how fast the fare follows the ladder', 4)],
};

export function sensitivityFixture(): SensitivityData {
  return {
    page: 'sensitivity', format: 1, title: `What drives the answer: a made-up scenario ${hostile}`,
    run: { haven: 'test', seed: '1', scenario: 'made-up', hash: '0123456789abcdef', title: 'made-up', from: '2022-09-14', to: '2022-09-30', method: 'both', points: 256, trajectories: 20, runs: 5000, set: [{ address: 'parameters.stay', value: 2 }] },
    outputs: [of, { ...of, output: 'wait_predicted_peak@lars_car', label: 'wait predicted at Lars (car) on the highest day', country: '', measure: 'wait_predicted', unit: 'minutes', counts: false, indices: [], lines: ['Utility lost for an hour under way changes the output by 312 over its whole range on average.'] }],
    parameters: [
      { name: 'crossings.lars_car.exit_per_day', kind: 'parameter', label: `capacity of the exit side in a day at Lars ${hostile}, lane car`, unit: 'vehicles/day', median: 1500, low: 862.4, high: 2609, distribution: 'lognormal: spread 1.4', evidence: 'assumed: design and days seen differ (O120;O121)' },
      { name: 'group_shares.moscow/*.share', kind: 'shares', label: 'shares of groups in Moscow', unit: '', median: null, low: null, high: null, distribution: 'dirichlet: concentration 50', evidence: '' },
      { name: 'random stream', kind: 'stream', label: 'chance', unit: '', median: null, low: null, high: null, distribution: '', evidence: '' },
    ],
  };
}
