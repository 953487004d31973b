// What a fit found, in sentences.
import type { FitData, FitFigure, Fitted, Reported } from '../fit/data.ts';
import type { Figure, Maybe } from '../data.ts';
import { country, list } from './names.ts';
import { date, dollars, none, number, people, range, reported, wait } from './numbers.ts';

/** How the sample was made and how far it came. */
export function reached(data: FitData): string {
  const n = `${number(data.points)} points`;
  if (data.method === 'eki') {
    const whole = data.width <= 1 ? 'All that was reported has been taken in' : `The time ended before all that was reported had been taken in: it is as if errors were ${factor(data.width)} times as wide`;
    return `${n} by ensemble Kalman inversion, which is quick and only approximate. ${whole}.`;
  }
  if (data.width <= 1) return `${n} by sequential Monte Carlo, at the error model's own width: under that error model this is the posterior, not an approximation to it.`;
  return `${n} by sequential Monte Carlo. The time ended at ${factor(data.width)} times the error model's width, before its own: ranges are wider than the reports allow.`;
}

/** How much the points say as if they were independent. */
export function effective(data: FitData): string {
  const few = data.ess < 100 && data.points >= 200;
  return `They say as much as about ${number(data.ess)} independent ones${few ? ', which is few: do not trust the ends of the ranges' : ''}.`;
}

/** The parameters that moved most, in a sentence each. */
export function moved(list: Fitted[], most = 5): string[] {
  return list.filter((p) => !p.silent)
    .toSorted((a, b) => strength(b) - strength(a)).slice(0, most)
    .map((p) => `${p.address}: ${three(p.posterior.q50)} (90\u00a0%: ${three(p.posterior.q05)} to ${three(p.posterior.q95)}) where ${three(p.prior.q50)} (${three(p.prior.q05)} to ${three(p.prior.q95)}) was assumed; ${percent(p.contraction)}`);
}

export const strength = (p: Fitted): number => Math.max(p.contraction, 0) + Math.abs(p.shift) / 2;

function percent(contraction: number): string {
  const c = Math.round(100 * contraction);
  return c > 0 ? `known ${c}\u00a0% more narrowly` : 'known no more narrowly, but elsewhere';
}

/** Pairs of parameters that the reports tell apart only together. */
export function together(list: Fitted[]): string[] {
  const out: { r: number; text: string }[] = [];
  list.forEach((p, i) => (p.with ?? []).forEach((w) => {
    if (w.parameter > i) {
      const sign = w.correlation < 0 ? 'more of the one goes with less of the other' : 'more of the one goes with more of the other';
      out.push({ r: Math.abs(w.correlation), text: `${p.address} and ${list[w.parameter]!.address}: ${sign} (correlation ${w.correlation.toFixed(2).replace('-', '−')})` });
    }
  }));
  return out.sort((a, b) => b.r - a.r).map((o) => o.text);
}

/** A factor such as 1.3. */
function factor(x: number): string {
  return x >= 10 ? number(x) : x.toFixed(1);
}

/** A number to three digits. */
export function three(x: Maybe): string {
  if (x === null || Number.isNaN(x)) return none;
  if (x === 0) return '0';
  return Math.abs(x) >= 1000 ? number(Number(x.toPrecision(3))) : String(Number(x.toPrecision(3))).replace('-', '−');
}

/** A simulated figure in its unit. */
export function simulated(f: FitFigure, x: Maybe): string {
  if (x === null) return none;
  if (f.unit === 'hours') return wait(x * 60);
  if (f.unit === 'usd') return dollars(x);
  if (f.unit === 'km') return `${reported(Math.round(x * 10) / 10)} km`;
  return f.unit === 'vehicles' ? `${people(x)} vehicles` : people(x);
}

export const span = (f: FitFigure, q: Figure): string => range(q.q05, q.q95, (x) => simulated(f, x));

/** Where a figure was reported: a place, a country or several. */
export function where(f: FitFigure): string {
  return f.placeName || list(f.place.split(';').map(country));
}

/** What a report says, with its unit where that is not people. */
export function said(r: Reported): string {
  const unit = r.unit.startsWith('people') ? '' : r.unit === 'usd' ? ' USD' : ` ${r.unit}`;
  if (r.rows.length === 2 && r.low !== null && r.high !== null) return `${reported(r.low)} to ${reported(r.high)}${unit}`;
  if (r.high === null) return `at least ${reported(r.value)}${unit}`;
  if (r.low === null) return `at most ${reported(r.value)}${unit}`;
  return `${reported(r.value)}${unit}`;
}

/** Which observations were used. */
export function used(data: FitData): string {
  const rows = data.figures.reduce((n, f) => n + f.reports.reduce((m, r) => m + r.rows.length, 0), 0);
  return `${number(data.figures.length)} figures, told in ${number(rows)} rows, that were known by the end of ${date(data.knownBy)}. Nothing that was known later was read.`;
}
