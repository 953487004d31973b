// A made-up run for tests: eight countries, four lanes, two services, and texts
// that try to be markup.
import type { Band, Claim, Country, Data, Effect, Figure, Observation } from '../src/data.ts';
import { small } from '../src/data.ts';
import { round } from '../src/text/numbers.ts';

export const hostile = '</script><img src=x onerror=alert(1)>';
const days = 48;

function figure(median: number): Figure {
  return { q05: round(median * 0.5), q25: round(median * 0.8), q50: round(median), q75: round(median * 1.3), q95: round(median * 2) };
}

/** A hill around a day. */
function band(height: number, top: number, broad: number): Band {
  const at = (f: number) => Array.from({ length: days }, (_, d) => (d < 7 ? 0 : round(height * f * Math.exp(-(((d - top) / broad) ** 2)))));
  return { q05: at(0.5), q25: at(0.8), q50: at(1), q75: at(1.3), q95: at(2) };
}

function peak(height: number, day: number) {
  return { height: figure(height), day: { q05: day - 2, q25: day - 1, q50: day, q75: day + 1, q95: day + 3 } };
}

const spots: [string, string, number, number, number][] = [
  ['KAZ', 'Almaty', 43.2, 76.9, 98_000], ['GEO', 'Tbilisi', 41.7, 44.8, 65_000], ['ARM', 'Yerevan', 40.2, 44.5, 40_000], ['TUR', 'Istanbul', 41, 29, 36_000],
  ['FIN', 'Helsinki', 60.2, 24.9, 8_000], ['MNG', 'Ulaanbaatar', 47.9, 106.9, 14_000], ['SRB', 'Belgrade', 44.8, 20.5, 900], ['LVA', 'Riga', 56.9, 24.1, 6],
];

function country([id, , , , people]: (typeof spots)[number]): Country {
  return {
    id, arrivals: figure(people), arrivalsPeak: peak(people / 12, 13), arrivalsByDay: band(people / 12, 13, 8), entriesByDay: band(people / 8, 13, 12), citizensByDay: band(people / 9, 13, 12),
    entries: figure(people * 2), stockAtEnd: figure(people * 0.8), applicationsBorder: figure(people / 100), applicationsInland: figure(people / 50), claimsRefused: figure(0),
    byCallup: [{ callup: 'liable', figure: figure(people * 0.8) }, { callup: 'no', figure: figure(people * 0.2) }],
  };
}

function observation(id: string, part: Partial<Observation>): Observation {
  return {
    id, from: '2022-09-26', to: '2022-09-26', place: 'GEO', placeName: '', country: 'GEO', measure: 'entries', kind: 'point', unit: 'people', whose: 'RUS', scope: 'the country', value: 10_000, low: 10_000, high: 10_000, partner: '', how: 'entries of citizens',
    simulated: figure(9_000), inside: true, ratio: 0.9, notCompared: '', used: false, later: false, evidence: ['O001'], ...part,
  };
}

function claim(id: string, part: Partial<Claim> = {}): Claim {
  return {
    id, claim: `Claim ${id} about people at a border.`, from: '2022-09-26', to: '2022-09-26', knownFrom: '2022-09-27', outlet: 'Border Guard', via: 'agency; newspaper', url: 'https://example.org/report', published: '2022-09-27', grade: 'B2', gradeReason: '', note: '', cited: 2, ...part,
  };
}

