import { feature } from 'topojson-client';
import { geoContains, geoPath } from 'd3-geo';
import type { Feature, FeatureCollection, Polygon } from 'geojson';
import type { GeometryCollection } from 'topojson-specification';
import { describe, expect, test } from 'vitest';
import world from 'virtual:world';
import { boardings, breadth, crossings, middleLongitude, mostLetIn, place, projectionFor, radius, spots, type Label } from '../../src/map/view.ts';
import { fixture } from '../fixture.ts';

const lands = (feature(world, world.objects['countries'] as GeometryCollection) as FeatureCollection).features as Feature<Polygon>[];
const at = (lon: number, lat: number) => lands.filter((f) => geoContains(f, [lon, lat])).map((f) => f.id);

describe('borders in the reading of the United Nations', () => {
  test.each([
    ['Simferopol in Crimea is Ukraine', 34.1, 45.0, 'UKR'], ['Sevastopol is Ukraine', 33.7, 44.62, 'UKR'], ['Krasnodar is Russia', 39, 45.04, 'RUS'], ['Chukotka before the antimeridian is Russia', 172, 66.5, 'RUS'], ['Chukotka beyond the antimeridian is Russia', -176, 66.5, 'RUS'],
    ['Western Sahara stands apart', -13, 24.5, 'ESH'], ['so does its east', -9.5, 26.5, 'ESH'], ['Agadir is Morocco', -9, 30.3, 'MAR'], ['the north of Cyprus is Cyprus', 33.4, 35.3, 'CYP'], ['Hargeisa is Somalia', 44.06, 9.56, 'SOM'], ['Tbilisi is Georgia', 44.8, 41.7, 'GEO'], ['Sukhumi is Georgia', 41.2, 43.0, 'GEO'], ['Tskhinvali is Georgia', 43.97, 42.22, 'GEO'],
  ])('%s', (_, lon, lat, id) => expect(at(lon, lat)).toEqual([id]));
  test('Crimea has no border with the rest of Ukraine', () => {
    const borders = feature(world, world.objects['borders']!) as unknown as Feature<{ type: 'MultiLineString'; coordinates: [number, number][][] }>;
    const near = borders.geometry.coordinates.flat().filter(([lon, lat]) => lon > 33 && lon < 35.2 && lat > 45.7 && lat < 46.4);
    expect(near).toEqual([]);
  });
  test('unsettled lines are kept apart to be dashed', () => {
    const disputed = feature(world, world.objects['disputed']!) as unknown as Feature<{ type: 'MultiLineString'; coordinates: [number, number][][] }>;
    const points = disputed.geometry.coordinates.flat();
    expect(points.some(([lon, lat]) => lon < -8 && lon > -14 && lat > 27 && lat < 28)).toBe(true); // Western Sahara's north
    expect(points.some(([lon, lat]) => lon > 73 && lon < 78 && lat > 33 && lat < 36)).toBe(true); // Kashmir
    expect(points.some(([lon]) => lon > 90)).toBe(false);
  });
});

describe('views', () => {
  test('the middle of longitudes minds the antimeridian', () => {
    expect(middleLongitude([170, -170])).toBe(180);
    expect(middleLongitude([20, 60])).toBe(40);
    expect(middleLongitude([30, 178, -175])).toBeCloseTo(107.5);
    expect(middleLongitude([])).toBe(0);
  });
  test('Russia stays whole: neither half of Chukotka is at the other edge', () => {
    const list = [{ lon: 30, lat: 60 }, { lon: 44, lat: 42 }, { lon: 131, lat: 43 }, { lon: -175, lat: 66 }];
    const p = projectionFor(list, 1000, 560, 40);
    const [a, b] = [p([177.5, 64.7])!, p([-175, 66])!];
    expect(Math.abs(a[0] - b[0])).toBeLessThan(60);
    for (const s of list) {
      const [x, y] = p([s.lon, s.lat])!;
      expect(x).toBeGreaterThanOrEqual(39); expect(x).toBeLessThanOrEqual(961);
      expect(y).toBeGreaterThanOrEqual(39); expect(y).toBeLessThanOrEqual(521);
    }
  });
  test('one place and none do not break the map', () => {
    for (const list of [[{ lon: 44, lat: 42 }], [], [{ lon: 10, lat: -30 }, { lon: 12, lat: 40 }]]) {
      const p = projectionFor(list, 400, 300, 20);
      expect(geoPath(p)(lands.find((f) => f.id === 'GEO')!) ?? 'none').not.toContain('NaN');
    }
  });
  test('a country reached by land is looked at from its land crossings', () => {
    const seen = spots(fixture(), 'GEO').map((s) => s.lat);
    expect(seen).toContain(42.74);
    expect(seen).not.toContain(43.1);
  });
  test('flights are boarded, not crossed', () => expect([...boardings(fixture().services)]).toEqual(['boarding']));
});

test('breadth and area grow with the people', () => {
  expect(breadth(0, 100)).toBe(0);
  expect(breadth(50, 100)).toBe(5);
  expect(breadth(1, 10_000)).toBe(0.5);
  expect(radius(25, 100) * 2).toBeCloseTo(radius(100, 100));
});

test('crossings add up their lanes', () => {
  const lars = crossings(fixture().lanes, null).find((c) => c.place === 'lars')!;
  expect(lars.people).toBe(150_900 + 18_900);
});

test('the most let in is over all lanes of a crossing, in all and on its busiest day', () => {
  const { lanes, days } = fixture();
  const syrym = lanes.filter((l) => l.place === 'syrym');
  expect(mostLetIn(syrym, days)).toEqual({ inAll: 60_900, onADay: Math.max(...syrym[0]!.servedByDay!.map((x) => x ?? 0)) });
  expect(mostLetIn(lanes.filter((l) => l.place === 'lars'), days).onADay).toBeGreaterThan(10_000);
  expect(mostLetIn([], days)).toEqual({ inAll: 0, onADay: 0 });
});

test('labels that would cover a heavier one move or go', () => {
  const label = (x: number, weight: number, text = 'Somewhere'): Label => ({ x, y: 50, text, sub: '10', anchor: 'start', weight });
  expect(place([label(100, 1), label(100, 2)], 400, 100, 12).map((l) => [l.weight, l.anchor])).toEqual([[2, 'start'], [1, 'end']]);
  expect(place([label(100, 1), label(101, 2), label(102, 3)], 400, 100, 12)).toHaveLength(2);
});
