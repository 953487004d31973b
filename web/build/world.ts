// The outlines of the map: Natural Earth by way of world-atlas, corrected to
// the United Nations' reading of borders. Runs at build time only.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Feature, FeatureCollection, GeoJSON, MultiLineString, MultiPolygon, Polygon, Position } from 'geojson';
import type { GeometryCollection, GeometryObject, Topology } from 'topojson-specification';
import { geoBounds } from 'd3-geo';
import { feature, mergeArcs, mesh, quantize } from 'topojson-client';
import { topology } from 'topojson-server';
import { filter, filterWeight, presimplify, simplify } from 'topojson-simplify';
import countries from 'i18n-iso-countries';

const require = createRequire(import.meta.url);

type Land = GeometryObject<{ name: string }> & { id?: string; properties: { name: string } };
type Box = [west: number, south: number, east: number, north: number];

/** Steradians; triangles smaller than this are simplified away, islands too. */
const smallest = 1.6e-6;

/** Crimea is Ukraine: General Assembly resolution 68/262. */
const crimea: Box = [32, 44, 37, 46.5];

/** Where Western Sahara begins, degrees north; the source gives most of it to Morocco. */
const westernSahara = 27.6667;

/** Pieces that the source cuts out and the United Nations' maps do not. */
const within: Record<string, string> = { 'N. Cyprus': 'CYP', Somaliland: 'SOM' };

/** Lines that are not settled, drawn dashed: between whom, and where. */
const disputed: { between: [string, string]; box?: Box }[] = [
  { between: ['MAR', 'ESH'] },
  { between: ['SRB', 'XKX'] },
  { between: ['SDN', 'SSD'] },
  { between: ['ISR', 'PSE'] },
  { between: ['ISR', 'SYR'] },
  { between: ['IND', 'PAK'], box: [72.5, 32.3, 81, 37.5] },
  { between: ['IND', 'CHN'], box: [72.5, 32.3, 81, 37.5] },
  { between: ['IND', 'Siachen Glacier'] },
  { between: ['PAK', 'Siachen Glacier'] },
  { between: ['CHN', 'Siachen Glacier'] },
];

const codes: Record<string, string> = { Kosovo: 'XKX' };

function idOf(g: Land): string {
  const name = g.properties.name;
  return within[name] ?? codes[name] ?? (g.id ? countries.numericToAlpha3(g.id) : undefined) ?? name;
}

function inside(b: Box, p: Position): boolean {
  return p[0]! >= b[0] && p[0]! <= b[2] && p[1]! >= b[1] && p[1]! <= b[3];
}

/** Takes the polygons inside a box out of one country and gives them to another. */
function hand(atlas: Topology, lands: Land[], box: Box, from: string, to: string): void {
  const giver = lands.find((g) => idOf(g) === from) as Land & { type: 'MultiPolygon'; arcs: number[][][] };
  const taken: number[][][] = [];
  giver.arcs = giver.arcs.filter((polygon) => {
    const shape = feature(atlas, { type: 'Polygon', arcs: polygon }) as Feature<Polygon>;
    const [[west, south], [east, north]] = geoBounds(shape);
    const all = inside(box, [west, south]) && inside(box, [east, north]);
    if (all) taken.push(polygon);
    return !all;
  });
  if (taken.length !== 1) throw new Error(`expected one polygon of ${from} in ${box.join(' ')}, found ${taken.length}: has the atlas changed?`);
  lands.push({ type: 'MultiPolygon', arcs: taken, id: countries.alpha3ToNumeric(to), properties: { name: to } } as Land);
}

/** Cuts Morocco at the border of Western Sahara; what lies south is a further piece of that. */
function cutMorocco(source: Topology): Topology {
  const shapes = feature(source, source.objects['countries']!) as unknown as FeatureCollection<Polygon | MultiPolygon, { name: string }>;
  const features = shapes.features.flatMap((f) => {
    if (f.properties.name !== 'Morocco') return [f];
    const polygons = f.geometry.type === 'Polygon' ? [f.geometry.coordinates] : f.geometry.coordinates;
    const part = (north: boolean) => polygons.map((rings) => rings.map((r) => half(r, westernSahara, north)).filter((r) => r.length > 3)).filter((p) => p.length > 0);
    const sahara = shapes.features.find((g) => g.properties.name === 'W. Sahara')!;
    return [{ ...f, geometry: { type: 'MultiPolygon' as const, coordinates: part(true) } }, { ...sahara, geometry: { type: 'MultiPolygon' as const, coordinates: part(false) } }];
  });
  return topology({ countries: { type: 'FeatureCollection', features } } as never) as Topology;
}

/** The part of a ring north or south of a parallel, which it crosses at most twice. */
function half(ring: Position[], lat: number, north: boolean): Position[] {
  const kept = (p: Position) => (north ? p[1]! >= lat : p[1]! < lat);
  const out: Position[] = [];
  for (let i = 0; i + 1 < ring.length; i++) {
    const a = ring[i]!;
    const b = ring[i + 1]!;
    if (kept(a)) out.push(a);
    if (kept(a) !== kept(b)) {
      // From south to north whichever way the ring runs, so that both parts get the same point.
      const [s, n] = a[1]! < b[1]! ? [a, b] : [b, a];
      out.push([s[0]! + ((n[0]! - s[0]!) * (lat - s[1]!)) / (n[1]! - s[1]!), lat]);
    }
  }
  if (out.length) out.push(out[0]!);
  return out;
}

