// A band over days as a picture, by Observable Plot. Colours are the page's own
// variables, so that one drawing serves light, dark and print.
import { areaY, axisX, axisY, dot, gridY, lineY, plot, ruleX, ruleY } from '@observablehq/plot';
import type { Band, Maybe } from '../data.ts';
import { dateOf, number, reported } from '../text/numbers.ts';

/** A reported figure; hollow when it was known only after the forecast was made. */
export interface Point { day: number; value: number; hollow?: boolean }

export interface BandPicture {
  from: string;
  band: Band;
  width: number;
  height: number;
  /** What the axis counts, such as "people a day". */
  axis: string;
  /** Divides every figure: 60 shows minutes as hours. */
  divide?: number;
  /** Reported figures. */
  points?: Point[];
  /** A further line, such as seats on offer. */
  limit?: Maybe[];
  /** A day to mark. */
  mark?: number | null;
}

interface Row { date: Date; q05: Maybe; q25: Maybe; q50: Maybe; q75: Maybe; q95: Maybe }

/** One row a day, figures divided. */
export function rows(from: string, band: Band, divide = 1): Row[] {
  const by = (x: Maybe | undefined) => (x === null || x === undefined ? null : x / divide);
  return band.q50.map((_, d) => ({
    date: dateOf(from, d), q05: by(band.q05[d]), q25: by(band.q25[d]), q50: by(band.q50[d]), q75: by(band.q75[d]), q95: by(band.q95[d]),
  }));
}

/** The highest number drawn, so that an axis never ends below what it shows. */
export function top(p: Pick<BandPicture, 'band' | 'divide' | 'points' | 'limit'>): number {
  const divide = p.divide ?? 1;
  const values = [...p.band.q95, ...p.band.q50, ...(p.limit ?? [])].map((x) => (x ?? 0) / divide).concat((p.points ?? []).map((x) => x.value / divide));
  return Math.max(1, ...values);
}

/** The lowest number drawn: 0 but for differences. */
export function bottom(p: Pick<BandPicture, 'band' | 'divide'>): number {
  const divide = p.divide ?? 1;
  return Math.min(0, ...p.band.q05.map((x) => (x ?? 0) / divide));
}

export function draw(p: BandPicture): SVGElement | HTMLElement {
  const divide = p.divide ?? 1;
  const data = rows(p.from, p.band, divide);
  const long = data.length > 366; // ticks with years take more room
  const ticks = p.width < 340 ? 3 : long && p.width < 520 ? 4 : 7;
  const high = top(p);
  const low = bottom(p);
  const there = data.filter((d) => d.q50 !== null);
  const alone = there.length === 1 ? there : []; // a single day leaves no line and no area to see
  const wide = Math.max(high, -low) >= 1000 ? 46 : 36;
  return plot({
    width: p.width, height: p.height, marginLeft: wide, marginRight: 10, marginTop: 22, marginBottom: 22,
    style: { background: 'transparent', color: 'var(--ink)', fontFamily: 'inherit', fontSize: '11px', overflow: 'visible' },
    x: { type: 'utc', label: null, domain: [data[0]!.date, data.at(-1)!.date] },
    y: { label: null, domain: [low, high], nice: true },
    marks: [
      gridY({ stroke: 'var(--line)', strokeOpacity: 1, ticks: 3 }),
      axisY({ ticks: 3, tickSize: 0, tickFormat: short, label: p.axis, labelAnchor: 'top', labelArrow: 'none', labelOffset: wide }),
      axisX({ ticks: tickDays(data.length, ticks).map((d) => data[d]!.date), tickFormat: long ? '%b %Y' : '%-d %b', tickSize: 4 }),
      areaY(data, { x: 'date', y1: 'q05', y2: 'q95', fill: 'var(--sim)', fillOpacity: 0.2 }),
      areaY(data, { x: 'date', y1: 'q25', y2: 'q75', fill: 'var(--sim)', fillOpacity: 0.4 }),
      p.limit ? lineY(p.limit.map((v, d) => ({ date: dateOf(p.from, d), v: v === null ? null : v / divide })), { x: 'date', y: 'v', stroke: 'var(--ink)', strokeDasharray: '4 3', strokeWidth: 1.2 }) : null,
      lineY(data, { x: 'date', y: 'q50', stroke: 'var(--sim-dark)', strokeWidth: 2 }),
      ruleX(alone, { x: 'date', y1: 'q05', y2: 'q95', stroke: 'var(--sim)', strokeOpacity: 0.35, strokeWidth: 7 }),
      ruleX(alone, { x: 'date', y1: 'q25', y2: 'q75', stroke: 'var(--sim)', strokeOpacity: 0.6, strokeWidth: 7 }),
      dot(alone, { x: 'date', y: 'q50', fill: 'var(--sim-dark)', r: 4 }),
      p.mark != null ? ruleX([dateOf(p.from, p.mark)], { stroke: 'var(--ink)', strokeOpacity: 0.5 }) : null,
      p.points?.length
        ? dot(p.points.map((o) => ({ date: dateOf(p.from, o.day), v: o.value / divide, hollow: o.hollow ?? false })), {
            x: 'date', y: 'v', symbol: 'diamond', r: 4.5, fill: (o: { hollow: boolean }) => (o.hollow ? 'var(--paper)' : 'var(--rep)'), stroke: (o: { hollow: boolean }) => (o.hollow ? 'var(--rep)' : 'var(--paper)'), strokeWidth: p.points.some((o) => o.hollow) ? 1.4 : 0.8,
          })
        : null,
      ruleY([0], { stroke: 'var(--ink)', strokeOpacity: 0.6 }),
    ],
  });
}

/** Days with a tick: from the first one on, at most `most`, a week or whole weeks apart where the period is long. */
export function tickDays(days: number, most: number): number[] {
  const bare = Math.max(1, Math.ceil(days / most));
  const step = bare > 4 ? Math.ceil(bare / 7) * 7 : bare;
  return Array.from({ length: Math.ceil(days / step) }, (_, i) => i * step);
}

/** Ticks, with thousands and signs as in the words around: 1 500, 20 k, 1.2 M, −2 000. */
export function short(v: number): string {
  const a = Math.abs(v);
  if (a >= 1e6) return `${tenth(v / 1e6)} M`;
  if (a >= 10_000) return `${tenth(v / 1e3)} k`;
  return a < 10 ? tenth(v) : number(v);
}

function tenth(v: number): string {
  return reported(+v.toFixed(1));
}