export function fixture(): Data {
  return {
    format: 1, title: `Made-up run ${hostile}`, description: '', from: '2022-09-14', days, origin: 'RUS',
    run: { haven: 'test', seed: '1', members: 200, scenario: 'made-up', hash: '0123456789abcdef', set: [{ address: 'parameters.stay', value: 2 }] },
    departures: { total: figure(300_000), peak: peak(24_000, 11), byDay: band(24_000, 11, 7) },
    national: [{ measure: 'departures', meaning: 'leave home', figure: figure(300_000) }, { measure: 'sent', meaning: 'are sent to the front', figure: figure(150_000) }, { measure: 'surrendered', meaning: 'surrender', figure: figure(6) }],
    countries: spots.map(country),
    places: [
      { id: 'moscow', name: 'Moscow', kind: 'town', country: 'RUS', lat: 55.75, lon: 37.6 }, { id: 'vladivostok', name: 'Vladivostok', kind: 'town', country: 'RUS', lat: 43.1, lon: 131.9 }, { id: 'anadyr', name: 'Anadyr', kind: 'town', country: 'RUS', lat: 64.7, lon: 177.5 },
      { id: 'lars', name: `Lars ${hostile}`, kind: 'crossing', country: 'RUS', lat: 42.74, lon: 44.63 }, { id: 'boarding', name: 'Moscow boarding', kind: 'crossing', country: 'RUS', lat: 55.7, lon: 37.5 }, { id: 'vaalimaa', name: 'Vaalimaa', kind: 'crossing', country: 'RUS', lat: 60.6, lon: 27.86 },
      { id: 'syrym', name: 'Syrym', kind: 'crossing', country: 'RUS', lat: 51.4, lon: 50.2 }, ...spots.map(([id, name, lat, lon]) => ({ id: `d_${id}`, name, kind: 'destination', country: id, lat, lon })),
    ],
    flows: [
      ['moscow', 'lars', 'road', 60_000], ['lars', 'd_GEO', 'road', 65_000], ['moscow', 'syrym', 'road', 80_000], ['syrym', 'd_KAZ', 'road', 98_000], ['boarding', 'd_TUR', 'air', 36_000], ['vaalimaa', 'd_FIN', 'road', 8_000], ['moscow', 'vaalimaa', 'road', 8_000], ['vladivostok', 'moscow', 'air', 3_000], ['anadyr', 'vladivostok', 'air', 700],
    ].map(([from, to, mode, n]) => ({ id: `${from}_${to}`, from: String(from), to: String(to), mode: String(mode), total: figure(Number(n)), days: band(Number(n) / 12, 13, 8).q50 })),
    lanes: [['lars', 'car', 'GEO', 5_000], ['lars', 'foot', 'GEO', 600], ['vaalimaa', 'all', 'FIN', 60], ['syrym', 'all', 'KAZ', 2_000], ['boarding', 'all', 'TUR', 0]].map(([place, lane, to, queue]) => ({
      id: `${place}_${lane}`, place: String(place), lane: String(lane), from: 'RUS', to: String(to), served: figure(Number(queue) * 30 + 900), servedByDay: band(Number(queue) * 2 + 20, 13, 9).q50,
      queue: queue ? band(Number(queue), 14, 5) : null, queuePeak: peak(Number(queue), 14), wait: queue ? band(Number(queue) / 3, 14, 5) : null, waitPeak: peak(Number(queue) / 3, 14),
    })),
    services: [{ id: 'air', from: 'boarding', to: 'd_TUR', mode: 'air', offered: Array(days).fill(900), sold: band(700, 14, 20), soldTotal: figure(30_000), soldOutDays: 9, fare: band(900, 12, 8), farePeak: peak(900, 12) }],
    exceedance: [{ place: 'd_GEO', capacity: 50_000, ever: 0.72, days: Array.from({ length: days }, (_, d) => (d > 20 ? 0.6 : 0)) }, { place: 'd_FIN', capacity: 30_000, ever: 0, days: Array(days).fill(0) }],
    observations: [
      observation('O001', { value: 10_000 }), observation('O002', { from: '2022-09-27', to: '2022-09-27', value: 11_200, low: 11_200, high: 11_200 }), observation('O003', { from: '2022-09-28', to: '2022-09-28' }),
      observation('O004', { place: 'lars_car', placeName: 'Lars (car)', measure: 'wait', unit: 'hours', value: 48, low: 48, high: 72, kind: 'low', partner: 'O005', simulated: { q05: 1, q25: 2, q50: 6, q75: 9, q95: 12 }, inside: false, ratio: 0.125 }),
      observation('O005', { place: 'lars_car', placeName: 'Lars (car)', measure: 'wait', unit: 'hours', value: 72, low: 48, high: 72, kind: 'high', partner: 'O004', simulated: { q05: 1, q25: 2, q50: 6, q75: 9, q95: 12 }, inside: false, ratio: 0.125, evidence: ['O002'] }),
      observation('O006', { place: 'FIN', country: 'FIN', value: 3_000, low: 3_000, high: 3_000, simulated: figure(9_000), inside: false, ratio: 3 }),
      observation('O007', { place: 'KAZ', country: 'KAZ', kind: 'more_than', value: 9_000, low: 9_000, high: null, simulated: figure(20_000), ratio: 1 }),
      observation('O008', { place: 'SRB', country: 'SRB', simulated: null, notCompared: 'nothing of the model measures it', inside: false, ratio: null }),
    ],
    assumptions: [{ table: 'places', why: `a guess ${hostile}`, rows: 12, examples: ['Moscow', 'Anadyr'] }, { table: 'crossings', why: 'half as many again', rows: 1, examples: ['lars_foot'] }],
    parameters: [{ address: 'crossings.lars_car.exit_per_day', median: 1400, distribution: 'lognormal: spread 1.5', evidence: 'assumed: counts of one day' }],
    neighbours: null, forecast: null, whatIf: null,
    evidence: [claim('O001'), claim('O002', { note: hostile }), claim('O003', { url: 'javascript:alert(1)' }), ...Array.from({ length: 60 }, (_, i) => claim(`P${String(i).padStart(3, '0')}`))],
  };
}

