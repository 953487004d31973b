// Numbers in words: counts rounded to tens, waits, fares, chances, dates.
import type { Figure, Maybe } from '../data.ts';

/** No figure. */
export const none = '–';

const whole = new Intl.NumberFormat('en-GB', { maximumFractionDigits: 0 });

/** Rounds a count by itself: size above 0 and below 10 becomes ±5, which `people` shows as <10; 0 stays. */
export function round(x: number): number {
  if (x === 0) return 0;
  if (Math.abs(x) < 10) return x < 0 ? -5 : 5;
  return Math.sign(x) * Math.round(Math.abs(x) / 10) * 10;
}

/** A simulated count as it may be shown: `<10`, or to tens with thin groups. */
export function people(x: Maybe): string {
  if (x === null || Number.isNaN(x)) return none;
  const r = round(x);
  if (r !== 0 && Math.abs(r) < 10) return r < 0 ? '−<10' : '<10';
  return number(r);
}

/** A simulated count for a sentence: two figures are all that can be said, but beside an exact count; a difference either way rounds alike. */
export function about(x: Maybe, figures: 2 | 3 = 2): string {
  if (x === null || Number.isNaN(x) || Math.abs(x) < 10 ** figures) return people(x);
  const unit = 10 ** (Math.floor(Math.log10(Math.abs(x))) - figures + 1);
  return number(Math.sign(x) * Math.round(Math.abs(x) / unit) * unit);
}

/** "12 000 (90 %: 8 900 to 17 000)", for sentences. */
export function withAbout(f: Figure | null): string {
  return withRange(f, about);
}

/** Any number without decimals, minus as a minus sign; what rounds to nothing has none. */
export function number(x: number): string {
  return whole.format(x).replace(/^-0$/, '0').replace('-', '−').replaceAll(',', '\u202f');
}

/** A number as a source gave it: decimals kept where it has them. */
export function reported(x: number): string {
  return new Intl.NumberFormat('en-GB', { maximumFractionDigits: 2 }).format(x).replace('-', '−').replaceAll(',', '\u202f');
}

/** A wait: minutes below two hours, hours below three days, then days. */
export function wait(minutes: Maybe): string {
  if (minutes === null || Number.isNaN(minutes)) return none;
  if (minutes < 1) return 'none';
  if (minutes < 120) return `${number(minutes)} min`;
  const hours = minutes / 60;
  if (hours < 72) return `${number(hours)} h`;
  return `${(hours / 24).toFixed(1)} days`;
}

export function dollars(x: Maybe): string {
  return x === null || Number.isNaN(x) ? none : `${number(x)} USD`;
}

/** A chance, 0 to 1, as the share of members it was counted in. */
export function chance(p: number): string {
  if (p <= 0) return 'no member';
  if (p >= 1) return 'every member';
  const percent = Math.round(p * 100);
  return `${percent === 0 ? 'under 1' : percent === 100 ? 'over 99' : percent}\u00a0% of members`;
}

/** "12 340 (90 %: 8 900 to 17 000)"; the median alone where all members agree as far as is said. */
export function withRange(f: Figure | null, unit: (x: Maybe) => string = people): string {
  if (!f || f.q50 === null) return none;
  if (unit(f.q05) === unit(f.q95)) return unit(f.q50);
  return `${unit(f.q50)} (90\u00a0%: ${range(f.q05, f.q95, unit)})`;
}

/** "8 900 to 17 000"; one number when both ends are alike. */
export function range(low: Maybe, high: Maybe, unit: (x: Maybe) => string = people): string {
  const a = unit(low);
  const b = unit(high);
  if (a === b) return a;
  const suffix = / (?:min|h|days|USD|km|vehicles)$/.exec(b)?.[0];
  return suffix && a.endsWith(suffix) ? `${a.slice(0, -suffix.length)} to ${b}` : `${a} to ${b}`;
}

/** Which intervals the charts show, for their captions. */
export function interval(members: number): string {
  return members > 1 ? `Interval: 25–75\u00a0% and 5–95\u00a0% of ${number(members)} members.` : 'One member: there is no interval.';
}

/** A factor in words a reader can say: "2.4 times". */
export function times(f: number): string {
  if (!Number.isFinite(f)) return 'many times';
  if (f > 100) return 'more than 100 times';
  return f >= 10 ? `${number(f)} times` : `${f.toFixed(1)} times`;
}

const months = ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December'];

/** Day number `day` (0: the first) of a period that begins on `from`. */
export function dateOf(from: string, day: number): Date {
  const d = new Date(`${from}T00:00:00Z`);
  d.setUTCDate(d.getUTCDate() + Math.round(day));
  return d;
}

/** A period of more days than this has the same day of two years. */
const year = 365;

/** "27 September"; with its year in a period of so many days that it comes twice. */
export function dayName(from: string, day: Maybe, days = 1): string {
  if (day === null) return none;
  const d = dateOf(from, day);
  return `${d.getUTCDate()} ${months[d.getUTCMonth()]}${days > year ? ` ${d.getUTCFullYear()}` : ''}`;
}

/** "27 Sep"; with its year as above. */
export function shortDay(from: string, day: Maybe, days = 1): string {
  if (day === null) return none;
  const d = dateOf(from, day);
  return `${d.getUTCDate()}\u00a0${months[d.getUTCMonth()]!.slice(0, 3)}${days > year ? `\u00a0${d.getUTCFullYear()}` : ''}`;
}

/** "22 to 30 September", "28 September to 3 October"; one day where both are the same. */
export function daySpan(from: string, low: Maybe, high: Maybe, days = 1): string {
  if (low === null || high === null) return none;
  const a = dateOf(from, low);
  const b = dateOf(from, high);
  if (a.getTime() === b.getTime()) return dayName(from, high, days);
  return a.getUTCMonth() === b.getUTCMonth() && a.getUTCFullYear() === b.getUTCFullYear() ? `${a.getUTCDate()} to ${dayName(from, high, days)}` : `${dayName(from, low, days)} to ${dayName(from, high, days)}`;
}

/** "27 September 2022"; anything that is no date stays as it is. */
export function date(iso: string): string {
  const m = /^(\d{4})-(\d\d)-(\d\d)$/.exec(iso);
  return m ? `${Number(m[3])} ${months[Number(m[2]) - 1]} ${m[1]}` : iso || none;
}

/** "27 Sep 2022", or "21–27 Sep 2022" for several days. */
export function days(from: string, to: string): string {
  const part = (iso: string) => {
    const m = /^(\d{4})-(\d\d)-(\d\d)$/.exec(iso);
    return m ? { d: Number(m[3]), m: months[Number(m[2]) - 1]!.slice(0, 3), y: m[1] } : null;
  };
  const a = part(from);
  const b = part(to);
  if (!a || !b) return a ? `from ${a.d}\u00a0${a.m} ${a.y}` : b ? `to ${b.d}\u00a0${b.m} ${b.y}` : none;
  const end = `${b.d}\u00a0${b.m} ${b.y}`;
  if (from === to) return end;
  if (a.y !== b.y) return `${a.d}\u00a0${a.m} ${a.y} – ${end}`;
  return a.m === b.m ? `${a.d}–${end}` : `${a.d}\u00a0${a.m} – ${end}`;
}
