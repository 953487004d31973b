import { afterAll, describe, expect, test } from 'vitest';
import { fixture, forecastFixture, fleeFixture, oneFixture } from '../fixture.ts';
import { violations } from './axe.ts';
import { desktop, phone, type Look } from './chromium.ts';
import { closeAll, drawn, withPage } from './page.ts';

afterAll(closeAll);

const looks: [string, Look][] = [
  ['desktop, light', desktop], ['desktop, dark', { ...desktop, dark: true }], ['phone, light', phone], ['phone, dark', { ...phone, dark: true }],
];

test('axe would find what is wrong', () => withPage(forecastFixture(), desktop, async (page) => {
  await page.evaluate(() => document.querySelector('main')!.append(Object.assign(document.createElement('img'), { src: 'data:,' })));
  expect((await violations(page)).map((v) => v.split(':')[0])).toEqual(['critical image-alt']);
}));

describe.each(looks)('on a %s', (_, look) => {
  test('axe finds nothing, with parts opened', () => withPage(forecastFixture(), look, async (page) => {
    // One table of each chart's kind is enough: they are all made alike.
    await page.evaluate(() => {
      for (const s of document.querySelectorAll('main > section')) s.querySelectorAll('details').forEach((d, i) => (d.open = i === 0));
    });
    await page.waitForTimeout(200);
    expect(await violations(page)).toEqual([]);
  }));
  test('the page is no wider than the screen', () => withPage(forecastFixture(), look, async (page) => {
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(look.width);
  }));
});

describe.each(looks)('a run of a Flee folder on a %s', (_, look) => {
  test('axe finds nothing and the page is no wider than the screen', () => withPage(fleeFixture(), look, async (page, watch) => {
    await page.evaluate(() => {
      for (const s of document.querySelectorAll('main > section')) s.querySelectorAll('details').forEach((d, i) => (d.open = i < 2));
    });
    await page.waitForTimeout(200);
    expect(await violations(page)).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(look.width);
    expect(watch.errors).toEqual([]);
  }));
});

test('shows camps beside what was registered, and nothing that a Flee folder does not have', () => withPage(fleeFixture(), desktop, async (page) => {
  for (const id of ['map', 'camps', 'elsewhere', 'displaced', 'flee', 'evidence', 'reading', 'notfor']) expect(await page.locator(`#${id}`).count(), id).toBe(1);
  for (const id of ['arrivals', 'crossings', 'seats', 'national', 'compare', 'assumed']) expect(await page.locator(`#${id}, nav a[href="#${id}"]`).count(), id).toBe(0);
  expect(await page.locator('main').innerText()).not.toMatch(/queue|seat|call-up|round trip/i);
  expect(await page.locator('#camps .chart').first().locator('svg [fill="var(--rep)"] path, svg path[fill="var(--rep)"]').count()).toBe(2);
  expect(await page.locator('#flee').innerText()).toContain('date-one-ahead');
  expect(await page.locator('#flee').innerText()).toContain('input_csv/conflicts.csv:1:3');
  expect(await page.locator('img').count()).toBe(0);
}));

test('opens the counts of a camp as a table', () => withPage(fleeFixture(), desktop, async (page) => {
  const part = page.locator('#camps details').first();
  await part.locator('summary').click();
  await expect.poll(() => part.locator('tbody tr').count()).toBe(2);
  expect((await part.locator('tbody tr').nth(1).innerText()).replaceAll(/[\u202f\u00a0]/g, ' ')).toContain('72 800');
}));