/** Splits lines at a box: what runs inside, and the rest. */
function split(lines: MultiLineString, box: Box): { inner: Position[][]; outer: Position[][] } {
  const inner: Position[][] = [];
  const outer: Position[][] = [];
  for (const line of lines.coordinates) {
    let part: Position[] = [];
    let was: boolean | undefined;
    for (let i = 1; i < line.length; i++) {
      const now = inside(box, line[i - 1]!) && inside(box, line[i]!);
      if (now !== was) {
        part = [line[i - 1]!];
        (now ? inner : outer).push(part);
        was = now;
      }
      part.push(line[i]!);
    }
  }
  return { inner, outer };
}

/** The corrected world: countries (id: ISO 3166-1 alpha-3), borders, disputed lines. */
export function world(): Topology {
  const atlas = cutMorocco(JSON.parse(readFileSync(require.resolve('world-atlas/countries-50m.json'), 'utf8')) as Topology);
  const source = atlas.objects['countries'] as GeometryCollection<{ name: string }>;
  const lands = source.geometries.filter((g) => (g as Land).properties.name !== 'Antarctica') as Land[];
  hand(atlas, lands, crimea, 'RUS', 'UKR');

  const byId = new Map<string, Land[]>();
  for (const g of lands) byId.set(idOf(g), [...(byId.get(idOf(g)) ?? []), g]);
  const merged: Land[] = [...byId].sort(([a], [b]) => (a < b ? -1 : 1)).map(([id, parts]) => ({
    ...(mergeArcs(atlas, parts as Parameters<typeof mergeArcs>[1]) as object), id, properties: { name: id },
  }) as Land);

  const collection = { type: 'GeometryCollection', geometries: merged } as GeometryCollection<{ name: string }>;
  const dashed: Position[][] = [];
  const solid: Position[][] = [];
  const pairOf = (a: Land, b: Land) => disputed.find(({ between: [x, y] }) => (a.id === x && b.id === y) || (a.id === y && b.id === x));
  solid.push(...mesh(atlas, collection as never, (a, b) => a !== b && !pairOf(a as Land, b as Land)).coordinates);
  for (const d of disputed) {
    const shared = mesh(atlas, collection as never, (a, b) => a !== b && pairOf(a as Land, b as Land) === d);
    if (!d.box) dashed.push(...shared.coordinates);
    else {
      const { inner, outer } = split(shared, d.box);
      dashed.push(...inner);
      solid.push(...outer);
    }
  }

  const shapes = feature(atlas, collection) as FeatureCollection<Polygon | MultiPolygon>;
  const parts: Record<string, GeoJSON> = {
    countries: { type: 'FeatureCollection', features: shapes.features.map((f) => ({ type: 'Feature', id: f.id!, properties: {}, geometry: f.geometry })) },
    borders: { type: 'MultiLineString', coordinates: solid },
    disputed: { type: 'MultiLineString', coordinates: dashed },
  };
  const whole = topology(parts as never) as Topology<Record<string, GeometryObject<Record<string, never>>>>;
  const weighed = presimplify(whole, triangleArea);
  const thin = filter(simplify(weighed, smallest), filterWeight(weighed, smallest * 10, ringArea));
  return quantize(thin, 1e4);
}

// Plane areas on the equal-area cylinder, in steradians: cheap, and alike at all latitudes.
function flat([lon, lat]: number[]): [number, number] {
  return [(lon! * Math.PI) / 180, Math.sin((lat! * Math.PI) / 180)];
}

function triangleArea(t: [number[], number[], number[]] | number[][]): number {
  const [a, b, c] = t.map(flat) as [[number, number], [number, number], [number, number]];
  return Math.abs((b[0] - a[0]) * (c[1] - a[1]) - (c[0] - a[0]) * (b[1] - a[1])) / 2;
}

function ringArea(ring: number[][]): number {
  const p = ring.map(flat);
  let twice = 0;
  for (let i = 0; i < p.length; i++) {
    const [x, y] = p[i]!;
    const [u, v] = p[(i + 1) % p.length]!;
    twice += x * v - u * y;
  }
  return Math.abs(twice) / 2;
}

/** English names by ISO 3166-1 alpha-3, the short ones where there are two. */
export function countryNames(): Record<string, string> {
  const short: Record<string, string> = {
    RUS: 'Russia', TUR: 'Türkiye', IRN: 'Iran', SYR: 'Syria', MDA: 'Moldova', ARE: 'United Arab Emirates', VNM: 'Viet Nam', KOR: 'Republic of Korea',
    PRK: 'DPR Korea', USA: 'United States', GBR: 'United Kingdom', TZA: 'Tanzania', XKX: 'Kosovo (SC res. 1244)', PSE: 'State of Palestine',
    CHN: 'China', MKD: 'North Macedonia', LAO: 'Laos', VEN: 'Venezuela', BOL: 'Bolivia',
  };
  const names: Record<string, string> = {};
  for (const two of Object.keys(countries.getNames('en'))) {
    const three = countries.alpha2ToAlpha3(two);
    if (three) names[three] = countries.getName(two, 'en', { select: 'official' })!;
  }
  return { ...names, ...short };
}
