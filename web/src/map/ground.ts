// The ground of the map: outlines of countries, borders, lines that are not settled.
import { feature } from 'topojson-client';
import type { GeometryCollection } from 'topojson-specification';
import world from 'virtual:world';

export const lands = feature(world, world.objects['countries'] as GeometryCollection);
export const borders = feature(world, world.objects['borders']!);
export const disputed = feature(world, world.objects['disputed']!);

const known = new Set(lands.features.map((f) => String(f.id)));

/** Whether places are of this world: a made-up one (codes that ISO leaves to users) lies on no real ground. */
export function real(d: { places: { country: string }[] }): boolean {
  return d.places.some((p) => known.has(p.country));
}