test('shows the camps of a day on the map', () => withPage(fleeFixture(), desktop, async (page) => {
  const map = page.locator('.map svg').first();
  await expect.poll(() => map.getAttribute('aria-label')).toContain('people in camps over the whole period');
  await page.getByRole('slider').focus();
  await page.keyboard.press('Home');
  await expect.poll(() => map.getAttribute('aria-label')).toContain('on 29 February');
  await page.getByLabel('Look at').selectOption('MRT');
  expect(await page.locator('.map .camp').count()).toBeGreaterThan(0);
  // A country is as blue as its camps are full, also when they are out of sight.
  await page.getByRole('button', { name: 'Whole period' }).click();
  const shade = () => page.locator('.map .land.receiving').evaluateAll((list) => list.map((e) => getComputedStyle(e).getPropertyValue('--share')));
  expect(await shade()).toHaveLength(2);
}));

test('opens without network: it asks for nothing and complains of nothing', () => withPage(fixture(), desktop, async (page, watch) => {
  for (const id of ['map', 'arrivals', 'crossings', 'seats', 'national', 'compare', 'assumed', 'evidence', 'reading', 'notfor']) expect(await page.locator(`#${id}`).count(), id).toBe(1);
  expect(watch.requests).toEqual([]);
  expect(watch.errors).toEqual([]);
}));

test('reads the answer first', () => withPage(fixture(), desktop, async (page) => {
  expect((await page.locator('main > section').first().innerText()).replaceAll(/[\u202f\u00a0]/g, ' ')).toContain('About 300 000 people leave Russia');
}));

test('a run of more than a year names the year of every day', () => {
  const d = fixture();
  return withPage({ ...d, days: 400, departures: { ...d.departures, peak: { ...d.departures.peak!, day: { q05: 370, q25: 371, q50: 372, q75: 373, q95: 374 } } } }, desktop, async (page) => {
    const map = page.locator('.map svg');
    await page.getByRole('button', { name: 'Busiest day' }).click();
    await expect.poll(() => map.getAttribute('aria-label')).toContain('on 21 September 2023');
    expect(await page.locator('.slider output').innerText()).toBe('21 September 2023');
    expect(await page.locator('#answer').innerText()).toContain('21 September 2023 (19 to 23 September 2023)');
    for (const part of ['#arrivals tbody', '#crossings .sub', '#seats .sub', '#reception ~ .scroll tbody']) expect(await page.locator(part).first().innerText(), part).toMatch(/\s(Sep|September|Oct|October)\s2022/);
  });
});

test('shows hostile texts as texts', () => withPage(fixture(), desktop, async (page, watch) => {
  expect(await page.locator('h1').innerText()).toContain('</script><img src=x onerror=alert(1)>');
  expect(await page.locator('img').count()).toBe(0);
  expect(await page.locator('a[href^="javascript:"]').count()).toBe(0);
  expect(watch.errors).toEqual([]);
}));

test('sees what a forecast took in, and beside it what was known only later', () => withPage(forecastFixture(), desktop, async (page, watch) => {
  const part = page.locator('#forecast');
  const text = (await part.innerText()).replaceAll(/[\u202f\u00a0]/g, ' ');
  expect(text).toContain('The forecast of 26 September 2022');
  expect(text).toContain('1 000 simulated members took in 2 reported figures on 2 days');
  expect(text).toContain('2 reported figures became known only afterwards. They stand beside the forecast and were not used.');
  expect(text).toContain('Of the 2 about the days ahead, one lies within the range of nine in ten members.');
  const chart = part.getByRole('img', { name: 'Georgia, citizens of Russia' });
  await expect.poll(() => chart.locator('svg path[fill="var(--paper)"]').count()).toBe(2);
  expect(await chart.locator('svg path[fill="var(--rep)"]').count()).toBe(1);
  await part.locator('details', { hasText: 'day by day' }).locator('summary').click();
  await expect.poll(() => part.locator('tbody tr', { hasText: '26 September 2022' }).first().innerText().then((t) => t.replaceAll(/[\u202f\u00a0]/g, ' '))).toContain('60 %\t1 090\t<10');
  expect(await page.locator('.compare').getByText('known only after the forecast was made, not used').count()).toBe(2);
  expect(watch).toEqual({ requests: [], errors: [] });
}));

