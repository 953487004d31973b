// Where the map looks: a conic equal-area projection turned to the middle of
// what is to be seen, so that a country on both sides of the antimeridian stays whole.
import { geoCentroid, geoConicEqualArea, geoEqualEarth, type GeoProjection } from 'd3-geo';
import type { Data, Flow, Lane, Service } from '../data.ts';

export interface Spot { lon: number; lat: number }

/** What a view must show: without a country, the links that carry more than a share of the busiest one. */
export function spots(d: Data, only: string, share = 0.002): Spot[] {
  const place = new Map(d.places.map((p) => [p.id, p]));
  const of = (ids: Iterable<string>) => [...ids].flatMap((id) => place.get(id) ?? []);
  const seen = new Set<string>();
  if (!only) {
    // A handful of people far away must not shrink everybody else.
    const least = Math.max(...d.flows.map((f) => f.total.q50 ?? 0), 0) * share;
    for (const f of d.flows) if ((f.total.q50 ?? 0) > least) seen.add(f.from).add(f.to);
    return seen.size ? of(seen) : d.places;
  }
  if (d.neighbours) {
    // One country: its places, and where the used ways to them begin.
    for (const p of d.places) if (p.country === only) seen.add(p.id);
    for (const f of d.flows) if (place.get(f.to)?.country === only) seen.add(f.from);
    return of(seen);
  }
  // One country: its crossings, where the ways to them begin, where they lead.
  // Flights begin far away: a country that is reached by land is shown by its land ways.
  const gates = new Set(d.lanes.filter((l) => l.to === only && land(l, d.flows)).map((l) => l.place));
  if (gates.size === 0) for (const l of d.lanes) if (l.to === only) gates.add(l.place);
  for (const g of gates) seen.add(g);
  for (const f of d.flows) if (gates.has(f.to) || gates.has(f.from)) seen.add(f.from).add(f.to);
  for (const p of d.places) if (p.country === only && p.kind === 'destination') seen.add(p.id);
  return of(seen);
}

function land(lane: Lane, flows: Flow[]): boolean {
  return flows.some((f) => f.from === lane.place && wayOf(f.mode) === 'land');
}

/** Places where flights, trains and ferries are boarded: crossings in the model, but no border post to draw. */
export function boardings(services: Service[]): Set<string> {
  return new Set(services.map((s) => s.from));
}

/** The projection for places within a frame. */
export function projectionFor(list: Spot[], width: number, height: number, pad: number): GeoProjection {
  const points = { type: 'MultiPoint' as const, coordinates: (list.length ? list : [{ lon: 0, lat: 0 }]).map((s) => [s.lon, s.lat]) };
  const middle = middleLongitude(list.map((s) => s.lon));
  const lats = list.map((s) => s.lat);
  const south = Math.min(...lats);
  const north = Math.max(...lats);
  // Cones need both parallels on one side of the equator.
  const conic = list.length > 0 && (south > 5 || north < -5);
  const projection = conic
    ? geoConicEqualArea().rotate([-middle, 0]).parallels(parallels(south, north))
    : geoEqualEarth().rotate([-(list.length ? geoCentroid(points)[0] : 0), 0]);
  projection.fitExtent([[pad, pad], [width - pad, height - pad]], points);
  if (!Number.isFinite(projection.scale()) || projection.scale() > 12_000) {
    // One place, or places close together: do not look closer than some 500 km.
    projection.scale(list.length ? 6000 : width / 6).translate([0, 0]);
    const [x, y] = projection(list.length ? [middle, (south + north) / 2] : [0, 0])!;
    projection.translate([width / 2 - x, height / 2 - y]);
  }
  return projection.clipExtent([[0, 0], [width, height]]);
}

function parallels(south: number, north: number): [number, number] {
  const span = Math.max(1, north - south);
  return [south + span / 6, north - span / 6];
}