/** The same run of a single member: every figure is one number. */
export function oneFixture(): Data {
  const flat = (x: unknown): unknown => {
    if (x === null || typeof x !== 'object') return x;
    if (Array.isArray(x)) return x.map(flat);
    const o = x as Record<string, unknown>;
    return 'q50' in o ? { q05: o['q50'], q25: o['q50'], q50: o['q50'], q75: o['q50'], q95: o['q50'] } : Object.fromEntries(Object.entries(o).map(([k, v]) => [k, flat(v)]));
  };
  const d = flat(fixture()) as Data;
  return {
    ...d, run: { ...d.run, members: 1 }, exceedance: d.exceedance.map((e) => ({ ...e, ever: Math.round(e.ever), days: e.days.map(Math.round) })),
    observations: d.observations.map((o) => ({ ...o, inside: o.simulated !== null && o.kind === 'more_than' })),
  };
}

/** A made-up forecast of 27 September: two figures were taken in, two came later. */
export function forecastFixture(): Data {
  const base = fixture();
  return {
    ...base,
    observations: base.observations.map((o) => ({ ...o, used: o.id === 'O001' || o.id === 'O004', later: o.id === 'O003' || o.id === 'O002', inside: o.id === 'O003' ? false : o.inside })),
    forecast: {
      origin: '2022-09-26', originDay: 12, particles: 1000, fittedBy: '', withheld: 77,
      steps: [{ date: '2022-09-25', figures: 3, plain: 400, left: 510, rounds: 1, kalman: 0, putIn: 0, takenOut: 0 }, { date: '2022-09-26', figures: 2, plain: 3, left: 24, rounds: 3, kalman: 0.6, putIn: 1_090, takenOut: small }],
    },
  };
}