test('one figure that came later is one', () => {
  const d = forecastFixture();
  return withPage({ ...d, observations: d.observations.map((o) => ({ ...o, later: o.id === 'O003' })) }, desktop, async (page) => {
    expect(await page.locator('#forecast').innerText()).toContain('1 reported figure became known only afterwards. It stands beside the forecast and was not used. The one about the days ahead does not lie within the range of nine in ten members.');
  });
});

test('looks at the busiest day and at another one on the map', () => withPage(fixture(), desktop, async (page) => {
  const map = page.locator('.map svg');
  await expect.poll(() => map.getAttribute('aria-label')).toContain('over the whole period');
  await page.getByRole('button', { name: 'Busiest day' }).click();
  await expect.poll(() => map.getAttribute('aria-label')).toContain('on 25 September');
  await page.getByRole('slider').focus();
  await page.keyboard.press('ArrowRight');
  await expect.poll(() => map.getAttribute('aria-label')).toContain('on 26 September');
  await page.getByRole('button', { name: 'Whole period' }).click();
  await expect.poll(() => map.getAttribute('aria-label')).toContain('over the whole period');
}));

test('circles of a day grow with the people let in, however many come on one day', () => {
  const d = fixture();
  // Everybody is let in on one day: circles must neither be cut off nor be all alike.
  const lanes = d.lanes.map((l) => ({ ...l, servedByDay: l.servedByDay!.map((_, day) => (day === 11 ? (l.served?.q50 ?? 0) : 0)) }));
  return withPage({ ...d, lanes }, desktop, async (page) => {
    const radii = () => page.locator('.map .gate').evaluateAll((list) => list.map((c) => Number(c.getAttribute('r'))));
    const whole = await radii();
    expect(whole.length).toBeGreaterThan(1);
    await page.getByRole('button', { name: 'Busiest day' }).click();
    await expect.poll(() => page.locator('.map svg').getAttribute('aria-label')).toContain('on 25 September');
    expect(await radii()).toEqual(whole);
  });
});

test('the legend of the map has the ways that are on it', () => withPage(fixture(), desktop, async (page) => {
  const legend = await page.locator('.legend').innerText();
  expect(legend).toContain('by air');
  expect(legend).not.toContain('by sea');
}));

test('tells of services that its table has no room for', () => {
  const d = fixture();
  return withPage({ ...d, services: Array.from({ length: 43 }, (_, i) => ({ ...d.services[0]!, id: `air${i}` })) }, desktop, async (page) => {
    expect(await page.locator('#seats > .scroll tbody tr').count()).toBe(40);
    expect(await page.locator('#seats').innerText()).toContain('3 services that sell fewer seats are in the run');
    expect(await page.locator('#seats').innerText()).toContain('Show all 43 services');
  });
});

test('what an axis counts stands clear of its highest number', () => withPage(fixture(), desktop, async (page) => {
  expect(await page.locator('.chart svg').evaluateAll((charts) => charts.filter((svg) => {
    const box = (part: string) => [...svg.querySelectorAll(`[aria-label="y-axis ${part}"] text`)].map((e) => e.getBoundingClientRect());
    const label = box('label')[0];
    return label && box('tick label').some((t) => t.top < label.bottom && label.top < t.bottom);
  }).length)).toBe(0);
}));

