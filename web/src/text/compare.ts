// Simulated against reported: what agrees, what does not, and by how much.
import type { Figure, Observation } from '../data.ts';
import { times } from './numbers.ts';

/** What was reported of one thing over the same days, and what the members say of it. */
export interface Report {
  id: string;
  observation: Observation;
  /** Evidence of both rows where a range was reported in two. */
  evidence: string[];
  /** Ends of what agrees with the report: equal for a point; null where it is open. */
  low: number | null;
  high: number | null;
  simulated: Figure;
  verdict: Verdict;
  /** How far the model misses: |log| of the simulated median over the nearest figure that agrees; 0 inside. */
  distance: number;
}

export type Verdict = 'inside' | 'low' | 'high';

export interface Tally { compared: number; inside: number; low: number; high: number }

/** The observations that are compared; the two rows of a range are one. */
export function reports(observations: Observation[]): Report[] {
  const byId = new Map(observations.map((o) => [o.id, o]));
  return observations.flatMap((o) => {
    const partner = o.partner ? byId.get(o.partner) : undefined;
    const second = partner !== undefined && o.kind === 'high';
    if (o.notCompared || !o.simulated || o.simulated.q50 === null || second) return [];
    const verdict: Verdict = o.inside ? 'inside' : o.low !== null && (o.simulated.q50 < o.low || o.high === null) ? 'low' : 'high';
    return [{
      id: o.id, observation: o, evidence: [...new Set([...o.evidence, ...(partner?.evidence ?? [])])],
      low: o.low, high: o.high, simulated: o.simulated, verdict, distance: o.inside ? 0 : factor(o.ratio),
    }];
  });
}

function factor(ratio: number | null): number {
  return ratio === null || ratio <= 0 ? Infinity : Math.abs(Math.log(ratio));
}

/** The verdict in words; one member has no range to be in, so that it is said by how much it differs. */
export function say(r: Report, single = false): string {
  if (single) return r.verdict === 'inside' ? 'as reported' : `simulated ${r.verdict === 'low' ? 'lower' : 'higher'}${r.distance <= 0.05 ? ' by at most 5\u00a0%' : Number.isFinite(r.distance) ? ` by ${times(Math.exp(r.distance))}` : ''}`;
  if (r.verdict === 'inside') return 'inside the 90\u00a0% range';
  const by = Number.isFinite(r.distance) && r.distance > 0.05 ? ` by ${times(Math.exp(r.distance))}` : '';
  return r.verdict === 'low' ? `outside: simulated too low${by}` : `outside: simulated too high${by}`;
}

/** A symbol beside the words, so that colour never says it alone. */
export function symbol(v: Verdict): string {
  return v === 'inside' ? '●' : v === 'low' ? '▼' : '▲';
}

/** Misses first, the widest on top. */
export function byMiss(list: Report[]): Report[] {
  const miss = (r: Report) => (r.verdict === 'inside' ? 0 : 1);
  return [...list].sort((a, b) => miss(b) - miss(a) || (b.distance === a.distance ? 0 : b.distance - a.distance) || (a.id < b.id ? -1 : 1));
}

export function tally(observations: Observation[]): Tally {
  const all = reports(observations);
  const count = (v: Verdict) => all.filter((r) => r.verdict === v).length;
  return { compared: all.length, inside: count('inside'), low: count('low'), high: count('high') };
}