/** A made-up run of Flee's rule: two camps with counts, one without room's limit, a town and a city in conflict. */
export function fleeFixture(): Data {
  const base = fixture();
  const rising = (end: number): Band => {
    const at = (f: number) => Array.from({ length: days }, (_, d) => round((end * f * d) / (days - 1)));
    return { q05: at(0.9), q25: at(0.95), q50: at(1), q75: at(1.05), q95: at(1.1) };
  };
  const end = (n: number): Figure => ({ q05: round(n * 0.9), q25: round(n * 0.95), q50: round(n), q75: round(n * 1.05), q95: round(n * 1.1) });
  const camp = (place: string, n: number, capacity: number | null) => ({
    place, capacity, ever: capacity === null ? null : 0.72, atEnd: end(n), peak: { height: end(n), day: { q05: 46, q25: 47, q50: 47, q75: 47, q95: 47 } }, byDay: rising(n),
    registered: [{ day: 10, value: n / 4, note: '', simulated: end(n / 5), inside50: true, inside90: true }, { day: 40, value: n * 1.4, note: 'registered, scaled to a later correction; published as 5', simulated: end(n * 0.8), inside50: false, inside90: false }],
  });
  return {
    ...base, from: '2012-02-29', origin: 'MLI', national: [], lanes: [], services: [], observations: [], assumptions: [], parameters: [], run: { ...base.run, set: [] }, evidence: [claim('flee', { url: '' })],
    countries: [{ ...country(spots[0]!), id: 'MRT', arrivalsByDay: null, stockAtEnd: end(52_000) }, { ...country(spots[1]!), id: 'NER', arrivalsByDay: null, stockAtEnd: end(7_400) }],
    places: [
      { id: 'kidal', name: 'Kidal', kind: 'conflict', country: 'MLI', lat: 18.4, lon: 1.4 }, { id: 'mopti', name: 'Mopti', kind: 'town', country: 'MLI', lat: 14.5, lon: -4.2 },
      { id: 'mbera', name: `Mbera ${hostile}`, kind: 'camp', country: 'MRT', lat: 15.6, lon: -5.8 }, { id: 'abala', name: 'Abala', kind: 'camp', country: 'NER', lat: 14.95, lon: 5.1 },
    ],
    flows: [['kidal', 'mopti', 60_000], ['mopti', 'mbera', 52_000], ['kidal', 'abala', 7_400]].map(([from, to, n]) => ({ id: `${from}_${to}`, from: String(from), to: String(to), mode: 'road', total: end(Number(n)), days: rising(Number(n) / 20).q50 })),
    exceedance: [{ place: 'mbera', capacity: 50_000, ever: 0.72, days: [] }],
    neighbours: {
      hasten: 1, driven: true, camps: [camp('abala', 7_400, null), camp('mbera', 52_000, 50_000)], elsewhere: [{ place: 'mopti', atEnd: end(370), peak: peak(2_100, 20) }],
      displaced: rising(90_000), inCamps: rising(59_400), onLinks: end(170), debt: null,
      errors: [
        { forecast: 'median', raw: 0.348, rescaled: 0.3168, low: null, high: null, laterRaw: 0.3528, laterRescaled: 0.3387 }, { forecast: 'members', raw: 0.3481, rescaled: 0.3169, low: 0.3469, high: 0.3496, laterRaw: null, laterRescaled: null },
        { forecast: 'constant_share', raw: 0.3763, rescaled: 0.3763, low: null, high: null, laterRaw: 0.3993, laterRescaled: 0.3993 }, { forecast: 'last_value', raw: 0.5714, rescaled: 0.3763, low: null, high: null, laterRaw: 0.3, laterRescaled: 0.3993 },
      ],
      quirks: [{ name: 'date-one-ahead', does: "the output's dates are one day ahead", without: 'the dates are those of the days', off: false }, { name: 'decay-late', does: 'the fading of a conflict acts a day late', without: 'it acts on its day', off: true }],
      warnings: [{ where: 'input_csv/conflicts.csv:1:3', message: `"Bridge" is not in locations.csv ${hostile}`, suggestion: 'its column is not read, as in Flee' }],
    },
  };
}

function effect(id: string, meaning: string, base: number, by: number, part: Partial<Effect> = {}): Effect {
  const f = (x: number) => round(by * x);
  const low = by < 0;
  const difference = { q05: f(low ? 1.2 : 0.8), q25: f(low ? 1.1 : 0.9), q50: f(1), q75: f(low ? 0.9 : 1.1), q95: f(low ? 0.8 : 1.2) };
  const byDay = Math.abs(by) < 10 ? null : (['q05', 'q25', 'q50', 'q75', 'q95'] as const).reduce((b, q) => ({ ...b, [q]: Array.from({ length: days }, (_, d) => (d < 16 ? 0 : round((difference[q] ?? 0) / 32))) }), {} as Band);
  return { id, meaning, base: round(base), variant: round(base + by), difference, above: by > 0 ? 1 : 0, below: by < 0 ? 1 : 0, narrowing: 120, byDay, ...part };
}

/** The same run as a variant, with a border that closes. */
export function whatIfFixture(): Data {
  return {
    ...fixture(), observations: [],
    whatIf: {
      from: '2022-09-30', pairs: 200,
      changes: [{ title: `Finland closes ${hostile}`, why: 'What if it had closed?', from: '2022-09-30', does: ['add finland_closes to policies.csv'] }],
      all: [effect('arrivals_total', 'arrive somewhere', 300_000, -3_200), effect('departures_total', 'leave home', 290_000, -2_500, { narrowing: 9_000 }), effect('returned_total', 'turn home on the way', 900, 0, { narrowing: null })],
      countries: [effect('FIN', '', 8_000, -1_500, { narrowing: 12 }), effect('GEO', '', 65_000, 50, { above: 0.93, below: 0.05, difference: { q05: -20, q25: 20, q50: 50, q75: 80, q95: 120 } }), effect('KAZ', '', 98_000, 400), effect('LVA', '', 6, 0, { narrowing: null })],
      places: [effect('d_FIN', '', 6_000, -1_200), effect('d_GEO', '', 50_000, 30)],
    },
  };
}