test('labels of a map cover neither one another nor their camp, however broad their letters', () => {
  const d = fleeFixture();
  const towns = Array.from({ length: 6 }, (_, i) => ({ id: `town${i}`, name: 'WWWWWWWWWW', kind: 'town', country: 'MLI', lat: 16.4, lon: -4 + 1.35 * i }));
  return withPage({ ...d, places: [...d.places.map((p) => ({ ...p, name: p.id })), ...towns] }, desktop, async (page) => {
    await expect.poll(() => page.locator('.map .labels text').count()).toBeGreaterThan(4);
    expect(await page.locator('.map svg').evaluate((svg) => {
      const boxes = [...svg.querySelectorAll('.labels text')].map((t) => t.getBoundingClientRect());
      const camps = [...svg.querySelectorAll('.camp')].map((c) => c.getBoundingClientRect());
      const hit = (a: DOMRect, b: DOMRect) => a.left < b.right - 1 && b.left < a.right - 1 && a.top < b.bottom - 3 && b.top < a.bottom - 3;
      return { labels: boxes.filter((a, i) => boxes.some((b, k) => k !== i && hit(a, b))).length, camps: boxes.filter((a) => camps.some((c) => hit(a, c))).length };
    })).toEqual({ labels: 0, camps: 0 });
  });
});

test('looks at one country on the map', () => withPage(fixture(), desktop, async (page) => {
  const before = await page.locator('.map .land.origin').getAttribute('d');
  await page.getByLabel('Look at', { exact: true }).selectOption('GEO');
  await expect.poll(() => page.locator('.map .land.origin').getAttribute('d')).not.toBe(before);
  expect(await page.locator('.map .labels').textContent()).toContain('Lars');
}));

test('sees the misses first, then only the misses, then only one country', () => withPage(fixture(), desktop, async (page) => {
  const verdicts = () => page.locator('.compare .verdict').allInnerTexts();
  const all = await verdicts();
  expect(all).toHaveLength(6);
  expect(all.slice(0, 2).every((v) => v.includes('outside'))).toBe(true);
  await page.getByLabel('Show', { exact: true }).selectOption('misses');
  expect(await verdicts()).toHaveLength(2);
  await page.getByLabel('in', { exact: true }).selectOption('FIN');
  expect(await verdicts()).toHaveLength(1);
  expect((await verdicts())[0]).toContain('too high by 3.0 times');
}));

test('follows a figure to its source', () => withPage(fixture(), desktop, async (page) => {
  await page.getByRole('searchbox').fill('nothing like this');
  expect(await page.locator('.evidence tbody tr').count()).toBe(0);
  await page.locator('.compare a[href="#ev-O002"]').first().click();
  await page.locator('#ev-O002').waitFor();
  await expect.poll(() => page.locator('#ev-O002').isVisible()).toBe(true);
  await expect.poll(() => page.locator('#ev-O002 a').getAttribute('href')).toBe('https://example.org/report');
}));

test('finds a claim by a word', () => withPage(fixture(), desktop, async (page) => {
  await page.getByRole('searchbox').fill('P007');
  await expect.poll(() => page.locator('.evidence tbody tr').count()).toBe(1);
}));

test('opens a chart as a table', () => withPage(fixture(), desktop, async (page) => {
  const part = page.locator('#arrivals details').first();
  await part.locator('summary').click();
  await expect.poll(() => part.locator('tbody tr').count()).toBe(48);
  await expect.poll(() => part.locator('tbody tr').nth(13).innerText()).toContain('27 September');
}));

test('reaches everything by keyboard', () => withPage(fixture(), desktop, async (page) => {
  await page.keyboard.press('Tab');
  await expect.poll(() => page.evaluate(() => document.activeElement?.textContent)).toBe('To the answer');
  const reached = new Set<string>();
  for (let i = 0; i < 60; i++) {
    await page.keyboard.press('Tab');
    reached.add(await page.evaluate(() => document.activeElement?.tagName ?? ''));
  }
  for (const tag of ['A', 'SELECT', 'BUTTON', 'INPUT', 'SUMMARY']) expect(reached, tag).toContain(tag);
}));

test('asks for less motion and gets none', () => withPage(fixture(), { ...desktop, still: true }, async (page) => {
  expect(await page.evaluate(() => getComputedStyle(document.documentElement).scrollBehavior)).toBe('auto');
}));

