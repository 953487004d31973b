// A made-up forecast of camps for tests: one camp that grows, one that shrinks, one that is open and was counted long ago, and names that try to be markup.
import type { AheadData, Camp, Series } from '../src/ahead/data.ts';
import type { Band } from '../src/data.ts';
import { round } from '../src/text/numbers.ts';
import { hostile } from './fixture.ts';

const days = 30;

/** Counts, and a forecast that goes from the last one to a median, with a 90 % range of a share of it. */
function series(counts: [day: number, people: number][], to: number, share: number, more: number, fewer: number): Series {
  const start = counts.at(-1)![1];
  const q = (f: number): number[] => Array.from({ length: days }, (_, d) => start + ((to - start) * (d + 1)) / days + f * share * to);
  const band = (less: number): Band => {
    const of = (f: number) => q(f).map((x) => round(x - less));
    return { q05: of(-0.5), q25: of(-0.2), q50: of(0), q75: of(0.2), q95: of(0.5) };
  };
  return { counts: counts.map(([day, people]) => ({ day, people, published: people })), byDay: band(0), change: band(start), more: Array(days).fill(more), fewer: Array(days).fill(fewer) };
}

function camp(id: string, name: string, country: string, lat: number, lon: number, s: Series, part: Partial<Camp> = {}): Camp {
  return { id, name, country, lat, lon, label: name, anew: [], ...s, ...part };
}

export function aheadFixture(): AheadData {
  const mbera = series([[-120, 100], [-80, 20_000], [-30, 48_003], [-2, 52_016]], 60_000, 0.2, 0.95, 0.04);
  mbera.counts[0]!.published = 130;
  return {
    page: 'camps-ahead', format: 1, title: `People at camps, a forecast: valley ${hostile}`, haven: 'test', scenario: 'valley', known: '0123456789abcdef', seed: '1', members: 24, origin: '2012-06-01', days, leads: [7, 14, 30],
    together: series([[-120, 1_100], [-80, 21_000], [-30, 57_000], [-2, 61_016]], 66_000, 0.15, 0.9, 0.08),
    camps: [
      camp('abala', 'Abala', 'NER', 14.95, 5.1, series([[-200, 1_500], [-150, 900]], 930, 1.4, 0.6, 0.3)),
      camp('mbera', `Mbera ${hostile}`, 'MRT', 15.6, -5.8, mbera, { label: `Mbera ${hostile}`, anew: [-100] }),
      camp('mentao', 'Mentao', 'BFA', 13.9, -1.6, series([[-9, 8_100], [-1, 8_100]], 7_000, 0.3, 0.1, 0.82)),
      camp('near', 'Near', 'BFA', 13.2, -2.6, series([[-9, 2]], 4, 1, 0.5, 0.2)),
    ],
    others: [{ id: 'kidal', name: 'Kidal', country: 'MLI', lat: 18.4, lon: 1.4 }],
    notYet: 2, taught: ['iraq2014', 'sudan2023'], uncounted: [`Goudoubo ${hostile}, 2012-02-29: a zero before the first count: a placeholder`], withheld: [{ table: 'conflicts.csv', rows: 3 }, { table: 'registrations.csv', rows: 244 }], capacities: 3,
    sources: ['Places, links, conflicts, registrations and settings are as in the Flee folder valley.'],
  };
}