/** The middle of the shortest arc of the circle that holds all longitudes. */
export function middleLongitude(lons: number[]): number {
  const sorted = [...new Set(lons.map((l) => ((l % 360) + 360) % 360))].sort((a, b) => a - b);
  if (sorted.length === 0) return 0;
  let gap = -1;
  let start = 0;
  for (let i = 0; i < sorted.length; i++) {
    const next = sorted[(i + 1) % sorted.length]! + (i + 1 === sorted.length ? 360 : 0);
    if (next - sorted[i]! > gap) {
      gap = next - sorted[i]!;
      start = next % 360;
    }
  }
  const middle = (start + (360 - gap) / 2) % 360;
  return middle > 180 ? middle - 360 : middle;
}

/** How broad a flow is drawn, in pixels: its area on the map grows with the people. */
export function breadth(people: number, most: number, broadest = 10): number {
  if (!(people > 0) || !(most > 0)) return 0;
  return Math.max(0.5, (people / most) * broadest);
}

/** The radius of a circle whose area grows with the people. */
export function radius(people: number, most: number, largest = 13): number {
  if (!(people > 0) || !(most > 0)) return 0;
  return Math.max(1.6, Math.sqrt(people / most) * largest);
}

export type Way = 'land' | 'air' | 'sea';

export function wayOf(mode: string): Way {
  return mode === 'air' ? 'air' : mode === 'sea' ? 'sea' : 'land';
}

/** A label beside a point; `gap` is how far from it, in pixels (8). */
export interface Label { x: number; y: number; text: string; sub: string; anchor: 'start' | 'end'; weight: number; gap?: number }

/** How broad a label is about, where nothing can measure it. */
export function guess(l: Label, size: number): number {
  return Math.max(l.text.length, l.sub.length) * size * 0.56;
}

/** Keeps the labels that do not cover a heavier one. */
export function place(labels: Label[], width: number, height: number, size: number, broad: (l: Label, size: number) => number = guess): Label[] {
  const kept: { label: Label; box: [number, number, number, number] }[] = [];
  for (const l of [...labels].sort((a, b) => b.weight - a.weight)) {
    for (const anchor of ['start', 'end'] as const) {
      const long = broad(l, size);
      const x = anchor === 'start' ? l.x + (l.gap ?? 8) : l.x - (l.gap ?? 8);
      const box: [number, number, number, number] = [anchor === 'start' ? x : x - long, l.y - size, anchor === 'start' ? x + long : x, l.y + size * 1.3];
      if (box[0] < 0 || box[2] > width || box[1] < 0 || box[3] > height) continue;
      if (kept.some(({ box: b }) => box[0] < b[2] && b[0] < box[2] && box[1] < b[3] && b[1] < box[3])) continue;
      kept.push({ label: { ...l, x, anchor }, box });
      break;
    }
  }
  return kept.map((k) => k.label);
}

/** The crossings with the people let in over all their lanes (medians added up: near enough for a circle). */
export function crossings(lanes: Lane[], day: number | null): { place: string; to: string; people: number }[] {
  const sums = new Map<string, { place: string; to: string; people: number }>();
  for (const l of lanes) {
    const people = day === null ? (l.served?.q50 ?? 0) : (l.servedByDay?.[day] ?? 0);
    const key = `${l.place} ${l.to}`;
    const have = sums.get(key) ?? { place: l.place, to: l.to, people: 0 };
    have.people += people;
    sums.set(key, have);
  }
  return [...sums.values()].filter((c) => c.people > 0).sort((a, b) => b.people - a.people);
}

/** The most people let in at any crossing, over the whole period and on the busiest day of all: circles keep one scale from day to day. */
export function mostLetIn(lanes: Lane[], days: number): { inAll: number; onADay: number } {
  const of = (day: number | null) => Math.max(0, ...crossings(lanes, day).map((c) => c.people));
  return { inAll: of(null), onADay: Math.max(0, ...Array.from({ length: days }, (_, d) => of(d))) };
}