test('prints: charts drawn, assumptions open, nothing to click', () => withPage(fixture(), desktop, async (page) => {
  await page.emulateMedia({ media: 'print' });
  await expect.poll(() => page.locator('nav').isVisible()).toBe(false);
  await page.emulateMedia({ media: null });
  const pdf = await page.pdf({ preferCSSPageSize: true });
  expect(pdf.length).toBeGreaterThan(50_000);
  await expect.poll(() => page.locator('details.assumed').first().getAttribute('open')).not.toBeNull();
}));

test('turns the phone: charts are drawn anew for the width', () => withPage(fixture(), phone, async (page) => {
  const width = () => page.locator('.chart svg').first().getAttribute('width');
  const before = await width();
  await page.setViewportSize({ width: 844, height: 390 });
  await page.waitForTimeout(400);
  await drawn(page);
  await expect.poll(width).not.toBe(before);
}));

test('says what to do when scripts are forbidden', () => withPage(fixture(), { ...desktop, script: false }, async (page) => {
  expect(await page.locator('#report').innerText()).toContain('Please allow scripts');
}));

test('gives a run of one member no ranges, no medians and no misses', () => withPage(oneFixture(), desktop, async (page, watch) => {
  await page.evaluate(() => document.querySelectorAll('#arrivals details, #crossings details').forEach((d) => ((d as HTMLDetailsElement).open = true)));
  await expect.poll(() => page.locator('#arrivals figure thead tr').first().innerText()).toBe('Day\tSimulated');
  const said = await page.locator('main').evaluate((m) => [...m.querySelectorAll(':scope > section:not(#assumed)')].flatMap((s) => [s.textContent, ...[...s.querySelectorAll('[aria-label]')].map((e) => e.getAttribute('aria-label'))]).join(' ').replaceAll(/[\u202f\u00a0]/g, ' '));
  expect(said.match(/[^.;]*(half of (the )?members|nine in ten|the members|median|\b1 members|90 %|no member|every member)[^.;]*/gi) ?? []).toEqual([]);
  expect(await page.locator('#arrivals table').first().locator('thead th').allInnerTexts()).toEqual(['Country', 'People', 'Busiest', 'At the end', 'Apply inland', 'Apply at border', 'Liable to call-up', 'Neither']);
  expect(await page.locator('#reception ~ .scroll tbody tr').first().innerText()).toContain('yes');
  expect(await page.locator('.compare tr.low, .compare tr.high, #compare .scores').count()).toBe(0);
  expect(await page.locator('.compare .verdict').first().innerText()).toContain('simulated lower by 8.0 times');
  expect(await page.locator('#assumed').innerText()).toContain('One number is uncertain, and at the median in a run of one member');
  expect(watch.errors).toEqual([]);
}));

test('a run of a Flee folder with one member speaks of no median', () => {
  const d = fleeFixture();
  const neighbours = { ...d.neighbours!, errors: d.neighbours!.errors.filter((e) => e.forecast !== 'median') };
  return withPage({ ...d, neighbours, run: { ...d.run, members: 1 } }, desktop, async (page) => {
    expect((await page.locator('main').innerText()).match(/[^.;\n]*median[^.;\n]*/gi) ?? []).toEqual([]);
    expect(await page.locator('#camps table').last().locator('thead tr').innerText()).toBe('Country\tPeople');
  });
});

test('shows a run with nothing in it', () => {
  const d = fixture();
  return withPage({ ...d, departures: { total: null, peak: null, byDay: d.departures.byDay }, national: [], countries: [], flows: [], lanes: [], services: [], exceedance: [], observations: [], assumptions: [], parameters: [], evidence: [] }, desktop, async (page, watch) => {
    expect(await page.locator('main').innerText()).toContain('Nobody arrives anywhere in this run.');
    expect(await page.locator('#answer a').count()).toBe(0); // no hits and misses to see
    expect(watch.errors).toEqual([]);
  });
});
